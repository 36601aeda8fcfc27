//! A sentence → one [`Frame`] per quantity: the stretch that belongs to it on either side.
//!
//! In: a scene and the quantities of one sentence. Out: for each quantity the *left* stretch (from the end of the frame
//! before it, where its subject and verb stand) and the *right* stretch (what it counts or is a share of).
//!
//! Example: in `bắt buộc đạt 46,0% và tự nguyện đạt 2,52% lực lượng lao động` the first frame is `bắt buộc đạt │ 46,0% │ ` and the
//! second `tự nguyện đạt │ 2,52% │ lực lượng lao động`.

use super::{Figure, reference::Comparison, roles::Roles, scene::Scene};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension},
    },
    reading::Tokens,
    text::TokenKind,
};

/// What stands around one quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// Index of the quantity in the scene.
    pub quantity: usize,
    /// From the end of the frame before to the start of the quantity (its hedge excluded).
    pub left: Tokens,
    /// From the end of the quantity to the end of what it counts or is a share of.
    pub right: Tokens,
    /// The quantity stands in a bracket that opens in `left`; the token of the bracket.
    pub bracket: Option<usize>,
    /// What parts it from the frame before.
    pub parted: Parted,
}

/// What stands between two frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parted {
    /// A comma, a conjunction, a verb.
    No,
    /// A word that opens a list of parts: `trong đó`, `như`.
    Part,
    /// A semicolon.
    Semicolon,
    /// A word such as `nhưng`.
    Contrast,
}

/// The longest right stretch, in tokens: beyond it a phrase is a clause of its own.
const REACH: usize = 26;

/// The frames of a sentence around the given quantities of the scene, in order.
pub(super) fn frames(
    scene: &Scene,
    sentence: &Tokens,
    kept: &[usize],
    comparisons: &[Comparison],
) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::with_capacity(kept.len());
    let mut edge = past_comparison(scene, sentence.start, comparisons);
    // `82/97 xã (chiếm 84,5% tổng số xã) đạt tiêu chí thủy lợi`: a phrase that goes on behind the bracket, and where it ends.
    let mut resumed: Option<Tokens> = None;
    for (position, &index) in kept.iter().enumerate() {
        let quantity = &scene.quantities[index];
        if let Some(behind) = resumed.take_if(|r| r.start <= quantity.tokens.start) {
            edge = edge.max(behind.end);
        }
        let start = scene.start_of(quantity).max(edge);
        let begin = |i: &usize| scene.start_of(&scene.quantities[*i]);
        let next = kept.get(position + 1).map(begin);
        // `80% trở lên số chi bộ`: a hedge behind the number.
        let from = quantity.hedge.as_ref().map_or(0, |(h, _)| h.end).max(quantity.tokens.end);
        let mut right = from..right_end(scene, from, next, sentence.end);
        // `cấp huyện có 60 đoàn và xã, phường 584 đoàn`: the things behind the conjunction are those of the next number.
        let code = |i: usize| scene.quantities[i].unit.as_ref().map(|u| &u.code);
        if scene.is_cue(right.start, Cue::And).is_some()
            && kept.get(position + 1).is_some_and(|n| code(*n).is_some() && code(*n) == code(index))
        {
            right.end = right.start;
        }
        let (left_start, parted) = left_start(scene, edge, start);
        let left = left_start..start;
        edge = past_comparison(scene, right.end, comparisons);
        if right.is_empty()
            && scene.is_mark(right.start, '(')
            && let Some(close) = (right.start..sentence.end).find(|at| scene.is_mark(*at, ')'))
        {
            let next = kept[position + 1..].iter().map(begin).find(|n| *n > close);
            let behind = close + 1..right_end(scene, close + 1, next, sentence.end);
            // `A: 883.768 (chiếm 34,59%) A1: …`: a label of the next number.
            if !behind.is_empty() && !scene.is_mark(behind.end, ':') {
                right = behind.clone();
                resumed = Some(behind);
            }
        }
        out.push(Frame { quantity: index, bracket: open_bracket(scene, &left), left, right, parted });
    }
    out
}

/// The frame that a figure was read from.
pub(super) fn of_figure<'f>(scene: &Scene, frames: &'f [Frame], figure: &Figure) -> Option<&'f Frame> {
    frames.iter().find(|f| scene.reading.raw_span(&scene.quantities[f.quantity].tokens) == figure.quote)
}

