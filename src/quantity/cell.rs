//! Numbers in the cells of a table, whose unit and separators the heads and the other cells tell.
//!
//! In: a cell's [`Reading`] and its [`Column`]. Out: its quantities, a bare number with the unit of the column. And the unit
//! that a head or a note names: `Số thu (tỷ đồng)`, `ĐVT: nghìn người`, `1.000 ha`.
//!
//! Worked example: `1.234,5` in a column `tỷ đồng` is 1234500000000 VND, `unit_mult` 9; `12%` in the same column is per cent.

use super::{
    Quantities, UnitExpression,
    build::Draft,
    find::all,
    numeral::{Hand, Numeral, Shape},
    scan::Scan,
    style::Style,
    unit::{Nouns, UnitFound, unit_at},
};
use crate::{
    patterns::Patterns,
    reading::{Reading, Tokens},
};

/// A unit that stands apart from its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedUnit {
    /// The unit. Its tokens are those of the head or note.
    pub unit: UnitExpression,
    /// Power of ten of the scale words before it.
    pub scale: u32,
    /// Scale and unit where they stand.
    pub tokens: Tokens,
}

/// What is known of a cell before it is read.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Unit of a number that has none of its own.
    pub unit: Option<NamedUnit>,
    /// Whose separators it uses.
    pub style: Style,
    /// The cells of the column show the style themselves; else it is that of the document, as in a sentence.
    pub is_settled: bool,
}

/// Reads the numbers of a cell.
pub fn find(reading: &Reading, taken: &[bool], column: &Column, patterns: &Patterns) -> Quantities {
    all(&Scan { reading, taken, patterns, style: column.style, column: Some(column) })
}

/// The draft with the unit of its column, if it has none.
pub(super) fn with_unit_of_column(scan: &Scan, mut draft: Draft) -> Draft {
    let Some(named) = scan.column.and_then(|c| c.unit.as_ref()).filter(|_| draft.unit.is_none()) else {
        return draft;
    };
    // `2 triệu` under `tỷ đồng`: the cell's own scale holds.
    let scale = if draft.first.power > 0 { 0 } else { named.scale };
    let end = draft.end;
    let unit = UnitExpression { tokens: end..end, ..named.unit.clone() };
    draft.unit = Some(UnitFound { unit, scale, end });
    draft
}

/// The unit that some words name and nothing else: `tỷ đồng`, `1.000 ha`, `%`, and, if `any_noun`, a noun that no table holds.
pub fn unit_in(reading: &Reading, words: &Tokens, any_noun: bool, patterns: &Patterns) -> Option<NamedUnit> {
    let scan = Scan { reading, taken: &[], patterns, style: Style::Unknown, column: None };
    let mut at = words.start;
    let mut scale = 0;
    if scan.is_number(at) {
        scale = power_of_ten(scan.word(at))?;
        at += 1;
    }
    while let Some(power) = scan.scale(at) {
        scale += power;
        at += 1;
    }
    let nouns = if any_noun { Nouns::Open } else { Nouns::Known };
    let found = unit_at(&scan, at, nouns)?;
    (found.end == words.end).then(|| NamedUnit {
        scale: scale + found.scale,
        unit: found.unit,
        tokens: words.clone(),
    })
}

/// The unit that some words begin with, before a number or not: `tỷ đồng` of `tỷ đồng và`.
pub fn unit_at_start(reading: &Reading, words: &Tokens, patterns: &Patterns) -> Option<NamedUnit> {
    (words.start + 1..=words.end).rev().find_map(|end| unit_in(reading, &(words.start..end), false, patterns))
}

/// `1.000`, `1000`, `1,000,000`: the power of ten.
fn power_of_ten(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let zeros = digits.strip_prefix('1')?;
    let power = u32::try_from(zeros.len()).ok()?;
    (matches!(power, 1..=9) && zeros.bytes().all(|b| b == b'0')).then_some(power)
}

/// What the numbers of one column show of its separators.
#[derive(Debug, Clone, Copy, Default)]
pub struct Separators {
    vietnamese: u32,
    english: u32,
    /// Three digits behind one dot, one comma.
    open_dot: u32,
    open_comma: u32,
    /// Whole numbers of at most three digits, of more.
    short: u32,
    long: u32,
}

impl Separators {
    /// Counts a cell of nothing but a number.
    pub fn add(&mut self, text: &str) {
        let Ok(numeral) = Numeral::read(text) else { return };
        match (numeral.hand, numeral.shape) {
            (Hand::Vietnamese, _) => self.vietnamese += 1,
            (Hand::English | Hand::Dotted, _) => self.english += 1,
            (_, Shape::OneDot) => self.open_dot += 1,
            (_, Shape::OneComma) => self.open_comma += 1,
            _ if numeral.width <= 3 => self.short += 1,
            _ => self.long += 1,
        }
    }

    /// The same with the numbers of another column.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            vietnamese: self.vietnamese + other.vietnamese,
            english: self.english + other.english,
            open_dot: self.open_dot + other.open_dot,
            open_comma: self.open_comma + other.open_comma,
            short: self.short + other.short,
            long: self.long + other.long,
        }
    }

    /// The one style that all of them can be read in, if they show one.
    pub fn style(self) -> Option<Style> {
        match (self.vietnamese, self.english) {
            (0, 0) => {}
            (v, e) if v >= 2 * e && v > 0 => return Some(Style::Vietnamese),
            (v, e) if e >= 2 * v => return Some(Style::English),
            _ => return None,
        }
        // Whole numbers beside them, and never one, two or four digits behind the mark: it parts thousands.
        let whole = self.short + self.long > 0;
        match (self.open_dot, self.open_comma) {
            (1.., 0) if whole => Some(Style::Vietnamese),
            (0, 1..) if self.short > 0 && self.long == 0 => Some(Style::English),
            _ => None,
        }
    }
}
