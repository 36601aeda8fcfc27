//! The verb before a number: what the number says of its subject.
//!
//! In: a frame. Out: [`Governor`]: level, change, gap or multiple, its sign, and where its verb stands.
//!
//! Example: `tăng` 706.749 người is a change; `tăng lên` 7.239.094 người is a level; `vượt` 1% is a gap; `gấp` 2,5 lần a multiple;
//! `của` 26,1 nghìn doanh nghiệp has no verb: the number belongs to a phrase of its own.

use super::{frame::Frame, scene::Scene};
use crate::{
    patterns::catalogue::{Cue, Dimension, Measure, Particle, Qualifier},
    quantity::Magnitude,
    reading::Tokens,
};

/// What stands before a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Governor {
    /// The role of the verb; none if the number has none.
    pub cue: Option<Cue>,
    /// The tokens of the verb.
    pub tokens: Tokens,
    /// What the number says.
    pub measure: Measure,
    /// A fall, a shortfall.
    pub negative: bool,
    /// A preposition stands right before the number.
    pub preposition: bool,
}

impl Governor {
    fn none(at: usize, preposition: bool) -> Self {
        Self { cue: None, tokens: at..at, measure: Measure::Level, negative: false, preposition }
    }
}

/// Finds the governor of a frame.
pub(super) fn governor(scene: &Scene, frame: &Frame) -> Governor {
    let quantity = &scene.quantities[frame.quantity];
    let end = frame.left.end;
    let floor = frame.bracket.map_or(frame.left.start, |b| b + 1);
    let times = quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
    // `của 26,1 nghìn`, `tại 268 doanh nghiệp`: a phrase of its own; `với 2.170 tỷ` is as good as a verb.
    if let Some(start) = scene.is_cue_before(end, Cue::With).filter(|s| *s >= floor) {
        return Governor { cue: Some(Cue::With), tokens: start..end, ..Governor::none(start, false) };
    }
    if let Some(start) = scene.is_cue_before(end, Cue::Of).filter(|s| *s >= floor) {
        return change_from(scene, frame, start, floor)
            .or_else(|| value_from(scene, frame, start))
            .unwrap_or_else(|| Governor::none(start, true));
    }
    if let Some((tokens, negative)) = difference(scene, frame).filter(|(tokens, _)| tokens.start >= floor) {
        return Governor {
            cue: Some(Cue::Extent),
            tokens,
            measure: Measure::Gap,
            negative,
            preposition: false,
        };
    }
    // `là thách thức đối với thành phố rộng 2.000 km2`: the number says how far the thing before it reaches.
    let reaches = |d| matches!(d, Dimension::Length | Dimension::Area | Dimension::Volume | Dimension::Mass);
    let extends = scene.is_cue_before(end, Cue::Extent).is_some()
        && quantity.unit.as_ref().is_some_and(|u| reaches(u.dimension));
    let Some((cue, tokens)) = last_verb(scene, floor, end).filter(|_| !extends) else {
        // `trung cấp: 2.672 người`: the colon does for a verb; behind a time (`đến năm 2025: 94% …`) it only opens a list.
        if end > floor && scene.is_mark(end - 1, ':') && !(end > 1 && scene.period_at(end - 2).is_some()) {
            let mut found = Governor::none(end - 1, false);
            found.cue = Some(Cue::ValueVerb);
            return found;
        }
        let mut none = Governor::none(end, false);
        // `so với mức tăng 3,1% của năm trước`: growth as a noun, whatever stands before it.
        let growth = scene.is_cue_before(end, Cue::Growth);
        if let Some(at) = growth.filter(|_| !times) {
            (none.measure, none.negative) = (Measure::Change, scene.is_cue(at, Cue::Fall).is_some());
        } else if times {
            none.measure = Measure::Multiple;
        } else if is_extra(scene, frame) {
            none.measure = Measure::Change;
        } else if let Some((_, negative)) = change_of_list(scene, frame) {
            (none.measure, none.negative) = (Measure::Change, negative);
        }
        return none;
    };
    let between = tokens.end..end;
    // `tăng giá 1.900 dịch vụ`: the price rises, not how many there are.
    let counted = quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted());
    if counted
        && matches!(cue, Cue::Rise | Cue::Fall)
        && scene.is_cue(tokens.start, Cue::PriceChange).is_some()
    {
        return Governor::none(end, false);
    }
    // `tăng so với mức 438 tỷ`, `thấp hơn con số 11%`: the number is the level that is compared with.
    if matches!(cue, Cue::Rise | Cue::Fall)
        && (names_the_compared(scene, frame, &tokens, &between) || is_from_mark(scene, &between))
    {
        return Governor { cue: Some(cue), tokens, ..Governor::none(end, false) };
    }
    if matches!(cue, Cue::Miss | Cue::Exceed)
        && content_words(scene, &between) > 0
        && !has_mark(scene, &between)
        || matches!(cue, Cue::Rise | Cue::Fall) && between.clone().any(|at| is_clause(scene, at))
    {
        return Governor::none(end, false);
    }
    let (measure, negative) = match cue {
        Cue::Rise | Cue::Fall | Cue::Apart if times => (Measure::Multiple, false),
        // `thêm 2 ca mắc`: new cases of a day are a level.
        Cue::Rise if scene.is_cue(tokens.start, Cue::More).is_some() => (Measure::Level, false),
        Cue::Rise | Cue::Fall if is_apart(scene, &tokens, &between) => (Measure::Gap, cue == Cue::Fall),
        Cue::Rise => (Measure::Change, false),
        Cue::Fall => (Measure::Change, true),
        Cue::Exceed if has_mark(scene, &between) => (Measure::Level, false),
        Cue::Exceed | Cue::Apart => (Measure::Gap, false),
        Cue::Miss => (Measure::Gap, true),
        Cue::Fold => (Measure::Multiple, false),
        _ if times && scene.is_cue_before(tokens.end, Cue::ValueVerb).is_some() => (Measure::Multiple, false),
        Cue::ValueVerb => change_before_comparison(scene, frame, &tokens).unwrap_or((Measure::Level, false)),
        _ => (Measure::Level, false),
    };
    Governor { cue: Some(cue), tokens, measure, negative, preposition: false }
}

