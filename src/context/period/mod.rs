//! Tokens → [`PeriodMention`]s: every date, period and length of time, with the words that lead to it.
//!
//! In: a [`Reading`] and the tokens that [`lookalike`](super::lookalike) has claimed. Out: mentions in order, none
//! overlapping another; what they mean as days is [`PeriodMention::resolve`]'s answer, given the day of publication.
//!
//! Worked example: in `Tính đến hết tháng 6/2017, thu 140.304 tỷ đồng, tăng 12% so với cùng kỳ năm 2016` the mentions are
//! `Tính đến hết tháng 6/2017` (as of, claims `6` and `2017`, 2017-06-30) and `cùng kỳ năm 2016` (the same period, claims
//! `2016`, 2016-06-30).

mod base;
pub mod calendar;
mod date;
mod feast;
mod grammar;
mod length;
pub mod moment;
mod part;
mod relative;
mod resolve;
mod scan;
#[cfg(test)]
mod tests;
mod year;

pub use calendar::Period;
pub use moment::{Edge, Expression, Moment, Point, TimeUnit, YearOf};
pub use resolve::{Anchor, Known};

use crate::{
    patterns::{Patterns, catalogue::NumeralClass},
    reading::{Reading, Tokens},
};

/// A date or period expression.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodMention {
    /// Its tokens with the words that lead to it: `Tính đến hết tháng 6/2017`.
    pub tokens: Tokens,
    /// The numerals that it claims, each a run of tokens without words between: `6/2017`.
    pub numerals: Vec<Tokens>,
    /// How it stands to what it dates.
    pub kind: Kind,
    /// What it says.
    pub expression: Expression,
    /// No calendar has this day (31/6), or it counts lunar months: claimed, never resolved.
    pub invalid: bool,
    /// Why the reading is in doubt: `invalid_date`, `lunar_date`, `glued_number`.
    pub flags: Vec<&'static str>,
}

/// How a period stands to what it dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// trong năm 2020, tháng 5: it happened then.
    During,
    /// tính đến 31/12/2020, hiện nay: it stood so on that day.
    AsOf,
    /// đến năm 2025: a horizon, mostly of a target.
    Deadline,
    /// từ tháng 8/2020: with an open end.
    Since,
    /// trước năm 2012.
    Before,
    /// sau năm 2030.
    After,
    /// cùng kỳ: the figure's own period in another year.
    SamePeriod,
    /// sau 8 năm, 3 tháng: a length of time, no period.
    Duration,
    /// hằng năm, ngày 25 hàng tháng.
    Recurring,
    /// 7 giờ 15 phút: a time of day.
    Clock,
    /// A date with a time of day beside it, or alone in its block: a stamp of the page.
    Stamp,
    /// The date of a law, decision or plan: `Nghị quyết số 21-NQ/TW ngày 22-11-2012`.
    OfDocument,
    /// The month that goods of a contract are due in: `giá kỳ hạn tháng 7`.
    Delivery,
}

impl PeriodMention {
    /// Class of its numerals in `rejected.jsonl`.
    pub fn class(&self) -> NumeralClass {
        match (self.kind, self.expression) {
            (Kind::Duration, _) => NumeralClass::Duration,
            (Kind::Clock, _) => NumeralClass::TimeOfDay,
            (Kind::Recurring, _)
            | (
                _,
                Expression::At(Point { moment: Moment::Day { .. }, .. })
                | Expression::Between(Point { moment: Moment::Day { .. }, .. }, _),
            ) => NumeralClass::Date,
            _ => NumeralClass::Period,
        }
    }

    /// Whether it can date a figure: lengths, clocks, stamps and dates of documents cannot.
    pub fn is_governing(&self) -> bool {
        matches!(
            self.kind,
            Kind::During | Kind::AsOf | Kind::Deadline | Kind::Since | Kind::Before | Kind::After
        )
    }

    /// Whether it counts from the publication or another period and names no year itself.
    pub fn is_relative(&self) -> bool {
        match self.expression {
            Expression::At(Point { moment, .. }) => {
                matches!(moment.year(), None | Some(YearOf::Relative(_)))
            }
            Expression::Months { year: YearOf::Relative(_), .. }
            | Expression::Same(_)
            | Expression::Preceding
            | Expression::Last(_) => true,
            _ => false,
        }
    }
}

/// Every period expression of a block, in order. `taken` says of each token whether a look-alike has claimed it;
/// a shorter slice leaves the rest free.
pub fn find(reading: &Reading<'_>, taken: &[bool], patterns: &Patterns) -> Vec<PeriodMention> {
    grammar::Grammar::new(reading, taken, patterns).find()
}
