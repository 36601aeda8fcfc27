//! A stretch of tokens without what is no part of a name at its ends.
//!
//! In: the words left or right of a number. Out: the stretch without linking words, periods, places in adverbial position and sources in
//! front of it, without marks, marks of verbs, hedges and status words behind it, and the pieces between the periods inside it.
//!
//! Example: `và trong năm 2022 doanh thu du lịch đã` → `doanh thu du lịch`.

use super::{
    phrase::{any_cue, any_cue_before},
    roles::Roles,
    scene::Scene,
    subject::Pieces,
};
use crate::{
    context::period::Kind,
    patterns::{
        Meaning,
        catalogue::{Cue, PeriodWord},
    },
    reading::Tokens,
};

pub(super) fn skip_marks(scene: &Scene, mut range: Tokens) -> Tokens {
    while range.start < range.end
        && !scene.reading.tokens[range.start].is_word()
        && scene.reading.tokens[range.start].kind != crate::text::TokenKind::Code
        && !scene.reading.tokens[range.start].is_number()
    {
        range.start += 1;
    }
    range
}

/// Takes off what stands before a noun phrase: marks, linking words, periods, places in adverbial position, sources.
pub(super) fn trim_start(scene: &Scene, mut range: Tokens) -> Tokens {
    loop {
        let before = range.start;
        range = skip_marks(scene, range);
        if range.start >= range.end {
            return range.end..range.end;
        }
        let at = range.start;
        if let Some(period) = scene.period_at(at) {
            range.start = period.tokens.end.max(at + 1).min(range.end);
        } else if let Some(end) = aside(scene, at).or_else(|| say_end(scene, &range)) {
            range.start = end.min(range.end);
        } else if scene.may_start(at, Roles::STATUS)
            && let Some((hit, ())) = scene
                .reading
                .hit(at, |m| matches!(m, Meaning::Status(..)).then_some(()))
                .filter(|_| any_cue(scene, at, &[Cue::CountHead, Cue::Rate, Cue::Plan, Cue::Grant]).is_none())
        {
            // `sẽ có │ mức thuế`, but `đã có thể`
            let next = any_cue(scene, hit.end as usize, &[Cue::VerbMark]).is_none();
            let verb = scene.is_cue(at, Cue::WeakVerb).filter(|_| next).unwrap_or_default();
            range.start = verb.max(hit.end as usize).min(range.end);
        } else if let Some(end) = any_cue(
            scene,
            at,
            &[
                Cue::And,
                Cue::Or,
                Cue::Part,
                Cue::Such,
                Cue::Single,
                Cue::Contrast,
                Cue::VerbMark,
                Cue::Whole,
                Cue::With,
                Cue::WeakVerb,
                Cue::Opener,
                Cue::Topic,
                Cue::Rest,
                Cue::Equal,
                Cue::Indefinite,
                Cue::More,
            ],
        )
        .filter(|end| any_cue(scene, at, &[Cue::CountHead, Cue::Rate]).is_none_or(|h| h < *end))
        {
            range.start = end.min(range.end);
        } else if let Some(end) =
            scene.is_cue(at, Cue::About).filter(|_| scene.reading.tokens[at].case == crate::text::Case::Title)
        {
            // `Về đất nông nghiệp, …`: what the sentence is about.
            range.start = end.min(range.end);
        } else if let Some(end) =
            scene.is_cue(at, Cue::ValueVerb).filter(|end| *end == at + 1 && *end < range.end)
        {
            // `là EU │ đạt`: the verb of the clause before.
            range.start = end;
        } else if let Some(end) = any_cue(scene, at, &[Cue::Preposition, Cue::Of])
            && let Some(place) = scene.place_at(end).or_else(|| scene.place_at(end + 1))
        {
            range.start = place.tokens.end.min(range.end);
        } else if let Some(end) = any_cue(scene, at, &[Cue::Of, Cue::At])
            .filter(|_| scene.reading.tokens[at].case == crate::text::Case::Title)
        {
            // `Trong khuôn viên │ 770 ha`
            range.start = end.min(range.end);
        } else if let Some(place) =
            scene.place_at(at).filter(|p| p.tokens.start == at && p.tokens.end < range.end)
        {
            range.start = place.tokens.end;
        }
        if range.start == before {
            return range;
        }
    }
}

