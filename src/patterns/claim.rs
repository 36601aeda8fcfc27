//! Which indicator a subject names.
//!
//! In: the hits inside the subject's words, and what is known of the number: unit, dimension, measure. Out: the
//! indicator with the hits that say so, or none. Nothing here looks at text.
//!
//! 1. An indicator is *named* by one of its terms, or by a head and (where it has cues) a cue.
//! 2. An exception that lies over one of these takes that hit away (`BHXH Việt Nam` is an office, so its `BHXH` is no
//!    cue); one that stands elsewhere in the subject takes the whole indicator away (`chưa tham gia`).
//! 3. Unit or dimension agree. A rise in per cent says nothing of the unit of what rose, so it fits any indicator;
//!    growth rates come first there, then quantities, then rates.
//! 4. An indicator that joins others is claimed when two or more of those are.
//! 5. The indicator that explains most of the subject's words wins; of equals none does.
//!
//! Worked example: `Số người tham gia BHXH` of `1.846.011 người` is `social_insurance.participants`, of `38,4%` it is
//! `social_insurance.coverage`; `thu BHXH, BHYT, BHTN` of `23.162 tỷ đồng` is `insurance.revenue`.

use std::cmp::Reverse;

use super::{
    Hit, Meaning, Patterns,
    catalogue::{Dimension, Indicator, Measure, Part},
};

/// An indicator that a subject names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorClaim {
    /// Index into [`Patterns::indicators`].
    pub indicator: u32,
    /// Index into [`Patterns::groups`].
    pub group: Option<u32>,
    /// The hits that say so, in order.
    pub evidence: Vec<Hit>,
}

/// How well an indicator suits the measure: the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is measured in just this.
    Own,
    /// A quantity, of which a rise is told in per cent.
    Quantity,
    /// A rate, of which a rise is told in per cent.
    Rate,
}

impl Patterns {
    /// The indicator that `hits`, all inside the words of one subject, name for a number of this unit, dimension
    /// and measure. None if no indicator is named, or several are equally well.
    pub fn claim(
        &self,
        hits: &[Hit],
        unit_code: Option<&str>,
        dimension: Option<Dimension>,
        measure: Measure,
    ) -> Option<IndicatorClaim> {
        let mut best = self.claims(hits, unit_code, dimension, measure);
        if best.len() == 1 { best.pop() } else { None }
    }

    /// All indicators that are named equally well and better than any other: more than one is an ambiguity that
    /// the pattern files should settle.
    pub fn claims(
        &self,
        hits: &[Hit],
        unit_code: Option<&str>,
        dimension: Option<Dimension>,
        measure: Measure,
    ) -> Vec<IndicatorClaim> {
        let mut named: Vec<(Fit, u32, Vec<Hit>)> = candidates(hits)
            .into_iter()
            .filter_map(|index| {
                let indicator = &self.indicators[index as usize];
                let fit = fit(indicator, unit_code, dimension, measure)?;
                let evidence = evidence(indicator, index, hits, measure)?;
                Some((fit, index, evidence))
            })
            .collect();
        self.join(&mut named, unit_code, dimension, measure);
        let rank = |(fit, _, evidence): &(Fit, u32, Vec<Hit>)| (*fit, Reverse(covered(evidence)));
        let Some(first) = named.iter().map(rank).min() else { return Vec::new() };
        named.retain(|claim| rank(claim) == first);
        named
            .into_iter()
            .map(|(_, indicator, mut evidence)| {
                let group = self.group(hits, Some(indicator));
                if let Some(group) = group {
                    evidence.extend(hits.iter().filter(|h| h.meaning == Meaning::Group(group)));
                    evidence.sort_by_key(|h| (h.start, h.end));
                }
                IndicatorClaim { indicator, group, evidence }
            })
            .collect()
    }

    /// The part of the population that `hits` name, where the indicator (or, without one, the words around) is of
    /// a family that has it. None if two different parts are named.
    pub fn group(&self, hits: &[Hit], indicator: Option<u32>) -> Option<u32> {
        let fits = |index: u32| {
            let families = &self.groups[index as usize].families;
            families.is_empty()
                || match indicator {
                    Some(i) => families.iter().any(|f| f == family(&self.indicators[i as usize])),
                    None => candidates(hits)
                        .iter()
                        .any(|i| families.iter().any(|f| f == family(&self.indicators[*i as usize]))),
                }
        };
        let named: Vec<(Hit, u32)> = hits
            .iter()
            .filter_map(|hit| match hit.meaning {
                Meaning::Group(index) if fits(index) => Some((*hit, index)),
                _ => None,
            })
            .collect();
        // `nông dân tham gia bảo hiểm xã hội tự nguyện`: of two parts the one that is said of the thing itself.
        let of_thing = |(group, _): &&(Hit, u32)| {
            let touches = |h: &Hit| h.start <= group.start && group.start <= h.end;
            hits.iter().any(|h| matches!(h.meaning, Meaning::Indicator(_, Part::Cue)) && touches(h))
        };
        single(named.iter()).or_else(|| single(named.iter().filter(of_thing)))
    }

