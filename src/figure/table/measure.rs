//! Level, change, gap or multiple: by the heads and by the numbers of the column.
//!
//! In: what heads say and whether the column holds small or negative numbers. Out: the [`Measure`], and what it is compared with.
//!
//! Example: `So với cùng kỳ (%)` over 108,5 and 97,2 is a multiple, over 8,5 and -2,8 a change.

use super::{
    facts::Facts,
    sheet::{Sheet, is_bare_number},
};
use crate::patterns::catalogue::{Dimension, Measure};

/// Whether the numbers of a column are changes, as far as they show it: one is negative, or most are far below a hundred.
pub(super) fn holds_changes(sheet: &Sheet, column: usize, head_rows: usize) -> bool {
    let mut whole: Vec<u64> = Vec::new();
    for row in head_rows..sheet.rows() {
        let Some(cell) = sheet.cell(row, column) else { continue };
        let words = sheet.words(cell);
        if !is_bare_number(words) {
            continue;
        }
        let signed = words.starts_with(['-', '−', '–', '+', '(']);
        if signed {
            return true;
        }
        let number = words.split(['.', ',', '%', ' ']).next().unwrap_or_default();
        whole.extend(number.parse::<u64>().ok());
    }
    whole.sort_unstable();
    whole.get(whole.len() / 2).is_some_and(|middle| *middle < SMALL)
}

/// Most multiples of a year before lie above this many per cent, most changes below.
const SMALL: u64 = 50;

/// The measure of a cell.
pub(super) fn of(column: &Facts, row: &Facts, dimension: Option<Dimension>, holds_changes: bool) -> Measure {
    let rate = matches!(dimension, Some(Dimension::Percent));
    let facts = if column.compared.is_some() || column.difference.is_some() { column } else { row };
    let plan = facts.compared_with().is_some_and(|c| c.plan);
    let growth = [row, column].iter().any(|f| f.words.last().is_some_and(|w| w.is_growth));
    let compared = facts.compared.is_some();
    let difference = facts.difference.is_some();
    if !compared && !difference {
        return if growth && rate { Measure::Change } else { Measure::Level };
    }
    if plan {
        return if difference || !rate { Measure::Gap } else { Measure::Level };
    }
    if compared && rate && !holds_changes { Measure::Multiple } else { Measure::Change }
}
