//! The date lines of pages: `Thứ 7, 25/12/2021 | 09:56:00 [GMT +7]`, `(17:59 24/01/2021)`, `Cập nhật: …`.
//!
//! In: one line of text. Out: the [`Stamp`]s in it, each with its range in the line. Days come first, as
//! everywhere in Vietnam; a year has four digits; a line without a year is no stamp.
//!
//! Worked example: `Thứ Bảy, 25/12/2021 | 09:56:00 [GMT +7]` is one stamp: 2021-12-25, 09:56:00, +420 minutes,
//! with a weekday; `Cập nhật: 24/01/2021` is one with [`Label::Modified`].

use std::{cell::OnceCell, ops::Range, sync::LazyLock};

use jiff::civil::{Date, Time, date};
use regex::{Captures, Regex};

use super::{DateBasis, Dated, Precision, coarse};

/// What the words before a stamp say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing.
    None,
    /// `Đăng ngày`, `Ngày đăng`, `Xuất bản`.
    Published,
    /// `Cập nhật`, `Sửa lần cuối`.
    Modified,
    /// `Hôm nay`: the clock of the page.
    Clock,
}

/// A day, perhaps with a time, found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) date: Date,
    /// How much of the day is known: its month or year, or all of it.
    pub(super) precision: Precision,
    pub(super) time: Option<Time>,
    pub(super) offset_minutes: Option<i16>,
    /// Bytes of the line that belong to it: label, weekday, date, time, zone and their brackets.
    pub(super) range: Range<usize>,
    pub(super) label: Label,
    pub(super) weekday: bool,
}

impl Stamp {
    /// Whether it stands apart from the words before it: `Giá chè ngày 05/03/2019` is one phrase.
    pub(super) fn is_set_off(&self, line: &str) -> bool {
        let before = line[..self.range.start].trim_end();
        self.time.is_some()
            || self.weekday
            || self.label != Label::None
            || !before.ends_with(char::is_alphanumeric)
            || line[self.range.clone()].starts_with(['(', '['])
    }

    /// The same as a [`Dated`], known by `basis`.
    pub(super) fn dated(&self, basis: DateBasis) -> Dated {
        let precision = if self.time.is_some() { Precision::Minute } else { self.precision };
        Dated { date: self.date, precision, time: self.time, offset_minutes: self.offset_minutes, basis }
    }
}

/// What the line of the author begins with; the date often stands in it.
const BYLINES: [&str; 8] =
    ["viết bởi", "đăng bởi", "người đăng", "người viết", "tác giả", "by ", "posted", "nguồn"];
