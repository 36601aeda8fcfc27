//! The composition: one page in, its document, records and rejected numerals out.
//!
//! ```
//! use solieu::{page::{MediaType, Page}, patterns::{Memo, Patterns}, pipeline};
//! let patterns = Patterns::builtin().expect("the built-in patterns are checked by a test");
//! let text = "Năm 2020, cả nước có hơn 16 triệu người tham gia BHXH.";
//! let page = Page::new("bai.txt", text.as_bytes().to_vec(), MediaType::Text);
//! let read = pipeline::extract(&page, &patterns, &mut Memo::default());
//! assert_eq!(read.records[0].value.as_deref(), Some("16000000"));
//! assert_eq!(read.records[0].qualifier, "more_than");
//! ```

use crate::{
    document::{self, Document, Status},
    figure::{self, Whereabouts},
    page::Page,
    patterns::{Memo, Patterns},
    record::{self, Record, Rejected},
};

/// Everything that one page gave.
#[derive(Debug)]
pub struct Extraction {
    /// The page, read.
    pub document: Document,
    /// Its figures, unless they were handed on one by one.
    pub records: Vec<Record>,
    /// Its numerals that are no figures and no part of a period.
    pub rejected: Vec<Rejected>,
    /// Its own place, where one was found.
    pub place: Option<Whereabouts>,
}

/// Reads a page. Never fails: what cannot be read is a document with a status and a reason.
pub fn extract(page: &Page, patterns: &Patterns, memo: &mut Memo) -> Extraction {
    let mut records = Vec::new();
    let rest = extract_each(page, patterns, memo, |record| records.push(record));
    Extraction { records, ..rest }
}

/// The same, with each record handed on as it is made: all of a long text together take many times its room.
pub fn extract_each(
    page: &Page,
    patterns: &Patterns,
    memo: &mut Memo,
    each: impl FnMut(Record),
) -> Extraction {
    let document = document::parse(page, &patterns.pages);
    if document.status != Status::Ok {
        return Extraction { document, records: Vec::new(), rejected: Vec::new(), place: None };
    }
    let findings = figure::read(&document, patterns, memo);
    let place = findings.place.clone();
    let rejected = record::records(&document, findings, patterns, each);
    Extraction { place, document, records: Vec::new(), rejected }
}
