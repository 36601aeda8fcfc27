//! Whether a text is about Vietnam at all.
//!
//! In: the scenes of a document. Out: whether its places, offices, laws and money are Vietnamese.
//!
//! Example: a review that prices a phone at `699 USD (15,8 triệu đồng)` says nothing of Vietnam.

use super::Scene;
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::{
        Kinds,
        catalogue::{Dimension, PlaceLevel},
    },
    quantity::Quantity,
};

/// Whether anything in the text is surely of Vietnam: its name, one of its places, its laws, its money.
pub(super) fn is_vietnamese(scenes: &[Scene]) -> bool {
    scenes.iter().any(|scene| {
        // `ở miền Nam đất nước`: any country has one.
        let directed = |p: &PlaceMention| p.level() == PlaceLevel::Region && p.tokens.len() <= 2;
        let known = |p: &PlaceMention| p.is_known() && !p.is_foreign() && !p.is_bare() && !directed(p);
        scene.places.iter().any(known) || counts_in_dong(scene)
    }) || scenes.iter().any(names_a_law)
}

/// Whether what a text prices is paid for in Vietnam: most of its sums are in dong, and it names a place there. Fruit from abroad is sold
/// at home.
pub(super) fn is_paid_in_dong(scenes: &[Scene]) -> bool {
    let here = |p: &PlaceMention| p.kind == PlaceKind::Named && !p.is_foreign() && !p.is_bare();
    let sums = |of_dong: bool| {
        scenes.iter().flat_map(|s| &s.quantities).filter(|q| is_money(q) && is_dong(q) == of_dong).count()
    };
    scenes.iter().any(|s| s.places.iter().any(here))
        && sums(true) >= SUMS
        && sums(true) > sums(false) * 2
        && scenes.iter().any(counts_in_dong)
}

/// How many sums say what money a text is about.
const SUMS: usize = 4;

fn is_money(quantity: &Quantity) -> bool {
    quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money)
}

fn is_dong(quantity: &Quantity) -> bool {
    quantity.unit.as_ref().is_some_and(|u| u.code == "VND" || u.code.starts_with("VND/"))
}

/// Whether a sum is told in dong: not only what another money is worth (`70 triệu USD (1.580 tỷ đồng)`).
fn counts_in_dong(scene: &Scene) -> bool {
    scene.quantities.iter().enumerate().any(|(index, sum)| {
        let worth = || {
            let before = index.checked_sub(1).map(|before| &scene.quantities[before]);
            before.is_some_and(|q| {
                is_money(q)
                    && !is_dong(q)
                    && q.tokens.end + WORTH >= sum.tokens.start
                    && (q.tokens.end..sum.tokens.start).any(|at| scene.is_mark(at, '('))
            })
        };
        is_dong(sum) && !worth()
    })
}

/// How far behind a sum what it is worth stands, in tokens: `(tương đương khoảng …`.
const WORTH: usize = 5;

/// Whether a law is named.
fn names_a_law(scene: &Scene) -> bool {
    scene.reading.next(0, Kinds::LAW) < scene.reading.tokens.len()
}

/// Whether anything in the text is of Vietnam: a place, an office, a law, its money. `thành phố` may be one abroad where others are named,
/// and a longer text that only once says `Việt Nam`, further down, may be about anything (`hợp với khí hậu Việt Nam`).
pub(super) fn is_domestic(scenes: &[Scene], by_the_way: bool) -> bool {
    let abroad = scenes.iter().any(|scene| scene.places.iter().any(PlaceMention::is_foreign));
    scenes.iter().any(|scene| {
        let home = |p: &PlaceMention| {
            !p.is_foreign()
                && match p.kind {
                    PlaceKind::Named => true,
                    PlaceKind::National => !by_the_way,
                    PlaceKind::Own => p.level() != PlaceLevel::Country && !abroad,
                    PlaceKind::Unnamed => false,
                }
        };
        scene.places.iter().any(home) || counts_in_dong(scene)
    }) || scenes.iter().any(names_a_law)
}
