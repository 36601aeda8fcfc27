//! What a sentence says once for several numbers, and what it says beside one of them to tell it from the others.
//!
//! In: the frames of a sentence and their figures. Out: the same figures with fuller subjects.
//!
//! Example: in `Gạo và cà phê lần lượt đạt 3,1 tỷ USD, tăng 12%, và 2,4 tỷ USD` the first two numbers are of `Gạo`, the third of `cà phê`; in
//! `30 quạt và 100 xe đạp ủng hộ trẻ em nghèo` the end belongs to both; in `giá USD 22.660 đồng (mua) và 22.730 đồng (bán)` the brackets tell
//! the two apart.

use super::{
    Figure, Subject,
    frame::{Frame, Parted, of_figure},
    phrase::{any_cue, clean_right, is_strong},
    reading::Walk,
    scene::Scene,
    subject::Pieces,
    trim::{pieces, trim_end, trim_start},
};
use crate::{
    patterns::catalogue::{Cue, Dimension, Measure},
    reading::Tokens,
};

impl Walk<'_> {
    /// Fills out the subjects of the figures of a sentence.
    pub(super) fn series(&self, scene: &Scene, sentence: &Tokens, frames: &[Frame], own: &mut [Figure]) {
        let framed: Vec<Option<&Frame>> = own.iter().map(|f| of_figure(scene, frames, f)).collect();
        self.respectively(scene, sentence, &framed, own);
        self.granted(scene, &framed, own);
        tails(scene, &framed, own);
        causes(scene, &framed, own);
        self.recalled(own);
        labels(scene, &framed, own);
    }

    /// `16 người chết và 10 người mất tích do mưa lũ. Ở huyện bên có 8 người chết`: what became of people is due to what was
    /// said a few numbers before.
    fn recalled(&self, own: &mut [Figure]) {
        for figure in own.iter_mut().filter(|f| f.measure == Measure::Level) {
            let person = figure.quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Person);
            let Some(subject) = figure.subject.as_mut().filter(|s| person && s.is_own) else { continue };
            let said = self.findings.figures.iter().rev().take(NEAR).filter_map(|f| f.subject.as_ref());
            let due = |s: &Subject| {
                let rest = s.text.strip_suffix(s.context.as_str()).unwrap_or_default();
                !s.context.is_empty() && rest.trim_end() == subject.text
            };
            if let Some(fuller) = said.filter(|s| s.text.len() > subject.text.len()).find(|s| due(s)) {
                subject.text.clone_from(&fuller.text);
                subject.context.clone_from(&fuller.context);
            }
        }
    }

    /// `A và B lần lượt đạt 5 và 7`: names and numbers pair by position; what is said of a number behind it is of the same name.
    fn respectively(&self, scene: &Scene, sentence: &Tokens, framed: &[Option<&Frame>], own: &mut [Figure]) {
        let mut words = scene.linked(sentence.clone(), &[Cue::Respectively]);
        let Some(cue) = words.find(|at| scene.is_cue(*at, Cue::Respectively).is_some()) else { return };
        let behind = |f: Option<&Frame>| f.is_some_and(|f| f.left.contains(&cue));
        let Some(first) = framed.iter().copied().position(behind) else { return };
        let Some(frame) = framed[first] else { return };
        // The number before may have taken the row for what it counts: `Hai mẫu │ xe bán chạy nhất là A và B`.
        let before = framed[..first].iter().rev().find_map(|f| *f);
        let start = before.map_or(sentence.start, |f| scene.quantities[f.quantity].tokens.end);
        let row = names(scene, frame.left.start..cue).or_else(|| names(scene, start.min(cue)..cue));
        let Some(Names { head, members, deed: common }) = row else {
            counted_before(first, own);
            return;
        };
        let alike = |f: &Figure| f.unit == own[first].unit && f.measure == own[first].measure;
        // A semicolon ends the row: `… lần lượt bằng 70%, 60%, 50%; người thứ năm đóng 40%`.
        let joined = |at: &usize| {
            *at == first
                || framed[*at].is_none_or(|f| !matches!(f.parted, Parted::Semicolon | Parted::Contrast))
        };
        let numbers: Vec<usize> =
            (first..own.len()).take_while(joined).filter(|at| alike(&own[*at])).collect();
        if numbers.len() != members.len() {
            return;
        }
        // Places have a field of their own.
        let place = |m: &Tokens| scene.place_at(m.start).is_some_and(|p| p.tokens.end >= m.end);
        if members.iter().all(place) {
            return;
        }
        let after = scene.is_cue(cue, Cue::Respectively).unwrap_or(cue + 1);
        let deed = trim_end(scene, trim_start(scene, after..frame.left.end.max(after)));
        for (index, at) in numbers.iter().enumerate() {
            let mut words: Pieces = Vec::new();
            words.extend(left_out(scene, &members, index));
            if !is_strong(scene, &members[index]) {
                words.extend(head.clone());
            }
            words.push(members[index].clone());
            words.extend(common.clone());
            words.extend((!deed.is_empty()).then(|| deed.clone()));
            let subject = self.worded(scene, &words);
            let end = numbers.get(index + 1).copied().unwrap_or(own.len());
            let taken_over = |f: &Figure| f.subject.as_ref().is_some_and(|s| !s.is_own);
            let inherited = (at + 1..end).take_while(|i| taken_over(&own[*i])).count();
            for figure in &mut own[*at..=at + inherited] {
                figure.subject = Some(subject.clone());
                let dimension = figure.quantity.unit.as_ref().map(|u| u.dimension);
                self.claim(figure, dimension);
            }
        }
    }
}

