//! What a subject leaves out because the sentence has said it: the clause around a list, the whole of a part, the topic in front.
//!
//! In: a frame and the figures before it in the sentence. Out: the words to be added.
//!
//! Example: in `lượng khách du lịch đến tỉnh đạt 1.490.300 lượt, trong đó khách nội địa 1.471.300 lượt` the second subject is `lượng khách
//! du lịch đến tỉnh khách nội địa`.

use super::{
    Figure, Subject,
    chunk::is_adverbial,
    deed::end_verb,
    frame::{Frame, Parted},
    governor::Governor,
    phrase::{any_cue, is_strong, phrase},
    scene::Scene,
    subject,
    trim::{pieces, trim_end, trim_start},
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure, PeriodWord},
    },
    quantity::UnitExpression,
    reading::Tokens,
    text::Case,
};

/// `trao tặng 8 con lợn, 20 chăn ấm`: the words of the clause that the thing counted before shares with this one, if nothing
/// but a comma or a conjunction stands between them.
pub(super) fn shared<'f>(scene: &Scene, frame: &Frame, own: &'f [Figure]) -> Option<&'f str> {
    let before = own.last()?.subject.as_ref().filter(|s| !s.context.is_empty())?;
    // `16 người chết, 38.000 người sơ tán`: people say themselves what became of them.
    let thing = scene.quantities[frame.quantity]
        .unit
        .as_ref()
        .is_some_and(|u| !matches!(u.dimension, Dimension::Person | Dimension::Household | Dimension::Event))
        // `chôn vùi 46 ngôi nhà và 120 người`: unless nothing is said of them.
        || scene.quantities[frame.quantity].unit.as_ref().is_some_and(|u| u.dimension == Dimension::Person)
            && frame.right.is_empty();
    if !thing {
        return None;
    }
    if frame.parted != Parted::No || frame.bracket.is_some() {
        return None;
    }
    let bare = frame
        .left
        .clone()
        .all(|at| !scene.reading.tokens[at].is_word() || any_cue(scene, at, &[Cue::And, Cue::Or]).is_some());
    bare.then_some(before.context.as_str())
}

/// The words left of a counted thing, if they say what was done with it.
pub(super) fn context(scene: &Scene, left: &[Tokens]) -> String {
    let acts = left.iter().any(|p| p.clone().any(|at| any_cue(scene, at, &[Cue::Verb]).is_some()));
    let short = left.iter().map(ExactSizeIterator::len).sum::<usize>() <= CLAUSE;
    if acts && short { subject::words(scene, left) } else { String::new() }
}

/// `đã tổ chức trao tặng 8 con lợn giống`: a counted thing that says little of itself takes the verb right in front of its number.
pub(super) fn done_with(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    left: &[Tokens],
    subject: &mut Subject,
) {
    // `tăng giá 450 dịch vụ kỹ thuật`
    if let Some(at) = scene.is_cue_before(frame.left.end, Cue::PriceChange) {
        subject.text = format!("{} {}", subject.text, scene.text(&(at..frame.left.end)));
        return;
    }
    let counted = scene.quantities[frame.quantity]
        .unit
        .as_ref()
        .is_some_and(|u| matches!(u.dimension, Dimension::Count | Dimension::Household | Dimension::Person));
    let named = subject.hits.iter().any(|h| matches!(h.meaning, Meaning::Indicator(..)));
    let Some(last) =
        left.last().filter(|_| counted && !named && subject.text.split_whitespace().count() <= LITTLE)
    else {
        return;
    };
    // `được liệt kê và sau đây là │ 10 người`: the verb of another clause.
    let next = matches!(governor.cue, None | Some(Cue::ValueVerb)) && last.end == governor.tokens.start;
    if let Some(verb) = end_verb(scene, last).filter(|_| next) {
        let words = scene.text(&verb);
        if !subject.text.contains(words) {
            subject.text = format!("{} {words}", subject.text);
        }
    }
}

/// A thing that says so little of itself, in words.
const LITTLE: usize = 4;

/// The longest clause that a list shares, in tokens.
const CLAUSE: usize = 12;

