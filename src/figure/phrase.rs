//! A stretch of tokens → the noun phrase in it.
//!
//! In: the words left or right of a verb. Out: the phrase without adverbials of time, place and source in front of it, marks and verbs
//! behind it, and the periods inside it.
//!
//! Example: `Theo Cục Thống kê, 3 tháng đầu năm, doanh thu dịch vụ lưu trú, ăn uống đã` → `doanh thu dịch vụ lưu trú, ăn uống`.

use super::{
    chunk::choose_chunk,
    roles::Roles,
    scene::Scene,
    subject::Pieces,
    trim::{pieces, trim_end, trim_start},
};
use crate::{
    patterns::{
        Hit, Meaning,
        catalogue::{Cue, Part},
    },
    quantity::Quantity,
    reading::Tokens,
    text::Case,
};

/// The longest subject, in tokens.
const LONGEST: usize = 24;

/// The longest source that is named without a comma behind it, in tokens.
const SOURCE: usize = 12;

/// The noun phrase that a stretch ends with.
pub(super) fn phrase(scene: &Scene, range: Tokens) -> Pieces {
    let range = before_whole(scene, behind_bracket(scene, range));
    // `kết quả điều tra cho thấy │ 15% người dân …`: who says so names nothing.
    let said = scene.is_cue_before(range.end, Cue::Say);
    let passive = |at: usize| at > range.start && any_cue(scene, at - 1, &[Cue::VerbMark]).is_some();
    if said.is_some_and(|start| start >= range.start && !passive(start)) && !is_strong(scene, &range) {
        return Vec::new();
    }
    let range = trim_end(scene, range);
    let Some(mut range) = behind_source(scene, range) else { return Vec::new() };
    // `Giá lợn hơi đã tăng ở các khu vực, │ có nơi chỉ 2.000 đồng/kg`: one of what the clause before speaks of.
    if let Some(comma) = range.clone().rev().find(|at| scene.is_mark(*at, ','))
        && scene.is_cue(comma + 1, Cue::Indefinite) == Some(range.end)
    {
        let verbs = [Cue::VerbMark, Cue::Rise, Cue::Fall, Cue::ValueVerb];
        let verb = (range.start + 1..comma).find(|at| any_cue(scene, *at, &verbs).is_some());
        range.end = verb.unwrap_or(comma);
    }
    let Some(chunk) = behind_source(scene, choose_chunk(scene, range)) else { return Vec::new() };
    range = last_clause(scene, chunk);
    range = trim_start(scene, range);
    range = after_verb(scene, range);
    range = after_agent(scene, range);
    range = from_head(scene, range);
    range = trim_end(scene, before_place(scene, before_predicate(scene, range)));
    // `người có công (hưởng trợ cấp theo mức như trên) được hưởng`: the aside does not count.
    let aside = range.clone().find(|at| scene.is_mark(*at, '(')).and_then(|open| {
        let close = (open..range.end).find(|at| scene.is_mark(*at, ')'))?;
        Some(close - open)
    });
    if range.len() > LONGEST + aside.unwrap_or_default() {
        // Vietnamese phrases start with their head.
        range = if is_strong(scene, &range) {
            range.start..range.start + LONGEST
        } else {
            trim_start(scene, range.end - LONGEST..range.end)
        };
    }
    if scene.place_at(range.start).is_some_and(|p| p.tokens.start <= range.start && p.tokens.end >= range.end)
    {
        return Vec::new();
    }
    let range = before_adjusted(scene, range);
    if let Some((owner, head)) = had_head(scene, &range) {
        let mut out = pieces(scene, &head);
        out.extend(pieces(scene, &owner));
        return out;
    }
    pieces(scene, &range)
}

/// `(Ảnh: TTXVN) │ Giá lúa`: a stretch that begins inside a bracket begins anew behind it.
fn behind_bracket(scene: &Scene, range: Tokens) -> Tokens {
    let mark = range.clone().find(|at| scene.is_mark(*at, '(') || scene.is_mark(*at, ')'));
    let close = mark.filter(|at| scene.is_mark(*at, ')') && at + 1 < range.end);
    // `Ảnh: TTXVN │ Giá lúa`: the head of a sentence of its own behind an agency.
    let agency = |at: &usize| {
        scene.reading.tokens[*at].case == Case::Upper
            && scene.reading.tokens[at + 1].case == Case::Title
            && is_strong(scene, &(at + 1..at + 2))
    };
    let head = (range.start..range.end.saturating_sub(1).min(range.start + AGENCY)).find(agency);
    close.or(head).map_or(range.start, |at| at + 1)..range.end
}

