//! Of a share: the whole that it is a share of.
//!
//! In: a frame of a percentage (or of a count out of a total). Out: the words of the base, and its code where a pattern names it.
//!
//! Example: `đạt 38,4% lực lượng lao động trong độ tuổi` → `labour_force.working_age`; `đạt 78,5% kế hoạch năm` → `kế hoạch năm`; `tỷ lệ … trên
//! lực lượng lao động đạt 39%` → the words after `trên`.

use super::{
    BaseOf, Basis, Figure,
    frame::{Frame, of_figure},
    governor::Governor,
    scene::Scene,
    subject,
};
use crate::{
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, Measure},
    },
    reading::Tokens,
};

/// The longest base, in tokens.
const LONGEST: usize = 16;

/// Finds the base of a percentage.
pub(super) fn find(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    patterns: &Patterns,
) -> Option<(BaseOf, Tokens)> {
    if governor.measure != Measure::Level {
        return None;
    }
    if let Some(found) = fronted(scene, frame, patterns) {
        return Some(found);
    }
    let quantity = &scene.quantities[frame.quantity];
    let mut right = frame.right.clone();
    // `đạt 37,55% so với kế hoạch giao`: what is compared with is the whole, if it is a plan.
    if let Some(end) = scene.is_cue(right.end, Cue::Compare).filter(|_| right.is_empty())
        && scene.is_cue(end, Cue::Plan).is_some()
    {
        let stop = phrase_end(scene, end);
        return Some(named(scene, end..stop, patterns));
    }
    if scene.is_cue(right.start, Cue::WholeOf).is_some_and(|end| end < right.end) {
        // `trong │ tổng số hộ`: only the preposition is left out.
        right.start += 1;
    }
    // `thay đổi từ 44% năm 2011`: a time is no whole.
    while right.start < right.end
        && let Some(period) = scene.period_at(right.start)
    {
        right.start = period.tokens.end.max(right.start + 1).min(right.end);
    }
    // `tăng lên 15% vào năm 2020`, `100% theo lộ trình`, `60% và dự kiến còn tăng`: no whole, but when, how and what next.
    let led = [
        Cue::Of,
        Cue::Preposition,
        Cue::Opener,
        Cue::Rest,
        Cue::Predicate,
        Cue::About,
        Cue::Topic,
        Cue::And,
        Cue::Rise,
        Cue::Fall,
    ];
    let whole = scene.is_cue(right.start.wrapping_sub(1), Cue::WholeOf).is_some();
    if scene.is_mark(right.start, '(')
        || !whole && led.iter().any(|c| scene.is_cue(right.start, *c).is_some())
    {
        right.end = right.start;
    }
    // `87% tổng chỉ tiêu - Mặc dù …`: a dash parts.
    right.end = right.clone().find(|at| scene.is_mark(*at, '(') || is_dash(scene, *at)).unwrap_or(right.end);
    let end = noun_phrase_end(scene, &right, governor);
    let phrase = right.start..end.min(right.start + LONGEST);
    if phrase.clone().any(|i| scene.reading.tokens[i].is_word()) && !starts_with_verb(scene, phrase.start) {
        return Some(named(scene, phrase, patterns));
    }
    if frame.right.is_empty() || quantity.unit.is_some() {
        on_the_left(scene, frame, governor, patterns)
    } else {
        None
    }
}

/// `Trong số đóng cửa, 35% là …`: the whole stands in front.
fn fronted(scene: &Scene, frame: &Frame, patterns: &Patterns) -> Option<(BaseOf, Tokens)> {
    let from = scene.is_cue(frame.left.start, Cue::Of)?;
    let comma = frame.left.end.checked_sub(1).filter(|at| scene.is_mark(*at, ',') && *at > from)?;
    let clear = (from..comma).all(|at| scene.period_at(at).is_none() && scene.place_at(at).is_none());
    clear.then(|| named(scene, from..comma, patterns))
}

/// `tỷ lệ lao động tham gia … trên lực lượng lao động … đạt 39%`; `so với tổng số học sinh … là 51,62%`.
fn on_the_left(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    patterns: &Patterns,
) -> Option<(BaseOf, Tokens)> {
    let end = governor.tokens.start.max(frame.left.start);
    let left = frame.left.start..end;
    let start = left.clone().rev().find(|at| {
        // `trong tổng sản lượng` says itself that it is a whole.
        let whole = |end: usize| end > *at + 1 || scene.reading.hit(end, base_hit).is_some();
        scene.is_cue(*at, Cue::Over).is_some_and(whole) || scene.is_cue(*at, Cue::Compare).is_some()
    })?;
    let over = scene.is_cue(start, Cue::Over).map(|_| start + 1);
    let from = scene.is_cue(start, Cue::Compare).or(over)?;
    if scene.period_at(from).is_some() || from >= end {
        return None;
    }
    Some(named(scene, from..end.min(from + LONGEST), patterns))
}

