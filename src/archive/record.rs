//! One record: its header fields, its block, and where it stands.
//!
//! In: fields and bytes. Out: [`Draft::encode`], the record as WARC 1.1 has it; or a [`Record`] as it was read.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::{VERSION, digest};

/// Named fields of a record, in the order of the file. Names are compared without case, as the standard says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Name and value.
    pub fields: Vec<(String, String)>,
}

impl Header {
    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// `WARC-Type`, or nothing.
    pub fn kind(&self) -> &str {
        self.get("WARC-Type").unwrap_or_default()
    }

    /// `WARC-Target-URI` without the angle brackets that some writers put round it.
    pub fn target(&self) -> Option<&str> {
        let target = self.get("WARC-Target-URI")?;
        Some(target.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(target))
    }
}

/// Where a record stands: enough to read it again by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// First byte of the record (of its gzip member).
    pub offset: u64,
    /// Bytes up to the next record.
    pub length: u64,
}

/// A record as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its fields.
    pub header: Header,
    /// Its block, whole.
    pub block: Vec<u8>,
    /// Where it stands.
    pub place: Place,
}

/// A record to be written. `WARC-Record-ID`, the block digest and the length are added by
/// [`encode`](Draft::encode).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    id: String,
    kind: &'static str,
    fields: Vec<(&'static str, String)>,
    block: Vec<u8>,
}

impl Draft {
    /// A record of a kind (`response`), made at a moment (`2026-11-21T03:15:00Z`). `salt` makes the id unique:
    /// two records of one run may be equal in all else.
    pub fn new(kind: &'static str, date: &str, salt: u64, block: Vec<u8>) -> Self {
        let id = record_id(kind, date, salt, &block);
        Self { id, kind, fields: vec![("WARC-Date", date.to_owned())], block }
    }

    /// Adds a field. A line break in the value would start another field, so it becomes a blank.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into().replace(['\r', '\n'], " ")));
        self
    }

    /// The id, for `WARC-Concurrent-To`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The record, uncompressed.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.block.len() + 600);
        let mut line = |name: &str, value: &str| {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        };
        line("WARC-Type", self.kind);
        line("WARC-Record-ID", &self.id);
        for (name, value) in &self.fields {
            line(name, value);
        }
        line("WARC-Block-Digest", &digest::sha1(&self.block));
        line("Content-Length", &self.block.len().to_string());
        let mut whole = format!("{VERSION}\r\n").into_bytes();
        whole.append(&mut out);
        whole.extend_from_slice(b"\r\n");
        whole.extend_from_slice(&self.block);
        whole.extend_from_slice(b"\r\n\r\n");
        whole
    }
}

/// A UUID of version 8 (the bits are the application's business), from what makes the record unique.
fn record_id(kind: &str, date: &str, salt: u64, block: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.as_bytes());
    hash.update(date.as_bytes());
    hash.update(salt.to_be_bytes());
    hash.update(std::process::id().to_be_bytes());
    hash.update(block);
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
