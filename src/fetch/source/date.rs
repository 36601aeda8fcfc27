//! The day in a date as feeds and sitemaps print it.
//!
//! In: `2024-11-21T08:00:00+07:00`, `Thu, 21 Nov 2024 08:00:00 GMT+7`, `Thứ Năm, 21/11/2024 08:00`,
//! `11/21/2024 8:00:00 AM`. Out: the day, or nothing if it cannot be known. Days first, as in Vietnam, unless
//! the clock is American (`AM`, `PM`) or the second number cannot be a month.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

static ISO: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([12]\d{3})-(\d{1,2})-(\d{1,2})").expect("valid"));
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d{1,2})[/.-](\d{1,2})[/.-]([12]\d{3})").expect("valid"));
static ENGLISH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -]([12]\d{3})").expect("valid"));
static IN_PATH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"/(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|$|-)").expect("valid"));

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day in a printed date.
pub(super) fn day(text: &str) -> Option<Date> {
    if let Some(c) = ISO.captures(text) {
        return date(&c[1], &c[2], &c[3]);
    }
    if let Some(c) = ENGLISH.captures(text) {
        let month = MONTHS.iter().position(|m| c[2].eq_ignore_ascii_case(m))? + 1;
        return date(&c[3], &month.to_string(), &c[1]);
    }
    let c = NUMBERS.captures(text)?;
    let american = text.ends_with("AM") || text.ends_with("PM");
    if american {
        date(&c[3], &c[1], &c[2])
    } else {
        date(&c[3], &c[2], &c[1]).or_else(|| date(&c[3], &c[1], &c[2]))
    }
}

/// The day in the path of an address: `/2024/11/21/…`.
pub(super) fn in_path(path: &str) -> Option<Date> {
    let c = IN_PATH.captures(path)?;
    date(&c[1], &c[2], &c[3])
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_sorts_are_read_and_nothing_is_invented() {
        for (text, expected) in [
            ("2024-11-21", "2024-11-21"),
            ("2024-11-21T08:00:00+07:00", "2024-11-21"),
            ("Thu, 21 Nov 2024 08:00:00 GMT+7", "2024-11-21"),
            ("Thứ Năm, 21/11/2024 08:00", "2024-11-21"),
            ("5/11/2024", "2024-11-05"),
            ("11/5/2024 8:00:00 AM", "2024-11-05"),
            ("11/21/2024 08:00", "2024-11-21"),
        ] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "hôm nay", "31/02/2024", "11/2024"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(in_path("/2024/11/21/gia-gao.html").map(|d| d.to_string()).as_deref(), Some("2024-11-21"));
        assert_eq!(in_path("/gia-gao-20241121.html"), None);
    }
}
