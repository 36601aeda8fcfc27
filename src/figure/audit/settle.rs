//! Which reading of an ambiguous separator the other numbers of the sentence or column bear out.
//!
//! In: figures, some flagged `ambiguous_number` with another reading. Out: the reading that the arithmetic allows where it
//! allows one only; the flag gives way to `settled_by_arithmetic`, and the check says how. Nothing else is ever rewritten.
//!
//! Example: `10,381 thí sinh trên tổng số 10.480, đạt 99,06%`: 10381 of 10480 is 99.06 %, 10.381 is 0.1 %.

use rust_decimal::Decimal;

use super::{Check, last_place, point, verdict};
use crate::{
    figure::Figure,
    patterns::catalogue::{Measure, Qualifier},
    quantity::Magnitude,
};

/// How far around a figure its partners stand.
const NEAR: usize = 4;

/// Settles what can be settled.
pub(super) fn settle(figures: &mut [Figure]) {
    for at in 0..figures.len() {
        let here = &figures[at];
        let open = here.flags.contains(&"ambiguous_number") && here.quantity.qualifier == Qualifier::Exact;
        let (Some(value), Some(other)) = (point(here), here.quantity.alternative) else { continue };
        if !open {
            continue;
        }
        let kept = share(figures, at, value);
        let changed = share(figures, at, other);
        let (reading, check) = match (kept, changed) {
            (Some(check), None) => (value, check),
            (None, Some(check)) => (other, check),
            _ => continue,
        };
        let figure = &mut figures[at];
        if reading != value {
            figure.quantity.magnitude = Magnitude::Point(reading);
            figure.quantity.alternative = Some(value);
            figure.quantity.reported.decimals = if figure.quantity.reported.decimals == 0 { 3 } else { 0 };
        }
        figure.flags.retain(|f| *f != "ambiguous_number");
        figure.flags.push("settled_by_arithmetic");
        figure.checks.push(check);
    }
}

/// A count and a percentage of the sentence that make a share with `value`: as its whole or as its part.
fn share(figures: &[Figure], at: usize, value: Decimal) -> Option<Check> {
    let here = &figures[at];
    let near = || {
        let range = at.saturating_sub(NEAR)..(at + NEAR + 1).min(figures.len());
        range.filter(|i| *i != at).map(|i| &figures[i]).filter(|f| f.sentence == here.sentence)
    };
    let percent = |f: &&Figure| f.unit.as_deref() == Some("percent") && f.measure == Measure::Level;
    let printed = || near().filter(percent).filter_map(|f| Some((f, point(f)?)));
    if let Some(whole) = here.quantity.out_of {
        return printed().find_map(|(f, p)| matches(value, whole, p, last_place(f)));
    }
    let dimension = here.quantity.unit.as_ref().map(|u| u.dimension);
    let counts = near().filter(|f| f.quantity.unit.as_ref().map(|u| u.dimension) == dimension);
    let certain = counts.filter(|f| !f.flags.contains(&"ambiguous_number") && f.measure == Measure::Level);
    let mut values = certain.filter_map(point);
    values.find_map(|count| {
        printed().find_map(|(f, p)| {
            matches(value, count, p, last_place(f)).or_else(|| matches(count, value, p, last_place(f)))
        })
    })
}

/// Whether `part` is `percent` per cent of `whole`, as it is printed.
pub(super) fn matches(part: Decimal, whole: Decimal, percent: Decimal, place: Decimal) -> Option<Check> {
    if whole <= Decimal::ZERO || part <= Decimal::ZERO {
        return None;
    }
    let computed = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(4);
    ((computed - percent).abs() <= place).then(|| Check {
        name: "share_matches_count",
        ok: true,
        detail: format!(
            "{part} / {whole} = {computed} %, printed {percent} %: {}",
            verdict(computed, percent, place)
        ),
    })
}
