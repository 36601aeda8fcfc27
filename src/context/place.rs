//! Tokens → places: provinces, countries and lower places by name, the whole country, the document's own province.
//!
//! In: a [`Reading`]. Out: [`PlaceMention`]s in order. A lower place that no table knows is a level word and a capitalised name.
//!
//! Worked example: in `Tại thôn Vệ Linh, xã Phù Linh, cả nước …` the mentions are `thôn Vệ Linh`, `xã Phù Linh` and `cả nước`.

use jiff::civil::Date;

use crate::{
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, NameWord, PlaceLevel},
    },
    reading::{Reading, Tokens},
    text::Case,
};

/// What a mention stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A place by its name.
    Named,
    /// The whole country.
    National,
    /// The document's own province.
    Own,
    /// A place in the name of an office: `Sở GD-ĐT Bình Dương`.
    Issuer,
}

/// A place expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMention {
    /// Its tokens.
    pub tokens: Tokens,
    /// What it stands for.
    pub kind: PlaceKind,
    /// Places of the tables that have the name, all vintages.
    candidates: Vec<u32>,
    /// Its words.
    name: String,
    /// Its level, where no table knows it.
    level: PlaceLevel,
    /// A place outside Vietnam.
    foreign: bool,
}

impl PlaceMention {
    /// Name, code and level on a day.
    pub fn identity(&self, patterns: &Patterns, on: Option<Date>) -> (String, Option<String>, &'static str) {
        let day = on.map(|d| d.to_string());
        match patterns.place_at(&self.candidates, day.as_deref(), None) {
            Some(index) => {
                let place = &patterns.places[index as usize];
                (place.name.clone(), place.code.clone(), place.level.code())
            }
            None => (self.name.clone(), None, self.level.code()),
        }
    }

    /// How large it is: 0 a country … 5 a hamlet. A lower place that no table knows ranks by its level word.
    pub fn rank(&self, patterns: &Patterns, on: Option<Date>) -> usize {
        let (_, _, level) = self.identity(patterns, on);
        PlaceLevel::ALL.iter().position(|l| l.code() == level).unwrap_or(0)
    }

    /// Whether it lies outside Vietnam.
    pub fn is_foreign(&self) -> bool {
        self.foreign
    }
}

/// Every place of a block, in order, none inside another.
pub fn find(reading: &Reading, patterns: &Patterns) -> Vec<PlaceMention> {
    let mut out: Vec<PlaceMention> = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        match place_at(reading, patterns, at) {
            Some(mention) => {
                at = mention.tokens.end;
                out.push(mention);
            }
            None => at += 1,
        }
    }
    out
}

fn place_at(reading: &Reading, patterns: &Patterns, at: usize) -> Option<PlaceMention> {
    let cue = |wanted: Cue| {
        reading.hit(at, |m| (m == Meaning::Cue(wanted)).then_some(())).map(|(hit, ())| hit.end as usize)
    };
    let place = reading.hit(at, |m| if let Meaning::Place(index) = m { Some(index) } else { None });
    let plain = |end: usize, kind| PlaceMention {
        tokens: at..end,
        kind,
        candidates: Vec::new(),
        name: String::new(),
        level: PlaceLevel::Country,
        foreign: false,
    };
    if let Some(end) = cue(Cue::PlaceWord) {
        let name_end = capitalised(reading, end);
        // `tỉnh Quảng Nam`: the name itself may be in the tables.
        let known = reading
            .hit(end, |m| if let Meaning::Place(index) = m { Some(index) } else { None })
            .filter(|(h, _)| {
                h.end as usize >= name_end
                    && matches!(level_of(reading.word(at)), PlaceLevel::Province | PlaceLevel::District)
            });
        if let (Some((hit, index)), true) =
            (known, place.is_none_or(|(hit, _)| (hit.end as usize) < name_end))
        {
            let code = patterns.places[index as usize].code.as_deref();
            let candidates = patterns.places_at(&reading.hits, &hit);
            let name = reading.text_of(&(at..hit.end as usize)).to_owned();
            return Some(PlaceMention {
                tokens: at..hit.end as usize,
                kind: PlaceKind::Named,
                candidates,
                level: level_of(reading.word(at)),
                name,
                foreign: code.is_some_and(|c| !c.starts_with("VN")),
            });
        }
        if name_end > end && place.is_none_or(|(hit, _)| (hit.end as usize) < name_end) {
            let name = reading.text_of(&(at..name_end)).to_owned();
            return Some(PlaceMention {
                tokens: at..name_end,
                kind: PlaceKind::Named,
                candidates: Vec::new(),
                level: level_of(reading.word(at)),
                name,
                foreign: false,
            });
        }
    }
    if let Some((hit, index)) = place.filter(|_| !is_in_a_name(reading, at)) {
        let candidates = patterns.places_at(&reading.hits, &hit);
        let code = patterns.places[index as usize].code.as_deref();
        let kind = if code == Some("VN") { PlaceKind::National } else { PlaceKind::Named };
        let name = reading.text_of(&(at..hit.end as usize)).to_owned();
        let foreign = code.is_some_and(|c| !c.starts_with("VN"));
        return Some(PlaceMention {
            tokens: at..hit.end as usize,
            kind,
            candidates,
            level: PlaceLevel::Commune,
            name,
            foreign,
        });
    }
    cue(Cue::National)
        .map(|end| plain(end, PlaceKind::National))
        .or_else(|| cue(Cue::OwnPlace).map(|end| plain(end, PlaceKind::Own)))
}

/// End of a run of capitalised words, at most four.
fn capitalised(reading: &Reading, from: usize) -> usize {
    let capital = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Title);
    (from..(from + 4).min(reading.tokens.len()))
        .find(|at| !capital(*at))
        .unwrap_or((from + 4).min(reading.tokens.len()))
}

/// Level of a place by the first syllable of its level word.
fn level_of(word: &str) -> PlaceLevel {
    match word.to_lowercase().as_str() {
        "tỉnh" => PlaceLevel::Province,
        "huyện" | "quận" | "thị" | "thành" | "tp" => PlaceLevel::District,
        "thôn" | "bản" | "ấp" | "buôn" | "làng" | "tổ" | "khu" => PlaceLevel::Hamlet,
        _ => PlaceLevel::Commune,
    }
}

/// `Công ty Cổ phần Đồng Nai`, `bà Nguyễn Thái Bình`: a place inside the name of a company, a street or a person is none.
fn is_in_a_name(reading: &Reading, at: usize) -> bool {
    let names = |end: usize| {
        reading
            .hit_before(end, |m| matches!(m, Meaning::Name(NameWord::Other | NameWord::Person)).then_some(()))
            .is_some()
    };
    let capital = |i: usize| reading.tokens[i].is_word() && reading.tokens[i].case != Case::Lower;
    let mut start = at;
    while start > 0 && at - start < LONGEST_NAME {
        if names(start) {
            return true;
        }
        // `Cổ phần`, `TNHH MTV`: a name goes on over a lower-case syllable behind a capital one.
        let inside =
            capital(start - 1) || (start > 1 && reading.tokens[start - 1].is_word() && capital(start - 2));
        if !inside {
            return false;
        }
        start -= 1;
    }
    false
}

/// Syllables of a name before the place in it.
const LONGEST_NAME: usize = 5;
