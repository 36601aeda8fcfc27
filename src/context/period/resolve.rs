//! Expression and anchor → civil days.
//!
//! In: a [`PeriodMention`] and what the document lends it, an [`Anchor`]. Out: a [`Period`], or nothing where the
//! words do not say (no day of publication, a day that no calendar has, a lunar date).
//!
//! Worked example: `tháng 5` in an article of 2017-06-14 is `2017-05`, in one of 2017-03-01 it is `2016-05`, or
//! `2017-05` again if the verb aims at the future.

use jiff::{ToSpan, civil::Date};

use super::{
    Kind, PeriodMention,
    calendar::{Period, YEARS, quarter_of},
    moment::{Edge, Expression, Moment, Point, YearOf},
    relative,
};

/// A day without a year may lie this far ahead of the publication although the verb is in the past: articles
/// announce what happens next week.
const NEXT_DAYS: i32 = 14;

/// What a document lends to its period expressions.
#[derive(Debug, Clone, Default)]
pub struct Anchor {
    /// Day of publication; the last one that it can be, where only its month or year is known.
    pub published: Option<Date>,
    /// How much of that day is known.
    pub known: Known,
    /// The period that the expression is compared with, when it is a reference ("so với cùng kỳ", "so với tháng
    /// trước", "so với đầu năm"): the figure's own. `None` when the expression tells the figure's own period.
    pub own: Option<Period>,
    /// The verb aims at the future.
    pub future: bool,
    /// The last period that was said in full before the expression: what fills its holes where no day of publication is known.
    pub near: Option<Period>,
    /// The month that a fiscal year begins with, where the document says so.
    pub fiscal: Option<i8>,
    /// The day that the figures of the paragraph are as of, where it says one: "đến nay" runs up to it.
    pub cut_off: Option<Date>,
}

/// How much is known of the day of publication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// Its year: "năm nay" can be told, "tháng này" cannot.
    Year,
    /// Its month: "tháng trước" can be told, "hôm qua" cannot.
    Month,
    /// All of it.
    #[default]
    Day,
}

impl Anchor {
    /// The day that the text speaks from, if at least its month is known.
    fn now(&self) -> Option<Date> {
        let published = self.published.filter(|_| self.known >= Known::Month);
        published.or_else(|| self.own.as_ref().map(|own| own.end))
    }

    /// The day of publication and nothing less.
    fn day(&self) -> Option<Date> {
        self.published.filter(|_| self.known == Known::Day)
    }

    /// The day of publication, or the month or year that it lies in.
    fn today(&self) -> Option<Period> {
        let day = self.published?;
        match self.known {
            Known::Year => Period::year(day.year()),
            Known::Month => Period::month(day.year(), day.month()),
            Known::Day => Some(Period::day(day)),
        }
    }

    /// The year that "last year" counts from: in a comparison the figure's, else the publication's, else that of a month or
    /// day which the text just named. A whole year that it named may be any year.
    fn year(&self) -> Option<i16> {
        let near = || self.near.as_ref().filter(|near| !near.is_calendar()).map(|near| near.end.year());
        self.own.as_ref().map(|own| own.end.year()).or_else(|| self.published.map(Date::year)).or_else(near)
    }

    /// The month that "this month" is.
    fn month(&self) -> Option<Date> {
        let short =
            |near: &&Period| (near.start.year(), near.start.month()) == (near.end.year(), near.end.month());
        self.now().or_else(|| self.near.as_ref().filter(short).map(|near| near.end))
    }
}

