//! The document's own place: what a figure is about when nothing nearer says so.
//!
//! In: all scenes of a document, its title and publisher. Out: [`Home`]. Evidence is weighed: a place in the headline and standfirst, an
//! issuer (`UBND tỉnh …`, `Tổng cục Thống kê`), `cả nước` and `toàn tỉnh`, and, weakest, the publisher's address.
//!
//! Example: a page of baolongan.vn that says `toàn quốc` and `Bộ Chính trị` is about `VN`, not Long An.

use jiff::civil::Date;

use super::{
    Basis, Whereabouts,
    scene::Scene,
    whereabouts::{self, Home},
};
use crate::{
    context::place::PlaceKind,
    document::{BlockKind, Document},
    patterns::{
        Patterns,
        catalogue::{Place, PlaceLevel},
    },
};

/// Weighs the evidence.
pub(super) fn of(
    document: &Document,
    scenes: &[Scene],
    patterns: &Patterns,
    published: Option<Date>,
) -> Home {
    let publisher = publisher_place(document, patterns, published);
    let mut provinces: Vec<(Whereabouts, u32)> = Vec::new();
    let mut nation = 0;
    let mut own = 0;
    for (index, scene) in scenes.iter().enumerate() {
        let weight = match document.blocks[scene.block].kind {
            BlockKind::Title => 6,
            BlockKind::Lead => 4,
            _ if index <= 2 => 3,
            _ => 1,
        };
        for mention in &scene.places {
            match mention.kind {
                PlaceKind::National => nation += 2,
                PlaceKind::Own => own += 1,
                PlaceKind::Named | PlaceKind::Issuer => {
                    let (name, code, level) = mention.identity(patterns, published);
                    if code.as_deref() == Some("VN") {
                        nation += 1;
                        continue;
                    }
                    if !matches!(level, "province" | "country" | "region") || code.is_none() {
                        continue;
                    }
                    let weight = if mention.kind == PlaceKind::Issuer { weight + 2 } else { weight };
                    match provinces.iter_mut().find(|(w, _)| w.code == code) {
                        Some((_, score)) => *score += weight,
                        None => provinces
                            .push((Whereabouts { name, code, level, basis: Basis::Document }, weight)),
                    }
                }
            }
        }
    }
    if let Some(place) = document.metadata.place.as_deref().and_then(|p| by_name(p, patterns, published)) {
        return Home { province: (place.level == "province").then(|| place.clone()), default: Some(place) };
    }
    let at_home = publisher.as_ref().and_then(|p| p.code.clone());
    let printed_there = |place: &Whereabouts| at_home.is_some() && place.code == at_home;
    if let Some(publisher) = publisher {
        match provinces.iter_mut().find(|(w, _)| w.code == publisher.code) {
            Some((_, score)) => *score += 2 + (own * 2).min(8),
            None => provinces.push((publisher, 2 + (own * 2).min(8))),
        }
    } else if let Some(first) = provinces.iter_mut().max_by_key(|(_, s)| *s) {
        first.1 += if first.1 >= 4 { (own * 2).min(8) } else { 0 };
    }
    let nation = nation.min(12);
    let best = provinces
        .iter()
        .enumerate()
        .max_by_key(|(i, (_, s))| (*s, usize::MAX - i))
        .map(|(_, (w, s))| (w.clone(), *s));
    match best {
        Some((place, score)) if score > nation => {
            Home { province: (place.level == "province").then(|| place.clone()), default: Some(place) }
        }
        // A place named once in a national text is not what its `tỉnh` stands for.
        Some((place, _)) => Home {
            default: Some(whereabouts::vietnam(Basis::Document)),
            province: (place.level == "province" && printed_there(&place)).then_some(place),
        },
        None => Home { default: Some(whereabouts::vietnam(Basis::Document)), province: None },
    }
}

/// The province whose name is in the publisher's address: `haiphong.gov.vn`, `baolongan.vn`, `hanoimoi.com.vn`.
fn publisher_place(document: &Document, patterns: &Patterns, on: Option<Date>) -> Option<Whereabouts> {
    let host = document.metadata.publisher.as_deref()?.to_lowercase();
    let label = host.split('/').next().unwrap_or(&host);
    let found = patterns
        .places
        .iter()
        .filter(|p| p.level == PlaceLevel::Province && exists_on(p, on))
        .filter(|p| label.contains(&squeezed(&p.name)))
        .max_by_key(|p| p.name.len())?;
    Some(Whereabouts {
        name: found.name.clone(),
        code: found.code.clone(),
        level: found.level.code(),
        basis: Basis::Document,
    })
}

/// A place by name or code.
fn by_name(name: &str, patterns: &Patterns, on: Option<Date>) -> Option<Whereabouts> {
    let wanted = squeezed(name);
    let found = patterns
        .places
        .iter()
        .filter(|p| exists_on(p, on))
        .find(|p| p.code.as_deref() == Some(name) || squeezed(&p.name) == wanted)?;
    Some(Whereabouts {
        name: found.name.clone(),
        code: found.code.clone(),
        level: found.level.code(),
        basis: Basis::Document,
    })
}

/// Lower case, no marks, no blanks: `Hà Nội` → `hanoi`.
fn squeezed(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.to_lowercase()
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}') && !c.is_whitespace())
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Whether a place existed on the day of publication; any day, if that is not known.
fn exists_on(place: &Place, day: Option<Date>) -> bool {
    day.is_none_or(|d| place.exists_on(&d.to_string()))
}
