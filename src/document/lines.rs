//! A text → its lines, hard-wrapped ones joined again, over-long ones cut.
//!
//! In: text of any shape, LF or CRLF. Out: [`Line`]s: byte ranges without the white space around them. Lines
//! that a program wrapped at a fixed width are one [`Line`] again; a line of megabytes is cut into
//! [`pieces`] at the ends of sentences, so that no later stage holds it as one.
//!
//! Worked example: `Tổng số thu đạt⏎178.752,2 tỷ đồng.` in a file wrapped at 16 columns is one line.

use std::{cell::OnceCell, ops::Range};

/// A stretch of a text that belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many printed lines it was joined from.
    pub(super) n_lines: usize,
}

impl Line {
    /// Its text.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Cuts it in two at byte `at` of its text, white space around the cut left out.
    pub(super) fn split(self, text: &str, at: usize) -> (Self, Self) {
        let (front, back) = self.of(text).split_at(at);
        let start = self.start + at + (back.len() - back.trim_start().len());
        (Self { end: self.start + front.trim_end().len(), ..self }, Self { start, ..self })
    }
}

/// Words, and the same in small letters once they are asked for.
pub(super) struct Folded<'t> {
    pub(super) words: &'t str,
    low: OnceCell<String>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(words: &'t str) -> Self {
        Self { words, low: OnceCell::new() }
    }

    /// The words in small letters.
    pub(super) fn low(&self) -> &str {
        self.low.get_or_init(|| lower(self.words))
    }
}

/// Widest line that a program wraps at.
const WIDEST_WRAP: usize = 110;
/// Longest piece that later stages get to see as one block.
const LONGEST_PIECE: usize = 64 << 10;

/// The lines of `text` with something on them, wrapped ones joined.
pub(super) fn paragraphs(text: &str) -> Vec<Line> {
    let printed = printed_lines(text);
    let width = wrap_width(text, &printed);
    let mut out: Vec<Line> = Vec::new();
    let mut previous_end = usize::MAX;
    for (number, line) in printed {
        let adjacent = number == previous_end;
        match out.last_mut().filter(|above| adjacent && wraps(text, **above, line, width)) {
            Some(above) => {
                above.end = line.end;
                above.n_lines += 1;
            }
            None => out.push(line),
        }
        previous_end = number + 1;
    }
    out
}

/// Every line that is not blank, with its number.
fn printed_lines(text: &str) -> Vec<(usize, Line)> {
    let mut start = 0;
    let mut out = Vec::new();
    for (number, raw) in text.split_inclusive('\n').enumerate() {
        let trimmed = raw.trim();
        if !trimmed.is_empty() {
            let at = start + (raw.len() - raw.trim_start().len());
            out.push((number, Line { start: at, end: at + trimmed.len(), n_lines: 1 }));
        }
        start += raw.len();
    }
    out
}

/// The width that the text was wrapped at, if it was: no line with a neighbour is wider, and most end where
/// their neighbour's first word would not have fitted.
fn wrap_width(text: &str, printed: &[(usize, Line)]) -> Option<usize> {
    let wide = |line: Line| width_up_to(line.of(text), WIDEST_WRAP + 1);
    let pairs = || printed.windows(2).filter(|p| p[0].0 + 1 == p[1].0);
    let width = pairs().map(|p| wide(p[0].1)).max().filter(|w| (40..=WIDEST_WRAP).contains(w))?;
    let (mut n_pairs, mut n_full) = (0usize, 0usize);
    for pair in pairs() {
        n_pairs += 1;
        n_full += usize::from(wide(pair[0].1) + 1 + first_word(pair[1].1.of(text)) > width);
    }
    (n_pairs >= 3 && n_full * 10 >= n_pairs * 6).then_some(width)
}

fn wraps(text: &str, above: Line, line: Line, width: Option<usize>) -> bool {
    let Some(width) = width else { return false };
    let last = above.of(text).rsplit('\n').next().unwrap_or_default();
    let listed = super::plain::is_list_item(line.of(text));
    let row = |words: &str| super::columns::is_row(words);
    !listed
        && !row(last.trim())
        && !row(line.of(text))
        && width_up_to(last.trim(), WIDEST_WRAP) + 1 + first_word(line.of(text)) > width
}

/// `words` in small letters. Letters of Vietnamese are paired with their capitals, most of them one code apart.
pub(super) fn lower(words: &str) -> String {
    let small = |c: char| match c {
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\0'..='\u{7f}' | 'à'..='ö' | 'ø'..='þ' | '“' | '”' | '–' | '…' => Some(c),
        'Ạ'..='ỹ' => char::from_u32(c as u32 | 1),
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(c as u32 + 32),
        'Ă' | 'ă' => Some('ă'),
        'Đ' | 'đ' => Some('đ'),
        'Ĩ' | 'ĩ' => Some('ĩ'),
        'Ũ' | 'ũ' => Some('ũ'),
        'Ơ' | 'ơ' => Some('ơ'),
        'Ư' | 'ư' => Some('ư'),
        _ => None,
    };
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match small(c) {
            Some(c) => out.push(c),
            // A small sigma asks what stands around it.
            None if c == 'Σ' => return words.to_lowercase(),
            None => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn first_word(words: &str) -> usize {
    words.split_whitespace().next().map_or(0, |w| width_up_to(w, WIDEST_WRAP))
}

fn width_up_to(words: &str, limit: usize) -> usize {
    words.chars().take(limit).count()
}

/// `line`, cut at ends of sentences (else at blanks, else anywhere between characters) if it is very long.
pub(super) fn pieces(text: &str, line: Line) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = line.start;
    while line.end - start > LONGEST_PIECE {
        let mut limit = start + LONGEST_PIECE;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let window = &text[start..limit];
        let cut = window.rfind(". ").map(|at| at + 2).or_else(|| window.rfind(' ').map(|at| at + 1));
        let cut = cut.filter(|&at| at > 0).unwrap_or(window.len());
        let piece = window[..cut].trim_end();
        if !piece.is_empty() {
            out.push(start..start + piece.len());
        }
        start += cut;
    }
    if !text[start..line.end].trim().is_empty() {
        out.push(start..line.end);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        let every: String = ('\0'..'\u{3000}').filter(|c| *c != 'Σ').collect();
        for words in [every.as_str(), "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK, Ước đạt 12%", "ΟΔΟΣ"]
        {
            assert_eq!(super::lower(words), words.to_lowercase());
        }
    }
}