/// The longest name of an agency, in tokens.
const AGENCY: usize = 3;

/// A stretch that names who says so and then something else starts with that; one that names nothing else is none.
pub(super) fn behind_source(scene: &Scene, range: Tokens) -> Option<Tokens> {
    // `Theo khảo sát, │ có khoảng 40% công nhân …`: a source alone.
    let alone = any_cue(scene, range.start, &[Cue::Source]).is_some()
        && range.len() <= SOURCE
        && !range.clone().any(|at| scene.is_mark(at, ','));
    // `Theo Tổng cục Thống kê │ giá gạo`: the head behind it.
    let head = |at: &usize| is_strong(scene, &(*at..at + 1));
    if alone { range.clone().skip(2).find(head).map(|head| head..range.end) } else { Some(range) }
}

/// `Ông Minh cho biết │ tỉnh …`, `Hội đồng thống nhất phương án điều chỉnh │ lương tối thiểu`: who says, wants or decides is no part of
/// what the number is of.
fn after_agent(scene: &Scene, range: Tokens) -> Tokens {
    if is_strong(scene, &(range.start..range.end.min(range.start + 1))) {
        return range;
    }
    // `đã đề xuất`, `cũng cho biết` act; `được đề xuất` does not.
    let passive = |at: usize| at > range.start && scene.is_cue_before(at, Cue::Passive).is_some();
    let end = scene.linked(range.clone(), &[Cue::Say, Cue::Will]).skip(1).rev().find_map(|at| {
        let spoken = any_cue(scene, at, &[Cue::Say]).or_else(|| wants(scene, at));
        spoken.filter(|end| *end < range.end && !passive(at))
    });
    let Some(end) = end else { return range };
    let rest = trim_start(scene, end..range.end);
    if rest.len() < 2 { range } else { rest }
}

/// A verb of wanting at a token: `thống nhất`, not `Thống Nhất` or `được thống nhất`.
pub(super) fn wants(scene: &Scene, at: usize) -> Option<usize> {
    let acts =
        scene.reading.tokens[at].case == Case::Lower && scene.is_cue_before(at, Cue::Passive).is_none();
    scene.is_cue(at, Cue::Will).filter(|_| acts)
}

/// `TKV cho biết việc mua ít đi sẽ nâng │ số than tồn kho`, `mẫu xe này có │ doanh số bán`: a name that a verb leads up to starts
/// with its head.
pub(super) fn from_head(scene: &Scene, range: Tokens) -> Tokens {
    if is_strong(scene, &(range.start..range.end.min(range.start + 1))) {
        return range;
    }
    let before =
        |at: usize, roles: &[Cue]| any_cue_before(scene, at, roles).is_some_and(|start| start >= range.start);
    let acts = [Cue::Opener, Cue::Verb, Cue::VerbMark, Cue::Rise, Cue::Fall, Cue::NewValue, Cue::Say];
    // `Công ty vừa giải trình │ lợi nhuận sau thuế của cổ đông`: a head of several words behind a verb that no list has.
    let told = |at: usize| {
        let head = any_cue(scene, at, &[Cue::CountHead]).filter(|end| *end > at + 1 && *end < range.end);
        let verb = any_cue(scene, at, &[Cue::Verb]).is_some();
        let marked = |i: usize| any_cue(scene, i, &[Cue::VerbMark]).is_some();
        let other = [Cue::With, Cue::Opener, Cue::VerbMark, Cue::Extent];
        let alone = |i: usize| !scene.is_mark(i, ',') && any_cue(scene, i, &other).is_none();
        head.is_some()
            && !verb
            && (at..range.end).all(alone)
            && (range.start + 1..at.saturating_sub(1)).any(marked)
    };
    let heads = range.clone().skip(1).filter(|at| scene.starts(*at, Roles::HEAD));
    let start = heads.into_iter().find(|at| {
        let last = is_bare_head(scene, &(*at..range.end));
        // `BHXH tỉnh Hà Giang │ thu`: an office collects, its name is none of what is collected.
        let mark = |i: usize| scene.cue_covers(i, &[Cue::VerbMark, Cue::Light]);
        let office = scene.places_in(&(range.start..*at)).last();
        let office = office.is_some_and(|p| p.of_office && (p.tokens.end..*at).all(mark));
        if office && any_cue(scene, *at, &[Cue::CountHead]).is_some_and(|end| end >= range.end) {
            return true;
        }
        // `Quỹ bảo hiểm y tế chỉ thu được`: the verb alone says less than who does it.
        if !last && any_cue(scene, *at, &[Cue::CountHead, Cue::Rate]).is_some_and(|end| end >= range.end) {
            return false;
        }
        // `có quy mô vốn` tells apart; `có doanh số bán │ 13.160 chiếc` is what the number says.
        // `các quận có │ số ca mắc cao là Đống Đa`: of many it is said what they have.
        let number = |m| matches!(m, Meaning::Number(..)).then_some(());
        let many = scene.is_cue(range.start, Cue::Some).is_some()
            || scene.reading.tokens[range.start].is_number()
            || scene.reading.hit(range.start, number).is_some();
        before(*at, &acts)
            || !last && told(*at)
            || many && before(*at, &[Cue::WeakVerb])
            || last && before(*at, &[Cue::WeakVerb])
            || before(*at, &[Cue::With])
            || !last && *at > range.start + 1 && before(*at, &[Cue::About])
    });
    start.unwrap_or(range.start)..range.end
}