/// A comparison that stands at `at` belongs to neither frame.
fn past_comparison(scene: &Scene, at: usize, comparisons: &[Comparison]) -> usize {
    comparisons
        .iter()
        .filter(|c| scene.is_cue(c.tokens.start, Cue::Compare).is_some())
        .find(|c| c.tokens.start == at || c.tokens.start == at + 1)
        .map_or(at, |c| c.tokens.end)
}

/// What parts two frames.
const PARTING: Roles = Roles::of(&[Cue::Contrast, Cue::Rest, Cue::Part, Cue::Such]);

/// Where the left stretch begins: after the last semicolon, colon or word of contrast between the frames.
fn left_start(scene: &Scene, edge: usize, start: usize) -> (usize, Parted) {
    let mut at = edge;
    let mut found = edge;
    let mut parted = Parted::No;
    while at < start {
        // Most words part nothing.
        if scene.reading.tokens[at].is_word() && !scene.may_link(at, PARTING) {
            at += 1;
            continue;
        }
        // `người có công (hưởng như trên) │ được`: an aside parts nothing.
        if scene.is_mark(at, '(')
            && let Some(close) = (at..start).find(|i| scene.is_mark(*i, ')'))
        {
            at = close + 1;
            continue;
        }
        if scene.is_mark(at, ';') {
            (found, parted) = (at + 1, Parted::Semicolon);
        } else if scene.is_mark(at, ':')
            && at + 1 < start
            && scene.period_at(at).is_none()
            && !(at > found && labels(scene, at, start))
        {
            found = at + 1;
        } else if let Some(end) =
            scene.is_cue(at, Cue::Contrast).or(scene.is_cue(at, Cue::Rest)).filter(|end| *end <= start)
        {
            (found, parted) = (end, Parted::Contrast);
            at = end;
            continue;
        } else if let Some(end) =
            scene.is_cue(at, Cue::Part).or(scene.is_cue(at, Cue::Such)).filter(|end| *end <= start)
        {
            (found, parted) = (end, Parted::Part);
            at = end;
            continue;
        }
        at += 1;
    }
    (found.min(start), parted)
}

/// `dầu hỏa: tăng 326 đồng/lít`: nothing but a verb of change stands between the colon and the number, so that the label in front is what
/// changes.
fn labels(scene: &Scene, colon: usize, start: usize) -> bool {
    let verb = [Cue::Rise, Cue::Fall].into_iter().find_map(|cue| scene.is_cue(colon + 1, cue));
    verb.is_some_and(|end| end <= start && (end..start).all(|at| scene.cue_covers(at, &[Cue::Light])))
}

