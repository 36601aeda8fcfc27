//! What a clause does with what its number counts: the verb before the number and the object behind it.
//!
//! In: the words left and right of a number. Out: the verb with its object, where the two say together what the number is of.
//!
//! Example: in `Chủ tịch tỉnh đồng ý cho Sở Y tế tạm ứng 4 tỷ đồng từ ngân sách` the number is of `tạm ứng từ ngân sách`.

use super::{
    frame::Frame,
    governor::Governor,
    phrase::{any_cue, clean_right, is_bare_head, is_strong},
    scene::Scene,
    subject::Pieces,
    trim::trim_start,
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension},
    },
    reading::Tokens,
};

/// A clause that says little beside its number, in tokens.
const SHORT: usize = 10;

/// The verb that a clause ends with, behind who does it and the marks in front of it: `Chủ tịch tỉnh cho Sở Y tế │ tạm ứng`, `huyện sẽ bị
/// │ ngập`. A word behind such a mark is a verb whether or not it is known as one.
pub(super) fn end_verb(scene: &Scene, range: &Tokens) -> Option<Tokens> {
    let mark = |m| matches!(m, Meaning::Cue(Cue::VerbMark | Cue::Negation)).then_some(());
    let marked =
        |at: usize| scene.reading.hit_before(at, mark).is_some_and(|(h, ())| h.start as usize >= range.start);
    let links = [
        Cue::VerbMark,
        Cue::Negation,
        Cue::Preposition,
        Cue::At,
        Cue::With,
        Cue::And,
        Cue::Light,
        Cue::Say,
        Cue::ValueVerb,
        Cue::WeakVerb,
        Cue::More,
    ];
    let from = range.end.saturating_sub(VERB).max(range.start);
    // `tổ chức │ trao tặng`: the last of two.
    let last = (from..range.end).find(|at| any_cue(scene, *at, &[Cue::Verb]) == Some(range.end));
    let first = (from..range.end).find(|at| {
        let known = any_cue(scene, *at, &[Cue::Verb]).is_some_and(|end| end <= range.end);
        known || marked(*at) && any_cue(scene, *at, &links).is_none()
    });
    let verb = last.or(first)?;
    // `mức phí │ yêu cầu` tells apart which.
    let head = |m| matches!(m, Meaning::Cue(Cue::CountHead | Cue::Rate | Cue::BareHead)).then_some(());
    let apart = verb > range.start && scene.reading.hit_before(verb, head).is_some();
    let plain = |at: usize| scene.reading.tokens[at].is_word() && scene.period_at(at).is_none();
    (!apart && (verb..range.end).all(plain)).then_some(verb..range.end)
}

/// The longest verb with what is said right behind it, in tokens: `hỗ trợ khẩn cấp`.
const VERB: usize = 4;

/// What stands right behind a number as the object of the verb before it; where it happens has a field of its own.
pub(super) fn object(scene: &Scene, frame: &Frame) -> Pieces {
    let mut right = clean_right(scene, &frame.right);
    // `ném vào thị trường 100 triệu euro │ và giới chủ vẫn muốn mua thêm`: a clause of its own.
    for piece in &mut right {
        let marked =
            |from: usize, to: usize| (from..to).any(|at| any_cue(scene, at, &[Cue::VerbMark]).is_some());
        let and = piece
            .clone()
            .find(|at| scene.is_cue(*at, Cue::And).is_some_and(|behind| marked(behind, piece.end)));
        piece.end = and.unwrap_or(piece.end);
    }
    let others = [Cue::At, Cue::VerbMark, Cue::Compare, Cue::Source, Cue::And, Cue::Or];
    right.retain(|p| !p.is_empty() && any_cue(scene, p.start, &others).is_none());
    right
}

/// Of a clause left of a counted thing: what was done with it (`UBND tỉnh có quyết định │ thu hồi 48 ha đất`).
pub(super) fn deed(scene: &Scene, left: Pieces) -> Pieces {
    let words = |pieces: &[Tokens]| pieces.iter().map(ExactSizeIterator::len).sum::<usize>();
    if words(&left) <= SHORT {
        return left;
    }
    let verbs = left.iter().enumerate().flat_map(|(index, p)| {
        p.clone().filter(|at| any_cue(scene, *at, &[Cue::Verb]).is_some()).map(move |at| (index, at))
    });
    let from = |(index, at): (usize, usize)| {
        let mut out = left[index..].to_vec();
        out[0].start = at;
        out
    };
    verbs.map(from).find(|out| words(out) <= SHORT).unwrap_or_default()
}

/// `Câu lạc bộ phải cân nhắc khi đối thủ đã │ ra giá`, `xin việc không xong, │ người này đã trả lại`: what leads up to a number without a
/// head is the last of its clauses.
pub(super) fn last_clause(scene: &Scene, mut left: Pieces) -> Pieces {
    let long = left.iter().map(ExactSizeIterator::len).sum::<usize>() > CLAUSE;
    if !long || left.first().is_some_and(|p| is_strong(scene, p)) {
        return left;
    }
    for index in (0..left.len()).rev() {
        if let Some(start) = clause_start(scene, &left[index]) {
            left.drain(..index);
            left[0].start = start;
            break;
        }
    }
    left
}

