//! Tokens → [`Attribution`]s: which document or office says so.
//!
//! In: a [`Reading`] and the document numbers that [`lookalike`](super::lookalike) has found. Out: attributions in order, each
//! with the words that give it. An office is named, a person never: `Ông X, Giám đốc BHXH Hà Nội, cho biết` is
//! attributed to `BHXH Hà Nội`.
//!
//! Worked example: `Theo Báo cáo số 141-BC/TU của Thành ủy Hà Nội, …` → document `Báo cáo số 141-BC/TU`, issuer `Thành ủy Hà
//! Nội`.

use super::name::{is_surname, name_end, name_word};
use crate::{
    patterns::{
        Hit, Kinds, Meaning, Patterns,
        catalogue::{Cue, NameWord},
    },
    reading::{Reading, Tokens},
    text::{Case, Token, TokenKind},
};

/// How many tokens the name of an office or a document may have.
const REACH: usize = 24;

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// All its words: `Theo Báo cáo số 141-BC/TU của Thành ủy Hà Nội`.
    pub tokens: Tokens,
    /// The document: `Báo cáo số 141-BC/TU`.
    pub document: Option<String>,
    /// The office: `Thành ủy Hà Nội`.
    pub issuer: Option<String>,
}

/// Every attribution of a block, in order.
pub fn find(reading: &Reading<'_>, _patterns: &Patterns) -> Vec<Attribution> {
    let mut out: Vec<Attribution> = Vec::new();
    let mut at = reading.next(0, Kinds::SOURCE);
    while at < reading.tokens.len() {
        let found = match cue(reading, at) {
            // `(Nguồn: …)` inside a text is the credit of a picture.
            Some((Cue::Source, end)) if reading.tokens[end - 1].is(':') && at > 1 => None,
            Some((Cue::Source, end)) => source(reading, at, at + 1).or_else(|| source(reading, at, end)),
            Some((Cue::Say, end)) => speaker(reading, at, end),
            _ => numbered_document(reading, at),
        };
        let floor = out.last().map_or(0, |last| last.tokens.end);
        at = match found {
            Some(found) if found.tokens.start >= floor => {
                let end = found.tokens.end.max(at + 1);
                let text = |tokens: &Tokens| reading.text_of(tokens).to_owned();
                out.push(Attribution {
                    document: found.document.as_ref().map(text),
                    issuer: found.issuer.as_ref().map(text),
                    tokens: found.tokens,
                });
                end
            }
            _ => at + 1,
        };
        at = reading.next(at, Kinds::SOURCE);
    }
    out
}

/// An attribution by its tokens.
struct Found {
    tokens: Tokens,
    document: Option<Tokens>,
    issuer: Option<Tokens>,
}

fn cue(reading: &Reading<'_>, at: usize) -> Option<(Cue, usize)> {
    let (hit, cue) = reading.hit(at, |meaning| match meaning {
        Meaning::Cue(cue @ (Cue::Source | Cue::Say)) => Some(cue),
        _ => None,
    })?;
    Some((cue, hit.end as usize))
}

/// After `theo`, `nguồn:`: a document, an office, or a document of an office.
fn source(reading: &Reading<'_>, at: usize, end: usize) -> Option<Found> {
    let document = document(reading, end);
    let after = document.as_ref().map_or(end, |d| d.end);
    let after = if is_of(reading, after) { after + 1 } else { after };
    let of_person = matches!(name_word(reading, end - 1), Some((NameWord::Person, _)));
    let issuer = office(reading, after).or_else(|| named(reading, after).filter(|_| !of_person));
    let stop = issuer.as_ref().or(document.as_ref())?.end;
    if reading.tokens[end - 1].is(':') && stop + 3 < reading.tokens.len() {
        return None;
    }
    // "theo số liệu" names nothing: a document needs a number or an office.
    let document = document.filter(|d| has_number(reading, d) || issuer.is_some());
    (document.is_some() || issuer.is_some()).then_some(Found { tokens: at..stop, document, issuer })
}

/// A document with a number, without `theo`: `Báo cáo số 141-BC/TU của …`.
fn numbered_document(reading: &Reading<'_>, at: usize) -> Option<Found> {
    let document = document(reading, at).filter(|d| has_number(reading, d))?;
    if !reading.text_of(&document).starts_with("Báo cáo") {
        return None;
    }
    let after = if is_of(reading, document.end) { document.end + 1 } else { document.end };
    let issuer = office(reading, after);
    let stop = issuer.as_ref().map_or(document.end, |i| i.end);
    Some(Found { tokens: at..stop, document: Some(document), issuer })
}