/// The bracket that is open at the end of `left`.
fn open_bracket(scene: &Scene, left: &Tokens) -> Option<usize> {
    let mut depth = 0;
    for at in left.clone().rev() {
        match scene.reading.tokens[at].kind {
            TokenKind::Mark(')' | ']') => depth += 1,
            TokenKind::Mark('(' | '[') if depth == 0 => return Some(at),
            TokenKind::Mark('(' | '[') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the right stretch ends.
fn right_end(scene: &Scene, from: usize, next: Option<usize>, sentence_end: usize) -> usize {
    let limit = next.unwrap_or(sentence_end).min(sentence_end);
    let mut at = from;
    while at < limit {
        if at - from >= REACH {
            return at;
        }
        let token = &scene.reading.tokens[at];
        if let TokenKind::Mark(mark) = token.kind {
            match mark {
                ',' if list_goes_on(scene, at, limit, next) => {}
                '-' if apposes(scene, at) => return at,
                '/' | '-' | '"' | '“' | '”' | '‘' | '’' | '%' | '&' | '\'' => {}
                '(' => {
                    let end = bracket_end(scene, at, limit);
                    // `các loại (xã, phường, thị trấn) có bác sĩ`: the phrase goes on behind the bracket.
                    let goes_on = |i: usize| i < limit && scene.is_cue(i, Cue::WeakVerb).is_some();
                    if end == at || next.is_some() || !goes_on(end) {
                        return end;
                    }
                    at = end;
                    continue;
                }
                _ => return at,
            }
            at += 1;
            continue;
        }
        if let Some((cue, end)) = scene.cue_at(at)
            && stops(scene, cue, at, end, from, limit, next)
        {
            return at;
        }
        at += 1;
    }
    limit
}

/// `lượt khách quốc tế - một con số ấn tượng`, `tổng chỉ tiêu - Mặc dù …`: a dash behind which the sentence starts anew; that of
/// `kinh tế - xã hội` joins.
fn apposes(scene: &Scene, dash: usize) -> bool {
    let openers = [Cue::Opener, Cue::Contrast, Cue::Anaphor, Cue::Single, Cue::Part, Cue::Such, Cue::Source];
    let number = |m: Meaning| matches!(m, Meaning::Number(..)).then_some(());
    super::phrase::any_cue(scene, dash + 1, &openers).is_some()
        || scene.reading.hit(dash + 1, number).is_some()
}

/// A bracket without a number in it belongs to the stretch before it.
fn bracket_end(scene: &Scene, open: usize, limit: usize) -> usize {
    let close = (open + 1..limit).find(|at| scene.is_mark(*at, ')'));
    close.map_or(open, |close| close + 1)
}

/// Whether a comma only parts the members of a list of things counted (`đơn vị, tổ chức, doanh nghiệp`).
fn list_goes_on(scene: &Scene, comma: usize, limit: usize, next: Option<usize>) -> bool {
    let after = comma + 1;
    if after >= limit {
        return false;
    }
    // `8.950 nhóm, lớp và 265.400 học sinh`: another name of what is counted.
    let alias = scene.reading.hits_at(after).iter().find(|h| matches!(h.meaning, Meaning::Unit(_)));
    if alias.is_some_and(|h| (h.end as usize) < limit && scene.is_cue(h.end as usize, Cue::And).is_some()) {
        return true;
    }
    // A verb of change or value before the next number: the comma ends the frame.
    let chunk_end =
        (after..limit).find(|at| scene.is_mark(*at, ',') || scene.is_mark(*at, ';')).unwrap_or(limit);
    if next.is_some() && chunk_end == limit {
        return false;
    }
    let is_thing = scene
        .reading
        .hits_at(after)
        .iter()
        .any(|h| matches!(h.meaning, Meaning::Unit(_) | Meaning::Indicator(..)));
    // `…, tài khoản này lại tiếp tục mở thêm`: a clause.
    let clause = chunk_end - after > MEMBER
        && (after..after + MEMBER)
            .any(|at| scene.is_cue(at, Cue::VerbMark).or(scene.is_cue(at, Cue::Predicate)).is_some());
    is_thing
        && !clause
        && (after..chunk_end).all(|at| {
            !matches!(
                scene.cue_at(at),
                Some((Cue::Rise | Cue::Fall | Cue::ShareVerb | Cue::Exceed | Cue::Contrast, _))
            )
        })
}

/// The longest member of a list that has a verb of its own, in tokens.
const MEMBER: usize = 5;

/// Whether a verb of change stands at a token.
pub(super) fn changes(scene: &Scene, at: usize) -> bool {
    scene.is_cue(at, Cue::Rise).or(scene.is_cue(at, Cue::Fall)).is_some()
}

/// How far a clause of cause may reach to its number, in tokens.
const CLAUSE: usize = 16;

/// Whether the name of a measurable thing starts at `at`.
fn names_a_thing(scene: &Scene, at: usize) -> bool {
    scene
        .reading
        .hits_at(at)
        .iter()
        .any(|h| matches!(h.meaning, Meaning::Cue(Cue::CountHead | Cue::Sum) | Meaning::Indicator(..)))
}

/// Whether a verb of change that ends at `end` is all that the things do that were counted before `from`: of no other number.
fn does(scene: &Scene, from: usize, end: usize, limit: usize) -> bool {
    let counted = scene
        .quantity_before(from)
        .and_then(|q| q.unit.as_ref().filter(|_| q.tokens.end == from))
        .is_some_and(|u| u.dimension.is_counted());
    if !counted {
        return false;
    }
    let mut at = end;
    while at < limit && scene.cue_covers(at, &[Cue::Light]) {
        at += 1;
    }
    at >= limit && at > end
        || scene.reading.tokens.get(at).is_none_or(|t| matches!(t.kind, crate::text::TokenKind::Mark(_)))
        || super::phrase::any_cue(scene, at, &[Cue::And, Cue::Or]).is_some()
}

/// Whether the number before `from` measures a thing that stands in front of it.
fn measures(scene: &Scene, from: usize) -> bool {
    let unit = scene.quantity_before(from).and_then(|q| q.unit.as_ref());
    unit.is_some_and(|u| matches!(u.dimension, Dimension::Length | Dimension::Volume | Dimension::Mass))
}

/// Whether a linking word ends the right stretch.
fn stops(
    scene: &Scene,
    cue: Cue,
    at: usize,
    end: usize,
    from: usize,
    limit: usize,
    next: Option<usize>,
) -> bool {
    let first = at == from;
    if scene.is_cue(at, Cue::Equal).is_some() && next.is_some() {
        return true;
    }
    // `giảm 6,73% │ do giá gas thế giới giảm 72,5 USD/tấn`: a clause of cause that has a number of its own.
    if scene.is_cue(at, Cue::Opener).is_some()
        && (first || names_a_thing(scene, end))
        && next.is_some_and(|n| n <= end + CLAUSE && (end..n).any(|i| changes(scene, i)))
    {
        return true;
    }
    match cue {
        // `131 mã tăng/117 mã giảm`: what the things counted do.
        Cue::Rise | Cue::Fall if first && does(scene, from, end, limit) => false,
        // `doanh nghiệp thay đổi tăng vốn`: a rise inside the phrase, of no number.
        Cue::Rise | Cue::Fall => {
            // `vốn đăng ký tăng thêm │ của 26 doanh nghiệp` tells apart.
            let near = next.is_some_and(|n| n <= end + 4);
            let apart = scene.is_cue(end, Cue::Owner).is_some() && next != Some(end);
            let thing = scene.reading.tokens.get(end).is_some_and(crate::text::Token::is_word)
                && scene.reading.hits_at(end).iter().any(|h| {
                    matches!(
                        h.meaning,
                        Meaning::Cue(Cue::CountHead | Cue::Rate | Cue::Sum) | Meaning::Unit(_)
                    )
                });
            !apart && (near || !thing)
        }
        Cue::Exceed
        | Cue::Miss
        | Cue::Fold
        | Cue::ShareVerb
        | Cue::Contrast
        | Cue::Part
        | Cue::Compare
        | Cue::Respectively
        | Cue::Single
        | Cue::Equal
        | Cue::Such
        | Cue::With => true,
        Cue::Rest => !first,
        // `124.500 hộ còn dư nợ`: what the things still have, no new value of them.
        Cue::NewValue => next.is_some_and(|n| n <= end + 6) || first && !names_a_thing(scene, end),
        // `người có trình độ cao đẳng`, `thí sinh được tuyển`: a verb inside the phrase, not of a new frame.
        Cue::ValueVerb => {
            // A verb of a number to come ends the stretch; one of another thing (`đạt tiêu chí bưu điện`) goes on with it.
            let governs = next.is_some_and(|n| n <= end + 8 && (end..n).all(|i| !scene.is_mark(i, ',')));
            let weak = scene.is_cue(at, Cue::WeakVerb) == Some(end);
            let bare = next.is_some_and(|n| super::governor::content_words(scene, &(end..n)) == 0);
            // `xe dung tích 1,5 lít │ sẽ có mức thuế giảm từ 45%`: nothing that a measure counts has it.
            let heads = [Cue::BareHead, Cue::CountHead, Cue::Levy];
            let other = weak
                && (end > at + 1 || scene.is_cue_before(at, Cue::VerbMark).is_some())
                && measures(scene, from)
                && super::phrase::any_cue(scene, end, &heads).is_some();
            if other && next.is_some_and(|n| (end..n).all(|i| !scene.is_mark(i, ','))) {
                true
            } else if first {
                governs && bare
            } else if weak {
                // `12 công ty │ có tổng tài sản đạt gần 2.700 tỷ đồng`: what they have is measured by the next number.
                let verb = |n: usize| (end..n).rev().find(|i| scene.is_cue(*i, Cue::ValueVerb).is_some());
                let valued = |n: usize| {
                    verb(n).is_some_and(|v| super::governor::content_words(scene, &(v + 1..n)) == 0)
                        && (end..n).all(|i| !scene.is_mark(i, ','))
                };
                // `45 trường có tỷ lệ tốt nghiệp đạt 100%` tells which.
                let has = scene.is_cue(end, Cue::BareHead).or(scene.is_cue(end, Cue::CountHead)).is_some()
                    && scene.is_cue(end, Cue::Rate).is_none();
                next.is_some_and(|n| n <= end + 2 || n <= end + 8 && has && valued(n))
            } else {
                governs
            }
        }
        // `… thành lập mới và quay trở lại` goes on; `16 người chết và 10 người`, `35 thị trường và đến nay đã …` do not.
        Cue::And | Cue::Or => {
            let then = scene.period_at(end).map_or(end, |p| p.tokens.end);
            let marked = |at| scene.is_cue(at, Cue::VerbMark).is_some();
            if marked(then) && !(from..at).any(marked) {
                return true;
            }
            next.is_some() && (end..limit).all(|i| !scene.is_mark(i, ',') && !scene.is_mark(i, ';'))
        }
        _ => false,
    }
}
