//! A stretch of civil days with its canonical name.
//!
//! In: years, quarters, months, days. Out: [`Period`], whose `value` is ISO 8601 where ISO has a form:
//! `2020` · `2023-11` · `2020-12-31` · `2024-Q3` · `2021-H1` · `2013/2020` (both ends included).
//!
//! Worked example: `Period::months(2017, 1, 5)` is `2017-01/2017-05`, 2017-01-01 to 2017-05-31, and its
//! [`same_period_in`](Period::same_period_in) 2016 is `2016-01/2016-05`.

use jiff::civil::{Date, date};

/// Years that a text can mean: outside of them four digits are a count.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// A stretch of days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its canonical name.
    pub value: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

impl Period {
    /// A calendar year.
    pub fn year(year: i16) -> Option<Self> {
        Self::years(year, year)
    }

    /// Calendar years; `None` if they run backwards or lie outside [`YEARS`].
    pub fn years(first: i16, last: i16) -> Option<Self> {
        if first > last || !YEARS.contains(&first) || !YEARS.contains(&last) {
            return None;
        }
        let value = if first == last { first.to_string() } else { format!("{first}/{last}") };
        Some(Self { value, start: date(first, 1, 1), end: date(last, 12, 31) })
    }

    /// Months of one year: `2023-11`, `2023-01/2023-09`.
    pub fn months(year: i16, first: i8, last: i8) -> Option<Self> {
        Self::join(&Self::month(year, first)?, &Self::month(year, last)?)
    }