/// Before `cho biết`: the office that its verb is of, a title and a person's name between them or not.
fn speaker(reading: &Reading<'_>, at: usize, end: usize) -> Option<Found> {
    let sentence = reading.sentences.get(reading.sentence_of(at))?.clone();
    let from = sentence.start.max(at.saturating_sub(REACH));
    let issuer = (from..at).rev().find_map(|i| office(reading, i).filter(|office| office.end <= at))?;
    (issuer.end..at).all(|i| is_idle(reading, i)).then_some(())?;
    Some(Found { tokens: issuer.start..end, document: None, issuer: Some(issuer) })
}

/// What may stand between who speaks and the verb: a name, marks, `đã`, `vừa`, `chiều nay`.
fn is_idle(reading: &Reading<'_>, at: usize) -> bool {
    let token = &reading.tokens[at];
    let mark = !token.is_word() && !token.is(';');
    let light = (at.saturating_sub(2)..=at).any(|start| {
        reading.hits_at(start).iter().any(|h| {
            h.covers(at)
                && matches!(h.meaning, Meaning::Cue(Cue::VerbMark | Cue::Light) | Meaning::Period(..))
        })
    });
    mark || light || token.is_word() && token.case != Case::Lower
}

/// `Theo Reuters,`: a name of capitals that no table knows, up to a comma or the end; no person and no place.
fn named(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let first = reading.tokens.get(at).filter(|t| t.is_word() && t.case != Case::Lower)?;
    let place = reading.hit(at, |m| matches!(m, Meaning::Place(_)).then_some(())).is_some();
    if place || name_word(reading, at).is_some() || first.span.len() < 2 {
        return None;
    }
    let end = name_end(reading, at);
    let closed = reading.tokens.get(end).is_none_or(|t| !t.is_word() && !t.is_number());
    (closed && end <= at + 5).then_some(at..end)
}

/// A document at `at`, with its number if it has one.
fn document(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let (NameWord::Document, head) = name_word(reading, at)? else { return None };
    let mut end = head;
    let limit = (head + REACH).min(reading.tokens.len());
    while end < limit {
        if let Some(number) = document_number(reading, end) {
            return Some(at..number);
        }
        let token = &reading.tokens[end];
        let stops = !token.is_word() || is_of(reading, end) || name_word(reading, end).is_some();
        if stops || end > head + 6 {
            break;
        }
        end += 1;
    }
    Some(at..head)
}

/// End of `số 141-BC/TU` or `20/KH-UBND` at `at`.
fn document_number(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let at = if reading.tokens[at].is_word() && reading.word(at).eq_ignore_ascii_case("số") {
        at + 1
    } else {
        at
    };
    if !reading.tokens.get(at)?.is_number() {
        return None;
    }
    let mut end = at + 1;
    while let Some(token) = reading.tokens.get(end) {
        let joins = matches!(token.kind, TokenKind::Mark('/')) || token.is_dash();
        let code = reading.tokens.get(end + 1).is_some_and(|t| t.is_number() || t.case != Case::Lower);
        if !(joins && code) {
            break;
        }
        end += 2;
    }
    Some(end)
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
        if let Some(next) = part_of_office(reading, end) {
            end = next;
        } else {
            break;
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
    let joins = token.is_dash() || token.is('&') || (token.is_word() && matches!(reading.word(at), "và"));
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
    // `Phát triển nông thôn tỉnh …`, `An toàn vệ sinh thực phẩm tỉnh …`: small words up to the level word of the office's place.
    let behind_name =
        at > 0 && reading.tokens[at - 1].is_word() && reading.tokens[at - 1].case == Case::Title;
    let run = (at..(at + SMALL_WORDS).min(reading.tokens.len())).find(|i| {
        let token = &reading.tokens[*i];
        !token.is_word() || token.case != Case::Lower || cue(reading, *i).is_some() || is_level(reading, *i)
    })?;
    (behind_name && run > at && (is_level(reading, run) || reading.tokens[run].is('('))).then_some(run)
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
    let word = |h: &Hit| h.meaning == Meaning::Cue(Cue::OfficeWord) && h.covers(at);
    at > 0 && reading.hits_at(at - 1).iter().any(word)
}

fn is_of(reading: &Reading<'_>, at: usize) -> bool {
    reading.tokens.get(at).is_some_and(Token::is_word) && matches!(reading.word(at), "của" | "từ" | "do")
}

fn has_number(reading: &Reading<'_>, tokens: &Tokens) -> bool {
    reading.tokens[tokens.clone()].iter().any(Token::is_number)
}
