//! The names of those who say so: offices, and every other body that is called by a word for what it is.
//!
//! In: a [`Reading`] and a token. Out: the tokens of the name that begins there, its level word and place included; none
//! where it names nobody (`Sở` alone may be any), a person or a place.
//!
//! Example: `Sở Lao động - Thương binh và Xã hội tỉnh Quảng Nam`, `Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam`.

use super::name::{is_surname, name_end, name_word};
use crate::{
    patterns::{
        Hit, Kinds, Meaning,
        catalogue::{Cue, NameWord, Particle, SpeakerWord},
    },
    reading::{Reading, Tokens},
    text::Case,
};

/// How many tokens a name may have.
const REACH: usize = 24;
/// Letters of an abbreviation that is a name by itself: `WHO`, `VASEP`.
const ABBREVIATION: usize = 3;

/// The office or other body whose name begins at `at`.
pub(super) fn issuer(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    // Most words name nobody: what is looked for further on must stand here.
    if !reading.is_any(at, Kinds::PLACE | Kinds::SPEAKER) {
        return None;
    }
    office(reading, at).or_else(|| institution(reading, at))
}

/// A body that a word for what it is announces: `Trung tâm Khí tượng thủy văn Trung ương`, `Tổ chức Y tế Thế giới`. Its name
/// ends with its last capital, or where a comma or a bracket ends the words behind it.
fn institution(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let (head, ()) = reading.hit(at, |m| (m == Meaning::Speaker(SpeakerWord::Body)).then_some(()))?;
    let head = head.end as usize;
    let mut last = head;
    let mut end = head;
    let limit = (head + REACH).min(reading.tokens.len());
    while end < limit {
        let token = &reading.tokens[end];
        let joins = (token.is_dash() || token.is('&')) && end > head;
        if !(token.is_word() || joins) || is_person(reading, end) {
            break;
        }
        let place = reading.hit(end, |m| matches!(m, Meaning::Place(_)).then_some(()));
        if let Some((place, ())) = place {
            (end, last) = (place.end as usize, place.end as usize);
            continue;
        }
        let capital = token.is_word() && token.case != Case::Lower;
        let named = capital || is_second_syllable(reading, end);
        if !named && ends_name(reading, end) {
            break;
        }
        end += 1;
        if named {
            last = end;
        }
    }
    // Small words up to a comma or bracket are of the name; up to a verb, they may be anything.
    let closed = reading.tokens.get(end).is_none_or(|t| t.is(',') || t.is('('));
    let own = reading.tokens[at].case != Case::Lower;
    let named = last > head || own && closed && end > head + 1;
    named.then_some(at..if closed { end } else { last })
}

/// Whether the small word at `at` begins what the body does, or says when.
fn ends_name(reading: &Reading<'_>, at: usize) -> bool {
    let ends = |m: Meaning| match m {
        Meaning::Cue(Cue::Say | Cue::Source | Cue::VerbMark | Cue::ValueVerb | Cue::Light | Cue::At) => {
            Some(())
        }
        Meaning::Period(..) | Meaning::Name(NameWord::Person) => Some(()),
        _ => None,
    };
    reading.hit(at, ends).is_some()
}

/// `WHO`, `VASEP`: an abbreviation that speaks, at the beginning of what it says.
pub(super) fn abbreviation(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    reading.tokens.get(at).filter(|t| t.is_word() && t.case == Case::Upper)?;
    let first = at == 0 || !reading.tokens[at - 1].is_word();
    (first && reading.word(at).chars().count() >= ABBREVIATION && name_word(reading, at).is_none())
        .then_some(at..at + 1)
}

/// `Theo Reuters,`: a name of capitals that no table knows, up to a comma or the end; no person and no place.
pub(super) fn named(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let first = reading.tokens.get(at).filter(|t| t.is_word() && t.case != Case::Lower)?;
    let place = reading.hit(at, |m| matches!(m, Meaning::Place(_)).then_some(())).is_some();
    if place || is_surname(reading, at) || name_word(reading, at).is_some() || first.span.len() < 2 {
        return None;
    }
    let end = name_end(reading, at);
    let closed = reading.tokens.get(end).is_none_or(|t| !t.is_word() && !t.is_number());
    (closed && end <= at + 5).then_some(at..end)
}

