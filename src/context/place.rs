//! Tokens → places: provinces, countries and lower places by name, the whole country, the document's own province.
//!
//! In: a [`Reading`]. Out: [`PlaceMention`]s in order, none inside another. A lower place that no table knows is a level word and a
//! capitalised name. What only has a place in its name (a company, a street, a person) is none, and neither is where somebody lives.
//!
//! Worked example: in `Tại thôn Vệ Linh, xã Phù Linh, cả nước …` the mentions are `thôn Vệ Linh`, `xã Phù Linh` and `cả nước`.

use std::cell::LazyCell;

use jiff::civil::Date;

mod ends;
mod lists;
mod office;

use super::name::{address_end, is_surname, level_of, name_end, name_word, other_end};
use crate::{
    patterns::{
        Hit, Kinds, Meaning, Patterns,
        catalogue::{Cue, NameWord, Particle, PlaceLevel},
    },
    reading::{Reading, Tokens},
    text::{Case, Token, TokenKind},
};

/// What a mention stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A place by its name.
    Named,
    /// The whole country.
    National,
    /// The document's own place of the mention's level: `toàn tỉnh`, `huyện`.
    Own,
    /// Some places that are not named: `nhiều địa phương`, `các tỉnh khác`.
    Unnamed,
}

/// A place expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMention {
    /// Its tokens.
    pub tokens: Tokens,
    /// What it stands for.
    pub kind: PlaceKind,
    /// It is in the name of an office: `Sở GD-ĐT Bình Dương`, `Tổng cục Thống kê`.
    pub of_office: bool,
    /// Places of the tables that have the name, all vintages.
    candidates: Vec<u32>,
    /// Its words.
    name: String,
    /// Its level, where no table knows it.
    level: PlaceLevel,
    /// A place outside Vietnam.
    foreign: bool,
    /// A district without its level word: one only in its own province.
    bare: bool,
    /// Its words tell which country it is: `Việt Nam`, `nước ta`, not `cả nước`.
    says_which: bool,
    /// `thị trường trong nước`: as against the world, which says nothing of what the text is about.
    pub of_market: bool,
}

impl PlaceMention {
    /// Name, code and level on a day.
    pub fn identity<'a>(
        &'a self,
        patterns: &'a Patterns,
        on: Option<Date>,
    ) -> (&'a str, Option<&'a str>, &'static str) {
        match self.own(patterns, on) {
            Some(index) => {
                let place = &patterns.places[index as usize];
                (&place.name, place.code.as_deref(), place.level.code())
            }
            None => (&self.name, None, self.level.code()),
        }
    }

    /// The province that it lies in, or what it is itself above that level.
    pub fn province<'a>(
        &'a self,
        patterns: &'a Patterns,
        on: Option<Date>,
    ) -> (&'a str, Option<&'a str>, &'static str) {
        match self.own(patterns, on).and_then(|index| patterns.province_of(index)) {
            Some(index) => {
                let place = &patterns.places[index as usize];
                (&place.name, place.code.as_deref(), place.level.code())
            }
            None => self.identity(patterns, on),
        }
    }

    /// The place of the tables that it is on a day.
    fn own(&self, patterns: &Patterns, on: Option<Date>) -> Option<u32> {
        // Only vintages of one name are told apart by the day.
        let day = on.filter(|_| self.candidates.len() > 1).map(|d| d.to_string());
        patterns.place_at(&self.candidates, day.as_deref(), None)
    }

    /// How large it is: 0 a country … 5 a hamlet. A lower place that no table knows ranks by its level word.
    pub fn rank(&self, patterns: &Patterns, on: Option<Date>) -> usize {
        let (_, _, level) = self.identity(patterns, on);
        PlaceLevel::ALL.iter().position(|l| l.code() == level).unwrap_or(0)
    }

    /// Whether it needs its own province around it: `Ứng Hòa`, a district without its level word. Answers for the province's code.
    pub fn lies_in(&self, patterns: &Patterns, code: Option<&str>) -> bool {
        !self.bare
            || self.candidates.iter().any(|index| {
                let province = patterns.province_of(*index).map(|p| &patterns.places[p as usize]);
                province.is_some_and(|p| p.code.as_deref() == code && code.is_some())
            })
    }

    /// Whether it is a district without its level word.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// Level by its words.
    pub fn level(&self) -> PlaceLevel {
        self.level
    }

    /// Whether it is called by a name that the tables have, or is ours: not `cả nước`, `toàn quốc`, which may be any country's.
    pub fn is_known(&self) -> bool {
        !self.candidates.is_empty() && (self.kind != PlaceKind::National || self.says_which)
    }

    /// Whether it lies outside Vietnam.
    pub fn is_foreign(&self) -> bool {
        self.foreign
    }
}

