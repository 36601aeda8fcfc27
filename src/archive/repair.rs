//! What a killed process left behind: whole groups to adopt, a torn tail to cut.
//!
//! In: a file of ours and the length that the state had committed. Out: the groups behind that length that
//! are whole (their pages were fetched, so they must not be fetched again), and a file that ends with the last
//! of them. A group ends with its `metadata` record; whatever follows the last one is cut off.

use std::{fs::OpenOptions, io, path::Path};

use super::{Item, Reader, Record};

/// Records that were written together, found again.
#[derive(Debug)]
pub struct Group {
    /// In file order; the last one is the `metadata`.
    pub records: Vec<Record>,
}

/// Repairs a file of ours from a committed length on; says what was adopted and how many bytes were cut.
pub fn repair(path: &Path, committed: u64) -> io::Result<(Vec<Group>, u64)> {
    let length = std::fs::metadata(path)?.len();
    let mut groups = Vec::new();
    let mut pending = Vec::new();
    let mut good = committed.min(length);
    if good < length {
        for item in Reader::at(path, good)? {
            let Item::Record(record) = item? else { break };
            let end = record.place.offset + record.place.length;
            match record.header.kind() {
                "warcinfo" => good = end,
                "metadata" => {
                    pending.push(record);
                    groups.push(Group { records: std::mem::take(&mut pending) });
                    good = end;
                }
                _ => pending.push(record),
            }
        }
    }
    if good < length {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(good)?;
        file.sync_all()?;
    }
    Ok((groups, length - good))
}
