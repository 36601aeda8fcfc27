//! What every file of this stage asks of a token: is it free, what number word, unit or boundary is it.
//!
//! In: a [`Reading`], the tokens that are taken, the [`Patterns`] and the document's [`Style`]. Out: answers in
//! constant time.
//!
//! Worked example: in `có 16 triệu người` token 2 has the role [`NumberRole::Scale`] with value 6, token 3 a unit hit.

use rust_decimal::Decimal;

use super::{cell::Column, style::Style};
use crate::{
    patterns::{
        Hit, Kinds, Meaning, Patterns,
        catalogue::{Cue, Dimension, NounRole, NumberRole, Particle, Unit},
    },
    reading::Reading,
    text::{Case, Token},
};

/// One block under the eyes of this stage.
pub(super) struct Scan<'a> {
    pub reading: &'a Reading<'a>,
    pub taken: &'a [bool],
    pub patterns: &'a Patterns,
    pub style: Style,
    /// A cell of a table: what its heads say.
    pub column: Option<&'a Column>,
}

impl<'a> Scan<'a> {
    /// The token, if there is one and nobody has claimed it.
    pub(super) fn token(&self, at: usize) -> Option<&'a Token> {
        let token = self.reading.tokens.get(at)?;
        (!self.taken.get(at).copied().unwrap_or(false)).then_some(token)
    }

    /// Its text, empty if there is none.
    pub(super) fn word(&self, at: usize) -> &'a str {
        if at < self.reading.tokens.len() { self.reading.word(at) } else { "" }
    }

    /// Whether the free token at `at` is a small word of a role, in small letters.
    pub(super) fn is_small(&self, at: usize, role: Particle) -> bool {
        self.reading.is_small(at, role)
    }

    /// The same of the token before `at`.
    pub(super) fn is_small_before(&self, at: usize, role: Particle) -> bool {
        self.reading.is_small_before(at, role)
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_number)
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.token(at).is_some_and(|t| t.is(mark))
    }

    /// Whether token `at` touches the one before it.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|t| !t.spaced)
    }

    /// The number word at `at`: what it does, and its value or power of ten.
    pub(super) fn role(&self, at: usize) -> Option<(NumberRole, i64)> {
        self.token(at).filter(|_| self.reading.is_any(at, Kinds::NUMBER))?;
        let (_, (role, index)) = self.reading.hit(at, |m| match m {
            Meaning::Number(role, index) => Some((role, index)),
            _ => None,
        })?;
        Some((role, integer(self.patterns.number_values[index as usize])))
    }

    /// The power of ten of the scale word at `at`. Short forms (`k`, `tr`, `t`) must touch the number or stand
    /// before money.
    pub(super) fn scale(&self, at: usize) -> Option<u32> {
        let (NumberRole::Scale, power) = self.role(at)? else { return None };
        if self.unit_hit(at).is_some_and(|(_, unit)| unit.scale > 0) {
            // `tỷ.đ` is one term.
            return None;
        }
        let word = self.word(at);
        let short = word.len() <= 2 && word.is_ascii();
        if short {
            let money = self.unit_hit(at + 1).is_some_and(|(_, u)| u.dimension == Dimension::Money);
            let lower = self.token(at)?.case == Case::Lower;
            if !(lower && self.is_glued(at) && word != "t" || money) {
                return None;
            }
        }
        u32::try_from(power).ok()
    }

    /// The longest free unit term that starts at `at`.
    pub(super) fn unit_hit(&self, at: usize) -> Option<(Hit, &'a Unit)> {
        let token = self.token(at)?;
        // `5G`, `19H` are no grams and hours.
        if token.case == Case::Title && token.span.len() == 1 {
            return None;
        }
        let (hit, index) = self.reading.hit(at, |m| match m {
            Meaning::Unit(index) => Some(index),
            _ => None,
        })?;
        let unit = &self.patterns.units[index as usize];
        // `475kt`, thousands of tonnes as they are printed; `bản 1.0MT` is a make and `5 mt` are metres.
        let short = unit.dimension == Dimension::Mass && unit.code.is_none();
        if short && (token.case != Case::Lower || !self.is_glued(at)) {
            return None;
        }
        let free = (hit.start..hit.end).all(|i| self.token(i as usize).is_some());
        free.then_some((hit, unit))
    }

    /// The code of a unit whose term is `hit`: its own, or the noun as printed.
    pub(super) fn code(&self, hit: Hit, unit: &Unit) -> String {
        unit.code.clone().unwrap_or_else(|| {
            let printed = self.reading.text_of(&(hit.start as usize..hit.end as usize));
            // Symbols (`TEU`, `GB`) keep their capitals.
            if printed.is_ascii() { printed.to_owned() } else { printed.to_lowercase() }
        })
    }

    /// The same after `/`.
    pub(super) fn divisor_code(&self, hit: Hit, unit: &Unit) -> String {
        unit.divisor.clone().unwrap_or_else(|| self.code(hit, unit))
    }

    /// The word next to a counted noun at `at`, if it has that role: its end, and the syllables it takes.
    pub(super) fn noun_word(&self, at: usize, wanted: NounRole) -> Option<(usize, u8)> {
        let (hit, syllables) = self.reading.hit(at, |m| match m {
            Meaning::Noun(role, syllables) if role == wanted => Some(syllables),
            _ => None,
        })?;
        Some((hit.end as usize, syllables))
    }

    /// Whether no counted noun begins or goes on at `at`.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        self.reading.hits_at(at).iter().any(|h| match h.meaning {
            Meaning::Noun(role, _) => role == NounRole::Boundary,
            Meaning::Cue(cue) => !matches!(cue, Cue::Plan | Cue::Rate | Cue::CountHead | Cue::Mean),
            Meaning::Hedge(..) | Meaning::Status(..) => true,
            Meaning::Number(role, _) => role != NumberRole::Fraction,
            _ => false,
        })
    }

    /// Whether the token before `at` makes the number at `at` a name: `quận 1`, `lớp 9`, `tháng 5`.
    pub(super) fn is_labelled(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.noun_word(before, NounRole::Label).is_some_and(|(end, _)| end == at)
    }

    /// The same for things that have numbers; after `trong tuần`, `mỗi tháng` something may well be counted.
    pub(super) fn is_numbered(&self, at: usize) -> bool {
        let time = || self.unit_hit(at - 1).is_some_and(|(_, u)| u.dimension == Dimension::Time);
        self.is_labelled(at) && !time()
    }

    /// Whether the token opens a sentence.
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        self.reading.sentences.get(self.reading.sentence_of(at)).is_some_and(|s| s.start == at)
    }
}

/// A value of a number entry: they are whole and small.
fn integer(value: Decimal) -> i64 {
    if value.scale() == 0 { i64::try_from(value.mantissa()).unwrap_or(0) } else { 0 }
}
