//! Normalised text → tokens: words (syllables), numbers, codes and marks.
//!
//! In: the normalised text of a block. Out: [`Token`]s in order, blanks left out. Vietnamese puts a blank between
//! any two syllables, so a word token is a syllable; a number token is a maximal run of digit groups joined by
//! single dots or commas (`178.752,2`, `38,4`, `31.12.2020`), which [`crate::quantity`] reads.
//!
//! Example: `tăng1,36% so với QL5` → `tăng` `1,36` `%` `so` `với` `QL5`: a lower-case word glued to a number is split
//! (a slip of the keyboard), letters and digits that start with a capital are one code.

use std::ops::Range;

use crate::span::{Norm, Span};

/// A syllable of the vocabulary of the pattern files; [`Symbol::NONE`] is any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

impl Symbol {
    /// A word that no pattern file knows.
    pub const NONE: Self = Self(u32::MAX);
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A syllable, or any run of letters.
    Word,
    /// Digits with dots or commas between groups of them.
    Number,
    /// Letters and digits in one, letters first: `QL5`, `H5N1`, `ST25`. Never a number.
    Code,
    /// One mark: punctuation, a sign, a symbol.
    Mark(char),
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No capital at the start, or no letter at all.
    Lower,
    /// A capital at the start only.
    Title,
    /// Capitals only, two or more.
    Upper,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the normalised text.
    pub span: Span<Norm>,
    /// What it is.
    pub kind: TokenKind,
    /// Its symbol in the vocabulary; set by [`crate::patterns::Lexicon`].
    pub symbol: Symbol,
    /// How it is capitalised.
    pub case: Case,
    /// Whether a blank (or the start of the block) stands before it.
    pub spaced: bool,
}

impl Token {
    /// Whether the token is the mark `c`.
    pub fn is(&self, c: char) -> bool {
        self.kind == TokenKind::Mark(c)
    }

    /// Whether it is a dash of any length, the minus sign too.
    pub fn is_dash(&self) -> bool {
        matches!(self.kind, TokenKind::Mark(c) if is_dash(c))
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }
}

/// Any dash: `-` `‐` `‑` `‒` `–` `—` `―` `−`.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Who knows symbols: asked while tokens are found, so that a word met before is not read letter by letter again.
pub trait Vocabulary {
    /// Symbol and capitals of a word, [packed], that [`Vocabulary::symbol`] was asked for before; it may be forgotten.
    ///
    /// [packed]: pack
    fn known(&mut self, word: u128) -> Option<(Symbol, Case)>;

    /// The symbol of a token.
    fn symbol(&mut self, text: &str, token: &Token) -> Symbol;

    /// Whether a stretch of text is fit to be read; words that are known are.
    fn is_fit(&self, text: &str) -> bool;
}

/// Knows nothing.
impl Vocabulary for () {
    fn known(&mut self, _: u128) -> Option<(Symbol, Case)> {
        None
    }

    fn symbol(&mut self, _: &str, _: &Token) -> Symbol {
        Symbol::NONE
    }

    fn is_fit(&self, _: &str) -> bool {
        true
    }
}

/// The most bytes of a word that is [packed](pack): longer ones are no syllables.
const PACKED: usize = 16;

/// A word of few bytes as one number, the first byte lowest.
#[inline]
pub fn pack(text: &str, word: Range<usize>) -> Option<u128> {
    let length = word.len();
    if !(1..=PACKED).contains(&length) {
        return None;
    }
    Some(match sixteen(text.as_bytes(), word.start) {
        Some(sixteen) => first(sixteen, length),
        None => text.as_bytes()[word].iter().rev().fold(0, |all, b| all << 8 | u128::from(*b)),
    })
}

/// The sixteen bytes from `at` on as one number.
#[inline]
fn sixteen(bytes: &[u8], at: usize) -> Option<u128> {
    bytes.get(at..at + PACKED).and_then(|b| <[u8; PACKED]>::try_from(b).ok()).map(u128::from_le_bytes)
}

/// The first of sixteen bytes, zeros behind them.
#[inline]
fn first(sixteen: u128, length: usize) -> u128 {
    sixteen & (u128::MAX >> (8 * (PACKED - length)))
}