/// Longest line that is looked at: a stamp stands alone or beside a headline.
const LONGEST_LINE: usize = 600;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)
        (?P<day>\d{1,2})\s?[/.–-]\s?(?P<month>\d{1,2})\s?[/.–-]\s?(?P<year>\d{4})
        | (?P<iso_year>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})
        | (?P<w_day>\d{1,2})\s+(?:tháng|thg)\s+(?P<w_month>\d{1,2})\s*(?:,|năm|/|-)?\s*(?P<w_year>\d{4})
        | (?P<v_day>\d{1,2})\s+tháng\s+(?P<v_month>giêng|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười\s+một|mười\s+hai|mười|chạp)[\s,]+(?:năm\s+)?(?P<v_year>\d{4})
        | (?:tháng\s+(?:(?P<x_month>\d{1,2})|(?P<x_word>một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười\s+một|mười\s+hai|mười))|th(?P<x_short>\d{1,2}))\s+(?P<x_day>\d{1,2}),?\s+(?P<x_year>\d{4})
        | (?P<w_short_day>\d{1,2})[\s-]+th(?P<w_short>\d{1,2}),?[\s-]+(?P<w_short_year>\d{4})
        | (?P<s_day>\d{1,2})[/.-](?P<s_month>\d{1,2})[/.-](?P<s_year>\d{2})
        | (?P<e_month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<e_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<e_year>\d{4})
        | (?P<f_day>\d{1,2})(?:st|nd|rd|th)?[\s/-](?P<f_month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s/-](?P<f_year>\d{4})",
    )
});
static TIME_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) ^ [\s,|•·()\[\]/T–—-]{0,6} (?:(?:lúc|vào\s+lúc|at)\s*)?
        (?P<hour>\d{1,2})\s?(?::|h|g|giờ)\s?(?P<minute>\d{2}|\d\b)(?:\s?phút|')?(?:\s?[:'.]\s?(?P<second>\d{2})(?:\.\d+)?)?(?:\s?(?P<half>am|pm|sa|ch|sáng|trưa|chiều|tối|đêm)\b)?",
    )
});
static TIME_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) \b(?P<hour>\d{1,2})\s?(?::|h|g|giờ)\s?(?P<minute>\d{2}|\d\b)(?:\s?phút|')?(?:\s?[:'.]\s?(?P<second>\d{2}))?(?:\s?(?P<half>am|pm|sa|ch|sáng|trưa|chiều|tối|đêm)\b)?
        [\s,|•·()\[\]/–—-]{0,6} (?:gmt\s?\+\s?7[\s,|)]*)? (?:ngày\s*)? $",
    )
});
static WEEKDAY_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) (?:\b|^) (?P<name>thứ\s*(?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7])|t[2-7]|chủ\s*nhật|cn|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)
        [\s,|.:()–—-]{0,5} (?:ngày\s*)? $",
    )
});
static ZONE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) ^ \s* [\[(,|]? \s* (?:(?:gmt|utc)\s*)? (?P<sign>[+−-]) \s* (?P<hours>\d{1,2}) (?: :? (?P<minutes>\d{2}))? \s* [\])]?",
    )
});
static ZULU_AFTER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^\s?(?:z|gmt|utc)\b"));
static LABEL_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) (?P<modified>(?:lần\s+)?cập\s*nhật(?:\s*(?:lần\s*cuối|cuối(?:\s*cùng)?|ngày|lúc|vào))*|sửa\s+lần\s+cuối|(?:last\s+)?(?:updated|modified)(?:\s+(?:on|at))?)
        [\s:,(–—-]* $ | (?P<clock>hôm\s*nay|bây\s*giờ|(?:bản\s+in|ngày\s+in)(?:\s*(?:ngày|lúc))*) [\s:,(–—-]* $ | (?P<published>(?:ngày\s*(?:đăng(?:\s*tải)?|đưa(?:\s*tin)?|xuất\s*bản|phát\s*hành|gửi|hỏi|trả\s*lời|tạo|viết)|đăng(?:\s*(?:ngày|lúc|tải|bởi|vào))*|xuất\s*bản|phát\s*hành|(?:posted|published)(?:\s+(?:on|at))?))
        [\s:,(–—-]* $",
    )
});

#[allow(clippy::expect_used, reason = "the patterns above are constants, compiled in every test run")]
pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}

/// All stamps of `line`, from left to right.
pub(super) fn stamps(line: &str) -> Vec<Stamp> {
    // `1/1/12` is the shortest.
    if line.len() > LONGEST_LINE || line.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return Vec::new();
    }
    let mut found: Vec<Stamp> = Vec::new();
    for captures in DATE.captures_iter(line) {
        let whole = captures.get(0).map_or(0..0, |m| m.range());
        let floor = found.last().map_or(0, |s| s.range.end);
        if touches_number(line, &whole) || whole.start < floor {
            continue;
        }
        if let Some(day) = day_of(&captures, half_after(line, whole.end)) {
            let stamp = widen(line, floor, whole, day);
            // `24/12/12` is a day only in the dress of one; alone it may be a number of anything.
            let dressed = stamp.weekday || stamp.time.is_some() || stamp.label != Label::None;
            if captures.name("s_year").is_none() || dressed {
                found.push(stamp);
            }
        }
    }
    found
}

