//! Times that a figure has from what stands right beside it, and times that are said but not told.
//!
//! In: a sentence and a number in it. Out: the period mention of the number before, the period of the number before a bracket, or that
//! a time is spoken of which no calendar tells.
//!
//! Example: of `tăng 12% so với cùng kỳ năm 2016 (với 93 tỷ đồng)` the 93 tỷ are of the same period of 2016.

use super::{Figure, frame::Frame, reading::Sentence, scene::Scene};
use crate::{
    context::period::{Expression, Kind, PeriodMention, TimeUnit},
    patterns::{
        Meaning,
        catalogue::{Cue, Particle},
    },
    reading::Tokens,
    text::Case,
};

/// The mention of `cùng kỳ` that a level is of: what a change is compared with (`tăng so với mức 438 tỷ cùng kỳ năm trước`, where the
/// level is one `of_comparison`), the level that a comparison gives in a bracket (`so với cùng kỳ năm 2016 (với 93 tỷ)`), or what a
/// bracket says of it (`(cùng kỳ năm trước tăng 7,34%)`).
pub(super) fn same_period<'s>(
    sentence: &Sentence<'s, '_>,
    frame: &Frame,
    of_comparison: bool,
) -> Option<&'s PeriodMention> {
    let scene = sentence.scene;
    let number = &scene.quantities[frame.quantity].tokens;
    let behind = scene.period_at(number.end).filter(|p| of_comparison && p.kind == Kind::SamePeriod);
    behind.or_else(|| {
        let before = |p: &&PeriodMention| p.kind == Kind::SamePeriod && p.tokens.end <= number.start;
        let mention = scene.periods_in(&sentence.tokens).iter().rev().find(before)?;
        let opens_bracket = mention.tokens.start > 0 && scene.is_mark(mention.tokens.start - 1, '(');
        let bare = |at: usize| {
            scene.is_mark(at, '(')
                || scene.cue_covers(at, &[Cue::With, Cue::Light, Cue::ValueVerb])
                || scene.quantities[frame.quantity].hedge.as_ref().is_some_and(|(h, _)| h.contains(&at))
        };
        let compared = scene.is_cue_before(mention.tokens.start, Cue::Compare).is_some();
        let beside = compared
            && scene.is_mark(mention.tokens.end, '(')
            && (mention.tokens.end..number.start).all(bare);
        let inside = opens_bracket && is_open(scene, mention.tokens.start - 1, number.start);
        // `Cùng kỳ năm trước, tỷ lệ này là 78%.`
        let opens = mention.tokens.start == sentence.tokens.start && !compared;
        (beside || inside || opens).then_some(mention)
    })
}

/// Whether a bracket that opens at `open` is still open at `at`.
fn is_open(scene: &Scene, open: usize, at: usize) -> bool {
    (open..at).all(|i| !scene.is_mark(i, ')'))
}

/// The bracket that is open at a number.
fn bracket(scene: &Scene, sentence: &Tokens, number: usize) -> Option<usize> {
    let mark = (sentence.start..number).rev().find(|i| scene.is_mark(*i, '(') || scene.is_mark(*i, ')'))?;
    scene.is_mark(mark, '(').then_some(mark)
}

/// The figure that a bracket explains: what the bracket says no time of is of its time (`từ 1/1/2018 tăng 85 đồng (tăng thêm 10 đồng)`).
pub(super) fn host_of_bracket<'f>(
    sentence: &Sentence,
    number: usize,
    previous: Option<&'f Figure>,
    times: &[&PeriodMention],
) -> Option<&'f Figure> {
    let scene = sentence.scene;
    let open = bracket(scene, &sentence.tokens, number)?;
    let close = (number..sentence.tokens.end).find(|i| scene.is_mark(*i, ')')).unwrap_or(sentence.tokens.end);
    if times.iter().any(|p| (open..close).contains(&p.tokens.start)) {
        return None;
    }
    let before = &scene.quantity_before(number)?.tokens;
    // In the same bracket, or what the bracket stands right behind: not `so với dự toán năm 2013 (175 tỷ) và số thực hiện (201 tỷ)`.
    let parted = |at: usize| {
        let words = [Cue::And, Cue::Compare, Cue::Contrast, Cue::Rise, Cue::Fall];
        scene.is_mark(at, ',')
            || scene.is_mark(at, ';')
            || scene.is_mark(at, ')')
            || scene.cue_covers(at, &words)
    };
    let behind = before.start > open || open < before.end + BEHIND && !(before.end..open).any(parted);
    if behind { previous } else { None }
}

/// How far behind a number its bracket stands, in tokens.
const BEHIND: usize = 8;