/// `người thứ hai, thứ ba`: what a member leaves out stands in the first, before the word that both have.
fn left_out(scene: &Scene, members: &[Tokens], index: usize) -> Option<Tokens> {
    let first = members.first().filter(|_| index > 0)?;
    let word = |at: usize| scene.reading.word(at);
    let at = (first.start + 1..first.end).find(|at| word(*at) == word(members[index].start))?;
    Some(first.start..at)
}

/// `10.120 hộ nghèo và 18.450 hộ cận nghèo, chiếm lần lượt 2,4% và 4,3%`: the things counted before pair with the numbers behind.
fn counted_before(first: usize, own: &mut [Figure]) {
    let behind = own[first..]
        .iter()
        .take_while(|f| f.unit == own[first].unit && f.measure == own[first].measure)
        .count();
    let counted = |f: &Figure| f.measure == Measure::Level && f.unit != own[first].unit;
    if behind < 2 || first < behind || !own[first - behind..first].iter().all(counted) {
        return;
    }
    for at in first..first + behind {
        let subject = own[at - behind].subject.clone();
        own[at].subject = subject.map(|s| Subject { is_own: false, indicator: None, group: None, ..s });
    }
}

/// Names that stand in a row, and the head that they share.
struct Names {
    head: Option<Tokens>,
    members: Pieces,
    /// What all of them do.
    deed: Option<Tokens>,
}