/// `giá tiêu │ đồng loạt`, `giá vốn │ có mức tăng cao hơn doanh thu`: what the thing does is no part of its name.
fn before_predicate(scene: &Scene, range: Tokens) -> Tokens {
    if !is_strong(scene, &range) {
        return range;
    }
    // `số ca mắc cao │ là Đống Đa (372 ca)`: which ones they are.
    let named = |at: usize| {
        scene.is_cue(at, Cue::ValueVerb).is_some_and(|end| {
            end < range.end
                && scene.is_cue(at, Cue::WeakVerb).is_none()
                && scene.reading.tokens[end].case != Case::Lower
        })
    };
    let words = scene.linked(range.clone(), &[Cue::Predicate, Cue::ValueVerb]);
    let end = words.skip(1).find(|at| any_cue(scene, *at, &[Cue::Predicate]).is_some() || named(*at));
    let end = end.unwrap_or(range.end);
    // `cao` says how the named ones stand out.
    range.start
        ..scene
            .is_cue_before(end, Cue::Extent)
            .filter(|at| end < range.end && *at > range.start)
            .unwrap_or(end)
}

/// `giá thu mua tiêu đen │ tại các tỉnh Gia Lai, Đắk Lắk`: where something is has a field of its own.
fn before_place(scene: &Scene, range: Tokens) -> Tokens {
    let place = |at: usize| at < range.end && scene.place_at(at).is_some();
    let words = scene.linked(range.clone(), &[Cue::At]);
    let tail = words.clone().skip(2).find(|at| {
        scene.is_cue(*at, Cue::At).is_some_and(|end| (end..end + 10).any(place))
            && !in_name(scene, *at)
            && (place(range.end - 1) || scene.is_mark(range.end - 1, ')'))
    });
    // `số người hoàn thành chương trình bồi dưỡng │ tại các dự án, doanh nghiệp`: a long name ends where it says where.
    let at = |at: &usize| scene.is_cue(*at, Cue::At).is_some() && !in_name(scene, *at);
    let tail = tail.or_else(|| words.skip(MANY).find(at).filter(|_| range.len() > LONG));
    range.start..tail.filter(|_| is_strong(scene, &range)).unwrap_or(range.end)
}

/// `tổng vốn │ cũng được điều chỉnh` từ 1 lên 2 tỷ: what is done with it names nothing where only a bare head is left.
fn before_adjusted(scene: &Scene, range: Tokens) -> Tokens {
    let will = scene.is_cue_before(range.end, Cue::Will);
    let Some(mut end) = will.and_then(|at| scene.is_cue_before(at, Cue::Passive)) else { return range };
    while let Some(mark) = scene.is_cue_before(end, Cue::VerbMark).filter(|at| *at > range.start) {
        end = mark;
    }
    let bare = end > range.start && is_bare_head(scene, &(range.start..end));
    range.start..if bare { end } else { range.end }
}

