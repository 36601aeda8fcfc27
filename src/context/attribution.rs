//! Tokens → [`Attribution`]s: which document or office says so.
//!
//! In: a [`Reading`]. Out: attributions in order, each with the words that give it. An office or another body is named, a
//! person never: `Ông X, Giám đốc BHXH Hà Nội, cho biết` and `theo ông X, Giám đốc BHXH Hà Nội,` are attributed to `BHXH Hà
//! Nội`.
//!
//! Worked example: `Theo Báo cáo số 141-BC/TU của Thành ủy Hà Nội, …` → document `Báo cáo số 141-BC/TU`, issuer `Thành ủy Hà
//! Nội`.

use super::{
    issuer::{abbreviation, issuer, named},
    name::{name_end, name_word},
};
use crate::{
    patterns::{
        Kinds, Meaning,
        catalogue::{Cue, NameWord, Particle, SpeakerWord},
    },
    reading::{Reading, Tokens},
    text::{Case, Token, TokenKind},
};

/// How many tokens before its verb who speaks may be named.
const REACH: usize = 24;
/// Words that tell what a document is, where no table names it.
const WORDS: usize = 7;
/// Words of a document between what it is and whose it is: `số liệu mới nhất của`, `Quyết định số 12 ngày 17/10/2016 của`.
const BETWEEN: usize = 10;

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// All its words: `Theo Báo cáo số 141-BC/TU của Thành ủy Hà Nội`.
    pub tokens: Tokens,
    /// The document: `Báo cáo số 141-BC/TU`.
    pub document: Option<String>,
    /// The office: `Thành ủy Hà Nội`.
    pub issuer: Option<String>,
    /// Whether it begins a sentence or a part of one; `đóng tàu theo Nghị định 67` does not.
    pub leads: bool,
}

