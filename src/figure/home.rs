//! The document's own place: what a figure is about when nothing nearer says so.
//!
//! In: all scenes of a document, its title and publisher. Out: [`Home`]. Evidence is weighed: a place in the headline and standfirst, an
//! issuer (`UBND tỉnh …`, `Tổng cục Thống kê`), `cả nước` and `toàn tỉnh`, and, weakest, the publisher's address.
//!
//! Example: a page of baolongan.vn that says `toàn quốc` and `Bộ Chính trị` is about `VN`, not Long An.

use jiff::civil::Date;

mod domestic;
mod lower;

use super::{
    Basis, Whereabouts, company, group, product,
    scene::Scene,
    staying,
    whereabouts::{self, Home},
};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    document::{BlockKind, Document},
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, Dimension, NameWord, Place, PlaceLevel},
    },
};

/// A place that the document may be about.
struct Candidate {
    place: Whereabouts,
    score: u32,
    foreign: bool,
    /// How it heads the text.
    heads: Heading,
}

/// Where a text says what it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    /// In its body.
    #[default]
    Body,
    /// In the first lines of a text whose standfirst is not marked as one.
    Opening,
    /// In the headline or a standfirst that is marked.
    Headline,
}

/// A place abroad that is named once, inside a longer text, is not what it is about.
const ABROAD: u32 = 3;

/// What one mention of the nation weighs in the body of a text.
const ONCE: u32 = 2;

/// How many sentences open a text.
const OPENING: usize = 4;

/// How many times as much as of any place a text says of companies that its headline does not name.
const COMPANY: u32 = 3;

/// Evidence for a place that weighs nothing against any company.
const SLIGHT: u32 = 5;

/// Whether a scene is the headline.
fn is_title(document: &Document, scene: &Scene) -> bool {
    matches!(document.blocks[scene.block].kind, BlockKind::Title)
}

/// The document's own places.
pub(super) fn of(
    document: &Document,
    scenes: &[Scene],
    patterns: &Patterns,
    published: Option<Date>,
) -> Home {
    let of_product = product::is_described(scenes);
    Home {
        groups: group::of(scenes, patterns, published),
        focus: staying::focus(scenes, patterns, published),
        of_product,
        ..weighed(document, scenes, patterns, published, of_product)
    }
}

