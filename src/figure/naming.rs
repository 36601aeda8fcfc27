//! What a figure's subject is called, and which indicator it names.
//!
//! In: the pieces that [`subject`] found in a frame. Out: [`Subject`], completed where the frame leaves words out.
//!
//! Example: in `số người tham gia BHXH bắt buộc đạt 46,0% và tự nguyện đạt 2,52%` the second subject is `số người tham gia BHXH tự nguyện`.

use super::{
    BaseOf, Basis, Evidence, Figure, Subject, ellipsis,
    frame::Frame,
    governor::Governor,
    reading::Walk,
    scene::Scene,
    subject::{self, Found},
    unit,
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure, Part},
    },
    quantity::UnitExpression,
    reading::Tokens,
};

impl Walk<'_> {
    /// The subject's words, or those of the figure before, or of an anaphor's antecedent.
    pub(super) fn subject(
        &self,
        scene: &Scene,
        sentence: &Tokens,
        frame: &Frame,
        governor: &Governor,
        left: &[Tokens],
        found: &Found,
        own: &[Figure],
        evidence: &mut Vec<Evidence>,
    ) -> Option<Subject> {
        let before_verb = frame.left.start..governor.tokens.start.max(frame.left.start);
        let anaphor =
            scene.linked(before_verb, &[Cue::Anaphor]).any(|at| scene.is_cue(at, Cue::Anaphor).is_some());
        let (Found::Left(pieces) | Found::Right(pieces)) = found else {
            // `156 đại lý, 358 điểm thu`: another thing that is counted is its own subject.
            let in_bracket_of_share =
                frame.bracket.is_some() && own.last().is_some_and(|p| p.unit.as_deref() == Some("percent"));
            let other = !in_bracket_of_share
                && own.last().is_some_and(|p| {
                    p.quantity.unit.as_ref().map(|u| &u.code)
                        != scene.quantities[frame.quantity].unit.as_ref().map(|u| &u.code)
                });
            if other
                && governor.measure == Measure::Level
                && governor.cue.is_none_or(|cue| cue == Cue::With || counts_both(scene, frame, own))
                && let Some(counted) = self.counted(scene, frame)
            {
                // `6 dự án dùng vốn ngân sách (568 căn hộ)`: what the bracket counts is of what stands before it.
                if let Some(before) =
                    own.last().and_then(|f| f.subject.as_ref()).filter(|_| frame.bracket.is_some())
                {
                    let text = format!("{} {}", counted.text, before.owner);
                    return Some(Subject { text, is_own: false, ..counted });
                }
                let mut listed = self.listed(scene, frame, own, counted);
                ellipsis::kind_of_whole(scene, frame, own, &mut listed);
                return Some(listed);
            }
            // `giá bán tùy địa bàn nhưng không quá 15 triệu đồng`: the clause before the break names it.
            if own.is_empty() && frame.left.start > sentence.start {
                let before = super::phrase::phrase(scene, sentence.start..frame.left.start);
                if before.first().is_some_and(|p| super::phrase::is_strong(scene, p)) {
                    return Some(self.worded(scene, &before));
                }
            }
            let holding = own.last().and_then(|f| f.subject.as_ref()).and_then(|s| s.holding.as_deref());
            if let Some(holding) = holding.filter(|_| governor.cue.is_some() && frame.bracket.is_none()) {
                return Some(holding.clone());
            }
            if let Some(compared) = self.compared(scene, frame, own) {
                return Some(compared);
            }
            let before = self.inherited(scene, frame, governor, own);
            let before = before.map(|s| extended(scene, frame, own, s));
            return before.map(|s| Subject { is_own: false, ..s }).or_else(|| self.counted(scene, frame));
        };
        let named_by_it = |p: &Tokens| p.clone().any(|at| scene.is_cue(at, Cue::Anaphor).is_some());
        if anaphor && (matches!(found, Found::Left(_)) || pieces.iter().any(named_by_it)) {
            let before = self.antecedent(scene, frame, own);
            if before.is_some() {
                return before.map(|s| Subject { is_own: false, ..s });
            }
        }
        if let Some(before) = self.received(scene, frame, pieces, own) {
            return Some(Subject { is_own: false, ..before });
        }
        if let Some(before) = about_what_was_counted(scene, frame, pieces, own) {
            return Some(Subject { is_own: false, ..before });
        }
        if let Some(subject) = self.of_counted(scene, frame, pieces, own) {
            return Some(subject);
        }
        let bare = pieces.iter().all(|p| super::phrase::is_bare_head(scene, p));
        let fuller =
            pieces.last().filter(|_| bare).and_then(|p| self.spelled_out(scene, sentence, p, own, frame));
        if fuller.is_some() {
            return fuller;
        }
        for piece in pieces {
            evidence.push(Evidence { field: "subject", span: scene.reading.raw_span(piece), entry: None });
        }
        let mut subject = self.worded(scene, pieces);
        self.complete(scene, frame, pieces, own, &mut subject);
        if matches!(found, Found::Right(_)) {
            subject = self.listed(scene, frame, own, subject);
            ellipsis::kind_of_whole(scene, frame, own, &mut subject);
            if (scene.is_cue_before(frame.left.end, Cue::Owner).is_some() || subject::is_for(scene, frame))
                && left.first().is_some_and(|p| super::phrase::is_strong(scene, p))
            {
                subject.holding = Some(Box::new(self.worded(scene, left)));
            } else if !left.is_empty() {
                subject.context = ellipsis::context(scene, left);
                ellipsis::done_with(scene, frame, governor, left, &mut subject);
            }
        } else {
            subject.context = ellipsis::context(scene, pieces);
            let told =
                self.memory.subject.as_ref().filter(|h| h.block == self.memory.block).map(|h| &h.value);
            ellipsis::part_of_whole(scene, frame, governor, pieces, own, told, &mut subject);
            ellipsis::parallel(scene, frame, governor, pieces, own, &mut subject);
        }
        Some(subject)
    }

    /// A subject of these words.
    pub(super) fn worded(&self, scene: &Scene, pieces: &[Tokens]) -> Subject {
        let head = pieces.first().map_or(0, |p| p.start);
        let text = subject::words(scene, pieces);
        let stem = |wanted: &dyn Fn(Meaning) -> bool| {
            let piece = pieces.first()?;
            let at = scene.reading.hits_in(piece).iter().find(|h| wanted(h.meaning))?.start as usize;
            (at > piece.start).then(|| subject::words(scene, &[piece.start..at]))
        };
        let hits = subject::hits(scene, pieces);
        let named = hits.iter().any(|h| matches!(h.meaning, Meaning::Indicator(..)));
        Subject {
            lead: stem(&|m| matches!(m, Meaning::Indicator(_, Part::Cue))).unwrap_or_default(),
            // What names no measurable thing (`nam 1.200 người; nữ …`) has nothing to lend to the next group.
            stem: stem(&|m| matches!(m, Meaning::Group(_)))
                .or_else(|| named.then(|| text.clone()))
                .unwrap_or_default(),
            hits,
            owner: ellipsis::owner(scene, pieces),
            text,
            indicator: None,
            group: None,
            is_rate: scene.is_cue(head, Cue::Rate).is_some(),
            // `tăng trưởng doanh thu bán lẻ`: the word may stand before what is counted.
            is_growth: scene.is_cue(head, Cue::Growth).or(scene.is_cue_before(head, Cue::Growth)).is_some(),
            is_tariff: (head..head + 3).any(|at| scene.is_cue(at, Cue::Tariff).is_some()),
            is_levy: (head..head + 3).any(|at| scene.is_cue(at, Cue::Levy).is_some()),
            is_own: true,
            ..Subject::default()
        }
    }

    /// `… bắt buộc đạt 46,0% và tự nguyện đạt 2,52%`: what an elliptic subject leaves out is taken from the one before it.
    fn complete(
        &self,
        scene: &Scene,
        frame: &Frame,
        pieces: &[Tokens],
        own: &[Figure],
        subject: &mut Subject,
    ) {
        let Some(first) = pieces.first() else { return };
        let quantity = &scene.quantities[frame.quantity];
        let alike = |f: &&Figure| {
            f.quantity.unit.as_ref().map(|u| u.dimension) == quantity.unit.as_ref().map(|u| u.dimension)
        };
        let Some(before) = own.iter().rev().find(alike).and_then(|f| f.subject.as_ref()) else { return };
        let starts = |wanted: &dyn Fn(Meaning) -> bool| covers(scene, first, wanted);
        let of_group = starts(&|m| matches!(m, Meaning::Group(_)));
        let lead = if of_group {
            &before.stem
        } else if starts(&|m| matches!(m, Meaning::Indicator(_, Part::Cue))) {
            &before.lead
        } else {
            return;
        };
        // `12.345 hộ nghèo; hộ cận nghèo 9.876 hộ`: another kind of the same thing leaves nothing out.
        let first = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
        if !lead.is_empty() && first(lead) != first(&subject.text) {
            subject.text = format!("{lead} {}", subject.text);
            subject.lead.clone_from(lead);
            if of_group {
                subject.stem.clone_from(lead);
            }
            subject.is_rate |= before.is_rate;
            let mut hits = before.hits.clone();
            hits.retain(|h| {
                let family = |m: Meaning| matches!(m, Meaning::Indicator(_, Part::Cue));
                let replaced = family(h.meaning) && subject.hits.iter().any(|o| family(o.meaning));
                !replaced && !matches!(h.meaning, Meaning::Group(_))
            });
            hits.append(&mut subject.hits);
            subject.hits = hits;
        }
    }

    /// The subject of an empty frame: of the figure before that it can be another form of.
    fn inherited(
        &self,
        scene: &Scene,
        frame: &Frame,
        governor: &Governor,
        own: &[Figure],
    ) -> Option<Subject> {
        let unit = scene.quantities[frame.quantity].unit.as_ref();
        let change = governor.measure != Measure::Level;
        // `215 vụ tai nạn … giảm 12 vụ`: the unit in short.
        let same_unit = |f: &&Figure| match (f.quantity.unit.as_ref(), unit) {
            (Some(before), Some(here)) => {
                before.code == here.code
                    || before.code.strip_prefix(here.code.as_str()).is_some_and(|rest| rest.starts_with(' '))
            }
            (before, here) => before.is_none() && here.is_none(),
        };
        let percent = unit.is_some_and(|u| u.dimension == Dimension::Percent);
        // An absolute change is of a thing of its own unit: `tỷ lệ … đạt 90,1% (tăng 2.636.036 người)` is of the people named before.
        let found =
            if change && !percent { own.iter().rev().find(same_unit).or(own.last()) } else { own.last() };
        // `Hàn Quốc đạt 3 tỷ USD, tăng 5%; Nhật Bản đạt 2 tỷ USD`: the next place starts the series again.
        let placed =
            !change && scene.place_at(frame.left.start).or(scene.place_at(frame.left.start + 1)).is_some();
        let first = own.iter().find(same_unit).filter(|_| placed);
        // `So với cùng kỳ, giảm 629 vụ, giảm 182 người chết`: the things of that unit that the paragraph counted last.
        let counted = unit.is_some_and(|u| u.dimension.is_counted());
        let told = self
            .findings
            .figures
            .iter()
            .rev()
            .take(NEAR)
            .take_while(|f| f.block == scene.block)
            .find(same_unit);
        let told = told.filter(|_| change && counted && own.iter().all(|f| !same_unit(&f)));
        let found = first.or(told).or(found);
        found.and_then(|f| f.subject.clone()).or_else(|| {
            // People or things of another kind than those spoken of before are a subject of their own.
            let other = !change
                && unit.is_some_and(|u| u.dimension.is_counted())
                && self.memory.subject.as_ref().is_some_and(|h| h.value.1.as_ref() != unit.map(|u| &u.code));
            let held = self.memory.subject.as_ref().filter(|h| !other && h.block == self.memory.block);
            held.map(|h| h.value.0.clone()).or_else(|| {
                // `Học phí tăng 20.000 đồng. Từ năm sau, mỗi năm tăng thêm 20.000 đồng.`
                let near = self.findings.figures.iter().rev().take_while(|f| f.block == scene.block);
                near.take(1).find(|f| change && f.measure != Measure::Level)?.subject.clone()
            })
        })
    }

    /// The unit itself, where nothing names the subject: `5.852.369 người`.
    fn counted(&self, scene: &Scene, frame: &Frame) -> Option<Subject> {
        let unit = scene.quantities[frame.quantity].unit.as_ref()?;
        unit.dimension.is_counted().then(|| self.worded(scene, std::slice::from_ref(&unit.tokens)))
    }

    /// A counted thing of a list, with the words of the clause that the whole list shares.
    fn listed(&self, scene: &Scene, frame: &Frame, own: &[Figure], mut subject: Subject) -> Subject {
        if let Some(context) = ellipsis::shared(scene, frame, own)
            && !subject.text.contains(context)
        {
            subject.text = format!("{} {context}", subject.text);
            context.clone_into(&mut subject.context);
        }
        subject
    }

    /// Which indicator the subject names.
    pub(super) fn claim(&self, figure: &mut Figure, dimension: Option<Dimension>) {
        let Some(subject) = &mut figure.subject else { return };
        // A plan that is attained says nothing of the unit of what attains it, like a rise.
        let attained = figure.base.as_ref().is_some_and(|b| b.code.as_deref() == Some(unit::PLAN));
        let measure = if attained { Measure::Multiple } else { figure.measure };
        let claim = self.patterns.claim(&subject.hits, figure.unit.as_deref(), dimension, measure);
        subject.indicator = claim.as_ref().map(|c| self.patterns.indicators[c.indicator as usize].id.clone());
        subject.group = claim.and_then(|c| c.group).map(|g| self.patterns.groups[g as usize].code.clone());
        let Some(indicator) = &subject.indicator else { return };
        // A share of which the text names no whole is of the one that its indicator is defined on.
        if figure.base.is_none() && figure.measure == Measure::Level && dimension == Some(Dimension::Percent)
        {
            let known =
                self.patterns.indicators.iter().find(|i| i.id == *indicator).and_then(|i| i.base.clone());
            figure.base = known
                .and_then(|code| self.patterns.bases.iter().position(|b| b.code == code).map(|i| (code, i)))
                .map(|(code, index)| {
                    let text = self.patterns.bases[index].name.clone();
                    BaseOf { code: Some(code), text, basis: Basis::Document }
                });
        }
    }
}

