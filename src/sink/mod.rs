//! Records → bytes: JSON Lines, one JSON array, or CSV.
//!
//! In: rows ([`Record`], [`DocumentRecord`], [`Rejected`]). Out: bytes. Where they go is the caller's business. Rows
//! may be turned into bytes in any number of pieces, on any thread: a table is [`Format::begin`], the pieces with
//! [`Format::between`] set between two, and [`Format::end`].
//!
//! Worked example: two rejected numerals as `jsonl` are two lines; as `json` they are `[⏎{…},⏎{…}⏎]⏎`; as `csv` a byte
//! order mark, a line of column names and two lines.

mod columns;
mod csv;
mod json;
mod jsonl;
mod object;

use serde::Serialize;

use crate::record::{DocumentRecord, Record, Rejected, StoredText};

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line.
    JsonLines,
    /// One JSON array, a line per object.
    Json,
    /// One line per object, nested fields as columns of their own.
    Csv,
}

/// What can be written: an object with a fixed list of columns for CSV.
pub trait Row: Serialize {
    /// Paths of the columns, `period.value` for the field `value` of the object `period`.
    const COLUMNS: &'static [&'static str];
}

impl Row for Record {
    const COLUMNS: &'static [&'static str] = columns::FIGURES;
}

impl Row for DocumentRecord {
    const COLUMNS: &'static [&'static str] = columns::DOCUMENTS;
}

impl Row for Rejected {
    const COLUMNS: &'static [&'static str] = columns::REJECTED;
}

impl Row for StoredText {
    const COLUMNS: &'static [&'static str] = columns::TEXTS;
}

impl Format {
    /// What file names end in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// What stands before the first row.
    pub fn begin<R: Row>(self) -> Vec<u8> {
        match self {
            Self::JsonLines => Vec::new(),
            Self::Json => json::BEGIN.to_vec(),
            Self::Csv => csv::begin(R::COLUMNS),
        }
    }

    /// Some rows as bytes, empty for none.
    pub fn rows<R: Row>(self, rows: &[R]) -> Vec<u8> {
        let mut piece = Vec::new();
        for row in rows {
            self.add(row, &mut piece);
        }
        piece
    }

    /// Adds a row to a piece.
    pub fn add<R: Row>(self, row: &R, piece: &mut Vec<u8>) {
        match self {
            Self::JsonLines => jsonl::add(row, piece),
            Self::Json => json::add(row, piece),
            Self::Csv => csv::add(row, piece),
        }
    }

    /// What stands between two non-empty pieces.
    pub fn between(self) -> &'static [u8] {
        if self == Self::Json { json::BETWEEN } else { b"" }
    }

    /// What stands after the last row, if there was any row at all.
    pub fn end(self, any: bool) -> &'static [u8] {
        match (self, any) {
            (Self::Json, true) => json::END,
            (Self::Json, false) => json::END_OF_NONE,
            _ => b"",
        }
    }
}

#[cfg(test)]
mod tests;
