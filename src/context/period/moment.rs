//! What a period expression says before anybody knows the day of publication.
//!
//! In: nothing but the words. Out: [`Expression`]s with holes: a day without a year, a month counted from "now".
//!
//! Worked example: `Chiều 24/12` is `At(Point { moment: Day { year: Missing, month: Some(12), day: 24 }, edge: Whole })`.

/// Which year a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearOf {
    /// năm 2020.
    Known(i16),
    /// năm nay (0), năm ngoái (-1).
    Relative(i16),
    /// Not said.
    Missing,
}

/// A day, month, quarter or year, perhaps with holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// ngày 31/12/2020; without a month it is one of the month of publication.
    Day {
        /// Its year.
        year: YearOf,
        /// 1 to 12 where the text is sound; checked when resolved.
        month: Option<i8>,
        /// 1 to 31.
        day: i8,
    },
    /// tháng 5.
    Month {
        /// Its year.
        year: YearOf,
        /// 1 to 12.
        month: i8,
    },
    /// quý II.
    Quarter {
        /// Its year.
        year: YearOf,
        /// 1 to 4.
        quarter: i8,
    },
    /// nửa đầu năm.
    Half {
        /// Its year.
        year: YearOf,
        /// 1 or 2.
        half: i8,
    },
    /// năm 2020.
    Year(YearOf),
    /// năm học 2019-2020, by its first year.
    SchoolYear(i16),
    /// tài khóa 2016-2017, by its first year.
    FiscalYear(i16),
    /// thập niên 90, by its first year.
    Decade(i16),
    /// hôm qua: days from the publication.
    RelativeDay(i32),
    /// tháng trước.
    RelativeMonth(i32),
    /// quý trước.
    RelativeQuarter(i32),
    /// tuần này (0), tuần trước (-1), tuần qua (`PAST`).
    RelativeWeek(i32),
    /// năm học này (0), năm học trước (-1), năm học mới (`NEW`).
    RelativeSchoolYear(i32),
    /// mùng 3 Tết: a day of the first lunar month, by its number.
    Feast(i8),
    /// hiện nay.
    Now,
}

/// Which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// All of it.
    Whole,
    /// đầu.
    Start,
    /// giữa.
    Middle,
    /// cuối.
    End,
    /// hết: up to its last day.
    Through,
}

/// A moment and which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The moment.
    pub moment: Moment,
    /// The part.
    pub edge: Edge,
}

/// The unit of a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// phút, giây.
    Minute,
    /// giờ.
    Hour,
    /// ngày.
    Day,
    /// tuần.
    Week,
    /// tháng.
    Month,
    /// quý.
    Quarter,
    /// năm.
    Year,
    /// thập niên, thế kỷ.
    Longer,
}

/// A whole period expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expression {
    /// One moment.
    At(Point),
    /// Both ends included.
    Between(Point, Point),
    /// Months of one year: "6 tháng đầu năm" is 1 to 6.
    Months {
        /// First month.
        first: i8,
        /// Last month.
        last: i8,
        /// Their year.
        year: YearOf,
        /// The words leave no doubt. "trong 8 tháng" may also be a length of time: it is taken for January to
        /// August only if the day of publication agrees.
        certain: bool,
    },
    /// cùng kỳ: the figure's own stretch in another year.
    Same(YearOf),
    /// giai đoạn trước: the stretch right before the figure's own.
    Preceding,
    /// 24 giờ qua, 3 ngày qua: that many days back from the publication.
    Last(i16),
    /// A length of time: no period of its own.
    Length(TimeUnit),
    /// A time of day, a recurring day, a lunar date: nothing to resolve.
    Unresolvable,
}

impl Point {
    /// All of a moment.
    pub fn whole(moment: Moment) -> Self {
        Self { moment, edge: Edge::Whole }
    }
}

impl Moment {
    /// The year as far as it is said; moments that count from now have none to say.
    pub fn year(self) -> Option<YearOf> {
        match self {
            Self::Day { year, .. }
            | Self::Month { year, .. }
            | Self::Quarter { year, .. }
            | Self::Half { year, .. }
            | Self::Year(year) => Some(year),
            Self::SchoolYear(year) | Self::FiscalYear(year) | Self::Decade(year) => Some(YearOf::Known(year)),
            _ => None,
        }
    }

    /// The same moment of `year`.
    #[must_use]
    pub fn of_year(self, year: i16) -> Self {
        let year = YearOf::Known(year);
        match self {
            Self::Day { month, day, .. } => Self::Day { year, month, day },
            Self::Month { month, .. } => Self::Month { year, month },
            Self::Quarter { quarter, .. } => Self::Quarter { year, quarter },
            Self::Half { half, .. } => Self::Half { year, half },
            Self::Year(_) => Self::Year(year),
            other => other,
        }
    }

    /// The same moment with what `other` says and it leaves out: in `từ 15 đến 20/9` the 15 takes the month.
    #[must_use]
    pub fn filled_from(self, other: Self) -> Self {
        match self {
            Self::Day { year, month: None, day } => Self::Day { year, month: month_of(other), day },
            _ => self,
        }
    }
}

fn month_of(moment: Moment) -> Option<i8> {
    match moment {
        Moment::Day { month, .. } => month,
        Moment::Month { month, .. } => Some(month),
        _ => None,
    }
}
