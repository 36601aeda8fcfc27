//! Canonical period strings as pairs of days.

use serde_json::Value;

/// Year, month and day as they stand; nothing checks that the day exists.
type Day = (u32, u32, u32);

/// First and last day of a period: a string, or an object that holds one.
fn days(period: &Value) -> Option<(Day, Day)> {
    let period = match period {
        Value::Object(_) if super::truthy(&period["value"]) => &period["value"],
        Value::Object(_) => &period["period"],
        _ => period,
    };
    let text = super::text(period);
    let (from, to) = text.split_once('/').unwrap_or((&text, ""));
    Some((day(from, false)?, day(if to.is_empty() { from } else { to }, true)?))
}

/// The first or last day of `2020`, `2020-12`, `2020-12-31`, `2024-Q3` or `2021-H1`.
fn day(text: &str, last: bool) -> Option<Day> {
    let number = |s: &str, digits: usize| {
        (s.len() == digits && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u32>().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let (second, third) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    match (second, third) {
        (Some("Q1"), None) => Some(edge(year, 1, 3, last)),
        (Some("Q2"), None) => Some(edge(year, 4, 6, last)),
        (Some("Q3"), None) => Some(edge(year, 7, 9, last)),
        (Some("Q4"), None) => Some(edge(year, 10, 12, last)),
        (Some("H1"), None) => Some(edge(year, 1, 6, last)),
        (Some("H2"), None) => Some(edge(year, 7, 12, last)),
        (None, _) => Some(edge(year, 1, 12, last)),
        (Some(month), None) => {
            let month = number(month, 2)?;
            Some(edge(year, month, month, last))
        }
        (Some(month), Some(day)) => Some((year, number(month, 2)?, number(day, 2)?)),
    }
}

fn edge(year: u32, first: u32, last_month: u32, last: bool) -> Day {
    if last { (year, last_month, month_length(year, last_month)) } else { (year, first, 1) }
}

fn month_length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Equal ends, and equal starts unless one of the two is a single day (an "as of").
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (days(a), days(b)) {
        (None, None) => true,
        (Some(a), Some(b)) => a.1 == b.1 && (a.0 == b.0 || a.0 == a.1 || b.0 == b.1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_of_one_period() {
        assert!(same(&json!("2024-Q3"), &json!("2024-07/2024-09")));
        assert!(same(&json!("2021-H1"), &json!({"value": "2021-01-01/2021-06-30"})));
        assert!(same(&json!("2020"), &json!("2020-12-31")), "an as-of day at the end of the year");
        assert!(same(&json!(null), &json!("")), "two unknown periods");
        assert!(!same(&json!("2020"), &json!("2019/2020")));
        assert!(!same(&json!("2020"), &json!(null)));
        assert!(same(&json!("2024-02"), &json!("2024-02-29")));
    }
}