/// The names in a row before `lần lượt`: `doanh thu thẻ và internet`, `Mazda và Kia với mức tăng`.
fn names(scene: &Scene, range: Tokens) -> Option<Names> {
    let with = range.clone().rev().find(|at| scene.is_cue(*at, Cue::With).is_some());
    let (row, measured) = match with {
        Some(with) => (range.start..with, trim_end(scene, trim_start(scene, with..range.end))),
        None => (range.clone(), range.end..range.end),
    };
    // `Bán chạy nhất là │ Mazda và Kia`: what stands behind the verb that says which they are.
    let copula = row.clone().rev().find_map(|at| {
        any_cue(scene, at, &[Cue::ValueVerb, Cue::Part, Cue::Such]).filter(|end| *end + 1 < row.end)
    });
    let row = trim_end(scene, trim_start(scene, copula.unwrap_or(row.start)..row.end));
    let mut members: Pieces = Vec::new();
    let mut start = row.start;
    let mut at = row.start;
    while at < row.end {
        let joint = if scene.is_mark(at, ',') { Some(at + 1) } else { scene.is_cue(at, Cue::And) };
        if let Some(end) = joint {
            members.push(start..at);
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    // `người thứ hai, thứ ba │ đóng lần lượt bằng …`: what they all do.
    let verb = (start + 1..row.end).find(|at| scene.is_cue(*at, Cue::Verb) == Some(row.end));
    members.push(start..verb.filter(|_| !members.is_empty()).unwrap_or(row.end));
    members.retain(|m| !m.is_empty());
    let short = members.iter().all(|m| m.len() <= NAME);
    if members.len() < 2 || !short {
        return None;
    }
    let deed = verb.filter(|_| members.len() > 1).map(|at| at..row.end);
    let head = if measured.is_empty() {
        // `doanh thu │ thẻ và internet`
        let first = &mut members[0];
        let end = any_cue(scene, first.start, &[Cue::CountHead, Cue::Rate]).filter(|end| *end < first.end);
        end.map(|end| std::mem::replace(&mut first.start, end)..end)
    } else {
        Some(measured)
    };
    Some(Names { head, members, deed })
}

/// The longest name of a row, in tokens.
const NAME: usize = 9;

/// `16 người chết và 10 người mất tích do mưa lũ`, `30 quạt, 100 xe đạp ủng hộ trẻ em nghèo`: the end of the last belongs to all of them.
fn tails(scene: &Scene, framed: &[Option<&Frame>], own: &mut [Figure]) {
    let mut tail: Option<Tokens> = None;
    for at in (0..own.len()).rev() {
        let Some(frame) = framed[at] else {
            tail = None;
            continue;
        };
        let thing = |f: &Figure| {
            f.measure == Measure::Level
                && f.quantity.unit.as_ref().is_some_and(|u| {
                    u.dimension.is_counted()
                        || matches!(u.dimension, Dimension::Mass | Dimension::Volume | Dimension::Money)
                })
        };
        let sum = own[at].quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money);
        if !thing(&own[at]) {
            tail = None;
            continue;
        }
        let people = own[at].quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Person);
        // Only a comma or a conjunction may part it from the one before, if there is one.
        let joined = at > 0
            && frame.bracket.is_none()
            && frame.parted == Parted::No
            && frame.left.clone().all(|i| {
                scene.is_mark(i, ',')
                    || any_cue(scene, i, &[Cue::And, Cue::Or]).is_some()
                    || !scene.reading.tokens[i].is_word() && !scene.is_mark(i, ';')
            });
        if let Some(tail) = &tail
            && let Some(subject) = own[at].subject.as_mut().filter(|s| s.is_own)
            && (subject.owner.split_whitespace().count() <= THIN || sum && !subject.context.is_empty())
            && !subject.text.contains(scene.text(tail))
        {
            subject.text = format!("{} {}", subject.text, scene.text(tail));
            scene.text(tail).clone_into(&mut subject.context);
        } else {
            tail = if joined && !sum { end_of(scene, &frame.right, people) } else { None };
        }
        if !joined {
            tail = None;
        }
    }
}

