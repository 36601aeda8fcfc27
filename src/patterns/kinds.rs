//! What stands at a token, in two bytes: a walk over a block that looks for one thing passes by all others at a glance.
//!
//! In: the meaning of a hit, the kind of a token. Out: [`Kinds`], a set that can be asked for any of several.
//!
//! Example: `năm` has the kinds of a period word and of a number word; the walk over places passes it by.

use std::ops::BitOr;

use super::{
    Meaning,
    catalogue::{Cue, NameWord, OpeningWord, Part},
};
use crate::text::TokenKind;

/// So many tokens fill two registers of any processor.
const ROW: usize = 16;

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// Nothing that a walk looks for.
    pub const NONE: Self = Self(0);
    /// Digits.
    pub const DIGITS: Self = Self(1);
    /// Letters and digits in one.
    pub const CODE: Self = Self(1 << 1);
    /// A number word.
    pub const NUMBER: Self = Self(1 << 2);
    /// A period word.
    pub const PERIOD: Self = Self(1 << 3);
    /// A place, or a word that tells what is named.
    pub const PLACE: Self = Self(1 << 4);
    /// A word that may begin an attribution.
    pub const SOURCE: Self = Self(1 << 5);
    /// A status word.
    pub const STATUS: Self = Self(1 << 6);
    /// A word that may begin a comparison.
    pub const COMPARISON: Self = Self(1 << 7);
    /// A cue of an indicator.
    pub const TOPIC: Self = Self(1 << 8);
    /// A word that tells a company, or that only a company's figure has.
    pub const COMPANY: Self = Self(1 << 9);
    /// A linking word.
    pub const CUE: Self = Self(1 << 10);
    /// A word that opens sentences.
    pub const OPENING: Self = Self(1 << 11);
    /// A word that begins the caption of a picture.
    pub const CAPTION: Self = Self(1 << 12);
    /// A word for a body or for those who speak for one.
    pub const SPEAKER: Self = Self(1 << 13);
    /// The name of a law.
    pub const LAW: Self = Self(1 << 14);

    /// The kinds of a token by itself.
    pub fn of_token(kind: TokenKind) -> Self {
        match kind {
            TokenKind::Number => Self::DIGITS,
            TokenKind::Code => Self::CODE,
            TokenKind::Word | TokenKind::Mark(_) => Self::NONE,
        }
    }

    /// The kinds of a meaning.
    pub fn of(meaning: Meaning) -> Self {
        let linking = if matches!(meaning, Meaning::Cue(_)) { Self::CUE } else { Self::NONE };
        let other = match meaning {
            Meaning::Number(..) => Self::NUMBER,
            Meaning::Opening(OpeningWord::Opens | OpeningWord::Dated) => Self::OPENING,
            Meaning::Period(..) => Self::PERIOD,
            Meaning::Status(..) => Self::STATUS,
            Meaning::Name(NameWord::Document) => Self::PLACE | Self::SOURCE,
            Meaning::Name(NameWord::Company | NameWord::Corporate) => Self::PLACE | Self::COMPANY,
            Meaning::Place(_) | Meaning::Name(_) | Meaning::Cue(Cue::National | Cue::Domestic) => Self::PLACE,
            Meaning::Cue(Cue::Source | Cue::Say) => Self::SOURCE,
            Meaning::Cue(Cue::Compare | Cue::Rise | Cue::Fall | Cue::Exceed | Cue::Miss) => Self::COMPARISON,
            Meaning::Cue(Cue::Caption) => Self::CAPTION,
            Meaning::Cue(Cue::Law) => Self::LAW,
            Meaning::Speaker(_) => Self::SPEAKER,
            Meaning::Indicator(_, Part::Cue) => Self::TOPIC,
            _ => Self::NONE,
        };
        linking | other
    }

    /// Whether the two share a kind.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The first of some tokens where something of `wanted` stands.
    pub fn first(tokens: &[Self], wanted: Self) -> Option<usize> {
        // Most walks pass by most tokens: a row of them is looked at in one go.
        let (rows, _) = tokens.as_chunks::<ROW>();
        let holds = |row: &[Self; ROW]| row.iter().fold(Self::NONE, |all, here| all | *here).any(wanted);
        let passed = rows.iter().position(holds).unwrap_or(rows.len()) * ROW;
        tokens[passed..].iter().position(|here| here.any(wanted)).map(|n| passed + n)
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
