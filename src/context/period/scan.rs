//! Looking at the tokens of a block the way the period grammar needs it.
//!
//! In: a reading and the tokens that are taken. Out: small answers: the period word at a token, the integer at
//! a token, the roman numeral, whether a unit follows. A taken token is never an integer.
//!
//! Example: at `quý` of `quý II/2017` the role is `Quarter`, the ordinal after it is 2, the integer at `2017` is 2017.

use super::calendar::YEARS;
use crate::{
    patterns::{
        Kinds, Meaning, Patterns,
        catalogue::{NumberRole, Particle, PeriodWord},
    },
    reading::Reading,
    text::{Token, TokenKind},
};

/// An integer of at most four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Int {
    pub value: u32,
    /// Printed digits: `03` has two.
    pub digits: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Scan<'r> {
    pub reading: &'r Reading<'r>,
    taken: &'r [bool],
    patterns: &'r Patterns,
}

impl<'r> Scan<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, taken: &'r [bool], patterns: &'r Patterns) -> Self {
        Self { reading, taken, patterns }
    }

    pub(super) fn len(&self) -> usize {
        self.reading.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&'r Token> {
        self.reading.tokens.get(at)
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken.get(at).copied().unwrap_or(false)
    }

    pub(super) fn text(&self, at: usize) -> &'r str {
        self.token(at).map_or("", |t| t.span.of(self.reading.norm()))
    }

    /// The period word that starts at `at`: role, value, end.
    pub(super) fn role(&self, at: usize) -> Option<(PeriodWord, i32, usize)> {
        if !self.reading.is_any(at, Kinds::PERIOD) {
            return None;
        }
        let (hit, (word, value)) = self.reading.hit(at, |meaning| match meaning {
            Meaning::Period(word, value) => Some((word, value)),
            _ => None,
        })?;
        Some((word, value, hit.end as usize))
    }

    /// End of the word at `at` if it has this role.
    pub(super) fn is(&self, at: usize, wanted: PeriodWord) -> Option<usize> {
        self.role(at).filter(|(word, ..)| *word == wanted).map(|(.., end)| end)
    }

    /// Whether a word with this role ends at `end`.
    pub(super) fn ends(&self, wanted: PeriodWord, end: usize) -> bool {
        let of_role = |m| matches!(m, Meaning::Period(word, _) if word == wanted).then_some(());
        self.reading.hit_before(end, of_role).is_some()
    }

    /// Whether a number stands there that nothing has claimed.
    pub(super) fn is_free_number(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_number) && !self.is_taken(at)
    }

    /// The integer at `at`.
    pub(super) fn int(&self, at: usize) -> Option<Int> {
        if !self.is_free_number(at) {
            return None;
        }
        parse_int(self.text(at))
    }

    /// An integer of one or two digits within `range`.
    pub(super) fn small(&self, at: usize, range: std::ops::RangeInclusive<u32>) -> Option<i8> {
        let int = self.int(at).filter(|int| int.digits <= 2 && range.contains(&int.value))?;
        i8::try_from(int.value).ok()
    }

    /// Four digits that can be a year.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        as_year(self.int(at)?)
    }

    /// An ordinal in digits or roman numerals: `3`, `III`.
    pub(super) fn ordinal(&self, at: usize, most: u32) -> Option<i8> {
        self.small(at, 1..=most).or_else(|| {
            roman(self.text(at)).filter(|n| u32::from(n.unsigned_abs()) <= most && !self.is_taken(at))
        })
    }

    /// The parts of a token such as `31.12.2020`, each an integer.
    pub(super) fn dotted(&self, at: usize) -> Option<Vec<Int>> {
        if !self.is_free_number(at) || !self.text(at).contains('.') {
            return None;
        }
        self.text(at).split('.').map(parse_int).collect()
    }

    /// Whether the mark at `at` touches its neighbours on both sides.
    pub(super) fn touches(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| !t.spaced) && self.token(at + 1).is_some_and(|t| !t.spaced)
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.token(at).is_some_and(|t| t.is(mark))
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_dash)
    }

    /// `/` or a dash.
    pub(super) fn is_separator(&self, at: usize) -> bool {
        self.is_mark(at, '/') || self.is_dash(at)
    }

    /// Whether the word at `at` is a small word of a role.
    pub(super) fn is_particle(&self, at: usize, role: Particle) -> bool {
        self.reading.is_particle(at, role)
    }

    /// Whether what stands at `at` makes the number before it a count: a unit, a scale word, a percent sign.
    pub(super) fn is_counted_by(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        matches!(token.kind, TokenKind::Mark('%' | '‰' | '°' | '$' | '₫'))
            || self
                .reading
                .hit(at, |meaning| {
                    matches!(meaning, Meaning::Unit(_) | Meaning::Number(NumberRole::Scale, _)).then_some(())
                })
                .is_some()
    }

    /// The same of a number with decimals: things that come whole are not counted by one (`ngày 9.6 │ thị trường`).
    pub(super) fn is_measured_by(&self, at: usize) -> bool {
        let whole = self.reading.hit(at, |meaning| match meaning {
            Meaning::Unit(index) => Some(self.patterns.units[index as usize].dimension.is_counted()),
            _ => None,
        });
        self.is_counted_by(at) && !whole.is_some_and(|(_, whole)| whole)
    }

    /// Value and end of a number in words at `at`: one digit, ten, or tens and a digit. Year numbers in words
    /// (`hai nghìn không trăm hai mươi`) are read by [`Self::year_in_words`].
    pub(super) fn small_in_words(&self, at: usize) -> Option<(u32, usize)> {
        let (role, value, mut end) = self.number_word(at)?;
        let mut sum = match role {
            NumberRole::Ten => 10,
            NumberRole::Digit if (1..=9).contains(&value) => value,
            _ => return None,
        };
        if role == NumberRole::Digit {
            match self.number_word(end) {
                Some((NumberRole::Tens, _, next)) => (sum, end) = (sum * 10, next),
                _ => return Some((sum, end)),
            }
        }
        if let Some((NumberRole::Digit | NumberRole::DigitAfterTens, digit, next)) = self.number_word(end)
            && digit < 10
            // In "mười năm" the last word is the unit, not a five.
            && (self.role(end).is_none() || self.role(next).is_some_and(|(w, ..)| is_time_unit(w)))
        {
            (sum, end) = (sum + digit, next);
        }
        Some((sum, end))
    }

    /// A year in words: thousands, hundreds, rest.
    pub(super) fn year_in_words(&self, at: usize) -> Option<(i16, usize)> {
        let (mut value, mut group, mut end, mut steps) = (0, 0, at, 0);
        while let Some((role, number, next)) = self.number_word(end) {
            match role {
                NumberRole::Digit => group += number,
                // `ba trăm năm mươi hai nghìn`: what goes on in the middle of a number is no year.
                _ if steps == 0 => return None,
                NumberRole::DigitAfterTens => group += number,
                NumberRole::Ten => group += 10,
                NumberRole::Tens => group = group / 100 * 100 + group % 100 * 10,
                NumberRole::Filler => {}
                NumberRole::Scale if number == 2 => group *= 100,
                NumberRole::Scale if number == 3 => (value, group) = (group * 1000, 0),
                _ => return None,
            }
            (end, steps) = (next, steps + 1);
            if steps > 8 || group > 1_000 || value > 10_000 {
                return None;
            }
        }
        let year = as_year(Int { value: value + group, digits: 4 })?;
        Some((year, end))
    }

    fn number_word(&self, at: usize) -> Option<(NumberRole, u32, usize)> {
        if self.is_taken(at) || !self.reading.is_any(at, Kinds::NUMBER) {
            return None;
        }
        let (hit, (role, index)) = self.reading.hit(at, |meaning| match meaning {
            Meaning::Number(role, index) => Some((role, index)),
            _ => None,
        })?;
        let value = self.patterns.number_values.get(index as usize)?;
        Some((role, u32::try_from(*value).ok()?, hit.end as usize))
    }
}

/// Whether the role is a unit of time.
pub(super) fn is_time_unit(word: PeriodWord) -> bool {
    matches!(
        word,
        PeriodWord::Day
            | PeriodWord::Week
            | PeriodWord::Month
            | PeriodWord::Quarter
            | PeriodWord::Year
            | PeriodWord::Hour
            | PeriodWord::Minute
            | PeriodWord::Decade
            | PeriodWord::Century
            | PeriodWord::RelativeYear
            | PeriodWord::RelativeMonth
            | PeriodWord::RelativeWeek
    )
}

/// The year that the integer can be.
pub(super) fn as_year(int: Int) -> Option<i16> {
    let year = i16::try_from(int.value).ok()?;
    (int.digits == 4 && YEARS.contains(&year)).then_some(year)
}

fn parse_int(text: &str) -> Option<Int> {
    let plain = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok().map(|value| Int { value, digits: text.len() })).flatten()
}

/// Roman numerals up to twelve, capitals only.
pub(super) fn roman(text: &str) -> Option<i8> {
    const NUMERALS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    NUMERALS.iter().position(|n| *n == text).and_then(|i| i8::try_from(i + 1).ok())
}