/// An office at `at` and its whole name: `Sở Lao động - Thương binh và Xã hội tỉnh Quảng Nam`.
fn office(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let (word, head) = name_word(reading, at)?;
    if !matches!(word, NameWord::Office | NameWord::NationalOffice) {
        return None;
    }
    let mut end = head;
    let limit = (head + REACH).min(reading.tokens.len());
    while end < limit {
        // `Liên đoàn Lao động (LĐLĐ) tỉnh Khánh Hòa`: its abbreviation, and the name goes on.
        let bracket = reading.tokens[end].is('(') && reading.tokens.get(end + 2).is_some_and(|t| t.is(')'));
        match part_of_office(reading, end) {
            Some(next) => end = next,
            None if bracket && end + 3 < limit && is_level(reading, end + 3) => end += 3,
            None => break,
        }
    }
    // `Sở`, `Công an` alone may be any.
    let bare = end == head
        && word == NameWord::Office
        && (head == at + 1 || reading.tokens[head - 1].case == Case::Lower && head == at + 2);
    (!bare).then_some(at..end)
}

/// Where the piece of an office's name at `at` ends; none if the name is over.
fn part_of_office(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let place = reading.hit(at, |meaning| matches!(meaning, Meaning::Place(_)).then_some(()));
    if let Some((hit, ())) = place {
        return Some(hit.end as usize);
    }
    let is_capital = reading.tokens[at].is_word() && reading.tokens[at].case != Case::Lower;
    if let Some((word, end)) = name_word(reading, at).filter(|_| !is_capital) {
        let part = !matches!(word, NameWord::Person | NameWord::Document | NameWord::Other | NameWord::Bank);
        return part.then_some(end);
    }
    let token = &reading.tokens[at];
    if is_person(reading, at) {
        return None;
    }
    let next_is_name = reading.tokens.get(at + 1).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    if token.is_word() && token.case != Case::Lower {
        return Some(at + 1);
    }
    // "Kế hoạch và Đầu tư": small words between and after capitals, unless a verb.
    let joins = token.is_dash() || token.is('&') || reading.is_small(at, Particle::And);
    if joins && next_is_name {
        return Some(at + 1);
    }
    let small = token.is_word()
        && token.case == Case::Lower
        && at > 0
        && reading.tokens[at - 1].is_word()
        && reading.tokens[at - 1].case == Case::Title
        && is_second_syllable(reading, at);
    if small {
        return Some(at + 1);
    }
    // `Phát triển nông thôn tỉnh …`, `An toàn vệ sinh thực phẩm tỉnh …`: small words up to the level word of the office's place, or to the
    // office it is part of.
    let behind_name = at > 0
        && reading.tokens[at - 1].is_word()
        && (reading.tokens[at - 1].case == Case::Title || is_second_syllable(reading, at - 1));
    let run = (at..(at + SMALL_WORDS).min(reading.tokens.len())).find(|i| {
        let token = &reading.tokens[*i];
        !token.is_word()
            || token.case != Case::Lower
            || reading.hit(*i, |m| matches!(m, Meaning::Cue(Cue::Source | Cue::Say)).then_some(())).is_some()
            || is_level(reading, *i)
    })?;
    let goes_on = is_level(reading, run)
        || reading.tokens[run].is('(')
        || matches!(name_word(reading, run), Some((NameWord::Office, _)));
    (behind_name && run > at && goes_on).then_some(run)
}

/// Small words in the name of an office, at most, and one more.
const SMALL_WORDS: usize = 8;

/// `tỉnh`, `huyện`, `TP`: the place of the office follows.
fn is_level(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        name_word(reading, at),
        Some((NameWord::Province | NameWord::City | NameWord::District | NameWord::Commune, _))
    )
}

/// `Nguyễn Đức Chung`: a surname and given names.
fn is_person(reading: &Reading<'_>, at: usize) -> bool {
    let surname = is_surname(reading, at);
    let capital = |i: usize| reading.tokens.get(i).is_some_and(|t| t.is_word() && t.case == Case::Title);
    surname && capital(at + 1)
}

/// Whether the syllable at `at` ends a word that offices are called by: `Thống │ kê`, `Đầu │ tư`.
fn is_second_syllable(reading: &Reading<'_>, at: usize) -> bool {
    let word = |h: &Hit| h.meaning == Meaning::Speaker(SpeakerWord::Name) && h.covers(at);
    at > 0 && reading.hits_at(at - 1).iter().any(word)
}
