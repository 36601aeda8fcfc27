//! A number and a unit of time: `6 tháng đầu năm 2017`, `8 tháng`, `05 năm`, `9T2024`, `hai ngày`.
//!
//! In: tokens from the number on, and whether the words before make it a running total. Out: [`Counted`]: months of a
//! year, a stretch of years that the count only announces (`5 năm 2016-2020`), or a plain length.
//!
//! Example: `6 tháng đầu năm 2017` is January to June 2017; `3 tháng` after `dưới` is a length.

use super::{
    date::{Promise, numeric},
    moment::{Expression, Moment, Point, TimeUnit, YearOf},
    relative::PAST,
    scan::{Scan, is_time_unit},
};
use crate::patterns::catalogue::{Particle, PeriodWord};

/// What the words before the number say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// lũy kế, tính chung: a total that runs from January.
    Total,
    /// trong, or the start of a sentence: perhaps.
    Perhaps,
    /// dưới, sau, từ: a length.
    Length,
}

/// A count of time units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counted {
    pub expression: Expression,
    pub end: usize,
}

/// The count at `at`, in digits or words; `before` is asked only where a unit of time follows.
pub(super) fn counted(scan: &Scan<'_>, at: usize, before: impl FnOnce() -> Before) -> Option<Counted> {
    let (count, unit_at) = count(scan, at)?;
    let (word, value, after) = scan.role(unit_at)?;
    if !is_time_unit(word) {
        return None;
    }
    let months = match word {
        PeriodWord::Month => months(scan, count, after, before()),
        PeriodWord::RelativeMonth => running(count, value, after),
        PeriodWord::Quarter => months(scan, count.map(|n| n * 3).filter(|n| *n < 12), after, Before::Length),
        _ => None,
    };
    if let Some(back) = back(scan, count, (word, value), after) {
        return Some(back);
    }
    if word == PeriodWord::Day
        && let Some(first) = first_days(scan, count, after)
    {
        return Some(first);
    }
    // "đợt 2 năm 2017": the number belongs to what stands before it.
    if word == PeriodWord::Year && scan.year(after).is_some() {
        return announced(scan, word, after).or_else(|| listed_years(scan, after));
    }
    months
        .or_else(|| announced(scan, word, after))
        .or_else(|| Some(Counted { expression: Expression::Length(unit(word)), end: after }))
}

/// The number and the token after it.
fn count(scan: &Scan<'_>, at: usize) -> Option<(Option<u32>, usize)> {
    if scan.is_free_number(at) {
        return Some((scan.int(at).filter(|n| n.digits <= 2).map(|n| n.value), at + 1));
    }
    let (value, end) = scan.small_in_words(at)?;
    Some((Some(value), end))
}

fn unit(word: PeriodWord) -> TimeUnit {
    match word {
        PeriodWord::Minute => TimeUnit::Minute,
        PeriodWord::Hour => TimeUnit::Hour,
        PeriodWord::Day => TimeUnit::Day,
        PeriodWord::Week | PeriodWord::RelativeWeek => TimeUnit::Week,
        PeriodWord::Month | PeriodWord::RelativeMonth => TimeUnit::Month,
        PeriodWord::Quarter => TimeUnit::Quarter,
        PeriodWord::Year | PeriodWord::RelativeYear => TimeUnit::Year,
        _ => TimeUnit::Longer,
    }
}

/// `tháng` after a count: which months, of which year.
fn months(scan: &Scan<'_>, count: Option<u32>, after: usize, before: Before) -> Option<Counted> {
    let count = i8::try_from(count.filter(|n| (1..=12).contains(n))?).ok()?;
    let (from_end, mut end) = match scan.role(after) {
        Some((PeriodWord::Start, _, end)) => (Some(false), end),
        Some((PeriodWord::End, _, end)) => (Some(true), end),
        _ => (None, after),
    };
    if scan.is_particle(end, Particle::Within) && year_after(scan, end + 1).is_some() {
        end += 1;
    }
    let (first, last) = if from_end == Some(true) { (13 - count, 12) } else { (1, count) };
    if let Some((expression, end)) = super::year::ending(scan, after, count) {
        return Some(Counted { expression, end });
    }
    let expression = |year, certain| Expression::Months { first, last, year, certain };
    if let Some((year, end)) = year_after(scan, end)
        && (from_end.is_some() || year != YearOf::Missing)
    {
        return Some(Counted { expression: expression(year, true), end });
    }
    if scan.is(after, PeriodWord::Past).is_some() || before == Before::Total {
        let end = scan.is(after, PeriodWord::Past).unwrap_or(end);
        return Some(Counted { expression: expression(YearOf::Missing, before == Before::Total), end });
    }
    // One month is no total, and "3 tháng trở lên", "2 tháng liên tục" are lengths.
    let runs_on = scan.is_particle(after, Particle::RunsOn);
    (before == Before::Perhaps && count > 1 && !runs_on)
        .then_some(Counted { expression: expression(YearOf::Missing, false), end })
}

/// `tháng qua` after a count; `tháng tới` and `tháng trước` make it a length.
fn running(count: Option<u32>, value: i32, after: usize) -> Option<Counted> {
    let last = i8::try_from(count.filter(|n| (2..=12).contains(n))?).ok()?;
    let expression = Expression::Months { first: 1, last, year: YearOf::Missing, certain: false };
    (value == PAST).then_some(Counted { expression, end: after })
}

