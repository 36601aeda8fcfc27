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
        /// First byte of its record.
        offset: u64,
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

/// Whether a file is a WARC file by its name.
pub fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    [".warc", ".warc.gz"].iter().any(|end| name.ends_with(end))
}

/// Lists what an archive holds.
pub fn list_archive(path: &Path, mut take: impl FnMut(Listed)) -> io::Result<()> {
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    for item in Reader::open(path)? {
        match item? {
            Item::Damage { offset, reason } => take(Listed::Damage { offset, reason }),
            Item::Record(record) => {
                if let Some(listed) = listed(&record, &mut seen) {
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
    offset: u64,
    id: &str,
    url: &str,
    max_decoded: u64,
) -> io::Result<Option<Page>> {
    // More than one record may begin at an offset, in a file that is one gzip member.
    for item in Reader::at(path, offset)? {
        let Item::Record(record) = item? else { break };
        if record.header.target() == Some(url)
            && let Some(response) = response_of(&record)
        {
            return Ok(page_of(id, Some(url), &response, max_decoded));
        }
    }
    Err(io::Error::other(format!("{}: no whole record at {offset}", path.display())))
}

fn response_of(record: &Record) -> Option<Response> {
    match record.header.kind() {
        "response" => Response::parse(&record.block),
        // A page without its HTTP head; the record says what it is.
        "resource" => {
            let media = record.header.get("Content-Type").unwrap_or("text/html").to_owned();
            let fields = vec![("Content-Type".to_owned(), media)];
            Some(Response { status: 200, fields, body: record.block.clone() })
        }
        _ => None,
    }
}

fn listed(record: &Record, seen: &mut HashMap<String, Vec<String>>) -> Option<Listed> {
    let url = record.header.target()?.to_owned();
    let response = response_of(record)?;
    if url.ends_with("/robots.txt") || !url.starts_with("http") || (300..400).contains(&response.status) {
        return None;
    }
    let payload = digest::sha1(&response.body);
    let date = cdxj::timestamp(record.header.get("WARC-Date").unwrap_or_default());
    let captures = seen.entry(url.clone()).or_default();
    let id = if captures.is_empty() { url.clone() } else { format!("{url}@{date}") };
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
    Some(Listed::Page { id, url, offset: record.place.offset })
}
