//! Places that a sentence names but tells nothing of: where people meet, what a picture shows, what somebody is the first in.
//!
//! In: a place of a sentence. Out: whether it is such a place, for the figures behind it.
//!
//! Example: in `Tại hội nghị tổ chức ở Nam Định, ngành đề nghị lập thêm 35 hợp tác xã.` nothing is said of Nam Định.

use super::{frame::Frame, scene::Scene};
use crate::{
    context::place::{PlaceKind, PlaceMention},
    patterns::{
        Kinds, Meaning,
        catalogue::{Cue, Particle, Status},
    },
    quantity::Quantity,
    reading::Tokens,
    text::Case,
};

/// How many tokens before `tại` the word for a meeting stands: `hội nghị sơ kết công tác 6 tháng đầu năm tổ chức tại …`.
const MEETING: usize = 12;

/// Whether a place of a sentence is none of the figures behind it.
pub(super) fn is_aside(scene: &Scene, sentence: &Tokens, mention: &PlaceMention) -> bool {
    is_venue(scene, sentence, mention)
        || is_scope(scene, mention)
        || is_agent(scene, mention)
        || is_delegate(scene, mention)
        || is_contest(scene, mention)
        // `chuyển 2 cán bộ sang nơi khác`
        || mention.kind == PlaceKind::Unnamed && scene.is_cue_before(mention.tokens.start, Cue::Partner).is_some()
}

/// How many tokens behind the name of an office its verb of saying stands, a person's name between.
const SPEAKER: usize = 8;

/// `Chánh văn phòng UBND tỉnh Đồng Nai, cho biết`: the province whose office speaks, where a smaller place is spoken of.
pub(super) fn speaks(scene: &Scene, mention: &PlaceMention) -> bool {
    let end = mention.tokens.end;
    let idle = |at: usize| {
        let token = &scene.reading.tokens[at];
        let small = token.is_word() && token.case == Case::Lower;
        !small || scene.cue_covers(at, &[Cue::VerbMark, Cue::Light])
    };
    let limit = (end + SPEAKER).min(scene.reading.tokens.len());
    let says = (end..limit).find(|at| scene.is_cue(*at, Cue::Say).is_some());
    mention.of_office && says.is_some_and(|says| (end..says).all(idle))
}

/// How many tokens before the nation the word for a contest stands: `giải bóng đá nữ vô địch toàn quốc`.
const CONTEST: usize = 6;

/// `hội thi nông dân toàn quốc`: whose contest it is.
fn is_contest(scene: &Scene, mention: &PlaceMention) -> bool {
    let start = mention.tokens.start;
    let words = |at: &usize| scene.reading.tokens[*at].is_word();
    mention.kind == PlaceKind::National
        && scene.is_cue_before(start, Cue::Of).is_none()
        && (start.saturating_sub(CONTEST)..start)
            .rev()
            .take_while(words)
            .any(|at| scene.is_cue(at, Cue::Contest).is_some())
}

/// How many tokens before the bracket the title of a delegate stands: `đại biểu Quốc hội Trần Thị Minh Ba (đoàn Nam Định)`.
const TITLE: usize = 8;

/// `đại biểu Trần Văn Ba (đoàn Nam Định)`: whom somebody speaks for.
fn is_delegate(scene: &Scene, mention: &PlaceMention) -> bool {
    let start = mention.tokens.start;
    let open = (start.saturating_sub(TITLE)..start).rev().find(|at| scene.is_mark(*at, '('));
    let words = |from: usize, to: usize| (from..to).all(|at| scene.reading.tokens[at].is_word());
    open.is_some_and(|open| {
        words(open + 1, start)
            && (open.saturating_sub(TITLE)..open)
                .rev()
                .take_while(|at| words(*at, *at + 1))
                .any(|at| scene.is_cue(at, Cue::Delegate).is_some())
    })
}

/// `phiên họp lần thứ hai diễn ra tại Nam Định`: where people meet.
fn is_venue(scene: &Scene, sentence: &Tokens, mention: &PlaceMention) -> bool {
    let Some(at) = scene.is_cue_before(mention.tokens.start, Cue::At) else { return false };
    let from = at.saturating_sub(MEETING).max(sentence.start);
    let meeting = (from..at).rev().take_while(|i| !scene.is_mark(*i, ',')).any(|i| {
        let end = scene.is_cue(i, Cue::Meeting);
        end.is_some_and(|end| !scene.cue_covers(end, &[Cue::Say]))
    });
    meeting && !(from..at).any(|i| scene.is_cue(i, Cue::Say).is_some())
}