fn base_hit(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Base(index) => Some(index),
        _ => None,
    }
}

/// A dash with blanks around it.
fn is_dash(scene: &Scene, at: usize) -> bool {
    ['-', '–', '—'].iter().any(|c| scene.is_mark(at, *c))
        && at > 0
        && scene.reading.tokens[at - 1].span.end() < scene.reading.tokens[at].span.start()
}

/// A base with its code: the longest base term in its words.
fn named(scene: &Scene, phrase: Tokens, patterns: &Patterns) -> (BaseOf, Tokens) {
    let hit = phrase
        .clone()
        .flat_map(|at| scene.reading.hits_at(at))
        .filter(|h| h.end as usize <= phrase.end)
        .filter_map(|h| base_hit(h.meaning).map(|i| (h.end - h.start, i, h.start as usize)))
        .filter(|(_, _, start)| *start <= phrase.start + 2)
        .max_by_key(|(len, ..)| *len);
    let code = hit.map(|(_, index, _)| patterns.bases[index as usize].code.clone());
    let text = subject::words(scene, std::slice::from_ref(&phrase));
    (BaseOf { code, text, basis: Basis::Stated }, phrase)
}

/// Where the noun phrase right of a percentage ends: with a governor on the left the whole stretch is the base; without one the base
/// ends at the verb of what the share does (`51,2% doanh nghiệp Việt Nam │ tin rằng`).
fn noun_phrase_end(scene: &Scene, right: &Tokens, governor: &Governor) -> usize {
    let governed = matches!(governor.cue, Some(Cue::ShareVerb | Cue::With))
        || (governor.cue.is_some() && scene.is_cue(governor.tokens.start, Cue::WeakVerb).is_none());
    let known = scene
        .reading
        .hit(right.start, base_hit)
        .map(|(hit, _)| hit.end as usize)
        .filter(|end| *end <= right.end);
    if governed {
        return right.end;
    }
    let from = known.unwrap_or(right.start + 1).max(right.start);
    (from..right.end).find(|at| starts_with_verb(scene, *at)).unwrap_or(right.end)
}

/// Whether a verb, or a mark before one, starts at `at`.
fn starts_with_verb(scene: &Scene, at: usize) -> bool {
    scene.reading.hits_at(at).iter().any(|h| {
        matches!(
            h.meaning,
            Meaning::Cue(
                Cue::Verb
                    | Cue::VerbMark
                    | Cue::WeakVerb
                    | Cue::Say
                    | Cue::ValueVerb
                    | Cue::Negation
                    | Cue::Such
            )
        )
    })
}

/// The end of a short phrase that starts at `from`: the next mark, link or verb.
pub(super) fn phrase_end(scene: &Scene, from: usize) -> usize {
    let limit = scene.reading.tokens.len().min(from + LONGEST);
    (from..limit)
        .find(|at| {
            let token = &scene.reading.tokens[*at];
            matches!(token.kind, crate::text::TokenKind::Mark(',' | ';' | '.' | '(' | ')' | ':' | '…'))
                || (*at > from
                    && matches!(
                        scene.cue_at(*at),
                        Some((
                            Cue::And
                                | Cue::Rise
                                | Cue::Fall
                                | Cue::Contrast
                                | Cue::Part
                                | Cue::Exceed
                                | Cue::ShareVerb,
                            _
                        ))
                    ))
                || scene
                    .quantities
                    .get(scene.quantities.partition_point(|q| scene.start_of(q) < *at))
                    .is_some_and(|q| scene.start_of(q) == *at)
        })
        .unwrap_or(limit)
}

/// `10.381 thí sinh đỗ … trên tổng số 10.480 thí sinh dự thi, đạt 99,06%`: the total is the base of the count and of the share.
pub(super) fn total(scene: &Scene, frames: &[Frame], figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let same_unit = figures[at].unit.is_some() && figures[at].unit == figures[at - 1].unit;
        if !same_unit || figures[at - 1].base.is_some() {
            continue;
        }
        let Some(frame) = of_figure(scene, frames, &figures[at]) else { continue };
        let Some(over) = scene.is_cue_before(frame.left.end, Cue::Over) else { continue };
        let text = scene
            .text(&(over + 1..frame.right.end.max(scene.quantities[frame.quantity].tokens.end)))
            .to_owned();
        let base = BaseOf { code: None, text, basis: Basis::Stated };
        if let Some(share) = figures.get_mut(at + 1).filter(|f| {
            f.unit.as_deref() == Some("percent") && f.measure == Measure::Level && f.base.is_none()
        }) {
            share.base = Some(BaseOf { basis: Basis::Sentence, ..base.clone() });
        }
        figures[at - 1].base = Some(base);
    }
}