/// `cây cầu dài 540 m, rộng 12 m`: the thing in front, and how far it reaches the other way.
fn extended(scene: &Scene, frame: &Frame, own: &[Figure], mut subject: Subject) -> Subject {
    let extent = |end: usize| scene.is_cue_before(end, Cue::Extent).map(|start| scene.text(&(start..end)));
    let before = own.last().and_then(|f| extent(scene.start_of(&f.quantity)));
    if let (Some(before), Some(here)) = (before, extent(frame.left.end))
        && let Some(thing) = subject.text.strip_suffix(before)
    {
        subject.text = format!("{thing}{here}");
    }
    subject
}

/// How many figures back a paragraph has counted a thing of which only a change is given.
const NEAR: usize = 64;

/// `18/20 xã đạt chuẩn, bình quân đạt 18,7 tiêu chí/xã`: both numbers count, each its own.
fn counts_both(scene: &Scene, frame: &Frame, own: &[Figure]) -> bool {
    let counted = |unit: Option<&UnitExpression>| unit.is_some_and(|u| u.dimension.is_counted());
    counted(scene.quantities[frame.quantity].unit.as_ref())
        && counted(own.last().and_then(|f| f.quantity.unit.as_ref()))
}

/// Whether a phrase is nothing but names of things and groups, and starts with one that is `wanted`.
fn covers(scene: &Scene, phrase: &Tokens, wanted: &dyn Fn(Meaning) -> bool) -> bool {
    let name = |at: usize, first: bool| {
        scene
            .reading
            .hits_at(at)
            .iter()
            .filter(|h| h.end as usize <= phrase.end)
            .filter(|h| {
                if first {
                    wanted(h.meaning)
                } else {
                    matches!(h.meaning, Meaning::Indicator(..) | Meaning::Group(_))
                }
            })
            .map(|h| h.end as usize)
            .max()
    };
    let Some(mut at) = name(phrase.start, true) else { return false };
    while at < phrase.end {
        match name(at, false) {
            Some(end) => at = end,
            None if !scene.reading.tokens[at].is_word() => at += 1,
            None => return false,
        }
    }
    true
}

/// `88,7 nghìn doanh nghiệp đăng ký thành lập mới …, giảm 2% về số doanh nghiệp`: the thing counted before, named in short.
fn about_what_was_counted(
    scene: &Scene,
    frame: &Frame,
    pieces: &[Tokens],
    own: &[Figure],
) -> Option<Subject> {
    scene.is_cue(frame.right.start, Cue::About)?;
    let phrase = pieces.first()?;
    let start =
        scene.is_cue(phrase.start, Cue::CountHead).filter(|end| *end < phrase.end).unwrap_or(phrase.start);
    let name = scene.text(&(start..phrase.end)).to_lowercase();
    let names = |s: &Subject| {
        let text = s.text.to_lowercase();
        text.len() > name.len() && (text.starts_with(&name) || text.contains(&format!(" {name}")))
    };
    own.iter().filter_map(|f| f.subject.as_ref()).find(|s| names(s)).cloned()
}
