//! Dates in digits: `31/12/2020`, `31.12.2020`, `24/12`, `5-7/12`, `11 và 12/7`, `8/2020`, `2012-2020`.
//!
//! In: tokens from the first digit on, and whether the words before promise a date (`ngày`, `Chiều`). Out:
//! [`Numeric`]: one point or two, and where they end. Day first always, month never.
//!
//! Example: `5-7/12/2020` is 5 December to 7 December 2020; `1/5 số dân` is none without `ngày` before it.

use super::{
    moment::{Moment, Point, YearOf},
    scan::{Int, Scan, as_year},
};
use crate::{
    patterns::catalogue::{Particle, PeriodWord},
    text::Token,
};

/// What the words before the digits promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// Nothing: only forms that can be nothing else.
    Nothing,
    /// đến, từ, trước: a date without a year is one unless a unit follows.
    Lead,
    /// ngày, chiều: a day.
    Day,
}

/// A date in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeric {
    pub from: Point,
    /// Of a stretch its last point.
    pub to: Option<Point>,
    pub end: usize,
}

impl Numeric {
    fn one(moment: Moment, end: usize) -> Self {
        Self { from: Point::whole(moment), to: None, end }
    }

    fn two(from: Moment, to: Moment, end: usize) -> Self {
        Self { from: Point::whole(from), to: Some(Point::whole(to)), end }
    }
}

