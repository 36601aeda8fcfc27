//! Quantities whose number is no numeral: `gấp đôi`, `gấp rưỡi`, `một nửa`, `hai phần ba`.
//!
//! In: a token. Out: a [`Draft`], if one of these stands there.
//!
//! Worked example: `hơn một nửa số hộ` → 50 percent; `hai phần ba` has no exact decimal: 2 out of 3.

use super::{
    UnitExpression,
    amount::Amount,
    build::Draft,
    numeral::Numeral,
    scan::Scan,
    unit::{Nouns, UnitFound, unit_at},
    words,
};
use crate::patterns::{
    Kinds, Meaning,
    catalogue::{Dimension, NounRole, NumberRole, Particle},
};

/// The special quantity that starts with the number word at `at`, which has this role.
pub(super) fn special(
    scan: &Scan,
    at: usize,
    (role, value): (NumberRole, i64),
    floor: usize,
) -> Option<Draft> {
    match role {
        NumberRole::Times if is_fold(scan, at, floor) => Some(fold(at, Numeral::known(i128::from(value), 0))),
        NumberRole::Half if is_fold(scan, at, floor) => Some(fold(at, Numeral::known(15, 1))),
        NumberRole::HalfOf => half(scan, at, at, floor),
        NumberRole::Digit if value == 1 && matches!(scan.role(at + 1), Some((NumberRole::HalfOf, _))) => {
            half(scan, at, at + 1, floor)
        }
        NumberRole::Digit | NumberRole::Ten => {
            // Most have no other number word behind them.
            if !scan.reading.is_any(at + 1, Kinds::NUMBER) && !is_fold(scan, at, floor) {
                return None;
            }
            let group = words::group(scan, at)?;
            if let Some(draft) = fraction(scan, at, group) {
                return Some(draft);
            }
            // `gấp ba so với năm trước`: lần is left out.
            (is_fold(scan, at, floor)
                && group.words == 1
                && group.value > 1
                && scan.scale(group.end).is_none())
            .then(|| {
                let numeral = Numeral::known(i128::from(group.value), 0);
                let mut draft = fold(at, numeral);
                if let Some(times) = unit_at(scan, group.end, Nouns::Known) {
                    draft = Draft::new(word_amount(at, group.end, numeral), Some(times));
                }
                draft
            })
        }
        _ => None,
    }
}

fn is_fold(scan: &Scan, at: usize, floor: usize) -> bool {
    at > floor && scan.is_small_before(at, Particle::Fold)
}

fn word_amount(start: usize, end: usize, numeral: Numeral) -> Amount {
    Amount {
        start,
        number_end: end,
        end,
        numeral,
        power: 0,
        factor: 1,
        extra: None,
        words: end - start,
        flag: None,
    }
}

fn fold(at: usize, numeral: Numeral) -> Draft {
    let unit = UnitExpression {
        code: "times".into(),
        dimension: Dimension::Times,
        tokens: at + 1..at + 1,
        entry: None,
    };
    Draft::new(word_amount(at, at + 1, numeral), Some(UnitFound { unit, scale: 0, end: at + 1 }))
}

/// `một nửa`, `quá nửa` as a share; `nửa tấn` as half of a measure.
fn half(scan: &Scan, start: usize, at: usize, floor: usize) -> Option<Draft> {
    // `nửa`, `phân nửa`.
    let word = |m| matches!(m, Meaning::Number(NumberRole::HalfOf, _)).then_some(());
    let end = scan.reading.hit(at, word).map_or(at + 1, |(hit, ())| hit.end as usize);
    if scan.scale(end).is_some() {
        return None;
    }
    let hedged = super::hedge::before(scan, start, floor).is_some();
    let measure = unit_at(scan, end, Nouns::Known);
    if let Some(unit) = measure {
        let halved = matches!(
            unit.unit.dimension,
            Dimension::Mass | Dimension::Area | Dimension::Volume | Dimension::Length | Dimension::Money
        ) || scan.noun_word(end, NounRole::Classifier).is_some();
        if halved {
            return Some(Draft::new(word_amount(start, end, Numeral::known(5, 1)), Some(unit)));
        }
        if matches!(unit.unit.dimension, Dimension::Time | Dimension::Age) {
            return None;
        }
    }
    (hedged || start < at || end > at + 1).then(|| percent(start, end, Numeral::known(50, 0)))
}

fn percent(start: usize, end: usize, numeral: Numeral) -> Draft {
    let unit = UnitExpression {
        code: "percent".into(),
        dimension: Dimension::Percent,
        tokens: end..end,
        entry: None,
    };
    Draft::new(word_amount(start, end, numeral), Some(UnitFound { unit, scale: 0, end }))
}

/// `ba phần tư` is 75 percent; a fraction without an exact decimal stays what it is, a count out of a total.
fn fraction(scan: &Scan, at: usize, first: words::Group) -> Option<Draft> {
    let (above, below, end) = words::fraction(scan, first)?;
    if let Some((digits, decimals)) = words::percentage(above, below) {
        return Some(percent(at, end, Numeral::known(digits, decimals)));
    }
    let mut draft = Draft::new(word_amount(at, end, Numeral::known(i128::from(above), 0)), None);
    draft.total = Some(word_amount(at, end, Numeral::known(i128::from(below), 0)));
    Some(draft)
}