/// Every place of a block, in order, none inside another.
pub fn find(reading: &Reading, patterns: &Patterns) -> Vec<PlaceMention> {
    let finder = Finder { reading, patterns };
    // Looked for once: a long block names many places.
    let may_point = LazyCell::new(|| reading.norm().contains('['));
    let mut out: Vec<PlaceMention> = Vec::new();
    let mut at = reading.next(0, Kinds::PLACE);
    while at < reading.tokens.len() {
        let plural = name_word(reading, at)
            .filter(|(word, _)| matches!(word, NameWord::Districts | NameWord::Communes));
        if let Some((word, name)) = plural {
            let (list, end) = finder.listed(name, word);
            out.extend(list);
            at = reading.next(end.max(at + 1), Kinds::PLACE);
            continue;
        }
        let (mention, end) = finder.at(at);
        // A pointer to another article tells nothing of this one.
        if mention.is_some() && !(*may_point && finder.points_elsewhere(at)) {
            let in_bracket = at > 0 && reading.tokens[at - 1].is('(');
            if let Some(mut mention) = mention {
                if in_bracket && !mention.candidates.is_empty() && !mention.foreign {
                    finder.qualify(&mut out, &mut mention, at - 1);
                }
                out.push(mention);
            }
        }
        at = reading.next(end.max(at + 1), Kinds::PLACE);
    }
    out
}

/// Syllables of a place's name that no table has.
const LONGEST_NAME: usize = 4;

/// Tokens between a title and the level word of its office.
const TITLE_REACH: usize = 7;

struct Finder<'r, 'a> {
    reading: &'r Reading<'a>,
    patterns: &'r Patterns,
}

