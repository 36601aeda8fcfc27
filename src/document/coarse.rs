//! Dates that are known only to the month or the year: `2021-12`, `Tháng 12/2021`, `Năm xuất bản: 2019`,
//! `/2021/12/ten-bai.html`.
//!
//! In: a machine's value, a line of text or an address in which no day was found. Out: a [`Stamp`] of the first day of
//! the month or year, with its [`Precision`]. A line must hold nothing else: a sentence about a month is no stamp.
//!
//! Worked example: `Số 45 (tháng 5/2019)` below a headline is 2019-05, to the month.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::{
    Precision,
    dateline::{Label, Stamp, compile, english_month, vietnamese_month},
};

/// Longest line that may be a month or a year with what is said of it, in bytes.
const LONGEST_LINE: usize = 100;

static MACHINE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2}))?|(?P<n_month>\d{1,2})[-/.](?P<n_year>\d{4}))$")
});
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix) ^ \W*
        (?: (?P<label> (?:ngày|tháng|năm|thời\s*gian)\s*(?:đăng|xuất\s*bản|phát\s*hành|công\s*bố)
            | đăng(?:\s*(?:ngày|lúc|tải|vào))* | xuất\s*bản | phát\s*hành | (?:posted|published)(?:\s+(?:on|in|at))? ) [\s:,(–—-]+ )?
        (?: (?:tạp\s*chí\s*)? số\s* \d+ (?:/\d{4})? [\s,:|()–—-]+ )? (?: kỳ\s+[\w]+ [\s,:()–—-]+ )?
        (?: tháng\s+ (?: (?P<month>\d{1,2}) | (?P<word>giêng|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười\s+một|mười\s+hai|mười|chạp) )
                \s* (?:[/.,–-]|năm|\s)\s* (?:năm\s+)? (?P<year>\d{4})
            | (?P<e_month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+ (?P<e_year>\d{4})
            | (?: (?P<n_month>\d{1,2})\s?[/.-]\s? )? (?P<n_year>\d{4}) )
        \W* $",
    )
});
static FOLDERS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"/(?P<year>(?:19|20)\d{2})/(?P<month>0[1-9]|1[0-2])/[^/?#]*\pL"));

/// A value that a machine wrote: `2021-12`, `12/2021`, `2021`.
pub(super) fn machine(value: &str) -> Option<Stamp> {
    let found = (value.len() <= 10).then(|| MACHINE.captures(value)).flatten()?;
    let month = digits(&found, "month").or_else(|| digits(&found, "n_month"));
    stamp(digits(&found, "year").or_else(|| digits(&found, "n_year"))?, month, Label::None, value.len())
}

/// A line that says a month and nothing else, or that calls a month or year the one of publication.
pub(super) fn line(words: &str) -> Option<Stamp> {
    let words = words.trim();
    // The shortest is `5/2019`.
    if words.len() > LONGEST_LINE || words.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return None;
    }
    let found = LINE.captures(words)?;
    let label = if found.name("label").is_some() { Label::Published } else { Label::None };
    // Digits alone may be a number of anything.
    if label == Label::None && found.name("n_year").is_some() {
        return None;
    }
    let year = ["year", "e_year", "n_year"].into_iter().find_map(|name| digits(&found, name))?;
    let word = |name| found.name(name).map(|m| m.as_str());
    let month = digits(&found, "month")
        .or_else(|| digits(&found, "n_month"))
        .or_else(|| vietnamese_month(word("word")?))
        .or_else(|| english_month(word("e_month")?));
    stamp(year, month, label, words.len())
}

/// The month in an address with a folder of its own for each, as blogs have it: `/2021/12/ten-bai.html`.
pub(super) fn address(path: &str) -> Option<Stamp> {
    let found = FOLDERS.captures(path)?;
    stamp(digits(&found, "year")?, digits(&found, "month"), Label::None, path.len())
}

fn digits(found: &Captures<'_>, name: &str) -> Option<i16> {
    found.name(name)?.as_str().parse().ok()
}

fn stamp(year: i16, month: Option<i16>, label: Label, length: usize) -> Option<Stamp> {
    let date = Date::new(year, i8::try_from(month.unwrap_or(1)).ok()?, 1).ok()?;
    let precision = if month.is_some() { Precision::Month } else { Precision::Year };
    (1990..2100).contains(&year).then_some(Stamp {
        date,
        precision,
        time: None,
        offset_minutes: None,
        range: 0..length,
        label,
        weekday: false,
    })
}

#[cfg(test)]
mod tests {
    use super::{address, line, machine};
    use crate::document::DateBasis;

    #[test]
    fn months_and_years_to_their_precision() {
        let show = |s: super::Stamp| s.dated(DateBasis::Stamp).to_string();
        for (words, expected) in [
            ("Tháng 12/2021", Some("2021-12")),
            ("Số 45 (tháng 5/2019)", Some("2019-05")),
            ("Tạp chí số 7, tháng 3 năm 2018", Some("2018-03")),
            ("Ngày đăng: 12/2021", Some("2021-12")),
            ("Năm xuất bản: 2019", Some("2019")),
            ("Tháng Mười Hai 2021", Some("2021-12")),
            ("Published in March 2020", Some("2020-03")),
            ("12/2021", None),
            ("2021", None),
            ("Tháng 12/2021, cả tỉnh có 45 ca", None),
            ("Tháng 13/2021", None),
            ("Kế hoạch tháng 12/2021", None),
        ] {
            assert_eq!(line(words).map(show).as_deref(), expected, "{words}");
        }
        for (value, expected) in
            [("2021-12", Some("2021-12")), ("2021", Some("2021")), ("12/2021", Some("2021-12")), ("21", None)]
        {
            assert_eq!(machine(value).map(show).as_deref(), expected, "{value}");
        }
        for (path, expected) in
            [("/2021/12/ten-bai.html", Some("2021-12")), ("/2021/45/12/", None), ("/2021/12/45", None)]
        {
            assert_eq!(address(path).map(show).as_deref(), expected, "{path}");
        }
    }
}
