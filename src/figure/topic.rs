//! What a document is about, for heads that leave it out.
//!
//! In: the cues of indicators in the whole document, and a subject that is a bare head. Out: the subject with the cues, if head and cues
//! together name an indicator.
//!
//! Example: in a report of an insurance office on `BHXH, BHYT, BHTN` the sentence `Trong tháng 5 toàn ngành thu được 23.162 tỷ đồng` is about
//! `thu BHXH, BHYT, BHTN`, the indicator `insurance.revenue`.

use super::{Subject, scene::Scene};
use crate::{
    patterns::{
        Hit, Kinds, Meaning, Patterns,
        catalogue::{Dimension, Measure, Part},
    },
    quantity::UnitExpression,
};

/// The cues that a document names again and again.
#[derive(Debug, Clone, Default)]
pub(super) struct Topic {
    /// As they are first written, and their hits there.
    cues: Vec<(String, Vec<Hit>)>,
}

/// How many sentences open a document.
const OPENING: usize = 3;

/// How often a cue must stand in a document to be what it is about.
const OFTEN: usize = 2;

impl Topic {
    /// The topic of a document: cues that its opening names at least one of.
    pub(super) fn of(scenes: &[Scene]) -> Self {
        let mut found: Vec<(String, Vec<Hit>, usize)> = Vec::new();
        let mut opened = false;
        let mut sentences = 0;
        for scene in scenes {
            if scene.reading.next(0, Kinds::TOPIC) == scene.reading.tokens.len() {
                sentences += scene.reading.sentences.len();
                continue;
            }
            for sentence in &scene.reading.sentences {
                let next = |at| scene.reading.next_in(at..sentence.end, Kinds::TOPIC);
                let cues = std::iter::successors(Some(next(sentence.start)), |at| Some(next(at + 1)));
                for at in cues.take_while(|at| *at < sentence.end) {
                    let cues = cues_at(scene, at);
                    let Some(first) = cues.first() else { continue };
                    opened |= sentences < OPENING;
                    let words = scene.text(&(at..first.end as usize));
                    match found.iter_mut().find(|(_, hits, _)| same(hits, &cues)) {
                        Some((.., times)) => *times += 1,
                        None => found.push((words.to_owned(), cues, 1)),
                    }
                }
                sentences += 1;
            }
        }
        found.retain(|(.., times)| opened && *times >= OFTEN);
        Self { cues: found.into_iter().map(|(words, hits, _)| (words, hits)).collect() }
    }

    /// A sum whose subject is a bare head, with what the document is about.
    pub(super) fn complete(
        &self,
        subject: Subject,
        unit: Option<&UnitExpression>,
        measure: Measure,
        patterns: &Patterns,
    ) -> Subject {
        let part =
            |h: &Hit, wanted: &[Part]| matches!(h.meaning, Meaning::Indicator(_, p) if wanted.contains(&p));
        let head = subject.hits.iter().any(|h| part(h, &[Part::Head]));
        let named = subject.hits.iter().any(|h| part(h, &[Part::Cue, Part::Term]));
        let sum = unit.filter(|u| {
            u.dimension == Dimension::Money || u.dimension == Dimension::Percent && measure == Measure::Change
        });
        if self.cues.is_empty()
            || !head
            || named
            || sum.is_none()
            || subject.text.split_whitespace().count() > BARE
        {
            return subject;
        }
        let cues = self.cues.iter().flat_map(|(_, hits)| hits);
        let hits: Vec<Hit> = subject.hits.iter().chain(cues).copied().collect();
        let claim = patterns.claim(&hits, sum.map(|u| u.code.as_str()), sum.map(|u| u.dimension), measure);
        let Some(claim) = claim else { return subject };
        let told = |(_, hits): &&(String, Vec<Hit>)| hits.iter().any(|h| claim.evidence.contains(h));
        let owner =
            self.cues.iter().filter(told).map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(", ");
        Subject { text: format!("{} {owner}", subject.text), owner, hits, ..subject }
    }
}

/// The longest bare head, in words.
const BARE: usize = 5;

/// The cues of indicators at a token that no exception lies over.
fn cues_at(scene: &Scene, at: usize) -> Vec<Hit> {
    let hits = scene.reading.hits_at(at);
    let of = |h: &Hit, wanted: Part| matches!(h.meaning, Meaning::Indicator(_, part) if part == wanted);
    let longest = hits.iter().filter(|h| of(h, Part::Cue)).map(|h| h.end).max();
    let excepted = hits.iter().any(|h| of(h, Part::Except) && Some(h.end) > longest);
    hits.iter().filter(|h| of(h, Part::Cue) && Some(h.end) == longest && !excepted).copied().collect()
}

fn same(a: &[Hit], b: &[Hit]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.meaning == b.meaning)
}