/// `Kết quả, │ xã đã giảm …`: the end of words in front of a clause that name nothing.
pub(super) fn aside(scene: &Scene, at: usize) -> Option<usize> {
    scene.is_cue(at, Cue::Aside).filter(|end| scene.is_mark(*end, ','))
}

/// `Lãnh đạo sở cho biết …`, `Theo ông Nam, …`: the end of the words that only say who says so.
pub(super) fn say_end(scene: &Scene, range: &Tokens) -> Option<usize> {
    let source = any_cue(scene, range.start, &[Cue::Source]);
    if source.is_some() {
        return (range.start..range.end).find(|at| scene.is_mark(*at, ',')).map(|at| at + 1);
    }
    let say = scene
        .linked(range.start + 1..range.end.min(range.start + 20), &[Cue::Say])
        .find_map(|at| any_cue(scene, at, &[Cue::Say]).map(|end| (at, end)));
    say.filter(|(_, end)| *end < range.end && (scene.is_mark(*end, ',') || scene.is_mark(*end, ':')))
        .map(|(_, end)| end + 1)
}

/// Takes off what stands behind a noun phrase: marks, marks of verbs, hedges, periods, status words.
pub(super) fn trim_end(scene: &Scene, mut range: Tokens) -> Tokens {
    while range.start < range.end {
        let last = range.end - 1;
        let token = &scene.reading.tokens[last];
        if let Some(period) = scene.period_at(last).filter(|p| p.tokens.start >= range.start) {
            // `lãi suất tiền gửi kỳ hạn │ 6 tháng`: how long it lasts tells it apart.
            let lasts =
                |m| matches!(m, Meaning::Period(PeriodWord::Contract | PeriodWord::Lasting, _)).then_some(());
            if period.kind == Kind::Duration
                && period.tokens.start > range.start
                && scene.reading.hit_before(period.tokens.start, lasts).is_some()
            {
                return range;
            }
            range.end = period.tokens.start;
            // `vốn bố trí cho ngành │ giai đoạn 5 năm tới`
            let word = |m| matches!(m, Meaning::Period(PeriodWord::Span, _)).then_some(());
            if let Some((hit, ())) = scene.reading.hit_before(range.end, word)
                && hit.start as usize > range.start
            {
                range.end = hit.start as usize;
            }
            continue;
        }
        let is_closing = token.is(')') || token.is('”') || token.is('"');
        if !token.is_word() && !token.is_number() && token.kind != crate::text::TokenKind::Code && !is_closing
        {
            range.end = last;
            continue;
        }
        if !scene.may_end(range.end, LINKING) {
            break;
        }
        let linking = scene.reading.hit_before(range.end, |m| {
            let changes = matches!(m, Meaning::Cue(Cue::Rise | Cue::Fall));
            // `thuế suất sẽ │ tăng` từ 50%: a verb of change, not `tốc độ tăng`.
            let links = LINKING.means(m)
                && (!changes
                    || is_acted(scene, last)
                        && !scene.cue_covers(last, &[Cue::Growth, Cue::Rate, Cue::CountHead]));
            links.then_some(())
        });
        let Some((hit, ())) = linking.filter(|(h, ())| h.start as usize >= range.start) else { break };
        // `diện không thoát ly │ mức trợ cấp`: the word for a rule that is a head.
        let headed = scene.reading.hits_at(hit.start as usize).iter().any(|h| {
            h.end == hit.end
                && matches!(
                    h.meaning,
                    Meaning::Cue(Cue::CountHead | Cue::Rate | Cue::BareHead) | Meaning::Indicator(..)
                )
        });
        if headed
            && scene
                .reading
                .hit(hit.start as usize, |m| matches!(m, Meaning::Status(..)).then_some(()))
                .is_some()
        {
            break;
        }
        // `vốn FDI thực hiện`, `diện tích nhà ở`, `doanh nghiệp │ thành lập mới`: part of a name, which may begin at the unit.
        let named = (range.start.saturating_sub(NAME)..range.end).any(|at| {
            scene.reading.hits_at(at).iter().any(|h| {
                let linking = |cue| !matches!(cue, Cue::CountHead | Cue::Verb);
                let other = match h.meaning {
                    Meaning::Cue(cue) => linking(cue),
                    Meaning::Status(..) | Meaning::Hedge(..) => true,
                    _ => false,
                };
                !other && h.start < hit.start && h.end as usize == range.end
            })
        });
        if named {
            break;
        }
        range.end = hit.start as usize;
    }
    range
}

