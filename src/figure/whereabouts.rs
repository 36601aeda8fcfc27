//! Where a figure is true of.
//!
//! In: a frame, the places of its sentence and block, and the document's own place. Out: [`Whereabouts`] with its basis. The nearest
//! place that governs wins over the document's: a national figure in a province's newspaper is `VN`. `toàn tỉnh`, `thành phố`, `Thủ đô` stand
//! for the document's own province.
//!
//! Example: in `Quảng Ninh (96,7%), Cao Bằng (91,39%)` each number has the place before its bracket.

use jiff::civil::Date;

use super::{Basis, Whereabouts, frame::Frame, memory::Memory, reference::Comparison, scene::Scene};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::Patterns,
    reading::Tokens,
};

/// The document's own places.
#[derive(Debug, Clone, Default)]
pub(super) struct Home {
    /// Where figures are when nothing else is said.
    pub default: Option<Whereabouts>,
    /// What `toàn tỉnh`, `thành phố` stand for.
    pub province: Option<Whereabouts>,
}

/// Finds the place of a frame.
pub(super) fn find(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    comparisons: &[Comparison],
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<(Whereabouts, Option<Tokens>)> {
    let number = scene.quantities[frame.quantity].tokens.clone();
    let usable = |p: &&PlaceMention| {
        p.tokens.start >= sentence.start
            && p.tokens.end <= sentence.end
            && !comparisons.iter().any(|c| c.tokens.start <= p.tokens.start && p.tokens.end <= c.tokens.end)
            && is_scene_of_action(scene, p, home)
    };
    let places: Vec<&PlaceMention> = scene.places.iter().filter(usable).collect();
    // `Quảng Ninh (96,7%)`: the place right before the bracket.
    let bracket = frame.bracket.and_then(|b| places.iter().find(|p| p.tokens.end == b));
    let right =
        places.iter().find(|p| p.tokens.start >= frame.right.start && p.tokens.end <= frame.right.end);
    let left =
        places.iter().rev().find(|p| p.tokens.end <= frame.left.end && p.tokens.start >= frame.left.start);
    let earlier = places.iter().rev().find(|p| p.tokens.end <= number.start);
    for (mention, basis) in
        [(bracket, Basis::Stated), (left, Basis::Stated), (right, Basis::Stated), (earlier, Basis::Sentence)]
    {
        if let Some(found) =
            mention.and_then(|m| named(m, basis, home, patterns, on).map(|w| (w, Some(m.tokens.clone()))))
        {
            return Some(found);
        }
    }
    if let Some(held) = memory.place.as_ref().filter(|h| h.block == memory.block) {
        return Some((Whereabouts { basis: memory.basis(held), ..held.value.clone() }, None));
    }
    home.default.clone().map(|d| (Whereabouts { basis: Basis::Document, ..d }, None))
}

/// A mention as a place of a record.
pub(super) fn named(
    mention: &PlaceMention,
    basis: Basis,
    home: &Home,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<Whereabouts> {
    match mention.kind {
        PlaceKind::National => Some(vietnam(basis)),
        PlaceKind::Own => home.province.clone().map(|p| Whereabouts { basis, ..p }),
        PlaceKind::Named | PlaceKind::Issuer => {
            let (name, code, level) = mention.identity(patterns, on);
            Some(Whereabouts { name, code, level, basis })
        }
    }
}

/// The whole country.
pub(super) fn vietnam(basis: Basis) -> Whereabouts {
    Whereabouts { name: "Việt Nam".into(), code: Some("VN".into()), level: "country", basis }
}

/// A foreign country in a domestic text is a partner of trade or a comparison more often than the place of a figure: it counts only
/// after `tại`, `ở`.
fn is_scene_of_action(scene: &Scene, mention: &PlaceMention, home: &Home) -> bool {
    let domestic =
        home.default.as_ref().is_none_or(|d| d.code.as_deref().is_none_or(|c| c.starts_with("VN")));
    if !domestic || !mention.is_foreign() {
        return true;
    }
    scene.is_cue_before(mention.tokens.start, crate::patterns::catalogue::Cue::At).is_some()
}
