//! Where a figure is true of.
//!
//! In: a frame, the places of its sentence and block, and the document's own place. Out: [`Whereabouts`] with its basis. The nearest
//! place that governs wins over the document's: a national figure in a province's newspaper is `VN`. `toàn tỉnh`, `thành phố`, `Thủ đô` stand
//! for the document's own province.
//!
//! Example: in `Quảng Ninh (96,7%), Cao Bằng (91,39%)` each number has the place before its bracket.

use jiff::civil::Date;

use super::{
    Basis, Whereabouts, aside, company,
    frame::Frame,
    group::{self, Group},
    memory::Memory,
    reference::Comparison,
    scene::Scene,
    staying,
};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, Dimension, NameWord, PlaceLevel},
    },
    reading::Tokens,
};

/// The document's own places.
#[derive(Debug, Clone, Default)]
pub(super) struct Home {
    /// Where figures are when nothing else is said.
    pub default: Option<Whereabouts>,
    /// The text is about a place abroad.
    pub abroad: bool,
    /// Nothing in the text is Vietnamese: `cả nước`, `Chính phủ` are of the country that it is about.
    pub elsewhere: bool,
    /// The text describes a product: what it measures is true of no place.
    pub of_product: bool,
    /// What `toàn tỉnh`, `thành phố` stand for.
    pub province: Option<Whereabouts>,
    /// The place below a province that the text names most often, and how often.
    pub focus: Option<(Whereabouts, u32)>,
    /// A place abroad is not what the text is about only because it prices things in dong.
    pub sold_here: bool,
    /// Provinces that the text counts together.
    pub groups: Vec<Group>,
}

impl Home {
    /// The text is about the whole country.
    pub(super) fn is_national(&self) -> bool {
        self.default.as_ref().is_some_and(|d| d.code.as_deref() == Some("VN"))
    }
}

/// A place, the words that name it, and whether it sets the stage for the sentences that follow.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// None: the text is about no place there.
    pub place: Option<Whereabouts>,
    pub tokens: Option<Tokens>,
    pub leads: bool,
}

/// How far into a sentence a place still sets its stage, in tokens.
const LEADING: usize = 12;

