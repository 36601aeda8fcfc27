//! Weeks, school years and days of Tết as they lie around a day.
//!
//! In: the day that the text speaks from and the value that the pattern file gives a word. Out: [`Period`]s.
//!
//! Example: from Saturday 2017-06-24 `tuần qua` is the week from the 19th to the 25th, from Monday 2017-06-26 too.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::calendar::Period;

/// Value of `tuần qua`, `tháng qua`, `năm qua`, `năm học vừa qua` in the pattern file: just over, unlike `tháng trước` (-1), which
/// `2 tháng trước` counts back from.
pub(super) const PAST: i32 = -10;

/// Value of `năm học mới`: the one that begins this autumn, whether it has begun or not.
pub(super) const NEW: i32 = 10;

/// The week from Monday to Sunday; at its end a week is already the past one.
pub(super) fn week(now: Date, value: i32) -> Option<Period> {
    let day = now.weekday().to_monday_one_offset();
    let weeks = match value {
        PAST if day >= 6 => 0,
        PAST => -1,
        weeks => weeks,
    };
    let monday = now.checked_sub(i32::from(day - 1).days()).ok()?.checked_add((weeks * 7).days()).ok()?;
    Period::join(&Period::day(monday), &Period::day(monday.checked_add(6.days()).ok()?))
}

/// The days from `days` before now up to now.
pub(super) fn last(now: Date, days: i16) -> Option<Period> {
    Period::join(&Period::day(now.checked_sub(i32::from(days).days()).ok()?), &Period::day(now))
}

/// The first year of a school year that is told from `now`. One lasts until the next begins.
pub(super) fn school_year(now: Date, value: i32) -> Option<i16> {
    let (year, month) = (now.year(), now.month());
    let current = if month >= 8 { year } else { year - 1 };
    match value {
        NEW => Some(year),
        // In the holidays the past one is the one that has just ended.
        PAST => Some(if matches!(month, 6 | 7) { current } else { current - 1 }),
        // In August the next one is the one that is about to begin.
        1 if month == 8 => Some(year),
        years => current.checked_add(i16::try_from(years).ok()?),
    }
}

/// The stretch of a school year.
pub(super) fn of_school(first: i16) -> Option<Period> {
    let whole = Period::years(first, first + 1)?;
    Some(Period { start: date(first, 9, 5), end: date(first + 1, 5, 31), ..whole })
}

/// Days of Tết in the solar calendar of Vietnam, from 2000 on.
const FEASTS: [(i8, i8); 40] = [
    (2, 5),
    (1, 24),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 9),
    (1, 29),
    (2, 17),
    (2, 7),
    (1, 26),
    (2, 14),
    (2, 3),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 16),
    (2, 5),
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13),
    (2, 2),
    (1, 23),
    (2, 11),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 15),
    (2, 4),
    (1, 24),
];

/// The day of the first lunar month that lies nearest to `now`.
pub(super) fn feast(now: Date, day: i8) -> Option<Date> {
    let of = |year: i16| {
        let (month, first) = *FEASTS.get(usize::try_from(year - 2000).ok()?)?;
        Date::new(year, month, first).ok()?.checked_add(i32::from(day - 1).days()).ok()
    };
    let year = if now.month() >= 10 { now.year() + 1 } else { now.year() };
    of(year)
}
