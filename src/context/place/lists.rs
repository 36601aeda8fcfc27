//! Lower places that no table knows, in lists and before brackets.
//!
//! In: a finder and what it has found. Out: the places that a list goes on with, and the one whose province a bracket names.
//!
//! Example: `hai xã Nghi Ân và Nghi Đức` are two places, `Bái Cháy (Quảng Ninh)` is Bái Cháy.

use super::{Finder, LONGEST_NAME, PlaceKind, PlaceMention, ends::is_syllable};
use crate::{
    context::name::{is_surname, name_word},
    patterns::{
        Meaning,
        catalogue::{Cue, NameWord, PlaceLevel},
    },
    reading::Tokens,
    text::Case,
};

/// Names of a list, at most.
const LIST: usize = 24;
/// Small words in the name of a company.
const SMALL_WORDS: usize = 6;
/// How many tokens a bracket may have that points elsewhere: a headline.
const POINTER: usize = 40;

impl Finder<'_, '_> {
    /// The places of a list whose level word says that there are several, from the name at `from` on, and where it ends:
    /// `các xã Ninh Sở, Hồng Vân và Vân Tảo`.
    pub(super) fn listed(&self, from: usize, word: NameWord) -> (Vec<PlaceMention>, usize) {
        let (mut list, mut end) = (Vec::new(), from);
        while list.len() < LIST {
            let begin = if list.is_empty() { from } else { self.behind_comma(end) };
            let stop = self.open_name_end(begin, word);
            // `…, Đoàn thanh niên tặng`, `…, Hà Nội có`: another body, or what the list lies in.
            if !list.is_empty() && self.is_no_member(begin, stop) {
                break;
            }
            if begin == end && !list.is_empty() || stop == begin || self.reading.tokens[begin].is_number() {
                break;
            }
            let level = if word == NameWord::Districts { PlaceLevel::District } else { PlaceLevel::Commune };
            list.push(self.lower(begin..stop, level));
            end = stop;
        }
        (list, end)
    }

    /// Whether what begins at `begin` is no further place of a list: a body, a person, a known province, or a lone syllable with
    /// words behind it.
    fn is_no_member(&self, begin: usize, stop: usize) -> bool {
        let reading = self.reading;
        let Some(first) = reading.tokens.get(begin) else { return true };
        let other = |m| match m {
            Meaning::Name(word) => (word != NameWord::Surname).then_some(()),
            Meaning::Speaker(_) => Some(()),
            _ => None,
        };
        let known = self.known(begin).map(|k| self.named(begin..k.end as usize, k));
        let lone = stop == begin + 1
            && reading.tokens.get(stop).is_some_and(|t| t.is_word() && t.case == Case::Lower)
            && reading.hit(stop, |m| matches!(m, Meaning::Cue(_)).then_some(())).is_none();
        !first.is_word()
            || reading.hit(begin, other).is_some()
            || known.is_some_and(|k| k.level <= PlaceLevel::Province)
            || lone
    }

    /// The token behind a comma or `và` at `at`, or `at`.
    fn behind_comma(&self, at: usize) -> usize {
        let joins = |i: usize| {
            let Some(token) = self.reading.tokens.get(i) else { return false };
            token.is(',') || self.reading.hit(i, |m| (m == Meaning::Cue(Cue::And)).then_some(())).is_some()
        };
        if joins(at) { at + 1 } else { at }
    }

    /// What a place in a bracket that opens at `open` tells of the name before it: `Bái Cháy (Quảng Ninh)` is a place, `Móng Cái
    /// (Quảng Ninh)` that district, and in `xã Đông Lỗ (Ứng Hòa)` it is the district itself.
    pub(super) fn qualify(&self, out: &mut Vec<PlaceMention>, inside: &mut PlaceMention, open: usize) {
        let before = out.last_mut().filter(|before| before.tokens.end == open);
        match before {
            Some(before) if before.bare => before.bare = inside.level > PlaceLevel::Province,
            Some(_) => inside.bare = false,
            None => out.extend(self.before_bracket(open)),
        }
    }

    /// The name right before a bracket that opens at `open` and holds a known place. No person, and nothing that another word
    /// announces.
    fn before_bracket(&self, open: usize) -> Option<PlaceMention> {
        let reading = self.reading;
        let capital = |at: usize| reading.tokens[at].is_word() && reading.tokens[at].case == Case::Title;
        let start =
            (open.saturating_sub(LONGEST_NAME + 1)..open).rev().take_while(|at| capital(*at)).last()?;
        let announced = reading.hit_before(start, |m| matches!(m, Meaning::Name(_)).then_some(())).is_some();
        // "ở Xa La (Hà Đông)", ", Bãi Dài (Quảng Ninh)": a person stands elsewhere.
        let leads = |m| matches!(m, Meaning::Cue(Cue::At | Cue::Preposition | Cue::And)).then_some(());
        let led = start
            .checked_sub(1)
            .is_some_and(|i| reading.tokens[i].is(',') || reading.hit_before(start, leads).is_some());
        let n = open - start;
        let syllables = (start..open).all(|at| is_syllable(&reading.word(at).to_lowercase()));
        let plain = led
            && syllables
            && !announced
            && !is_surname(reading, start)
            && name_word(reading, start).is_none();
        let known = (start..open).any(|at| self.known(at).is_some());
        (plain && !known && (2..=LONGEST_NAME).contains(&n))
            .then(|| self.lower(start..open, PlaceLevel::Commune))
    }

    /// The capital behind the small words at `from` that a company is called by, none of which links.
    pub(super) fn behind_small_words(&self, from: usize) -> Option<usize> {
        let small = |at: usize| {
            let token = &self.reading.tokens[at];
            let links = |m| match m {
                Meaning::Cue(cue) => !matches!(
                    cue,
                    Cue::CountHead | Cue::BareHead | Cue::Light | Cue::Rate | Cue::Sum | Cue::Mean
                ),
                other => matches!(other, Meaning::Status(..)),
            };
            let links = |m| links(m).then_some(());
            token.is_word() && token.case == Case::Lower && self.reading.hit(at, links).is_none()
        };
        let end = (from + SMALL_WORDS + 1).min(self.reading.tokens.len());
        let at = (from..end).find(|at| !small(*at))?;
        (at > from && self.reading.tokens[at].is_word() && self.reading.tokens[at].case != Case::Lower)
            .then_some(at)
    }

    /// A place by its words alone.
    pub(super) fn lower(&self, tokens: Tokens, level: PlaceLevel) -> PlaceMention {
        let name = self.reading.text_of(&tokens).to_owned();
        PlaceMention { name, level, ..self.plain(tokens, PlaceKind::Named) }
    }

    /// Whether square brackets stand around a token: they hold the headline of another article.
    pub(super) fn points_elsewhere(&self, at: usize) -> bool {
        let marks = |i: usize, mark: char| self.reading.tokens[i].is(mark);
        let open = (at.saturating_sub(POINTER)..at).rev().find(|i| marks(*i, '[') || marks(*i, ']'));
        let close = || (at..(at + POINTER).min(self.reading.tokens.len())).any(|i| marks(i, ']'));
        open.is_some_and(|i| marks(i, '[')) && close()
    }
}
