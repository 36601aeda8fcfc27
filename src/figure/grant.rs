//! Who is granted which share: one verb and one whole, and a group behind each number.
//!
//! In: the frames of a sentence and their figures. Out: the same figures, each of the group that its share is granted to, all of one
//! whole.
//!
//! Example: in `Nhà nước hỗ trợ 30% mức đóng với hộ nghèo, 25% với hộ cận nghèo và 10% với các đối tượng khác` the second subject is `hỗ trợ
//! mức đóng hộ cận nghèo` and its base `mức đóng`, like that of the first.

use super::{
    BaseOf, Figure,
    frame::{Frame, Parted},
    reading::Walk,
    scene::Scene,
    trim::trim_end,
};
use crate::{
    patterns::catalogue::{Cue, Dimension, Measure},
    reading::Tokens,
};

/// What is granted: the verb, and what the shares are of.
struct Grant {
    verb: Tokens,
    whole: Tokens,
    base: Option<BaseOf>,
    /// One past the group that was named last.
    end: usize,
}

impl Walk<'_> {
    /// Gives each share that is granted the group that it is granted to.
    pub(super) fn granted(&self, scene: &Scene, framed: &[Option<&Frame>], own: &mut [Figure]) {
        let mut grant: Option<Grant> = None;
        for (figure, frame) in own.iter_mut().zip(framed) {
            let share = figure.measure == Measure::Level
                && figure.quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Percent);
            let Some((frame, group)) = frame.filter(|_| share).and_then(|f| Some((f, group(scene, f)?)))
            else {
                grant = None;
                continue;
            };
            let verb = frame.left.clone().rev().find_map(|at| {
                scene.is_cue(at, Cue::Grant).filter(|end| *end <= frame.left.end).map(|end| at..end)
            });
            if let Some(verb) = verb {
                let whole = frame.right.start..frame.right.end.min(group.start);
                let whole = trim_end(scene, whole);
                grant = Some(Grant { verb, whole, base: figure.base.clone(), end: group.end });
            } else if frame.parted != Parted::No
                || grant.as_ref().is_some_and(|g| !is_linked(scene, g.end..frame.left.end))
            {
                grant = None;
            }
            let Some(grant) = &mut grant else { continue };
            grant.end = group.end;
            let mut words = vec![grant.verb.clone(), grant.whole.clone(), group];
            words.retain(|w| !w.is_empty());
            figure.subject = Some(self.worded(scene, &words));
            figure.base = figure.base.take().or_else(|| grant.base.clone());
            self.claim(figure, Some(Dimension::Percent));
        }
    }
}

/// Whether nothing but links stands between a number and the group before it.
fn is_linked(scene: &Scene, mut between: Tokens) -> bool {
    let link = |at: usize| scene.cue_covers(at, &[Cue::And, Cue::Or, Cue::Light]);
    between.all(|at| !scene.reading.tokens[at].is_word() || link(at))
}

/// Who a share is granted to: behind `với`, `cho`, `đối với`, up to the next number, link or mark.
fn group(scene: &Scene, frame: &Frame) -> Option<Tokens> {
    let to = |at: usize| scene.is_cue(at, Cue::Recipient);
    let at = (frame.right.start..=frame.right.end).find(|at| to(*at).is_some())?;
    let start = to(at)?;
    let end = (start..start + GROUP)
        .find(|at| {
            let Some(token) = scene.reading.tokens.get(*at) else { return true };
            !token.is_word() || token.is_number() || scene.is_cue(*at, Cue::And).is_some()
        })
        .unwrap_or(start + GROUP);
    let group = trim_end(scene, start..end);
    (!group.is_empty()).then_some(group)
}

/// The longest name of a group, in tokens.
const GROUP: usize = 14;
