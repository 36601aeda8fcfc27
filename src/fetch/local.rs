//! Archives of other tools: which pages they hold, and those pages.
//!
//! In: a WARC file. Out: [`Listed`] in the order of the file: pages with their place, captures that are no page and
//! why, damage with its offset. Nothing is copied; the original stays where it is, and a page is read again by its
//! place when it is wanted.

use std::{
    collections::{HashMap, VecDeque},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

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

/// An archive of another tool whose pages are read by their place, best in the order of the file.
#[derive(Debug)]
pub struct Foreign {
    path: PathBuf,
    cursor: Mutex<Option<Cursor>>,
}

impl PartialEq for Foreign {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Foreign {}

/// A place inside a gzip member that holds many records. There is no way into a member but from its beginning, so a file
/// that is one member is read once from end to end, and not once for each page.
struct Cursor {
    offset: u64,
    reader: Reader,
    /// The record that is read next.
    next: usize,
    /// Records that were passed over: another thread may ask for them in a moment.
    passed: VecDeque<(usize, Record)>,
}

impl std::fmt::Debug for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cursor")
            .field("offset", &self.offset)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl Foreign {
    /// Nothing is read yet.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), cursor: Mutex::default() }
    }

    /// Reads a page that was listed.
    pub fn page(&self, spot: Spot, id: &str, url: &str, max_decoded: u64) -> io::Result<Option<Page>> {
        let record = match spot.nth {
            0 => Reader::at(&self.path, spot.offset)?.next().and_then(whole),
            _ => self.inside(spot)?,
        };
        if let Some(response) = record.as_ref().and_then(response_of) {
            return Ok(page_of(id, Some(url), &response, max_decoded));
        }
        Err(io::Error::other(format!("{}: no whole record at {}", self.path.display(), spot.offset)))
    }

    fn inside(&self, spot: Spot) -> io::Result<Option<Record>> {
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        let Spot { offset, nth } = spot;
        let known = cursor.take().filter(|c| c.offset == offset && (c.next <= nth || c.has_passed(nth)));
        let there = match known {
            Some(known) => known,
            _ => Cursor { offset, reader: Reader::at(&self.path, offset)?, next: 0, passed: VecDeque::new() },
        };
        Ok(cursor.insert(there).record(nth))
    }
}

impl Cursor {
    /// So many records, and so many bytes of them, are remembered.
    const PASSED: (usize, usize) = (256, 64 << 20);

    fn has_passed(&self, nth: usize) -> bool {
        self.passed.iter().any(|(n, _)| *n == nth)
    }

    fn record(&mut self, nth: usize) -> Option<Record> {
        if let Some(at) = self.passed.iter().position(|(n, _)| *n == nth) {
            return self.passed.remove(at).map(|(_, record)| record);
        }
        loop {
            let record = self.reader.next().and_then(whole)?;
            let n = self.next;
            self.next += 1;
            if n == nth {
                return Some(record);
            }
            self.passed.push_back((n, record));
            let bytes =
                |passed: &VecDeque<(usize, Record)>| passed.iter().map(|(_, r)| r.block.len()).sum::<usize>();
            while self.passed.len() > Self::PASSED.0 || bytes(&self.passed) > Self::PASSED.1 {
                self.passed.pop_front();
            }
        }
    }
}

fn whole(item: io::Result<Item>) -> Option<Record> {
    match item {
        Ok(Item::Record(record)) => Some(record),
        _ => None,
    }
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
