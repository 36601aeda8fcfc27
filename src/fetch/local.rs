//! Pages that need no network: saved files, folders of them, archives of other tools.
//!
//! In: a path. Out: [`Local`]s in a fixed order (files by name, records by offset): pages, files that are no
//! pages, and damage with its offset. Nothing is copied; the originals stay where they are.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use super::{Status, harvest::page_of};
use crate::{
    archive::{Item, Reader, Response, cdxj, digest},
    page::{MediaType, Page},
};

/// What a saved source holds.
#[derive(Debug)]
pub enum Local {
    /// A page.
    Page(Page),
    /// No page, and why: `not_html`, `not_found`, `duplicate_of`, …
    Row {
        /// File or address.
        id: String,
        /// Why it is no page.
        status: Status,
        /// More about that.
        detail: String,
    },
    /// A damaged place in an archive, left out; reading went on behind it.
    Damage {
        /// The archive.
        path: PathBuf,
        /// First damaged byte.
        offset: u64,
        /// What is wrong.
        reason: String,
    },
}

/// Reads a saved page, a folder or an archive.
pub fn each_local(
    path: &Path,
    max_decoded: u64,
    take: &mut dyn FnMut(Local) -> io::Result<()>,
) -> io::Result<()> {
    if !path.is_dir() {
        return one(path, path.to_string_lossy().into_owned(), max_decoded, take);
    }
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let id = entry.path().strip_prefix(path).unwrap_or(entry.path()).to_string_lossy().into_owned();
            one(entry.path(), id, max_decoded, take)?;
        }
    }
    Ok(())
}

fn one(
    path: &Path,
    id: String,
    max_decoded: u64,
    take: &mut dyn FnMut(Local) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
    if ends(&[".warc", ".warc.gz"]) {
        return archive(path, max_decoded, take);
    }
    let media_type = if ends(&[".txt", ".text"]) {
        MediaType::Text
    } else if ends(&[".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".jsp"]) || !id.contains('.') {
        MediaType::Html
    } else {
        let detail = format!("a file of this kind is not read: {id}");
        return take(Local::Row { id, status: Status::NotHtml, detail });
    };
    let length = fs::metadata(path)?.len();
    if length > max_decoded {
        let detail = format!("{length} bytes");
        return take(Local::Row { id, status: Status::TooLarge, detail });
    }
    take(Local::Page(Page::new(id, fs::read(path)?, media_type)))
}

/// The pages of an archive. An address that was captured again with other bytes is a page of its own, its moment
/// behind an `@`; with the same bytes it is a duplicate.
fn archive(path: &Path, max_decoded: u64, take: &mut dyn FnMut(Local) -> io::Result<()>) -> io::Result<()> {
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    for item in Reader::open(path)? {
        let record = match item? {
            Item::Record(record) => record,
            Item::Damage { offset, reason } => {
                take(Local::Damage { path: path.to_owned(), offset, reason })?;
                continue;
            }
        };
        let Some(url) = record.header.target().map(str::to_owned) else { continue };
        let response = match record.header.kind() {
            "response" => Response::parse(&record.block),
            // A page without its HTTP head; the record says what it is.
            "resource" => Some(Response {
                status: 200,
                fields: vec![(
                    "Content-Type".to_owned(),
                    record.header.get("Content-Type").unwrap_or("text/html").to_owned(),
                )],
                body: record.block,
            }),
            _ => None,
        };
        let Some(response) = response else { continue };
        if url.ends_with("/robots.txt") || !url.starts_with("http") || (300..400).contains(&response.status) {
            continue;
        }
        let payload = digest::sha1(&response.body);
        let date = cdxj::timestamp(record.header.get("WARC-Date").unwrap_or_default());
        let captures = seen.entry(url.clone()).or_default();
        let id = if captures.is_empty() { url.clone() } else { format!("{url}@{date}") };
        let row = |id, status, detail| Local::Row { id, status, detail };
        if captures.contains(&payload) {
            take(row(id, Status::Duplicate, url))?;
            continue;
        }
        captures.push(payload);
        let media = response.media_type().unwrap_or_else(|| "text/html".to_owned());
        if response.status != 200 {
            take(row(id, Status::of_code(response.status), String::new()))?;
        } else if !matches!(media.as_str(), "text/html" | "application/xhtml+xml" | "text/plain") {
            take(row(id, Status::NotHtml, media))?;
        } else if let Some(page) = page_of(&id, Some(&url), &response, max_decoded) {
            take(Local::Page(page))?;
        } else {
            take(row(id, Status::BadEncoding, String::new()))?;
        }
    }
    Ok(())
}