/// Weighs the evidence.
fn weighed(
    document: &Document,
    scenes: &[Scene],
    patterns: &Patterns,
    published: Option<Date>,
    of_product: bool,
) -> Home {
    let publisher = publisher_place(document, patterns, published);
    let mut provinces: Vec<Candidate> = Vec::new();
    let mut nation = 0;
    let mut nation_heads = Heading::Body;
    let mut own = 0;
    let (mut partners, mut says_nation) = (Vec::new(), false);
    // A text without marks has its standfirst right below its headline.
    let standfirst = scenes
        .get(1)
        .filter(|lead| {
            let short = lead.reading.sentences.len() <= OPENING;
            scenes.len() > 2 && is_title(document, &scenes[0]) && short
        })
        .map(|lead| lead.block);
    let heads = |scene: &Scene| {
        if matches!(document.blocks[scene.block].kind, BlockKind::Title | BlockKind::Lead) {
            Heading::Headline
        } else if standfirst == Some(scene.block) {
            Heading::Opening
        } else {
            Heading::Body
        }
    };
    let weight = |index: usize, scene: &Scene, at: usize| match document.blocks[scene.block].kind {
        BlockKind::Title => 6,
        BlockKind::Lead => 4,
        _ if index <= 2 && scene.reading.sentence_of(at) < OPENING => 3,
        _ => 1,
    };
    let n_sentences = scenes.iter().map(|s| s.reading.sentences.len()).sum::<usize>();
    let long = n_sentences > 2 * OPENING;
    for (index, scene) in scenes.iter().enumerate() {
        for mention in &scene.places {
            let weight = weight(index, scene, mention.tokens.start);
            match mention.kind {
                PlaceKind::National if mention.of_market => {}
                PlaceKind::National => {
                    says_nation |= !mention.of_office;
                    nation += weight.max(2);
                    nation_heads = nation_heads.max(heads(scene));
                }
                PlaceKind::Own if mention.level() == PlaceLevel::Province && !mention.of_office => own += 1,
                PlaceKind::Own | PlaceKind::Unnamed => {}
                PlaceKind::Named if mention.is_bare() => {}
                PlaceKind::Named => {
                    let (name, code, level) = mention.province(patterns, published);
                    let foreign = mention.is_foreign();
                    // "giám đốc người Nhật Bản", "doanh nghiệp Hàn Quốc tuyển 500 người": what somebody is says little of where, and
                    // in a short text nothing.
                    let of_somebody = foreign && is_of_somebody(scene, mention, patterns);
                    let weight = match heads(scene) {
                        Heading::Body if of_somebody && !long => 0,
                        _ if of_somebody => 1,
                        _ => weight,
                    };
                    // "(Phú Yên)": a detail says nothing of the whole.
                    let weight = if whereabouts::in_bracket(scene, &mention.tokens) { 0 } else { weight };
                    // "xuất khẩu sang Mỹ": who is traded with is not where it is.
                    let partner =
                        foreign && scene.is_cue_before(mention.tokens.start, Cue::Partner).is_some();
                    let known = matches!(level, "province" | "country" | "region");
                    if partner {
                        partners.push(name.to_owned());
                    }
                    if !known || partner || code.is_none() && !foreign {
                        continue;
                    }
                    let weight = if mention.of_office { weight + 2 } else { weight };
                    let known = provinces
                        .iter_mut()
                        .find(|p| p.place.code.as_deref() == code && p.place.name == name);
                    if let Some(known) = known {
                        known.score += weight;
                        known.heads = known.heads.max(heads(scene));
                    } else {
                        let place = Whereabouts::of((name, code, level), Basis::Document);
                        provinces.push(Candidate { place, score: weight, foreign, heads: heads(scene) });
                    }
                }
            }
        }
    }
    if let Some(place) = document.metadata.place.as_deref().and_then(|p| by_name(p, patterns, published)) {
        return Home {
            province: (place.level == "province").then(|| place.clone()),
            abroad: place.code.as_deref().is_some_and(|c| !c.starts_with("VN")),
            default: Some(place),
            ..Home::default()
        };
    }
    let at_home = publisher.as_ref().and_then(|p| p.code.clone());
    let printed_there = |place: &Whereabouts| at_home.is_some() && place.code == at_home;
    let spoken_of = (own * 2).min(8);
    if let Some(place) = publisher {
        match provinces.iter_mut().find(|p| p.place.code == place.code) {
            Some(known) => known.score += 2 + spoken_of,
            None => {
                provinces.push(Candidate {
                    place,
                    score: 2 + spoken_of,
                    foreign: false,
                    heads: Heading::Headline,
                });
            }
        }
    } else if let Some(first) = provinces.iter_mut().filter(|p| !p.foreign).max_by_key(|p| p.score) {
        first.score += if first.score >= 4 { spoken_of } else { 0 };
    }
    let national = nation;
    let nation = nation.min(12);
    let least = if long { ABROAD } else { 0 };
    // A partner of trade is named often, too: abroad it is only where next to nothing is said of home, or where nothing is Vietnamese:
    // `thành phố`, `cả nước`, `Chính phủ` are then those of the country that the text is about.
    let sold_here = provinces.iter().any(|p| p.foreign) && domestic::is_paid_in_dong(scenes);
    let elsewhere =
        is_about_abroad(&provinces, &partners, says_nation, least) && !domestic::is_vietnamese(scenes);
    let said_of_home = if elsewhere { 0 } else { nation * 2 };
    let best = provinces
        .iter()
        .filter(|p| {
            let abroad = !sold_here && (elsewhere || own == 0);
            !p.foreign || abroad && p.score > said_of_home.max(least)
        })
        .enumerate()
        .max_by_key(|(i, p)| (p.score, usize::MAX - i))
        .map(|(_, p)| p);
    // What a sentence says of a place abroad stays there.
    let sold_here =
        sold_here && own == 0 && provinces.iter().any(|p| p.foreign && p.score > said_of_home.max(least));
    let company = company::score(scenes, weight);
    let titled = || company::score(scenes, |_, scene, _| u32::from(is_title(document, scene))) > 0;
    // Where a company is at home is told as often as what it does; one that no headline names may only have said so.
    let abroad = best.is_some_and(|p| p.foreign);
    let most = best.map_or(0, |p| if p.foreign { p.score / 2 } else { p.score }).max(national);
    let of_company = company > most && (abroad || most < SLIGHT || titled() || company > most * COMPANY);
    // What a headline on a product does not place is sold everywhere.
    let everywhere =
        of_product && best.map_or(nation_heads, |p| p.heads.max(nation_heads)) < Heading::Headline;
    let province = |p: &Candidate| (p.place.level == "province" && !p.foreign).then(|| p.place.clone());
    let home = match best {
        _ if of_company || everywhere => {
            Home { default: None, province: best.and_then(province), ..Home::default() }
        }
        // `BHXH Việt Nam chi sai 26 tỷ đồng` heads a text on the nation, however often a province is an example in it.
        Some(best) if elsewhere || best.score > nation && best.heads >= nation_heads => {
            let default = lower::of_headline(document, scenes, patterns, published, best.foreign);
            let default = default.or_else(|| Some(best.place.clone()));
            Home { province: province(best), default, abroad: best.foreign, elsewhere, ..Home::default() }
        }
        // A text of some length that says nothing of Vietnam is about no place.
        // A place named once in a national text is not what its `tỉnh` stands for.
        best => Home {
            default: (!elsewhere
                && (n_sentences <= OPENING || domestic::is_domestic(scenes, long && national <= ONCE)))
            .then(|| whereabouts::vietnam(Basis::Document)),
            province: best.filter(|b| printed_there(&b.place)).and_then(province),
            ..Home::default()
        },
    };
    Home { sold_here, ..home }
}

/// `giám đốc người Nhật Bản`, `doanh nghiệp Hàn Quốc`, `công nhân Lào`: whether a country tells what people or companies are.
fn is_of_somebody(scene: &Scene, mention: &PlaceMention, patterns: &Patterns) -> bool {
    let somebody = |meaning| match meaning {
        Meaning::Unit(index) => {
            let unit = &patterns.units[index as usize];
            unit.dimension == Dimension::Person || unit.code.as_deref() == Some(ENTERPRISE)
        }
        other => matches!(other, Meaning::Cue(Cue::Nationality) | Meaning::Name(NameWord::Company)),
    };
    scene.reading.hit_before(mention.tokens.start, |m| somebody(m).then_some(())).is_some()
}

/// The unit of companies.
const ENTERPRISE: &str = "enterprise";

/// Whether a text that nothing in is surely Vietnamese is about abroad. `cả nước` may be that of any country: of the one that most of
/// the places are in, where nothing is traded with it.
fn is_about_abroad(places: &[Candidate], partners: &[String], says_nation: bool, least: u32) -> bool {
    let foreign = || places.iter().filter(|p| p.foreign);
    let all: u32 = foreign().map(|p| p.score).sum();
    let most = foreign().max_by_key(|p| p.score);
    most.is_some_and(|p| {
        let headed = p.heads > Heading::Body && p.score * 2 > all && !partners.contains(&p.place.name);
        headed && (p.score > least || !says_nation)
    })
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
