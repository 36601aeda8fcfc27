//! Columns that compare other columns, and do not say which.
//!
//! In: the [`Facts`] of all columns. Out: the same, a comparing column completed with the period of the column that it is of and with
//! what that is compared with: the two nearest columns of levels to its left.
//!
//! Example: `Năm 2019`, `Năm 2020`, `Tăng/giảm`: the difference is of 2020, against 2019; `KH`, `TH`, `So sánh (%)`: of the plan.

use super::{facts::Facts, sheet::Sheet};
use crate::{
    document::Cell,
    patterns::catalogue::{Dimension, Status},
};

/// `4=3/1` in the row that numbers the columns: of each column the index of the one that it is divided by.
fn formulas(sheet: &Sheet, head_rows: usize) -> Vec<Option<usize>> {
    let mut out = vec![None; sheet.columns()];
    let Some(row) = (0..head_rows).find(|r| sheet.numbers_columns(*r)) else { return out };
    let bare = |words: &str| words.chars().filter(|c| !matches!(c, '(' | ')' | ' ')).collect::<String>();
    let number = |cell: &Cell| bare(sheet.words(cell)).split('=').next().and_then(|n| n.parse::<u32>().ok());
    // A row of a hundred columns and more is no form that a person reads.
    for cell in sheet.row(row).take(MOST_FORMULAS) {
        let words = bare(sheet.words(cell));
        let Some((_, formula)) = words.split_once('=') else { continue };
        let formula = formula.trim_end_matches(['%', 'x', '*', '0', '1']).trim_end_matches(['x', '*']);
        let whole = words.split_once('=').map_or("", |(_, f)| f);
        let divisor =
            [formula, whole].iter().find_map(|f| f.split_once(['/', ':', '-'])?.1.parse::<u32>().ok());
        let by = divisor.and_then(|d| sheet.row(row).take(MOST_FORMULAS).find(|c| number(c) == Some(d)));
        out[cell.column as usize] = by.map(|c| c.column as usize);
    }
    out
}

/// Columns whose numbers are looked at for formulas.
const MOST_FORMULAS: usize = 128;

/// How many columns back a comparing column looks.
const NEAR: usize = 32;

fn is_level(column: &Facts) -> bool {
    column.role.is_none() && column.compared.is_none() && column.difference.is_none()
}

/// `Tỷ trọng`, `Cơ cấu`: a share of the column before it.
fn is_share(column: &Facts) -> bool {
    column.words.last().is_some_and(|w| w.is_bare && w.is_rate)
}

/// Completes every comparing column.
pub(super) fn complete(sheet: &Sheet, head_rows: usize, columns: &mut [Facts]) {
    let formulas = formulas(sheet, head_rows);
    for (at, formula) in formulas.into_iter().enumerate().skip(1) {
        let (left, rest) = columns.split_at_mut(at);
        let Some(here) = rest.first_mut() else { return };
        if here.compared.is_none() && here.difference.is_none() {
            // A share beside the columns of a time is of that time.
            let share = here.unit.as_ref().is_some_and(|u| u.named.unit.dimension == Dimension::Percent);
            if share && here.period.is_none() && here.status.is_none() {
                let before = left.iter().rev().take(NEAR).find(|c| c.period.is_some());
                here.period = before.and_then(|c| c.period.clone());
            }
            continue;
        }
        // `Diện tích (ha)`, `So với cùng kỳ (%)`, `Sản lượng (tấn)`, …: of what stands before it.
        if here.words.is_empty()
            && let Some(before) = left.iter().rev().take(NEAR).find(|c| is_level(c) && !is_share(c))
        {
            here.words.clone_from(&before.words);
        }
        let mut levels = left.iter().rev().take(NEAR).filter(|c| {
            c.compared.is_none() && c.difference.is_none() && (c.period.is_some() || c.status.is_some())
        });
        let (Some(later), earlier) = (levels.next(), levels.next()) else { continue };
        let earlier = formula.and_then(|by| left.get(by)).or(earlier);
        if here.period.is_none() {
            here.period.clone_from(&later.period);
        }
        if here.status.is_none() {
            here.status = later.status;
        }
        let open = here.compared.as_ref().is_none_or(|c| !c.plan && c.period.is_none());
        let Some(earlier) = earlier.filter(|_| open) else { continue };
        let is_plan = earlier.status.is_some_and(|(status, _, _)| status == Status::Target);
        let plan = earlier.status.map(|(_, _, span)| span);
        let year = earlier.period.as_ref().map(|p| p.span);
        let span = match (plan, year) {
            (Some(plan), Some(year)) if is_plan => Some(plan.join(year)),
            (plan, year) => year.or(plan),
        };
        let Some(span) = span else { continue };
        let text = span.of(sheet.text).to_owned();
        here.against = Some(super::head::Compared {
            plan: is_plan,
            period: earlier.period.clone().filter(|_| !is_plan),
            text,
            span,
        });
    }
}
