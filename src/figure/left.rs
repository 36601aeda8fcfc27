//! The words left of a number that name what it is of.
//!
//! In: a frame and its governor. Out: the noun phrase before the verb, or the head between the verb and the number, with whose it is.
//!
//! Example: in `đứng thứ ba là mẫu xe Tanto có doanh số bán 13.160 chiếc` the head `doanh số bán`, then `mẫu xe Tanto`.

use super::{
    ellipsis::after_copula,
    frame::Frame,
    governor::{Governor, is_comparative},
    phrase::{any_cue, from_head, is_bare_head, is_strong, phrase},
    scene::Scene,
    subject::{Pieces, SHORT},
    trim::{pieces, trim_end, trim_start},
};
use crate::{
    patterns::catalogue::{Cue, Measure},
    reading::Tokens,
};

/// The noun phrase left of the verb (or of the number, where it has none). A head between the verb and its number (`đạt số thu │ 59
/// tỷ`, `tăng thu quỹ … │ 120 tỷ`) names the subject best.
pub(super) fn left_phrase(scene: &Scene, frame: &Frame, governor: &Governor) -> Pieces {
    let inside = frame.bracket.map_or(frame.left.start, |b| b + 1);
    let number = frame.left.end;
    if governor.cue.is_some() {
        let behind_verb = from_head(scene, trim_end(scene, trim_start(scene, governor.tokens.end..number)));
        let mut before = phrase(scene, inside..governor.tokens.start.max(inside));
        // `tỷ lệ lao động làm công tăng nhẹ (chiếm 42,7%)`: the clause before the bracket names it.
        if let (true, Some(bracket)) = (before.is_empty(), frame.bracket) {
            let host = frame.left.start..bracket;
            let verb = host
                .clone()
                .find(|at| *at > host.start && any_cue(scene, *at, &[Cue::Rise, Cue::Fall]).is_some())
                .unwrap_or(bracket);
            // `sự gia tăng đáng kể dư nợ vay tiêu dùng (tăng 3,5 lần)`: what rises may stand behind the verb.
            let host = phrase(scene, host);
            let named = host.first().is_some_and(|p| is_strong(scene, p) && p.start >= verb);
            before = if named { host } else { phrase(scene, frame.left.start..verb) };
        }
        // `cao hơn lãi suất gửi tại quầy 0,3%`: behind the verb stands what it is compared with.
        let compared = governor.measure == Measure::Gap && is_comparative(scene, &governor.tokens);
        if compared {
            // `vàng thế giới có giá 34 triệu đồng, chưa tính thuế, thấp hơn giá vàng trong nước 2 triệu`: of what was told before.
            let named = |p: &Tokens| any_cue(scene, p.start, &[Cue::Negation, Cue::VerbMark]).is_none();
            return if before.first().is_some_and(named) { before } else { Vec::new() };
        }
        if !behind_verb.is_empty() && is_strong(scene, &behind_verb) && !is_bare_head(scene, &behind_verb) {
            let mut out = pieces(scene, &behind_verb);
            let agent = matches!(governor.cue, Some(Cue::Rise | Cue::Fall))
                && !before.first().is_some_and(|p| is_strong(scene, p));
            if !agent && before.iter().map(ExactSizeIterator::len).sum::<usize>() <= SHORT {
                out.extend(before);
            }
            return out;
        }
        // `đạt số thu 59.615 tỷ đồng`: a bare head is all that there is.
        if !behind_verb.is_empty() && is_bare_head(scene, &behind_verb) {
            // `đứng thứ hai là │ mẫu xe này có doanh số bán`: what stands between the verb and the head has it.
            let between = governor.tokens.end..behind_verb.start;
            let named = phrase(scene, owner_before(scene, between));
            let has = named
                .first()
                .is_some_and(|p| any_cue(scene, p.start, &[Cue::Preposition, Cue::NewValue]).is_none());
            if has && governor.cue == Some(Cue::ValueVerb) {
                before = named;
            } else if let [clause] = before.as_mut_slice() {
                // `tăng mạnh nhất là │ cao su đạt kim ngạch`
                *clause = after_copula(scene, clause.clone());
            }
            let whose = before.iter().map(ExactSizeIterator::len).sum::<usize>() <= SHORT;
            let mut out = vec![behind_verb];
            out.extend(before.into_iter().filter(|_| whose));
            return out;
        }
        return before;
    }
    if governor.preposition {
        return phrase(scene, inside..governor.tokens.start.max(inside));
    }
    // `Quảng Ninh (96,7%)`, `mức dự kiến bội chi (224.000 tỷ đồng)`: what stands before the bracket.
    if let Some(bracket) = frame.bracket.filter(|b| b + 1 == number) {
        let compared = (frame.left.start..bracket).rev().find_map(|at| {
            let verb = any_cue(scene, at, &[Cue::Rise, Cue::Fall]).map(|end| at..end);
            any_cue(scene, at, &[Cue::Compare])
                .or(any_cue(scene, at, &[Cue::Miss, Cue::Exceed]).and(verb.as_ref()).map(|verb| verb.end))
                .or(verb.filter(|verb| is_comparative(scene, verb)).map(|verb| verb.end))
        });
        return phrase(scene, compared.unwrap_or(frame.left.start)..bracket);
    }
    // A comma right before the number: a clause starts with it.
    if number > inside && scene.is_mark(number - 1, ',') {
        // `tốc độ tăng dân số hiện vẫn cao, khoảng 200.000 người/năm`: the number of what the clause before said in words.
        let clause = trim_start(scene, inside..number - 1);
        let first = scene.opens_sentence(inside);
        let end =
            clause.clone().skip(1).find(|at| any_cue(scene, *at, &[Cue::Predicate, Cue::VerbMark]).is_some());
        return match end
            .filter(|_| first && is_strong(scene, &(clause.start..clause.end.min(clause.start + 1))))
        {
            Some(end) => pieces(scene, &trim_end(scene, clause.start..end)),
            None => Vec::new(),
        };
    }
    phrase(scene, inside..number)
}

/// Of what stands before a head that somebody has or makes: who, without the verb.
fn owner_before(scene: &Scene, range: Tokens) -> Tokens {
    let verb = range
        .clone()
        .skip(1)
        .find(|at| any_cue(scene, *at, &[Cue::VerbMark, Cue::WeakVerb, Cue::With]).is_some());
    range.start..verb.unwrap_or(range.end)
}