/// What may stand behind a name and is no part of it.
const LINKING: Roles = Roles::of(&[
    Cue::VerbMark,
    Cue::Say,
    Cue::And,
    Cue::Or,
    Cue::Preposition,
    Cue::With,
    Cue::Of,
    Cue::Mean,
    Cue::Contrast,
    Cue::Respectively,
    Cue::WeakVerb,
    Cue::About,
    Cue::Compare,
    Cue::Opener,
])
.or(CHANGE)
.or(Roles::STATUS)
.or(Roles::HEDGE);

/// A verb of change.
const CHANGE: Roles = Roles::of(&[Cue::Rise, Cue::Fall]);

/// `sẽ │ tăng`, `tăng │ từ`: a verb of change that ends at `last` and does something; `vốn đăng ký tăng thêm` tells apart.
fn is_acted(scene: &Scene, last: usize) -> bool {
    let verb = any_cue_before(scene, last + 1, &[Cue::Rise, Cue::Fall]);
    let marked = verb.is_some_and(|start| {
        let marks = |m| matches!(m, Meaning::Cue(Cue::VerbMark) | Meaning::Status(..)).then_some(());
        scene.may_end(start, Roles::of(&[Cue::VerbMark]).or(Roles::STATUS))
            && scene.reading.hit_before(start, marks).is_some()
    });
    marked || any_cue(scene, last + 1, &[Cue::Of]).is_some() && scene.is_cue(last + 1, Cue::Owner).is_none()
}

/// How far before a stretch a name may begin, in tokens.
const NAME: usize = 4;

/// The range without the periods inside it.
pub(super) fn pieces(scene: &Scene, range: &Tokens) -> Pieces {
    let mut out = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    // Most stretches have no period in them: then none is looked for at each of their tokens.
    let timed = scene.touches_period(range);
    while at < range.end {
        // `BHXH (tự nguyện, hộ gia đình) của tỉnh`: an aside is no part of a name.
        if let Some(close) = aside_end(scene, at, range.end) {
            if start < at {
                out.push(start..at);
            }
            at = close + 1;
            start = at;
            continue;
        }
        // A length of time (`nợ từ 6 tháng trở lên`) belongs to what it tells apart.
        if let Some(period) =
            timed.then(|| scene.period_at(at)).flatten().filter(|p| p.kind != Kind::Duration)
        {
            if start < at {
                out.push(start..at);
            }
            at = period.tokens.end.max(at + 1);
            start = at;
        } else {
            at += 1;
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out.retain(|p| {
        p.clone().any(|i| {
            scene.reading.tokens[i].is_word() || scene.reading.tokens[i].kind == crate::text::TokenKind::Code
        })
    });
    out
}

/// The bracket that closes one that opens at `at`, if both stand in the range.
fn aside_end(scene: &Scene, at: usize, end: usize) -> Option<usize> {
    if !scene.is_mark(at, '(') {
        return None;
    }
    (at + 1..end).find(|i| scene.is_mark(*i, ')'))
}