    /// A month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        if !YEARS.contains(&year) {
            return None;
        }
        let start = Date::new(year, month, 1).ok()?;
        Some(Self { value: format!("{year}-{month:02}"), start, end: start.last_of_month() })
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let Self { start, end, .. } = Self::months(year, quarter * 3 - 2, quarter * 3)?;
        Some(Self { value: format!("{year}-Q{quarter}"), start, end })
    }

    /// A half of a year, 1 or 2.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        if !(1..=2).contains(&half) {
            return None;
        }
        let Self { start, end, .. } = Self::months(year, half * 6 - 5, half * 6)?;
        Some(Self { value: format!("{year}-H{half}"), start, end })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { value: day.to_string(), start: day, end: day }
    }

    /// From the first day of `a` to the last of `b`, each end in its own form: `2023-01/2023-09`,
    /// `2020-01-01/2020-06-18`. `None` if `b` ends before `a` starts.
    pub fn join(a: &Self, b: &Self) -> Option<Self> {
        if a.start > b.end {
            return None;
        }
        if a.value == b.value {
            return Some(a.clone());
        }
        let (first, last) = (a.value.split('/').next()?, b.value.split('/').next_back()?);
        // Two forms do not mix in an ISO interval: the finer one names both ends.
        let value = if form(first) == form(last) {
            format!("{first}/{last}")
        } else if form(first) == Form::Day || form(last) == Form::Day {
            format!("{}/{}", a.start, b.end)
        } else {
            let (from, to) = (a.start, b.end);
            format!("{}-{:02}/{}-{:02}", from.year(), from.month(), to.year(), to.month())
        };
        Some(Self { value, start: a.start, end: b.end })
    }

    /// Reads a canonical name back.
    pub fn parse(value: &str) -> Option<Self> {
        if let Some((first, last)) = value.split_once('/') {
            return Self::join(&Self::parse(first)?, &Self::parse(last)?);
        }
        let year: i16 = value.get(..4)?.parse().ok()?;
        match value.get(4..)? {
            "" => Self::year(year),
            rest if rest.starts_with("-Q") => Self::quarter(year, rest[2..].parse().ok()?),
            rest if rest.starts_with("-H") => Self::half(year, rest[2..].parse().ok()?),
            rest if rest.len() == 3 => Self::month(year, rest.strip_prefix('-')?.parse().ok()?),
            _ => value.parse().ok().filter(|d: &Date| YEARS.contains(&d.year())).map(Self::day),
        }
    }

    /// The same stretch `years` later (earlier if negative), in the same form; 29 February becomes the 28th.
    #[must_use]
    pub fn shifted(&self, years: i16) -> Option<Self> {
        let shift = |end: &str| -> Option<String> {
            let year: i16 = end.get(..4)?.parse().ok()?;
            let rest = match end.get(4..)? {
                "-02-29" => "-02-28",
                rest => rest,
            };
            Some(format!("{:04}{rest}", year.checked_add(years)?))
        };
        let value = self.value.split('/').map(shift).collect::<Option<Vec<_>>>()?.join("/");
        Self::parse(&value)
    }

    /// The same stretch a year before.
    pub fn same_period_last_year(&self) -> Option<Self> {
        self.shifted(-1)
    }

    /// The stretch of years right before: 2011 to 2015 before 2016 to 2020, one season or term (2015 to 2020) before another.
    pub fn preceding(&self) -> Option<Self> {
        let years = self.end.year() - self.start.year();
        let back = match years {
            // Seasons and terms share the year that they change in.
            1 | TERM => years,
            _ => years + 1,
        };
        self.is_calendar().then(|| self.shifted(-back)).flatten()
    }

    /// The same stretch in `year`; `None` of a period over more than one year, which has no same stretch.
    pub fn same_period_in(&self, year: i16) -> Option<Self> {
        if self.start.year() != self.end.year() {
            return None;
        }
        self.shifted(year - self.start.year())
    }

    /// The month before the one that the period ends in.
    pub fn previous_month(&self) -> Option<Self> {
        let before = self.end.first_of_month().yesterday().ok()?;
        Self::month(before.year(), before.month())
    }

    /// The quarter before the one that the period ends in.
    pub fn previous_quarter(&self) -> Option<Self> {
        match (quarter_of(self.end), self.end.year()) {
            (1, year) => Self::quarter(year - 1, 4),
            (quarter, year) => Self::quarter(year, quarter - 1),
        }
    }

    /// The last day as a period: what a stock is as of.
    #[must_use]
    pub fn last_day(&self) -> Self {
        Self::day(self.end)
    }

    /// Whether it is twelve months long, whatever month it begins with.
    pub fn is_a_years_length(&self) -> bool {
        let days = self.start.until(self.end).map_or(0, |d| d.get_days());
        (364..=365).contains(&days)
    }

    /// Whether all of it lies in one month.
    pub fn is_within_a_month(&self) -> bool {
        (self.start.year(), self.start.month()) == (self.end.year(), self.end.month())
    }

    /// Whether all of it lies in one quarter.
    pub fn is_within_a_quarter(&self) -> bool {
        self.start.year() == self.end.year() && quarter_of(self.start) == quarter_of(self.end)
    }

    /// Whether it is one calendar year or several.
    pub fn is_calendar(&self) -> bool {
        self.value.split('/').all(|end| form(end) == Form::Year)
    }

    /// Whether it is longer than a day, no longer than a year, and no calendar year.
    pub fn is_within_a_year(&self) -> bool {
        let days = self.start.until(self.end).map_or(i32::MAX, |d| d.get_days());
        (1..366).contains(&days) && !self.is_calendar()
    }

    /// Whether it is one day.
    pub fn is_day(&self) -> bool {
        self.start == self.end
    }
}

/// Years from the first to the last of a term of office.
const TERM: i16 = 5;

/// How a canonical name is written.
#[derive(PartialEq, Eq)]
enum Form {
    Year,
    Quarter,
    Half,
    Month,
    Day,
}

fn form(name: &str) -> Form {
    match (name.len(), name.as_bytes().get(5)) {
        (4, _) => Form::Year,
        (7, Some(b'Q')) => Form::Quarter,
        (7, Some(b'H')) => Form::Half,
        (7, _) => Form::Month,
        _ => Form::Day,
    }
}

/// The quarter that a day lies in, 1 to 4.
pub fn quarter_of(day: Date) -> i8 {
    (day.month() - 1) / 3 + 1
}
