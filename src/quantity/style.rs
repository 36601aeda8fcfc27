//! A document's vote on separators: `38,4` and `1.846.011`, or `38.4` and `1,846,011`.
//!
//! In: the blocks of a document. Out: a [`Style`], by which `31.901` and `1,484` are read where nothing nearer
//! decides. A dotted decimal counts only with `%` or a scale word after it: `30.4` is a date.
//!
//! Worked example: `đạt 38,4% (1.846.011 người)` votes twice for Vietnamese.

use super::numeral::{Hand, Numeral};
use crate::{
    patterns::{Kinds, Meaning, catalogue::NumberRole},
    reading::Reading,
};

/// Whose separators a document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Dots between thousands, comma before decimals.
    Vietnamese,
    /// The other way round.
    English,
    /// Nothing in the document shows it.
    #[default]
    Unknown,
}

/// The votes of a document's numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Votes {
    vietnamese: u32,
    english: u32,
}

impl Votes {
    /// Adds the votes of a block; tokens that are `taken` (dates, document numbers) have none.
    pub fn add(&mut self, reading: &Reading, taken: &[bool]) {
        let digits = |at| Some(reading.next(at, Kinds::DIGITS)).filter(|at| *at < reading.tokens.len());
        for at in std::iter::successors(digits(0), |at| digits(at + 1)) {
            if taken.get(at).copied().unwrap_or(false) {
                continue;
            }
            let Ok(numeral) = Numeral::read(reading.word(at)) else { continue };
            match numeral.hand {
                Hand::Vietnamese => self.vietnamese += 1,
                Hand::English => self.english += 1,
                Hand::Dotted if is_measured(reading, at + 1) => self.english += 1,
                _ => {}
            }
        }
    }

    /// The majority, if there is one.
    pub fn style(self) -> Style {
        match self.vietnamese.cmp(&self.english) {
            std::cmp::Ordering::Greater => Style::Vietnamese,
            std::cmp::Ordering::Less => Style::English,
            std::cmp::Ordering::Equal => Style::Unknown,
        }
    }
}

impl Style {
    /// The style of one block alone.
    pub fn of(reading: &Reading, taken: &[bool]) -> Self {
        let mut votes = Votes::default();
        votes.add(reading, taken);
        votes.style()
    }
}

/// Whether `%` or a scale word stands at token `at`.
fn is_measured(reading: &Reading, at: usize) -> bool {
    reading.tokens.get(at).is_some_and(|t| t.is('%'))
        || reading.hits_at(at).iter().any(|h| matches!(h.meaning, Meaning::Number(NumberRole::Scale, _)))
}