/// `xe dung tích dưới 2 lít sẽ có │ mức thuế tiêu thụ đặc biệt`: a name with a head in it that is said to have a head: whose, and what.
fn had_head(scene: &Scene, range: &Tokens) -> Option<(Tokens, Tokens)> {
    let strong = |at: usize| any_cue(scene, at, &[Cue::BareHead, Cue::CountHead, Cue::Levy]).is_some();
    let verb = scene.linked(range.clone(), &[Cue::Exist]).skip(2).find(|at| {
        let head = scene.is_cue(*at, Cue::Exist).filter(|head| *head < range.end && strong(*head));
        head.is_some()
            // `sẽ có`, `cũng có`
            && (head > Some(*at + 1) || scene.is_cue_before(*at, Cue::VerbMark).is_some())
    });
    let verb = verb.filter(|_| is_strong(scene, range))?;
    let head = scene.is_cue(verb, Cue::Exist)?;
    Some((trim_end(scene, range.start..verb), head..range.end))
}

/// Behind so many tokens of a long name where or after what something is says nothing of what it is.
const ASIDE: usize = 3;

/// A name of so many tokens says enough.
const MANY: usize = 6;

/// A name of what is counted that is likely to say where, in tokens.
const FULL: usize = 10;

/// A long name, in tokens.
const LONG: usize = 14;

/// Whether a token lies inside the name of an indicator: the `ở` of `nhà ở xã hội`.
fn in_name(scene: &Scene, at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|start| {
        let name = |h: &Hit| matches!(h.meaning, Meaning::Indicator(..)) && h.covers(at);
        scene.reading.hits_at(start).iter().any(name)
    })
}

/// `tỷ lệ lao động tham gia BHXH │ trên lực lượng lao động`: the whole of a share is its base, no part of its name.
fn before_whole(scene: &Scene, range: Tokens) -> Tokens {
    let whole = scene.linked(range.clone(), &[Cue::Over]).skip(1).find(|at| {
        scene.is_cue(*at, Cue::Over).is_some_and(|end| {
            scene.reading.hit(end, |m| matches!(m, Meaning::Base(_)).then_some(())).is_some()
        })
    });
    range.start..whole.unwrap_or(range.end)
}

/// `gỗ duy trì tăng trưởng khá và │ xuất khẩu cà phê`: a clause that has a verb of change of its own ends at the conjunction.
fn last_clause(scene: &Scene, range: Tokens) -> Tokens {
    let mut start = range.start;
    let mut acted = false;
    for at in scene.linked(range.clone(), &[Cue::Rise, Cue::Fall]) {
        if any_cue(scene, at, &[Cue::Rise, Cue::Fall]).is_some() && at > range.start {
            acted = true;
        } else if let Some(end) = scene.is_cue(at, Cue::And).filter(|end| acted && *end < range.end) {
            start = end;
            acted = false;
        }
    }
    start..range.end
}

/// `buộc phải giảm chi đầu tư phát triển │ còn`: the thing that is made to fall is the subject, not who makes it.
pub(super) fn after_verb(scene: &Scene, range: Tokens) -> Tokens {
    if is_strong(scene, &range) {
        return range;
    }
    moved_head(scene, range.clone(), range.end).unwrap_or(range.start)..range.end
}

/// The last head before `end` that stands right behind a verb of change among `verbs`.
pub(super) fn moved_head(scene: &Scene, verbs: Tokens, end: usize) -> Option<usize> {
    scene.linked(verbs, &[Cue::Rise, Cue::Fall]).rev().find_map(|at| {
        let verb = any_cue(scene, at, &[Cue::Rise, Cue::Fall])?;
        // `tăng đáng kể dư nợ`
        let light = |at: usize| scene.is_cue(at, Cue::Light).filter(|_| !is_strong(scene, &(at..at + 1)));
        Some(light(verb).unwrap_or(verb)).filter(|head| *head < end && is_strong(scene, &(*head..*head + 1)))
    })
}