/// `dài hơn 200 m so với cầu cũ`: the comparative before a number that is a distance from another thing, and whether that is the greater
/// one. Without one, `dài hơn 200 m` is a length of more than so much.
fn difference(scene: &Scene, frame: &Frame) -> Option<(Tokens, bool)> {
    let quantity = &scene.quantities[frame.quantity];
    let number = quantity.tokens.start;
    let more = quantity.hedge.as_ref().filter(|(hedge, _)| hedge.end == number).map(|(hedge, _)| hedge.start);
    let longer = more.and_then(|at| scene.is_cue_before(at, Cue::Extent)).map(|start| (start..number, false));
    let shorter =
        || scene.is_cue_before(frame.left.end, Cue::Lesser).map(|start| (start..frame.left.end, true));
    let measured = quantity.unit.as_ref().is_some_and(|u| u.dimension != Dimension::Times);
    let found = longer.filter(|_| quantity.qualifier == Qualifier::MoreThan).or_else(shorter)?;
    (measured && is_set_against(scene, frame)).then_some(found)
}

/// Whether the comparison stands right behind a number, or behind the list of differences that it opens (`dài hơn 127 mm và rộng hơn 30 mm
/// so với thế hệ cũ`), or in front of it.
fn is_set_against(scene: &Scene, frame: &Frame) -> bool {
    let compares = |at: usize| scene.is_cue(at, Cue::Compare).is_some();
    let mut end = scene.quantities[frame.quantity].tokens.end;
    while scene.is_mark(end, ',') || scene.is_cue(end, Cue::And).is_some() {
        let next = scene.quantity_from(end).filter(|q| q.tokens.start <= end + DIFFERENCE);
        let Some(next) = next else { break };
        end = next.tokens.end;
    }
    compares(end) || frame.left.clone().any(compares)
}

/// How far behind the link of two differences the second number stands, in tokens.
const DIFFERENCE: usize = 3;

/// `các mặt hàng tăng mạnh là: gạo (12%), chè (8%)`: what the bracket behind the first name gives is its change.
fn change_of_list(scene: &Scene, frame: &Frame) -> Option<(Measure, bool)> {
    let quantity = &scene.quantities[frame.quantity];
    let percent = quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Percent);
    let open = frame.bracket.filter(|b| percent && *b + 1 == scene.start_of(quantity))?;
    let from = scene.quantities[..frame.quantity].last().map_or(0, |q| q.tokens.end);
    let sentence = scene.reading.sentences.get(scene.reading.sentence_of(open))?;
    let opener = (sentence.start.max(from)..open).rev().find(|at| {
        scene.is_mark(*at, ':')
            || scene.is_cue(*at, Cue::Such).is_some()
            || scene.reading.is_small(*at, Particle::Is)
    })?;
    let begin = sentence.start.max(from);
    let (mut cue, mut verb) = last_verb(scene, begin, opener)?;
    let mut opener = opener;
    // `giảm gồm: …`
    if cue == Cue::ValueVerb && verb.end == opener {
        opener = verb.start;
        (cue, verb) = last_verb(scene, begin, opener)?;
    }
    let bare = content_words(scene, &(verb.end..opener)) == 0;
    match cue {
        Cue::Rise if bare => Some((Measure::Change, false)),
        Cue::Fall if bare => Some((Measure::Change, true)),
        _ => None,
    }
}

