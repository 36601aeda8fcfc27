//! Quantities and context → [`Figure`]s: what each number is about.
//!
//! In: a [`Document`](crate::document::Document). Out: its figures in reading order, and every numeral that is none, with
//! its class. Each field of a figure knows the words that gave it.
//!
//! A sentence is read without a parser, as a chain of frames
//! `[subject] [verb] [hedge] [number unit] [what it is a share of] [compared with …]`: the verb before a number says what
//! it means (`governor`), the words left or right of it what it counts (`subject`), and what a frame leaves out it takes
//! from the one before it. Periods, places and statuses govern what follows until another takes over (`memory`).
//!
//! Worked example: `Số người tham gia BHTN là 1.732.778 người, tăng 68% so với năm 2012` has two frames: `Số người tham gia BHTN`
//! `là` 1.732.778 (a level), and an empty subject `tăng` 68% `so với năm 2012` (a change of the same subject, reference
//! 2012).

mod antecedent;
mod aside;
mod audit;
mod base;
mod beside;
mod bulletin;
mod chunk;
mod clock;
mod company;
mod comparing;
mod deed;
mod ellipsis;
mod elsewhen;
mod frame;
mod governor;
mod grant;
mod group;
mod home;
mod in_force;
mod lasting;
mod left;
mod link;
mod memory;
mod namesake;
mod naming;
mod occasion;
mod opening;
mod paired;
mod phrase;
mod product;
mod reading;
mod reference;
mod roles;
mod scene;
mod sentence;
mod series;
mod sift;
mod sites;
mod standing;
mod status;
mod staying;
mod subject;
mod table;
mod topic;
mod trace;
mod trim;
mod unit;
mod unsaid;
mod when;
mod whereabouts;

pub use link::bounds;
pub use reading::{Findings, read};

use std::borrow::Cow;

use crate::{
    context::period::Period,
    patterns::{
        EntryId,
        catalogue::{Measure, Status},
    },
    quantity::Quantity,
    span::{Raw, Span},
};

/// How a carried field is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// In the same clause.
    Stated,
    /// Elsewhere in the sentence.
    Sentence,
    /// Elsewhere in the paragraph.
    Paragraph,
    /// Elsewhere in the document.
    Document,
    /// From the day of publication.
    PublicationDate,
}

impl Basis {
    /// The word in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Document => "document",
            Self::PublicationDate => "publication_date",
        }
    }
}

/// The words that gave a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The field: `period`, `place`, `qualifier`, …
    pub field: &'static str,
    /// Where the words stand in the stored text.
    pub span: Span<Raw>,
    /// The entry that read them, where one did.
    pub entry: Option<EntryId>,
}

/// What is measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subject {
    /// Its words, completed where the text leaves them out.
    pub text: String,
    /// Id of the indicator that it names.
    pub indicator: Option<String>,
    /// Part of the population.
    pub group: Option<String>,
    /// Its head is a rate (`tỷ lệ …`): differences of it are percentage points.
    pub is_rate: bool,
    /// Its head is growth (`tốc độ tăng …`): its values are changes.
    pub is_growth: bool,
    /// Its head is a tariff (`mức học phí …`): its values are laid down.
    pub is_tariff: bool,
    /// Its head is a tax, a minimum wage or an allowance: its rates and sums per month are laid down.
    pub is_levy: bool,
    /// Its words stand in the figure's own frame.
    pub is_own: bool,
    /// The terms in its words: a figure that inherits it may name another indicator.
    pub(crate) hits: Vec<crate::patterns::Hit>,
    /// Its words behind the head (`doanh thu │ của Viettel`): whose it is, which a bare head further on leaves out.
    pub(crate) owner: String,
    /// Its words up to the name of the thing (`số người tham gia │ bảo hiểm xã hội …`).
    pub(crate) lead: String,
    /// Words of its clause that a list of counted things shares (`trao tặng` 8 con lợn, 20 chăn ấm).
    pub(crate) context: String,
    /// What belongs to a counted thing (`vốn đăng ký │ của 26 doanh nghiệp`): the verb behind the thing is of this.
    pub(crate) holding: Option<Box<Subject>>,
    /// Of a part (`trong đó khách nội địa …`): the words of the whole.
    pub(crate) whole: String,
    /// Its words up to the group (`số người tham gia bảo hiểm xã hội │ bắt buộc`).
    pub(crate) stem: String,
}