impl Finder<'_, '_> {
    /// What begins at `at`, and where to go on.
    fn at(&self, at: usize) -> (Option<PlaceMention>, usize) {
        let word = name_word(self.reading, at);
        let known = self.known(at);
        // A longer known name wins: "thành phố Hồ Chí Minh", "quận Ba Đình", "Trường Sa".
        if let Some(known) = &known
            && word.is_none_or(|(word, end)| {
                // "Thủ đô" is one, "Thủ đô Athens" another.
                let capital = word == NameWord::OwnPlace && known.end as usize == end && !self.goes_on(end);
                (known.end as usize) > end || capital
            })
            && !self.is_longer_name(at, known.end as usize)
        {
            let known = *known;
            let mention = self.named(at..known.end as usize, known);
            // "dân tộc Choang Quảng Tây" is one all the same, "Nguyễn Đức Tuấn" none.
            let stop = known.end as usize;
            let part = match mention.level {
                PlaceLevel::Country => {
                    self.is_part_of_name(at) || stop == at + 1 && self.goes_on(stop) || self.is_brand(stop)
                }
                _ if mention.foreign => false,
                _ => self.is_part_of_name(at) || mention.bare && self.goes_on(stop),
            };
            if let Some(abroad) = self.part_of_country(at, &mention) {
                let end = abroad.tokens.end;
                return (Some(abroad), end);
            }
            return ((!part).then_some(mention), stop);
        }
        match word {
            // "Sóc Sơn", "Buôn Hồ": a capital inside a sentence makes the word a part of the name.
            Some((NameWord::Hamlet, end))
                if self.reading.tokens[at].case != Case::Lower && !self.starts(at) =>
            {
                (None, end)
            }
            // "bản Base", "bản Turbo": a make of a thing.
            Some((NameWord::Hamlet, end)) if self.is_make(at, end) => (None, end + 1),
            Some((level, end)) if level_of(level).is_some() => self.levelled(at, level, end),
            Some((NameWord::Office, end)) => self.office(at, end),
            // "Cục Thống kê Quốc gia Trung Quốc": an office of that country.
            Some((NameWord::NationalOffice, end))
                if self.known(end).is_some_and(|k| self.named(end..k.end as usize, k).foreign) =>
            {
                let known = self.known(end).map(|k| (k, k.end as usize));
                known.map_or((None, end), |(k, stop)| {
                    (Some(PlaceMention { of_office: true, ..self.named(end..stop, k) }), stop)
                })
            }
            Some((NameWord::NationalOffice, end)) => {
                (Some(PlaceMention { of_office: true, ..self.plain(at..end, PlaceKind::National) }), end)
            }
            // What is named is no place, whatever its name is.
            Some((NameWord::OwnCountry, end)) => {
                let level = PlaceLevel::Country;
                (Some(PlaceMention { level, ..self.plain(at..end, PlaceKind::Own) }), end)
            }
            Some((NameWord::Other | NameWord::Bank | NameWord::Person | NameWord::Company, end))
                if name_end(self.reading, end) > end =>
            {
                (None, other_end(self.reading, end))
            }
            // "Công ty xổ số điện toán Việt Nam": small words inside its name.
            Some((NameWord::Bank | NameWord::Company, end))
                if self.reading.tokens[at].case != Case::Lower =>
            {
                let capital = self.behind_small_words(end);
                (None, capital.map_or(end, |capital| other_end(self.reading, capital)))
            }
            Some((NameWord::Route, end)) => (None, self.route_end(end)),
            Some((NameWord::UnnamedPlace, end)) => (Some(self.plain(at..end, PlaceKind::Unnamed)), end),
            Some((NameWord::Somewhere, end)) => {
                let level = PlaceLevel::Hamlet;
                (Some(PlaceMention { level, ..self.plain(at..end, PlaceKind::Unnamed) }), end)
            }
            Some((NameWord::Residence, end)) => (None, address_end(self.reading, end)),
            Some((NameWord::OwnPlace, end)) => {
                // "trên địa bàn huyện Ba Vì": the place follows.
                let (next, stop) = self.at_next(end);
                if next.as_ref().is_some_and(|n| n.tokens.start == end) {
                    return (next, stop);
                }
                // "Thủ đô Athens", "địa bàn Tân Lập": a name that no table has.
                let name = self.open_name_end(end, NameWord::Province);
                if name > end {
                    let level = PlaceLevel::Commune;
                    let text = self.reading.text_of(&(end..name)).to_owned();
                    let mention =
                        PlaceMention { level, name: text, ..self.plain(at..name, PlaceKind::Named) };
                    return (Some(mention), name);
                }
                (Some(self.plain(at..end, PlaceKind::Own)), end)
            }
            _ => {
                let nation = self.reading.hit(at, |m| match m {
                    Meaning::Cue(Cue::National) => Some(false),
                    Meaning::Cue(Cue::Domestic) => Some(true),
                    _ => None,
                });
                nation.map_or((None, at + 1), |(hit, of_market)| {
                    let end = hit.end as usize;
                    let mention = PlaceMention { of_market, ..self.plain(at..end, PlaceKind::National) };
                    (Some(mention), end)
                })
            }
        }
    }

    fn at_next(&self, at: usize) -> (Option<PlaceMention>, usize) {
        if at < self.reading.tokens.len() { self.at(at) } else { (None, at) }
    }

    /// The longest known place at `at`.
    fn known(&self, at: usize) -> Option<Hit> {
        self.reading.hit(at, |m| matches!(m, Meaning::Place(_)).then_some(())).map(|(hit, ())| hit)
    }