/// The stamp of a line that is nothing but a stamp: what is left beside it is a few words at most (an author, a
/// section, `A  A`, a counter of views).
pub(super) fn stamp_line(line: &str) -> Option<Stamp> {
    let line = line.trim();
    let found = OnceCell::new();
    stamp_of(line, || found.get_or_init(|| stamps(line)))
}

/// The same of a line without white space around it, whose stamps are known to `stamps`.
pub(super) fn stamp_of<'s>(line: &str, stamps: impl FnOnce() -> &'s [Stamp]) -> Option<Stamp> {
    // Most lines are paragraphs, not worth counting.
    if line.len() > 140 * 4 || line.chars().count() > 140 {
        return None;
    }
    let stamps = stamps();
    let first = stamps.first()?.clone();
    let mut rest = String::from(&line[..first.range.start]);
    let mut end = first.range.end;
    for stamp in stamps.iter().skip(1) {
        rest.push_str(&line[end..stamp.range.start]);
        end = stamp.range.end;
    }
    rest.push_str(&line[end..]);
    let n_letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let sentence = rest.trim_end().ends_with(['.', ';', '…']) && n_letters > 4;
    let low = rest.trim_start().to_lowercase();
    let dressed = first.time.is_some() || first.label != Label::None;
    let limit = if dressed || BYLINES.iter().any(|b| low.starts_with(b)) { 30 } else { 12 };
    let prefers = stamps.iter().find(|s| s.label == Label::Published).cloned();
    let counts = rest.bytes().filter(u8::is_ascii_digit).count() > 0 && rest.contains(['%', ',']);
    (!sentence && !counts && n_letters <= limit).then_some(prefers.unwrap_or(first))
}

/// Reads a machine's date: ISO 8601 with or without time and zone, a month or year alone, or any stamp.
pub(super) fn machine(value: &str) -> Option<Stamp> {
    let value = value.trim();
    let stamp = stamps(value.get(..value.len().min(LONGEST_LINE))?).into_iter().next();
    stamp.filter(|s| s.range.start <= 24).or_else(|| coarse::machine(value))
}

/// Moves a stamp in UTC to Vietnam's zone; leaves others alone.
pub(super) fn to_vietnam(mut stamp: Stamp) -> Stamp {
    if let (Some(0), Some(clock)) = (stamp.offset_minutes, stamp.time) {
        let moved = stamp.date.to_datetime(clock).checked_add(jiff::SignedDuration::from_hours(7));
        if let Ok(moved) = moved {
            stamp.date = moved.date();
            stamp.time = Some(moved.time());
            stamp.offset_minutes = Some(420);
        }
    }
    stamp
}

/// Whether a digit, or a mark that makes it a longer number, touches the match: `141/25/12/2021`.
fn touches_number(line: &str, at: &Range<usize>) -> bool {
    let before = line[..at.start].chars().next_back();
    let after = line[at.end..].chars().next();
    before.is_some_and(|c| c.is_ascii_digit() || c == '/') || after.is_some_and(|c| c.is_ascii_digit())
}

/// Whether a time of the twelve-hour kind follows: then `12/25/2021` may be month first.
fn half_after(line: &str, end: usize) -> bool {
    TIME_AFTER.captures(&line[end..]).is_some_and(|c| c.name("half").is_some())
}

/// The number of a month by the first letters of its English name.
pub(super) fn english_month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_ascii_lowercase();
    MONTHS.iter().position(|m| word.starts_with(m)).and_then(|i| i16::try_from(i + 1).ok())
}

/// The number of a month by its Vietnamese name.
pub(super) fn vietnamese_month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"];
    let word = word.to_lowercase();
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let word = match word.as_str() {
        "giêng" => "một",
        "bốn" => "tư",
        "chạp" => "mười hai",
        word => word,
    };
    MONTHS.iter().position(|m| *m == word).and_then(|i| i16::try_from(i + 1).ok())
}