/// What follows the unit, without marks at its end.
pub(super) fn clean_right(scene: &Scene, right: &Tokens) -> Pieces {
    // `… người tham gia BHYT (Báo cáo số 141-BC/TU)`: what a bracket adds names nothing.
    // `(4 triệu tấn) thép/năm`: nor what the number is counted per.
    let per = |at: usize| {
        scene.is_mark(at, '/')
            && scene.reading.hit(at + 1, |m| matches!(m, Meaning::Unit(_)).then_some(())).is_some()
    };
    // `trạm y tế các loại (xã, phường) │ có bác sĩ`: the phrase goes on behind it.
    let last = |at: usize| {
        let close = (at..right.end).find(|i| scene.is_mark(*i, ')'));
        scene.is_mark(at, '(') && close.is_none_or(|close| close + 1 >= right.end)
    };
    let end = right.clone().find(|at| last(*at) || per(*at)).unwrap_or(right.end);
    let mut range = trim_end(scene, right.start..end);
    // `30 tỉnh thực hiện vào tháng 8`: a word of standing that is all they do.
    if range.is_empty()
        && let Some(verb) = any_cue(scene, right.start, &[Cue::Verb]).filter(|verb| *verb <= end)
    {
        range.end = verb;
    }
    if range.is_empty() || (range.start..range.end).all(|i| !scene.reading.tokens[i].is_word()) {
        return Vec::new();
    }
    // `2 quốc gia │ và kiểm tra hàng hóa`: what else happens.
    let verbs = [Cue::Verb, Cue::VerbMark, Cue::Predicate, Cue::ValueVerb, Cue::Negation];
    let acts = |at: usize| any_cue(scene, at, &verbs).is_some();
    // `bay 700 km │ và rơi xuống biển`: nor does a measure have another beside it.
    let counted = |q: &Quantity| q.unit.as_ref().is_none_or(|u| u.dimension.is_counted());
    let measured = scene.quantity_before(range.start).is_some_and(|q| !counted(q));
    if any_cue(scene, range.start, &[Cue::And, Cue::Or])
        .is_some_and(|end| end < range.end && (acts(end) || measured))
    {
        return Vec::new();
    }
    let range = before_deed(scene, range);
    // `3 người bị thương │ sau khi một ô tô đâm vào xe tải`: a clause of its own.
    let long = range.len() > FULL;
    let aside =
        |at: usize| long && any_cue(scene, at, &[Cue::At, Cue::Source]).is_some() && !in_name(scene, at);
    // `bị thương │ tại phường Hòa Khánh, quận Liên Chiểu`: where it was has a field of its own.
    let placed = |at: usize| {
        scene.is_cue(at, Cue::At).is_some_and(|end| {
            let last = scene.place_at(range.end - 1).is_some_and(|p| p.tokens.end == range.end);
            last && scene.place_at(end).is_some_and(|p| p.tokens.start == end) && !in_name(scene, at)
        })
    };
    // `30 bài thi │ sau khi được tập huấn`, `2 điểm thi │ là Trường A và Trường B`: another clause, or which ones they are.
    let named = |at: usize| {
        scene.is_cue(at, Cue::ValueVerb).is_some_and(|end| {
            end < range.end
                && scene.is_cue(at, Cue::WeakVerb).is_none()
                // `8 người là F1`: what they are.
                && scene.reading.tokens[end].is_word()
                && scene.reading.tokens[end].case != Case::Lower
        })
    };
    let later = |end: usize| end > range.start + 1;
    if scene.is_cue(range.start, Cue::Subordinate).is_some_and(later) || named(range.start) {
        return Vec::new();
    }
    let parting = [Cue::Subordinate, Cue::At, Cue::Source, Cue::Topic];
    let clause = scene.linked(range.clone(), &parting).skip(2).find(|at| {
        scene.is_cue(*at, Cue::Subordinate).is_some()
            || *at >= range.start + ASIDE && aside(*at)
            || scene.is_cue(*at, Cue::Topic).is_some()
            || placed(*at)
    });
    let range = range.start..clause.unwrap_or(range.end);
    let capped = range.start..range.end.min(range.start + LONGEST);
    pieces(scene, &capped)
}

/// `51 lao động trong tổng số 239 người bị kiểm tra │ đã bị bắt giữ`: what the part did, not the whole.
fn before_deed(scene: &Scene, range: Tokens) -> Tokens {
    let Some(number) = scene.quantity_before(range.start) else { return range };
    let whole = scene.is_cue_before(scene.start_of(number), Cue::WholeOf).is_some();
    if !whole {
        return range;
    }
    let end = range.clone().skip(2).find(|at| scene.is_cue(*at, Cue::VerbMark).is_some());
    range.start..end.unwrap_or(range.end)
}

