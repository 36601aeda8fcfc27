//! Years and what is told in years: `năm 2020`, `tài khóa 2016-2017`, `năm học 2019-2020`, `giai đoạn 2012-2020`, `thập niên 90`.
//!
//! In: tokens behind the unit word. Out: [`Based`], as of [`base`](super::base).
//!
//! Example: behind `tài khóa`, `kết thúc vào tháng 3/2017` is April 2016 to March 2017.

use super::{
    base::{Based, base},
    date::{Promise, numeric},
    moment::{Expression, Moment, Point, YearOf},
    relative::PAST,
    scan::Scan,
};
use crate::patterns::catalogue::{Particle, PeriodWord};

/// After `năm`: `2020`, `2015-2016`; `2020,7%` is a year whose blank was lost.
pub(super) fn year(scan: &Scan<'_>, at: usize) -> Option<Based> {
    if let Some((expression, end)) = ending(scan, at, 12) {
        return Some(Based { expression, end, flag: None });
    }
    if let Some(found) = numeric(scan, at, Promise::Nothing)
        && let Some(to) = found.to
        && matches!(to.moment, Moment::Year(_))
    {
        return Some(Based { expression: Expression::Between(found.from, to), end: found.end, flag: None });
    }
    if let Some(year) = scan.year(at) {
        return Some(Based::at(Moment::Year(YearOf::Known(year)), at + 1));
    }
    if scan.is_free_number(at)
        && let Some((year, _)) = scan.text(at).split_once([',', '.'])
        && let Some(year) =
            year.parse().ok().filter(|y| year.len() == 4 && super::calendar::YEARS.contains(y))
    {
        let moment = Moment::Year(YearOf::Known(year));
        return Some(Based { flag: Some("glued_number"), ..Based::at(moment, at + 1) });
    }
    let (year, end) = scan.year_in_words(at)?;
    Some(Based::at(Moment::Year(YearOf::Known(year)), end))
}

/// After `tài khóa`: `2016-2017`, `2017`, `kết thúc vào tháng 3/2017`.
pub(super) fn fiscal_year(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let based = year(scan, at)?;
    let Expression::Between(from, to) = based.expression else { return Some(based) };
    match (from.moment, to.moment) {
        (Moment::Year(YearOf::Known(first)), Moment::Year(YearOf::Known(last))) if last == first + 1 => {
            Some(Based::at(Moment::FiscalYear(first), based.end))
        }
        _ => Some(based),
    }
}

/// `kết thúc vào ngày 31/12/2016` behind a length of some months: the months up to that one.
pub(super) fn ending(scan: &Scan<'_>, at: usize, months: i8) -> Option<(Expression, usize)> {
    if !scan.reading.is_pair(at, Particle::Ending) {
        return None;
    }
    let at = scan.is(at + 2, PeriodWord::In).unwrap_or(at + 2);
    let last = base(scan, at, Promise::Day)?;
    let Expression::At(Point { moment, .. }) = last.expression else { return None };
    let (Moment::Month { year: YearOf::Known(year), month }
    | Moment::Day { year: YearOf::Known(year), month: Some(month), .. }) = moment
    else {
        return None;
    };
    let before = month - months;
    let (first_year, first) = if before < 0 { (year - 1, before + 13) } else { (year, before + 1) };
    let of = |year, month| Point::whole(Moment::Month { year: YearOf::Known(year), month });
    Some((Expression::Between(of(first_year, first), of(year, month)), last.end))
}

/// After `năm học`: `2019-2020`, `2023-24`.
pub(super) fn school_year(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let found = numeric(scan, at, Promise::Nothing)?;
    match (found.from.moment, found.to?.moment) {
        (Moment::Year(YearOf::Known(first)), Moment::Year(YearOf::Known(last))) if last == first + 1 => {
            Some(Based::at(Moment::SchoolYear(first), found.end))
        }
        (from, to @ Moment::Year(_)) => Some(Based::between(from, to, found.end)),
        _ => None,
    }
}

/// After `giai đoạn`, `nhiệm kỳ`, `vụ Đông Xuân`: `2012-2020`, `5 năm 2016-2020`, `từ 2012 đến 2020`.
pub(super) fn span(scan: &Scan<'_>, at: usize, season: bool) -> Option<Based> {
    let mut at = at;
    if let Some((PeriodWord::Year, _, end)) = scan.role(at + 1)
        && scan.int(at).is_some_and(|n| n.digits <= 2)
    {
        at = end;
    }
    for word in [PeriodWord::From, PeriodWord::Year] {
        at = scan.is(at, word).unwrap_or(at);
    }
    if let Some(found) = numeric(scan, at, Promise::Nothing)
        && let Some(to) = found.to
    {
        return Some(Based { expression: Expression::Between(found.from, to), end: found.end, flag: None });
    }
    let first = scan.year(at)?;
    if season {
        return Some(Based::at(Moment::Year(YearOf::Known(first)), at + 1));
    }
    let next = scan.is(at + 1, PeriodWord::Until)?;
    let next = scan.is(next, PeriodWord::Year).unwrap_or(next);
    let last = scan.year(next)?;
    let of = |year| Moment::Year(YearOf::Known(year));
    Some(Based::between(of(first), of(last), next + 1))
}

/// After `thập niên`, `những năm`: `90`, `1990`.
pub(super) fn decade(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let int = scan.int(at).filter(|n| n.value.is_multiple_of(10))?;
    let year = match int.digits {
        2 => 1900 + i16::try_from(int.value).ok()?,
        4 => super::scan::as_year(int)?,
        _ => return None,
    };
    Some(Based::at(Moment::Decade(year), at + 1))
}

/// `năm ngoái`. `năm qua` is the year that is ending or has just ended: read as last year.
pub(super) fn relative_year(value: i32, end: usize) -> Option<Based> {
    let offset = if value == PAST { -1 } else { i16::try_from(value).ok()? };
    Some(Based::at(Moment::Year(YearOf::Relative(offset)), end))
}

/// The year after a month or quarter: `/2017`, `-2017`, `năm 2017`, `, năm 2017`, `năm ngoái`, or none.
pub(super) fn year_tail(scan: &Scan<'_>, at: usize) -> (YearOf, usize) {
    if scan.is_separator(at) && !scan.is_mark(at + 2, '/') {
        if let Some(year) = scan.year(at + 1) {
            return (YearOf::Known(year), at + 2);
        }
        if let Some((PeriodWord::RelativeYear, offset, end)) = scan.role(at + 1)
            && offset != PAST
        {
            return (YearOf::Relative(i16::try_from(offset).unwrap_or(0)), end);
        }
    }
    let word = if scan.is_mark(at, ',') || scan.is_particle(at, Particle::Of) { at + 1 } else { at };
    match scan.role(word) {
        Some((PeriodWord::Year, _, end)) => {
            if let Some(year) = scan.year(end) {
                return (YearOf::Known(year), end + 1);
            }
            if let Some((year, end)) = scan.year_in_words(end) {
                return (YearOf::Known(year), end);
            }
        }
        Some((PeriodWord::RelativeYear, offset, end)) if offset != PAST && word == at => {
            return (YearOf::Relative(i16::try_from(offset).unwrap_or(0)), end);
        }
        _ => {}
    }
    (YearOf::Missing, at)
}
