//! How long a place is spoken of before a text goes back to what it is about.
//!
//! In: the place that governed last and the document's own. Out: for how many sentences it still does. What happened in one district is
//! told of that district to the end: a text comes back to its name again and again.
//!
//! Example: in a text on Hà Nội what `chị Lan ở quận Cầu Giấy` pays is of Cầu Giấy; ten sentences on, prices are those of Hà Nội.

use jiff::civil::Date;

use super::{Basis, Whereabouts, memory::Memory, scene::Scene, whereabouts::Home};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::{Patterns, catalogue::PlaceLevel},
};

/// How many sentences further on an example in a text on a larger place is still spoken of.
const EXAMPLE: usize = 4;

/// The same of another province.
const OTHER: usize = 6;

/// The same of the province that a text on one of its districts names by the way.
const WHOLE: usize = 1;

/// How often a text names the place below a province that it is about.
const OFTEN: u32 = 2;

/// How often it names one that it comes back to from another.
const BACK: u32 = 3;

/// So many places below provinces are told apart; a text that names more is about none of them.
const MANY: usize = 64;

/// The place that is still spoken of; where it fades, what the text is about. An office of the nation (`national`) does not speak of the
/// last example.
pub(super) fn spoken_of(
    scene: &Scene,
    memory: &Memory,
    home: &Home,
    national: bool,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<Whereabouts> {
    let domestic = |p: &Whereabouts| p.code.as_deref().is_none_or(|c| c.starts_with("VN"));
    let held = memory
        .place
        .as_ref()
        .filter(|h| h.block == memory.block && !(national && h.value.as_ref().is_none_or(domestic)));
    let fades = held.is_some_and(|h| {
        memory.sentence.saturating_sub(h.sentence) > how_long(h.value.as_ref(), home)
            && h.value.as_ref().is_some_and(|p| names_another(scene, p, patterns, on))
    });
    match held {
        Some(held) if !fades => Some(Whereabouts { basis: memory.basis(held), ..held.value.clone()? }),
        held => {
            let focus = home
                .focus
                .as_ref()
                .filter(|(_, times)| held.is_some() && *times >= BACK)
                .map(|(place, _)| place);
            Some(Whereabouts { basis: Basis::Document, ..focus.or(home.default.as_ref())?.clone() })
        }
    }
}

/// For how many sentences a place still governs.
fn how_long(held: Option<&Whereabouts>, home: &Home) -> usize {
    let lower = |p: &Whereabouts| matches!(p.level, "district" | "commune" | "hamlet");
    let Some(held) = held else { return usize::MAX };
    let about = home.focus.as_ref().is_some_and(|(focus, _)| focus.name == held.name);
    match &home.default {
        Some(home) if home.name == held.name => usize::MAX,
        Some(home) if lower(home) && held.level == "province" => WHOLE,
        Some(home) if !lower(home) && lower(held) && !about => EXAMPLE,
        Some(home) if home.level == "country" && held.level == "province" => EXAMPLE,
        Some(home) if home.level == "province" && held.level == "province" => OTHER,
        None if lower(held) && !about => EXAMPLE,
        _ => usize::MAX,
    }
}

/// Whether a block names a place beside the one that governs, and what that lies in (`huyện Bình Sơn, Quảng Ngãi`): a list of what one place
/// has is of it to the end.
fn names_another(scene: &Scene, held: &Whereabouts, patterns: &Patterns, on: Option<Date>) -> bool {
    let mut end_of_held = None;
    scene.places.iter().any(|mention| {
        if mention.kind != PlaceKind::Named {
            return mention.kind == PlaceKind::National && !mention.of_office;
        }
        let (name, _, _) = mention.identity(patterns, on);
        let within = end_of_held.is_some_and(|end| mention.tokens.start <= end + 1);
        if name == held.name || within {
            end_of_held = Some(mention.tokens.end);
            return false;
        }
        true
    })
}

/// The place below a province that a text names more often than any other.
pub(super) fn focus(scenes: &[Scene], patterns: &Patterns, on: Option<Date>) -> Option<(Whereabouts, u32)> {
    let mut named: Vec<(&str, u32, &PlaceMention)> = Vec::new();
    for scene in scenes {
        for mention in &scene.places {
            let lower =
                !matches!(mention.level(), PlaceLevel::Country | PlaceLevel::Region | PlaceLevel::Province);
            if mention.kind != PlaceKind::Named || !lower {
                continue;
            }
            let (name, _, _) = mention.identity(patterns, on);
            let full = named.len() >= MANY;
            match named.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, times, _)) => *times += 1,
                None if full => {}
                None => named.push((name, 1, mention)),
            }
        }
    }
    let most = named.iter().map(|(_, times, _)| *times).max().filter(|times| *times >= OFTEN)?;
    let (_, times, first) = named.iter().find(|(_, times, _)| *times == most)?;
    Some((Whereabouts::of(first.identity(patterns, on), Basis::Document), *times))
}
