//! Is there text in these bytes at all?
//!
//! In: the bytes of a page. Out: `None` if they may be text, else a [`Status`] and one sentence for a person.
//!
//! Worked example: a file `bao-cao.html` that begins with `%PDF-1.7` is `binary: this is a PDF file, not a page;
//! give the text of "bao-cao.html" …`.

use super::Status;
use crate::page::MediaType;

/// Largest page that is read: a parsed page takes some ten times its bytes in memory.
const LARGEST_HTML: usize = 8 << 20;
/// Largest text that is read: one of news takes some twenty times its bytes in memory, one that is dense with figures
/// forty, a mere list of them two hundred.
const LARGEST_TEXT: usize = 16 << 20;

/// Lines that any text may have, and how many bytes there must be for each further one: a line takes memory however
/// short it is.
const ANY_TEXT: usize = 40_000;
const BYTES_PER_LINE: usize = 8;

/// First bytes of what is often saved under the name of a page.
const MAGIC: [(&[u8], &str); 14] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office file (docx, xlsx)"),
    (b"\xD0\xCF\x11\xE0", "an old office file (doc, xls)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"RIFF", "a WebP image, sound or film"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\x00", "an xz archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7FELF", "a program"),
];

/// Why `bytes` cannot be read as a page, if so.
pub(super) fn refusal(bytes: &[u8], media_type: MediaType) -> Option<(Status, String)> {
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xEF\xBB\xBF" {
        return Some((Status::Empty, "there is no text in it".to_owned()));
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some((Status::Binary, format!("this is {what}, not a page; convert it to text first")));
    }
    let limit = match media_type {
        MediaType::Html => LARGEST_HTML,
        MediaType::Text => LARGEST_TEXT,
    };
    if bytes.len() > limit {
        let (size, limit) = (bytes.len() >> 20, limit >> 20);
        return Some((
            Status::TooLarge,
            format!("it has {size} MiB, more than the {limit} MiB that a page may have; split it"),
        ));
    }
    let n_lines = match media_type {
        // A short text has no more lines than bytes.
        MediaType::Text if bytes.len() >= ANY_TEXT => {
            1 + bytes.iter().map(|b| usize::from(*b == b'\n')).sum::<usize>()
        }
        _ => 0,
    };
    if n_lines > ANY_TEXT + bytes.len() / BYTES_PER_LINE {
        return Some((
            Status::TooLarge,
            format!(
                "it has {n_lines} lines of a few characters each, which is no text; give it as a table or split it"
            ),
        ));
    }
    if is_binary(bytes) {
        return Some((Status::Binary, "it holds zero or control bytes as only binary files do".to_owned()));
    }
    None
}

/// Zero bytes (but not those of UTF-16) or many control bytes.
fn is_binary(bytes: &[u8]) -> bool {
    let window = &bytes[..bytes.len().min(64 << 10)];
    if encoding_rs::Encoding::for_bom(window).is_some() {
        return false;
    }
    let is_control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C);
    // Most pages have none at all.
    if !window.iter().fold(false, |any, &b| any | is_control(b)) {
        return false;
    }
    let n_control = window.iter().filter(|b| is_control(**b)).count();
    let zeros_at = |parity: usize| window.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = if window.contains(&0) { (zeros_at(0), zeros_at(1)) } else { (0, 0) };
    let utf16 = (even == 0) != (odd == 0) && (even + odd) * 4 > window.len();
    !utf16 && ((even + odd) * 1000 > window.len() || n_control * 10 > window.len())
}
