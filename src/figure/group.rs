//! Provinces that a text counts together: `4 tỉnh miền Trung` are the four that one of its sentences names.
//!
//! In: the scenes of a document. Out: the [`Group`]s that its sentences name, each told by how many there are.
//!
//! Example: behind `Cà Mau, Kiên Giang và Bạc Liêu` a sum for `3 tỉnh này` is of all three.

use jiff::civil::Date;

use super::{Basis, Whereabouts, frame::Frame, scene::Scene};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::{Patterns, catalogue::PlaceLevel},
    quantity::{Magnitude, Quantity},
    reading::Tokens,
};

/// Provinces that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// How many; no other group of the text has as many.
    count: usize,
    /// Their names, joined.
    place: Whereabouts,
}

/// The groups of a document. Of two of one size none is known by its number alone.
pub(super) fn of(scenes: &[Scene], patterns: &Patterns, on: Option<Date>) -> Vec<Group> {
    let mut out: Vec<(Group, bool)> = Vec::new();
    for scene in scenes.iter().filter(|scene| scene.places.len() > 1) {
        for sentence in &scene.reading.sentences {
            let Some(found) = named(scene, sentence, patterns, on) else { continue };
            match out.iter_mut().find(|(known, _)| known.count == found.count) {
                Some((known, one)) => *one &= same(&known.place.name, &found.place.name),
                None => out.push((found, true)),
            }
        }
    }
    out.into_iter().filter_map(|(group, one)| one.then_some(group)).collect()
}

/// Whether two lists name the same provinces, in whatever order.
fn same(a: &str, b: &str) -> bool {
    let sorted = |list: &str| {
        let mut names: Vec<String> = list.split(", ").map(str::to_owned).collect();
        names.sort_unstable();
        names
    };
    sorted(a) == sorted(b)
}

/// The provinces of a sentence, if there are some.
fn named(scene: &Scene, sentence: &Tokens, patterns: &Patterns, on: Option<Date>) -> Option<Group> {
    let places = scene.places_in(sentence);
    if places.len() < 2 {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    let province = |p: &&PlaceMention| {
        p.kind == PlaceKind::Named && p.level() == PlaceLevel::Province && !p.is_foreign() && !p.of_office
    };
    for mention in places.iter().filter(province) {
        let (name, ..) = mention.identity(patterns, on);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (names.len() > 1).then(|| Group {
        count: names.len(),
        place: Whereabouts {
            name: names.join(", "),
            code: None,
            level: PlaceLevel::Province.code(),
            basis: Basis::Document,
        },
    })
}

/// The group that a sentence counts before the number of a frame, or close behind it.
pub(super) fn counted(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    groups: &[Group],
) -> Option<(Whereabouts, Tokens)> {
    if groups.is_empty() {
        return None;
    }
    let number = &scene.quantities[frame.quantity].tokens;
    let group = |q: &&Quantity| size(q).and_then(|n| groups.iter().find(|g| g.count == n));
    let near = |q: &&Quantity| {
        let between = number.end..q.tokens.start;
        between.len() <= BEHIND && between.clone().all(|at| scene.reading.tokens[at].is_word())
    };
    // Only what stands close by: a sentence may be as long as a page.
    let starts_before = |at: usize| scene.quantities.partition_point(|q| q.tokens.start < at);
    let (first, last) = (starts_before(sentence.start), starts_before(sentence.end));
    let here = starts_before(number.start).clamp(first, last);
    let earlier = &scene.quantities[first.max(here.saturating_sub(NEAR))..here];
    let before = earlier.iter().rev().find(|q| group(q).is_some());
    let behind =
        || scene.quantities[here..last].iter().take(2).filter(|q| q.tokens.start >= number.end).find(near);
    let found = before.or_else(behind)?;
    let place = Whereabouts { basis: Basis::Sentence, ..group(&found)?.place.clone() };
    Some((place, found.tokens.clone()))
}

/// How many numbers further on a group still is spoken of.
const NEAR: usize = 8;

/// How far behind a number a group that it is for stands, in tokens.
const BEHIND: usize = 8;

/// How many provinces a quantity counts: `4 tỉnh`.
fn size(quantity: &Quantity) -> Option<usize> {
    let of_provinces = quantity.unit.as_ref().is_some_and(|u| u.code == "tỉnh");
    match &quantity.magnitude {
        Magnitude::Point(value) if of_provinces => value.to_string().parse().ok(),
        _ => None,
    }
}