/// `đứng đầu huyện`, `nhất cả nước`: what it is compared in.
fn is_scope(scene: &Scene, mention: &PlaceMention) -> bool {
    let start = mention.tokens.start;
    let of = scene
        .is_cue_before(start, Cue::Of)
        .filter(|at| scene.is_cue(*at, Cue::At).is_none())
        .unwrap_or(start);
    [start, of].iter().any(|at| scene.is_cue_before(*at, Cue::Rank).is_some())
}

/// `được TP giao đất`: who acts.
fn is_agent(scene: &Scene, mention: &PlaceMention) -> bool {
    mention.kind == PlaceKind::Own && scene.is_cue_before(mention.tokens.start, Cue::VerbMark).is_some()
}

/// Where the text behind the last caption before `at` begins: a picture shows another place.
pub(super) fn behind_caption(scene: &Scene, sentence: &Tokens, at: usize) -> usize {
    let words = sentence.start..at;
    if scene.reading.next_in(words.clone(), Kinds::CAPTION) == at {
        return sentence.start;
    }
    words.rev().find_map(|i| scene.is_cue(i, Cue::Caption)).unwrap_or(sentence.start)
}

/// Whether something that holds in the whole country is the source of what stands at `at`: `Theo Nghị định 36/2020/NĐ-CP, …`. What is not
/// `laid_down` is told by it only where it heads a clause and nobody is said to have done it: in `do mức phạt theo Nghị định 36 cao, đội
/// gặp 2 vụ` and `theo Nghị định 36, ngành đã hỗ trợ 40 hộ` it is not.
pub(super) fn is_national_law(scene: &Scene, sentence: &Tokens, at: usize, laid_down: bool) -> bool {
    let seen = |m| matches!(m, Meaning::Status(Status::Observed, _)).then_some(());
    let done = |from: usize| (from..at).any(|i| scene.reading.hit(i, seen).is_some());
    let words = scene.linked(sentence.start..at, &[Cue::Law]);
    words.filter(|i| scene.is_cue(*i, Cue::Law).is_some()).any(|i| {
        let source =
            [i, i.saturating_sub(1)].into_iter().find_map(|end| scene.is_cue_before(end, Cue::Source));
        source.is_some_and(|source| laid_down || scene.starts_clause(source) && !done(i))
    })
}

/// How many tokens behind a number the one place of its sentence may stand.
const ONCE: usize = 24;

/// Whether the one place of a sentence stands behind a number, led by `tại`, with another number between that it is nearer to.
pub(super) fn said_once(scene: &Scene, start: usize, from: usize) -> bool {
    let at = scene.is_cue_before(start, Cue::At);
    at.is_some_and(|at| {
        let last = scene.quantity_before(at).filter(|q| q.tokens.start >= from);
        // `…, trong đó 14 tỷ đồng tại …`, `…, phần lớn tại …`: of a part.
        let parted = |i: usize| {
            [';', '(', ':'].iter().any(|c| scene.is_mark(i, *c))
                || scene.cue_covers(i, &[Cue::Part, Cue::Contrast, Cue::Rest])
        };
        let close = |q: &Quantity| !(q.tokens.end..at).any(|i| scene.is_mark(i, ','));
        last.is_some_and(close) && at - from <= ONCE && !(from..at).any(parted)
    })
}

/// `thấp hơn bình quân cả nước │ 1,2 điểm phần trăm`: a place that the number compares with, not that of the number.
pub(super) fn is_rival(scene: &Scene, frame: &Frame, place: &PlaceMention) -> bool {
    if place.tokens.end > scene.quantities[frame.quantity].tokens.start {
        return false;
    }
    let compares = [Cue::Rise, Cue::Fall, Cue::Exceed, Cue::Miss];
    let than = |at: &usize| scene.reading.is_particle(*at, Particle::Than);
    let from = (frame.left.start..place.tokens.start).rev().find(than);
    from.is_some_and(|at| {
        let ends = |m| matches!(m, Meaning::Cue(cue) if compares.contains(&cue)).then_some(());
        let plain = |i: usize| scene.reading.tokens[i].is_word() && scene.is_cue(i, Cue::At).is_none();
        scene.reading.hit_before(at + 1, ends).is_some() && (at + 1..place.tokens.start).all(plain)
    })
}