/// Of a share: the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseOf {
    /// Code, where a pattern names it.
    pub code: Option<String>,
    /// Its words.
    pub text: String,
    /// How it is known.
    pub basis: Basis,
}

/// When.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The period.
    pub period: Period,
    /// Its words.
    pub text: String,
    /// How it is known.
    pub basis: Basis,
}

/// What a change, gap or multiple is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceTo {
    /// A period.
    pub period: Option<Period>,
    /// A plan.
    pub target: Option<String>,
    /// Its words.
    pub text: String,
}

/// Where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Name.
    pub name: String,
    /// ISO 3166 code.
    pub code: Option<String>,
    /// `country`, `province`, …
    pub level: &'static str,
    /// How it is known.
    pub basis: Basis,
}

impl Whereabouts {
    /// What a mention names: name, code and level.
    pub(crate) fn of((name, code, level): (&str, Option<&str>, &'static str), basis: Basis) -> Self {
        Self { name: name.to_owned(), code: code.map(str::to_owned), level, basis }
    }
}

/// Who says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaidBy {
    /// A report, resolution, bulletin.
    pub document: Option<String>,
    /// An office.
    pub issuer: Option<String>,
}

/// One published number and what it is about. What most figures lack is boxed: a large document holds many.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Index of its block in the document.
    pub block: usize,
    /// The number, its unit and hedge. The sign of a change is applied.
    pub quantity: Quantity,
    /// Unit code in records.
    pub unit: Option<String>,
    /// Number, scale and unit in the stored text.
    pub quote: Span<Raw>,
    /// Its sentence in the stored text.
    pub sentence: Span<Raw>,
    /// Level, change, gap, multiple.
    pub measure: Measure,
    /// Observed, target, …
    pub status: Status,
    /// What is measured.
    pub subject: Option<Subject>,
    /// Of a share: the whole.
    pub base: Option<BaseOf>,
    /// When.
    pub when: Option<When>,
    /// What it is compared with.
    pub reference: Option<Box<ReferenceTo>>,
    /// Where.
    pub place: Option<Whereabouts>,
    /// Who says so.
    pub said_by: Option<Box<SaidBy>>,
    /// The words that gave each field.
    pub evidence: Vec<Evidence>,
    /// Remarks.
    pub flags: Vec<&'static str>,
    /// The rule of the linker that read the frame.
    pub rule: &'static str,
    /// Quote of the figure that this one repeats.
    pub duplicate_of: Option<Span<Raw>>,
    /// `high`, `medium`, `low`.
    pub confidence: &'static str,
    /// Arithmetic inside the document.
    pub checks: Vec<Check>,
    /// Where it stands in a table, if it does.
    pub cell: Option<CellOf>,
}

/// So many words may have room that is never used.
const SPARE: usize = 3;

impl Figure {
    /// Lets go of what only figures of the same block ask for.
    fn slim(&mut self) {
        // Room for a few words more is cheaper than a copy.
        if self.evidence.capacity() > self.evidence.len() + SPARE {
            self.evidence.shrink_to_fit();
        }
        if let Some(subject) = &mut self.subject {
            subject.hits = Vec::new();
            subject.holding = None;
            subject.lead = String::new();
            subject.stem = String::new();
            subject.whole = String::new();
        }
    }
}

/// The place of a figure in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellOf {
    /// Row of the grid.
    pub row: u32,
    /// Column of the grid.
    pub column: u32,
    /// The whole of its column or row.
    pub is_total: bool,
    /// The whole of its column.
    pub is_total_row: bool,
    /// Its row is a part of the one above (`Trong đó: nữ`).
    pub is_part: bool,
}

/// One piece of arithmetic between figures of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `change_matches_levels`, …
    pub name: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// The sum, in words.
    pub detail: String,
}

/// A numeral that is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands in the stored text.
    pub span: Span<Raw>,
    /// Its class.
    pub class: Cow<'static, str>,
    /// The pattern or rule that says so.
    pub rule: Cow<'static, str>,
}
