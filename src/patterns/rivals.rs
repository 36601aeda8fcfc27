//! Which indicators a subject's words spoke for without naming one of them: for people who ask why.
//!
//! In: what [`Patterns::claim`] gets. Out: each indicator that has a word in the subject and was not claimed, with the
//! first thing that stood against it. Extraction itself never asks.
//!
//! Worked example: `Số người tham gia BHXH` of `38,4%` is `social_insurance.coverage`; `social_insurance.participants` has the same
//! words and lost by its unit.

use super::{
    Hit, Meaning, Patterns,
    catalogue::{Dimension, Measure, Part},
    claim::{candidates, evidence, fit, unhindered},
};

/// What stood against an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Its words are there, but it is measured in something else.
    Unit,
    /// An exception of it stands in the subject: this hit.
    Exception(Hit),
    /// Another suits the measure better: a rise in per cent is of a growth rate, else of a quantity, else of a rate.
    Measure,
    /// Its words explain fewer of the subject's than those of the indicator that won.
    Fewer,
    /// It explains as many as others do: none is taken.
    Tied,
    /// Its head is there (this hit), none of its cues.
    NoCue(Hit),
    /// One of its cues is there (this hit), no head and no term.
    NoHead(Hit),
}

impl Patterns {
    /// The indicators that `hits`, all inside the words of one subject, speak for without naming them.
    pub fn rivals(
        &self,
        hits: &[Hit],
        unit_code: Option<&str>,
        dimension: Option<Dimension>,
        measure: Measure,
    ) -> Vec<(u32, Lost)> {
        let best = self.claims(hits, unit_code, dimension, measure);
        let won = |index: u32| {
            let joins =
                |i: u32| self.indicators[i as usize].joins.contains(&self.indicators[index as usize].id);
            best.len() == 1 && best.iter().any(|c| c.indicator == index || joins(c.indicator))
        };
        let fit_of = |index: u32| fit(&self.indicators[index as usize], unit_code, dimension, measure);
        let best_fit = best.first().and_then(|c| fit_of(c.indicator));
        candidates(hits)
            .into_iter()
            .filter(|index| !won(*index))
            .filter_map(|index| {
                let indicator = &self.indicators[index as usize];
                let of = |part| hits.iter().find(move |h| h.meaning == Meaning::Indicator(index, part));
                let lost = if best.iter().any(|c| c.indicator == index) {
                    Lost::Tied
                } else if evidence(indicator, index, hits, measure).is_some() {
                    match fit_of(index) {
                        None => Lost::Unit,
                        own if own > best_fit => Lost::Measure,
                        _ => Lost::Fewer,
                    }
                } else if let (true, Some(hit)) =
                    (unhindered(indicator, index, hits, measure), of(Part::Except))
                {
                    Lost::Exception(*hit)
                } else if let Some(head) = of(Part::Head) {
                    Lost::NoCue(*head)
                } else {
                    Lost::NoHead(*of(Part::Cue)?)
                };
                Some((index, lost))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{patterns::Memo, reading::Reading};

    #[test]
    fn losers_say_what_stood_against_them() {
        let patterns = crate::patterns::for_tests();
        let rival = |subject: &str, unit, dimension, id: &str| {
            let reading = Reading::new(subject, 0, patterns, &mut Memo::default());
            let rivals = patterns.rivals(&reading.hits, Some(unit), Some(dimension), Measure::Level);
            rivals.into_iter().find(|(i, _)| patterns.indicators[*i as usize].id == id).map(|(_, lost)| lost)
        };
        let participants = "social_insurance.participants";
        let percent = Dimension::Percent;
        assert_eq!(rival("Số người tham gia BHXH", "percent", percent, participants), Some(Lost::Unit));
        assert_eq!(rival("Số người tham gia BHXH", "person", Dimension::Person, participants), None);
        let not = rival("người chưa tham gia BHXH", "person", Dimension::Person, participants);
        assert!(matches!(not, Some(Lost::Exception(_))), "{not:?}");
        let not = rival("tiền BHXH", "VND", Dimension::Money, "social_insurance.revenue");
        assert!(matches!(not, Some(Lost::NoHead(_))), "{not:?}");
    }
}
