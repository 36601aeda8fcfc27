//! What a bulletin of the weather says of the days to come.
//!
//! In: a sentence and a number in it. Out: whether the number is a range of the weather that nobody measured.
//!
//! Example: `Độ ẩm từ 52 - 86%` is expected; in `độ ẩm cao, 12-15 xã thiếu nước` nothing is.

use super::scene::Scene;
use crate::{
    patterns::catalogue::{Cue, Particle},
    quantity::{Magnitude, Quantity, UnitExpression},
    reading::Tokens,
};

/// `Nhiệt độ thấp nhất 23-26 độ, cao nhất 31-34 độ`: a range of the weather is that of the days to come, in the clause that names it and in
/// the next where that goes on in the same unit. What was measured was (`25 - 28 độ đã được ghi nhận`).
pub(super) fn is_of_bulletin(
    scene: &Scene,
    sentence: &Tokens,
    quantity: &Quantity,
    unit: Option<&UnitExpression>,
) -> bool {
    let Some(unit) = unit.filter(|u| OF_WEATHER.contains(&u.code.as_str())) else { return false };
    if !matches!(quantity.magnitude, Magnitude::Range { .. })
        || sentence.clone().any(|at| scene.reading.is_particle(at, Particle::Done))
    {
        return false;
    }
    let parts = |at: &usize| !scene.is_mark(*at, ',') && !scene.is_mark(*at, ';');
    let mut end = scene.start_of(quantity);
    loop {
        let clause = || (sentence.start..end).rev().take_while(parts);
        if clause().any(|at| scene.cue_covers(at, &[Cue::Clause])) {
            return false;
        }
        if clause().any(|at| scene.is_cue(at, Cue::Bulletin).is_some()) {
            return true;
        }
        let before = scene.quantity_before(end).filter(|q| q.tokens.start >= sentence.start);
        match before.filter(|q| q.unit.as_ref().is_some_and(|u| u.code == unit.code)) {
            Some(before) => end = scene.start_of(before),
            None => return false,
        }
    }
}

/// The units that the weather is told in.
const OF_WEATHER: [&str; 6] = ["celsius", "độ", "percent", "millimetre", "kilometre/hour", "metre/second"];