/// How many of sixteen bytes stand before the first that is a blank, a digit or another sign before `A`.
#[inline]
fn before_sign(sixteen: u128) -> usize {
    const ONES: u128 = u128::MAX / 255;
    // Of each byte before `A` the highest bit is set; of those behind the first of them it may be by mistake.
    let signs = sixteen.wrapping_sub(ONES * b'A' as u128) & !sixteen & (ONES * 0x80);
    (signs.trailing_zeros() / 8) as usize
}

/// Splits normalised text into tokens, appending to `out`; symbols are not set.
pub fn tokenize(norm: &str, out: &mut Vec<Token>) {
    tokenize_with(norm, &mut (), out);
}

/// Splits text into tokens, appending to `out`, with the symbols that `words` knows. Stops, with `false`, before what is
/// not [fit](Vocabulary::is_fit).
pub fn tokenize_with(text: &str, words: &mut impl Vocabulary, out: &mut Vec<Token>) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut spaced = true;
    while let Some(&first) = bytes.get(at) {
        if first == b' ' {
            if bytes.get(at + 1) == Some(&b' ') && !words.is_fit(&text[at..at + 2]) {
                return false;
            }
            at += 1;
            spaced = true;
            continue;
        }
        let token = if let Some((end, symbol, case)) = known(text, at, words) {
            Token { span: Span::new(at, end), kind: TokenKind::Word, symbol, case, spaced }
        } else {
            let (end, kind, case) = token_at(text, at);
            let token = Token { span: Span::new(at, end), kind, symbol: Symbol::NONE, case, spaced };
            if !words.is_fit(&text[at..end]) {
                return false;
            }
            Token { symbol: words.symbol(text, &token), ..token }
        };
        out.push(token);
        spaced = false;
        at = token.span.end();
    }
    true
}

/// The known word at `at`: its end, symbol and capitals.
#[inline]
fn known(text: &str, at: usize, words: &mut impl Vocabulary) -> Option<(usize, Symbol, Case)> {
    let bytes = text.as_bytes();
    if bytes[at] < b'A' {
        return None;
    }
    // Most words end with a blank or a plain mark: those are found without a look at each letter.
    if let Some(sixteen) = sixteen(bytes, at) {
        let length = before_sign(sixteen);
        if length < PACKED
            && !bytes[at + length].is_ascii_digit()
            && let Some((symbol, case)) = words.known(self::first(sixteen, length))
        {
            return Some((at + length, symbol, case));
        }
    }
    let length = bytes[at..].iter().take_while(|byte| IN_WORD[usize::from(**byte)]).count();
    let end = at + length;
    if !ends_word(&bytes[end..]) {
        return None;
    }
    let (symbol, case) = words.known(pack(text, at..end)?)?;
    Some((end, symbol, case))
}

/// The bytes that the letters of Vietnamese consist of. Other characters share some: only a word that is known is taken so.
const IN_WORD: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] =
            matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..=0xBF | 0xC3..=0xC6 | 0xE1);
        byte += 1;
    }
    bytes
};

/// Whether what follows the bytes of a word is surely no letter and no digit: its end, `”`, `–`, `…`, plain marks.
fn ends_word(rest: &[u8]) -> bool {
    match rest {
        [] | [0xE2, 0x80, ..] => true,
        [byte, ..] => byte.is_ascii() && !byte.is_ascii_digit(),
    }
}

fn token_at(norm: &str, at: usize) -> (usize, TokenKind, Case) {
    let first = norm.as_bytes()[at];
    if first.is_ascii_digit() {
        return (number_end(norm.as_bytes(), at), TokenKind::Number, Case::Lower);
    }
    let (end, case) = word_end(norm, at);
    if end == at {
        let mark = norm[at..].chars().next().unwrap_or(' ');
        return (at + mark.len_utf8(), TokenKind::Mark(mark), Case::Lower);
    }
    if !norm.as_bytes().get(end).is_some_and(u8::is_ascii_digit) {
        return (end, TokenKind::Word, case);
    }
    // `m2`, `km3`: a unit, one word.
    let digits = norm[end..].bytes().take_while(u8::is_ascii_digit).count();
    if matches!(&norm[at..end], "m" | "km" | "cm" | "dm" | "mm")
        && digits == 1
        && matches!(norm.as_bytes()[end], b'2' | b'3')
    {
        return (end + 1, TokenKind::Word, case);
    }
    if case == Case::Lower && end - at > 1 || (case == Case::Title && norm[at..end].chars().count() > 2) {
        return (end, TokenKind::Word, case);
    }
    let mut code_end = end;
    loop {
        code_end = match letter_at(norm, code_end) {
            Some((length, _)) => code_end + length,
            None if norm.as_bytes().get(code_end).is_some_and(u8::is_ascii_digit) => code_end + 1,
            None => break,
        };
    }
    (code_end, TokenKind::Code, case)
}

