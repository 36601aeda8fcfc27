//! The stretches between commas before a verb: which of them make up the subject.
//!
//! In: the words left of a verb. Out: the chunks that name something, from the last one leftwards.
//!
//! Example: of `Theo Cục Thống kê, quý I, doanh thu lưu trú, ăn uống` the last two chunks.

use super::{
    phrase::{any_cue, behind_source, is_bare_head, is_strong, moved_head},
    roles::Roles,
    scene::Scene,
    trim::{aside, skip_marks, trim_start},
};
use crate::{patterns::catalogue::Cue, reading::Tokens};

/// Of the comma-parted chunks before a verb, the ones that make up the subject: from the last one leftwards to the first that
/// starts with the head of a measurable thing; adverbial chunks (a period, a place, a source) are no part of it.
pub(super) fn choose_chunk(scene: &Scene, range: Tokens) -> Tokens {
    if !range.clone().any(|at| scene.is_mark(at, ',')) {
        return range;
    }
    let mut starts = vec![range.start];
    let mut depth = 0;
    for at in range.clone() {
        if scene.is_mark(at, '(') {
            depth += 1;
        } else if scene.is_mark(at, ')') {
            depth -= 1;
        } else if depth == 0 && scene.is_mark(at, ',') {
            starts.push(at + 1);
        }
    }
    // `giá hồ tiêu giảm sâu, │ đặc biệt là đã`: a chunk that only leads on to the verb.
    // `đối với bờ biển phía Đông, │ qua khảo sát hiện`: nor does who says so.
    let mut range = range;
    let leads_on = |last: usize, end: usize| {
        scene.is_cue(last, Cue::Single).is_some_and(|from| {
            (from..end).all(|at| {
                !scene.reading.tokens[at].is_word()
                    || any_cue(scene, at, &[Cue::ValueVerb, Cue::VerbMark]).is_some()
            })
        })
    };
    while let [.., last] = starts[..]
        && starts.len() > 1
        && (leads_on(last, range.end) || behind_source(scene, skip_marks(scene, last..range.end)).is_none())
    {
        range.end = last - 1;
        starts.pop();
    }
    if starts.len() == 1 {
        return range;
    }
    // The last chunk always belongs; earlier ones as long as no head has been met and they are no adverbial.
    let mut from = starts.len() - 1;
    // A long list is walked once: what a chunk adds to the one behind it is all that is new.
    let mut walked = range.end;
    loop {
        let chunk = trim_start(scene, starts[from]..range.end);
        // `Song song với lượng mua mới, │ các trường`: another thing.
        let opener = skip_marks(scene, starts[from]..range.end).start;
        if from + 1 < starts.len() && scene.is_cue(opener, Cue::Beside).is_some() {
            from += 1;
            break;
        }
        // `chưa rõ thế nào, │ những năm qua phương tiện đường bộ đã`: a time and a name open a clause.
        let time = scene.period_at(opener).map(|p| p.tokens.end).or(scene.is_cue(opener, Cue::Untold));
        let timed = time.is_some_and(|end| any_cue(scene, end, &[Cue::Preposition, Cue::Topic]).is_none());
        if timed && chunk.len() > 1 && from > 0 {
            break;
        }
        // `các môn đều tăng, │ riêng môn Lịch sử đã`: one of them is spoken of from here on.
        if scene.is_cue(opener, Cue::Single).is_some() && !chunk.is_empty() {
            break;
        }
        // `nợ thuế, │ phí`: a head alone behind a comma is the last of a list.
        let lone = chunk.len() == 1
            && from > 0
            && is_bare_head(scene, &chunk)
            && scene.cue_covers(starts[from].saturating_sub(2), &[Cue::BareHead, Cue::CountHead]);
        let strong = is_strong(scene, &chunk);
        let moved = !strong && moved_head(scene, chunk.start..walked, range.end).is_some();
        if strong && !lone || moved || from == 0 {
            break;
        }
        walked = chunk.start;
        let mut before = starts[from - 1]..starts[from] - 1;
        // `ông Nam cho biết │ đoạn sạt lở ở ấp Phú Lộc, xã Phú Hữu`: a place goes with the one before it.
        let placed = scene.place_at(chunk.start).is_some_and(|p| p.tokens.end >= chunk.end)
            || scene.places_in(&chunk).last().is_some_and(|p| p.tokens == chunk);
        let said = before.clone().rev().find_map(|at| any_cue(scene, at, &[Cue::Say]));
        if let Some(said) = said.filter(|said| placed && *said < before.end) {
            starts[from - 1] = said;
            before.start = said;
        }
        // `thị trường chè rất lớn, │ thế giới`, not `giá vàng cũng tăng, │ niêm yết`
        let said = before.clone().skip(1).any(|at| scene.is_cue(at, Cue::Predicate).is_some());
        let acts = any_cue(scene, chunk.start, &[Cue::Verb]).is_some();
        let apart = said && !acts && !chunk.is_empty() || parts(scene, &before, &(opener..range.end));
        if is_adverbial(scene, &before) || is_clause(scene, &before) || apart {
            break;
        }
        from -= 1;
    }
    starts[from]..range.end
}