/// The same in a text on the whole country.
const HEADING: usize = 5;

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
    laid_down: bool,
) -> Option<Located> {
    let number = scene.quantities[frame.quantity].tokens.clone();
    let from = aside::behind_caption(scene, sentence, number.start);
    let usable = |p: &&PlaceMention| {
        p.tokens.start >= from
            && !(p.level() == PlaceLevel::Province && is_below(memory) && aside::speaks(scene, p))
            && p.tokens.end <= sentence.end
            && !comparisons.iter().any(|c| c.tokens.start <= p.tokens.start && p.tokens.end <= c.tokens.end)
            && !(p.of_office && p.kind != PlaceKind::Named)
            && is_scene_of_action(scene, p, home)
            && is_spoken_of(p, memory, home, patterns)
            && !(aside::is_aside(scene, sentence, p) || aside::is_rival(scene, frame, p))
    };
    let mut places: Vec<&PlaceMention> = Vec::new();
    for mention in scene.places_in(sentence) {
        // `ở Nam Mỹ, Nam Phi`: what holds of the first of a list holds of all.
        let goes_on = places.last().is_some_and(|before| {
            (before.is_foreign() || before.level() == PlaceLevel::Region)
                && mention.is_foreign()
                && mention.tokens.start == before.tokens.end + 1
                && mention.tokens.end <= sentence.end
                && (scene.is_mark(before.tokens.end, ',')
                    || scene.is_cue(before.tokens.end, Cue::And).is_some())
        });
        if goes_on && mention.tokens.start >= from || usable(&mention) {
            places.push(mention);
        }
    }
    // `Ở Hà Nội trời nắng nóng, có nơi trên 40 độ`: somewhere in the place that is spoken of.
    let somewhere = |p: &PlaceMention| p.kind == PlaceKind::Unnamed && p.level() == PlaceLevel::Hamlet;
    if places.iter().any(|p| !somewhere(p)) || !is_of_nation(memory, home) {
        places.retain(|p| !somewhere(p));
    }
    let chains = chains(scene, &places, patterns, on);
    // `Quảng Ninh (96,7%)`: the place right before the bracket.
    let bracket = frame.bracket.and_then(|b| places.iter().find(|p| p.tokens.end == b));
    let bracket = bracket.map(std::slice::from_ref);
    let right = chains
        .iter()
        .find(|c| c[0].tokens.start >= frame.right.start && last_end(c) <= frame.right.end)
        // `gấp 4 lần bình quân cả nước` names what is compared with, `chiếm 11% số ca của tỉnh` the whole.
        .filter(|_| !is_of_other(scene, frame, chains.first().is_some_and(|c| last_end(c) <= number.start)))
        // `đạt 85 tỷ đồng (không tính phần bán ở nước ngoài)`: of what the bracket says.
        .filter(|c| c[0].tokens.start <= number.end || !is_private(scene, c, number.end));
    let left =
        chains.iter().rev().find(|c| last_end(c) <= frame.left.end && c[0].tokens.start >= frame.left.start);
    // `thành phố xem giá 85 triệu đồng ở Bình Định là thấp`: at a place right behind the number, whoever acts.
    let (left, right) = match right {
        Some(at) if left.is_some_and(|l| is_right_there(scene, at, &number, l[0].of_office)) => {
            (Some(at), left)
        }
        right => (left, right),
    };
    let earlier = chains.iter().rev().find(|c| last_end(c) <= number.start);
    // `loại ra 10 tỷ đồng, rà soát 14 tỷ đồng chi tại tỉnh Hòa Bình`: said once, behind the last of them.
    let later = match chains.as_slice() {
        [only] if aside::said_once(scene, only[0].tokens.start, number.end) => Some(only),
        _ => None,
    };
    let closing =
        chains.iter().find(|c| c[0].tokens.start >= number.end).filter(|c| closes(scene, c, number.end));
    // What only a company has, and no place behind it: the figure is true of none.
    let clause = (sentence.start..number.start).rev().find(|at| scene.is_mark(*at, ';'));
    let corporate = company::corporate(scene, clause.unwrap_or(sentence.start)..number.start);
    let earned = company::corporate(scene, frame.right.clone()).is_some();
    // `1.250 tỷ đồng cho 4 tỉnh miền Trung`: the four that the text names; a place of the number's own is nearer.
    let counted = group::counted(scene, sentence, frame, &home.groups);
    let own = bracket.is_some() || left.is_some_and(|c| c[0].level() == PlaceLevel::Province);
    if let Some((place, tokens)) = counted.filter(|_| !own) {
        // One of the things that a text speaks of: the next sentence need not.
        return Some(Located { place: Some(place), tokens: Some(tokens), leads: false });
    }
    for (chain, basis) in [
        (bracket, Basis::Stated),
        (left.map(Vec::as_slice), Basis::Stated),
        (right.map(Vec::as_slice), Basis::Stated),
        (closing.map(Vec::as_slice), Basis::Stated),
        (earlier.map(Vec::as_slice), Basis::Sentence),
        (later.map(Vec::as_slice), Basis::Sentence),
    ] {
        let Some(chain) = chain else { continue };
        let tokens = chain[0].tokens.start..last_end(chain);
        let is_at = scene.is_cue_before(tokens.start, Cue::At).is_some();
        let of_company =
            !is_at && (earned || corporate.is_some_and(|at| at >= tokens.end || tokens.start >= number.end));
        if chain.iter().any(|p| p.kind == PlaceKind::Unnamed) {
            let leads = tokens.start <= sentence.start + HEADING;
            return Some(Located { tokens: Some(tokens), leads, ..NOWHERE });
        }
        if of_company && basis == Basis::Stated {
            return Some(NOWHERE);
        }
        if of_company {
            continue;
        }
        if let Some(place) = joined(chain, basis, memory, home, patterns, on) {
            // `Trong đó, Quảng Trị 48 người, Quảng Nam 11 người.`: one example after another.
            let parts = scene.is_cue(sentence.start, Cue::Part).is_some() && chains.len() > 1;
            // `Công an TP Hà Nội điều 12 xe` in a text on one of its districts: who acts, not where.
            let below = |p: &Whereabouts| matches!(p.level, "district" | "commune");
            let held = memory.place.as_ref().filter(|h| h.block == memory.block);
            let spoken_of = held.and_then(|h| h.value.as_ref());
            let below = home.default.as_ref().is_some_and(below) || spoken_of.is_some_and(below);
            let actor = below && chain[0].of_office && chain[0].level() == PlaceLevel::Province;
            // `…, trong 6 tháng, toàn quốc có 1.250 vụ`, `do nước dâng, toàn tỉnh có 150 km …`: the whole at the head of its clause.
            let whole = chain[0].kind == PlaceKind::Own && chain[0].level() == PlaceLevel::Province;
            let all = scene
                .reading
                .hit_before(tokens.start, |m| (m == Meaning::Name(NameWord::Whole)).then_some(()));
            let head = all.filter(|_| whole).map_or(tokens.start, |(hit, ())| hit.start as usize);
            let national = (whole || chain[0].kind == PlaceKind::National)
                && !chain[0].of_office
                && scene.starts_clause(head)
                && !in_bracket(scene, &tokens);
            // `Đặc biệt, Kiểm toán Nhà nước phát hiện, tại tỉnh Hòa Bình, …`: a clause of its own says where.
            let set = tokens.start <= sentence.start + LEADING
                && scene.is_mark(tokens.end, ',')
                && scene.is_cue_before(tokens.start, Cue::At).is_some_and(|at| {
                    at > sentence.start
                        && scene.is_mark(at - 1, ',')
                        && at.checked_sub(2).is_none_or(|i| scene.period_at(i).is_none())
                });
            // `Thái Lan có 70 tỉnh.`: a country by the way.
            let passing = home.is_national()
                && chain[0].is_foreign()
                && scene.is_cue_before(tokens.start, Cue::Of).is_none();
            let leads = tokens.end <= number.start
                && !parts
                && !passing
                && !actor
                && (national || set || leads(scene, sentence, &tokens, home));
            return Some(Located { place: Some(place), tokens: Some(tokens), leads });
        }
    }
    // `Xe dài 4,2 m, có 7 chỗ`: what a thing is like wherever it is sold.
    let alike = home.of_product && super::product::describes(&scene.quantities[frame.quantity]);
    if corporate.is_some() || earned || alike {
        return Some(NOWHERE);
    }
    if aside::is_national_law(scene, sentence, number.start, laid_down) {
        return Some(Located { place: Some(vietnam(Basis::Sentence)), ..NOWHERE });
    }
    // `Ngân hàng Sao Biển nâng lãi suất lên 8%` in a text on the nation: the nation's is another.
    if is_of_nation(memory, home) && company::acts(scene, sentence, number.start) {
        return Some(NOWHERE);
    }
    // `Kiểm toán Nhà nước yêu cầu thu hồi 26 tỷ`: an office of the nation speaks of what the text is about, not of the last example.
    let nations =
        |p: &PlaceMention| p.kind == PlaceKind::National && p.of_office && p.tokens.end <= number.start;
    let national = home.is_national()
        && scene.places_in(sentence).iter().any(nations)
        && scene.places_in(sentence).iter().all(|p| p.kind != PlaceKind::Own || p.of_office);
    let place = staying::spoken_of(scene, memory, home, national, patterns, on)?;
    Some(Located { place: Some(place), tokens: None, leads: false })
}