/// `…, trong đó khách nội địa 1.471.300 lượt, khách quốc tế 19.000 lượt`: a part that does not say what is counted is named after its
/// whole.
pub(super) fn part_of_whole(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    pieces: &[Tokens],
    own: &[Figure],
    told: Option<&(Subject, Option<String>)>,
    subject: &mut Subject,
) {
    let quantity = &scene.quantities[frame.quantity];
    let names_itself = pieces.first().is_none_or(|p| is_strong(scene, p)) || subject.is_rate;
    if names_itself || governor.measure != Measure::Level {
        return;
    }
    // `45.210 lượt người, trong đó: hưu trí 1.230 người`: turns are of people.
    let kind = |unit: &UnitExpression| match unit.dimension {
        Dimension::Person | Dimension::Event => String::new(),
        _ => unit.code.clone(),
    };
    let unit = quantity.unit.as_ref().map(kind);
    let same = |f: &&Figure| f.measure == Measure::Level && f.quantity.unit.as_ref().map(kind) == unit;
    let mut before = own.iter().rev().filter(same).filter_map(|f| f.subject.as_ref());
    let whole = match frame.parted {
        Parted::Part => before.next().map(|s| if s.whole.is_empty() { &s.text } else { &s.whole }),
        Parted::No | Parted::Semicolon => before.map(|s| &s.whole).find(|whole| !whole.is_empty()),
        Parted::Contrast => return,
    };
    // `… đạt 70.256 ha. Trong đó: lúa 42.315 ha`: the sentence before named the whole.
    let code = quantity.unit.as_ref().map(|u| &u.code);
    let told =
        told.filter(|(_, unit)| own.is_empty() && frame.parted == Parted::Part && unit.as_ref() == code);
    let whole = whole.or(told.map(|(s, _)| if s.whole.is_empty() { &s.text } else { &s.whole }));
    // `mức thưởng cho các hạng, cụ thể hạng nhất là 5 triệu đồng`: the words that lead the parts up name what they are parts of.
    let led = whole.is_none() && own.is_empty() && frame.parted == Parted::Part;
    let led = led.then(|| lead(scene, frame.left.start)).flatten();
    let Some(whole) = whole.or(led.as_ref()) else { return };
    if whole.is_empty() || subject.text.contains(whole.as_str()) {
        return;
    }
    subject.whole.clone_from(whole);
    subject.text = format!("{whole} {}", subject.text);
}

/// The head that a sentence begins with before the words that open a list of parts, if it counts nothing itself.
fn lead(scene: &Scene, start: usize) -> Option<String> {
    let sentence = scene.reading.sentences.get(scene.reading.sentence_of(start))?;
    let opener = (sentence.start..start)
        .rev()
        .find(|at| scene.is_cue(*at, Cue::Part).or(scene.is_cue(*at, Cue::Such)) == Some(start))?;
    let words = phrase(scene, sentence.start..opener);
    let first = words.first()?;
    let heads = [Cue::CountHead, Cue::Rate, Cue::Levy, Cue::Tariff, Cue::Grant];
    let headed = any_cue(scene, first.start, &heads).is_some();
    let short = words.iter().map(ExactSizeIterator::len).sum::<usize>() <= LONGEST;
    (headed && short).then(|| subject::words(scene, &words))
}

/// `300 cơ sở dạy nghề tư thục, trong đó có 120 trường và 80 trung tâm`: kinds that say nothing else are what the thing is.
pub(super) fn kind_of_whole(scene: &Scene, frame: &Frame, own: &[Figure], subject: &mut Subject) {
    let counts = |u: &UnitExpression| u.dimension == Dimension::Count;
    let counted = |f: &&Figure| f.measure == Measure::Level && f.quantity.unit.as_ref().is_some_and(counts);
    let Some(unit) = scene.quantities[frame.quantity].unit.as_ref().filter(|u| counts(u)) else { return };
    let Some(before) = own.last().filter(counted).and_then(|f| f.subject.as_ref()) else { return };
    let whole = match frame.parted {
        Parted::Part if frame.bracket.is_none() => &before.text,
        Parted::No if !before.whole.is_empty() => &before.whole,
        _ => return,
    };
    let words = whole.split_whitespace().count();
    if !(LITTLE..=CLAUSE).contains(&words) || subject.text.contains(whole.as_str()) {
        return;
    }
    subject.whole.clone_from(whole);
    if subject.text == scene.text(&unit.tokens) {
        subject.text = format!("{} {whole}", subject.text);
    }
}