    fn named(&self, tokens: Tokens, hit: Hit) -> PlaceMention {
        let mut candidates = self.patterns.places_at(self.reading.hits_at(hit.start as usize), &hit);
        let bare = |i: u32| self.is_bare(&tokens, &self.patterns.places[i as usize].name);
        // A name that a province and a district have is the province.
        if candidates.iter().any(|i| !bare(*i)) {
            candidates.retain(|i| !bare(*i));
        }
        let first = candidates.first().map(|i| &self.patterns.places[*i as usize]);
        PlaceMention {
            kind: match first {
                Some(place) if place.code.as_deref() == Some("VN") => PlaceKind::National,
                _ => PlaceKind::Named,
            },
            of_office: false,
            foreign: first.is_some_and(|p| p.abroad),
            bare: first.is_some_and(|p| p.level == PlaceLevel::District && self.is_bare(&tokens, &p.name)),
            level: first.map_or(PlaceLevel::Commune, |p| p.level),
            of_market: false,
            says_which: self.says_which(&tokens),
            name: self.reading.text_of(&tokens).to_owned(),
            candidates,
            tokens,
        }
    }

    /// Whether the words leave out the level word that a name begins with in small letters.
    fn is_bare(&self, tokens: &Tokens, name: &str) -> bool {
        let proper = name.find(char::is_uppercase).map_or(name, |at| &name[at..]);
        let words = || self.reading.text_of(tokens).split_whitespace().count();
        proper.len() < name.len() && words() == proper.split_whitespace().count()
    }

    fn plain(&self, tokens: Tokens, kind: PlaceKind) -> PlaceMention {
        let level = if kind == PlaceKind::Own { PlaceLevel::Province } else { PlaceLevel::Country };
        let name = self.reading.text_of(&tokens).to_owned();
        PlaceMention {
            tokens,
            kind,
            of_office: false,
            candidates: Vec::new(),
            name,
            level,
            foreign: false,
            bare: false,
            says_which: false,
            of_market: false,
        }
    }

    /// Whether the words of a nation tell which it is: one word, a capital behind the first, or `ta` at the end.
    fn says_which(&self, tokens: &Tokens) -> bool {
        let capital = |at: usize| self.reading.word(at).starts_with(char::is_uppercase);
        tokens.len() == 1
            || (tokens.start + 1..tokens.end).any(capital)
            || self.reading.is_small_before(tokens.end, Particle::Ours)
    }

    /// A level word: with a name it is a place, alone the document's own, unless it is counted or classed.
    fn levelled(&self, at: usize, word: NameWord, end: usize) -> (Option<PlaceMention>, usize) {
        let level = level_of(word).unwrap_or(PlaceLevel::Commune);
        // "ông B.Q.H": initials.
        let initials = |i: usize| self.reading.tokens[i].is('.') && !self.reading.tokens[i + 1].spaced;
        if at > 0 && initials(at - 1) {
            return (None, end);
        }
        let name = self.open_name_end(end, word);
        if let Some(known) =
            self.known(end).filter(|k| k.end as usize >= name && level <= PlaceLevel::District)
        {
            // "tỉnh Quảng Nam": the tables know the name itself.
            let stop = known.end as usize;
            if !self.named(end..stop, known).bare {
                return (Some(self.named(at..stop, known)), stop);
            }
        }
        // "Bệnh viện Phổi tỉnh Nguyễn Văn Ba cho biết": all provinces are known, so long a name is a person's.
        let person = match word {
            NameWord::Province | NameWord::State => name >= end + 3,
            NameWord::City => name >= end + 3 && is_surname(self.reading, end),
            // "Phó Chủ tịch UBND xã Nguyễn Văn Nam"
            _ => name >= end + 3 && is_surname(self.reading, end) && self.is_titled(at),
        };
        // "phường 13", "ấp 3": there is one in every district, the number does not say which.
        let numbered =
            level >= PlaceLevel::Commune && self.reading.tokens.get(end).is_some_and(Token::is_number);
        // `Trung tâm Y tế huyện 2 chức năng`: no district but a known one is called by a number.
        let counted = level == PlaceLevel::District
            && self.reading.tokens.get(end).is_some_and(Token::is_number)
            && self.known(at).is_none();
        if counted {
            return (None, end);
        }
        if name > end && numbered {
            let behind = name + usize::from(self.reading.tokens.get(name).is_some_and(|t| !t.is_word()));
            let named = self.known(behind).is_some()
                || name_word(self.reading, behind).is_some_and(|(word, _)| level_of(word).is_some());
            // Where its district does not follow, it is in the one that was last spoken of.
            let level = PlaceLevel::District;
            let own = || PlaceMention { level, ..self.plain(at..name, PlaceKind::Own) };
            return ((!named && level_of(word) == Some(PlaceLevel::Commune)).then(own), name);
        }
        if name > end && !person {
            let text = self.reading.text_of(&(at..name)).to_owned();
            let mention = PlaceMention { level, name: text, ..self.plain(at..name, PlaceKind::Named) };
            return (Some(mention), name);
        }
        let below = level > PlaceLevel::Province && word != NameWord::City;
        if word == NameWord::State
            || level == PlaceLevel::Hamlet
            || self.is_counted(at)
            || below && !self.is_a_whole(at)
        {
            return (None, end);
        }
        // "thành phố" alone is a province's equal more often than a city of one.
        let level = if word == NameWord::City { PlaceLevel::Province } else { level };
        (Some(PlaceMention { level, ..self.plain(at..end, PlaceKind::Own) }), end)
    }