/// Where the last of several clauses begins, behind the words that open it.
fn clause_start(scene: &Scene, range: &Tokens) -> Option<usize> {
    let is = |at: usize, roles: &[Cue]| any_cue(scene, at, roles).is_some();
    let acts = |mut tokens: Tokens| tokens.any(|at| is(at, &[Cue::VerbMark, Cue::Negation]));
    let verbs =
        [Cue::VerbMark, Cue::Negation, Cue::Verb, Cue::Opener, Cue::Subordinate, Cue::With, Cue::Topic];
    // A verb may be part of a name that has a comma in it: `công nghiệp chế biến, chế tạo vẫn dẫn đầu`.
    let tells = [Cue::VerbMark, Cue::Negation, Cue::Opener, Cue::Subordinate, Cue::With, Cue::Topic];
    let told = |at: usize| (range.start..at).any(|at| is(at, &tells));
    let start = range.clone().skip(2).rev().find_map(|at| {
        let opened = scene.is_cue(at, Cue::Clause).filter(|_| {
            let heads = (range.start..at).any(|i| is_strong(scene, &(i..i + 1)));
            !heads && (scene.is_cue(at, Cue::Subordinate).is_none() || acts(range.start..at))
        });
        // Who acts stands before the verb.
        let clause = |from: &usize| !is(*from, &verbs) && acts(*from + 1..range.end);
        opened
            .or_else(|| (scene.is_mark(at, ',') && told(at)).then_some(at + 1).filter(clause))
            .or_else(|| scene.is_cue(at, Cue::And).filter(|from| acts(range.start..at) && clause(from)))
            .filter(|start| start + 1 < range.end)
    })?;
    let rest = trim_start(scene, start..range.end);
    (rest.len() >= 2).then_some(rest.start)
}

/// A stretch that may be of more than one clause, in tokens.
const CLAUSE: usize = 7;

/// `phát hành 1.277 tỷ đồng trái phiếu Chính phủ`: a verb that stands for the subject takes its object along.
pub(super) fn with_object(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    left: Pieces,
    right: Pieces,
) -> Pieces {
    let words: usize = left.iter().map(ExactSizeIterator::len).sum();
    // `chi 3,5 tỷ USD để nhập khẩu linh kiện`: what for.
    // `chi thêm 30 tỷ kronor cho an sinh xã hội`
    let aim = right.first().is_some_and(|p| any_cue(scene, p.start, &[Cue::Opener, Cue::Purpose]).is_some());
    let roles: &[Cue] = if aim { &[Cue::Verb, Cue::CountHead] } else { &[Cue::Verb] };
    let verb = left.first().is_some_and(|p| any_cue(scene, p.start, roles).is_some());
    // `thu được số tiền 30 triệu đồng giúp đỡ hội viên nghèo`: what a sum that has no other name is for.
    let purpose = right.first().is_some_and(|p| any_cue(scene, p.start, &[Cue::Verb]).is_some());
    let bare = left.first().is_some_and(|p| is_bare_head(scene, p)) && words <= SHORT;
    // `giá bán khoảng 9 triệu đồng/m2 nhà ở công nhân`: what a bare head is of stands behind the sum.
    let sum = scene.quantities[frame.quantity].unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money);
    let thing = sum
        && right.len() == 1
        && right.first().is_some_and(|p| {
            let plain = |at: usize| {
                let acts =
                    [Cue::VerbMark, Cue::Verb, Cue::Preposition, Cue::ValueVerb, Cue::Opener, Cue::Light];
                scene.reading.tokens[at].is_word() && any_cue(scene, at, &acts).is_none()
            };
            p.start == frame.right.start && (2..=THING).contains(&p.len()) && p.clone().all(plain)
        });
    let mut out = left;
    // `giải ngân được 2.150 tỷ đồng vốn đầu tư công`: the mark says that it was done.
    let done = governor.cue.is_none() || scene.is_cue(governor.tokens.start, Cue::VerbMark).is_some();
    if done && verb && words <= 3 || (purpose || thing) && bare {
        out.extend(right);
        return out;
    }
    // `đồng ý cho Sở Y tế tạm ứng 4 tỷ đồng để mua vật tư`: what was done, and what for.
    let acted =
        out.last().and_then(|p| end_verb(scene, p)).filter(|_| !out.iter().any(|p| is_strong(scene, p)));
    if let Some(verb) = acted.filter(|_| governor.cue.is_none() && frame.bracket.is_none()) {
        let object = object(scene, frame);
        if !object.is_empty() {
            return with_agent(scene, out, verb, object);
        }
    }
    out
}

/// The longest name of a thing behind its price, in tokens.
const THING: usize = 7;

/// `Câu lạc bộ thưởng 2 tỷ đồng cho đội tuyển`: a verb and its object, with who does it where a word or two say it.
pub(super) fn with_agent(scene: &Scene, clause: Pieces, verb: Tokens, object: Pieces) -> Pieces {
    let short = clause.iter().map(ExactSizeIterator::len).sum::<usize>() <= AGENT;
    let opened =
        clause.first().is_some_and(|p| any_cue(scene, p.start, &[Cue::Preposition, Cue::Opener]).is_some());
    let mut out = if short && !opened { clause } else { vec![verb] };
    out.extend(object);
    out
}

/// The longest clause, in tokens, that is kept whole before its object.
const AGENT: usize = 6;
