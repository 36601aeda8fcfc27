//! Places and numbers that pair by position.
//!
//! In: the figures of a sentence with `lần lượt`, and its places. Out: each figure with its own place.
//!
//! Example: in `Hà Nội và Bình Dương lần lượt tăng 0,3% và 0,4%` the first number is true of Hà Nội.

use super::{
    Basis, Figure,
    memory::Memory,
    scene::Scene,
    whereabouts::{Home, in_bracket, named},
};
use crate::{
    context::place::PlaceMention,
    patterns::{Patterns, catalogue::Cue},
    reading::Tokens,
};

/// `Hà Nội, TP.HCM, Bình Dương … với số nợ lần lượt là 2.170 tỷ; 1.945 tỷ; 423 tỷ`: places and numbers pair by position.
pub(super) fn pair(
    scene: &Scene,
    sentence: &Tokens,
    figures: &mut [Figure],
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
) {
    // Most sentences have not even two figures.
    let cue = || sentence.clone().find(|at| scene.is_cue(*at, Cue::Respectively).is_some());
    let Some(cue) = (figures.len() > 1).then(cue).flatten() else { return };
    let start = scene.reading.raw_span(&(cue..cue + 1)).start();
    let Some(first) = figures.iter().position(|f| f.quote.start() > start) else { return };
    let places: Vec<&PlaceMention> = scene
        .places_in(sentence)
        .iter()
        .filter(|p| p.tokens.start >= sentence.start && p.tokens.end <= cue)
        // `London (Anh), Paris (Pháp)`: a bracket tells of the place before it.
        .filter(|p| !in_bracket(scene, &p.tokens))
        .collect();
    let mut listed = &mut figures[first..];
    // `lần lượt tăng 0,3% và 0,4% lên các mức 7.543 điểm và 12.664 điểm`: one list, and another of as many.
    while !listed.is_empty() {
        let (measure, unit) = (listed[0].measure, listed[0].unit.clone());
        let alike = listed.iter().take_while(|f| f.measure == measure && f.unit == unit).count();
        // What follows the list is another measure of all of them.
        if places.len() < 2 || places.len() != alike {
            return;
        }
        let (list, rest) = listed.split_at_mut(alike);
        for (figure, mention) in list.iter_mut().zip(&places) {
            let on = figure.when.as_ref().map(|w| w.period.end);
            if let Some(place) = named(mention, Basis::Stated, memory, home, patterns, on) {
                figure.place = Some(place);
            }
        }
        listed = rest;
    }
}
