//! How long a place is spoken of before a text goes back to what it is about.
//!
//! In: the place that governed last and the document's own. Out: for how many sentences it still does. What happened in one district is
//! told of that district to the end: a text comes back to its name again and again.
//!
//! Example: in a text on Hà Nội what `chị Lan ở quận Cầu Giấy` pays is of Cầu Giấy; ten sentences on, prices are those of Hà Nội.

use jiff::civil::Date;

use super::{Whereabouts, scene::Scene, whereabouts::Home};
use crate::{
    context::place::PlaceKind,
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

/// So many places below provinces are told apart; a text that names more is about none of them.
const MANY: usize = 64;

/// For how many sentences a place still governs.
pub(super) fn how_long(held: Option<&Whereabouts>, home: &Home) -> usize {
    let lower = |p: &Whereabouts| matches!(p.level, "district" | "commune" | "hamlet");
    let Some(held) = held else { return usize::MAX };
    let about = home.focus.as_deref() == Some(held.name.as_str());
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

/// The place below a province that a text names more often than any other.
pub(super) fn focus(scenes: &[Scene], patterns: &Patterns, on: Option<Date>) -> Option<String> {
    let mut named: Vec<(&str, u32)> = Vec::new();
    for scene in scenes {
        for mention in &scene.places {
            let lower =
                !matches!(mention.level(), PlaceLevel::Country | PlaceLevel::Region | PlaceLevel::Province);
            if mention.kind != PlaceKind::Named || !lower {
                continue;
            }
            let (name, _, _) = mention.identity(patterns, on);
            let full = named.len() >= MANY;
            match named.iter_mut().find(|(known, _)| *known == name) {
                Some((_, times)) => *times += 1,
                None if full => {}
                None => named.push((name, 1)),
            }
        }
    }
    let most = named.iter().map(|(_, times)| *times).max().filter(|times| *times >= OFTEN)?;
    named.iter().find(|(_, times)| *times == most).map(|(name, _)| (*name).to_owned())
}