/// `Trong tổng số 28 chỉ tiêu có 18 chỉ tiêu đạt`, `trong 12 triệu người mắc bệnh có gần 60% chưa được phát hiện`: the whole is counted in
/// front of its parts.
pub(super) fn part_of(scene: &Scene, frames: &[Frame], figures: &mut [Figure]) {
    for at in 0..figures.len().saturating_sub(1) {
        let counted = figures[at].quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted());
        if !counted {
            continue;
        }
        let Some(frame) = of_figure(scene, frames, &figures[at]) else { continue };
        let Some(start) = scene.is_cue_before(frame.left.end, Cue::WholeOf) else { continue };
        if scene.is_cue(start, Cue::Owner).is_some() || !scene.starts_clause(start) {
            continue;
        }
        let end = frame.right.end.max(scene.quantities[frame.quantity].tokens.end);
        let text = subject::words(scene, &[start + 1..end]);
        let whole = figures[at].unit.clone();
        // `trong số 8 người, 3 người là …`: parts that are counted one by one have no whole; of a total they do.
        let total = scene.is_cue(start, Cue::Over).is_some();
        for part in &mut figures[at + 1..] {
            let share = part.unit.as_deref() == Some("percent");
            if !share && !total {
                break;
            }
            if part.measure != Measure::Level || part.base.is_some() || !share && part.unit != whole {
                break;
            }
            part.base = Some(BaseOf { code: None, text: text.clone(), basis: Basis::Sentence });
        }
    }
}

/// `bắt buộc đạt 46,0% và tự nguyện đạt 2,52% lực lượng lao động`: the base on the right of a pair serves the first of it too.
pub(super) fn share(scene: &Scene, frames: &[Frame], figures: &mut [Figure], before: &[Figure]) {
    let level = |f: &Figure| f.measure == Measure::Level && f.unit.as_deref() == Some("percent");
    for at in (1..figures.len()).rev() {
        let joined = || {
            of_figure(scene, frames, &figures[at]).is_some_and(|f| {
                let mut words = f.left.clone().filter(|i| scene.reading.tokens[*i].is_word());
                scene.is_cue(f.left.start, Cue::And).is_some() || !f.left.is_empty() && words.next().is_none()
            })
        };
        if level(&figures[at])
            && level(&figures[at - 1])
            && figures[at - 1].base.is_none()
            && figures[at].base.is_some()
            && joined()
        {
            figures[at - 1].base = figures[at].base.clone().map(|b| BaseOf { basis: Basis::Sentence, ..b });
        }
    }
    // `35% là … và 65% không đăng ký`: the second says what it does, not what it is a share of.
    for at in 1..figures.len() {
        let acts = || {
            of_figure(scene, frames, &figures[at]).is_some_and(|f| {
                scene.is_cue(f.left.start, Cue::And).is_some() && starts_with_verb(scene, f.right.start)
            })
        };
        if level(&figures[at]) && level(&figures[at - 1]) && figures[at].base.is_none() && acts() {
            figures[at].base = figures[at - 1].base.clone().map(|b| BaseOf { basis: Basis::Sentence, ..b });
        }
    }
    // `Thái Lan (chiếm 57,5% thị phần), Trung Quốc (chiếm 15,9%)`: shares of the same whole, in this sentence or the ones before.
    let share = |f: &Figure| f.rule == Cue::ShareVerb.code() && f.measure == Measure::Level;
    if !figures.iter().any(share) {
        return;
    }
    let near = before.iter().rev().take(NEAR).filter(|f| f.block == scene.block);
    let mut whole = near.filter(|f| share(f)).find_map(|f| f.base.clone()).map(|b| (b, Basis::Paragraph));
    for figure in figures.iter_mut().filter(|f| share(f)) {
        match (&figure.base, &whole) {
            (Some(base), _) => whole = Some((base.clone(), Basis::Sentence)),
            (None, Some((base, basis))) => figure.base = Some(BaseOf { basis: *basis, ..base.clone() }),
            (None, None) => {}
        }
    }
}

/// How many figures back the whole of a share may have been named.
const NEAR: usize = 8;
