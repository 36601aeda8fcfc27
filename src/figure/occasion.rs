//! Times that something happened, which look like multiples.
//!
//! In: a quantity in `lần`. Out: whether it counts occasions.
//!
//! Example: `tăng 3 lần`, `cao hơn 3 lần`, `gấp 2,5 lần` compare; `đã 3 lần vô địch`, `sau 5 lần điều chỉnh`, `uống 2 lần/ngày` count.

use super::{phrase::any_cue_before, scene::Scene};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Particle, Qualifier},
    },
    quantity::{Quantity, UnitExpression},
};

/// What a number of times is compared by, right before it.
const COMPARING: [Cue; 8] =
    [Cue::Rise, Cue::Fall, Cue::Fold, Cue::Apart, Cue::Exceed, Cue::Miss, Cue::NewValue, Cue::Compare];

/// What a number of times is a multiple of, right behind it: `3 lần mức lương`, `3 lần so với năm trước`.
const COMPARED: [Cue; 6] = [Cue::Compare, Cue::Mark, Cue::CountHead, Cue::Rate, Cue::Sum, Cue::BareHead];

/// Gives the quantities that count occasions the thing for a unit.
pub(super) fn tell(scene: &mut Scene) {
    let times = |q: &Quantity| {
        q.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times && !u.tokens.is_empty())
    };
    // Most blocks speak of none.
    if !scene.quantities.iter().any(times) {
        return;
    }
    for index in 0..scene.quantities.len() {
        if !times(&scene.quantities[index]) || !is_occasion(scene, index) {
            continue;
        }
        if let Some(unit) = &mut scene.quantities[index].unit {
            let per = unit.code.split_once('/').map(|(_, per)| format!("/{per}")).unwrap_or_default();
            unit.code = format!("{}{per}", scene.reading.word(unit.tokens.start).to_lowercase());
            unit.dimension = Dimension::Event;
        }
    }
}

/// Whether a unit is one of occasions: they have nothing that a sum behind them could be of.
pub(super) fn is_of_occasions(unit: &UnitExpression) -> bool {
    unit.dimension == Dimension::Event && unit.code.starts_with("lần")
}

fn is_occasion(scene: &Scene, index: usize) -> bool {
    let quantity = &scene.quantities[index];
    if quantity.reported.decimals > 0 || quantity.reported.unit_mult > 0 {
        return false;
    }
    let mut before = scene.start_of(quantity);
    let there = |at: usize| any_cue_before(scene, at, &[Cue::Exist, Cue::VerbMark]).is_some();
    // `nhanh hơn 3 lần`, not `đã hơn 3 lần`
    if quantity.qualifier == Qualifier::MoreThan && !there(before) {
        return false;
    }
    // `gấp khoảng 3 lần`, `tăng lên tới 3 lần`
    for _ in 0..LIGHT {
        if any_cue_before(scene, before, &COMPARING).is_some()
            || scene.reading.is_small_before(before, Particle::Than)
        {
            return false;
        }
        // `tăng từ 2-3 lần`
        match any_cue_before(scene, before, &[Cue::Light, Cue::Of]) {
            Some(start) => before = start,
            None => break,
        }
    }
    // `bằng 3 lần`; `được 3 lần`, `ghi nhận 3 lần` count.
    let start = scene.start_of(quantity);
    let is = scene.is_cue_before(start, Cue::ValueVerb);
    if is.is_some_and(|at| !there(start) && scene.is_cue(at, Cue::Say).is_none()) {
        return false;
    }
    let end = quantity.tokens.end;
    let compares = |m| matches!(m, Meaning::Cue(cue) if COMPARED.contains(&cue)).then_some(());
    if scene.reading.hit(end, compares).is_some() || scene.reading.is_small(end, Particle::Than) {
        return false;
    }
    // `tăng lần lượt 2 và 3 lần`: a multiple goes on.
    index.checked_sub(1).map(|i| &scene.quantities[i]).is_none_or(|other| {
        let multiple = other.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
        !multiple || other.tokens.end + 1 < start
    })
}

/// How many words without weight may stand before a number.
const LIGHT: usize = 4;
