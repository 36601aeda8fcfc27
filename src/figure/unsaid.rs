//! Units that go without saying where something changes.
//!
//! In: a number without a unit, its verb, and the figure before it. Out: the unit of what it changes from, or the thing that the head
//! of its clause counts.
//!
//! Example: in `số hợp tác xã tăng từ 120 lên 145` both numbers are hợp tác xã; in `đạt 9,8 triệu lượt, giảm 1,4 triệu` the second are
//! lượt.

use super::{Figure, governor::Governor, scene::Scene, subject::Found};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure},
    },
    quantity::{Quantity, UnitExpression},
};

/// The longest name of what is counted, in syllables.
const NAME: usize = 6;

/// The unit of the number that this one goes on from: `từ 120 xã lên 145`, `đạt 9,8 triệu lượt, giảm 1,4 triệu so với …`.
pub(super) fn of_previous(
    scene: &Scene,
    governor: &Governor,
    quantity: &Quantity,
    previous: Option<&Figure>,
) -> Option<UnitExpression> {
    let previous = previous.filter(|p| p.block == scene.block && p.measure == Measure::Level)?;
    let unit = unit_of(previous)?;
    let between = previous.quantity.tokens.end..governor.tokens.start;
    match governor.cue? {
        Cue::NewValue => between.is_empty().then_some(unit),
        Cue::Rise | Cue::Fall => {
            let end = quantity.tokens.end;
            let over = scene.reading.tokens.get(end).is_none_or(|t| !t.is_word() && !t.is_number())
                || scene.is_cue(end, Cue::Compare).is_some();
            let thing = !matches!(unit.dimension, Dimension::Percent | Dimension::Times | Dimension::Money);
            // `12 trường đạt chuẩn, tăng 3 so với …`
            let word = |at: usize| scene.reading.tokens[at].is_word();
            let comma = between.clone().last().is_some_and(|at| scene.is_mark(at, ','));
            let beside = between.is_empty()
                || comma && between.len() <= NAME && (between.start..between.end - 1).all(word);
            let governed = governor.tokens.end == scene.start_of(quantity);
            (over && thing && beside && governed && !quantity.in_words).then_some(unit)
        }
        _ => None,
    }
}

/// The unit of a figure: what stands behind its number, or what the head of its clause counts.
fn unit_of(figure: &Figure) -> Option<UnitExpression> {
    let end = figure.quantity.tokens.end;
    let counted = || {
        let code = figure.unit.clone().filter(|code| !code.contains('/'))?;
        let dimension = if code == "person" { Dimension::Person } else { Dimension::Count };
        Some(UnitExpression { code, dimension, tokens: end..end, entry: None })
    };
    figure.quantity.unit.clone().or_else(counted)
}

/// The thing that the head of a clause counts, where a number of them changes: `giảm số ban quản lý từ 70 xuống 41`.
pub(super) fn of_head(scene: &Scene, found: &Found, quantity: &Quantity) -> Option<UnitExpression> {
    let Found::Left(pieces) = found else { return None };
    let new = scene.is_cue(quantity.tokens.end, Cue::NewValue)?;
    let next = scene.quantity_from(new).filter(|q| scene.start_of(q) == new && q.unit.is_none());
    next.filter(|_| !quantity.in_words)?;
    let piece = pieces.first()?;
    let start = (piece.start..piece.end).find_map(|at| scene.is_cue(at, Cue::CountHead))?;
    let ends =
        [Cue::Preposition, Cue::At, Cue::Of, Cue::Rise, Cue::Fall, Cue::VerbMark, Cue::ValueVerb, Cue::Verb];
    let stop = (start..piece.end.min(start + NAME))
        .find(|at| {
            let named = |m| matches!(m, Meaning::Name(_) | Meaning::Hedge(..)).then_some(());
            !scene.reading.tokens[*at].is_word()
                || scene.cue_covers(*at, &ends)
                || scene.reading.hit(*at, named).is_some()
        })
        .unwrap_or(piece.end.min(start + NAME));
    let tokens = start..stop;
    (!tokens.is_empty()).then(|| UnitExpression {
        code: scene.text(&tokens).to_lowercase(),
        dimension: Dimension::Count,
        tokens,
        entry: None,
    })
}
