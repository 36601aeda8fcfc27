//! Places that are counted: where the things counted before them are.
//!
//! In: the figures of a sentence. Out: what a number of places has, where the text leaves it out.
//!
//! Example: in `ghi nhận 165 trường hợp mắc sởi ở 18 phường` the 18 are `phường có trường hợp mắc sởi`.

use super::{Figure, scene::Scene};
use crate::patterns::{
    Meaning,
    catalogue::{Cue, HeadRole, Measure, NameWord},
};

/// Tokens between what is counted and where it is: `trường hợp mắc sốt xuất huyết (SXH) tại …`.
const BETWEEN: usize = 14;

/// Gives numbers of places what they are counted for.
pub(super) fn name(scene: &Scene, figures: &mut [Figure]) {
    // What the places before were counted for.
    let mut counted: Option<(usize, String)> = None;
    for i in 1..figures.len() {
        let (before, rest) = figures.split_at_mut(i);
        let [.., thing] = before else { continue };
        let place = &mut rest[0];
        let start = scene.start_of(&place.quantity);
        let noun = place.quantity.number.end..place.quantity.tokens.end;
        let level = |m| match m {
            Meaning::Name(
                NameWord::Province
                | NameWord::City
                | NameWord::District
                | NameWord::Commune
                | NameWord::Hamlet,
            )
            | Meaning::Head(HeadRole::Place) => Some(()),
            _ => None,
        };
        if !noun.clone().any(|at| scene.reading.hit(at, level).is_some()) {
            continue;
        }
        let Some(at) = scene.is_cue_before(start, Cue::At) else { continue };
        let between = thing.quantity.tokens.end..at;
        let broken =
            |i: usize| scene.is_mark(i, ',') || scene.is_mark(i, ';') || scene.cue_covers(i, &[Cue::And]);
        let near = between.len() <= BETWEEN && !between.clone().any(broken);
        let plain = place.subject.as_ref().is_some_and(|s| s.text == scene.text(&noun));
        let own = (thing.measure == Measure::Level).then_some(thing.subject.as_ref()).flatten();
        if let (true, true, Some(thing), Some(subject)) = (near, plain, own.cloned(), place.subject.as_mut())
        {
            // `tại 190 xã ở 26 huyện`: both for the same thing.
            let of = counted.take().filter(|(last, _)| last + 1 == i).map_or(thing.text, |(_, of)| of);
            subject.text = format!("{}{HAS}{of}", subject.text);
            counted = Some((i, of));
        }
    }
}

/// What joins a place and what is there.
const HAS: &str = " có ";
