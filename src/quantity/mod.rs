//! Tokens → [`Quantity`]: number, scale, unit and hedge of every numeral, exactly as printed.
//!
//! In: a [`Reading`](crate::reading::Reading) and the tokens that [`crate::context`] has already claimed (dates, document
//! numbers, phones). Out: quantities in order. What a quantity is *about* is not decided here.
//!
//! Worked example: `hơn 1,484 triệu người` → value 1484000, `more_than`, unit `person`, reported number `1,484` with 3
//! decimals, `unit_mult` 6, `unit_text` `triệu người`; its quote is `1,484 triệu người`.

mod amount;
mod build;
pub mod cell;
mod exact;
mod find;
mod hedge;
mod numeral;
mod range;
mod scan;
mod separator;
mod special;
mod style;
#[cfg(test)]
mod tests;
mod unit;
mod words;
pub mod write;

pub use find::find;
pub use style::{Style, Votes};

use rust_decimal::Decimal;

use crate::{
    patterns::{
        EntryId,
        catalogue::{Dimension, Qualifier},
    },
    reading::Tokens,
};

/// The number itself, in base units: the scale word is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Magnitude {
    /// One number.
    Point(Decimal),
    /// Both ends of a range, `low <= high`.
    Range {
        /// Lower end.
        low: Decimal,
        /// Upper end.
        high: Decimal,
    },
}

/// A quantity expression in a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Number, scale word and unit, no hedge: the quote.
    pub tokens: Tokens,
    /// The numeral (of a range: from the first to the last), without scale and unit.
    pub number: Tokens,
    /// Its value in base units. A minus sign or `âm` is applied.
    pub magnitude: Magnitude,
    /// Of "3/18 huyện" the 18: the magnitude is the 3, the quote holds both.
    pub out_of: Option<Decimal>,
    /// What it counts or measures; none for a bare number.
    pub unit: Option<UnitExpression>,
    /// How exactly it is meant.
    pub qualifier: Qualifier,
    /// The words of the hedge and the entry that named them.
    pub hedge: Option<(Tokens, EntryId)>,
    /// As printed.
    pub reported: Reported,
    /// Written in words ("hai ngân hàng").
    pub in_words: bool,
    /// `ambiguous_number` (see `alternative`), `number_in_words`, `tail_digit` (`3 tỷ 5`), `scale_not_shared` (of a range),
    /// `unit_lent` (by the number that follows `lên`, `xuống`); and what may be no quantity at all: `year_like`,
    /// `labelled` (`quận 3`), `glued` (`Covid-19`).
    pub flags: Vec<&'static str>,
    /// The other reading of an ambiguous separator, in base units.
    pub alternative: Option<Decimal>,
}

/// What a block holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quantities {
    /// In order, none overlapping another.
    pub quantities: Vec<Quantity>,
    /// Numerals that are no quantity, in order.
    pub unreadable: Vec<Unreadable>,
}

/// A numeral that nobody has claimed and that cannot be read exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it stands.
    pub tokens: Tokens,
    /// Why.
    pub reason: Reason,
}

/// Why a numeral is no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// More digits than can be kept without rounding.
    TooLong,
    /// Its separators make no number: `1.2.3`.
    BadGroups,
    /// Several numbers that lost what stood between them: `1.234.5675.678`.
    Glued,
}

impl Reason {
    /// A stable word for records.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "number_too_long",
            Self::BadGroups => "bad_separators",
            Self::Glued => "glued_numbers",
        }
    }
}

/// The unit of a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitExpression {
    /// Code in records: `person`, `VND/kilogram`, or the noun itself in lower case.
    pub code: String,
    /// What the head of it measures.
    pub dimension: Dimension,
    /// The tokens of the unit words (without the scale word).
    pub tokens: Tokens,
    /// The entry of its head; none for a noun outside the tables.
    pub entry: Option<EntryId>,
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reported {
    /// `178.752,2`.
    pub number: String,
    /// Printed decimals.
    pub decimals: u32,
    /// Power of ten of the scale word.
    pub unit_mult: i32,
    /// Scale word and unit as printed: `tỷ đồng`.
    pub unit_text: String,
}

impl Magnitude {
    /// The number, or the upper end of a range.
    pub fn high(self) -> Decimal {
        match self {
            Self::Point(value) => value,
            Self::Range { high, .. } => high,
        }
    }

    /// Both with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Point(value) => Self::Point(-value),
            Self::Range { low, high } => Self::Range { low: -high, high: -low },
        }
    }
}