/// `24 giờ qua`, `3 ngày qua`, `2 tuần qua`: up to the publication.
fn back(
    scan: &Scan<'_>,
    count: Option<u32>,
    (word, value): (PeriodWord, i32),
    after: usize,
) -> Option<Counted> {
    let count = i16::try_from(count?).ok()?;
    let days = match word {
        PeriodWord::Hour if count % 24 == 0 => count / 24,
        PeriodWord::Day => count,
        PeriodWord::Week | PeriodWord::RelativeWeek => count * 7,
        _ => return None,
    };
    let end = match word {
        PeriodWord::RelativeWeek => (value == PAST).then_some(after)?,
        _ => scan.is(after, PeriodWord::Past)?,
    };
    (1..=MOST_DAYS).contains(&days).then_some(Counted { expression: Expression::Last(days), end })
}

/// `10 ngày đầu tháng 7`: from the first on.
fn first_days(scan: &Scan<'_>, count: Option<u32>, after: usize) -> Option<Counted> {
    let last = i8::try_from(count.filter(|n| (2..=28).contains(n))?).ok()?;
    let month = scan.is(scan.is(after, PeriodWord::Start)?, PeriodWord::Month)?;
    let based = super::base::month(scan, month)?;
    let Expression::At(Point { moment: Moment::Month { year, month }, .. }) = based.expression else {
        return None;
    };
    let day = |day| Point::whole(Moment::Day { year, month: Some(month), day });
    Some(Counted { expression: Expression::Between(day(1), day(last)), end: based.end })
}

/// More days than this are told in months.
const MOST_DAYS: i16 = 60;

/// The year that closes "6 tháng đầu …": `năm 2017`, `2017`, `/2017`, `năm nay`, or `năm` alone.
fn year_after(scan: &Scan<'_>, at: usize) -> Option<(YearOf, usize)> {
    match scan.role(at) {
        Some((PeriodWord::RelativeYear, offset, end)) if offset != PAST => {
            return Some((YearOf::Relative(i16::try_from(offset).ok()?), end));
        }
        Some((PeriodWord::Year, _, end)) => {
            return Some(match scan.year(end) {
                Some(year) => (YearOf::Known(year), end + 1),
                None => (YearOf::Missing, end),
            });
        }
        _ => {}
    }
    let at = if scan.is_separator(at) && scan.touches(at) { at + 1 } else { at };
    let year = scan.year(at).filter(|_| !scan.is_counted_by(at + 1))?;
    Some((YearOf::Known(year), at + 1))
}

/// `5 năm 2016-2020`, `5 năm (2016-2020)`, `3 ngày 5-7/12`: the count only announces what follows.
fn announced(scan: &Scan<'_>, word: PeriodWord, after: usize) -> Option<Counted> {
    let promise = match word {
        PeriodWord::Day => Promise::Day,
        PeriodWord::Year => Promise::Nothing,
        _ => return None,
    };
    let open = usize::from(scan.is_mark(after, '('));
    let at = after + open;
    let at = scan.is(at, PeriodWord::Span).or(scan.is(at, PeriodWord::From)).unwrap_or(at);
    let found = numeric(scan, at, promise)?;
    let to = found.to?;
    let is_year = matches!(to.moment, Moment::Year(_));
    if (word == PeriodWord::Year) != is_year || (open == 1 && !scan.is_mark(found.end, ')')) {
        return None;
    }
    Some(Counted { expression: Expression::Between(found.from, to), end: found.end + open })
}

/// `2 năm 2015 và 2016`, `3 năm 2018, 2019, 2020`: from the first to the last.
fn listed_years(scan: &Scan<'_>, at: usize) -> Option<Counted> {
    let of = |year| Point::whole(Moment::Year(YearOf::Known(year)));
    let first = scan.year(at)?;
    let (mut last, mut end) = (first, at + 1);
    while scan.is_mark(end, ',') || scan.is_particle(end, Particle::And) {
        let Some(next) = scan.year(end + 1).filter(|next| *next == last + 1) else { break };
        (last, end) = (next, end + 2);
    }
    let expression = Expression::Between(of(first), of(last));
    (last > first).then_some(Counted { expression, end })
}

/// `9T2024`, `6T/2021`, `6T đầu năm`: the tokens are `9` `T2024` or `6` `T` `/` `2021`.
pub(super) fn short_total(scan: &Scan<'_>, at: usize) -> Option<Counted> {
    let last = scan.small(at, 1..=12)?;
    if scan.token(at + 1)?.spaced {
        return None;
    }
    if scan.text(at + 1) == "T"
        && let Some((PeriodWord::Start | PeriodWord::End, ..)) = scan.role(at + 2)
    {
        return months(scan, u32::try_from(last).ok(), at + 2, Before::Length);
    }
    let (year, end) = match scan.text(at + 1) {
        "T" if scan.is_separator(at + 2) => (scan.year(at + 3)?, at + 4),
        code => {
            (code.strip_prefix('T')?.parse().ok().filter(|y| super::calendar::YEARS.contains(y))?, at + 2)
        }
    };
    let year = YearOf::Known(year);
    Some(Counted { expression: Expression::Months { first: 1, last, year, certain: true }, end })
}

/// `T8/2020`, `Q3/2024`, `QIII/2017`, `H1/2021`, `T8`: a letter for the unit.
pub(super) fn code(scan: &Scan<'_>, at: usize) -> Option<(Point, usize)> {
    let text = scan.text(at);
    let (letter, number) = (text.get(..1)?, text.get(1..)?);
    let number = number.parse::<i8>().ok().or_else(|| super::scan::roman(number))?;
    let (year, end) = match scan.year(at + 2) {
        Some(year) if scan.is_separator(at + 1) && scan.touches(at + 1) => (YearOf::Known(year), at + 3),
        _ => return None,
    };
    let moment = match (letter, number) {
        ("T", 1..=12) => Moment::Month { year, month: number },
        ("Q", 1..=4) => Moment::Quarter { year, quarter: number },
        ("H", 1..=2) => Moment::Half { year, half: number },
        _ => return None,
    };
    Some((Point::whole(moment), end))
}