/// `chi thêm 30 tỷ`: money that comes to what there was.
fn is_extra(scene: &Scene, frame: &Frame) -> bool {
    let quantity = &scene.quantities[frame.quantity];
    let money = quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money);
    let end = scene.start_of(quantity).min(frame.left.end);
    money && end > frame.left.start + 1 && scene.is_cue(end - 1, Cue::More) == Some(end)
}

/// `giảm từ 2-3%` is a change from 2 to 3 per cent; in `giảm từ 5% xuống 3%` both are levels.
fn change_from(scene: &Scene, frame: &Frame, from: usize, floor: usize) -> Option<Governor> {
    let quantity = &scene.quantities[frame.quantity];
    let range = matches!(quantity.magnitude, Magnitude::Range { .. });
    let (cue, verb) =
        last_verb(scene, floor, from).filter(|(cue, _)| matches!(cue, Cue::Rise | Cue::Fall))?;
    // `cao hơn giá đề xuất từ 4-5 triệu đồng`: a distance from another thing.
    let apart = is_comparative(scene, &verb) && content_words(scene, &(verb.end..from)) > 0;
    let times = quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
    range.then(|| Governor {
        cue: Some(cue),
        tokens: verb.start..from,
        measure: match () {
            () if times => Measure::Multiple,
            () if apart => Measure::Gap,
            () => Measure::Change,
        },
        negative: cue == Cue::Fall && !times,
        preposition: false,
    })
}

/// `đạt từ 450 tấn trở lên`, `phổ biến trong khoảng 5-6%/năm`: a preposition that belongs to the bound.
fn value_from(scene: &Scene, frame: &Frame, from: usize) -> Option<Governor> {
    let quantity = &scene.quantities[frame.quantity];
    let bound = matches!(quantity.magnitude, Magnitude::Range { .. })
        || matches!(quantity.qualifier, Qualifier::AtLeast | Qualifier::About);
    let verb = scene.is_cue_before(from, Cue::ValueVerb).filter(|at| bound && *at >= frame.left.start)?;
    Some(Governor { cue: Some(Cue::ValueVerb), tokens: verb..from, ..Governor::none(from, false) })
}

/// Whether a word for the compared value stands between the verb and the number, behind `so với` or a comparative.
/// `cao hơn mức ngày thường 50%` is a distance all the same: of a percentage the word stands right before the number.
fn names_the_compared(scene: &Scene, frame: &Frame, verb: &Tokens, between: &Tokens) -> bool {
    let compare = between.clone().find(|at| scene.is_cue(*at, Cue::Compare).is_some());
    let from = compare.or_else(|| is_comparative(scene, verb).then_some(between.start));
    let unit = scene.quantities[frame.quantity].unit.as_ref();
    let percent = unit.is_some_and(|u| u.dimension == Dimension::Percent);
    let mark = from.and_then(|from| (from..between.end).find_map(|at| scene.is_cue(at, Cue::Mark)));
    mark.is_some_and(|end| !percent || content_words(scene, &(end..between.end)) == 0)
}

/// `tăng vọt từ mốc 1.260 USD lên 1.275 USD`: the number is where it was.
fn is_from_mark(scene: &Scene, between: &Tokens) -> bool {
    let mark = scene.is_cue_before(between.end, Cue::Mark).filter(|start| *start > between.start);
    mark.is_some_and(|start| scene.reading.is_small(start - 1, Particle::From))
}

/// `cao hơn giá đề xuất 11 triệu đồng`: the distance from another thing, not from another time.
fn is_apart(scene: &Scene, verb: &Tokens, between: &Tokens) -> bool {
    scene.reading.is_particle(verb.end.wrapping_sub(1), Particle::Than)
        && content_words(scene, between) > 0
        && between.clone().all(|at| scene.period_at(at).is_none() && scene.is_cue(at, Cue::Compare).is_none())
}

