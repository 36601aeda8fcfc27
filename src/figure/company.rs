//! Companies: what they earn and own has no place.
//!
//! In: the scenes of a document. Out: how much it speaks of companies, against which the evidence for a place is weighed, and the word
//! of a sentence that only a company's figure has. A company that is named once with its kind (`Tập đoàn Sao Biển (SBG)`) is known by its
//! short name from then on.
//!
//! Example: in `Lợi nhuận sau thuế của hãng đạt 31 tỷ đồng` the word is `Lợi nhuận sau thuế`.

use rustc_hash::FxHashSet;

use super::scene::Scene;
use crate::{
    patterns::{
        Kinds, Meaning,
        catalogue::{Cue, NameWord},
    },
    reading::{Reading, Tokens},
    text::Case,
};

/// Where the last word of a stretch starts that only a company's figure has.
pub(super) fn corporate(scene: &Scene, tokens: Tokens) -> Option<usize> {
    let reading = &scene.reading;
    tokens.rev().filter(|at| reading.is_any(*at, Kinds::COMPANY)).find(|at| {
        let Some((NameWord::Corporate, end)) = name_at(reading, *at) else { return false };
        // "của hãng Sao Biển": one that is named, among others.
        let named = reading.tokens.get(end).is_some_and(|t| t.is_word() && t.case != Case::Lower);
        !(named && (*at + 1..end).any(|i| matches!(name_at(reading, i), Some((NameWord::Company, _)))))
    })
}

/// How far into a clause its subject begins, in tokens: `Từ ngày 9/5, Ngân hàng …`.
const SUBJECT: usize = 10;

/// Whether one company or bank that is named does what a clause tells, behind who says so. Of several a text tells what they do together.
pub(super) fn acts(scene: &Scene, sentence: &Tokens, number: usize) -> bool {
    let reading = &scene.reading;
    let capital = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    let names = sentence.clone().filter(|at| reading.is_any(*at, Kinds::PLACE));
    let mut named = names.filter(|at| {
        matches!(name_at(reading, *at), Some((NameWord::Company | NameWord::Bank, end))
            if (end..=end + BETWEEN).any(capital))
    });
    let from = (sentence.start..number)
        .rev()
        .find(|at| scene.is_mark(*at, ';') || scene.is_cue(*at, Cue::Say).is_some());
    let from = from.unwrap_or(sentence.start);
    let (Some(at), None) = (named.next(), named.next()) else { return false };
    // `Theo ông Ba, giám đốc Công ty Sao Biển, …`: who says so. `bốn ngân hàng`: they do it together.
    let before = from..at;
    let says = |i: usize| {
        scene.is_cue(i, Cue::Source).is_some() || matches!(name_at(reading, i), Some((NameWord::Person, _)))
    };
    let counted = scene.quantity_before(at).is_some_and(|q| q.tokens.end == at)
        || at > 0 && reading.hits_at(at - 1).iter().any(|h| matches!(h.meaning, Meaning::Number(..)));
    // `Tổng công ty Sao Biển và 17 địa phương`, `ngân hàng Sao Biển và Sao Mai`: they are others.
    let with_others = (at + 1..number).any(|i| {
        scene.is_cue(i, Cue::And).is_some_and(|end| end == number || capital(end) && capital(i - 1))
    });
    from <= at
        && at < number
        && at <= from + SUBJECT
        && !with_others
        && !counted
        && !before.into_iter().any(says)
}

/// What a document says of companies, each mention weighed by where it stands.
pub(super) fn score(scenes: &[Scene], weight: impl Fn(usize, &Scene, usize) -> u32) -> u32 {
    let mut names: FxHashSet<&str> = FxHashSet::default();
    for scene in scenes {
        for at in words_of_companies(&scene.reading) {
            if let Some((NameWord::Company, end)) = name_at(&scene.reading, at) {
                names.extend(short_names(&scene.reading, end));
            }
        }
    }
    let mut sum = 0;
    for (index, scene) in scenes.iter().enumerate() {
        let reading = &scene.reading;
        let is_kind = |at| matches!(name_at(reading, at), Some((NameWord::Company | NameWord::Corporate, _)));
        let kinds = words_of_companies(reading).filter(|at| is_kind(*at));
        sum += kinds.map(|at| weight(index, scene, at).min(3)).sum::<u32>();
        // Where no company has a name of its own, its kind is all there is to find.
        let tokens = if names.is_empty() { &[][..] } else { &reading.tokens[..] };
        for (at, token) in tokens.iter().enumerate() {
            if token.is_word()
                && token.case != Case::Lower
                && names.contains(reading.word(at))
                && !is_kind(at)
                && scene.place_at(at).is_none()
            {
                sum += weight(index, scene, at);
            }
        }
    }
    sum
}

/// How many small words may stand between the kind of a company and its name: `công ty bán lẻ Daiso`.
const BETWEEN: usize = 2;

/// How many tokens further on the short form in brackets is looked for.
const LONGEST: usize = 14;

/// The name of a company of one word, and its short form in brackets.
fn short_names<'r>(reading: &'r Reading, from: usize) -> impl Iterator<Item = &'r str> {
    let capital = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    let small = |at: usize| {
        reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Lower)
            && name_at(reading, at).is_none()
    };
    let start = (from..=from + BETWEEN).find(|at| !small(*at)).unwrap_or(from);
    let known = reading.hits_at(start).iter().any(|h| match h.meaning {
        Meaning::Name(word) => word != NameWord::Surname,
        other => matches!(other, Meaning::Place(_)),
    });
    let single = capital(start) && !capital(start + 1) && !known;
    let name = single.then(|| reading.word(start));
    let short = (start..start + LONGEST)
        .find(|at| reading.tokens.get(*at).is_some_and(|t| t.is('(')))
        .filter(|open| {
            let whole = (start..*open).all(|at| reading.tokens[at].is_word() || reading.tokens[at].is_dash());
            whole && capital(open + 1) && reading.tokens.get(open + 2).is_some_and(|t| t.is(')'))
        });
    name.into_iter().chain(short.map(|open| reading.word(open + 1)))
}

/// The tokens where a word that tells a company may stand.
fn words_of_companies<'r>(reading: &'r Reading) -> impl Iterator<Item = usize> + 'r {
    let next = |at| Some(reading.next(at, Kinds::COMPANY)).filter(|at| *at < reading.tokens.len());
    std::iter::successors(next(0), move |at| next(at + 1))
}

fn name_at(reading: &Reading, at: usize) -> Option<(NameWord, usize)> {
    let (hit, word) = reading.hit(at, |meaning| match meaning {
        Meaning::Name(word) => Some(word),
        _ => None,
    })?;
    Some((word, hit.end as usize))
}
