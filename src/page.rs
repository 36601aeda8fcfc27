//! The seam between the world and the pure stages: a page as it was received.
//!
//! In: bytes from a file, standard input, an archive or the network, and what is known about them from
//! outside (address, header, manifest). Out: nothing yet; [`crate::document`] reads it.

use jiff::civil::Date;

/// What a page claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// `text/html`, `application/xhtml+xml`.
    Html,
    /// `text/plain`: the stored text is the file's text.
    Text,
}

/// Bytes as received, and what is known about them from outside. Nothing here is read from the bytes.
#[derive(Debug, Clone)]
pub struct Page {
    /// The document's id in every output: the file's name, or the URL.
    pub id: String,
    /// Exactly what came.
    pub bytes: Vec<u8>,
    /// How to read them.
    pub media_type: MediaType,
    /// The `charset` of the HTTP header, if there was one.
    pub charset: Option<String>,
    /// What a manifest or an archive knows about the page.
    pub known: Known,
}

/// What a manifest (or the archive that a page came from) says about a page that the page may not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Address of the page.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Publisher, usually a host name.
    pub publisher: Option<String>,
    /// Default place, by name (`Hà Nội`) or code (`VN-HN`).
    pub place: Option<String>,
}

impl Page {
    /// A page with nothing known about it but its bytes.
    pub fn new(id: impl Into<String>, bytes: Vec<u8>, media_type: MediaType) -> Self {
        Self { id: id.into(), bytes, media_type, charset: None, known: Known::default() }
    }
}

/// A digest in the form that the outputs give it: lower-case hexadecimal.
pub fn hexadecimal(digest: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    let mut out = String::with_capacity(2 * digest.len());
    for byte in digest {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out
}
