//! The whole road: a page in, its document, records and rejected numerals out.

use crate::{
    document::{self, Document, Sites},
    page::Page,
    patterns::{Memo, Patterns},
    record::{Record, Rejected},
};

/// What came of a page.
#[derive(Debug)]
pub struct Extraction {
    /// The page, read.
    pub document: Document,
    /// Its figures.
    pub records: Vec<Record>,
    /// Its numerals that are no figure.
    pub rejected: Vec<Rejected>,
}

/// Reads a page and finds its figures.
pub fn extract(page: &Page, _patterns: &Patterns, _memo: &mut Memo) -> Extraction {
    let document = document::parse(page, &Sites::default());
    Extraction { document, records: Vec::new(), rejected: Vec::new() }
}
