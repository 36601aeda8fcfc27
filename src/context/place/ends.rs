//! Where the name of a place ends that no table has, and that of a line between places.
//!
//! In: a finder and the token behind the word that tells what is named. Out: the token behind the name.
//!
//! Example: behind `đoạn` the name `Vinh (Nghệ An) - Bãi Vọt (Hà Tĩnh)` ends with the bracket.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark as is_mark};

use super::{Finder, LONGEST_NAME, PlaceKind, PlaceMention};
use crate::{
    context::name::{is_surname, level_of, name_word},
    patterns::{
        Meaning,
        catalogue::{Cue, NameWord, Particle, PlaceLevel},
    },
    text::{Case, Token},
};

impl Finder<'_, '_> {
    /// `miền Nam Libya`: a part of that country, not of Vietnam.
    pub(super) fn part_of_country(&self, at: usize, mention: &PlaceMention) -> Option<PlaceMention> {
        let known = self.known(mention.tokens.end)?;
        let end = known.end as usize;
        let country = self.named(mention.tokens.end..end, known);
        let directed = mention.level == PlaceLevel::Region && !mention.foreign;
        (directed && country.foreign && country.level == PlaceLevel::Country).then(|| PlaceMention {
            foreign: true,
            level: PlaceLevel::Region,
            name: self.reading.text_of(&(at..end)).to_owned(),
            ..self.plain(at..end, PlaceKind::Named)
        })
    }

    /// `63 tỉnh`, `tỉnh/thành`: a number or a list of kinds.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        at > 0 && {
            let before = &self.reading.tokens[at - 1];
            // "năm 2018 tỉnh chi …": a year counts nothing.
            let text = self.reading.text_of(&(at - 1..at));
            let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
            before.is_number() && !year || before.is('/')
        }
    }

    /// Where the name after a level word ends: capitalised words, or the number of a ward or hamlet.
    pub(super) fn open_name_end(&self, from: usize, word: NameWord) -> usize {
        let reading = self.reading;
        let token = |at: usize| reading.tokens.get(at);
        // "Trung tâm Y tế huyện 2 chức năng": a district in the country has no number.
        let rural =
            word == NameWord::District && !reading.text_of(&(from - 1..from)).to_lowercase().starts_with('q');
        let numbered = !matches!(word, NameWord::Province | NameWord::State | NameWord::City)
            && !rural
            && token(from).is_some_and(|t| t.is_number() && t.span.len() <= 2)
            && reading
                .hit(from + 1, |m| matches!(m, Meaning::Unit(_) | Meaning::Number(..)).then_some(()))
                .is_none();
        if numbered {
            return from + 1;
        }
        // `Chủ tịch UBND xã Bình Hòa Nguyễn Thị Ba`: a person's name follows.
        let person = |at: usize| {
            let title = |i: usize| token(i).is_some_and(|t| t.is_word() && t.case == Case::Title);
            at > from && is_surname(reading, at) && title(at + 1) && title(at + 2)
        };
        // `ra ngoài tỉnh Trong khi chờ …`: a sentence whose stop was lost.
        let links = |at: usize| {
            let phrase = |m| matches!(m, Meaning::Cue(Cue::Contrast | Cue::Part | Cue::Source)).then_some(());
            reading.hit(at, phrase).is_some_and(|(hit, ())| hit.end as usize > at + 1)
        };
        // `xã Ninh Sở, huyện …`: no office without a name.
        let ends_there = |at: usize| {
            let office = name_word(reading, at);
            matches!(office, Some((NameWord::Office, end)) if end == at + 1)
                && token(at + 1).is_none_or(|t| !t.is_word())
        };
        let capital = |at: usize| {
            !person(at)
                && !links(at)
                && token(at).is_some_and(|t| t.is_word() && t.case == Case::Title)
                && (at == from
                    || at == from + 1 && ends_there(at)
                    || name_word(reading, at).is_none_or(|(word, _)| {
                        matches!(word, NameWord::Other | NameWord::Bank | NameWord::Person)
                    }))
        };
        let end = (from..from + LONGEST_NAME).find(|at| !capital(*at)).unwrap_or(from + LONGEST_NAME);
        // "ở TP. Kể cả …": all cities of Vietnam that have one syllable are known.
        let lone = word == NameWord::City
            && end == from + 1
            && self.known(from).is_none()
            && is_syllable(&reading.text_of(&(from..end)).to_lowercase());
        if lone { from } else { end }
    }

    /// Where the name of a line ends: `đoạn Vinh (Nghệ An) - Bãi Vọt (Hà Tĩnh)`, `tuyến từ Hà Nội đi Lào Cai`, `cao tốc Bắc Giang`.
    pub(super) fn route_end(&self, from: usize) -> usize {
        let reading = self.reading;
        let start = if reading.is_small(from, Particle::LineFrom) { from + 1 } else { from };
        let mut end = self.stop_end(start);
        while end > start {
            let joins = reading.tokens.get(end).is_some_and(Token::is_dash)
                || start > from && reading.is_small(end, Particle::LineTo);
            let next = if joins { self.stop_end(end + 1) } else { end };
            if next <= end + 1 {
                break;
            }
            end = next;
        }
        // "tuyến từ Hà Nội có 5 chuyến": one end of it alone is where.
        let joined = reading.tokens[start.min(end)..end].iter().any(Token::is_dash);
        if start > from && !joined && !(start..end).any(|at| reading.is_small(at, Particle::LineTo)) {
            return from;
        }
        end
    }

    /// Where one stop of a line ends, the province that it lies in included.
    fn stop_end(&self, from: usize) -> usize {
        let reading = self.reading;
        let level = name_word(reading, from).filter(|(word, _)| level_of(*word).is_some());
        let bare = level.map_or(from, |(_, end)| end);
        let known = |at: usize| self.known(at).map_or(at, |k| k.end as usize);
        let capital =
            |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case != Case::Lower);
        let mut end = known(from).max(known(bare));
        while capital(end) && name_word(reading, end).is_none_or(|(word, _)| level_of(word).is_none()) {
            end += 1;
        }
        let close =
            (end..end + LONGEST_NAME + 2).find(|at| reading.tokens.get(*at).is_some_and(|t| t.is(')')));
        match close {
            Some(close) if end > from && reading.tokens[end].is('(') => close + 1,
            _ => end,
        }
    }

    /// Whether what follows `bản` is no name of a hamlet: it has letters or an end that no syllable has.
    pub(super) fn is_make(&self, at: usize, end: usize) -> bool {
        let word = |i: usize| self.reading.text_of(&(i..i + 1)).to_lowercase();
        let name = self.reading.tokens.get(end).filter(|t| t.is_word());
        self.reading.is_particle(at, Particle::Make) && name.is_none_or(|_| !is_syllable(&word(end)))
    }
}

/// Whether a word could be one Vietnamese syllable: an onset, vowels, and one of eight ends.
pub(super) fn is_syllable(word: &str) -> bool {
    let letters: String = word.nfd().filter(|c| !is_mark(*c)).collect();
    let vowel = |c: char| "aeiouy".contains(c);
    let from = letters.find(vowel).unwrap_or(letters.len());
    let rest = letters[from..].trim_start_matches(vowel);
    letters.chars().count() > 1
        && from < letters.len()
        && !letters.contains(['f', 'j', 'w', 'z'])
        && ONSETS.contains(&&letters[..from])
        && ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"].contains(&rest)
}

/// Consonants that a syllable may begin with, the `q` of `qu` and the `g` of `gi` included.
const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
    "q", "r", "s", "t", "th", "tr", "v", "x", "kr",
];
