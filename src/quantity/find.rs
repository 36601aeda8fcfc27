//! The scan itself: every numeral of a block that nobody has claimed → a quantity, or a reason why not.
//!
//! In: a [`Reading`], the tokens taken, the document's [`Style`], the [`Patterns`]. Out: [`Quantities`], in order, none
//! overlapping another.
//!
//! Worked example: `đạt 30–35%, 3/18 huyện` → a range of 30 to 35 percent, and 3 `huyện` out of 18.

use super::{
    Quantities, Quantity, Reason, Unreadable,
    amount::{Amount, Found, amount},
    build::{Draft, build},
    numeral::{Hand, Shape},
    range::{chained_unit, range},
    scan::Scan,
    style::Style,
    unit::{Nouns, UnitFound, bracketed, lent, understood, unit_at},
};
use crate::{
    patterns::{
        Kinds, Patterns,
        catalogue::{Dimension, NumberRole, Particle},
    },
    reading::Reading,
    text::Case,
};

/// Reads every number of a block that is not `taken` by a date, a document number or another mention.
pub fn find(reading: &Reading, taken: &[bool], style: Style, patterns: &Patterns) -> Quantities {
    all(&Scan { reading, taken, patterns, style, column: None })
}

/// Every numeral under the eyes of a scan.
pub(super) fn all(scan: &Scan) -> Quantities {
    let mut out = Quantities::default();
    let begins = Kinds::DIGITS | Kinds::NUMBER;
    let (mut at, mut floor) = (scan.reading.next(0, begins), 0);
    while at < scan.reading.tokens.len() {
        match quantity_at(scan, at, floor) {
            Some(Ok(quantity)) => {
                at = quantity.tokens.end.max(at + 1);
                floor = at;
                out.quantities.push(quantity);
            }
            Some(Err(unreadable)) => {
                at = unreadable.tokens.end;
                floor = at;
                out.unreadable.push(unreadable);
            }
            None => at += 1,
        }
        at = scan.reading.next(at, begins);
    }
    out
}

/// What begins at token `at`, if anything does.
fn quantity_at(scan: &Scan, at: usize, floor: usize) -> Option<Result<Quantity, Unreadable>> {
    let token = scan.token(at)?;
    if token.is_word() {
        let role = scan.role(at)?;
        if let Some(draft) = super::special::special(scan, at, role, floor) {
            return Some(finish(scan, draft, at, floor));
        }
    } else if !token.is_number() {
        return None;
    }
    let mut first = match amount(scan, at) {
        Found::Amount(amount) => amount,
        Found::Unreadable(end, reason) => return Some(Err(Unreadable { tokens: at..end, reason })),
        Found::Nothing => return None,
    };
    // `1.234567` where commas part decimals: a number of thousands and what stood behind it.
    let long = matches!(first.numeral.shape, Shape::Plain { decimals: 4.. });
    if long
        && first.numeral.hand == Hand::Dotted
        && scan.style == Style::Vietnamese
        && !scan.word(at).starts_with('0')
    {
        return Some(Err(Unreadable { tokens: at..first.end.max(at + 1), reason: Reason::Glued }));
    }
    // Most number words count nothing: what they count need not be looked for.
    if first.words > 0 && !may_stand(scan, &first, floor) {
        return None;
    }
    // `quận 3 mời gọi`: a numbered thing counts nothing, unless a unit of the tables says so.
    restated(scan, &mut first);
    let nouns = if scan.is_numbered(at) { Nouns::Known } else { Nouns::after(&first) };
    let mut unit = unit_at(scan, first.end, nouns)
        .or_else(|| understood(scan, &first))
        .or_else(|| bracketed(scan, first.end));
    if unit.is_none()
        && let Some((right, found)) = lent(scan, &first)
    {
        // A left end in full (`từ 900.000 lên 1,2 triệu đồng`) needs no scale.
        first.power = if first.numeral.digits < 100_000 { right.power } else { 0 };
        first.flag = Some("unit_lent");
        unit = Some(found);
    }
    if let Some(unit) = &mut unit
        && matches!(scan.role(unit.end), Some((NumberRole::Half, _)))
    {
        first.and_half();
        unit.end += 1;
    }
    if first.words > 0 && !stands(&first, unit.as_ref()) {
        return None;
    }
    let chained = chained_unit(scan, &first);
    let draft = match out_of(scan, &first, unit.is_some()) {
        Some(draft) => draft,
        None if chained.is_some() => Draft::new(first, chained),
        None => range(scan, first, unit, floor),
    };
    let draft = super::cell::with_unit_of_column(scan, draft);
    Some(finish(scan, draft, at, floor))
}

