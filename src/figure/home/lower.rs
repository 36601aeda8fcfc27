//! The district or commune that a headline names: what the text is about, below its province.
//!
//! In: the scenes of a document. Out: the place, if the headline names one alone.
//!
//! Example: `Đảng ủy xã Bình Hòa, Quảng Nam: hoàn thành nhiệm vụ` heads a text on the commune.

use jiff::civil::Date;

use super::{Basis, Scene, Whereabouts};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    document::{BlockKind, Document},
    patterns::{Patterns, catalogue::PlaceLevel},
};

/// Blocks that say in full what the headline says in short.
const OPENING: usize = 3;

/// The one place below the province that the headline names; without its level word only if the text begins with it in full
/// (`Thanh Trì cải tạo sông`, `Huyện Thanh Trì có …`).
pub(super) fn of_headline(
    document: &Document,
    scenes: &[Scene],
    patterns: &Patterns,
    on: Option<Date>,
    abroad: bool,
) -> Option<Whereabouts> {
    let title = scenes.iter().find(|s| matches!(document.blocks[s.block].kind, BlockKind::Title))?;
    let lower = |p: &&PlaceMention| {
        p.kind == PlaceKind::Named
            && !p.is_foreign()
            && matches!(p.level(), PlaceLevel::District | PlaceLevel::Commune)
    };
    let mut named = title.places.iter().filter(lower);
    let (first, rest) = (named.next().filter(|_| !abroad)?, named.next());
    // `xã Bình Hòa, huyện Bình Sơn`: the smaller one; `huyện Bình Sơn và huyện Nông Sơn` are two.
    if rest.is_some_and(|r| r.tokens.start > first.tokens.end + 1 || r.level() >= first.level()) {
        return None;
    }
    let full = || {
        let spelled =
            |p: &&PlaceMention| !p.is_bare() && p.identity(patterns, on) == first.identity(patterns, on);
        scenes.iter().take(OPENING).any(|s| s.places.iter().filter(lower).any(|p| spelled(&p)))
    };
    if first.is_bare() && !full() {
        return None;
    }
    Some(Whereabouts::of(first.identity(patterns, on), Basis::Document))
}
