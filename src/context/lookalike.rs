//! Tokens → [`LookAlikeMention`]s: digits and number words that are no figure.
//!
//! In: a [`Reading`] and the `[[look_alike]]` entries of the pattern files. Out: mentions in order, none sharing a
//! numeral with another. Entries are tried only where their first word, mark or digit stands.
//!
//! Worked example: in `Nghị quyết số 21-NQ/TW, gọi 0225.3736907` the mentions are `21` (`document_number`) and
//! `0225.3736907` (`phone`); where two entries claim one numeral, the longer match wins.

use std::ops::Range;

use regex::Captures;

use crate::{
    patterns::{
        EntryId, Patterns,
        catalogue::{LookAlike, NumeralClass},
    },
    reading::{Reading, Tokens},
};

/// How far back [`LookAlike::not_after`] looks, in characters.
const LOOK_BACK: usize = 64;

/// How much text an entry is tried on, in bytes: bounds the work on hostile text.
const LOOK_AHEAD: usize = 320;

/// How close behind its first word the number of an entry must stand, in bytes.
const NUMBER_REACH: usize = 100;

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
    let alike = &patterns.look_alikes;
    let mut finder = Finder { reading, out: Vec::new() };
    let number_from = |at: usize| {
        let number = reading.tokens[at..].iter().find(|token| token.is_number());
        number.map_or(usize::MAX, |token| token.span.start())
    };
    // Where the next number starts.
    let mut number = number_from(0);
    // The entries to try at a place.
    let mut tried = Vec::new();
    if number < usize::MAX {
        alike.at_start(norm, &mut tried);
        for entry in &tried {
            finder.take_at(&alike.entries[*entry as usize], 0);
        }
        alike.with_text(norm).for_each(|i| finder.search(&alike.entries[i as usize]));
    }
    for (at, token) in reading.tokens.iter().enumerate() {
        let start = token.span.start();
        if token.is_number() {
            number = number_from(at + 1);
            alike.at_number(ahead(norm, start), &mut tried);
        } else {
            let close = number < start + NUMBER_REACH;
            if !alike.any_at(token, close) {
                continue;
            }
            alike.at(token, ahead(norm, start), close, &mut tried);
        }
        for entry in &tried {
            finder.take_at(&alike.entries[*entry as usize], start);
        }
    }
    settle(finder.out, reading.tokens.len())
}

/// The text from byte `start` on, as far as entries look.
fn ahead(norm: &str, start: usize) -> &str {
    let mut end = norm.len().min(start + LOOK_AHEAD);
    while !norm.is_char_boundary(end) {
        end -= 1;
    }
    &norm[start..end]
}

/// Which tokens the mentions claim, for [`period::find`](super::period::find).
pub fn taken(mentions: &[LookAlikeMention], n_tokens: usize) -> Vec<bool> {
    let mut taken = vec![false; n_tokens];
    for numeral in mentions.iter().flat_map(|m| &m.numerals) {
        taken[numeral.clone()].fill(true);
    }
    taken
}

struct Finder<'r> {
    reading: &'r Reading<'r>,
    out: Vec<LookAlikeMention>,
}

impl Finder<'_> {
    /// Takes the match of an entry at byte `start`, if there is one.
    fn take_at(&mut self, entry: &LookAlike, start: usize) {
        let text = ahead(self.reading.norm(), start);
        if let Some(captures) = entry.regex.get().and_then(|regex| regex.captures(text)) {
            self.take(entry, start, &captures);
        }
    }

    /// Looks for an entry all over the block.
    fn search(&mut self, entry: &LookAlike) {
        let found = entry.regex.get().into_iter().flat_map(|regex| regex.captures_iter(self.reading.norm()));
        for captures in found {
            self.take(entry, 0, &captures);
        }
    }

    /// Makes a mention of a match whose text starts at byte `base`, unless its surroundings forbid it.
    fn take(&mut self, entry: &LookAlike, base: usize, captures: &Captures<'_>) {
        let norm = self.reading.norm();
        let Some(whole) = captures.get(0).filter(|m| !m.is_empty()) else { return };
        let shift = |range: Range<usize>| base + range.start..base + range.end;
        let range = shift(whole.range());
        let before = &norm[..range.start];
        let before = before.char_indices().rev().take(LOOK_BACK).last().map_or("", |(at, _)| &before[at..]);
        if entry.not_after.as_ref().is_some_and(|r| r.is_match(before))
            || entry.not_before.as_ref().is_some_and(|r| r.is_match(ahead(norm, range.end)))
        {
            return;
        }
        let claimed = captures.name("n").map_or(range.clone(), |n| shift(n.range()));
        let numerals = numerals(self.reading, &tokens_of(self.reading, claimed), !entry.has_digits);
        if !numerals.is_empty() {
            let tokens = tokens_of(self.reading, range);
            self.out.push(LookAlikeMention { tokens, numerals, class: entry.class, entry: entry.entry });
        }
    }
}

/// The tokens that share a byte with `bytes`.
fn tokens_of(reading: &Reading<'_>, bytes: Range<usize>) -> Tokens {
    let start = reading.tokens.partition_point(|t| t.span.end() <= bytes.start);
    let end = reading.tokens.partition_point(|t| t.span.start() < bytes.end);
    start..end.max(start)
}

/// Runs of numbers and the marks and codes between them; of an entry in words its words.
fn numerals(reading: &Reading<'_>, tokens: &Tokens, in_words: bool) -> Vec<Tokens> {
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
    if in_words && runs.is_empty() && !tokens.is_empty() {
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