/// Whether a time is spoken of before a number that no calendar tells: `những năm qua`, `10 năm qua`, or every year (`mỗi năm`). What the
/// sentence compares with does not count, nor what another time follows.
pub(super) fn is_untold(sentence: &Sentence, tokens: &Tokens) -> bool {
    let scene = sentence.scene;
    let number = tokens.start;
    let free = |at: usize| !sentence.comparisons.iter().any(|c| c.tokens.contains(&at));
    let opens = |at: usize| {
        let lead = (at.saturating_sub(1)..at).any(|i| scene.is_cue(i, Cue::Preposition).is_some());
        let apart = scene.is_cue_before(at, Cue::Contrast).is_some();
        scene.starts_clause(at) || apart || lead && scene.starts_clause(at - 1)
    };
    // `năm sau cao hơn năm trước` is a predicate and stands anywhere.
    let compares = |mut tokens: Tokens| tokens.any(|at| scene.reading.is_small(at, Particle::Than));
    let words = scene.linked(sentence.tokens.start..number, &[Cue::Untold]).any(|at| {
        let end = scene.is_cue(at, Cue::Untold).filter(|_| free(at));
        end.is_some_and(|end| opens(at) || compares(at..end))
    });
    let past = |p: &PeriodMention| {
        let years = || scene.reading.is_small_before(p.tokens.end, Particle::Years);
        let start = p.tokens.start;
        match p.kind {
            Kind::Recurring => years(),
            Kind::Duration if opens(hedged(scene, start)) => {
                let within = scene.reading.is_particle(start, Particle::Among)
                    && scene.reading.tokens[start].case == Case::Title;
                is_lately(scene, p) || within && years()
            }
            _ => false,
        }
    };
    // `tăng 10% trong 5 năm qua`
    let behind = |p: &PeriodMention| {
        p.tokens.start == tokens.end
            && p.expression == Expression::Length(TimeUnit::Year)
            && is_lately(scene, p)
    };
    let spoken_of =
        |p: &PeriodMention| behind(p) || p.tokens.end <= number && free(p.tokens.start) && past(p);
    words || scene.periods_in(&sentence.tokens).iter().any(spoken_of)
}

/// `5 năm qua`, `10 năm gần đây`: a length of time that ends now.
fn is_lately(scene: &Scene, mention: &PeriodMention) -> bool {
    let end = mention.tokens.end;
    scene.reading.is_particle_before(end, Particle::Lately)
        || scene.reading.particle_end(end, Particle::Lately).is_some()
}

/// `300 trẻ em và 200 người già cần chăm sóc năm 2025`: a time behind the last of two numbers is that of the first too, where it has none.
pub(super) fn shared<'m>(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    free: &[&'m PeriodMention],
) -> Option<&'m PeriodMention> {
    let number = &scene.quantities[frame.quantity].tokens;
    let and =
        (number.end..(frame.right.end + 1).min(sentence.end)).find_map(|at| scene.is_cue(at, Cue::And))?;
    let next = scene.quantity_from(and).filter(|q| scene.start_of(q) == and)?;
    let mention = free.iter().find(|p| p.tokens.start >= next.tokens.end)?;
    let between = next.tokens.end..mention.tokens.start;
    let ends = mention.tokens.end >= sentence.end || !scene.reading.tokens[mention.tokens.end].is_word();
    let one = !scene.counts_in(&between)
        && between
            .into_iter()
            .all(|at| scene.reading.tokens[at].is_word() && scene.is_cue(at, Cue::And).is_none());
    (ends && one).then_some(*mention)
}

/// Where a count starts with its hedge: `│ Hơn 20 ngày qua`.
fn hedged(scene: &Scene, at: usize) -> usize {
    let hedge = scene.reading.hit_before(at, |m| matches!(m, Meaning::Hedge(..)).then_some(()));
    hedge.map_or(at, |(hit, ())| hit.start as usize)
}

/// `mức học phí là 85.000 đồng, áp dụng từ 1/9/2022`: since when a rule holds, behind its number and before the next one.
pub(super) fn since<'s>(sentence: &Sentence<'s, '_>, frame: &Frame) -> Option<&'s PeriodMention> {
    let scene = sentence.scene;
    let number = &scene.quantities[frame.quantity].tokens;
    let next = scene.quantity_from(number.end).map(|q| q.tokens.start);
    let limit = next.unwrap_or(sentence.tokens.end).min(sentence.tokens.end);
    scene
        .periods_in(&sentence.tokens)
        .iter()
        .filter(|p| p.kind == Kind::Since && p.tokens.start >= number.end)
        .find(|p| {
            // Said of all that stands before it: `từ 1,8 triệu lên 2,3 triệu, áp dụng từ 1/7/2024`.
            let start = p.tokens.start;
            let mut before = start.saturating_sub(3)..start.saturating_sub(1);
            p.tokens.end <= limit || before.any(|at| scene.reading.is_pair(at, Particle::Holds))
        })
}