    /// Puts an indicator that joins two or more of the named ones in their place.
    fn join(
        &self,
        named: &mut Vec<(Fit, u32, Vec<Hit>)>,
        unit_code: Option<&str>,
        dimension: Option<Dimension>,
        measure: Measure,
    ) {
        for (index, indicator) in self.indicators.iter().enumerate() {
            // One has nothing to be joined with, and most subjects name none.
            if named.len() < 2 {
                return;
            }
            if indicator.joins.is_empty() {
                continue;
            }
            let Some(fit) = fit(indicator, unit_code, dimension, measure) else { continue };
            let is_part = |i: u32| indicator.joins.contains(&self.indicators[i as usize].id);
            if named.iter().filter(|(_, i, _)| is_part(*i)).count() < 2 {
                continue;
            }
            let mut evidence: Vec<Hit> = Vec::new();
            named.retain(|(_, i, hits)| {
                let taken = is_part(*i) || *i == index as u32;
                if taken {
                    evidence
                        .extend(hits.iter().filter(|h| !evidence.contains(h)).copied().collect::<Vec<_>>());
                }
                !taken
            });
            evidence.sort_by_key(|h| (h.start, h.end));
            named.push((fit, index as u32, evidence));
        }
    }
}

/// The one part that all of these hits name.
fn single<'h>(mut named: impl Iterator<Item = &'h (Hit, u32)>) -> Option<u32> {
    let (_, first) = named.next()?;
    named.all(|(_, other)| other == first).then_some(*first)
}