/// `76 vụ tai nạn, làm chết 65 người`: what people died of, or were hurt by, is the event that was counted before them.
fn causes(scene: &Scene, framed: &[Option<&Frame>], own: &mut [Figure]) {
    let mut event: Option<String> = None;
    for (figure, frame) in own.iter_mut().zip(framed) {
        // `làm chết │ 65 người`, `65 người │ bị thương`: what became of them.
        let became = || {
            frame.is_some_and(|f| {
                scene.is_cue(f.right.start, Cue::Harm).is_some_and(|end| end <= f.right.end)
                    || scene.is_cue_before(f.left.end, Cue::Harm).is_some()
            })
        };
        let dimension = figure.quantity.unit.as_ref().map(|u| u.dimension);
        let Some(subject) = &mut figure.subject else { continue };
        if dimension == Some(Dimension::Event) {
            event = subject.is_own.then(|| subject.text.clone());
        } else if let Some(event) =
            event.as_ref().filter(|_| dimension == Some(Dimension::Person) && became())
            && subject.is_own
            && figure.measure == Measure::Level
            && subject.owner.split_whitespace().count() <= THIN + 1
            && !subject.text.contains(event.as_str())
        {
            subject.text = format!("{} {event}", subject.text);
        }
    }
}

/// A thing that says so little of itself shares the end of the list, in words.
const THIN: usize = 2;

/// Of what stands behind a counted thing: why, what for, or what was done with all of them.
fn end_of(scene: &Scene, right: &Tokens, people: bool) -> Option<Tokens> {
    let clean = clean_right(scene, right);
    let [words] = clean.as_slice() else { return None };
    let start = words.clone().find(|at| {
        let first = *at == words.start;
        any_cue(scene, *at, &[Cue::Opener]).is_some()
            || !people && any_cue(scene, *at, &[Cue::Verb]).is_some()
            || !first && !people && scene.is_cue(*at, Cue::VerbMark).is_some()
    })?;
    (words.end - start > 1).then_some(start..words.end)
}

/// `22.660 đồng (mua) và 22.730 đồng (bán)`, `6%/năm đối với ngắn hạn`: what stands behind a number to tell it from its like.
fn labels(scene: &Scene, framed: &[Option<&Frame>], own: &mut [Figure]) {
    let bracket =
        |at: usize| framed[at].and_then(|f| bracketed(scene, scene.quantities[f.quantity].tokens.end));
    for at in 0..own.len() {
        let Some(frame) = framed[at] else { continue };
        let paired =
            |other: usize| other != at && own[other].unit == own[at].unit && bracket(other).is_some();
        let label = match bracket(at) {
            Some(words) if (0..own.len()).any(paired) => Some(words),
            _ => concerned(scene, frame),
        };
        let Some(label) = label else { continue };
        let Some(subject) = own[at].subject.as_mut() else { continue };
        append(scene, subject, &label);
    }
}

fn append(scene: &Scene, subject: &mut Subject, label: &Tokens) {
    let words = scene.text(label);
    if !subject.text.contains(words) {
        subject.text = format!("{} {words}", subject.text);
    }
}

/// A bracket without a number in it right behind a number.
fn bracketed(scene: &Scene, at: usize) -> Option<Tokens> {
    if !scene.is_mark(at, '(') {
        return None;
    }
    let close = (at + 1..at + 2 + LABEL).find(|i| scene.is_mark(*i, ')'))?;
    let inside = at + 1..close;
    let counted = scene.counts_in(&inside);
    let aside = inside.clone().any(|i| {
        scene.period_at(i).is_some()
            || scene.place_at(i).is_some()
            || any_cue(scene, i, &[Cue::Source, Cue::Compare, Cue::Rise, Cue::Fall]).is_some()
    });
    let words = inside.clone().any(|i| scene.reading.tokens[i].is_word());
    (!counted && !aside && words).then_some(inside)
}

/// `6%/năm │ đối với cho vay ngắn hạn`: whom or what the number concerns.
fn concerned(scene: &Scene, frame: &Frame) -> Option<Tokens> {
    let start = frame.right.start;
    scene.is_cue(start, Cue::Topic)?;
    let words = trim_end(scene, start..frame.right.end.min(start + 2 + LABEL));
    pieces(scene, &words).into_iter().next().filter(|p| p.len() > 2)
}

/// How many figures back people may have been counted.
const NEAR: usize = 16;

/// The longest label, in tokens.
const LABEL: usize = 8;