/// A chunk with a verb of its own: `ngành phải có thương hiệu mạnh, │ sản lượng …`.
fn is_clause(scene: &Scene, chunk: &Tokens) -> bool {
    let mut marked = false;
    chunk.clone().any(|at| {
        let verb = marked && any_cue(scene, at, &[Cue::WeakVerb, Cue::ValueVerb]).is_some();
        marked = any_cue(scene, at, &[Cue::VerbMark]).is_some();
        verb
    })
}

/// `Nhờ giá bán cao, │ công ty đã tuyển …`: a clause of cause or time and who acts behind it; in `dù thuế nhập ô tô Thái Lan, │ ô tô
/// Indonesia giảm` the clause goes on.
fn parts(scene: &Scene, before: &Tokens, chunk: &Tokens) -> bool {
    let start = skip_marks(scene, before.clone()).start;
    let Some(clause) = scene.is_cue(start, Cue::Circumstance).filter(|end| *end < before.end) else {
        return false;
    };
    let verbs = [Cue::Verb, Cue::VerbMark, Cue::WeakVerb];
    let others = [
        Cue::Verb,
        Cue::VerbMark,
        Cue::Light,
        Cue::Rise,
        Cue::Fall,
        Cue::ValueVerb,
        Cue::Negation,
        Cue::Opener,
    ];
    let headed = (clause..before.end).any(|at| scene.starts(at, Roles::HEAD));
    // A mark of the verb may stand right behind the chunk.
    let acts = |at: usize| any_cue(scene, at, &verbs).is_some();
    chunk.len() > 1
        && any_cue(scene, chunk.start, &others).is_none()
        && (!headed || chunk.clone().skip(1).any(acts) || scene.is_cue(chunk.end, Cue::VerbMark).is_some())
}

/// A chunk that says when, where or who says so.
pub(super) fn is_adverbial(scene: &Scene, chunk: &Tokens) -> bool {
    let start = skip_marks(scene, chunk.clone()).start;
    if start >= chunk.end {
        return true;
    }
    if any_cue(scene, start, &[Cue::Source, Cue::Single, Cue::Part, Cue::Contrast, Cue::Whole]).is_some()
        || aside(scene, start).is_some()
    {
        return true;
    }
    // `Trong cơn dông, │ độ ẩm`, `Tại phiên chiều, │ giá`
    let within = scene.is_cue(start, Cue::WholeOf).is_some() && scene.is_cue(start, Cue::Owner).is_none();
    // `Trong phiên họp về lương tối thiểu, │ công đoàn đề xuất tăng` says what is spoken of.
    let about = || (start + 1..chunk.end).any(|at| scene.starts(at, Roles::HEAD));
    if !about() && (within || scene.is_cue(start, Cue::At).is_some()) {
        return true;
    }
    if (start..chunk.end).any(|at| any_cue(scene, at, &[Cue::Say]).is_some()) {
        return true;
    }
    let rest = trim_start(scene, start..chunk.end);
    rest.is_empty() || scene.period_at(rest.start).is_some_and(|p| p.tokens.end >= rest.end)
}
