//! The words behind each field of a figure, and the entries that read them.
//!
//! In: a figure that has been put together, with its frame and sentence. Out: [`Evidence`] of its unit, measure, indicator, group,
//! base, reference, place and source; and, for what was carried from an earlier sentence, the words there.
//!
//! Example: in `Thu BHXH đạt 12 tỷ đồng, tăng 5% so với năm 2019` the 5 has the evidence `%` (unit), `tăng` (measure), `Thu BHXH`
//! (indicator) and `so với năm 2019` (reference).

use rustc_hash::FxHashMap;

use super::{
    Evidence, Figure,
    frame::Frame,
    governor::Governor,
    reading::{Sentence, Walk},
    scene::Scene,
};
use crate::{
    patterns::{
        EntryId, Meaning,
        catalogue::{Cue, Measure, Part},
    },
    quantity::UnitExpression,
    reading::Tokens,
};

/// Where a value was said last: by field and by what the record shows of it.
#[derive(Debug, Default)]
pub(super) struct Said(FxHashMap<&'static str, FxHashMap<String, Vec<Evidence>>>);

impl Said {
    /// Remembers the words of a value.
    pub(super) fn note(&mut self, value: &str, words: Vec<Evidence>) {
        if let Some(first) = words.first() {
            let values = self.0.entry(first.field).or_default();
            match values.get_mut(value) {
                Some(known) => *known = words,
                None => drop(values.insert(value.to_owned(), words)),
            }
        }
    }

    fn of(&self, field: &'static str, value: &str) -> &[Evidence] {
        self.0.get(field).and_then(|values| values.get(value)).map_or(&[], Vec::as_slice)
    }
}

impl Walk<'_> {
    /// Completes the evidence of a figure.
    pub(super) fn trace(
        &mut self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        unit: Option<&UnitExpression>,
        figure: &mut Figure,
    ) {
        let scene = sentence.scene;
        for words in &mut figure.evidence {
            if words.entry.is_none() {
                words.entry = match words.field {
                    "place" => self.entry_of_place(sentence, words, figure.place.as_ref()),
                    "base" => self.entry_of_base(sentence, words, figure.base.as_ref()),
                    _ => None,
                };
            }
        }
        // `gấp đôi`, `3,2 triệu`: a unit that is understood has no words.
        if let Some(unit) = unit.filter(|u| !u.tokens.is_empty()) {
            figure.evidence.push(evidence(scene, "unit", &unit.tokens, unit.entry));
        }
        if figure.measure != Measure::Level
            && let Some(cue) = governor.cue
            && governor.tokens.end <= frame.left.end
        {
            let entry = entry_at(scene, governor.tokens.start, |m| m == Meaning::Cue(cue));
            figure.evidence.push(evidence(scene, "measure", &governor.tokens, entry));
        }
        self.trace_names(sentence, figure);
        // Lent out for as long as their words are looked for.
        if let Some(reference) = figure.reference.take() {
            let here = sentence.comparisons.iter().find(|c| scene.text(&c.words(scene)) == reference.text);
            let words = here.map(|c| {
                let entry = entry_at(scene, c.tokens.start, |m| matches!(m, Meaning::Cue(Cue::Compare)));
                evidence(scene, "reference", &c.words(scene), entry)
            });
            self.recall(figure, "reference", &reference.text, words.into_iter().collect());
            figure.reference = Some(reference);
        }
        if figure.said_by.is_some()
            && let Some(source) = scene.attribution_of(figure.quantity.tokens.start, &sentence.tokens)
        {
            figure.evidence.push(evidence(scene, "attribution", &source.tokens, None));
        }
        if let Some(place) = figure.place.take() {
            self.recall(figure, "place", &place.name, Vec::new());
            figure.place = Some(place);
        }
    }

    /// The words that name the indicator and the group: in this sentence, else where they were said last.
    fn trace_names(&mut self, sentence: &Sentence, figure: &mut Figure) {
        // Lent out for as long as its words are looked for: it is large.
        let Some(subject) = figure.subject.take() else { return };
        let scene = sentence.scene;
        let words = |field, wanted: &dyn Fn(Meaning) -> bool| {
            let here = |start: u32, end: u32| {
                sentence.tokens.start <= start as usize && end as usize <= sentence.tokens.end
            };
            let mut words: Vec<Evidence> = Vec::new();
            for hit in subject.hits.iter().filter(|h| wanted(h.meaning) && here(h.start, h.end)) {
                if scene.reading.hits_at(hit.start as usize).contains(hit) {
                    let found =
                        evidence(scene, field, &(hit.start as usize..hit.end as usize), Some(hit.entry));
                    // A term inside a longer one says nothing more.
                    words.retain(|w| !found.span.contains(w.span));
                    if !words.iter().any(|w| w.span.contains(found.span)) {
                        words.push(found);
                    }
                }
            }
            words
        };
        if let Some(id) = &subject.indicator
            && let Some(index) = self.patterns.indicators.iter().position(|i| i.id == *id)
        {
            let named = words(
                "indicator",
                &|m| matches!(m, Meaning::Indicator(i, part) if i as usize == index && part != Part::Except),
            );
            self.recall(figure, "indicator", id, named);
        }
        if let Some(code) = &subject.group
            && let Some(index) = self.patterns.groups.iter().position(|g| g.code == *code)
        {
            let named = words("group", &|m| m == Meaning::Group(index as u32));
            self.recall(figure, "group", code, named);
        }
        figure.subject = Some(subject);
    }

    /// Gives a figure the words of a value and remembers them; without words of its own it gets those remembered.
    fn recall(&mut self, figure: &mut Figure, field: &'static str, value: &str, own: Vec<Evidence>) {
        let mut words: Vec<Evidence> = figure.evidence.iter().filter(|e| e.field == field).cloned().collect();
        if words.is_empty() {
            words = if own.is_empty() { self.said.of(field, value).to_vec() } else { own };
            figure.evidence.extend(words.iter().cloned());
        }
        self.said.note(value, words);
    }

    /// The entry of a place: its own, or of the word that stands for it (`toàn tỉnh`).
    fn entry_of_place(
        &self,
        sentence: &Sentence,
        words: &Evidence,
        place: Option<&super::Whereabouts>,
    ) -> Option<EntryId> {
        let name = &place?.name;
        let scene = sentence.scene;
        let mention = scene
            .places_in(&sentence.tokens)
            .iter()
            .find(|p| scene.reading.raw_span(&p.tokens) == words.span)?;
        let own =
            |m: Meaning| matches!(m, Meaning::Place(i) if self.patterns.places[i as usize].name == *name);
        let word = |m: Meaning| matches!(m, Meaning::Name(_) | Meaning::Cue(Cue::National | Cue::Domestic));
        entry_in(scene, &mention.tokens, own).or_else(|| entry_in(scene, &mention.tokens, word))
    }

    /// The entry of a base that has a code.
    fn entry_of_base(
        &self,
        sentence: &Sentence,
        words: &Evidence,
        base: Option<&super::BaseOf>,
    ) -> Option<EntryId> {
        let code = base?.code.as_ref()?;
        let scene = sentence.scene;
        let own = |m: Meaning| matches!(m, Meaning::Base(i) if self.patterns.bases[i as usize].code == *code);
        let hits = sentence.tokens.clone().flat_map(|at| scene.reading.hits_at(at));
        hits.filter(|h| own(h.meaning))
            .find(|h| words.span.overlaps(scene.reading.raw_span(&(h.start as usize..h.end as usize))))
            .map(|h| h.entry)
    }
}

fn evidence(scene: &Scene, field: &'static str, tokens: &Tokens, entry: Option<EntryId>) -> Evidence {
    Evidence { field, span: scene.reading.raw_span(tokens), entry }
}

/// The entry of the longest term of a meaning at a token.
fn entry_at(scene: &Scene, at: usize, wanted: impl Fn(Meaning) -> bool) -> Option<EntryId> {
    scene.reading.hit(at, |m| wanted(m).then_some(())).map(|(hit, ())| hit.entry)
}

/// The entry of the first term of a meaning inside some tokens.
fn entry_in(scene: &Scene, tokens: &Tokens, wanted: impl Fn(Meaning) -> bool + Copy) -> Option<EntryId> {
    tokens.clone().find_map(|at| entry_at(scene, at, wanted))
}