impl PeriodMention {
    /// The days that the expression means; `None` where the words and the anchor do not tell.
    pub fn resolve(&self, anchor: &Anchor) -> Option<Period> {
        if self.invalid {
            return None;
        }
        let aim = match self.kind {
            // "đến ngày 30/6 … dự kiến đạt 46%" in an article of July: of the day that has just passed.
            Kind::AsOf if anchor.future => Aim { anchor, direction: Direction::Nearest },
            _ if anchor.future => Aim { anchor, direction: Direction::Ahead },
            Kind::Deadline | Kind::Since | Kind::Before => Aim { anchor, direction: Direction::Nearest },
            _ => Aim { anchor, direction: Direction::Back },
        };
        match self.expression {
            Expression::At(point) => aim.at(point, self.kind),
            Expression::Between(from, to) => aim.between(from, to),
            Expression::Months { first, last, year, certain } => aim.months(first, last, year, certain),
            Expression::Same(year) => aim.same(year),
            Expression::Preceding => anchor.own.as_ref().and_then(Period::preceding),
            Expression::Last(days) => relative::last(anchor.day()?, days),
            Expression::Length(_) | Expression::Unresolvable => None,
        }
    }
}

/// An anchor, and which way a hole in a date is filled.
struct Aim<'a> {
    anchor: &'a Anchor,
    direction: Direction,
}

/// Where the missing year of a date is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Not after the publication.
    Back,
    /// Not before it.
    Ahead,
    /// Whichever is closer: "từ ngày 1/7" in June starts next month, in August it started last month.
    Nearest,
}

