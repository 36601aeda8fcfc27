//! Which comparison a change belongs to, and which numbers are the same change in another form.
//!
//! In: a frame, its governor and the comparisons of its sentence. Out: [`ReferenceTo`].
//!
//! Example: `giảm 2% về số doanh nghiệp, tăng 6,5% về vốn so với cùng kỳ năm trước`: one reference serves both.

use super::{
    Figure, ReferenceTo,
    frame::{Frame, Parted},
    governor::{Governor, governor},
    reading::{Sentence, Walk},
    scene::Scene,
};
use crate::{
    patterns::catalogue::{Cue, Measure},
    quantity::Magnitude,
    reading::Tokens,
};

impl Walk<'_> {
    /// The comparison of a change: its own, or the next one to the right up to a level, or the last one before it.
    pub(super) fn reference(
        &self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        all: &[Frame],
        previous: Option<&Figure>,
    ) -> Option<Pending> {
        let scene = sentence.scene;
        let number = &scene.quantities[frame.quantity].tokens;
        if governor.measure == Measure::Level && governor.cue != Some(Cue::ValueVerb) {
            return None;
        }
        // Right behind the number, or holding its verb: `tăng 6,4% so với quý IV/2016`, `cao hơn năm 2016 1,7%`.
        let own = sentence
            .comparisons
            .iter()
            .find(|c| c.tokens.start >= number.end && c.tokens.start <= frame.right.end + 1)
            .or_else(|| {
                sentence.comparisons.iter().find(|c| {
                    c.tokens.start == governor.tokens.start
                        && c.tokens.end <= number.start
                        && governor.cue.is_some()
                })
            });
        let ahead = sentence.comparisons.iter().find(|c| c.tokens.start >= number.end).filter(|c| {
            all[all.partition_point(|f| f.left.end <= number.end)..]
                .iter()
                .take(SERVED)
                .filter(|f| f.left.end < c.tokens.start)
                .all(|f| {
                    let other = self::governor(scene, f);
                    other.measure != Measure::Level
                        || f.bracket.is_some()
                        || f.left.clone().all(|at| {
                            !scene.reading.tokens[at].is_word() || scene.is_cue(at, Cue::And).is_some()
                        })
                })
        });
        let behind = sentence.comparisons.iter().rev().find(|c| c.tokens.end <= number.start);
        let chosen = own.or(ahead).or(behind);
        if let Some(c) = chosen {
            return Some(Pending {
                target: c.plan.as_ref().map(|p| scene.text(p).to_owned()),
                period: c.period,
                tokens: Some(c.tokens.clone()),
                held: None,
            });
        }
        if let Some(reference) =
            previous.and_then(|p| p.reference.clone()).filter(|_| governor.measure != Measure::Level)
        {
            return Some(Pending {
                target: reference.target.clone(),
                period: None,
                tokens: None,
                held: Some(reference),
            });
        }
        let held = self.memory.reference.as_ref().filter(|h| {
            h.block == self.memory.block
                && governor.measure == Measure::Change
                && h.sentence + 1 >= self.memory.sentence
        })?;
        Some(Pending { target: None, period: None, tokens: None, held: Some(held.value.clone()) })
    }

    pub(super) fn resolve_reference(
        &self,
        sentence: &Sentence,
        pending: Pending,
        when: Option<&super::When>,
    ) -> ReferenceTo {
        if let Some(held) = pending.held {
            return held;
        }
        let scene = sentence.scene;
        let text = pending.tokens.map(|t| scene.text(&t).to_owned()).unwrap_or_default();
        let period = pending
            .period
            .and_then(|i| scene.periods[i].resolve(&self.clock.anchor(when.map(|w| &w.period), false)));
        ReferenceTo { period, target: pending.target, text }
    }
}

/// A comparison before its period is resolved.
pub(super) struct Pending {
    pub(super) target: Option<String>,
    pub(super) period: Option<usize>,
    pub(super) tokens: Option<Tokens>,
    pub(super) held: Option<ReferenceTo>,
}

/// `A và B`: nothing but a link, or a comma before another form of the same change, stands between the number before and this one.
pub(super) fn is_coordinated(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    previous: Option<&Figure>,
    unit: Option<&str>,
) -> bool {
    if governor.cue.is_some()
        || governor.preposition
        || frame.bracket.is_some()
        || frame.parted != Parted::No
        || previous.is_none()
    {
        return false;
    }
    let mut linked = false;
    for at in frame.left.clone() {
        if scene.reading.tokens[at].is_word() && scene.period_at(at).is_none() {
            if scene.is_cue(at, Cue::And).is_none() && scene.is_cue(at, Cue::Or).is_none() {
                return false;
            }
            linked = true;
        }
    }
    // After a bare comma a thing that is counted starts a list of its own; another percentage does not.
    linked
        || frame.right.is_empty()
        || unit == Some("percent")
        || previous.is_some_and(|p| p.unit.as_deref() == unit)
}

/// A number coordinated with a change, or in the bracket right behind one, is a change too.
pub(super) fn inherit_measure(
    scene: &Scene,
    governor: &mut Governor,
    previous: Option<&Figure>,
    frame: &Frame,
    coordinated: bool,
) {
    let Some(previous) = previous else { return };
    if governor.measure != Measure::Level || previous.measure == Measure::Level {
        return;
    }
    // `(0,14%)`, `(tương đương 7,8%)`: the same change in another form.
    let inside = frame.bracket.filter(|b| *b <= frame.left.start + 1).map(|b| b + 1..frame.left.end);
    let same = inside.is_some_and(|i| {
        i.clone()
            .all(|at| !scene.reading.tokens[at].is_word() || scene.cue_covers(at, &[Cue::Equal, Cue::Light]))
    });
    if (coordinated && governor.cue.is_none()) || same {
        governor.measure = previous.measure;
        governor.negative = match previous.quantity.magnitude {
            Magnitude::Point(value) => value.is_sign_negative(),
            Magnitude::Range { high, .. } => high.is_sign_negative(),
        };
    }
}

/// How many numbers further on a comparison is looked for.
const SERVED: usize = 8;
