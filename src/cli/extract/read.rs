//! One input → its page, or the document that says why there is none.

use std::{
    fs::File,
    io::{self, Read},
};

use sha2::{Digest, Sha256};
use solieu::{
    document::{Document, Metadata, Status},
    page::{MediaType, Page, hexadecimal},
};

use super::inputs::{Input, Source};

/// No larger input is read into memory; [`solieu::document`] refuses larger ones anyway.
const LARGEST: u64 = 16 << 20;

/// Reads an input. An error is a document, too: every input ends in a row.
pub(super) fn page(input: &Input) -> Result<Page, Box<Document>> {
    let unreadable = |why: String| Box::new(without_text(&input.id, Status::Unreadable, why));
    let contents = match &input.source {
        Source::File(path) => File::open(path).and_then(|file| {
            let size = file.metadata().map_or(0, |m| m.len());
            read(file, size)
        }),
        Source::Stdin => read(io::stdin().lock(), 0),
        #[cfg(feature = "fetch")]
        Source::Archived(_) => unreachable!("an archive gives pages, not files"),
        Source::Broken(why) => return Err(unreadable(why.clone())),
    };
    match contents.map_err(|error| unreadable(reason(&error)))? {
        Contents::Whole(bytes) => {
            let media_type = media_type(&input.source, &bytes);
            Ok(Page::new(input.id.clone(), bytes, media_type))
        }
        Contents::TooLarge(digest, size) => {
            let (size, limit) = (size >> 20, LARGEST >> 20);
            let why =
                format!("it has {size} MiB, more than the {limit} MiB that an input may have; split it");
            let document = without_text(&input.id, Status::TooLarge, why);
            Err(Box::new(Document { sha256: hexadecimal(&digest.finalize()), ..document }))
        }
    }
}

/// A document of which nothing could be read.
pub(super) fn without_text(id: &str, status: Status, reason: String) -> Document {
    Document {
        id: id.to_owned(),
        status,
        reason,
        text: String::new(),
        blocks: Vec::new(),
        metadata: Metadata::default(),
        sha256: String::new(),
        notices: Vec::new(),
    }
}

/// What came of reading.
enum Contents {
    /// All bytes.
    Whole(Vec<u8>),
    /// Digest and size of more bytes than are kept.
    TooLarge(Sha256, u64),
}

/// Reads all bytes; `size` is how many the system promises, 0 if it promises nothing.
fn read(mut from: impl Read, size: u64) -> io::Result<Contents> {
    let mut bytes = Vec::new();
    // What is promised too large is not kept at all; what is not may prove so.
    if size <= LARGEST {
        bytes.reserve_exact(size as usize + 1);
        from.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 <= LARGEST {
            return Ok(Contents::Whole(bytes));
        }
    }
    let mut digest = Sha256::new_with_prefix(&bytes);
    let size = bytes.len() as u64 + io::copy(&mut from, &mut Hashed(&mut digest))?;
    Ok(Contents::TooLarge(digest, size))
}

/// A digest that bytes can be written to.
struct Hashed<'a>(&'a mut Sha256);

impl io::Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What went wrong and what to do, without the numbers of the system.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file (any more); check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not read it; change its permissions".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}

/// By the name; where that says nothing, by the first character.
fn media_type(source: &Source, bytes: &[u8]) -> MediaType {
    let extension = match source {
        Source::File(path) => path.extension().map(|e| e.to_string_lossy().to_lowercase()),
        _ => None,
    };
    match extension.as_deref() {
        Some("html" | "htm" | "xhtml") => MediaType::Html,
        Some("txt" | "text") => MediaType::Text,
        _ if looks_like_markup(bytes) => MediaType::Html,
        _ => MediaType::Text,
    }
}

/// Whether the first character is `<`, in UTF-8 or UTF-16, with or without a byte order mark.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let skipped = |b: &&u8| matches!(**b, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF) || b.is_ascii_whitespace();
    bytes.iter().take(4096).find(|b| !skipped(b)) == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text_by_its_first_character() {
        assert!(looks_like_markup("\u{feff}\n <!doctype html>".as_bytes()));
        assert!(looks_like_markup(b"\xFF\xFE<\0h\0"));
        assert!(!looks_like_markup("Năm 2020 <b>".as_bytes()));
        assert!(!looks_like_markup(b""));
    }
}