/// Every attribution of a block, in order.
pub fn find(reading: &Reading<'_>) -> Vec<Attribution> {
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
                    leads: leads(reading, found.tokens.start),
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

/// Whether a sentence or a part of one begins at `at`, or a word before it: `, còn theo …`.
fn leads(reading: &Reading<'_>, at: usize) -> bool {
    let is_word = |at: usize| reading.tokens[at].is_word() || reading.tokens[at].is_number();
    let start = reading.sentences.get(reading.sentence_of(at)).map_or(0, |sentence| sentence.start);
    (at.saturating_sub(2).max(start)..at).filter(|i| is_word(*i)).count() < 2
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

/// After `theo`, `nguồn:`: a document, a body, a document of a body, or the body that somebody speaks for.
fn source(reading: &Reading<'_>, at: usize, end: usize) -> Option<Found> {
    let Named { document, issuer } = match issued(reading, end) {
        // `tiêm vắc xin theo yêu cầu của Bộ Y tế`: how it is done, not who says so.
        Named { document: None, issuer: None } if leads(reading, at) => worded(reading, end),
        named => named,
    };
    let is_person = |at: usize| matches!(name_word(reading, at), Some((NameWord::Person, _)));
    let issuer = match issuer {
        None if document.is_none() && is_person(end - 1) => spoken_for(reading, end),
        None if document.is_none() && is_person(end) => spoken_for(reading, end + 1),
        None if document.is_none() => named(reading, end),
        issuer => issuer,
    };
    let stop = issuer.as_ref().or(document.as_ref())?.end;
    if reading.tokens[end - 1].is(':') && stop + 3 < reading.tokens.len() {
        return None;
    }
    // "theo số liệu" names nothing: a document needs a number or a body.
    let document = document.filter(|d| has_number(reading, d) || issuer.is_some());
    (document.is_some() || issuer.is_some()).then_some(Found { tokens: at..stop, document, issuer })
}

/// What is named at a place: a document, whose it is, or both.
struct Named {
    document: Option<Tokens>,
    issuer: Option<Tokens>,
}

/// A document, a body, or a document of a body at `at`.
fn issued(reading: &Reading<'_>, at: usize) -> Named {
    let Some(document) = document(reading, at) else {
        return Named { document: None, issuer: issuer(reading, at) };
    };
    let passes = |i: usize| {
        let token = &reading.tokens[i];
        (token.is_word() || token.is_number() || token.is('/') || token.is_dash())
            && cue(reading, i).is_none()
    };
    let limit = (document.end + BETWEEN).min(reading.tokens.len());
    let of = (document.end..limit).take_while(|i| passes(*i)).find(|i| is_of(reading, *i));
    let issuer = match of {
        Some(of) => issuer(reading, of + 1).or_else(|| named(reading, of + 1)).map(|issuer| (of, issuer)),
        None => issuer(reading, document.end).map(|issuer| (document.end, issuer)),
    };
    let Some((of, issuer)) = issuer else { return Named { document: Some(document), issuer: None } };
    // A date or a time behind its name is no part of it.
    let is_time = |at: usize| reading.hit(at, |m| matches!(m, Meaning::Period(..)).then_some(())).is_some();
    let of = (document.end..of).find(|i| is_time(*i) || reading.tokens[*i].is_number()).unwrap_or(of);
    let document = if has_number(reading, &document) { document } else { document.start..of };
    Named { document: Some(document), issuer: Some(issuer) }
}

/// `nghiên cứu mới của Đại học Cần Thơ`: small words that tell what it is, whose it is behind them.
fn worded(reading: &Reading<'_>, at: usize) -> Named {
    let small = |i: &usize| {
        reading.tokens[*i].is_word() && reading.tokens[*i].case == Case::Lower && cue(reading, *i).is_none()
    };
    let of = (at..(at + WORDS).min(reading.tokens.len())).take_while(small).find(|i| is_of(reading, *i));
    let of = of.filter(|of| *of > at && reading.is_small(*of, Particle::Of));
    let issuer = of.and_then(|of| issuer(reading, of + 1));
    Named { document: of.filter(|_| issuer.is_some()).map(|of| at..of), issuer }
}

/// `Lê Văn Bảy, Phó Giám đốc Sở Xây dựng Hải Phòng,`: the body that a person with a title speaks for.
fn spoken_for(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let name = name_end(reading, at);
    reading.tokens.get(name).filter(|t| t.is(',') || t.is('(') || t.is_dash())?;
    let (hit, ()) = reading.hit(name + 1, |m| (m == Meaning::Speaker(SpeakerWord::Title)).then_some(()))?;
    let behind = hit.end as usize;
    (behind..(behind + 4).min(reading.tokens.len()))
        .take_while(|i| reading.tokens[*i].is_word())
        .find_map(|i| issuer(reading, i))
}

/// A document with a number, without `theo`: `Báo cáo số 141-BC/TU của …`.
fn numbered_document(reading: &Reading<'_>, at: usize) -> Option<Found> {
    let Named { document, issuer } = issued(reading, at);
    let document = document.filter(|d| has_number(reading, d))?;
    let report = reading.is_pair(document.start, Particle::Report);
    if !report || reading.tokens[document.start].case == Case::Lower {
        return None;
    }
    let stop = issuer.as_ref().map_or(document.end, |i| i.end);
    Some(Found { tokens: at..stop, document: Some(document), issuer })
}

/// Before `cho biết`: the body that its verb is of, a title and a person's name between them or not, and its document.
fn speaker(reading: &Reading<'_>, at: usize, end: usize) -> Option<Found> {
    let sentence = reading.sentences.get(reading.sentence_of(at))?.clone();
    let from = sentence.start.max(at.saturating_sub(REACH));
    let nearest = (from..at).rev().find_map(|i| issuer(reading, i).filter(|issuer| issuer.end <= at));
    // `Đại học Y Hà Nội` inside `Trường Đại học Y Hà Nội`.
    let whole = |part: Tokens| {
        let wider = |i| issuer(reading, i).filter(|other| other.end >= part.end && other.end <= at);
        (from.max(part.start.saturating_sub(BETWEEN))..part.start).find_map(wider).unwrap_or(part.clone())
    };
    let issuer = nearest.map(whole).or_else(|| (from..at).rev().find_map(|i| abbreviation(reading, i)))?;
    (issuer.end..at).all(|i| is_idle(reading, i)).then_some(())?;
    let of = issuer.start.checked_sub(1).filter(|of| *of > from && is_of(reading, *of));
    let document = of.and_then(|of| {
        let whole = |i: usize| {
            let named = issued(reading, i);
            named.document.filter(|d| d.end <= of && named.issuer.as_ref() == Some(&issuer))
        };
        (from.max(of.saturating_sub(BETWEEN))..of).find_map(whole)
    });
    let start = document.as_ref().map_or(issuer.start, |document| document.start);
    Some(Found { tokens: start..end, document, issuer: Some(issuer) })
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

/// A document at `at`, with its number if it has one.
fn document(reading: &Reading<'_>, at: usize) -> Option<Tokens> {
    let (NameWord::Document, head) = name_word(reading, at)? else { return None };
    let mut end = head;
    let limit = (head + REACH).min(reading.tokens.len());
    while end < limit {
        // `kế hoạch năm 2017` is that of a year, and has no number.
        if reading.hit(end, |m| matches!(m, Meaning::Period(..)).then_some(())).is_some() {
            break;
        }
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
    let at = if reading.is_particle(at, Particle::NumberOf) { at + 1 } else { at };
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

fn is_of(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_small(at, Particle::By)
}

fn has_number(reading: &Reading<'_>, tokens: &Tokens) -> bool {
    reading.tokens[tokens.clone()].iter().any(Token::is_number)
}