/// `05 (năm) đơn vị`: the number said again in words belongs to it.
fn restated(scan: &Scan, first: &mut Amount) {
    if first.words > 0 || first.power > 0 || !scan.is_mark(first.end, '(') {
        return;
    }
    let Some(group) = super::words::group(scan, first.end + 1) else { return };
    if i128::from(group.value) == first.numeral.digits && scan.is_mark(group.end, ')') {
        first.end = group.end + 1;
        first.number_end = first.end;
    }
}

fn finish(scan: &Scan, draft: Draft, at: usize, floor: usize) -> Result<Quantity, Unreadable> {
    let end = draft.end.max(at + 1);
    build(scan, draft, floor).ok_or(Unreadable { tokens: at..end, reason: Reason::TooLong })
}

/// Whether a number in words may be a number there, and no name.
fn may_stand(scan: &Scan, amount: &Amount, floor: usize) -> bool {
    let at = amount.start;
    let Some(token) = scan.token(at) else { return false };
    let written = token.case == Case::Lower || token.case == Case::Title && scan.opens_sentence(at);
    written && !(at > floor && is_no_start(scan, at))
}

/// Whether a number in words that may be one is no article or year.
fn stands(amount: &Amount, unit: Option<&UnitFound>) -> bool {
    if amount.power > 0 || amount.factor > 1 || amount.numeral.digits >= 100 {
        return true;
    }
    match unit {
        Some(unit) if matches!(unit.unit.dimension, Dimension::Percent | Dimension::Point) => true,
        // `năm người` may be the people of a year, `một người` is somebody.
        Some(unit) if unit.unit.entry.is_some() => {
            amount.words > 1 || !matches!(amount.numeral.digits, 0 | 1 | 5)
        }
        _ => false,
    }
}

/// Whether the word before takes the number away: `vài ba`, `thứ hai`, `hai ba triệu`.
fn is_no_start(scan: &Scan, at: usize) -> bool {
    let vague = matches!(
        scan.role(at - 1),
        Some((NumberRole::Vague | NumberRole::Digit | NumberRole::Ten | NumberRole::Scale, _))
    );
    vague || scan.is_labelled(at) || scan.is_number(at - 1)
}

/// `3/18 huyện`, `68 trên tổng số 149 đơn vị`: a count out of a total.
fn out_of(scan: &Scan, first: &Amount, has_unit: bool) -> Option<Draft> {
    if has_unit || first.power > 0 || first.words > 0 {
        return None;
    }
    let slash = scan.is_mark(first.end, '/');
    let bare = !slash && scan.is_small(first.end, Particle::OutOf) && scan.is_number(first.end + 1);
    let at = if slash || bare { first.end + 1 } else { after_total(scan, first.end)? };
    let Found::Amount(total) = amount(scan, at) else { return None };
    let chained = scan.is_mark(total.end, '/') && scan.is_number(total.end + 1);
    if !scan.is_number(at) || total.power > 0 || chained {
        return None;
    }
    // `3/12` may be a day.
    let day = slash && first.numeral.digits <= 31 && total.numeral.digits <= 12;
    let titled = || super::unit::title(scan, total.end).filter(|_| !day);
    let unit = unit_at(scan, total.end, Nouns::after(&total)).or_else(titled);
    let dimension = unit.as_ref().map(|u| u.unit.dimension);
    let decimals = |a: &Amount| super::separator::decide(a.numeral, 0, dimension, scan.style).decimals;
    // `5/2020` is a month.
    let month = total.is_year_like() && unit.is_none();
    // `10 trên 24 chặng`; with no noun, `trên 24` is more than 24.
    if bare && unit.is_none() {
        return None;
    }
    // `89,5/100 điểm`: only marks come in parts.
    let parts = decimals(first);
    let whole = decimals(&total) == 0 && (parts == 0 || dimension == Some(Dimension::Score));
    let most = 10_i128.checked_pow(parts).and_then(|tens| total.numeral.digits.checked_mul(tens))?;
    if !whole || first.numeral.digits > most || month {
        return None;
    }
    let mut draft = Draft::new(*first, unit);
    draft.number_end = total.end;
    draft.end = draft.end.max(total.end);
    draft.total = Some(total);
    Some(draft)
}

/// `trên tổng số`, `trong số`: one past it.
fn after_total(scan: &Scan, at: usize) -> Option<usize> {
    let is = |at, role| scan.is_small(at, role);
    let total = is(at, Particle::OutOfAll) && is(at + 1, Particle::Total);
    match () {
        () if total && is(at + 2, Particle::Count) => Some(at + 3),
        () if total || is(at, Particle::Among) && is(at + 1, Particle::Count) => Some(at + 2),
        () => None,
    }
}