/// `mức học phí ở thị xã là 80.000 đồng/tháng, ở các phường là 180.000 đồng/tháng`: what does not say what is measured is of the same measure
/// as the number of the same unit before it.
pub(super) fn parallel(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    pieces: &[Tokens],
    own: &[Figure],
    subject: &mut Subject,
) {
    let quantity = &scene.quantities[frame.quantity];
    let Some(unit) = &quantity.unit else { return };
    let alike = |f: &&Figure| {
        f.quantity.unit.as_ref().is_some_and(|u| u.code == unit.code) && f.measure == governor.measure
    };
    let Some(before) = own.iter().rev().find(alike).and_then(|f| f.subject.as_ref()) else { return };
    let counted = unit.dimension.is_counted();
    let names = |p: &Tokens| {
        is_strong(scene, p) || p.clone().any(|at| any_cue(scene, at, &[Cue::Verb, Cue::Part]).is_some())
    };
    let headed = before.owner.len() < before.text.len();
    // `có nơi ăn sâu 10 m`: how far something reaches says what it is.
    let reaches = pieces.last().is_some_and(|p| scene.is_cue_before(p.end, Cue::Extent).is_some());
    // `người nghèo được hỗ trợ 100% mức đóng`: a clause with a verb of its own.
    let acts = frame.left.clone().any(|at| {
        scene
            .reading
            .hits_at(at)
            .iter()
            .any(|h| matches!(h.meaning, Meaning::Cue(Cue::Verb) | Meaning::Status(..)))
    });
    if acts || counted || !headed || reaches || !subject.whole.is_empty() || pieces.iter().any(names) {
        return;
    }
    let head = before.text.strip_suffix(before.owner.as_str()).unwrap_or_default().trim();
    let words = pieces.iter().flat_map(Clone::clone).filter(|at| scene.reading.tokens[*at].is_word()).count();
    if !head.is_empty() && subject.text.starts_with(head) {
        return;
    }
    let short = words <= PART && !head.is_empty();
    // `khu vực nông, lâm nghiệp và thủy sản tăng 3%`: a long name is no ellipsis, unless it only says where.
    let somewhere =
        |p: &Tokens| p.clone().any(|at| scene.is_cue(at, Cue::At).is_some() || scene.place_at(at).is_some());
    let clause = [Cue::WeakVerb, Cue::Negation, Cue::VerbMark, Cue::Opener];
    let noun = |p: &Tokens| p.clone().all(|at| any_cue(scene, at, &clause).is_none());
    if !short && pieces.iter().all(noun) && !pieces.iter().any(somewhere) {
        return;
    }
    // `phí phục vụ khách nội địa giai đoạn 1 tăng 5.000 đồng, giai đoạn 2 tăng 7.000 đồng`: another time, not another thing.
    let span = |m| matches!(m, Meaning::Period(PeriodWord::Span, _)).then_some(());
    let timed = pieces.first().and_then(|p| scene.reading.hit(p.start, span));
    subject.text = if let Some((hit, ())) = timed {
        let word = scene.text(&(hit.start as usize..hit.end as usize));
        let thing = before.text.split(word).next().unwrap_or_default();
        format!("{} {}", thing.trim_end(), subject.text)
    } else if short {
        format!("{head} {}", subject.text)
    } else {
        before.text.clone()
    };
    subject.is_rate |= before.is_rate;
    subject.is_growth |= before.is_growth;
    subject.is_tariff |= before.is_tariff;
    subject.is_levy |= before.is_levy;
}

/// The longest name of a part, in tokens.
const PART: usize = 6;

/// Behind the head of a subject: whose or what it is (`doanh thu │ của Viettel`); all of a thing that is counted.
pub(super) fn owner(scene: &Scene, pieces: &[Tokens]) -> String {
    let Some(first) = pieces.first() else { return String::new() };
    let mut start = first.start;
    let heads = [Cue::CountHead, Cue::Rate, Cue::Sum, Cue::BareHead, Cue::Mean, Cue::Owner];
    while let Some(end) = any_cue(scene, start, &heads).filter(|end| *end <= first.end) {
        start = end;
    }
    // Most names are of one piece.
    if pieces.len() == 1 {
        return subject::words(scene, &[start..first.end]);
    }
    let mut pieces = pieces.to_vec();
    pieces[0].start = start;
    pieces.retain(|p| !p.is_empty());
    subject::words(scene, &pieces)
}

