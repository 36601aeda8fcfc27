//! What was read → the [`Quantity`]: sign, separators, bounds of a range, hedge, the printed form.
//!
//! In: a [`Draft`]. Out: the quantity, or `None` where a value would not fit without rounding.
//!
//! Worked example: the draft of `từ 5 đến 7 triệu đồng` has two amounts; the left has the scale of the right.

use rust_decimal::Decimal;

use super::{
    Magnitude, Quantity, Reported, UnitExpression,
    amount::Amount,
    exact::Exact,
    hedge,
    scan::Scan,
    separator::{Decision, decide, in_style},
    style::Style,
    unit::UnitFound,
};
use crate::{
    patterns::{
        EntryId, Meaning,
        catalogue::{Dimension, NumberRole, Qualifier},
    },
    reading::Tokens,
    text::{Token, token::TokenKind},
};

/// A quantity as far as it is read.
pub(super) struct Draft {
    pub first: Amount,
    /// Right end of a range.
    pub second: Option<Amount>,
    /// Its sign, where it is not that of the left end: `từ âm 5 đến 7 độ C`.
    pub second_negative: Option<bool>,
    /// Of a count out of a total.
    pub total: Option<Amount>,
    pub unit: Option<UnitFound>,
    /// One past the last numeral.
    pub number_end: usize,
    /// One past the quote.
    pub end: usize,
}

impl Draft {
    pub(super) fn new(first: Amount, unit: Option<UnitFound>) -> Self {
        let end = unit.as_ref().map_or(first.end, |u| u.end.max(first.end));
        Self {
            first,
            second: None,
            second_negative: None,
            total: None,
            unit,
            number_end: first.number_end,
            end,
        }
    }
}

/// Puts the quantity together; looks back no further than `floor`.
pub(super) fn build(scan: &Scan, draft: Draft, floor: usize) -> Option<Quantity> {
    let Draft { first, second, second_negative, total, unit, number_end, end } = draft;
    let mut start = first.start;
    let negative = sign(scan, &mut start, floor, unit.as_ref());
    let unit = unit.or_else(|| currency_before(scan, &mut start, floor));
    let frame = Frame {
        negative,
        second_negative: second_negative.unwrap_or(negative),
        term: unit.as_ref().map_or(0, |u| u.scale),
        dimension: unit.as_ref().and_then(|u| dimension_of(&u.unit)),
        style: scan.style,
        is_settled: scan.column.is_some_and(|c| c.is_settled),
    };
    let value = frame.read(&first, second.as_ref())?;
    let out_of = match &total {
        Some(total) => Some(total.value(frame.decide(total).decimals).and_then(Exact::decimal)?),
        None => None,
    };
    let mut flags = value.flags;
    flags.extend(first.flag);
    marks(scan, &first, number_end, unit.is_some(), &mut flags);

    let is_sum = first.extra.is_some();
    // Of a sum the scale words inside belong to the number.
    let number = first.start..if is_sum { first.end } else { number_end };
    let (qualifier, hedge) = hedge_of(scan, start, end, floor, second.is_some());
    Some(Quantity {
        tokens: start..end,
        reported: Reported {
            number: scan.reading.text_of(&number).to_owned(),
            decimals: if is_sum { 0 } else { value.decimals },
            unit_mult: if is_sum { 0 } else { (value.power + frame.term).cast_signed() },
            unit_text: scan.reading.text_of(&(number.end.min(end)..end)).to_owned(),
        },
        number,
        magnitude: value.magnitude,
        out_of,
        unit: unit.map(|u| u.unit),
        qualifier,
        hedge,
        in_words: first.words > 0,
        flags,
        alternative: value.alternative,
    })
}

/// What the separators are judged by. Foreign money per barrel or ton has decimals (`62,729 USD/thùng`), money
/// alone has none, so the former is judged as a bare number is.
fn dimension_of(unit: &UnitExpression) -> Option<Dimension> {
    let price =
        unit.dimension == Dimension::Money && unit.code.contains('/') && !unit.code.starts_with("VND");
    (!price).then_some(unit.dimension)
}

/// What all amounts of one quantity share.
struct Frame {
    negative: bool,
    second_negative: bool,
    /// Power of ten that the unit term carries.
    term: u32,
    dimension: Option<Dimension>,
    style: Style,
    /// The other cells of the column show how this one is to be read.
    is_settled: bool,
}

/// The value of a quantity and how it came about.
struct Value {
    magnitude: Magnitude,
    /// Printed decimals, the more of both ends.
    decimals: u32,
    /// Power of ten of the scale words.
    power: u32,
    alternative: Option<Decimal>,
    flags: Vec<&'static str>,
}

impl Frame {
    fn decide(&self, amount: &Amount) -> Decision {
        let settled = if self.is_settled { in_style(amount.numeral, self.style) } else { None };
        settled
            .unwrap_or_else(|| decide(amount.numeral, amount.power + self.term, self.dimension, self.style))
    }

    /// An amount in base units, with the sign.
    fn value(&self, amount: &Amount, decimals: u32, negative: bool) -> Option<Decimal> {
        let value = amount.value(decimals)?.shift(self.term)?;
        (if negative { value.times(-1)? } else { value }).decimal()
    }

