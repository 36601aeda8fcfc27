//! Stored text → normalised text, character by character, with the way back.
//!
//! In: the stored text of one block, as the page has it. Out: [`NormalizedText`]: composed letters (NFC plus the
//! reordering of marks that NFC does not do), plain blanks, no invisible characters, look-alikes of Vietnamese
//! letters mended, full-width digits as digits. Digits, separators and words keep their order; nothing is
//! guessed about numbers here.
//!
//! Example: `1.846.011\u{a0}ngu\u{31b}o\u{31b}\u{300}i` → `1.846.011 người`; the span of `người` maps back to all
//! the bytes of the decomposed word.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::offset_map::OffsetMap;
use crate::span::{Norm, Raw, Span};

/// One block's text after normalisation, and the way back to the stored text.
#[derive(Debug, Clone)]
pub struct NormalizedText<'a> {
    norm: Cow<'a, str>,
    map: OffsetMap,
}

impl<'a> NormalizedText<'a> {
    /// A text that starts at byte `base` of the stored text and is known to be plain: it is its own normalisation.
    pub(crate) fn plain(raw: &'a str, base: usize) -> Self {
        Self { norm: Cow::Borrowed(raw), map: OffsetMap::identity(raw.len(), base) }
    }

    /// The normalised text.
    pub fn norm(&self) -> &str {
        &self.norm
    }

    /// The stretch of the stored text that `span` came from.
    pub fn raw_of(&self, span: Span<Norm>) -> Span<Raw> {
        self.map.raw_of(span)
    }
}

/// Normalises the text of a block that starts at byte `base` of the stored text.
pub fn normalize(raw: &str, base: usize) -> NormalizedText<'_> {
    let clean = clean_end(raw, 0);
    if clean == raw.len() {
        return NormalizedText::plain(raw, base);
    }
    let mut norm = String::with_capacity(raw.len());
    let mut map = OffsetMap::new(base);
    let (mut at, mut clean) = (0, clean);
    loop {
        map.keep(norm.len(), at, clean);
        norm.push_str(&raw[at..clean]);
        if clean == raw.len() {
            break;
        }
        let end = unit_end(raw, clean);
        let before = norm.len();
        write_unit(&raw[clean..end], &mut norm);
        if norm.len() > before {
            map.change(before, clean, end);
        }
        at = end;
        clean = clean_end(raw, at);
    }
    NormalizedText { norm: Cow::Owned(norm), map }
}

/// Whether normalisation leaves a text as it is.
pub(crate) fn is_plain(raw: &str) -> bool {
    clean_end(raw, 0) == raw.len()
}

/// Where the stretch of text from `from` on that normalisation leaves as it is ends: before a letter with marks after it,
/// before a run of blanks, before a character that is written differently.
fn clean_end(raw: &str, from: usize) -> usize {
    let bytes = raw.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let (length, class) = PLAIN[usize::from(byte)];
        // No branch but this one: which letters of a word have a mark is hard to foretell.
        if PLAIN_BEFORE[usize::from(next)] & class != 0 {
            at += usize::from(length);
            continue;
        }
        if byte == b' ' {
            return at;
        }
        let c = raw[at..].chars().next().unwrap_or(' ');
        if is_changed(c) {
            let joins = is_mark(c) || is_invisible(c) || (is_blank(c) && raw[from..at].ends_with(' '));
            return if joins {
                raw[from..at].char_indices().next_back().map_or(at, |(i, _)| from + i)
            } else {
                at
            };
        }
        at += c.len_utf8();
    }
    at
}

/// Classes of first bytes of characters that are plain before some bytes: before any, before all but a blank, …
const ANY: u8 = 1;
const BLANK: u8 = 1 << 1;
const C3: u8 = 1 << 2;
const C6: u8 = 1 << 3;
const E1: u8 = 1 << 4;

/// Of the first byte of a character, its length and class; no class for those that are looked at closer.
const PLAIN: [(u8, u8); 256] = {
    let mut plain = [(1, 0); 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = match byte as u8 {
            b'!'..=b'~' => (1, ANY),
            b' ' => (1, BLANK),
            0xC3 => (2, C3),
            0xC4 | 0xC5 => (2, ANY),
            0xC6 => (2, C6),
            0xE1 => (3, E1),
            _ => (1, 0),
        };
        byte += 1;
    }
    plain
};

