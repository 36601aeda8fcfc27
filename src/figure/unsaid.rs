//! Units that go without saying where something changes.
//!
//! In: a number without a unit, its verb, and the figure before it. Out: the unit of what it changes from, or the thing that the head
//! of its clause counts.
//!
//! Example: in `số hợp tác xã tăng từ 120 lên 145` both numbers are hợp tác xã; in `đạt 9,8 triệu lượt, giảm 1,4 triệu` the second are
//! lượt.

use rust_decimal::Decimal;

use super::{Figure, governor::Governor, scene::Scene, subject::Found, unit::from_subject};
use crate::{
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, Dimension, Measure},
    },
    quantity::{Quantity, UnitExpression},
    text::Case,
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

/// `mức điểm trung bình là 8,75`: a mark, where the head of what is told is one.
pub(super) fn of_mark(
    scene: &Scene,
    found: &Found,
    governor: &Governor,
    quantity: &Quantity,
    previous: Option<&Figure>,
    patterns: &Patterns,
) -> Option<UnitExpression> {
    let Found::Left(pieces) = found else { return None };
    let start = pieces.first()?.start;
    let end = quantity.tokens.end;
    let over =
        scene.reading.tokens.get(end).is_none_or(|t| !t.is_word()) || scene.is_cue(end, Cue::And).is_some();
    let said = governor.cue == Some(Cue::ValueVerb) && governor.tokens.end == scene.start_of(quantity);
    if !(over && said && is_short(quantity)) {
        return None;
    }
    let unit = |m| if let Meaning::Unit(index) = m { Some(&patterns.units[index as usize]) } else { None };
    let mark = |at| scene.reading.hit(at, unit).filter(|(_, u)| u.dimension == Dimension::Score);
    // `mức điểm` is a head, `tổng điểm` has one; `số điểm bán hàng` are places.
    let whole = scene.is_cue(start, Cue::Whole).is_some();
    let headed = whole || scene.is_cue(start, Cue::CountHead) == Some(start + 2);
    let Some((hit, unit)) = mark(start).or_else(|| mark(start + 1).filter(|_| headed)) else {
        // `… ngành Toán là 24,5, ngành Hóa là 22`: one mark after another, but `số thí sinh là 120` counts.
        let named = |at: usize| scene.reading.tokens[at].case != Case::Lower && !scene.opens_sentence(at);
        let one = || pieces.iter().flat_map(Clone::clone).skip(1).any(named);
        let counted = || {
            from_subject(scene, pieces, patterns).is_some_and(|u| u.dimension != Dimension::Count || !one())
        };
        let whole = quantity.reported.decimals == 0;
        if scene.is_cue(start, Cue::CountHead).is_some() || whole && counted() {
            return None;
        }
        let before = previous.filter(|p| p.block == scene.block).and_then(|p| p.quantity.unit.clone());
        return before
            .filter(|u| u.dimension == Dimension::Score)
            .map(|u| UnitExpression { tokens: end..end, ..u });
    };
    let code = scene.text(&(hit.start as usize..hit.end as usize)).to_lowercase();
    Some(UnitExpression { code, dimension: unit.dimension, tokens: end..end, entry: Some(unit.entry) })
}

/// A number of as many digits as a mark has.
fn is_short(quantity: &Quantity) -> bool {
    quantity.reported.unit_mult == 0
        && !quantity.in_words
        && quantity.magnitude.high() < Decimal::ONE_THOUSAND
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
