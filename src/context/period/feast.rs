//! Days of the lunar calendar: those of Tết are known, others are claimed and name no day.
//!
//! In: tokens behind `mùng`, `rằm`, `âm lịch`. Out: [`Based`], as of [`base`](super::base).
//!
//! Example: behind `mùng`, `2 - 10 Tết` is from the second to the tenth day of the first lunar month.

use super::{
    base::Based,
    date::{Promise, numeric},
    moment::{Moment, YearOf},
    scan::Scan,
};
use crate::patterns::catalogue::{Particle, PeriodWord};

/// `mùng 5 Tết`, `mùng 2 - 10 Tết`: days of the first lunar month; `10/3 âm lịch`: no day of the solar year.
pub(super) fn lunar(scan: &Scan<'_>, at: usize) -> Option<Based> {
    if let Some(feast) = feast(scan, at) {
        return Some(feast);
    }
    // `Tết Nguyên đán 2019`: of that year, whichever of its days.
    if at > 0
        && scan.is_particle(at - 1, Particle::NewYear)
        && let Some(year) = scan.year(at)
    {
        return (!is_count(scan, at, year)).then(|| Based::at(Moment::Year(YearOf::Known(year)), at + 1));
    }
    // `rằm tháng Giêng`
    let full_moon = at > 0 && scan.is_particle(at - 1, Particle::FullMoon);
    if let Some((PeriodWord::NamedMonth, -1, end)) = scan.role(at).filter(|_| full_moon) {
        return Some(Based::at(Moment::Feast(15), end));
    }
    let end = numeric(scan, at, Promise::Day)
        .map(|found| found.end)
        .or_else(|| scan.small(at, 1..=30).map(|_| at + 1))
        .or_else(|| scan.year(at).map(|_| at + 1))?;
    let moment = Moment::Day { year: YearOf::Missing, month: None, day: 1 };
    Some(Based { flag: Some("lunar_date"), ..Based::at(moment, end) })
}

/// `Tết Nguyên đán 2000 hộ được tặng quà`: a round number, or a year long gone, counts what stands behind it; `Tết Nguyên đán 2017 xã`
/// rather opens a clause.
fn is_count(scan: &Scan<'_>, at: usize, year: i16) -> bool {
    let far = year < RECENT || year % 100 == 0;
    far && scan.is_counted_by(at + 1)
}

/// The first year that a feast is rather named by than counted up to.
const RECENT: i16 = 1990;

/// Behind `mùng`: `5 Tết`, `2 - 10 Tết`, `1 đến mùng 5 tháng Giêng`.
fn feast(scan: &Scan<'_>, at: usize) -> Option<Based> {
    let first = scan.small(at, 1..=30)?;
    let joined = scan.is_dash(at + 1)
        || scan.is_particle(at + 1, Particle::And)
        || scan.is(at + 1, PeriodWord::Until).is_some();
    let other = scan.is(at + 2, PeriodWord::Lunar).unwrap_or(at + 2);
    let last = scan.small(other, 1..=30).filter(|last| joined && *last > first);
    let end = if last.is_some() { other + 1 } else { at + 1 };
    let Some((PeriodWord::Feast, _, end) | (PeriodWord::NamedMonth, -1, end)) = scan.role(end) else {
        return None;
    };
    Some(match last {
        Some(last) => Based::between(Moment::Feast(first), Moment::Feast(last), end),
        None => Based::at(Moment::Feast(first), end),
    })
}