/// Whether a place smaller than a province is spoken of.
fn is_below(memory: &Memory) -> bool {
    let held = memory.place.as_ref().filter(|h| h.block == memory.block);
    held.and_then(|h| h.value.as_ref()).is_some_and(|p| matches!(p.level, "district" | "commune" | "hamlet"))
}

/// Whether the nation is spoken of, or no place.
fn is_of_nation(memory: &Memory, home: &Home) -> bool {
    let held = memory.place.as_ref().filter(|h| h.block == memory.block);
    let place = held.map_or(home.default.as_ref(), |h| h.value.as_ref());
    place.is_none_or(|p| p.code.as_deref() == Some("VN"))
}

/// Whether the places behind a number are those of another thing: of what a multiple is of, or, where a place is `named` before, of the
/// whole that a share is of.
fn is_of_other(scene: &Scene, frame: &Frame, named: bool) -> bool {
    let quantity = &scene.quantities[frame.quantity];
    let times = quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
    let words = scene.linked(frame.left.clone(), &[Cue::ShareVerb]);
    let share = words.into_iter().any(|at| scene.is_cue(at, Cue::ShareVerb).is_some());
    times || share && named
}

/// Whether places stand in a bracket behind a number, with more than themselves.
fn is_private(scene: &Scene, chain: &[&PlaceMention], from: usize) -> bool {
    let start = chain[0].tokens.start;
    let mark = (from..start).rev().find(|at| scene.is_mark(*at, '(') || scene.is_mark(*at, ')'));
    mark.is_some_and(|at| {
        let of_place = at + 1 == start && scene.is_mark(last_end(chain), ')');
        scene.is_mark(at, '(') && !of_place && scene.is_cue(at + 1, Cue::At).is_none()
    })
}

/// Nothing but `ở`, `tại` stands between a number and the places behind it, or an office acts there
/// (`UBND tỉnh thu hồi 35 ha đất tại huyện Hòa Vang`).
fn is_right_there(scene: &Scene, chain: &[&PlaceMention], number: &Tokens, acts: bool) -> bool {
    let at = scene.is_cue_before(chain[0].tokens.start, Cue::At);
    at.is_some_and(|at| acts || at == number.end)
}

