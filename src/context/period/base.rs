//! The unit words and what they name: `tháng 5`, `quý II/2017`, `năm học 2019-2020`, `cuối tháng 3/2021`, `hôm qua`.
//!
//! In: tokens from the first word of the expression proper on (its lead, `đến`, `trong`, is already read). Out:
//! [`Based`]: the expression, where it ends, and what is wrong with it.
//!
//! Example: at `cuối` of `cuối tháng 3/2021` it is March 2021 with the edge `End`, ending after `2021`.

use super::{
    date::{Promise, numeric},
    feast::lunar,
    length,
    moment::{Expression, Moment, Point, YearOf},
    part::{edge_month, edge_quarter, edged, half, is_edge},
    relative::PAST,
    scan::Scan,
    year::{decade, fiscal_year, relative_year, school_year, span, year, year_tail},
};
use crate::{
    patterns::catalogue::{Particle, PeriodWord},
    text::Token,
};

/// An expression without its lead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Based {
    pub expression: Expression,
    pub end: usize,
    pub flag: Option<&'static str>,
}

impl Based {
    pub(super) fn at(moment: Moment, end: usize) -> Self {
        Self { expression: Expression::At(Point::whole(moment)), end, flag: None }
    }

    /// Flags a day that no year has.
    pub(super) fn checked(self) -> Self {
        let sound = |point: Point| match point.moment {
            Moment::Day { year, month: Some(month), day } => {
                let year = if let YearOf::Known(year) = year { year } else { 2020 };
                jiff::civil::Date::new(year, month, day).is_ok()
            }
            _ => true,
        };
        let sound = match self.expression {
            Expression::At(point) => sound(point),
            Expression::Between(from, to) => sound(from) && sound(to),
            _ => true,
        };
        if sound { self } else { Self { flag: Some("invalid_date"), ..self } }
    }

    pub(super) fn between(from: Moment, to: Moment, end: usize) -> Self {
        Self { expression: Expression::Between(Point::whole(from), Point::whole(to)), end, flag: None }
    }
}

