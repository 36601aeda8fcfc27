//! What pattern files may name: closed sets as enums, entries as checked values.
//!
//! Data names things, code computes: open sets (units, indicators, places, words) live in `patterns/`; the
//! closed sets (`sets`, `cue`) are what the code knows how to treat, and data names them in `kebab-case`.

mod cue;
mod particle;
mod sets;

pub use cue::Cue;
pub use particle::Particle;
pub use sets::*;

use crate::patterns::{EntryId, LazyRegex};

/// A unit, checked.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Where it was written.
    pub entry: EntryId,
    /// Code in records; none if the noun as printed is its own.
    pub code: Option<String>,
    /// What it measures.
    pub dimension: Dimension,
    /// Power of ten that the term itself carries.
    pub scale: i8,
    /// Its code after `/`, where that is another one (`tháng`, but `VND/month`).
    pub divisor: Option<String>,
}

/// An indicator, checked.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Where it was written.
    pub entry: EntryId,
    /// Id in records.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Unit codes and dimensions that it is measured in.
    pub units: Vec<String>,
    /// Whether it has head terms that need a cue.
    pub needs_cue: bool,
    /// Ids of indicators it joins.
    pub joins: Vec<String>,
    /// Base code of a share, when the text names none.
    pub base: Option<String>,
    /// The measure it is published as.
    pub measure: Measure,
    /// World Bank code.
    pub world_bank: Option<String>,
    /// SDG indicator number.
    pub sdg: Option<String>,
}

/// Which of an indicator's lists a term stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A phrase that says it all.
    Term,
    /// A head.
    Head,
    /// A cue.
    Cue,
    /// A phrase that makes it another thing.
    Except,
}

/// A group, checked.
#[derive(Debug, Clone)]
pub struct Group {
    /// Where it was written.
    pub entry: EntryId,
    /// Code in records.
    pub code: String,
    /// Families that it applies to; empty is all.
    pub families: Vec<String>,
}

/// A base, checked.
#[derive(Debug, Clone)]
pub struct Base {
    /// Where it was written.
    pub entry: EntryId,
    /// Code in records.
    pub code: String,
    /// Its first term, for a share whose text names no base.
    pub name: String,
}

/// A place, checked.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where it was written.
    pub entry: EntryId,
    /// Its id in the pattern files.
    pub id: String,
    /// Name in records.
    pub name: String,
    /// ISO 3166 code, none below the province.
    pub code: Option<String>,
    /// Its level.
    pub level: PlaceLevel,
    /// First day of its being, ISO.
    pub since: Option<String>,
    /// Last day of its being, ISO.
    pub until: Option<String>,
    /// Place id that it lies in or went into.
    pub within: Option<String>,
    /// Two-digit code of the statistics office; reused since 2025, so only with `since`.
    pub gso: Option<String>,
    /// It lies outside Vietnam.
    pub abroad: bool,
}

/// A class of digits that are no figure.
#[derive(Debug, Clone)]
pub struct LookAlike {
    /// Where it was written.
    pub entry: EntryId,
    /// Class in `rejected.jsonl`.
    pub class: NumeralClass,
    /// What it looks like, anchored where it is tried; unanchored if it is looked for all over a block.
    pub regex: LazyRegex,
    /// It holds digits: tried only with a number close behind.
    pub has_digits: bool,
    /// What must not stand just before the match.
    pub not_after: Option<LazyRegex>,
    /// What must not stand just after the match.
    pub not_before: Option<LazyRegex>,
}

/// A short form and what it stands for.
#[derive(Debug, Clone)]
pub struct Abbreviation {
    /// Where it was written.
    pub entry: EntryId,
    /// What it stands for.
    pub long: String,
    /// Its spellings.
    pub terms: Vec<String>,
}

/// What a term means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// Index into [`super::Patterns::units`].
    Unit(u32),
    /// A number word: its role, and its value or power of ten as an index into [`super::Patterns::number_values`].
    Number(NumberRole, u32),
    /// A word next to a counted noun, and of a classifier the number of syllables that it takes.
    Noun(NounRole, u8),
    /// A word of the heads of a table.
    Head(HeadRole),
    /// A hedge, and whether it stands after the number.
    Hedge(Qualifier, bool),
    /// A status word and its reach.
    Status(Status, Reach),
    /// A linking word.
    Cue(Cue),
    /// A period word and its number.
    Period(PeriodWord, i32),
    /// What kind of name follows.
    Name(NameWord),
    /// A word by which a sentence is known whose predecessor lost its stop.
    Opening(OpeningWord),
    /// A word by which who says so is known.
    Speaker(SpeakerWord),
    /// Index into [`super::Patterns::indicators`].
    Indicator(u32, Part),
    /// Index into [`super::Patterns::groups`].
    Group(u32),
    /// Index into [`super::Patterns::bases`].
    Base(u32),
    /// Index into [`super::Patterns::places`].
    Place(u32),
    /// A longer phrase in which the entry's terms mean something else.
    Except,
}
