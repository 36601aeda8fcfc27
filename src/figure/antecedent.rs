//! What a head without an owner, or a word that points back, stands for.
//!
//! In: a bare head (`giá`, `thuế`, `tổng vốn`) or an anaphor (`tỷ lệ này`), and what the sentence and the paragraph said before. Out: the
//! subject in full.
//!
//! Example: in `Giá lợn hơi xuất chuồng bắt đầu giảm, đến tháng 4 giá xuống mức 25.000 đồng/kg` the second `giá` is `Giá lợn hơi xuất chuồng`.

use super::{
    Figure, Subject, ellipsis,
    frame::Frame,
    occasion::is_of_occasions,
    phrase::{fuller, is_bare_head, is_strong, noun, phrase},
    reading::Walk,
    scene::Scene,
    trim::trim_end,
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure},
    },
    quantity::Quantity,
    reading::Tokens,
    text::TokenKind,
};

impl Walk<'_> {
    /// `với số nợ lần lượt là …`: a bare head stands for the full phrase earlier in the sentence, or goes with the subject before it.
    pub(super) fn spelled_out(
        &self,
        scene: &Scene,
        sentence: &Tokens,
        head: &Tokens,
        own: &[Figure],
        frame: &Frame,
    ) -> Option<Subject> {
        let named = scene.reading.word(noun(scene, head)).to_lowercase();
        // `vải đóng hộp có giá 65.000 đồng/kg`: who has it stands right before it.
        let had = scene.reading.hit_before(head.start, |m| (m == Meaning::Cue(Cue::WeakVerb)).then_some(()));
        if had.is_some()
            && let Some(agent) = ellipsis::agent(scene, frame, head)
            && !agent.iter().any(|p| p.clone().any(|at| scene.is_cue(at, Cue::Anaphor).is_some()))
        {
            let whose = self.worded(scene, &agent);
            let mut subject = self.worded(scene, std::slice::from_ref(head));
            subject.text = format!("{} {}", subject.text, whose.text);
            subject.owner = whose.text;
            subject.hits.extend(whose.hits);
            return Some(subject);
        }
        // `lôi kéo 6.500 người góp vốn với tổng số tiền 210 tỷ đồng`: of those that were counted right before it.
        let counted = |f: &Figure| {
            f.measure == Measure::Level && f.quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted())
        };
        let attached = scene.is_cue(frame.left.start, Cue::With).is_some() && own.last().is_some_and(counted);
        let said = fuller(scene, sentence.start..head.start.min(frame.left.end), &named);
        if let Some(phrase) = said.filter(|_| !attached) {
            return Some(self.worded(scene, &[phrase]));
        }
        if let Some(topic) = ellipsis::topic(scene, sentence, head) {
            let says_head = topic.clone().any(|at| scene.reading.word(at).to_lowercase() == named);
            let pieces = [head.clone(), topic.clone()];
            return Some(self.worded(scene, if says_head { &pieces[1..] } else { &pieces }));
        }
        let mut subject = self.worded(scene, std::slice::from_ref(head));
        let agent = ellipsis::agent(scene, frame, head);
        // `bán máy gặt với mức giá ổn định`: who has it, in its own clause.
        let with = scene.is_cue_before(head.start, Cue::With).is_some_and(|at| {
            !(at > 0 && scene.is_mark(at - 1, ','))
                && (own.is_empty() || !scene.is_mark(frame.left.start, ','))
        });
        if let Some(agent) = ellipsis::agent(scene, frame, head).filter(|_| with) {
            let whose = self.worded(scene, &agent);
            subject.text = format!("{} {}", subject.text, whose.text);
            subject.owner = whose.text;
            return Some(subject);
        }
        let happens = |f: &Figure| f.quantity.unit.as_ref().is_some_and(is_of_occasions);
        let whole = own.iter().rev().find(|f| !is_done_at(scene, f) && !happens(f));
        if let Some(before) = whole.and_then(|f| f.subject.as_ref()).filter(|s| !s.owner.is_empty()) {
            ellipsis::belong(scene, head, &mut subject, before);
        } else if let Some(agent) = agent {
            let whose = self.worded(scene, &agent);
            subject.text = format!("{} {}", subject.text, whose.text);
            subject.owner = whose.text;
            subject.hits.extend(whose.hits);
        } else {
            // The paragraph has said it in full, in words or of the last number.
            let held = self.memory.subject.as_ref().filter(|h| h.block == self.memory.block);
            let before = held.map(|h| &h.value.0);
            let same =
                before.is_some_and(|s| s.text.to_lowercase().split_whitespace().any(|word| word == named));
            let start = sentence.start.saturating_sub(PARAGRAPH);
            if let Some(phrase) = fuller(scene, start..sentence.start, &named).filter(|_| !same) {
                return Some(self.worded(scene, &[phrase]));
            }
            // `ghi 24 bàn. Mức thuế là 100%`: what was counted has no tax.
            let before = before?;
            let headed = before.owner.len() < before.text.len();
            if headed || scene.is_cue(head.start, Cue::Mark) == Some(head.end) {
                ellipsis::belong(scene, head, &mut subject, before);
            }
        }
        Some(subject)
    }

    /// `tạm ứng 1.500 tỷ đồng tiền bồi thường …, tỉnh Hà Tĩnh được cấp 500 tỷ đồng`: a part of the sum spoken of, by who gets it.
    pub(super) fn received(
        &self,
        scene: &Scene,
        frame: &Frame,
        pieces: &[Tokens],
        own: &[Figure],
    ) -> Option<Subject> {
        let money = |q: &Quantity| q.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money);
        if !money(&scene.quantities[frame.quantity]) {
            return None;
        }
        // `Trong khoản tiền trên, │ tỉnh Hà Tĩnh được cấp`
        let last = pieces.last()?;
        let comma = last.clone().rev().find(|at| scene.is_mark(*at, ','));
        let last = &(comma.map_or(last.start, |at| at + 1)..last.end);
        if is_strong(scene, last) {
            return None;
        }
        // The mark of the passive may stand right before the phrase.
        scene.is_cue_before(last.end, Cue::Receive).filter(|at| at + 1 >= last.start)?;
        let before = own.iter().rev().find(|f| money(&f.quantity)).and_then(|f| f.subject.clone());
        // `Trong khoản tiền trên, …`: a sentence that goes on with the sum of the one before.
        let sentence = scene.reading.sentences.get(scene.reading.sentence_of(frame.left.start))?;
        let goes_on = scene.is_cue(sentence.start, Cue::WholeOf).is_some();
        let told = || {
            let block = self.findings.figures.iter().rev().take_while(|f| f.block == scene.block);
            block.take(NEAR).find(|f| money(&f.quantity)).and_then(|f| f.subject.clone())
        };
        before.or_else(|| told().filter(|_| goes_on))
    }

    /// `30 dự án mới với tổng vốn đăng ký 512 triệu USD`: the sum is of the things that were counted before it.
    pub(super) fn of_counted(
        &self,
        scene: &Scene,
        frame: &Frame,
        pieces: &[Tokens],
        own: &[Figure],
    ) -> Option<Subject> {
        let head = pieces.first().filter(|p| is_strong(scene, p) && p.len() <= HEAD)?;
        scene.is_cue(frame.left.start, Cue::With)?;
        // `với số thuế đã nộp 5 tỷ đồng`, `với tỷ lệ tốt nghiệp 98%` say themselves of what they are.
        let marked = head.clone().any(|at| scene.is_cue(at, Cue::VerbMark).is_some());
        if marked
            || scene.is_cue(head.start, Cue::Rate).is_some()
            || is_bare_head(scene, head) && pieces.len() == 1
        {
            return None;
        }
        let counted = |f: &&Figure| {
            f.measure == Measure::Level && f.quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted())
        };
        let whose = own.iter().rev().find(|f| counted(f) && !is_done_at(scene, f))?.subject.as_ref()?;
        let mut subject = self.worded(scene, std::slice::from_ref(head));
        let bare = is_bare_head(scene, head);
        subject.text = format!("{} {}", subject.text, whose.text);
        subject.owner.clone_from(&whose.text);
        if bare {
            subject.hits.extend(whose.hits.iter().copied());
        }
        Some(subject)
    }

    /// `gấp 3 lần chi phí xây dựng đường A (hơn 1,1 tỷ đồng/km)`: the bracket gives the value of what is compared with.
    pub(super) fn compared(&self, scene: &Scene, frame: &Frame, own: &[Figure]) -> Option<Subject> {
        let last = own.last().filter(|f| f.measure == Measure::Multiple)?;
        let bracket = frame.bracket?;
        let other = scene.quantities[frame.quantity].unit.as_ref().map(|u| &u.code)
            != last.quantity.unit.as_ref().map(|u| &u.code);
        let name = trim_end(scene, last.quantity.tokens.end..bracket);
        let whole = name.clone().all(|at| !scene.is_mark(at, ')') && !scene.is_mark(at, ','));
        let inside = bracket + 1 == scene.start_of(&scene.quantities[frame.quantity]);
        (other && whole && inside && !name.is_empty() && name.len() <= NAME)
            .then(|| self.worded(scene, &[name]))
    }

    /// `Tỷ lệ này tại thành thị là 7,2%`: what an anaphor points back to: a phrase with its head behind the last number, or the subject of
    /// that number.
    pub(super) fn antecedent(&self, scene: &Scene, frame: &Frame, own: &[Figure]) -> Option<Subject> {
        let last = own
            .last()
            .and_then(|p| p.subject.as_ref())
            .or_else(|| self.memory.subject.as_ref().map(|h| &h.value.0));
        let at = frame.left.clone().find(|at| scene.is_cue(*at, Cue::Anaphor).is_some())?;
        let end = scene.is_cue(at, Cue::Anaphor)?;
        let named = scene.reading.word(end.saturating_sub(2)).to_lowercase();
        let start = scene.reading.sentences.first().map_or(at, |s| s.start);
        let counted = scene.quantity_before(at).map_or(start, |q| q.tokens.end);
        let said = fuller(scene, counted..at, &named).map(|phrase| self.worded(scene, &[phrase]));
        said.or_else(|| last.cloned())
    }

    /// `Số nguyện vọng theo các khối như sau: A: 883.768 … A1: 286.760`: a label and its number under the head that leads the list up.
    pub(super) fn labelled(
        &self,
        scene: &Scene,
        sentence: &Tokens,
        frame: &Frame,
    ) -> Option<(Subject, Tokens)> {
        let colon =
            frame.left.end.checked_sub(1).filter(|at| scene.is_mark(*at, ':') && *at > frame.left.start)?;
        let first = sentence.clone().find(|at| scene.is_mark(*at, ':')).filter(|first| *first < colon)?;
        // Behind the last number, up to the words that open the list.
        let counted = scene.quantity_before(first).map_or(0, |q| q.tokens.end);
        let from = counted.max(sentence.start);
        let such = (from..first).find(|at| scene.is_cue(*at, Cue::Such).is_some()).unwrap_or(first);
        let lead = phrase(scene, from..such).into_iter().next().filter(|p| is_strong(scene, p))?;
        let start = (frame.left.start..colon)
            .rev()
            .find(|at| !scene.reading.tokens[*at].is_word() && !is_code(scene, *at));
        let label = start.map_or(frame.left.start, |at| at + 1)..colon;
        if label.is_empty() || label.len() > LABEL || scene.counts_in(&label) || is_strong(scene, &label) {
            return None;
        }
        Some((self.worded(scene, &[lead.clone(), label]), lead))
    }

    /// `Cả nước có 37.286 chiếc`: things that say nothing of themselves are those of the same unit that the paragraph counted last.
    pub(super) fn of_the_kind(
        &self,
        scene: &Scene,
        frame: &Frame,
        own: &[Figure],
        subject: Subject,
    ) -> Subject {
        let Some(unit) = &scene.quantities[frame.quantity].unit else { return subject };
        let alone = unit.dimension.is_counted() && is_same(&subject.text, scene.text(&unit.tokens));
        if !alone {
            return subject;
        }
        let code = |f: &Figure| f.quantity.unit.as_ref().map(|u| u.code.clone()).unwrap_or_default();
        let longer =
            |f: &&&Figure| code(f).strip_prefix(unit.code.as_str()).is_some_and(|rest| rest.starts_with(' '));
        let before = self.findings.figures.iter().rev().take_while(|f| f.block == scene.block);
        let near: Vec<&Figure> = own.iter().rev().chain(before.take(NEAR)).collect();
        // `3.450 ca mắc, trong đó 2 ca tử vong …: 1.120 ca`: of kinds of the thing the first is the one spoken of.
        let last = near.iter().find(|f| code(f) == unit.code).or_else(|| near.iter().rev().find(longer));
        let fuller = last.and_then(|f| f.subject.as_ref()).filter(|s| s.text.len() > subject.text.len());
        fuller.map_or(subject, |s| Subject { is_own: false, ..s.clone() })
    }
}

/// `triển khai tại 4 huyện với …`: where something is done has no sum.
fn is_done_at(scene: &Scene, figure: &Figure) -> bool {
    scene.is_cue_before(scene.start_of(&figure.quantity), Cue::At).is_some()
}

/// Whether two texts are the same but for capitals.
fn is_same(a: &str, b: &str) -> bool {
    // Most are, or go on behind the other: no letter need be looked at.
    if a.starts_with(b) || b.starts_with(a) {
        return a.len() == b.len();
    }
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// How far back a paragraph has said a head in full, in tokens.
const PARAGRAPH: usize = 1000;

/// The longest head that does not say of what it is, in tokens.
const HEAD: usize = 6;

/// The longest name of what something is so many times of, in tokens.
const NAME: usize = 16;

/// The longest label of a list, in tokens.
const LABEL: usize = 4;

/// Whether the token is letters and digits: `A1`.
fn is_code(scene: &Scene, at: usize) -> bool {
    scene.reading.tokens[at].kind == TokenKind::Code
}

/// How many figures back a thing may have been counted.
const NEAR: usize = 8;