/// End of a word and its capitals.
fn word_end(norm: &str, at: usize) -> (usize, Case) {
    let bytes = norm.as_bytes();
    let mut end = at;
    let (mut letters, mut capitals) = (0, 0);
    let mut first_capital = false;
    while let Some(byte) = bytes.get(end) {
        // Most letters are plain, and most words end with a blank or a mark that is.
        let (length, capital) = match byte {
            b'a'..=b'z' => {
                letters += 1;
                end += 1;
                continue;
            }
            0..=0x7f if !byte.is_ascii_uppercase() && *byte != b'_' => break,
            _ => match letter_at(norm, end) {
                Some(letter) => letter,
                None => break,
            },
        };
        capitals += usize::from(capital);
        first_capital |= capital && letters == 0;
        letters += 1;
        end += length;
    }
    let case = match (first_capital, capitals == letters, letters) {
        (true, true, 2..) => Case::Upper,
        (true, ..) => Case::Title,
        _ => Case::Lower,
    };
    (end, case)
}

/// Bytes of the letter at `at`, and whether it is a capital; none if no letter stands there. The letters of Vietnamese are
/// told by their bytes: the general tables are slow, and every second letter of a text would ask them.
#[inline]
fn letter_at(norm: &str, at: usize) -> Option<(usize, bool)> {
    match *norm.as_bytes().get(at..)? {
        [b'a'..=b'z' | b'_', ..] => Some((1, false)),
        [b'A'..=b'Z', ..] => Some((1, true)),
        [0..=0x7f, ..] => None,
        // Ạ to ỹ: capitals are even.
        [0xE1, 0xBB, last @ 0x80..=0xB9, ..] | [0xE1, 0xBA, last @ 0xA0..=0xBF, ..] => {
            Some((3, last.is_multiple_of(2)))
        }
        // À to ÿ, between them the signs × and ÷.
        [0xC3, next, ..] if !matches!(next, 0x97 | 0xB7) => Some((2, next < 0x9F)),
        // Ă, Đ, Ĩ, Ũ, Ơ: capitals are even; Ư.
        [0xC4, next @ 0x80..=0xB7, ..] => Some((2, next.is_multiple_of(2))),
        [0xC5, next @ 0xA8..=0xA9, ..] => Some((2, next == 0xA8)),
        [0xC6, next @ 0xA0..=0xA1, ..] => Some((2, next == 0xA0)),
        [0xC6, next @ 0xAF..=0xB0, ..] => Some((2, next == 0xAF)),
        _ => other_letter(norm, at),
    }
}

/// The same by the general tables.
#[cold]
fn other_letter(norm: &str, at: usize) -> Option<(usize, bool)> {
    let c = norm[at..].chars().next()?;
    c.is_alphabetic().then(|| (c.len_utf8(), c.is_uppercase()))
}

/// End of a maximal `digits ([.,] digits)*`.
fn number_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        while end < bytes.len() && bytes[end].is_ascii_digit() {
            end += 1;
        }
        let joined =
            end + 1 < bytes.len() && matches!(bytes[end], b'.' | b',') && bytes[end + 1].is_ascii_digit();
        if !joined {
            return end;
        }
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &mut tokens);
        tokens.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn numbers_words_codes_and_marks() {
        for (text, expected) in [
            ("đạt 178.752,2 tỷ đồng.", vec!["đạt", "178.752,2", "tỷ", "đồng", "."]),
            ("tăng1,36% so với QL5", vec!["tăng", "1,36", "%", "so", "với", "QL5"]),
            ("120kg, 28m2", vec!["120", "kg", ",", "28", "m2"]),
            ("17:59 24/01/2021", vec!["17", ":", "59", "24", "/", "01", "/", "2021"]),
            ("số 141-BC/TU", vec!["số", "141", "-", "BC", "/", "TU"]),
            ("1.846. Năm", vec!["1.846", ".", "Năm"]),
            ("A/H5N1, Covid-19", vec!["A", "/", "H5N1", ",", "Covid", "-", "19"]),
        ] {
            assert_eq!(split(text), expected);
        }
    }
}