/// The date in digits at `at`.
pub(super) fn numeric(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Numeric> {
    if let Some(parts) = scan.dotted(at) {
        return dotted(scan, at, &parts, promise);
    }
    scan.int(at)?;
    let found = years(scan, at)
        .or_else(|| full(scan, at, promise))
        .or_else(|| iso(scan, at))
        .or_else(|| month_of_year(scan, at))
        .or_else(|| if promise == Promise::Nothing { None } else { listed_days(scan, at, promise) })
        .or_else(|| if promise == Promise::Nothing { None } else { short(scan, at, promise) })?;
    (!continues(scan, found.end)).then_some(found)
}

/// Whether a code goes on after the digits: `12/2020/NĐ-CP`.
fn continues(scan: &Scan<'_>, end: usize) -> bool {
    scan.is_mark(end, '/')
        && scan.touches(end)
        && scan.token(end + 1).is_some_and(|t| t.is_number() || t.case != crate::text::Case::Lower)
}

/// `31.12.2020` is one token; so are `3.7` and `12.2020`, which need a promise.
fn dotted(scan: &Scan<'_>, at: usize, parts: &[Int], promise: Promise) -> Option<Numeric> {
    let small = |i: usize| i8::try_from(parts[i].value).ok().filter(|_| parts[i].digits <= 2);
    match *parts {
        [_, _, year] => {
            let year = YearOf::Known(as_year(year)?);
            Some(Numeric::one(Moment::Day { year, month: Some(small(1)?), day: small(0)? }, at + 1))
        }
        [_, second] if promise == Promise::Day => {
            if let Some(year) = as_year(second) {
                let month = small(0).filter(|m| (1..=12).contains(m))?;
                return Some(Numeric::one(Moment::Month { year: YearOf::Known(year), month }, at + 1));
            }
            let (day, month) = (small(0)?, small(1)?);
            if !is_day_of_year(day, month) || scan.is_measured_by(at + 1) {
                return None;
            }
            Some(Numeric::one(Moment::Day { year: YearOf::Missing, month: Some(month), day }, at + 1))
        }
        _ => None,
    }
}

/// `2012-2020`, `2012 – 2020`, `2023-24`, `2016/2017`.
fn years(scan: &Scan<'_>, at: usize) -> Option<Numeric> {
    let first = scan.year(at)?;
    if !scan.is_separator(at + 1) {
        return None;
    }
    let second = scan.int(at + 2)?;
    let last = match second.digits {
        4 => as_year(second)?,
        2 => {
            let last = first / 100 * 100 + i16::try_from(second.value).ok()?;
            // Two digits complete the century only where they are the next year.
            if last != first + 1 || scan.is_mark(at + 3, '/') {
                return None;
            }
            last
        }
        _ => return None,
    };
    if last <= first || scan.is_counted_by(at + 3) {
        return None;
    }
    Some(Numeric::two(Moment::Year(YearOf::Known(first)), Moment::Year(YearOf::Known(last)), at + 3))
}

/// `31/12/2020`, `31-12-2020`, `5-7/12/2020`.
fn full(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Numeric> {
    let tight = |i: usize| scan.is_separator(i) && (promise == Promise::Day || scan.touches(i));
    if !tight(at + 1) || !tight(at + 3) {
        return None;
    }
    let (day, month) = (scan.small(at, 1..=31)?, scan.small(at + 2, 0..=31)?);
    if let Some(year) = scan.year(at + 4) {
        return Some(Numeric::one(
            Moment::Day { year: YearOf::Known(year), month: Some(month), day },
            at + 5,
        ));
    }
    // d-d/m: a dash, then a slash.
    let last = scan.small(at + 2, 1..=31)?;
    let month = scan.small(at + 4, 1..=12)?;
    if !scan.is_dash(at + 1) || !scan.is_mark(at + 3, '/') || last <= day {
        return None;
    }
    let tight_year = scan.is_separator(at + 5) && scan.touches(at + 5);
    let (year, end) = match scan.year(at + 6).filter(|_| tight_year) {
        Some(year) => (YearOf::Known(year), at + 7),
        None if promise == Promise::Nothing || scan.is_counted_by(at + 5) => return None,
        None => (YearOf::Missing, at + 5),
    };
    let day_of = |day| Moment::Day { year, month: Some(month), day };
    Some(Numeric::two(day_of(day), day_of(last), end))
}

/// `2020-12-31`.
fn iso(scan: &Scan<'_>, at: usize) -> Option<Numeric> {
    let year = scan.year(at)?;
    if !(scan.is_dash(at + 1) && scan.touches(at + 1) && scan.is_dash(at + 3) && scan.touches(at + 3)) {
        return None;
    }
    let (month, day) = (scan.small(at + 2, 1..=12)?, scan.small(at + 4, 1..=31)?);
    Some(Numeric::one(Moment::Day { year: YearOf::Known(year), month: Some(month), day }, at + 5))
}

/// `8/2020`, `8-2020`; `2020/8` and `2021/13`, the latter only to be flagged.
fn month_of_year(scan: &Scan<'_>, at: usize) -> Option<Numeric> {
    if let Some(year) = scan.year(at) {
        let month = scan.small(at + 2, 0..=99)?;
        let tight = scan.is_mark(at + 1, '/') && scan.touches(at + 1) && !scan.is_counted_by(at + 3);
        let moment = Moment::Day { year: YearOf::Known(year), month: Some(month), day: 1 };
        let moment = if month > 12 { moment } else { Moment::Month { year: YearOf::Known(year), month } };
        return tight.then(|| Numeric::one(moment, at + 3));
    }
    let month = scan.small(at, 1..=12)?;
    let year = scan.year(at + 2)?;
    if !(scan.is_separator(at + 1) && scan.touches(at + 1)) || scan.is_counted_by(at + 3) {
        return None;
    }
    Some(Numeric::one(Moment::Month { year: YearOf::Known(year), month }, at + 3))
}

/// `11 và 12/7`, `5, 6 và 7/12/2020`: days that share what follows the last. Only a word for "day" promises them.
fn listed_days(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Numeric> {
    if promise != Promise::Day {
        return None;
    }
    let first = scan.small(at, 1..=31)?;
    let mut next = at + 1;
    while scan.is_mark(next, ',') || scan.is_particle(next, Particle::And) {
        let last = scan.small(next + 1, 1..=31)?;
        if let Some(tail) = short(scan, next + 1, promise).or_else(|| full(scan, next + 1, promise)) {
            let from = Moment::Day { year: YearOf::Missing, month: None, day: first };
            let from = match tail.from.moment.year() {
                Some(YearOf::Known(year)) => from.filled_from(tail.from.moment).of_year(year),
                _ => from.filled_from(tail.from.moment),
            };
            return (last > first).then_some(Numeric {
                from: Point::whole(from),
                to: Some(tail.from),
                ..tail
            });
        }
        next += 2;
    }
    None
}

/// `24/12`.
fn short(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Numeric> {
    let (day, month) = (scan.small(at, 1..=31)?, scan.small(at + 2, 1..=12)?);
    // "từ 20-6 đến ngày 25-6": a dash is enough where no word follows that it could count.
    let uncounted =
        scan.is(at + 3, PeriodWord::Until).is_some() || !scan.token(at + 3).is_some_and(Token::is_word);
    let joined =
        scan.is_mark(at + 1, '/') || (scan.is_dash(at + 1) && (promise == Promise::Day || uncounted));
    if !joined || !scan.touches(at + 1) || scan.is_mark(at + 3, '/') && scan.touches(at + 3) {
        return None;
    }
    // "1/5 số dân", "đến 5/10 điểm" are shares.
    if promise == Promise::Lead && (scan.is_counted_by(at + 3) || scan.is_particle(at + 3, Particle::ShareOf))
    {
        return None;
    }
    // "2/9 năm 2018"
    let named = scan.is(at + 3, PeriodWord::Year).and_then(|end| Some((scan.year(end)?, end + 1)));
    let (year, end) = named.map_or((YearOf::Missing, at + 3), |(year, end)| (YearOf::Known(year), end));
    Some(Numeric::one(Moment::Day { year, month: Some(month), day }, end))
}

/// Whether some year has that day.
pub(super) fn is_day_of_year(day: i8, month: i8) -> bool {
    jiff::civil::Date::new(2020, month, day).is_ok()
}
