//! Figures → the public record: the JSON of `figures.jsonl`, schema `solieu.figure/1`.
//!
//! In: a [`Document`](crate::document::Document) and its figures. Out: [`Record`]s, flat scalars and small objects one level
//! deep, so that CSV is a mechanical flattening. Field order is fixed; same figures, same bytes.
//!
//! Worked example: `Tính đến 31/12/2020, hơn 16 triệu người tham gia BHXH` gives
//! `{"value":"16000000","qualifier":"more_than","lower":"16000000","upper":null,"unit":"person",…,"period":{"value":"2020-12-31",…}}`.

mod build;
mod document;
mod link;
mod offsets;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::{
    build::records,
    document::{DOCUMENT_SCHEMA, Dated, DocumentRecord, FigureCounts, NoticeRecord, StoredText},
};

/// Name and version of the record's schema.
pub const SCHEMA: &str = "solieu.figure/1";

/// A word of a closed set: the code has most of them, so that a record seldom holds a copy.
pub type Code = Cow<'static, str>;

/// One published number at one place in one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: Code,
    /// Hash of document hash and span: the same on every run.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// Exact decimal in base units, sign included; null for a range.
    pub value: Option<String>,
    /// The same for programs that want a number; null where the value is.
    pub value_num: Option<serde_json::Number>,
    /// `exact`, `about`, …
    pub qualifier: Code,
    /// What the words bound from below; null is open.
    pub lower: Option<String>,
    /// What the words bound from above; null is open.
    pub upper: Option<String>,
    /// Unit code, null for a bare number.
    pub unit: Option<String>,
    /// As printed.
    pub reported: Reported,
    /// `level`, `change`, `gap`, `multiple`.
    pub measure: Code,
    /// `observed`, `estimated`, `target`, `forecast`, `rule`.
    pub status: Code,
    /// The words that name what is measured.
    pub subject: Option<String>,
    /// Id of the indicator that the subject names.
    pub indicator: Option<String>,
    /// Part of the population.
    pub group: Option<String>,
    /// Of a share: the whole.
    pub base: Option<Base>,
    /// When.
    pub period: Option<Period>,
    /// What a change or gap is against.
    pub reference: Option<Reference>,
    /// Where.
    pub place: Option<Place>,
    /// Who says so.
    pub attribution: Option<Attribution>,
    /// The printed number and its surroundings.
    pub quote: Quote,
    /// The sentence it stands in.
    pub sentence: Sentence,
    /// Address with a text fragment that jumps to the number.
    pub link: Option<String>,
    /// The words that gave each field.
    pub evidence: Vec<Evidence>,
    /// Id of the record that this one repeats.
    pub duplicate_of: Option<String>,
    /// `high`, `medium`, `low`.
    pub confidence: Code,
    /// Reasons for less than high confidence, and other remarks.
    pub flags: Vec<Code>,
    /// Arithmetic inside the document.
    pub checks: Vec<Check>,
    /// The pattern that fired.
    pub rule: Code,
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// `178.752,2`.
    pub number: String,
    /// Printed decimals.
    pub decimals: u32,
    /// Power of ten of the scale word.
    pub unit_mult: i32,
    /// `tỷ đồng`.
    pub unit_text: String,
}

/// The whole that a share is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// Code, where a pattern names it.
    pub code: Option<String>,
    /// Its words.
    pub text: String,
    /// How it is known.
    pub basis: Code,
}

/// When.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// `2020`, `2023-11`, `2020-12-31`, `2024-Q3`, `2013/2020`, …
    pub value: String,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// Its words.
    pub text: String,
    /// `stated`, `sentence`, `paragraph`, `document`, `publication_date`.
    pub basis: Code,
}

/// What a change, gap or multiple is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// A period.
    pub period: Option<String>,
    /// A plan or the document that set it.
    pub target: Option<String>,
    /// Its words.
    pub text: Option<String>,
}

/// Where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Name.
    pub name: String,
    /// ISO 3166 code; null below the province.
    pub code: Option<String>,
    /// `country`, `province`, …
    pub level: Code,
    /// How it is known.
    pub basis: Code,
}

/// Who says so, not who prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// A report, resolution, bulletin.
    pub document: Option<String>,
    /// An office or person.
    pub issuer: Option<String>,
}

/// The printed number, with 32 characters on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Number, scale word and unit, exactly as stored.
    pub exact: String,
    /// Up to 32 characters before.
    pub prefix: String,
    /// Up to 32 characters after.
    pub suffix: String,
    /// Unicode scalar offset into the stored text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A sentence of the stored text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Unicode scalar offset into the stored text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its text.
    pub text: String,
}

/// Words that gave a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The field.
    #[serde(rename = "for")]
    pub field: Code,
    /// The words.
    pub text: String,
    /// Unicode scalar offset into the stored text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The pattern that read them, where one did.
    pub rule: Option<String>,
}

/// One piece of arithmetic between figures of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// `change_matches_levels`, …
    pub check: Code,
    /// Whether it holds.
    pub ok: bool,
    /// The sum, in words.
    pub detail: String,
}

/// A numeral that is no figure and no part of a period: one line of `rejected.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Id of the document.
    pub document: String,
    /// Class: `document_number`, `phone`, …
    pub class: Code,
    /// As stored.
    pub exact: String,
    /// Unicode scalar offset into the stored text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The pattern or rule of the code that rejected it.
    pub rule: Code,
}