/// Indicators with any hit but an exception, in order of their index.
pub(super) fn candidates(hits: &[Hit]) -> Vec<u32> {
    let mut out: Vec<u32> = hits
        .iter()
        .filter_map(|h| match h.meaning {
            Meaning::Indicator(index, part) if part != Part::Except => Some(index),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The family of an indicator: its id up to the first dot.
fn family(indicator: &Indicator) -> &str {
    indicator.id.split('.').next().unwrap_or_default()
}

/// The hits that name an indicator, exceptions taken off; none if they do not.
pub(super) fn evidence(
    indicator: &Indicator,
    index: u32,
    hits: &[Hit],
    measure: Measure,
) -> Option<Vec<Hit>> {
    let covers = |over: &Hit, hit: &Hit| over.start <= hit.start && hit.end <= over.end;
    let mut found = words(index, hits);
    for except in hits.iter().filter(|h| h.meaning == Meaning::Indicator(index, Part::Except)) {
        let before = found.len();
        found.retain(|(_, h)| !covers(except, h));
        if found.len() == before {
            return None;
        }
    }
    if !names(indicator, &found, measure) {
        return None;
    }
    let mut evidence: Vec<Hit> = found.into_iter().map(|(_, h)| h).collect();
    evidence.sort_by_key(|h| (h.start, h.end));
    Some(evidence)
}

/// Whether the hits would name an indicator if it had no exceptions.
pub(super) fn unhindered(indicator: &Indicator, index: u32, hits: &[Hit], measure: Measure) -> bool {
    names(indicator, &words(index, hits), measure)
}

/// The hits that speak for an indicator.
fn words(index: u32, hits: &[Hit]) -> Vec<(Part, Hit)> {
    let mut found: Vec<(Part, Hit)> = Vec::new();
    for part in [Part::Term, Part::Head, Part::Cue] {
        let of = hits.iter().filter(|h| h.meaning == Meaning::Indicator(index, part));
        found.extend(of.map(|h| (part, *h)));
    }
    found
}

/// Whether words name an indicator: a term, or a head and what it needs beside it.
fn names(indicator: &Indicator, words: &[(Part, Hit)], measure: Measure) -> bool {
    let has = |part: Part| words.iter().any(|(p, _)| *p == part);
    // "GRDP tăng 7,4%": of a growth rate the verb of the change is the cue, and it is not in the subject.
    let cue_said = !indicator.needs_cue
        || has(Part::Cue)
        || (indicator.measure == Measure::Change && measure == Measure::Change);
    has(Part::Term) || (has(Part::Head) && cue_said)
}

/// How many tokens the hits cover together.
fn covered(hits: &[Hit]) -> u32 {
    let mut end = 0;
    let mut sum = 0;
    for hit in hits {
        sum += hit.end.saturating_sub(hit.start.max(end));
        end = end.max(hit.end);
    }
    sum
}

/// Whether and how a number of this unit can be the indicator's.
pub(super) fn fit(
    indicator: &Indicator,
    unit_code: Option<&str>,
    dimension: Option<Dimension>,
    measure: Measure,
) -> Option<Fit> {
    let percent = dimension == Some(Dimension::Percent);
    if measure == Measure::Level {
        return agrees(indicator, unit_code, dimension).then_some(Fit::Own);
    }
    if indicator.measure == Measure::Change {
        let relative = percent || dimension == Some(Dimension::Point);
        return (measure == Measure::Change && relative).then_some(Fit::Own);
    }
    if dimension == Some(Dimension::Point) {
        return is_rate(indicator).then_some(Fit::Own);
    }
    if percent || dimension == Some(Dimension::Times) || measure == Measure::Multiple {
        let only_rate = is_rate(indicator) && indicator.units.iter().all(|u| u == "percent");
        return Some(if only_rate { Fit::Rate } else { Fit::Quantity });
    }
    agrees(indicator, unit_code, dimension).then_some(Fit::Own)
}

fn is_rate(indicator: &Indicator) -> bool {
    indicator.units.iter().any(|u| matches!(u.as_str(), "percent" | "point" | "permille"))
}

/// Whether the unit is one that the indicator is measured in: its code, or its dimension where it is no
/// compound; `number` stands for no unit at all. An indicator without units takes any.
fn agrees(indicator: &Indicator, unit_code: Option<&str>, dimension: Option<Dimension>) -> bool {
    if indicator.units.is_empty() {
        return true;
    }
    let Some(code) = unit_code else { return indicator.units.iter().any(|u| u == "number") };
    let compound = code.contains('/');
    indicator.units.iter().any(|unit| {
        let Some((head, rest)) = unit.split_once('/') else {
            return unit == code || (!compound && dimension.is_some_and(|d| d.code() == unit));
        };
        // `money/person/month` takes `VND/person/month`.
        code.split_once('/').is_some_and(|(code_head, code_rest)| {
            rest == code_rest && (head == code_head || dimension.is_some_and(|d| d.code() == head))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{patterns::Memo, reading::Reading};

    /// Indicator and group of a subject, for each (subject, unit, dimension, measure).
    fn check(cases: &[(&str, &str, Dimension, Measure, &str)]) {
        let patterns = crate::patterns::for_tests();
        for (subject, unit, dimension, measure, expected) in cases {
            let reading = Reading::new(subject, 0, patterns, &mut Memo::default());
            let claims = patterns.claims(&reading.hits, Some(unit), Some(*dimension), *measure);
            let said: Vec<String> = claims
                .iter()
                .map(|c| {
                    let id = &patterns.indicators[c.indicator as usize].id;
                    let group = c.group.map(|g| format!(" {}", patterns.groups[g as usize].code));
                    format!("{id}{}", group.unwrap_or_default())
                })
                .collect();
            assert_eq!(said.join(" | "), *expected, "{subject} in {unit}, {measure:?}");
        }
    }

    use Dimension::{Count, Event, Money, Percent, Person, Point};
    use Measure::{Change, Gap, Level};

    #[test]
    fn the_unit_decides_between_people_and_share() {
        check(&[
            ("Số người tham gia BHXH", "person", Person, Level, "social_insurance.participants"),
            ("Số người tham gia bảo hiểm xã hội", "percent", Percent, Level, "social_insurance.coverage"),
            ("Số người tham gia BHTN", "percent", Percent, Change, "unemployment_insurance.participants"),
            ("Số người tham gia BHTN", "percentage_point", Point, Gap, "unemployment_insurance.coverage"),
            ("tỷ lệ bao phủ BHYT", "percent", Percent, Level, "health_insurance.coverage"),
            ("tỷ lệ bao phủ BHYT", "percent", Percent, Change, "health_insurance.coverage"),
            (
                "người tham gia BHXH tự nguyện",
                "person",
                Person,
                Level,
                "social_insurance.participants voluntary",
            ),
            ("đơn vị tham gia bảo hiểm xã hội", "đơn vị", Count, Level, "social_insurance.employers"),
        ]);
    }

    #[test]
    fn several_kinds_of_insurance_are_one() {
        check(&[
            (
                "Tổng số thu bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp",
                "VND",
                Money,
                Level,
                "insurance.revenue",
            ),
            ("Tổng số thu bảo hiểm xã hội, bảo hiểm y tế", "percent", Percent, Change, "insurance.revenue"),
            ("Tổng số tiền nợ đóng các quỹ bảo hiểm", "VND", Money, Level, "insurance.arrears"),
            ("nợ đọng bảo hiểm của doanh nghiệp nhà nước", "percent", Percent, Level, "insurance.arrears"),
            ("chi khám chữa bệnh BHYT", "VND", Money, Level, "health_insurance.expenditure"),
            ("thanh toán chi phí KCB BHYT", "lượt người", Event, Level, "health_insurance.beneficiaries"),
            ("giải quyết chế độ BHXH", "lượt người", Event, Level, "social_insurance.beneficiaries"),
            ("điểm thu bảo hiểm", "điểm thu", Count, Level, "insurance.agents"),
            (
                "thực hiện giao dịch điện tử về BHXH, BHYT",
                "percent",
                Percent,
                Level,
                "insurance.e_transactions",
            ),
        ]);
    }

    #[test]
    fn exceptions_take_away_a_word_or_all() {
        check(&[
            (
                "BHXH Việt Nam, số người tham gia BHYT",
                "person",
                Person,
                Level,
                "health_insurance.participants",
            ),
            ("người chưa tham gia BHXH", "person", Person, Level, ""),
            ("nợ xấu của các đơn vị đóng BHXH", "VND", Money, Level, "money.bad_debt"),
            ("phí bảo hiểm nhân thọ thu được", "VND", Money, Level, ""),
        ]);
    }
}