/// `tiết kiệm được 5 tấn gạo, 298 quạt điện, 86 nồi cơm (Sóc Sơn)`: the place in the bracket closes the list that the number is in.
fn closes(scene: &Scene, chain: &[&PlaceMention], from: usize) -> bool {
    let (start, end) = (chain[0].tokens.start, last_end(chain));
    let alone = in_bracket(scene, &chain[0].tokens) && scene.is_mark(end, ')');
    let parts = [Cue::ValueVerb, Cue::VerbMark, Cue::Verb, Cue::Rise, Cue::Fall, Cue::Contrast];
    let list = |at: usize| {
        !scene.is_mark(at, ';')
            && !scene.is_mark(at, '(')
            && !scene.is_mark(at, ')')
            && !scene.cue_covers(at, &parts)
    };
    alone && start > from && (from..start - 1).all(list)
}

const NOWHERE: Located = Located { place: None, tokens: None, leads: false };

/// A district without its level word is one only in a province that is spoken of.
pub(super) fn is_spoken_of(
    mention: &PlaceMention,
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
) -> bool {
    !mention.is_bare() || provinces(memory, home).any(|code| mention.lies_in(patterns, Some(code)))
}

/// The provinces that are spoken of.
fn provinces<'m>(memory: &'m Memory, home: &'m Home) -> impl Iterator<Item = &'m str> {
    let last = memory.recent.iter().find(|p| p.level == PlaceLevel::Province.code());
    home.province.iter().chain(last).filter_map(|p| p.code.as_deref())
}

/// Whether a place sets the stage for the sentences that follow.
pub(super) fn leads(scene: &Scene, sentence: &Tokens, tokens: &Tokens, home: &Home) -> bool {
    // Of a text on the nation a province is one example after another.
    let reach = if home.is_national() { HEADING } else { LEADING };
    // `sáng 22/4, vụ sạt lở xảy ra ở xã Bình Minh`: where it happened is where the next sentences are.
    let happened = scene
        .is_cue_before(tokens.start, Cue::At)
        .is_some_and(|at| scene.is_cue_before(at, Cue::Happen).is_some());
    (tokens.start <= sentence.start + reach || happened) && !in_bracket(scene, tokens)
}

/// Whether the place stands in brackets: a detail of what is before it.
pub(super) fn in_bracket(scene: &Scene, tokens: &Tokens) -> bool {
    tokens.start > 0 && scene.is_mark(tokens.start - 1, '(')
}

fn last_end(chain: &[&PlaceMention]) -> usize {
    chain.last().map_or(0, |p| p.tokens.end)
}

/// Mentions that make up one place or one list of places: `phường Minh Khai, quận Hai Bà Trưng` is the ward; `Hà Nội và Đà Nẵng` is both.
fn chains<'p>(
    scene: &Scene,
    places: &[&'p PlaceMention],
    patterns: &Patterns,
    on: Option<Date>,
) -> Vec<Vec<&'p PlaceMention>> {
    let mut out: Vec<Vec<&PlaceMention>> = Vec::new();
    for mention in places {
        let joins = out.last().and_then(|c| c.last()).is_some_and(|before| {
            let between = before.tokens.end..mention.tokens.start;
            between.len() <= 2
                && between.clone().all(|at| {
                    scene.is_mark(at, ',')
                        || scene.is_mark(at, '(')
                        || scene.is_mark(at, ')')
                        || scene.is_mark(at, '-')
                        || scene.cue_covers(at, &[Cue::And, Cue::Of, Cue::Preposition])
                })
                // "nhập khẩu từ Thái Lan vào Việt Nam": a preposition joins a smaller place to the one that it lies in.
                && (!before.is_foreign() || mention.is_foreign()
                    || !between.clone().any(|at| scene.cue_covers(at, &[Cue::Preposition])))
        });
        match out.last_mut() {
            Some(chain) if joins => chain.push(mention),
            _ => out.push(vec![mention]),
        }
    }
    // A smaller place followed by the larger one that it lies in is the smaller one.
    for chain in out.iter_mut().filter(|chain| chain.len() > 1) {
        let level = |p: &PlaceMention| p.rank(patterns, on);
        let mut kept: Vec<&PlaceMention> = Vec::new();
        for mention in chain.iter() {
            if kept.last().is_none_or(|before| level(before) <= level(mention)) {
                kept.push(mention);
            }
        }
        *chain = kept;
    }
    out
}