impl Aim<'_> {
    fn at(&self, point: Point, kind: Kind) -> Option<Period> {
        if let (Moment::Year(YearOf::Relative(offset)), Edge::Whole, Some(own)) =
            (point.moment, point.edge, &self.anchor.own)
            && own.is_within_a_year()
        {
            // "quý I … tăng 5% so với năm trước": the same quarter.
            return own.shifted(offset);
        }
        let period = self.moment(point.moment)?;
        if kind == Kind::Since && point.edge == Edge::Start && !period.is_day() {
            // "tính từ đầu năm", "từ đầu tháng 4": up to now, if it has begun.
            let now = self.anchor.cut_off.or_else(|| self.anchor.day());
            let now = now.or(self.anchor.own.as_ref().map(|own| own.end));
            let year = matches!(point.moment, Moment::Year(_));
            return match now.filter(|now| *now >= period.start) {
                Some(now) => Period::join(&Period::day(period.start), &Period::day(now)),
                None => Some(period).filter(|_| !year),
            };
        }
        // "đến giữa năm 2018": of no day that is known.
        if kind == Kind::AsOf && point.moment != Moment::Now && point.edge != Edge::Middle {
            return Some(if point.edge == Edge::Start {
                Period::day(period.start)
            } else {
                period.last_day()
            });
        }
        if self.anchor.own.is_some() && !period.is_day() {
            // Of a comparison "đầu năm" is the opening balance, "cuối năm 2016" the closing one.
            match point.edge {
                Edge::Start => {
                    return period
                        .start
                        .yesterday()
                        .ok()
                        .filter(|d| YEARS.contains(&d.year()))
                        .map(Period::day);
                }
                Edge::End => return Some(period.last_day()),
                _ => {}
            }
        }
        // "đầu năm 2018" is no more exact than the year.
        Some(if point.edge == Edge::Through { period.last_day() } else { period })
    }

    fn between(&self, from: Point, to: Point) -> Option<Period> {
        let from_said = matches!(from.moment.year(), Some(YearOf::Known(_)));
        let to_missing = matches!(to.moment.year(), Some(YearOf::Missing));
        if from_said && to_missing {
            let start = self.moment(from.moment)?;
            let year = start.start.year();
            let end = self
                .moment(to.moment.of_year(year))
                .filter(|end| end.end >= start.start)
                .or_else(|| self.moment(to.moment.of_year(year.checked_add(1)?)))?;
            return Period::join(&start, &end);
        }
        // "từ đầu năm đến nay" runs to the day that the report is as of.
        let end = match (to.moment, from.moment, from.edge, self.anchor.cut_off) {
            (Moment::Now, Moment::Year(_), Edge::Start, Some(cut_off)) => Period::day(cut_off),
            _ => self.moment(to.moment)?,
        };
        // "nửa cuối tháng 7": to its last day.
        let days = to.edge == Edge::Through && matches!(from.moment, Moment::Day { .. });
        let end = if days { end.last_day() } else { end };
        let start = if matches!(from.moment.year(), Some(YearOf::Missing)) {
            let year = end.end.year();
            self.moment(from.moment.of_year(year))
                .filter(|start| start.start <= end.end)
                .or_else(|| self.moment(from.moment.of_year(year - 1)))?
        } else {
            self.moment(from.moment)?
        };
        Period::join(&start, &end)
    }

    fn months(&self, first: i8, last: i8, year: YearOf, certain: bool) -> Option<Period> {
        let year = match year {
            YearOf::Known(year) => year,
            YearOf::Relative(offset) => self.anchor.year()?.checked_add(offset)?,
            YearOf::Missing => {
                let Some(now) = self.anchor.now() else {
                    let year = self.near_year(|y| Period::months(y, first, last))?;
                    // Nobody counts months that have not begun where the text is.
                    let begun = self.anchor.near.as_ref().is_none_or(|near| {
                        Period::month(year, last).is_some_and(|month| month.start <= near.end)
                    });
                    return Period::months(year, first, last).filter(|_| certain || begun);
                };
                let year = year_of_months(now, first, last, self.direction == Direction::Ahead);
                if !certain && (year, last) != (now.year(), now.month()) {
                    // "trong 8 tháng" in an article of August or September, not of March.
                    let ended = Period::month(year, last)?.end;
                    let days = ended.until(now).ok()?.get_days();
                    if !(0..=45).contains(&days) {
                        return None;
                    }
                }
                year
            }
        };
        Period::months(year, first, last)
    }

    fn same(&self, year: YearOf) -> Option<Period> {
        let own = self.anchor.own.as_ref()?;
        match year {
            YearOf::Known(year) => own.same_period_in(year),
            YearOf::Relative(offset) => own.shifted(offset),
            YearOf::Missing => own.same_period_last_year(),
        }
    }

    fn moment(&self, moment: Moment) -> Option<Period> {
        match moment {
            // A day without a year is rather of the year of an article that does not say when it is from.
            Moment::Day { year: YearOf::Missing, .. }
                if self.anchor.now().is_none()
                    && self.anchor.near.as_ref().is_none_or(Period::is_calendar) =>
            {
                None
            }
            Moment::Day { year, month, day } => match month {
                Some(month) => {
                    self.of_year(year, NEXT_DAYS, |y| Date::new(y, month, day).ok().map(Period::day))
                }
                None => self.day_of_this_month(day),
            },
            Moment::Month { year, month } => self.of_year(year, 0, |y| Period::month(y, month)),
            Moment::Quarter { year, quarter } => self.of_year(year, 0, |y| Period::quarter(y, quarter)),
            Moment::Half { year, half } => self.of_year(year, 0, |y| Period::half(y, half)),
            Moment::Year(YearOf::Missing) => {
                let near = || self.anchor.near.as_ref().map(|near| near.end.year());
                Period::year(self.anchor.year().or_else(near)?)
            }
            Moment::Year(year) => self.of_year(year, 0, Period::year),
            Moment::SchoolYear(year) => relative::of_school(year),
            Moment::RelativeSchoolYear(value) => {
                relative::of_school(relative::school_year(self.leaning_on(value)?, value)?)
            }
            Moment::RelativeWeek(value) => {
                let published = self.anchor.day();
                let from =
                    self.anchor.own.as_ref().filter(|_| value != 0).map(|own| own.end).or(published)?;
                relative::week(from, value)
            }
            Moment::Feast(day) => relative::feast(self.anchor.now()?, day).map(Period::day),
            Moment::FiscalYear(year) => match self.anchor.fiscal {
                Some(month) if month > 1 => {
                    Period::join(&Period::month(year, month)?, &Period::month(year + 1, month - 1)?)
                }
                _ => Period::years(year, year + 1),
            },
            Moment::Decade(year) => Period::years(year, year + 9),
            Moment::RelativeDay(_) if self.anchor.published.is_some() && self.anchor.day().is_none() => None,
            // "so với hôm qua" of a figure of one day: the day before that.
            Moment::RelativeDay(days) if days < 0 && self.own_day().is_some() => {
                self.own_day()?.checked_add(days.days()).ok().map(Period::day)
            }
            Moment::RelativeDay(days) => self.anchor.now()?.checked_add(days.days()).ok().map(Period::day),
            Moment::RelativeMonth(months) => self.relative_month(months),
            Moment::RelativeQuarter(quarters) => {
                let near = self.anchor.near.as_ref().filter(|near| near.is_within_a_quarter());
                let from = self.leaning_on(quarters).or_else(|| near.map(|near| near.end))?;
                let from = from.checked_add((quarters * 3).months()).ok()?;
                Period::quarter(from.year(), quarter_of(from))
            }
            Moment::Now => self.anchor.today().or_else(|| self.anchor.cut_off.map(Period::day)),
        }
    }

    fn relative_month(&self, months: i32) -> Option<Period> {
        let from = self.leaning_on(months)?.first_of_month().checked_add(months.months()).ok()?;
        Period::month(from.year(), from.month())
    }

    /// The day that a relative word counts from: "tháng này" from the publication, "so với tháng trước" from
    /// the figure's own period.
    fn leaning_on(&self, offset: i32) -> Option<Date> {
        match &self.anchor.own {
            Some(own) if offset != 0 => Some(own.end),
            _ => self.anchor.month(),
        }
    }

    /// The one day of the figure that something is compared with.
    fn own_day(&self) -> Option<Date> {
        self.anchor.own.as_ref().filter(|own| own.is_day()).map(|own| own.end)
    }

    fn day_of_this_month(&self, day: i8) -> Option<Period> {
        let now = self.anchor.month()?;
        Date::new(now.year(), now.month(), day).ok().map(Period::day)
    }

    /// The year that brings a stretch nearest to the period that was said last: the same one, or the one before or after
    /// ("tháng 12/2016 … tháng 1").
    fn near_year(&self, make: impl Fn(i16) -> Option<Period>) -> Option<i16> {
        let near = self.anchor.near.as_ref()?;
        let year = near.end.year();
        [year, year + 1, year - 1]
            .into_iter()
            .filter_map(|y| Some((y, days_between(&make(y)?, near))))
            .min_by_key(|(_, days)| *days)
            .map(|(y, _)| y)
    }

    /// Fills the year: the latest that is not after the publication (by more than `slack` days), or, if the verb
    /// aims at the future, the first that is not before it.
    fn of_year(&self, year: YearOf, slack: i32, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        match year {
            YearOf::Known(year) => make(year),
            YearOf::Relative(offset) => make(self.anchor.year()?.checked_add(offset)?),
            YearOf::Missing => {
                let Some(now) = self.anchor.now() else {
                    return make(self.near_year(&make)?);
                };
                // Four years back or forth: 29 February has to be found too.
                let ahead = || (0..=4).filter_map(|n| make(now.year() + n)).find(|p| p.end >= now);
                let back = |slack: i32| {
                    let latest = now.checked_add(slack.days()).ok()?;
                    (-1..=4).filter_map(|n| make(now.year() - n)).find(|p| p.start <= latest)
                };
                let distance = |p: &Period| p.start.until(now).map_or(i32::MAX, |d| d.get_days().abs());
                match self.direction {
                    Direction::Ahead => ahead(),
                    Direction::Back => back(slack),
                    Direction::Nearest => back(0).into_iter().chain(ahead()).min_by_key(distance),
                }
            }
        }
    }
}

/// How many days lie between two stretches; 0 if they touch or overlap.
fn days_between(a: &Period, b: &Period) -> i32 {
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |d| d.get_days());
    days(a.end, b.start).max(days(b.end, a.start)).max(0)
}

/// The year of "n tháng đầu năm" (or "cuối năm") in an article of `now`.
fn year_of_months(now: Date, first: i8, last: i8, future: bool) -> i16 {
    if future {
        return if last < now.month() { now.year() + 1 } else { now.year() };
    }
    if first > 1 {
        // The last months of a year: January and February look back on them, later ones ahead.
        return if now.month() <= 2 { now.year() - 1 } else { now.year() };
    }
    // A report of eleven months comes out in November already.
    if last <= now.month() + 1 { now.year() } else { now.year() - 1 }
}
