//! Parts of a time: `đầu năm 2020`, `nửa cuối tháng 7`, `quý đầu tiên của năm`, `cuối thế kỷ 21`.
//!
//! In: tokens behind the word for the part. Out: [`Based`], as of [`base`](super::base).
//!
//! Example: `nửa đầu tháng 7/2019` is 1 July to 15 July 2019; `đầu năm 2020` is 2020 with the edge `Start`.

use super::{
    base::{Based, base, is_said},
    date::Promise,
    moment::{Edge, Expression, Moment, Point, YearOf},
    scan::Scan,
    year::year_tail,
};
use crate::patterns::catalogue::{Particle, PeriodWord};

/// A word for a part of a time, or for all of it.
pub(super) fn is_edge(word: PeriodWord) -> bool {
    matches!(
        word,
        PeriodWord::Start | PeriodWord::Middle | PeriodWord::End | PeriodWord::Through | PeriodWord::Whole
    )
}

/// `đầu năm 2020`, `cuối tháng`, `cả năm`, `hết quý III`.
pub(super) fn edged(scan: &Scan<'_>, word: PeriodWord, at: usize) -> Option<Based> {
    // No more than two such words follow each other: who goes on from each of a long row goes far.
    let behind = |at: usize| scan.role(at).filter(|(word, ..)| is_edge(*word)).map(|(.., end)| end);
    if behind(at).and_then(behind).is_some() {
        return None;
    }
    let edge = match word {
        PeriodWord::Start => Edge::Start,
        PeriodWord::Middle => Edge::Middle,
        PeriodWord::End => Edge::End,
        PeriodWord::Through => Edge::Through,
        _ => Edge::Whole,
    };
    let mut inner = base(scan, at, Promise::Lead)
        .filter(|b| !matches!(b.expression, Expression::At(Point { moment: Moment::Now, .. })))
        .or_else(|| bare_unit(scan, at))?;
    match &mut inner.expression {
        Expression::At(point) if point.edge == Edge::Whole => point.edge = edge,
        Expression::Between(..) | Expression::Months { .. } if edge == Edge::Whole => {}
        _ => return None,
    }
    Some(inner)
}

/// `năm`, `tháng`, `quý` without a number: the current one. Only after a word for its edge.
fn bare_unit(scan: &Scan<'_>, at: usize) -> Option<Based> {
    match scan.role(at)? {
        (PeriodWord::Year, _, end) => Some(Based::at(Moment::Year(YearOf::Missing), end)),
        (PeriodWord::Month, _, end) => Some(Based::at(Moment::RelativeMonth(0), end)),
        (PeriodWord::Quarter, _, end) => Some(Based::at(Moment::RelativeQuarter(0), end)),
        (PeriodWord::Century, _, end) if scan.ends(PeriodWord::End, at) => century(scan, end),
        // "đầu năm tới nay": up to now, not next year.
        (PeriodWord::RelativeYear, 1, end) if scan.is_particle(end, Particle::Nowadays) => {
            Some(Based::at(Moment::Year(YearOf::Missing), end - 1))
        }
        // "lũy kế từ đầu đến nay": of the year.
        (PeriodWord::Now, ..) if at > 0 && scan.ends(PeriodWord::From, at - 1) => {
            Some(Based::at(Moment::Year(YearOf::Missing), at))
        }
        _ => None,
    }
}

/// `nửa đầu năm 2021`, `nửa cuối năm`, `nửa năm đầu 2021`.
pub(super) fn half(scan: &Scan<'_>, at: usize) -> Option<Based> {
    // The year may stand before the part: `nửa năm đầu`.
    let named = scan.is(at, PeriodWord::Year);
    let (half, at) = match scan.role(named.unwrap_or(at))? {
        (PeriodWord::Start, _, end) => (1, end),
        (PeriodWord::End, _, end) => (2, end),
        _ => return None,
    };
    if named.is_some() {
        let (year, end) = year_tail(scan, at);
        let bare = scan.year(at).filter(|_| is_said(scan, at)).map(|year| (YearOf::Known(year), at + 1));
        let (year, end) = bare.unwrap_or((year, end));
        return Some(Based::at(Moment::Half { year, half }, end));
    }
    let year = base(scan, at, Promise::Lead).or_else(|| bare_unit(scan, at))?;
    match year.expression {
        Expression::At(Point { moment: Moment::Year(of), .. }) => {
            Some(Based::at(Moment::Half { year: of, half }, year.end))
        }
        // `nửa đầu tháng 7`: fifteen days, and the rest.
        Expression::At(Point { moment: Moment::Month { year: of, month }, .. }) => {
            let day = |day| Point::whole(Moment::Day { year: of, month: Some(month), day });
            let last = Point { moment: Moment::Month { year: of, month }, edge: Edge::Through };
            let (from, to) = if half == 1 { (day(1), day(15)) } else { (day(16), last) };
            Some(Based { expression: Expression::Between(from, to), ..year })
        }
        _ => None,
    }
}

/// After `tháng`: `đầu năm 2017` is January, `cuối năm` December. "những tháng đầu năm" are more.
pub(super) fn edge_month(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let month = match scan.role(at)? {
        (PeriodWord::Start, _, _) => 1,
        (PeriodWord::End, _, _) => 12,
        _ => return None,
    };
    let (_, _, end) = scan.role(at)?;
    let several = at > 1 && scan.is_particle(at - 2, Particle::Plural)
        || at > 0 && scan.is_particle(at - 1, Particle::Every);
    if several {
        return None;
    }
    let (year, tail) = year_of_part(scan, end)?;
    Some(Based::at(Moment::Month { year, month }, tail))
}

/// After `quý`: `đầu năm 2017`, `đầu tiên của năm` is the first, `cuối năm` the fourth.
pub(super) fn edge_quarter(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let (quarter, end) = match scan.role(at)? {
        (PeriodWord::Start, _, end) => (1, end),
        (PeriodWord::End, _, end) => (4, end),
        _ => return None,
    };
    let (year, tail) = year_of_part(scan, end)?;
    Some(Based::at(Moment::Quarter { year, quarter }, tail))
}

/// `năm 2017`, `của năm`, `năm nay` behind the word for a part: the year and where it ends.
fn year_of_part(scan: &Scan<'_>, at: usize) -> Option<(YearOf, usize)> {
    let word = if scan.is_particle(at, Particle::Within) { at + 1 } else { at };
    let bare = scan.is(word, PeriodWord::Year);
    if bare.is_none() && scan.is(word, PeriodWord::RelativeYear).is_none() {
        return None;
    }
    let (year, tail) = year_tail(scan, word);
    Some((year, if tail == word { bare? } else { tail }))
}

/// After `cuối thế kỷ`: `21`, `XXI`, `này`. Projections run to the last year of the century that is running; when an older one
/// ended says little of what was so late in it.
fn century(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let running = scan.is_particle(at, Particle::Running) || scan.text(at) == "21";
    running.then(|| Based::at(Moment::Year(YearOf::Known(LAST)), at + 1))
}

/// The last year of the century.
const LAST: i16 = 2100;