/// The place that a mention names, or all of those that are named with it (`Tây Nguyên và Nam Bộ`). Countries that are named together
/// deal with each other.
pub(super) fn with_others(
    scene: &Scene,
    sentence: &Tokens,
    mention: &PlaceMention,
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<Whereabouts> {
    let places: Vec<&PlaceMention> = scene
        .places_in(sentence)
        .iter()
        .filter(|p| p.tokens.start >= mention.tokens.start && p.tokens.end <= sentence.end)
        .collect();
    let abroad = |p: &&PlaceMention| p.is_foreign() || p.level() == PlaceLevel::Country;
    let chain = chains(scene, &places, patterns, on).into_iter().next()?;
    if chain.iter().any(abroad) {
        return named(mention, Basis::Paragraph, memory, home, patterns, on);
    }
    joined(&chain, Basis::Paragraph, memory, home, patterns, on)
}

/// One place, or the names of several with no code.
fn joined(
    chain: &[&PlaceMention],
    basis: Basis,
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<Whereabouts> {
    if let [only] = chain {
        return named(only, basis, memory, home, patterns, on);
    }
    let places: Vec<Whereabouts> =
        chain.iter().filter_map(|p| named(p, basis, memory, home, patterns, on)).collect();
    let first = places.first()?.clone();
    if places.iter().all(|p| p.name == first.name) {
        return Some(first);
    }
    let mut names: Vec<&str> = places.iter().map(bare_name).collect();
    // `Liên minh châu Âu (EU)`: one place in two names.
    names.dedup();
    let name = names.join(", ");
    Some(Whereabouts { name, code: None, ..first })
}

/// The name of a lower place in a list, without its level word: `xã Bình Hòa và xã Bình An` are `Bình Hòa, Bình An`.
fn bare_name(place: &Whereabouts) -> &str {
    let lower = matches!(place.level, "district" | "commune" | "hamlet");
    let proper = place.name.find(char::is_uppercase).filter(|_| lower);
    proper.map_or(place.name.as_str(), |at| &place.name[at..])
}

/// A mention as a place of a record.
pub(super) fn named(
    mention: &PlaceMention,
    basis: Basis,
    memory: &Memory,
    home: &Home,
    patterns: &Patterns,
    on: Option<Date>,
) -> Option<Whereabouts> {
    match mention.kind {
        PlaceKind::National if home.elsewhere && !mention.is_known() => {
            home.default.clone().map(|p| Whereabouts { basis, ..p })
        }
        PlaceKind::National => Some(vietnam(basis)),
        PlaceKind::Unnamed => None,
        PlaceKind::Own => {
            let level = mention.level();
            let held = memory
                .place
                .as_ref()
                .filter(|h| h.block == memory.block && level != PlaceLevel::Country)
                .and_then(|h| h.value.clone())
                .filter(|p| p.level == level.code());
            let own = || home.province.clone().filter(|_| level == PlaceLevel::Province);
            let recent = || memory.recent.iter().find(|p| p.level == level.code()).cloned();
            held.or_else(own).or_else(recent).map(|p| Whereabouts { basis, ..p })
        }
        PlaceKind::Named => Some(Whereabouts::of(mention.identity(patterns, on), basis)),
    }
}

/// The whole country.
pub(super) fn vietnam(basis: Basis) -> Whereabouts {
    Whereabouts { name: "Việt Nam".into(), code: Some("VN".into()), level: "country", basis }
}

/// A foreign country in a domestic text is a partner of trade or a comparison more often than the place of a figure: it counts only
/// after `tại`, `ở`, `của`.
fn is_scene_of_action(scene: &Scene, mention: &PlaceMention, home: &Home) -> bool {
    // "nhập khẩu 300.000 tấn từ Việt Nam và Thái Lan": who is traded with.
    let partner = scene.is_cue_before(mention.tokens.start, Cue::Partner).is_some();
    if partner && home.abroad && mention.level() == PlaceLevel::Country {
        return false;
    }
    if partner && mention.is_foreign() && !home.abroad {
        return false;
    }
    if !mention.is_foreign() || home.abroad && mention.level() != PlaceLevel::Country {
        return true;
    }
    // A text that is about no place may turn to one.
    if (home.abroad || home.sold_here || home.default.is_none()) && scene.starts_clause(mention.tokens.start)
    {
        return true;
    }
    // `Thế giới có 8 tỷ người`: what a country has is its own.
    let has = || {
        scene.starts_clause(mention.tokens.start) && scene.is_cue(mention.tokens.end, Cue::WeakVerb).is_some()
    };
    has() || [Cue::At, Cue::Of].iter().any(|c| scene.is_cue_before(mention.tokens.start, *c).is_some())
}