/// The expression at `at`, if it is a point or a stretch of the calendar; counts of units are [`length`]'s.
pub(super) fn base(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Based> {
    let Some((word, value, end)) = scan.role(at) else {
        return digits(scan, at, promise);
    };
    match word {
        _ if is_edge(word) => edged(scan, word, end),
        PeriodWord::Half => half(scan, end),
        PeriodWord::Day | PeriodWord::DayPart => day(scan, end, word),
        PeriodWord::Weekday => weekday(scan, end),
        PeriodWord::Month => month(scan, end),
        PeriodWord::NamedMonth => named_month(scan, value, end),
        PeriodWord::Quarter => quarter(scan, end),
        PeriodWord::Year => year(scan, end),
        PeriodWord::SchoolYear => school_year(scan, end),
        PeriodWord::FiscalYear => fiscal_year(scan, end),
        PeriodWord::Span | PeriodWord::Season => span(scan, end, word == PeriodWord::Season),
        PeriodWord::Decade => decade(scan, end),
        // "nay chỉ còn": at the head of a clause; "xưa nay", "mấy hôm nay" are no such words.
        PeriodWord::Now if value == CLAUSE && !heads_clause(scan, at) => None,
        PeriodWord::Now => Some(Based::at(Moment::Now, end)),
        PeriodWord::RelativeDay => Some(relative_day(scan, value, end)),
        PeriodWord::RelativeMonth => Some(Based::at(Moment::RelativeMonth(value.clamp(-1, 1)), end))
            .filter(|_| value != PAST || !scan.is_free_number(at.wrapping_sub(1))),
        PeriodWord::RelativeQuarter => Some(Based::at(Moment::RelativeQuarter(value), end)),
        PeriodWord::RelativeWeek => Some(Based::at(Moment::RelativeWeek(value), end)),
        PeriodWord::RelativeSchoolYear => Some(Based::at(Moment::RelativeSchoolYear(value), end)),
        // "sang năm 2018": the year that is said.
        PeriodWord::RelativeYear if value == 1 && is_said(scan, end) => year(scan, end),
        PeriodWord::RelativeYear if value == 1 && scan.is_particle(end, Particle::Nowadays) => None,
        // "hàng chục năm qua", "những năm trước đó": of no one year.
        PeriodWord::RelativeYear => relative_year(value, end).filter(|_| !is_of_several(scan, at)),
        PeriodWord::SamePeriod => Some(same_period(scan, end)),
        PeriodWord::Preceding => Some(Based { expression: Expression::Preceding, end, flag: None }),
        PeriodWord::Lunar => lunar(scan, end),
        _ => digits(scan, at, promise),
    }
}

/// Value of a word for now that stands at the head of a clause only.
const CLAUSE: i32 = 1;

/// Whether a sentence or a stretch behind a mark begins at `at`.
fn heads_clause(scan: &Scan<'_>, at: usize) -> bool {
    let sentence = scan.reading.sentences.get(scan.reading.sentence_of(at));
    sentence.is_some_and(|s| s.start == at) || at > 0 && [',', ';'].iter().any(|c| scan.is_mark(at - 1, *c))
}

/// Digits without a unit word.
fn digits(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Based> {
    if let Some((point, end)) = length::code(scan, at) {
        return Some(Based { expression: Expression::At(point), end, flag: None });
    }
    if let Some(total) = length::short_total(scan, at) {
        return Some(Based { expression: total.expression, end: total.end, flag: None });
    }
    if let Some(found) = numeric(scan, at, promise) {
        let expression = match found.to {
            Some(to) => Expression::Between(found.from, to),
            None => Expression::At(found.from),
        };
        return Some(Based { expression, end: found.end, flag: None });
    }
    headed_day(scan, at).or_else(|| bare_year(scan, at, promise))
}

/// `Chứng khoán 24/5: …`: a day in the head of a headline.
fn headed_day(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let sentence = scan.reading.sentences.get(scan.reading.sentence_of(at))?;
    let head = at > sentence.start
        && at <= sentence.start + HEAD
        && (sentence.start..at).all(|i| scan.token(i).is_some_and(Token::is_word))
        && scan.is_mark(at + 1, '/')
        && scan.is_mark(at + 3, ':');
    if !head {
        return None;
    }
    let found = numeric(scan, at, Promise::Day).filter(|found| found.to.is_none() && found.end == at + 3)?;
    let day = matches!(found.from.moment, Moment::Day { month: Some(_), .. });
    day.then_some(Based { expression: Expression::At(found.from), end: found.end, flag: None })
}

/// How many words the head of a headline has before its day.
const HEAD: usize = 5;

/// `2020` after a word that leads to a time, if nothing counts it.
fn bare_year(scan: &Scan<'_>, at: usize, promise: Promise) -> Option<Based> {
    let year = scan.year(at).filter(|y| (1945..=2060).contains(y))?;
    // "2016 là năm khó khăn"
    if scan.is_particle(at + 1, Particle::Is) && scan.is(at + 2, PeriodWord::Year).is_some() {
        return Some(Based::at(Moment::Year(YearOf::Known(year)), at + 1));
    }
    // "sang 2018 sẽ hạ xuống": behind a word for going over a year stands only before a verb or a mark.
    let turns = at > 0
        && scan.is_particle(at - 1, Particle::Turn)
        && scan.token(at + 1).is_none_or(|t| {
            !t.is_word() && !t.is('/') && !t.is('%') || scan.is_particle(at + 1, Particle::Turned)
        });
    // "kỳ thi THPT quốc gia 2019", "hè 2019": what comes round every year.
    let yearly = scan.ends(PeriodWord::Occasion, at) || scan.ends(PeriodWord::Feast, at);
    let free = (promise == Promise::Lead || turns || yearly)
        && !scan.is_counted_by(at + 1)
        && scan.token(at + 1).is_none_or(|t| !t.is_number() && (t.spaced || !t.is_word()));
    free.then(|| Based::at(Moment::Year(YearOf::Known(year)), at + 1))
}

/// Whether a year stands at `at` that counts nothing.
pub(super) fn is_said(scan: &Scan<'_>, at: usize) -> bool {
    scan.year(at).is_some() && !scan.is_counted_by(at + 1)
}

/// Whether a word for several stands before `at`.
fn is_of_several(scan: &Scan<'_>, at: usize) -> bool {
    at > 0 && scan.is_particle(at - 1, Particle::Several)
}

/// After `ngày` or `chiều`: digits, words, `31 tháng 12 năm 2020`.
fn day(scan: &Scan<'_>, at: usize, word: PeriodWord) -> Option<Based> {
    match scan.role(at) {
        Some((PeriodWord::Day | PeriodWord::DayPart, _, end)) => return day(scan, end, PeriodWord::Day),
        Some((PeriodWord::Weekday, _, end)) => return weekday(scan, end),
        Some((PeriodWord::Lunar, _, end)) => return lunar(scan, end),
        _ => {}
    }
    if let Some(based) = day_and_month(scan, at) {
        return Some(based);
    }
    if let Some(found) = numeric(scan, at, Promise::Day) {
        let expression = match found.to {
            Some(to) => Expression::Between(found.from, to),
            None => Expression::At(found.from),
        };
        return Some(Based { expression, end: found.end, flag: None });
    }
    if let Some(invalid) = impossible(scan, at) {
        return Some(invalid);
    }
    lone_day(scan, at, word)
}

/// `31 tháng 12 năm 2020`, in digits or words.
fn day_and_month(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let (day, next) = number(scan, at, 31)?;
    let mut next = next;
    let mut first = None;
    // "5 và 6 tháng 7", "5-7 tháng 12"
    if (scan.is_particle(next, Particle::And)
        || scan.is_dash(next)
        || scan.is(next, PeriodWord::Until).is_some())
        && let Some((last, end)) = number(scan, next + 1, 31)
        && last > day
    {
        (first, next) = (Some(last), end);
    }
    let month = match scan.role(next)? {
        (PeriodWord::Month, _, end) => month(scan, end)?,
        (PeriodWord::NamedMonth, value, end) => named_month(scan, value, end)?,
        (PeriodWord::RelativeMonth, 0, end) if first.is_none() => {
            let moment = Moment::Day { year: YearOf::Missing, month: None, day };
            return Some(Based::at(moment, end));
        }
        _ => return None,
    };
    let Expression::At(Point { moment: Moment::Month { year, month: of }, .. }) = month.expression else {
        return None;
    };
    let moment = |day| Moment::Day { year, month: Some(of), day };
    let based = match first {
        Some(last) => Based::between(moment(day), moment(last), month.end),
        None => Based::at(moment(day), month.end),
    };
    Some(Based { flag: month.flag, ..based })
}

/// A small number in digits or words.
fn number(scan: &Scan<'_>, at: usize, most: u32) -> Option<(i8, usize)> {
    if let Some(value) = scan.small(at, 1..=most) {
        return Some((value, at + 1));
    }
    let (value, end) = scan.small_in_words(at)?;
    (value <= most).then_some((i8::try_from(value).ok()?, end))
}

/// `ngày 31/13`, `31/6`: after `ngày` it is a date all the same, only none that exists.
fn impossible(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let (day, month) = (scan.small(at, 0..=99)?, scan.small(at + 2, 0..=99)?);
    if !scan.is_mark(at + 1, '/') || !scan.touches(at + 1) || scan.is_counted_by(at + 3) {
        return None;
    }
    let moment = Moment::Day { year: YearOf::Missing, month: Some(month), day };
    Some(Based { flag: Some("invalid_date"), ..Based::at(moment, at + 3) })
}

/// `ngày 15`: of the month of publication. Before a noun it counts something else ("mỗi ngày 15 xe").
fn lone_day(scan: &Scan<'_>, at: usize, word: PeriodWord) -> Option<Based> {
    let day = scan.small(at, 1..=31)?;
    let next = scan.token(at + 1);
    let ends = next.is_none_or(|t| !t.is_word() && !t.is(':') && !t.is('%') && !t.is('h'))
        || scan.is_particle(at + 1, Particle::BehindDay);
    let free = word == PeriodWord::Day && ends && !scan.is_counted_by(at + 1) && !scan.is_separator(at + 1);
    free.then(|| Based::at(Moment::Day { year: YearOf::Missing, month: None, day }, at + 1))
}

/// A weekday and its date: `Thứ Hai, 3/7`, `thứ Bảy ngày 25/12/2021`.
fn weekday(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let at = if scan.is_mark(at, ',') || scan.is_mark(at, '(') { at + 1 } else { at };
    let at = scan.is(at, PeriodWord::Day).unwrap_or(at);
    let found = numeric(scan, at, Promise::Day)?;
    found.to.is_none().then_some(Based { expression: Expression::At(found.from), end: found.end, flag: None })
}

/// After `tháng`: `5`, `5/2017`, `5 năm 2017`, `12 năm trước`, `1-3/2017`, `11.2017`.
pub(super) fn month(scan: &Scan<'_>, at: usize) -> Option<Based> {
    if let Some(parts) = scan.dotted(at) {
        let [month, year] = parts[..] else { return None };
        let (month, year) = (i8::try_from(month.value).ok()?, super::scan::as_year(year)?);
        return (1..=12)
            .contains(&month)
            .then(|| Based::at(Moment::Month { year: YearOf::Known(year), month }, at + 1));
    }
    let Some((first, end)) = number(scan, at, 31) else { return edge_month(scan, at) };
    if first > 12 {
        let (year, end) = year_tail(scan, end);
        let moment = Moment::Month { year, month: 12 };
        return (year != YearOf::Missing)
            .then(|| Based { flag: Some("invalid_date"), ..Based::at(moment, end) });
    }
    // "tháng 1-3/2017", "tháng 7, 8/2017", "tháng 1 và 2"
    let joined = scan.is_dash(end) || scan.is_mark(end, ',') || scan.is_particle(end, Particle::And);
    if joined
        && let Some(last) = scan.small(end + 1, 1..=12).filter(|last| *last > first)
        && let (year, tail) = year_tail(scan, end + 2)
        && (year != YearOf::Missing || !scan.is_counted_by(end + 2))
        && (year != YearOf::Missing
            || scan.is_dash(end)
            || scan.is_particle(end, Particle::And) && closes(scan, tail))
    {
        let of = |month| Moment::Month { year, month };
        return Some(Based::between(of(first), of(last), tail));
    }
    let (year, end) = year_tail(scan, end);
    Some(Based::at(Moment::Month { year, month: first }, end))
}

/// Whether a mark or the end of the text stands at `at`, and no number goes on there.
fn closes(scan: &Scan<'_>, at: usize) -> bool {
    scan.token(at).is_none_or(|t| [',', '.', ';', ')'].iter().any(|c| t.is(*c)))
}

/// `tháng Giêng`, `tháng Tư năm 2017`.
fn named_month(scan: &Scan<'_>, value: i32, at: usize) -> Option<Based> {
    let (year, end) = year_tail(scan, at);
    let month = i8::try_from(value.abs()).ok().filter(|m| (1..=12).contains(m))?;
    let flag = (value < 0).then_some("lunar_date");
    Some(Based { flag, ..Based::at(Moment::Month { year, month }, end) })
}

/// After `quý`: `II/2017`, `3 năm 2024`, `I`.
fn quarter(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let Some(first) = scan.ordinal(at, 4) else { return edge_quarter(scan, at) };
    let joined = scan.is_dash(at + 1) || scan.is_mark(at + 1, ',') || scan.is_particle(at + 1, Particle::And);
    if joined && let Some(last) = scan.ordinal(at + 2, 4).filter(|last| *last > first) {
        let (year, end) = year_tail(scan, at + 3);
        let of = |quarter| Moment::Quarter { year, quarter };
        return Some(Based::between(of(first), of(last), end));
    }
    let (year, end) = year_tail(scan, at + 1);
    Some(Based::at(Moment::Quarter { year, quarter: first }, end))
}

/// `hôm qua`, `sáng nay (3/7)`: a date in brackets says it better.
fn relative_day(scan: &Scan<'_>, value: i32, end: usize) -> Based {
    // `Sáng nay, 7/6, …`: between two commas too.
    let comma = scan.is_mark(end, ',') && dates_it(scan, end + 1);
    let open = usize::from(comma || scan.is_mark(end, '('));
    let at = scan.is(end + open, PeriodWord::Day).unwrap_or(end + open);
    if let Some(based) = day_and_month(scan, at) {
        return based;
    }
    if let Some(found) = numeric(scan, at, Promise::Day)
        && found.to.is_none()
    {
        let close = usize::from(!comma && open == 1 && scan.is_mark(found.end, ')'));
        let based = Based { expression: Expression::At(found.from), end: found.end + close, flag: None };
        return based;
    }
    Based::at(Moment::RelativeDay(value), end)
}

/// Whether a day and its month stand between commas at `at`.
fn dates_it(scan: &Scan<'_>, at: usize) -> bool {
    let day = scan.is(at, PeriodWord::Day).unwrap_or(at);
    let found = numeric(scan, day, Promise::Day).filter(|found| found.to.is_none());
    found.is_some_and(|found| {
        matches!(found.from.moment, Moment::Day { month: Some(_), .. })
            && scan.token(found.end).is_none_or(|t| !t.is_word() && !t.is_number())
    })
}

/// After `cùng kỳ`: `năm 2016`, `2016`, `năm trước`, or nothing.
fn same_period(scan: &Scan<'_>, at: usize) -> Based {
    let year_at = after_occasion(scan, at);
    let at = year_at.unwrap_or(at);
    let year = match scan.role(at) {
        Some((PeriodWord::RelativeYear, offset, end)) if offset != PAST => {
            Some((YearOf::Relative(i16::try_from(offset).unwrap_or(-1)), end))
        }
        Some((PeriodWord::Year, _, end)) => scan.year(end).map(|year| (YearOf::Known(year), end + 1)),
        Some((PeriodWord::RelativeMonth, -1, end)) => {
            return Based::at(Moment::RelativeMonth(-1), end);
        }
        // "cùng kỳ các năm trước": of no one year.
        Some((PeriodWord::Past, _, end)) => {
            return Based { expression: Expression::Unresolvable, end, flag: None };
        }
        _ => scan.year(at).filter(|_| !scan.is_counted_by(at + 1)).map(|year| (YearOf::Known(year), at + 1)),
    };
    let (year, end) = year.unwrap_or((YearOf::Missing, at));
    Based { expression: Expression::Same(year), end, flag: None }
}

/// `cùng kỳ Tết Đinh Dậu năm 2017`, `cùng kỳ nghỉ lễ năm trước`: where the year stands behind the occasion.
fn after_occasion(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if !scan.is_particle(at, Particle::Occasion) {
        return None;
    }
    let words = |to: usize| (at..to).all(|i| scan.token(i).is_some_and(Token::is_word));
    let is_year = |i: &usize| match scan.role(*i) {
        Some((PeriodWord::Year, _, end)) => scan.year(end).is_some(),
        Some((PeriodWord::RelativeYear, offset, _)) => offset != PAST,
        _ => false,
    };
    (at + 1..at + OCCASION).find(is_year).filter(|to| words(*to))
}

/// Tokens of an occasion.
const OCCASION: usize = 6;