    fn read(&self, first: &Amount, second: Option<&Amount>) -> Option<Value> {
        let Some(second) = second else { return self.point(first) };
        let right = self.decide(second);
        let high = self.value(second, right.decimals, self.second_negative)?;
        // The left end has the scale of the right, unless it would be the greater one then.
        let lent = Amount { power: if first.power == 0 { second.power } else { first.power }, ..*first };
        let left = self.decide(&lent);
        let shared = self.value(&lent, left.decimals, self.negative);
        let shared = shared.filter(|low| self.second_negative || low.abs() <= high.abs());
        let low = match shared {
            Some(low) => low,
            None => self.value(first, left.decimals, self.negative)?,
        };
        let certain = left.certain && right.certain;
        let flags = [(shared.is_none(), "scale_not_shared"), (!certain, "ambiguous_number")];
        Some(Value {
            magnitude: Magnitude::Range { low: low.min(high), high: low.max(high) },
            decimals: left.decimals.max(right.decimals),
            power: second.power,
            alternative: None,
            flags: flags.into_iter().filter_map(|(holds, flag)| holds.then_some(flag)).collect(),
        })
    }

    fn point(&self, amount: &Amount) -> Option<Value> {
        let choice = self.decide(amount);
        let other = if choice.decimals == 0 { 3 } else { 0 };
        Some(Value {
            magnitude: Magnitude::Point(self.value(amount, choice.decimals, self.negative)?),
            decimals: choice.decimals,
            power: amount.power,
            alternative: if choice.certain { None } else { self.value(amount, other, self.negative) },
            flags: if choice.certain { Vec::new() } else { vec!["ambiguous_number"] },
        })
    }
}

fn hedge_of(
    scan: &Scan,
    start: usize,
    end: usize,
    floor: usize,
    is_range: bool,
) -> (Qualifier, Option<(Tokens, EntryId)>) {
    let found = hedge::after(scan, end).or_else(|| hedge::before(scan, start, floor));
    match found {
        _ if is_range => (Qualifier::Range, found.map(|(_, tokens, entry)| (tokens, entry))),
        Some((qualifier, tokens, entry)) => (qualifier, Some((tokens, entry))),
        None => (Qualifier::Exact, None),
    }
}

/// A minus sign or `âm` before the number; moves `start` to it.
pub(super) fn sign(scan: &Scan, start: &mut usize, floor: usize, unit: Option<&UnitFound>) -> bool {
    let Some(before) = start.checked_sub(1).filter(|b| *b >= floor) else { return false };
    if matches!(scan.role(before), Some((NumberRole::Minus, _))) {
        *start = before;
        return true;
    }
    let Some(dash) = scan.token(before).filter(|t| t.is_dash() && scan.is_glued(before + 1)) else {
        return false;
    };
    let prior = before.checked_sub(1).and_then(|i| scan.reading.tokens.get(i));
    let opened = match prior {
        // A dash that opens the block is a bullet, unless only a rate can follow it.
        None if scan.column.is_some() => true,
        None => unit.is_some_and(|u| {
            matches!(u.unit.dimension, Dimension::Percent | Dimension::Point | Dimension::Temperature)
        }),
        Some(token) => dash.spaced && !token.is_number() || token.is('('),
    };
    if opened {
        *start = before;
    }
    opened
}

/// `$5 triệu`, `USD 5 triệu`: money named before the number; moves `start` to it.
fn currency_before(scan: &Scan, start: &mut usize, floor: usize) -> Option<UnitFound> {
    let (hit, index) = scan.reading.hit_before(*start, |m| match m {
        Meaning::Unit(index) => Some(index),
        _ => None,
    })?;
    let unit = &scan.patterns.units[index as usize];
    let at = hit.start as usize;
    let symbol = matches!(scan.token(hit.end as usize - 1)?.kind, TokenKind::Mark(_));
    let code = scan.word(at).bytes().all(|b| b.is_ascii_uppercase()) && scan.word(at).len() == 3;
    if unit.dimension != Dimension::Money || at < floor || !(symbol || code) {
        return None;
    }
    *start = at;
    let unit = UnitExpression {
        code: scan.code(hit, unit),
        dimension: unit.dimension,
        tokens: at..hit.end as usize,
        entry: Some(hit.entry),
    };
    Some(UnitFound { unit, scale: 0, end: *start })
}

/// Signs that a number is part of a name or code: the linking may want to look twice.
fn marks(scan: &Scan, first: &Amount, number_end: usize, has_unit: bool, flags: &mut Vec<&'static str>) {
    if first.words > 0 {
        flags.push("number_in_words");
        return;
    }
    if first.is_year_like() && !has_unit {
        flags.push("year_like");
    }
    let before = first.start.checked_sub(1).and_then(|i| scan.reading.tokens.get(i));
    let glued_before = scan.is_glued(first.start)
        && before.is_some_and(|t| match t.kind {
            TokenKind::Word | TokenKind::Code => t.case != crate::text::Case::Lower,
            TokenKind::Mark(_) => {
                t.is_dash() && !t.spaced && first.start > 1 && is_wordy(&scan.reading.tokens[first.start - 2])
            }
            TokenKind::Number => false,
        });
    let after = scan.reading.tokens.get(number_end);
    if scan.is_labelled(first.start) && !has_unit {
        flags.push("labelled");
    }
    let glued_after = !has_unit && first.power == 0 && after.is_some_and(|t| !t.spaced && is_wordy(t));
    if glued_before || glued_after {
        flags.push("glued");
    }
}

fn is_wordy(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Code)
}