fn day_of(captures: &Captures<'_>, american: bool) -> Option<Date> {
    let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let english = |name: &str| english_month(captures.name(name)?.as_str());
    let vietnamese = |name: &str| vietnamese_month(captures.name(name)?.as_str());
    let (mut day, mut month, year) = [("day", "month", "year"), ("iso_day", "iso_month", "iso_year")]
        .iter()
        .chain(&[("w_day", "w_month", "w_year"), ("x_day", "x_month", "x_year")])
        .chain(&[("x_day", "x_short", "x_year"), ("w_short_day", "w_short", "w_short_year")])
        .find_map(|&(d, m, y)| Some((number(d)?, number(m)?, number(y)?)))
        .or_else(|| Some((number("v_day")?, vietnamese("v_month")?, number("v_year")?)))
        .or_else(|| Some((number("x_day")?, vietnamese("x_word")?, number("x_year")?)))
        .or_else(|| Some((number("s_day")?, number("s_month")?, century(number("s_year")?))))
        .or_else(|| Some((number("e_day")?, english("e_month")?, number("e_year")?)))
        .or_else(|| Some((number("f_day")?, english("f_month")?, number("f_year")?)))?;
    if american && month > 12 {
        (day, month) = (month, day);
    }
    if !(1990..2100).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The year that two digits stand for.
fn century(year: i16) -> i16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// Takes in what belongs to the date at `at`: label, weekday, time, zone.
fn widen(line: &str, floor: usize, at: Range<usize>, mut day: Date) -> Stamp {
    let in_digits = !line[at.clone()].contains(char::is_alphabetic);
    let Range { mut start, mut end } = at;
    let mut clock = None;
    if let Some(found) = TIME_AFTER.captures(&line[end..])
        && let Some(read) = time_of(&found)
    {
        clock = Some(read);
        end += found.get(0).map_or(0, |m| m.end());
    }
    let mut offset_minutes = None;
    if clock.is_some() {
        (offset_minutes, end) = zone(line, end);
    }
    let mut weekday = false;
    for _ in 0..2 {
        if let Some(found) = WEEKDAY_BEFORE.captures(&line[floor..start]) {
            start = floor + found.get(0).map_or(0, |m| m.start());
            weekday = true;
            day = if in_digits { month_first(day, &found["name"]) } else { day };
        }
        if clock.is_none()
            && let Some(found) = TIME_BEFORE.captures(&line[floor..start])
        {
            clock = time_of(&found);
            start = if clock.is_some() { floor + found.get(0).map_or(0, |m| m.start()) } else { start };
        }
    }
    let mut label = Label::None;
    if let Some(found) = LABEL_BEFORE.captures(&line[floor..start]) {
        label = match () {
            () if found.name("modified").is_some() => Label::Modified,
            () if found.name("clock").is_some() => Label::Clock,
            () => Label::Published,
        };
        start = floor + found.get(0).map_or(0, |m| m.start());
    }
    if line[..start].ends_with(['(', '[']) && line[end..].starts_with([')', ']']) {
        start -= 1;
        end += 1;
    }
    let precision = Precision::Day;
    Stamp { date: day, precision, time: clock, offset_minutes, range: start..end, label, weekday }
}

/// The day as it is, or with day and month exchanged where only so it is the weekday that is printed beside it:
/// `T4, 10/09/2019` is Wednesday 9 October.
fn month_first(day: Date, weekday: &str) -> Date {
    const WEEK: [[&str; 4]; 7] = [
        ["chủ", "cn", "sun", "sun"],
        ["hai", "2", "mon", "mon"],
        ["ba", "3", "tue", "tue"],
        ["tư", "4", "wed", "bốn"],
        ["năm", "5", "thu", "thu"],
        ["sáu", "6", "fri", "fri"],
        ["bảy", "7", "sat", "bẩy"],
    ];
    let low = weekday.to_lowercase();
    let name = low.trim_start_matches("thứ").trim_start();
    let name = if name.len() == 2 { name.trim_start_matches('t') } else { name };
    let printed = WEEK.iter().position(|names| names.iter().any(|n| name.starts_with(n)));
    let is = |d: Date| Some(d.weekday().to_sunday_zero_offset().unsigned_abs().into()) == printed;
    let exchanged = Date::new(day.year(), day.day(), day.month()).ok();
    exchanged.filter(|other| !is(day) && is(*other)).unwrap_or(day)
}

fn zone(line: &str, end: usize) -> (Option<i16>, usize) {
    if let Some(found) = ZONE_AFTER.captures(&line[end..]) {
        let number = |name: &str| found.name(name).map_or(Some(0), |m| m.as_str().parse::<i16>().ok());
        let whole = found.get(0).map_or(0, |m| m.end());
        if let (Some(hours @ 0..=14), Some(minutes @ 0..=59)) = (number("hours"), number("minutes")) {
            let positive = found.name("sign").is_some_and(|m| m.as_str() == "+");
            let total = hours * 60 + minutes;
            return (Some(if positive { total } else { -total }), end + whole);
        }
    }
    match ZULU_AFTER.find(&line[end..]) {
        Some(found) => (Some(0), end + found.end()),
        None => (None, end),
    }
}

fn time_of(captures: &Captures<'_>) -> Option<Time> {
    let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
    let mut hour = number("hour")?;
    match captures.name("half").map(|m| m.as_str().to_lowercase()).as_deref() {
        Some("pm" | "ch" | "chiều" | "tối") if hour < 12 => hour += 12,
        Some("am" | "sa" | "sáng") if hour == 12 => hour = 0,
        Some("trưa") if hour < 5 => hour += 12,
        Some("đêm") if (7..12).contains(&hour) => hour += 12,
        _ => {}
    }
    Time::new(hour, number("minute")?, number("second").unwrap_or(0), 0).ok()
}

/// The day in an address: `/2021/12/25/`, `-20221223144734383.htm`, `/20211225/`; or its month.
pub(super) fn from_url(url: &str) -> Option<Stamp> {
    static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?:\D|$)")
    });
    static RUN: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?:^|\D)\d{0,3}?(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,6})?(?:\D|$)",
        )
    });
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.find('/').map_or(path, |at| &path[at..]);
    let day = [&*SLASHED, &*RUN].into_iter().find_map(|pattern| {
        let found = pattern.captures(path)?;
        let day = day_of(&found, false)?;
        let range = found.get(0)?.range();
        // The digits behind the day count the seconds at which the page was made, not when it was published.
        let stamp = Stamp {
            date: day,
            precision: Precision::Day,
            time: None,
            offset_minutes: None,
            range,
            label: Label::None,
            weekday: false,
        };
        (day > date(1996, 1, 1)).then_some(stamp)
    });
    day.or_else(|| coarse::address(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        let show = |s: &Stamp| {
            let clock = s.time.map(|t| format!(" {t}")).unwrap_or_default();
            let zone = s.offset_minutes.map(|m| format!(" {m:+}")).unwrap_or_default();
            let label = if s.label == Label::None { String::new() } else { format!(" {:?}", s.label) };
            format!("{}{clock}{zone}{label}", s.date)
        };
        stamps(line).iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn stamps_of_vietnamese_pages() {
        for (line, expected) in [
            ("Thứ 7, 25/12/2021 | 09:56:00 [GMT +7] A  A", "2021-12-25 09:56:00 +420"),
            ("Thứ Năm, 21/11/2024 23:43 (GMT +7)", "2024-11-21 23:43:00 +420"),
            ("Hà Nội phấn đấu (17:59 24/01/2021)", "2021-01-24 17:59:00"),
            ("06/11/2020", "2020-11-06"),
            ("Cập nhật: 14h05 ngày 3-8-2018", "2018-08-03 14:05:00 Modified"),
            ("Ngày đăng: 03.08.2018", "2018-08-03 Published"),
            ("Chủ Nhật, ngày 5 tháng 9 năm 2021, 7:30 SA", "2021-09-05 07:30:00"),
            ("21:30 | Thứ sáu, 24/12/2021", "2021-12-24 21:30:00"),
            ("2021-12-25T09:56:00+07:00", "2021-12-25 09:56:00 +420"),
            ("2021-12-25T02:56:00.000Z", "2021-12-25 02:56:00 +0"),
            ("12/25/2021 9:56:00 PM", "2021-12-25 21:56:00"),
            ("Xã hội | Cập nhật thứ ba, ngày 25/12/18 10:05 tối", "2018-12-25 22:05:00 Modified"),
            ("Chủ nhật, 03-02-19 | 12:30 trưa", "2019-02-03 12:30:00"),
            ("12 Tháng Hai, 2021", "2021-02-12"),
            ("Tháng Mười Hai 5, 2021", "2021-12-05"),
            ("Th8 30, 2021 lúc 7:05", "2021-08-30 07:05:00"),
            ("Đăng ngày 30 Th8, 2021", "2021-08-30 Published"),
            ("ngày 5 tháng Giêng năm 2020", "2020-01-05"),
            ("bản 10.2.12 và 3-4-05", ""),
            ("Sat, 25 Dec 2021 09:56:00 GMT", "2021-12-25 09:56:00 +0"),
            (
                "Đăng lúc 08:00 01/02/2020 - Cập nhật lúc 09:15 02/02/2020",
                "2020-02-01 08:00:00 Published; 2020-02-02 09:15:00 Modified",
            ),
            ("T3, 05.03.2019", "2019-03-05"),
            ("T4, 10/09/2019 - 08:15", "2019-10-09 08:15:00"),
            ("Thứ Tư, 10/09/2014", "2014-09-10"),
            ("Thứ Hai, 11/10/2019", "2019-10-11"),
            ("2019.03.05", "2019-03-05"),
            ("05/Mar/2019", "2019-03-05"),
            ("05-Th3-2019", "2019-03-05"),
            ("14 giờ 05 phút, ngày 5/3/2019", "2019-03-05 14:05:00"),
            ("14:05' - 5/3/2019", "2019-03-05 14:05:00"),
            ("ngày 5-3-2019 14 giờ 5 phút", "2019-03-05 14:05:00"),
            ("Lần cập nhật cuối: 05/03/2019", "2019-03-05 Modified"),
            ("Bản in ngày 05/03/2019", "2019-03-05 Clock"),
            ("31/02/2021", ""),
            ("Báo cáo số 141/25/12/2021", ""),
            ("số 102/NQ-CP, ngày 03/8/2018 và 19/5/2022", "2018-08-03; 2022-05-19"),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn a_sentence_is_no_stamp_line() {
        for (line, is) in [
            ("Thứ 7, 25/12/2021 | 09:56:00 [GMT +7] A  A", true),
            ("Minh Sơn - Thứ ba, 1/12/2020, 08:30 (GMT+7)", true),
            ("06/11/2020", true),
            ("Đăng bởi: admin - Ngày: 05/03/2019", true),
            ("Ngày 24/12/2021, Ban Chỉ đạo họp tại Long An.", false),
            ("Tính đến 31/12/2020 toàn tỉnh có 156 đại lý thu", false),
        ] {
            assert_eq!(stamp_line(line).is_some(), is, "{line}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let day = |url: &str| from_url(url).map(|s| s.date.to_string());
        assert_eq!(day("https://a.vn/2021/12/25/tin.htm").as_deref(), Some("2021-12-25"));
        assert_eq!(day("https://a.vn/tin-moi-20221223144734383.htm").as_deref(), Some("2022-12-23"));
        assert_eq!(day("https://a.vn/tin-moi-4420519.html"), None);
        assert_eq!(day("https://a.vn/188231204103422.htm").as_deref(), None);
    }
}
