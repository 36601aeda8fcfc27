//! When a figure is true of.
//!
//! In: a frame, the period mentions of its sentence and what the document said before. Out: [`When`], with its basis. A period stands
//! right behind its number (`4.603.058 người năm 2012`), or before it in the frame, or earlier in the sentence; else the last one that
//! governed is still in force. Periods inside a comparison (`so với năm 2012`) belong to the reference.
//!
//! Example: `Năm 2020, con số này đạt 47.234,1 tỷ đồng`: `2020`, stated.

use jiff::civil::Date;

use super::{
    Basis, Evidence, When,
    frame::Frame,
    memory::{Memory, Moment},
    reference::Comparison,
    scene::Scene,
};
use crate::{
    context::period::{Anchor, Expression, Kind, Moment as said, Period, PeriodMention, Point},
    reading::Tokens,
};

/// What periods are resolved against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    /// Day of publication.
    pub published: Option<Date>,
}

impl Clock {
    /// The anchor for a mention that governs a figure; `governing` is the period in force before it.
    pub(super) fn anchor(self, governing: Option<&Period>, future: bool) -> Anchor {
        Anchor { published: self.published, own: governing.cloned(), future }
    }
}

/// Finds the period of a frame. Returns the mention it came from too, so that it can govern what follows.
pub(super) fn find(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    comparisons: &[Comparison],
    memory: &Memory,
    clock: Clock,
    future: bool,
) -> (Option<When>, Option<Moment>, Option<Evidence>) {
    let free: Vec<&PeriodMention> = scene
        .periods_in(sentence)
        .iter()
        .filter(|p| p.tokens.start >= sentence.start && p.tokens.end <= sentence.end && p.is_governing())
        .filter(|p| {
            !comparisons.iter().any(|c| c.tokens.start <= p.tokens.start && p.tokens.end <= c.tokens.end)
        })
        .collect();
    let quantity = &scene.quantities[frame.quantity];
    let behind = free.iter().find(|p| {
        p.tokens.start >= quantity.tokens.end
            && p.tokens.end <= frame.right.end.max(quantity.tokens.end + 6)
            && adjacent(scene, quantity.tokens.end, p.tokens.start)
    });
    let inside_right =
        free.iter().find(|p| p.tokens.start >= frame.right.start && p.tokens.end <= frame.right.end);
    let inside_left =
        free.iter().rev().find(|p| p.tokens.start >= frame.left.start && p.tokens.end <= frame.left.end);
    let earlier = free.iter().rev().find(|p| p.tokens.end <= frame.left.start.max(quantity.tokens.start));
    let chosen = [
        (behind, Basis::Stated),
        (inside_left, Basis::Stated),
        (inside_right, Basis::Stated),
        (earlier, Basis::Sentence),
    ]
    .into_iter()
    .filter_map(|(mention, basis)| mention.map(|m| (*m, basis)))
    .find_map(|(mention, basis)| {
        mention.resolve(&clock.anchor(None, future)).map(|period| (mention, period, basis))
    });
    if let Some((mention, period, basis)) = chosen {
        let moment = Moment::of(scene, mention);
        let basis = if is_now(mention) { Basis::PublicationDate } else { basis };
        let when = When { period, text: moment.text.clone(), basis };
        let words = moment.evidence();
        return (Some(when), Some(moment), Some(words));
    }
    let (when, words) = carried(memory, clock, future).unzip();
    (when, None, words)
}

/// The period that is still in force, and its words.
pub(super) fn carried(memory: &Memory, clock: Clock, future: bool) -> Option<(When, Evidence)> {
    let held = memory.period.as_ref().map(|held| (&held.value, memory.basis(held)));
    let (moment, basis) = held.or(memory.document_period.as_ref().map(|m| (m, Basis::Document)))?;
    let period = moment.mention.resolve(&clock.anchor(None, future))?;
    Some((When { period, text: moment.text.clone(), basis }, moment.evidence()))
}

/// Nothing but prepositions stands between a number and the period behind it.
fn adjacent(scene: &Scene, from: usize, to: usize) -> bool {
    to <= from + 2
        && (from..to).all(|at| {
            let token = &scene.reading.tokens[at];
            token.is('(') || scene.is_cue(at, crate::patterns::catalogue::Cue::Preposition).is_some()
        })
}

/// `chiều 24/12`: the day of an event; it dates what happened, not what is counted in later sentences.
pub(super) fn is_event_day(mention: &PeriodMention) -> bool {
    mention.kind == Kind::During
        && matches!(mention.expression, Expression::At(Point { moment: said::Day { .. }, .. }))
}

/// `hiện nay`, `đến nay`: the day of publication.
fn is_now(mention: &PeriodMention) -> bool {
    matches!(mention.expression, Expression::At(Point { moment: said::Now, .. }))
}
