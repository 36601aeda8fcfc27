//! People who are called like a country: `Trần Thị Nga`, further on `Nga`.
//!
//! In: the scenes of a document. Out: the same without the countries that are people.
//!
//! Example: behind `bị cáo Trần Thị Hồng Nga` the sentence `Nga khai đã nhận 2 lần.` names no country.

use rustc_hash::FxHashSet;

use super::scene::Scene;
use crate::{
    context::place::PlaceMention,
    patterns::{
        Kinds, Meaning,
        catalogue::{Cue, NameWord},
    },
    text::Case,
};

/// Syllables of a person's name.
const LONGEST: usize = 5;

/// Takes the countries out that are people: one syllable that ends a person's name in full, where nothing in the text says that it is
/// a country.
pub(super) fn drop(scenes: &mut [Scene]) {
    // Most documents name no such country.
    let may_be_one = |p: &PlaceMention| p.is_foreign() && p.tokens.len() == 1;
    if !scenes.iter().any(|scene| scene.places.iter().any(may_be_one)) {
        return;
    }
    let called: FxHashSet<String> = scenes.iter().flat_map(names).collect();
    if called.is_empty() {
        return;
    }
    let told = |scene: &Scene, p: &PlaceMention| {
        scene.is_cue_before(p.tokens.start, Cue::At).is_some()
            || scene.is_cue_before(p.tokens.start, Cue::Partner).is_some()
    };
    let countries: FxHashSet<String> = scenes
        .iter()
        .flat_map(|scene| {
            scene.places.iter().filter(|p| told(scene, p)).map(|p| scene.text(&p.tokens).to_owned())
        })
        .collect();
    for Scene { places, reading, .. } in scenes {
        places.retain(|p| {
            let word = reading.text_of(&p.tokens);
            !(may_be_one(p) && called.contains(word) && !countries.contains(word))
        });
    }
}

/// The last syllables of the names of a scene that begin with a surname and have three syllables or more.
fn names(scene: &Scene) -> Vec<String> {
    let reading = &scene.reading;
    let title = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Title);
    let surname =
        |at: usize| reading.hit(at, |m| (m == Meaning::Name(NameWord::Surname)).then_some(())).is_some();
    let next = |at| Some(reading.next(at, Kinds::PLACE)).filter(|at| *at < reading.tokens.len());
    let mut out = Vec::new();
    for at in std::iter::successors(next(0), |at| next(at + 1)) {
        let opens = title(at) && !(at > 0 && title(at - 1));
        if !opens || !surname(at) {
            continue;
        }
        let end = (at..reading.tokens.len()).find(|i| !title(*i)).unwrap_or(reading.tokens.len());
        if end >= at + 3 && end <= at + LONGEST {
            out.push(reading.text_of(&(end - 1..end)).to_owned());
        }
    }
    out
}
