//! Words that tell what kind of name follows, and where a capitalised name ends.
//!
//! In: a [`Reading`] and a token. Out: the [`NameWord`] there; the end of the run of capitalised words.
//!
//! Example: at `UBND` of `UBND tỉnh Quảng Nam` the word is `Office`; the name from `Quảng` on ends after `Nam`.

use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, NameWord, PlaceLevel},
    },
    reading::Reading,
    text::{Case, Token},
};

/// The kind of name that the word at `at` announces, and where the word ends.
pub(super) fn name_word(reading: &Reading<'_>, at: usize) -> Option<(NameWord, usize)> {
    let (hit, word) = reading.hit(at, |meaning| match meaning {
        Meaning::Name(word) if word != NameWord::Surname => Some(word),
        _ => None,
    })?;
    Some((word, hit.end as usize))
}

/// Whether a surname stands at `at`: `Nguyễn Đức Chung`.
pub(super) fn is_surname(reading: &Reading<'_>, at: usize) -> bool {
    reading.hit(at, |meaning| (meaning == Meaning::Name(NameWord::Surname)).then_some(())).is_some()
}

/// End of the run of capitalised words from `at` on, numbers of places and joining hyphens included.
pub(super) fn name_end(reading: &Reading<'_>, at: usize) -> usize {
    let is_name = |i: usize| reading.tokens.get(i).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    let mut end = at;
    while is_name(end)
        || (end > at && reading.tokens.get(end).is_some_and(Token::is_dash) && is_name(end + 1))
    {
        end += 1;
    }
    end
}

/// Where the name of a company, a street or a person ends: it goes on over a small word between capitals (`Công ty Cổ phần Đồng
/// Nai`), not into an office or a level word (`Giám đốc Sở Y tế tỉnh Quảng Nam`).
pub(super) fn other_end(reading: &Reading<'_>, from: usize) -> usize {
    let mut end = from;
    let starts_office = |at: usize| {
        name_word(reading, at).is_some_and(|(word, _)| {
            level_of(word).is_some() || matches!(word, NameWord::Office | NameWord::NationalOffice)
        })
    };
    let capital = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    let links = |at: usize| {
        reading.hits_at(at).iter().any(|h| {
            matches!(
                h.meaning,
                Meaning::Status(..)
                    | Meaning::Cue(
                        Cue::Preposition
                            | Cue::At
                            | Cue::Of
                            | Cue::With
                            | Cue::VerbMark
                            | Cue::ValueVerb
                            | Cue::NewValue
                            | Cue::Say
                            | Cue::Contrast
                            | Cue::Compare,
                    )
            )
        })
    };
    let small = |at: usize| {
        reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Lower) && !links(at)
    };
    while end < reading.tokens.len() && !starts_office(end) {
        let twice = small(end + 1) && !starts_office(end + 1) && capital(end + 2);
        let inside = end > from && small(end) && (capital(end + 1) || twice);
        let joined = reading.tokens[end].is_dash() && capital(end + 1);
        if capital(end) || joined {
            end += 1;
        } else if inside {
            end += if capital(end + 1) { 1 } else { 2 };
        } else {
            break;
        }
    }
    end
}

/// Where an address ends: at the closing bracket, or at the first word that is neither a place nor part of one.
pub(super) fn address_end(reading: &Reading<'_>, from: usize) -> usize {
    let limit = (from + ADDRESS_REACH).min(reading.tokens.len());
    let mut at = from;
    while at < limit {
        let token = &reading.tokens[at];
        if token.is(')') || token.is(';') || token.is('.') && token.spaced {
            return at;
        }
        let place = reading
            .hit(at, |m| matches!(m, Meaning::Place(_)).then_some(()))
            .map(|(hit, ())| hit.end as usize);
        let named = name_word(reading, at).map(|(_, end)| end);
        let small = token.is_word() && token.case == Case::Lower;
        match place.max(named) {
            Some(end) => at = end,
            None if small => return at,
            None => at += 1,
        }
    }
    at
}

/// Tokens of an address.
const ADDRESS_REACH: usize = 32;

/// Level of the places that a level word names.
pub(super) fn level_of(word: NameWord) -> Option<PlaceLevel> {
    match word {
        NameWord::Province | NameWord::State => Some(PlaceLevel::Province),
        NameWord::City | NameWord::District => Some(PlaceLevel::District),
        NameWord::Commune => Some(PlaceLevel::Commune),
        NameWord::Hamlet => Some(PlaceLevel::Hamlet),
        _ => None,
    }
}