    /// Whether the title of somebody who holds an office stands shortly before: `Chủ tịch UBND xã`.
    fn is_titled(&self, at: usize) -> bool {
        (at.saturating_sub(TITLE_REACH)..at).any(|i| {
            let end = self.reading.particle_end(i, Particle::Holder);
            self.reading.tokens[i].case == Case::Title && end.is_some_and(|end| end <= at)
        })
    }

    /// `toàn huyện`, `của xã`, `Huyện đã …`: the place itself, not `trạm y tế xã`.
    fn is_a_whole(&self, at: usize) -> bool {
        let whole = |m| {
            matches!(m, Meaning::Name(NameWord::Whole | NameWord::OwnPlace) | Meaning::Cue(Cue::Of | Cue::At))
        };
        self.starts(at) || self.reading.hit_before(at, |m| whole(m).then_some(())).is_some()
    }

    /// `Anh Nguyễn Văn Ba`, `Bà Nguyễn Thái Bình`: a title and a name, though the title alone is a country.
    fn is_longer_name(&self, at: usize, end: usize) -> bool {
        let titled =
            name_word(self.reading, at).is_some_and(|(word, stop)| word == NameWord::Person && stop == end);
        titled && name_end(self.reading, end) > end
    }

    /// Whether capitalised words before it make it a part of another name: `Bia Hà Nội`, `Nguyễn Thái Bình`.
    fn is_part_of_name(&self, at: usize) -> bool {
        let reading = self.reading;
        if at == 0 || reading.tokens[at].case != Case::Title {
            return false;
        }
        let before = &reading.tokens[at - 1];
        if !before.is_word() || before.case != Case::Title {
            return false;
        }
        let named = reading
            .hit_before(at, |m| {
                match m {
                    Meaning::Name(word) => word != NameWord::Surname,
                    // "Phí Thái Bình": no fee, but a surname.
                    Meaning::Cue(cue) => {
                        !matches!(cue, Cue::BareHead | Cue::CountHead | Cue::Sum | Cue::Rate | Cue::Tariff)
                    }
                    other => matches!(other, Meaning::Place(_) | Meaning::Period(..)),
                }
                .then_some(())
            })
            .is_some();
        !self.starts(at - 1) && !named
    }

    /// `Đức Thủy`, `Nga Sơn`, `Thanh Xuân Trung`: another capital syllable follows.
    fn goes_on(&self, end: usize) -> bool {
        let next = self.reading.tokens.get(end);
        next.is_some_and(|t| t.is_word() && t.spaced && t.case == Case::Title)
            && name_word(self.reading, end).is_none()
    }

    /// `(Ảnh: Lan Anh/Vietnam+)`: a plus behind the country makes it what a newspaper is called.
    fn is_brand(&self, end: usize) -> bool {
        let plus = self.reading.tokens.get(end).is_some_and(|t| t.is('+') && !t.spaced);
        plus && self.reading.tokens.get(end + 1).is_none_or(|t| !t.is_number())
    }

    /// Whether a sentence or a stretch between marks starts at `at`: a capital says nothing there.
    fn starts(&self, at: usize) -> bool {
        let reading = self.reading;
        at == 0
            || reading.sentences.get(reading.sentence_of(at)).is_some_and(|s| s.start == at)
            || matches!(reading.tokens[at - 1].kind, TokenKind::Mark(_))
    }
}
