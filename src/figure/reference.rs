//! What a change, gap or multiple is compared with.
//!
//! In: the frames of a sentence. Out: for each `so với …` the tokens it covers and what it names: a period, a plan, or another thing.
//! One reference serves the changes before it up to the last level (`giảm 2% về …, tăng 6,5% về … so với cùng kỳ`), and the ones after it in
//! parallel clauses.
//!
//! Example: `tăng 19% so với cùng kỳ năm 2016` → the same months of 2016.

use super::{base, scene::Scene};
use crate::{
    context::period::{Expression, Kind, PeriodMention, TimeUnit},
    patterns::{
        Kinds,
        catalogue::{Cue, Dimension, Particle},
    },
    reading::Tokens,
};

/// A comparison in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    /// From `so với` to its end.
    pub tokens: Tokens,
    /// Index of the period mention that it names.
    pub period: Option<usize>,
    /// The words of the plan that it names.
    pub plan: Option<Tokens>,
}

impl Comparison {
    /// Its words, the number that is compared with and its time included: `so với mức 4.050 tấn của năm 2016`.
    pub(super) fn words(&self, scene: &Scene) -> Tokens {
        let end = self.period.map_or(0, |p| scene.periods[p].tokens.end);
        self.tokens.start..self.tokens.end.max(end)
    }
}

/// The comparisons of a sentence, in order.
pub(super) fn comparisons(scene: &Scene, sentence: &Tokens) -> Vec<Comparison> {
    let mut out: Vec<Comparison> = Vec::new();
    let compares = |p: &&PeriodMention| matches!(p.kind, Kind::SamePeriod | Kind::Duration | Kind::During);
    let mentions = scene.periods_in(sentence).iter().filter(compares).map(|p| p.tokens.start);
    let next = |at| {
        let word = scene.reading.next_in(at..sentence.end, Kinds::COMPARISON);
        mentions.clone().find(|start| *start >= at).map_or(word, |start| start.min(word))
    };
    let mut at = next(sentence.start);
    while at < sentence.end {
        let found = comparison_at(scene, at, sentence);
        at = next(found.as_ref().map_or(0, |f| f.tokens.end).max(at + 1));
        out.extend(found);
    }
    out
}

fn comparison_at(scene: &Scene, at: usize, sentence: &Tokens) -> Option<Comparison> {
    let after = scene.is_cue(at, Cue::Compare);
    let mention = |from: usize| scene.period_index_at(from);
    if let Some(from) = after {
        let end = base::phrase_end(scene, from).min(sentence.end);
        // `so với năm 2018 │ số ca mắc tăng`: a time right behind the word is all that is compared with.
        let own = mention(from).map(|p| &scene.periods[p]).filter(|p| p.kind != Kind::Duration);
        let end = own.map_or(end, |p| p.tokens.end.min(end).max(from + 1));
        // The period may stand after a noun: `so với số tiền nợ đóng năm 2015`, `so với ước thực hiện năm 2013`.
        let period = (from..end.max(from + 1)).find_map(mention).filter(|p| {
            scene.periods[*p].kind != Kind::Duration || years_ago(scene, &scene.periods[*p]).is_some()
        });
        let end = period.map_or(end, |p| scene.periods[p].tokens.end.max(end));
        let plan = (from..end).find(|i| scene.is_cue(*i, Cue::Plan).is_some()).map(|_| from..end);
        // The number there has a time of its own, which is left to it.
        let period = period.or_else(|| time_of_number(scene, end).filter(|_| plan.is_none()));
        return Some(Comparison { tokens: at..end, period, plan });
    }
    // `vượt kế hoạch`, `cao hơn năm 2016`, `6,3% cùng kỳ năm trước`: no `so với`.
    let verb = matches!(scene.cue_at(at), Some((Cue::Rise | Cue::Fall | Cue::Exceed | Cue::Miss, _)));
    if verb {
        let (_, end) = scene.cue_at(at)?;
        let plan = scene.is_cue(end, Cue::Plan).map(|stop| end..stop);
        let period = mention(end);
        if plan.is_some() && period.is_none() {
            return plan.map(|p| Comparison { tokens: at..p.end, period: None, plan: Some(p) });
        }
        let compared = scene.reading.is_particle(end - 1, Particle::Than);
        if let Some(index) = period.filter(|_| compared) {
            let p = &scene.periods[index];
            return Some(Comparison { tokens: at..p.tokens.end, period: Some(index), plan: None });
        }
        return None;
    }
    let index = mention(at)?;
    let p = &scene.periods[index];
    // `(cùng kỳ năm trước tăng 6,8%)`: what was so then, told once more.
    if is_same_period(p) && at > 0 && scene.is_mark(at - 1, '(') {
        let close = (at..sentence.end).find(|i| scene.is_mark(*i, ')')).unwrap_or(sentence.end);
        if scene.counts_in(&(at..close)) {
            return None;
        }
    }
    (p.tokens.start == at && (is_same_period(p) || is_a_year_later(scene, p) || is_behind_multiple(scene, p)))
        .then(|| Comparison { tokens: p.tokens.clone(), period: Some(index), plan: None })
}

