//! Sums: the parts of a total in a sentence, and the columns of a table against their total row.
//!
//! In: figures in reading order. Out: checks. A sum that holds is told; one that fails is told only of a table whose other columns
//! hold, since the rows of a table may be parts of one another and a sentence may name some parts only.
//!
//! Example: `216 hộ, gồm 120 hộ nghèo và 96 hộ cận nghèo`: 120 + 96 = 216.

use rust_decimal::Decimal;

use super::{Check, last_place, point, verdict};
use crate::{
    figure::Figure,
    patterns::catalogue::{Dimension, Measure, Qualifier},
};

/// Parts that a sentence names of one total, at most.
const MOST_PARTS: usize = 12;

/// `216 hộ, gồm 120 … và 96 …`: the figures behind `at` that add up to it.
pub(super) fn of_sentence(figures: &[Figure], at: usize) -> Option<Check> {
    let total = &figures[at];
    if !adds_up(total) || total.cell.is_some() {
        return None;
    }
    let whole = point(total)?;
    let mut sum = Decimal::ZERO;
    let mut parts = Vec::new();
    // A round total of finer parts is no sum of theirs unless it is exactly that.
    let mut slack = Decimal::ZERO;
    let behind = figures[at + 1..].iter().take_while(|f| f.sentence == total.sentence).take(MOST_PARTS);
    for part in behind.filter(|f| f.quantity.out_of.is_none()) {
        let alike = part.quantity.unit.as_ref().map(|u| u.dimension)
            == total.quantity.unit.as_ref().map(|u| u.dimension);
        let value = point(part).filter(|_| adds_up(part) && alike)?;
        sum = sum.checked_add(value)?;
        parts.push(value.to_string());
        slack = slack.max(last_place(part)).min(last_place(total));
        if parts.len() >= 2
            && whole > Decimal::TEN
            && (sum - whole).abs() <= slack
            && (sum == whole || slack < whole / Decimal::ONE_HUNDRED)
        {
            return Some(Check {
                name: "parts_match_total",
                ok: true,
                detail: format!(
                    "{} = {sum}, printed {whole}: {}",
                    parts.join(" + "),
                    verdict(sum, whole, slack)
                ),
            });
        }
        if sum > whole {
            return None;
        }
    }
    None
}

/// Something that has parts: an exact level that is no share.
fn adds_up(figure: &Figure) -> bool {
    let share =
        figure.quantity.unit.as_ref().is_none_or(|u| {
            matches!(u.dimension, Dimension::Percent | Dimension::Permille | Dimension::Point)
        });
    let per = figure.unit.as_ref().is_some_and(|u| u.contains('/'));
    figure.measure == Measure::Level && figure.quantity.qualifier == Qualifier::Exact && !share && !per
}

/// The columns of the tables against their total rows: the index of each total, and what was found.
pub(super) fn of_tables(figures: &[Figure]) -> Vec<(usize, Check)> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < figures.len() {
        let to = figures[from..]
            .iter()
            .position(|f| f.block != figures[from].block)
            .map_or(figures.len(), |n| from + n);
        if figures[from..to].iter().any(|f| f.cell.is_some_and(|c| c.is_total)) {
            out.extend(of_table(figures, from..to));
        }
        from = to;
    }
    out
}

/// Totals of one table that are checked: a hostile table may be nothing else.
const MOST_TOTALS: usize = 256;

fn of_table(figures: &[Figure], table: std::ops::Range<usize>) -> Vec<(usize, Check)> {
    let is_total = |i: &usize| figures[*i].cell.is_some_and(|c| c.is_total_row);
    let totals: Vec<usize> = table.clone().filter(is_total).take(MOST_TOTALS).collect();
    let mut found: Vec<(u32, usize, Check)> = Vec::new();
    for index in totals {
        let total = &figures[index];
        let Some(place) = total.cell.filter(|_| adds_up(total)) else { continue };
        // A total stands under its rows, or above them.
        let rows = table.clone().filter(|i| {
            let figure = &figures[*i];
            let same =
                figure.cell.is_some_and(|c| c.column == place.column && c.row != place.row && !c.is_part);
            same && *i != index && figure.unit == total.unit && !figure.cell.is_some_and(|c| c.is_total_row)
        });
        let parts: Vec<Decimal> = rows.filter_map(|i| point(&figures[i])).collect();
        let Some(whole) = point(total).filter(|_| parts.len() >= 2 && place.is_total_row) else { continue };
        let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part)) else {
            continue;
        };
        // Each part was rounded for itself.
        let half = last_place(total).checked_mul(Decimal::new(5, 1)).unwrap_or_default();
        let slack = half.checked_mul(Decimal::from(parts.len() + 1)).unwrap_or(half).max(half);
        let ok = (sum - whole).abs() <= slack;
        let kind = if sum == whole {
            "exact"
        } else if ok {
            "rounded"
        } else {
            "contradicts"
        };
        let detail = format!("{} rows = {sum}, printed {whole}: {kind}", parts.len());
        found.push((place.row, index, Check { name: "column_matches_total", ok, detail }));
    }
    let holds = |row: u32| found.iter().any(|(r, _, check)| *r == row && check.ok);
    let kept: Vec<bool> = found.iter().map(|(row, _, check)| check.ok || holds(*row)).collect();
    found
        .into_iter()
        .zip(kept)
        .filter(|(_, kept)| *kept)
        .map(|((_, index, check), _)| (index, check))
        .collect()
}
