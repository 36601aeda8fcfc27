//! What a figure's subject is called, and which indicator it names.
//!
//! In: the pieces that [`subject`] found in a frame. Out: [`Subject`], completed where the frame leaves words out.
//!
//! Example: in `số người tham gia BHXH bắt buộc đạt 46,0% và tự nguyện đạt 2,52%` the second subject is `số người tham gia BHXH tự nguyện`.

use super::{
    Evidence, Figure, Subject,
    frame::Frame,
    governor::Governor,
    reading::Walk,
    scene::Scene,
    subject::{self, Found},
};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure, Part},
    },
    reading::Tokens,
};

impl Walk<'_> {
    /// The subject's words, or those of the figure before, or of an anaphor's antecedent.
    pub(super) fn subject(
        &self,
        scene: &Scene,
        frame: &Frame,
        governor: &Governor,
        found: &Found,
        own: &[Figure],
        evidence: &mut Vec<Evidence>,
    ) -> Option<Subject> {
        let anaphor = (frame.left.start..governor.tokens.start.max(frame.left.start))
            .any(|at| scene.is_cue(at, Cue::Anaphor).is_some());
        let (Found::Left(pieces) | Found::Right(pieces)) = found else {
            let before = self.inherited(scene, frame, governor, own);
            return before.map(|s| Subject { is_own: false, ..s }).or_else(|| self.counted(scene, frame));
        };
        if anaphor && matches!(found, Found::Left(_)) {
            let before = own
                .last()
                .and_then(|p| p.subject.clone())
                .or_else(|| self.memory.subject.as_ref().map(|h| h.value.clone()));
            if before.is_some() {
                return before.map(|s| Subject { is_own: false, ..s });
            }
        }
        for piece in pieces {
            evidence.push(Evidence { field: "subject", span: scene.reading.raw_span(piece), entry: None });
        }
        let mut subject = self.worded(scene, pieces);
        self.complete(scene, frame, pieces, own, &mut subject);
        Some(subject)
    }

    /// A subject of these words.
    fn worded(&self, scene: &Scene, pieces: &[Tokens]) -> Subject {
        let head = pieces.first().map_or(0, |p| p.start);
        let text = subject::words(scene, pieces);
        let stem = |wanted: &dyn Fn(Meaning) -> bool| {
            let piece = pieces.first()?;
            let at = piece.clone().find(|at| scene.reading.hits_at(*at).iter().any(|h| wanted(h.meaning)))?;
            (at > piece.start).then(|| subject::words(scene, &[piece.start..at]))
        };
        Subject {
            lead: stem(&|m| matches!(m, Meaning::Indicator(_, Part::Head))).unwrap_or_default(),
            stem: stem(&|m| matches!(m, Meaning::Group(_))).unwrap_or_else(|| text.clone()),
            text,
            indicator: None,
            group: None,
            is_rate: scene.is_cue(head, Cue::Rate).is_some(),
            is_growth: scene.is_cue(head, Cue::Growth).is_some(),
            is_own: true,
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
        let starts = |wanted: &dyn Fn(Meaning) -> bool| {
            scene.reading.hits_at(first.start).iter().any(|h| wanted(h.meaning))
        };
        let lead = if starts(&|m| matches!(m, Meaning::Group(_))) {
            &before.stem
        } else if starts(&|m| matches!(m, Meaning::Indicator(_, Part::Head))) {
            &before.lead
        } else {
            return;
        };
        if !lead.is_empty() && !subject.text.starts_with(lead.as_str()) {
            subject.text = format!("{lead} {}", subject.text);
            subject.lead.clone_from(lead);
            subject.is_rate |= before.is_rate;
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
        let same_unit = |f: &&Figure| f.quantity.unit.as_ref().map(|u| &u.code) == unit.map(|u| &u.code);
        let percent = unit.is_some_and(|u| u.dimension == Dimension::Percent);
        // An absolute change is of a thing of its own unit: `tỷ lệ … đạt 90,1% (tăng 2.636.036 người)` is of the people named before.
        let found =
            if change && !percent { own.iter().rev().find(same_unit).or(own.last()) } else { own.last() };
        found.and_then(|f| f.subject.clone()).or_else(|| {
            self.memory.subject.as_ref().filter(|h| h.block == self.memory.block).map(|h| h.value.clone())
        })
    }

    /// The unit itself, where nothing names the subject: `5.852.369 người`.
    fn counted(&self, scene: &Scene, frame: &Frame) -> Option<Subject> {
        let unit = scene.quantities[frame.quantity].unit.as_ref()?;
        matches!(
            unit.dimension,
            Dimension::Person | Dimension::Household | Dimension::Count | Dimension::Event
        )
        .then(|| self.worded(scene, std::slice::from_ref(&unit.tokens)))
    }

    /// Which indicator the subject names.
    pub(super) fn claim(
        &self,
        scene: &Scene,
        figure: &mut Figure,
        found: &Found,
        dimension: Option<Dimension>,
    ) {
        let Some(subject) = &mut figure.subject else { return };
        let pieces = match found {
            Found::Left(pieces) | Found::Right(pieces) => pieces.clone(),
            Found::Nothing => return,
        };
        let mut hits = subject::hits(scene, &pieces);
        if let Some(base) = &figure.base
            && base.code.is_some()
        {
            hits.extend(scene.reading.hits_at(figure.quantity.tokens.start).iter().copied());
        }
        if let Some(claim) = self.patterns.claim(&hits, figure.unit.as_deref(), dimension, figure.measure) {
            subject.indicator = Some(self.patterns.indicators[claim.indicator as usize].id.clone());
            subject.group = claim.group.map(|g| self.patterns.groups[g as usize].code.clone());
        }
    }
}