/// Of the byte behind that, the classes that are plain before it.
const PLAIN_BEFORE: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let next = byte as u8;
        plain[byte] = ANY
            | if next == b' ' { 0 } else { BLANK }
            // À to ÿ but for Ð and ð, which may be slips; Ơ and Ư; the letters of Vietnamese with two marks.
            | if matches!(next, 0x90 | 0xB0) { 0 } else { C3 }
            | if matches!(next, 0xA0 | 0xA1 | 0xAF | 0xB0) { C6 } else { 0 }
            | if matches!(next, 0xBA | 0xBB) { E1 } else { 0 };
        byte += 1;
    }
    plain
};

/// End of the unit that starts at `at`: a base letter and the marks after it, or a run of blanks.
fn unit_end(raw: &str, at: usize) -> usize {
    let mut rest = raw[at..].chars();
    let Some(first) = rest.next() else { return at };
    let joins = |c: &char| is_mark(*c) || (is_blank(first) && is_blank(*c)) || is_invisible(*c);
    at + first.len_utf8() + rest.take_while(joins).map(char::len_utf8).sum::<usize>()
}

/// Combining marks, Vietnamese or not.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters that show nothing: zero width, direction, byte order mark, soft hyphen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{180e}')
}

/// White space of any width, line ends too: inside a block they are all one blank.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Whether a lone character is written differently after normalisation.
fn is_changed(c: char) -> bool {
    match c {
        ' '..='~' => false,
        _ => is_mark(c) || is_invisible(c) || is_blank(c) || c.is_control() || mend(c).is_some(),
    }
}

/// The plain form of a look-alike, where it has one. Letters of other scripts are mended too: in a Vietnamese
/// page a lone Cyrillic `а` is a slip of the keyboard or of a copy protection.
fn mend(c: char) -> Option<char> {
    Some(match c {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        'ƣ' => 'ư',
        'Ƣ' => 'Ư',
        'ǎ' | 'ӑ' => 'ă',
        'Ǎ' | 'Ӑ' => 'Ă',
        'а' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        'ν' => 'v',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' => 'Y',
        'Х' | 'Χ' => 'X',
        'І' | 'Ι' => 'I',
        'Ν' => 'N',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        // Hyphens of their own, so that `28‑NQ/TW` is the number of a resolution. Longer dashes part words: they stay.
        '\u{2010}' | '\u{2011}' => '-',
        '٪' => '%',
        '\u{340}' => '\u{300}',
        '\u{341}' => '\u{301}',
        _ => return None,
    })
}

/// Writes one unit: a blank, or a letter with its marks in one composed form.
fn write_unit(unit: &str, out: &mut String) {
    let first = unit.chars().next().unwrap_or(' ');
    if is_blank(first) {
        out.push(' ');
        return;
    }
    // Shape marks (circumflex, breve, horn) go before tone marks: NFC leaves 16 of the 30 pairs broken when
    // the tone was typed first.
    let shape = |c: char| matches!(c, '\u{302}' | '\u{306}' | '\u{31b}');
    let mut letter = String::new();
    let mut shapes = String::new();
    let mut tones = String::new();
    for c in
        unit.chars().filter(|c| !is_invisible(*c) && !(c.is_control())).map(|c| mend(c).unwrap_or(c)).nfd()
    {
        if shape(c) {
            shapes.push(c);
        } else if is_mark(c) {
            tones.push(c);
        } else {
            letter.push(c);
        }
    }
    // An overlay stroke never composes: d + U+0335 is đ all the same.
    if tones.chars().any(|c| matches!(c, '\u{335}' | '\u{336}' | '\u{338}'))
        && matches!(letter.as_str(), "d" | "D")
    {
        tones.retain(|c| !matches!(c, '\u{335}' | '\u{336}' | '\u{338}'));
        letter = if letter == "d" { "đ".into() } else { "Đ".into() };
    }
    out.extend(letter.chars().chain(shapes.chars()).chain(tones.chars()).nfc());
}
