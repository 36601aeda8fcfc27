//! Words that tell what kind of name follows, and where a capitalised name ends.
//!
//! In: a [`Reading`] and a token. Out: the [`NameWord`] there; the end of the run of capitalised words.
//!
//! Example: at `UBND` of `UBND tỉnh Quảng Nam` the word is `Office`; the name from `Quảng` on ends after `Nam`.

use crate::{
    patterns::{Meaning, catalogue::NameWord},
    reading::Reading,
    text::{Case, Token},
};

/// The kind of name that the word at `at` announces, and where the word ends.
pub(super) fn name_word(reading: &Reading<'_>, at: usize) -> Option<(NameWord, usize)> {
    let (hit, word) = reading.hit(at, |meaning| match meaning {
        Meaning::Name(word) => Some(word),
        _ => None,
    })?;
    Some((word, hit.end as usize))
}

/// End of the run of capitalised words from `at` on, numbers of places and joining hyphens included.
pub(super) fn name_end(reading: &Reading<'_>, at: usize) -> usize {
    let is_name = |i: usize| reading.tokens.get(i).is_some_and(|t| t.is_word() && t.case != Case::Lower);
    let mut end = at;
    while is_name(end)
        || (end > at && reading.tokens.get(end).is_some_and(Token::is_dash) && is_name(end + 1))
    {
        end += 1;
    }
    end
}