/// A bare head is of what the subject before it was of.
pub(super) fn belong(scene: &Scene, head: &Tokens, subject: &mut Subject, before: &Subject) {
    // `thấp hơn con số 11% của Seria`: a number of the same thing.
    if scene.is_cue(head.start, Cue::Mark) == Some(head.end) {
        *subject = Subject { is_own: false, ..before.clone() };
        return;
    }
    if !before.owner.is_empty() {
        subject.text = format!("{} {}", subject.text, before.owner);
    }
    subject.owner.clone_from(&before.owner);
    subject.is_tariff |= before.is_tariff;
    subject.is_levy |= before.is_levy;
    subject.hits.extend(before.hits.iter().copied());
    subject.is_own = false;
}

/// `mẫu xe Tanto của hãng Daihatsu có │ doanh số bán`: who has what a bare head names, in the clause before it.
pub(super) fn agent(scene: &Scene, frame: &Frame, head: &Tokens) -> Option<Vec<Tokens>> {
    // `con đường từ thị trấn đến bến phà, │ tổng mức đầu tư`: a name set off by a comma.
    if head.start > frame.left.start && scene.is_mark(head.start - 1, ',') {
        let name = phrase(scene, after_copula(scene, frame.left.start..head.start - 1));
        let acts =
            |at: usize| any_cue(scene, at, &[Cue::VerbMark, Cue::ValueVerb, Cue::Rise, Cue::Fall]).is_some();
        let named = name.iter().all(|p| !is_strong(scene, p) && !p.clone().any(acts));
        let short = name.iter().map(ExactSizeIterator::len).sum::<usize>() <= CLAUSE;
        return (!name.is_empty() && named && short).then_some(name);
    }
    let verb = |roles: &'static [Cue]| {
        scene
            .reading
            .hit_before(head.start, move |m| matches!(m, Meaning::Cue(c) if roles.contains(&c)).then_some(()))
    };
    let has = verb(&[Cue::WeakVerb, Cue::With]).is_some();
    if !has && verb(&[Cue::ValueVerb, Cue::Verb, Cue::Say]).is_none() {
        return None;
    }
    let clause = frame.left.start..head.start.min(frame.left.end);
    if has {
        // `một dự án nhà ở có quy mô …`, `đã phê duyệt │ dự án nạo vét với tổng mức …`: what stands right before it.
        let mut name = phrase(scene, after_copula(scene, clause));
        if let Some(first) = name.first_mut() {
            let done = first.clone().rev().find_map(|at| {
                let marked = at > first.start && any_cue(scene, at - 1, &[Cue::VerbMark]).is_some();
                // `mẫu xe được giới thiệu │ tại triển lãm`: nothing is done to the fair.
                let links = [Cue::At, Cue::Preposition, Cue::Of, Cue::And, Cue::Or];
                any_cue(scene, at, &[Cue::Verb])
                    .filter(|end| marked && *end + 1 < first.end && any_cue(scene, *end, &links).is_none())
            });
            first.start = done.unwrap_or(first.start);
        }
        let words = name.iter().map(ExactSizeIterator::len).sum::<usize>();
        // `quyên góp ủng hộ đồng bào lũ lụt, │ ủng hộ học sinh nghèo`: of a long list the first.
        if let [name] = name.as_mut_slice()
            && words > CLAUSE
        {
            let again =
                |at: &usize| scene.is_mark(*at, ',') && any_cue(scene, *at + 1, &[Cue::Verb]).is_some();
            name.end = name.clone().find(again).unwrap_or(name.end);
        }
        // `tỉnh có số thu`: where it is has a field of its own.
        name.retain(|p| scene.place_at(p.start).is_none_or(|place| place.tokens.end < p.end));
        let nobody = name.first().is_none_or(|p| any_cue(scene, p.start, &[Cue::Source]).is_some());
        return (!nobody && words <= LONGEST).then(|| named(scene, name));
    }
    // Whose it is stands first in the clause; what parts it from the verb are asides.
    let mut start = clause.start;
    while start < clause.end {
        let comma = (start..clause.end).find(|at| scene.is_mark(*at, ',')).unwrap_or(clause.end);
        let chunk = start..comma;
        // `Nếu bán hết vé, │ người thắng giải nhận được số tiền …`: nor does a clause of cause or time have it.
        let aside = scene.is_cue(start, Cue::Circumstance).is_some() && comma < clause.end;
        if !aside && !is_adverbial(scene, &chunk) {
            let verb = chunk.clone().find(|at| any_cue(scene, *at, &[Cue::ValueVerb]).is_some());
            let name = trim_end(scene, trim_start(scene, start..verb.unwrap_or(comma)));
            let placed = scene.place_at(name.start).is_some_and(|p| p.tokens.end >= name.end);
            return (!name.is_empty() && name.len() <= CLAUSE && !placed).then(|| pieces(scene, &name));
        }
        start = comma + 1;
    }
    None
}

