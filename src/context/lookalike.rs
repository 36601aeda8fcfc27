//! Tokens → [`LookAlikeMention`]s: digits and number words that are no figure.
//!
//! In: a [`Reading`] and the `[[look_alike]]` entries of the pattern files. Out: mentions in order, none sharing a
//! numeral with another. One pass over a block tells which entries occur at all; only those are looked for.
//!
//! Worked example: in `Nghị quyết số 21-NQ/TW, gọi 0225.3736907` the mentions are `21` (`document_number`) and
//! `0225.3736907` (`phone`); where two entries claim one numeral, the longer match wins.

use std::ops::Range;

use crate::{
    patterns::{
        EntryId, Patterns,
        catalogue::{LookAlike, NumeralClass},
    },
    reading::{Reading, Tokens},
};

/// How far back [`LookAlike::not_after`] looks, in characters.
const LOOK_BACK: usize = 64;

/// Something that looks like a figure and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlikeMention {
    /// All that the entry matched: `Nghị quyết số 21-NQ/TW`.
    pub tokens: Tokens,
    /// The numerals that it claims, each a run of tokens without words between: `21`.
    pub numerals: Vec<Tokens>,
    /// Class in `rejected.jsonl`.
    pub class: NumeralClass,
    /// The entry that matched.
    pub entry: EntryId,
}

/// Every look-alike of a block, in order.
pub fn find(reading: &Reading<'_>, patterns: &Patterns) -> Vec<LookAlikeMention> {
    let norm = reading.norm();
    let has_digit = norm.bytes().any(|b| b.is_ascii_digit());
    let mut found = Vec::new();
    let [digits, words] = &patterns.look_alike_sets;
    for set in digits.iter().filter(|_| has_digit).chain(words) {
        for member in &set.set.matches(norm) {
            let entry = &patterns.look_alikes[set.members[member] as usize];
            matches_of(entry, reading, &mut found);
        }
    }
    settle(found, reading.tokens.len())
}

/// Which tokens the mentions claim, for [`period::find`](super::period::find).
pub fn taken(mentions: &[LookAlikeMention], n_tokens: usize) -> Vec<bool> {
    let mut taken = vec![false; n_tokens];
    for numeral in mentions.iter().flat_map(|m| &m.numerals) {
        taken[numeral.clone()].fill(true);
    }
    taken
}

fn matches_of(entry: &LookAlike, reading: &Reading<'_>, out: &mut Vec<LookAlikeMention>) {
    let norm = reading.norm();
    for captures in entry.regex.captures_iter(norm) {
        let Some(whole) = captures.get(0).filter(|m| !m.is_empty()) else { continue };
        let before = &norm[..whole.start()];
        let before = before.char_indices().rev().take(LOOK_BACK).last().map_or("", |(at, _)| &before[at..]);
        if entry.not_after.as_ref().is_some_and(|r| r.is_match(before))
            || entry.not_before.as_ref().is_some_and(|r| r.is_match(&norm[whole.end()..]))
        {
            continue;
        }
        let claimed = captures.name("n").unwrap_or(whole);
        let numerals = numerals(reading, &tokens_of(reading, claimed.range()));
        if !numerals.is_empty() {
            let tokens = tokens_of(reading, whole.range());
            out.push(LookAlikeMention { tokens, numerals, class: entry.class, entry: entry.entry });
        }
    }
}

/// The tokens that share a byte with `bytes`.
fn tokens_of(reading: &Reading<'_>, bytes: Range<usize>) -> Tokens {
    let start = reading.tokens.partition_point(|t| t.span.end() <= bytes.start);
    let end = reading.tokens.partition_point(|t| t.span.start() < bytes.end);
    start..end.max(start)
}

/// Runs of numbers and the marks and codes between them; of words without digits the words.
fn numerals(reading: &Reading<'_>, tokens: &Tokens) -> Vec<Tokens> {
    let mut runs: Vec<Tokens> = Vec::new();
    let mut open = false;
    for at in tokens.clone() {
        let token = &reading.tokens[at];
        if token.is_number() {
            match runs.last_mut() {
                Some(run) if open => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
            open = true;
        } else if token.is_word() {
            open = false;
        }
    }
    let has_digit = || reading.text_of(tokens).bytes().any(|b| b.is_ascii_digit());
    if runs.is_empty() && !tokens.is_empty() && !has_digit() {
        runs.push(tokens.clone());
    }
    runs
}

/// The longest first; a mention that shares a numeral with a kept one is dropped.
fn settle(mut found: Vec<LookAlikeMention>, n_tokens: usize) -> Vec<LookAlikeMention> {
    if found.len() > 1 {
        found.sort_by_key(|m| (std::cmp::Reverse(m.tokens.len()), m.tokens.start, m.entry));
        let mut claimed = vec![false; n_tokens];
        found.retain(|mention| {
            let free = !mention.numerals.iter().cloned().flatten().any(|at| claimed[at]);
            if free {
                mention.numerals.iter().for_each(|run| claimed[run.clone()].fill(true));
            }
            free
        });
        found.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    }
    found
}
