//! Takedown: a page leaves the archive and the state, and a tombstone says that it did.
//!
//! In: an address and a reason. Out: every group of records about it overwritten in place by one record that
//! holds a digest, a date and the reason, padded to the same length, so that no other offset moves and the file
//! stays a valid archive; a line in `tombstones.jsonl`; an entry that will never be asked for again.

use std::{
    fs::{self, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::Path,
};

use flate2::{Compression, GzBuilder};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    FetchError,
    canonical::{Address, redact},
    keeper::archive_folder,
    store::Store,
};
use crate::archive::{Draft, Item, Reader};

/// Forgets an address; says how many captures were blotted out.
pub(crate) fn forget(
    store: &Store,
    folder: &Path,
    address: &Address,
    reason: &str,
) -> Result<u64, FetchError> {
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let url_digest = hex(&Sha256::digest(address.key.as_bytes()));
    let mut blotted = 0;
    let known = store.captures_of(address)?;
    let digest = known.as_ref().and_then(|(_, f)| f.digest.clone());
    // The archive first: if we are killed in between, the state still knows where to look.
    for (file, offset) in known.iter().flat_map(|(_, f)| &f.places) {
        let path = archive_folder(folder).join(file);
        if let Some((start, end)) = group_around(&path, *offset)? {
            let block = format!(
                "tombstone: {url_digest}\r\npayload-digest: {}\r\nforgotten: {now}\r\nreason: {}\r\n",
                digest.as_deref().unwrap_or("unknown"),
                reason.replace(['\r', '\n'], " ")
            );
            blot(&path, start, end, &now, block.into_bytes())?;
            blotted += 1;
        }
    }
    let line = json!({
        "url": redact(address.url.as_str()), "url_sha256": url_digest, "payload": digest,
        "forgotten_at": now, "reason": reason,
    });
    let mut stones = OpenOptions::new().create(true).append(true).open(folder.join("tombstones.jsonl"))?;
    writeln!(stones, "{line}")?;
    stones.sync_all()?;
    match known {
        Some((id, _)) => store.forget(id, reason)?,
        None => store.never_ask(address, reason)?,
    }
    Ok(blotted)
}

/// First and last byte of the group that a record belongs to. `None` if it was blotted out already.
fn group_around(path: &Path, offset: u64) -> io::Result<Option<(u64, u64)>> {
    let mut start = None;
    for item in Reader::open(path)? {
        let Item::Record(record) = item? else { continue };
        match record.header.kind() {
            "warcinfo" => {}
            "metadata" => {
                let end = record.place.offset + record.place.length;
                if let Some(start) = start.take()
                    && (start..end).contains(&offset)
                {
                    return Ok(Some((start, end)));
                }
            }
            _ => start = start.or(Some(record.place.offset)),
        }
        if record.place.offset > offset && start.is_none() {
            break;
        }
    }
    Ok(None)
}

/// Overwrites bytes of a file with one gzip member of the same length.
fn blot(path: &Path, start: u64, end: u64, date: &str, block: Vec<u8>) -> io::Result<()> {
    let record =
        Draft::new("metadata", date, start, block).with("Content-Type", "application/warc-fields").encode();
    let member = |padding: usize| -> io::Result<Vec<u8>> {
        // Blanks in the comment of the gzip header: every reader skips it.
        let mut gzip = GzBuilder::new().comment(vec![b' '; padding]).write(Vec::new(), Compression::best());
        gzip.write_all(&record)?;
        gzip.finish()
    };
    let room = (end - start) as usize;
    let bare = member(0)?.len();
    if bare > room {
        return Err(io::Error::other("the reason is longer than what it replaces; give a shorter one"));
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(start))?;
    file.write_all(&member(room - bare)?)?;
    file.sync_all()?;
    debug_assert_eq!(fs::metadata(path)?.len().max(end), fs::metadata(path)?.len());
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
