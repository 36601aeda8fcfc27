//! What was read → the [`Quantity`]: sign, separators, bounds of a range, hedge, the printed form.
//!
//! In: a [`Draft`]. Out: the quantity, or `None` where a value would not fit without rounding.
//!
//! Worked example: the draft of `từ 5 đến 7 triệu đồng` has two amounts; the left has the scale of the right.

use rust_decimal::Decimal;

use super::{
    Magnitude, Quantity, Reported,
    amount::Amount,
    exact::Exact,
    hedge,
    scan::Scan,
    separator::{Decision, decide},
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
        Self { first, second: None, total: None, unit, number_end: first.number_end, end }
    }
}

/// Puts the quantity together; looks back no further than `floor`.
pub(super) fn build(scan: &Scan, draft: Draft, floor: usize) -> Option<Quantity> {
    let Draft { first, second, total, unit, number_end, end } = draft;
    let mut start = first.start;
    let negative = sign(scan, &mut start, floor, unit.as_ref());
    let unit = unit.or_else(|| currency_before(scan, &mut start, floor));
    let term = unit.as_ref().map_or(0, |u| u.scale);
    let dimension = unit.as_ref().map(|u| u.unit.dimension);
    let shared = second.filter(|s| first.power == 0 && s.power > 0).map_or(first.power, |s| s.power);
    let choice = decide(first.numeral, shared + term, dimension, scan.style);

    let value = |amount: &Amount, power: u32, decimals: u32| {
        let value = amount.value_at(decimals, power)?.shift(term)?;
        (if negative { value.times(-1)? } else { value }).decimal()
    };
    let mut flags = Vec::new();
    let mut power = first.power;
    let mut decimals = choice.decimals;
    let mut certain = choice.certain;
    let magnitude = if let Some(second) = &second {
        let right = decide(second.numeral, second.power + term, dimension, scan.style);
        decimals = decimals.max(right.decimals);
        certain &= right.certain;
        power = second.power;
        let high = value(second, second.power, right.decimals)?;
        let alone = value(&first, first.power, choice.decimals)?;
        let low = value(&first, shared, choice.decimals).filter(|low| ordered(*low, high, negative));
        if low.is_none() && shared != first.power {
            flags.push("scale_not_shared");
        }
        ends(low.unwrap_or(alone), high)
    } else {
        Magnitude::Point(value(&first, first.power, choice.decimals)?)
    };
    let alternative = if certain { None } else { value(&first, shared, other(choice).decimals) };
    let total = match &total {
        None => None,
        Some(total) => {
            let choice = decide(total.numeral, total.power, dimension, scan.style);
            Some(total.value(choice.decimals).and_then(Exact::decimal)?)
        }
    };
    if !certain {
        flags.push("ambiguous_number");
    }
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
            decimals: if is_sum { 0 } else { decimals },
            unit_mult: if is_sum { 0 } else { (power + term).cast_signed() },
            unit_text: scan.reading.text_of(&(number.end.min(end)..end)).to_owned(),
        },
        number,
        magnitude,
        out_of: total,
        unit: unit.map(|u| u.unit),
        qualifier,
        hedge,
        in_words: first.words > 0,
        flags,
        alternative,
    })
}

fn ordered(low: Decimal, high: Decimal, negative: bool) -> bool {
    if negative { low >= high } else { low <= high }
}

/// A range of two values, whichever is the lower.
fn ends(a: Decimal, b: Decimal) -> Magnitude {
    Magnitude::Range { low: a.min(b), high: a.max(b) }
}

/// The reading of a lone dot or comma that was not chosen.
fn other(choice: Decision) -> Decision {
    Decision { decimals: if choice.decimals == 0 { 3 } else { 0 }, ..choice }
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
fn sign(scan: &Scan, start: &mut usize, floor: usize, unit: Option<&UnitFound>) -> bool {
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
    let unit = super::UnitExpression {
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