/// Whether a phrase starts with the head of a measurable thing: `số …`, `tỷ lệ …`, `doanh thu …`, a name of an indicator.
pub(super) fn is_strong(scene: &Scene, phrase: &Tokens) -> bool {
    (phrase.start..phrase.end.min(phrase.start + 3)).any(|at| scene.starts(at, Roles::HEAD))
}

/// A phrase that is a head without an owner: `số tiền`, `tổng trị giá`, `doanh thu bình quân`; `bội chi` and `thu ngân sách` say what they are.
pub(super) fn is_bare_head(scene: &Scene, phrase: &Tokens) -> bool {
    let mut at = phrase.start;
    while at < phrase.end {
        let named =
            scene.reading.hits_at(at).iter().any(|h| matches!(h.meaning, Meaning::Indicator(_, Part::Term)));
        let roles = if at == phrase.start {
            &[Cue::BareHead][..]
        } else {
            &[Cue::BareHead, Cue::Mean, Cue::Light, Cue::Rise, Cue::Fall]
        };
        match any_cue(scene, at, roles).filter(|end| *end <= phrase.end && !named) {
            Some(end) => at = end,
            None => return false,
        }
    }
    at > phrase.start
}

/// The noun that a bare head is: `mức giá │ ổn định`.
pub(super) fn noun(scene: &Scene, head: &Tokens) -> usize {
    let mut end = head.start;
    while let Some(next) = any_cue(scene, end, &[Cue::BareHead]).filter(|next| *next <= head.end) {
        end = next;
    }
    end.max(head.start + 1) - 1
}

/// The last full noun phrase of a stretch whose head holds the word `named`: what a bare head further on stands for.
pub(super) fn fuller(scene: &Scene, stretch: Tokens, named: &str) -> Option<Tokens> {
    let heads = [Cue::CountHead, Cue::Rate, Cue::Sum];
    let begin = |at: usize| {
        (at.saturating_sub(2).max(stretch.start)..=at).find(|i| any_cue(scene, *i, &heads).is_some())
    };
    // `so với mức lãi suất niêm yết`: what something is compared with is another thing.
    let compared = |at: usize| scene.is_cue_before(at, Cue::Compare).is_some();
    let at = stretch.clone().rev().find(|at| {
        scene.cue_covers(*at, &heads)
            && scene.reading.word(*at).to_lowercase() == named
            && begin(*at).is_some_and(|start| !compared(start))
    })?;
    let start = begin(at)?;
    let ends = [
        Cue::WeakVerb,
        Cue::VerbMark,
        Cue::ValueVerb,
        Cue::NewValue,
        Cue::Such,
        Cue::Contrast,
        Cue::With,
        Cue::Predicate,
        Cue::Rise,
        Cue::Fall,
        Cue::Mean,
    ];
    let end = (at + 1..stretch.end)
        .find(|at| {
            any_cue(scene, *at, &ends).is_some()
                || scene.is_mark(*at, ';')
                || scene.is_mark(*at, '(')
                || scene.is_mark(*at, '.')
                || scene.reading.tokens[*at].is_number()
        })
        .unwrap_or(stretch.end);
    let phrase = trim_end(scene, start..end);
    (phrase.len() > 2 && !is_bare_head(scene, &phrase)).then_some(phrase)
}

/// A hit of any of the given roles at a token.
#[inline]
pub(super) fn any_cue(scene: &Scene, at: usize, roles: &[Cue]) -> Option<usize> {
    let roles = Roles::of(roles);
    if scene.may_link(at, roles) { longest_of(scene, at, roles) } else { None }
}

/// The end of the longest linking word of any of the roles at a token.
#[inline(never)]
fn longest_of(scene: &Scene, at: usize, roles: Roles) -> Option<usize> {
    scene.reading.hits_at(at).iter().filter(|h| roles.has(h)).map(|h| h.end as usize).max()
}

/// The start of the longest linking word of any of the roles that ends at `end`.
#[inline]
pub(super) fn any_cue_before(scene: &Scene, end: usize, roles: &[Cue]) -> Option<usize> {
    let roles = Roles::of(roles);
    if !scene.may_end(end, roles) {
        return None;
    }
    let linking = |m| matches!(m, Meaning::Cue(cue) if roles.any(Roles::of(&[cue]))).then_some(());
    scene.reading.hit_before(end, linking).map(|(hit, ())| hit.start as usize)
}
