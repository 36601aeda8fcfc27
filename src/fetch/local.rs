//! Archives of other tools: which pages they hold, and those pages.
//!
//! In: a WARC file. Out: [`Listed`] in the order of the file: pages with their place, captures that are no page and
//! why, damage with its offset. Nothing is copied; the original stays where it is, and a page is read again by its
//! place when it is wanted.

use std::{collections::HashMap, io, path::Path};

use super::{Status, harvest::page_of};
use crate::{
    archive::{Item, Reader, Record, Response, cdxj, digest},
    page::Page,
};

/// What stands in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// A page.
    Page {
        /// Its address; of a further capture with other bytes, the address, `@` and the moment.
        id: String,
        /// Its address.
        url: String,
        /// Where its record is.
        spot: Spot,
    },
    /// No page, and why: `not_html`, `not_found`, `duplicate_of`, …
    Row {
        /// As of a page.
        id: String,
        /// Why it is no page.
        status: Status,
        /// More about that.
        detail: String,
    },
    /// A damaged place, left out; reading went on behind it.
    Damage {
        /// First damaged byte.
        offset: u64,
        /// What is wrong.
        reason: String,
    },
}

/// Where a record is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// First byte of its gzip member, or of itself.
    pub offset: u64,
    /// How many records of the same member stand before it: careless writers pack a whole file as one.
    pub nth: usize,
}

/// Whether a file is an archive by its name.
pub fn is_archive(path: &Path) -> bool {
    ends(path, &[".warc", ".warc.gz"]) || is_arc(path)
}

/// Whether it is in the form before WARC, which is not read.
fn is_arc(path: &Path) -> bool {
    ends(path, &[".arc", ".arc.gz"])
}

fn ends(path: &Path, endings: &[&str]) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    endings.iter().any(|end| name.ends_with(end))
}

/// Lists what an archive holds.
pub fn list_archive(path: &Path, mut take: impl FnMut(Listed)) -> io::Result<()> {
    if is_arc(path) {
        let why = "it is an ARC file, the form before WARC; convert it with `warcio recompress`";
        return Err(io::Error::other(why));
    }
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    let mut spot = Spot { offset: u64::MAX, nth: 0 };
    for item in Reader::open(path)? {
        match item? {
            Item::Damage { offset, reason } => take(Listed::Damage { offset, reason }),
            Item::Record(record) => {
                let offset = record.place.offset;
                spot = Spot { offset, nth: if spot.offset == offset { spot.nth + 1 } else { 0 } };
                if let Some(listed) = listed(&record, spot, &mut seen) {
                    take(listed);
                }
            }
        }
    }
    Ok(())
}

/// Reads a page that was listed.
pub fn read_capture(
    path: &Path,
    spot: Spot,
    id: &str,
    url: &str,
    max_decoded: u64,
) -> io::Result<Option<Page>> {
    if let Some(Ok(Item::Record(record))) = Reader::at(path, spot.offset)?.nth(spot.nth)
        && let Some(response) = response_of(&record)
    {
        return Ok(page_of(id, Some(url), &response, max_decoded));
    }
    Err(io::Error::other(format!("{}: no whole record at {}", path.display(), spot.offset)))
}

/// The answer in a record, with what other tools do to it undone. `None` if it is none.
fn response_of(record: &Record) -> Option<Response> {
    let page = |media: &str| {
        let fields = vec![("Content-Type".to_owned(), media.to_owned())];
        Response { status: 200, fields, body: record.block.clone() }
    };
    match record.header.kind() {
        "response" => {
            let Some(mut response) = Response::parse(&record.block) else {
                // Kept without its head.
                let bare = record.block.trim_ascii_start().starts_with(b"<");
                return bare.then(|| page("text/html"));
            };
            // Unpacked before it was kept, with the field left as it was.
            let packed =
                response.get("Content-Encoding").is_some_and(|c| c.to_ascii_lowercase().contains("gzip"));
            if packed && !response.body.starts_with(&[0x1f, 0x8b]) {
                response.fields.retain(|(name, _)| !name.eq_ignore_ascii_case("Content-Encoding"));
            }
            Some(response)
        }
        // A page without its HTTP head; the record says what it is.
        "resource" => Some(page(record.header.get("Content-Type").unwrap_or("text/html"))),
        _ => None,
    }
}

fn listed(record: &Record, spot: Spot, seen: &mut HashMap<String, Vec<String>>) -> Option<Listed> {
    let url = record.header.target()?.to_owned();
    if url.ends_with("/robots.txt") || !url.starts_with("http") {
        return None;
    }
    let response = match record.header.kind() {
        "response" | "resource" => response_of(record),
        "revisit" => None,
        _ => return None,
    };
    if response.as_ref().is_some_and(|r| (300..400).contains(&r.status)) {
        return None;
    }
    let date = cdxj::timestamp(record.header.get("WARC-Date").unwrap_or_default());
    let captures = seen.entry(url.clone()).or_default();
    let id = if captures.is_empty() { url.clone() } else { format!("{url}@{date}") };
    let Some(response) = response else {
        captures.push(String::new());
        let (status, detail) = match record.header.kind() {
            "revisit" => (Status::Duplicate, original(record, &url)),
            _ if record.block.is_empty() => (Status::Empty, String::new()),
            _ => (Status::Protocol, String::new()),
        };
        return Some(Listed::Row { id, status, detail });
    };
    let payload = digest::sha1(&response.body);
    if captures.contains(&payload) {
        return Some(Listed::Row { id, status: Status::Duplicate, detail: url });
    }
    captures.push(payload);
    let media = response.media_type().unwrap_or_else(|| "text/html".to_owned());
    if response.status != 200 {
        return Some(Listed::Row { id, status: Status::of_code(response.status), detail: String::new() });
    }
    if !matches!(media.as_str(), "text/html" | "application/xhtml+xml" | "text/plain") {
        return Some(Listed::Row { id, status: Status::NotHtml, detail: media });
    }
    Some(Listed::Page { id, url, spot })
}

/// Which capture a revisit repeats, as far as it says.
fn original(record: &Record, url: &str) -> String {
    let uri = record.header.get("WARC-Refers-To-Target-URI").unwrap_or(url);
    match record.header.get("WARC-Refers-To-Date") {
        Some(date) => format!("{uri} of {date}"),
        None => uri.to_owned(),
    }
}