/// Of a clause in front of a head, whose the head is: what something is done to (`cửa hàng đang │ bán quả đào`, `viên bi │ được lấy
/// ra`); of a long name its beginning, where Vietnamese names have their head.
fn named(scene: &Scene, mut clause: Vec<Tokens>) -> Vec<Tokens> {
    let Some(first) = clause.first_mut() else { return clause };
    let is = |at: usize, roles: &[Cue]| any_cue(scene, at, roles).is_some();
    // `khu đô thị mới Sông Trà`: before a name it marks no verb.
    let acts = |at: usize| {
        any_cue(scene, at, &[Cue::VerbMark])
            .is_some_and(|end| end < first.end && scene.reading.tokens[end].case != Case::Title)
    };
    let last = first.clone().skip(1).rev().find(|at| acts(*at));
    if let Some(last) = last.filter(|_| !is(first.start, &[Cue::VerbMark, Cue::Negation, Cue::Verb])) {
        let end = any_cue(scene, last, &[Cue::VerbMark]).unwrap_or(last + 1).min(first.end);
        let mut mark = last;
        while let Some(before) = scene.is_cue_before(mark, Cue::VerbMark).filter(|at| *at > first.start) {
            mark = before;
        }
        let passive = scene.is_cue(last, Cue::Passive).is_some();
        // `anh mới mua │ được chiếc xe`: what a verb has brought about.
        let reached = passive
            && mark == last
            && (scene.is_cue_before(mark, Cue::Verb).is_some()
                || (mark.saturating_sub(2)..mark).any(|at| is(at, &[Cue::VerbMark])));
        if reached && end + 1 < first.end || !passive && end + OBJECT <= first.end {
            first.start = end;
        } else if mark > first.start + 1 {
            first.end = mark;
            clause.truncate(1);
        }
    }
    if clause.iter().map(ExactSizeIterator::len).sum::<usize>() > CLAUSE {
        let mut first = clause[0].clone();
        // `Sau khi rời Anh, │ cầu thủ trẻ …`
        let comma = first.clone().rev().find(|at| scene.is_mark(*at, ','));
        if let Some(comma) = comma.filter(|at| at + OBJECT < first.end) {
            first.start = comma + 1;
        }
        first.end = first.end.min(first.start + HEADED);
        return vec![trim_end(scene, first)];
    }
    clause
}

/// So much of a long name tells what it is, in tokens.
const HEADED: usize = 8;

/// A verb with what it is done to, in tokens.
const OBJECT: usize = 3;

/// `đứng thứ ba là │ mẫu xe này có …`: behind the verb that says which it is; `Việt Nam │ là một nước có …` only says of what kind.
pub(super) fn after_copula(scene: &Scene, clause: Tokens) -> Tokens {
    let one = |m| matches!(m, Meaning::Number(..) | Meaning::Cue(Cue::Some)).then_some(());
    let copula = clause.clone().rev().find_map(|at| {
        let end = scene.is_cue(at, Cue::ValueVerb).filter(|_| scene.is_cue(at, Cue::WeakVerb).is_none())?;
        (end + 1 < clause.end).then_some((at, end))
    });
    match copula {
        Some((at, end)) if at > clause.start && scene.reading.hit(end, one).is_some() => clause.start..at,
        Some((_, end)) => end..clause.end,
        None => clause,
    }
}

/// `Đối với thu quỹ bảo hiểm y tế, …`, `…; đối với xe từ 2 đến 5 tấn, mức phí là`: what the clause of a head says in front that it is
/// about.
pub(super) fn topic(scene: &Scene, sentence: &Tokens, head: &Tokens) -> Option<Tokens> {
    let opens = |at: &usize| *at == sentence.start || scene.is_mark(*at - 1, ';');
    let clause = (sentence.start..head.start).rev().find(opens)?;
    let start = any_cue(scene, clause, &[Cue::Topic, Cue::About])?;
    let comma = (start..head.start.min(start + LONGEST)).find(|at| scene.is_mark(*at, ','))?;
    let phrase = trim_end(scene, trim_start(scene, start..comma));
    (!phrase.is_empty()).then_some(phrase)
}

/// The longest topic, in tokens.
const LONGEST: usize = 20;