/// `so với mức │ 5,7% của năm 2017`, `so với con số │ 40 tấn trong tháng 6`: the time right behind the number that is compared with.
fn time_of_number(scene: &Scene, at: usize) -> Option<usize> {
    let number = scene.quantity_from(at).filter(|q| scene.start_of(q) == at)?;
    let behind = number.tokens.end;
    let of = scene.is_cue(behind, Cue::Of).or(scene.is_cue(behind, Cue::Preposition)).unwrap_or(behind);
    let index = scene.period_index_at(behind).or_else(|| scene.period_index_at(of))?;
    let mention = &scene.periods[index];
    (mention.is_governing() || is_same_period(mention)).then_some(index)
}

/// The number that a comparison names, with its time: `so với │ 5,7% của năm 2017`.
pub(super) fn is_compared(scene: &Scene, comparisons: &[Comparison], quantity: usize) -> bool {
    let number = &scene.quantities[quantity];
    let start = scene.start_of(number);
    comparisons.iter().any(|c| c.tokens.end == start && scene.is_cue(c.tokens.start, Cue::Compare).is_some())
}

/// `so với 1 năm trước`, `so với 5 năm trước đây`: how many years.
pub(super) fn years_ago(scene: &Scene, mention: &PeriodMention) -> Option<i16> {
    let ago = mention.tokens.clone().any(|at| scene.reading.is_small(at, Particle::Ago))
        || scene.reading.is_small(mention.tokens.end, Particle::Ago);
    let one = |at: usize| scene.reading.is_small(at, Particle::One);
    let count = mention.tokens.clone().find(|at| one(*at) || scene.reading.tokens[*at].is_number())?;
    let years = if one(count) { 1 } else { scene.reading.word(count).parse().ok()? };
    (ago && mention.expression == Expression::Length(TimeUnit::Year)).then_some(years)
}

/// `gấp đôi năm trước`, `gấp 2,5 lần năm 2021`, `bằng 112% năm 2021`
pub(super) fn is_behind_multiple(scene: &Scene, mention: &PeriodMention) -> bool {
    mention.kind == Kind::During
        && scene.quantity_before(mention.tokens.start).is_some_and(|q| {
            let start = scene.start_of(q);
            q.tokens.end == mention.tokens.start
                && q.unit.as_ref().is_some_and(|u| match u.dimension {
                    Dimension::Times => scene.is_cue_before(start, Cue::Fold).is_some(),
                    Dimension::Percent => scene.reading.is_small_before(start, Particle::Equals),
                    _ => false,
                })
        })
}

/// `tăng 19% sau một năm`
fn is_a_year_later(scene: &Scene, mention: &PeriodMention) -> bool {
    let start = mention.tokens.start;
    let behind_number = || scene.quantity_before(start).is_some_and(|q| q.tokens.end == start);
    mention.kind == Kind::Duration
        && mention.tokens.len() == 3
        && scene.reading.is_small(start, Particle::After)
        && (scene.reading.is_small(start + 1, Particle::One)
            || ["1", "01"].contains(&scene.reading.word(start + 1)))
        && scene.reading.is_small(start + 2, Particle::Years)
        && behind_number()
}

/// `cùng kỳ`: the figure's own period in another year.
fn is_same_period(mention: &PeriodMention) -> bool {
    mention.kind == Kind::SamePeriod
}