/// `cao hơn`, `tăng nhanh hơn`.
pub(super) fn is_comparative(scene: &Scene, verb: &Tokens) -> bool {
    let than = |at: usize| scene.reading.is_particle(at, Particle::Than);
    than(verb.end.wrapping_sub(1)) || than(verb.end + 1)
}

/// `làm tăng giá thành so với năm 2011 là 1.800 tỷ`: the comparison stands before the verb of value.
fn change_before_comparison(scene: &Scene, frame: &Frame, verb: &Tokens) -> Option<(Measure, bool)> {
    let left = frame.left.start..verb.start;
    let compare = left.clone().rev().find(|at| scene.is_cue(*at, Cue::Compare).is_some())?;
    let clause = left.start..compare;
    let apart = |at: usize| scene.reading.tokens[at].is(',') || scene.reading.tokens[at].is(';');
    if (compare..verb.start).any(apart) {
        return None;
    }
    clause.rev().take_while(|at| !apart(*at)).find_map(|at| match scene.cue_at(at) {
        Some((Cue::Rise, _)) => Some((Measure::Change, false)),
        Some((Cue::Fall, _)) => Some((Measure::Change, true)),
        _ => None,
    })
}

/// The last verb of value or change that ends before `end`; a comma between it and the number parts them, unless only a
/// short remark stands between (`tăng, theo ông Nam, 5%` is not looked for).
fn last_verb(scene: &Scene, floor: usize, end: usize) -> Option<(Cue, Tokens)> {
    let mut best: Option<(Cue, Tokens)> = None;
    let mut at = floor;
    while at < end {
        match scene.cue_at(at) {
            Some((cue, verb_end)) if verb_end <= end && is_verb(cue) => {
                if !is_inner(scene, cue, at, verb_end, end) {
                    best = Some((cue, at..verb_end));
                }
                at = verb_end;
            }
            Some((
                Cue::CountHead | Cue::Rate | Cue::Plan | Cue::Part | Cue::Contrast | Cue::Anaphor,
                cue_end,
            )) => at = cue_end.max(at + 1),
            _ => at += 1,
        }
    }
    let (cue, tokens) = best?;
    // A clause that ended with a comma keeps its verb to itself, if the number starts a new chunk with words of its own.
    let comma = (tokens.end..end).rev().find(|i| scene.is_mark(*i, ','));
    if let Some(comma) = comma {
        let words = (comma + 1..end).filter(|i| scene.reading.tokens[*i].is_word()).count();
        if words > 0 || matches!(cue, Cue::Rise | Cue::Fall | Cue::Compare) {
            return None;
        }
    }
    Some((cue, tokens))
}

/// A verb that can govern a number.
fn is_verb(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::ValueVerb
            | Cue::ShareVerb
            | Cue::NewValue
            | Cue::Rise
            | Cue::Fall
            | Cue::Exceed
            | Cue::Miss
            | Cue::Fold
            | Cue::Apart
    )
}

/// A verb inside a noun phrase, far from the number: `doanh nghiệp có quy mô vốn … chiếm`, `được giao`.
fn is_inner(scene: &Scene, cue: Cue, at: usize, verb_end: usize, end: usize) -> bool {
    if cue != Cue::ValueVerb && cue != Cue::NewValue {
        return false;
    }
    scene.is_cue(at, Cue::WeakVerb) == Some(verb_end) && content_words(scene, &(verb_end..end)) > 0
}

/// Words between a verb and a number that are neither hedges, adverbs nor periods.
pub(super) fn content_words(scene: &Scene, tokens: &Tokens) -> usize {
    let mut count = 0;
    let mut at = tokens.start;
    while at < tokens.end {
        if let Some(period) = scene.period_at(at) {
            at = period.tokens.end.max(at + 1);
            continue;
        }
        if let Some(end) = scene.is_cue(at, Cue::Light) {
            at = end;
            continue;
        }
        count += usize::from(scene.reading.tokens[at].is_word());
        at += 1;
    }
    count
}

/// A mark of a verb: what stands behind it is a clause of its own.
fn is_clause(scene: &Scene, at: usize) -> bool {
    scene.is_cue(at, Cue::VerbMark).is_some() && scene.is_cue(at, Cue::Light).is_none()
}

/// `vượt mức kỷ lục 39,18 m`, `vượt mốc 100 triệu`: the number is the mark that was passed.
fn has_mark(scene: &Scene, between: &Tokens) -> bool {
    between.clone().any(|at| scene.is_cue(at, Cue::Mark).is_some())
}
