//! Two numbers that are the ends of one quantity: `từ 5 đến 7 triệu đồng`, `10-15%`, `7,5 – 8%`.
//!
//! In: the first amount and its unit. Out: a [`Draft`] of one quantity with two ends, or of the first alone. Years,
//! dates, scores and longer chains (`05-13-21`) are no ranges; the ends of one have one kind of unit, and the right
//! is the greater. Scale and unit of the right end apply to the left.
//!
//! Worked example: `từ 500.000 đến 1 triệu đồng` → 500000 to 1000000 VND: the scale is not lent, or the left end
//! would be the greater.

use super::{
    amount::{Amount, Found, amount},
    build::{Draft, sign},
    scan::Scan,
    unit::{Nouns, UnitFound, unit_at},
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Dimension, NumberRole, Particle},
    },
    text::Token,
};

/// `từ 5 đến 7 triệu đồng`, `10-15%`: one quantity of two ends; else the first alone.
pub(super) fn range(scan: &Scan, first: Amount, unit: Option<UnitFound>, floor: usize) -> Draft {
    let pos = unit.as_ref().map_or(first.end, |u| u.end);
    let Some(right) = right_end(scan, &first, unit.as_ref(), pos, floor) else {
        return Draft::new(first, unit);
    };
    let mut draft = Draft::new(first, right.unit.or(unit));
    draft.number_end = right.amount.number_end;
    draft.end = draft.end.max(right.amount.end);
    draft.second = Some(right.amount);
    draft.second_negative = right.negative;
    draft
}

/// The right end of a range.
struct Right {
    amount: Amount,
    unit: Option<UnitFound>,
    /// Its own sign; a dash lends it that of the left.
    negative: Option<bool>,
}

fn right_end(
    scan: &Scan,
    first: &Amount,
    unit: Option<&UnitFound>,
    pos: usize,
    floor: usize,
) -> Option<Right> {
    let link = scan.token(pos)?;
    let dash = link.is_dash();
    let between = scan.is_small(pos, Particle::And) && scan.is_small_before(first.start, Particle::Between);
    if !dash && !between && !scan.is_small(pos, Particle::UpTo) {
        return None;
    }
    // After a unit, a dash that touches only the number behind it is a minus sign.
    if dash && unit.is_some() && link.spaced && scan.is_glued(pos + 1) {
        return None;
    }
    // `từ 45.000 đến hơn 52.000 đồng`: the upper end with a hedge of its own.
    let hedge = |m| matches!(m, Meaning::Hedge(_, false)).then_some(());
    let hedged = scan
        .reading
        .hit(pos + 1, hedge)
        .filter(|_| !dash && scan.is_small_before(first.start, Particle::From));
    let start = hedged.map_or(pos + 1, |(hit, ())| hit.end as usize);
    let minus = !dash && is_minus(scan, start);
    let Found::Amount(second) = amount(scan, start + usize::from(minus)) else { return None };
    if (second.words > 0) != (first.words > 0) || is_chained(scan, first.start, second.end) {
        return None;
    }
    let second_unit = unit_at(scan, second.end, Nouns::after(&second));
    if second.is_year_like() && second_unit.is_none() {
        return None;
    }
    let negative = sign(scan, &mut first.start.clone(), floor, second_unit.as_ref().or(unit));
    let rises = match (negative, minus) {
        (false, true) => false,
        (true, false) if !dash => true,
        (true, true) => is_less(scan, &second, first, second_unit.as_ref()),
        _ => is_less(scan, first, &second, second_unit.as_ref()),
    };
    (rises && belong(scan, first, unit, &second, second_unit.as_ref(), dash, floor)).then_some(Right {
        amount: second,
        unit: second_unit,
        negative: (!dash).then_some(minus),
    })
}

/// `25.000 – 40.000 – 70.000 – 100.000 đồng/tháng`: three numbers or more with spaced dashes between them are a list, each of its own;
/// the unit stands behind the last.
pub(super) fn chained_unit(scan: &Scan, first: &Amount) -> Option<UnitFound> {
    let dash = |at: usize| scan.token(at).is_some_and(|t| t.is_dash() && t.spaced);
    let mut before = 0;
    let mut at = first.start;
    while before < 2 && at >= 2 && dash(at - 1) && scan.is_number(at - 2) {
        (at, before) = (at - 2, before + 1);
    }
    let mut behind = 0;
    let mut end = first.end;
    let mut last = None;
    while behind < LIST && dash(end) {
        let Found::Amount(next) = amount(scan, end + 1) else { break };
        (end, behind) = (next.end, behind + 1);
        last = Some(next);
    }
    if before + behind < 2 || first.words > 0 {
        return None;
    }
    let nouns = last.as_ref().map_or_else(|| Nouns::after(first), Nouns::after);
    let mut found = unit_at(scan, end, nouns)?;
    if behind > 0 {
        found.end = first.end;
    }
    Some(found)
}

/// How many numbers further on the unit of a list stands at the most.
const LIST: usize = 32;

/// Whether a minus sign stands at `at`, before a number.
fn is_minus(scan: &Scan, at: usize) -> bool {
    matches!(scan.role(at), Some((NumberRole::Minus, _)))
        || (scan.token(at).is_some_and(Token::is_dash) && scan.is_number(at + 1) && scan.is_glued(at + 1))
}

/// Whether two ends are of one kind.
fn belong(
    scan: &Scan,
    first: &Amount,
    unit: Option<&UnitFound>,
    second: &Amount,
    second_unit: Option<&UnitFound>,
    dash: bool,
    floor: usize,
) -> bool {
    let from = || has_from(scan, first.start, floor);
    match (unit, second_unit) {
        // `6,8%-9%/năm`: the right end may say more.
        (Some(a), Some(b)) => b
            .unit
            .code
            .strip_prefix(&a.unit.code)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        (Some(a), None) => from() || dash && a.unit.dimension == Dimension::Percent,
        (None, Some(_)) => true,
        (None, None) => dash || from() || second.power > 0,
    }
}

/// Whether more numbers hang on either end: `05-13-21`, `28/5 - 11/6`.
fn is_chained(scan: &Scan, start: usize, end: usize) -> bool {
    let links =
        |at: usize| scan.reading.tokens.get(at).is_some_and(|t| (t.is_dash() && !t.spaced) || t.is('/'));
    let number = |at: usize| scan.reading.tokens.get(at).is_some_and(Token::is_number);
    (links(end) && number(end + 1)) || (start > 1 && links(start - 1) && number(start - 2))
}

/// Whether the first amount is less than the second, each with the scale that it has printed.
fn is_less(scan: &Scan, first: &Amount, second: &Amount, unit: Option<&UnitFound>) -> bool {
    let dimension = unit.map(|u| u.unit.dimension);
    let value = |amount: &Amount| {
        let choice = super::separator::decide(amount.numeral, amount.power, dimension, scan.style);
        amount.value(choice.decimals).and_then(super::exact::Exact::decimal)
    };
    value(first).zip(value(second)).is_some_and(|(low, high)| low < high)
}

/// Whether `từ` opens the range, with no more than a hedge between.
fn has_from(scan: &Scan, start: usize, floor: usize) -> bool {
    let start = super::hedge::before(scan, start, floor).map_or(start, |(_, tokens, _)| {
        // The hedge may have stepped over từ.
        if scan.is_small_before(start, Particle::From) { start } else { tokens.start }
    });
    start > floor && scan.reading.is_particle(start - 1, Particle::From)
}
