//! What a document has said so far and later sentences lean on.
//!
//! In: the figures and mentions of each sentence in turn. Out: the period, place, reference, status and subject in force.
//!
//! Example: `Đến ngày 31-12-2020, … có 89.523 đơn vị. Số người tham gia BHXH là 1.846.011 người.`: the second sentence has no period;
//! the first one's governs it, with basis `paragraph`.

use super::{Basis, Evidence, ReferenceTo, Subject, Whereabouts, scene::Scene, status::InForce};
use crate::{
    context::period::PeriodMention,
    span::{Raw, Span},
};

/// What is in force.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The last period that governed a figure, or led a sentence.
    pub period: Option<Held<Moment>>,
    /// The first period of the headline or standfirst: the document's.
    pub document_period: Option<Moment>,
    /// The last place that governed.
    pub place: Option<Held<Whereabouts>>,
    /// The last place named of each level, which `huyện`, `tỉnh` without a name go back to.
    pub recent: Vec<Whereabouts>,
    /// The last comparison with the same period.
    pub reference: Option<Held<ReferenceTo>>,
    /// The status of the sentence before.
    pub status: Option<Held<InForce>>,
    /// The subject of the last level.
    pub subject: Option<Held<Subject>>,
    /// Block now read.
    pub block: usize,
    /// Sentence now read.
    pub sentence: usize,
}

/// A value and where it was said.
#[derive(Debug, Clone)]
pub(super) struct Held<T> {
    /// The value.
    pub value: T,
    /// Its block.
    pub block: usize,
    /// Its sentence in the block.
    pub sentence: usize,
}

/// A period as it was said.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    /// The mention.
    pub mention: PeriodMention,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub span: Span<Raw>,
}

impl Moment {
    /// A mention as it is said in a scene.
    pub(super) fn of(scene: &Scene, mention: &PeriodMention) -> Self {
        let text = scene.text(&mention.tokens).to_owned();
        Self { mention: mention.clone(), text, span: scene.reading.raw_span(&mention.tokens) }
    }

    /// Its words as evidence.
    pub(super) fn evidence(&self) -> Evidence {
        Evidence { field: "period", span: self.span, entry: None }
    }
}

impl Memory {
    /// Remembers a value at the sentence now read.
    pub(super) fn hold<T>(&self, value: T) -> Held<T> {
        Held { value, block: self.block, sentence: self.sentence }
    }

    /// Remembers the last named place of a level.
    pub(super) fn recall(&mut self, place: Whereabouts) {
        self.recent.retain(|p| p.level != place.level);
        self.recent.push(place);
    }

    /// How a held value is known in the sentence now read.
    pub(super) fn basis<T>(&self, held: &Held<T>) -> Basis {
        if held.block != self.block {
            Basis::Document
        } else if held.sentence == self.sentence {
            Basis::Sentence
        } else {
            Basis::Paragraph
        }
    }
}
