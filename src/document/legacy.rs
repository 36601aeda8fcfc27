//! Text in character sets of before Unicode, and text that was decoded with the wrong one.
//!
//! In: bytes, or text whose letters are not Vietnamese although its language should be. Out: the text as it was
//! meant, and the name of the set, if the evidence is strong: common syllables that were not there before.
//! Nothing is repaired on a guess.
//!
//! Worked example: `B¶o hiÓm x· héi` is TCVN3 read as windows-1252: `Bảo hiểm xã hội`; `Báº£o hiá»ƒm` is UTF-8
//! read so: `Bảo hiểm`.

use std::sync::LazyLock;

use encoding_rs::{UTF_8, WINDOWS_1252};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

/// How much text the evidence is taken from, in bytes.
const SAMPLE: usize = 32 << 10;
/// Common syllables that a reading must show.
const LEAST: usize = 8;

/// Frequent syllables with marks: every Vietnamese paragraph has some of them.
const COMMON: &str = "của và các có được trong người những với không là một đã này để năm về từ đến tại việc công tỉnh xã hội \
    bảo hiểm y tế chính phủ nước số tỷ đồng thành phố dân tổng triển thực hiện đạt tăng giảm quốc trên dưới sẽ phải cũng như \
    nhiều theo cơ sở đầu tư phát hà nội việt ngày tháng bộ lao động đối cán nghị quyết địa phương kế hoạch";

static SYLLABLES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| COMMON.split_whitespace().filter(|s| !s.is_ascii()).collect());

/// One old character set: letters by their one or two bytes.
struct Set {
    name: &'static str,
    letters: FxHashMap<&'static [u8], char>,
}

static SETS: LazyLock<Vec<Set>> = LazyLock::new(|| {
    let lines = include_str!("legacy.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, letters)| Set { name, letters: read(letters) })
        .collect()
});

/// Reads `C0=Ầ …`; the bytes live as long as the program, which reads them once.
fn read(letters: &'static str) -> FxHashMap<&'static [u8], char> {
    let letter = |item: &'static str| {
        let (hex, letter) = item.split_once('=')?;
        let bytes: Option<Vec<u8>> =
            (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()).collect();
        let bytes: &'static [u8] = Box::leak(bytes?.into_boxed_slice());
        Some((bytes, letter.chars().next()?))
    };
    letters.split(' ').filter_map(letter).collect()
}

impl Set {
    /// Longest match first; a byte that is no letter of the set is read as windows-1252.
    fn decode(&self, bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len() * 2);
        let mut at = 0;
        while at < bytes.len() {
            let two = bytes.get(at..at + 2).and_then(|b| self.letters.get(b)).map(|c| (*c, 2));
            let found = two.or_else(|| self.letters.get(&bytes[at..=at]).map(|c| (*c, 1)));
            if let Some((letter, n)) = found {
                out.push(letter);
                at += n;
            } else {
                out.push_str(&WINDOWS_1252.decode_without_bom_handling(&bytes[at..=at]).0);
                at += 1;
            }
        }
        out
    }
}

/// Bytes that are not UTF-8, read in the old set that makes Vietnamese of them; `rival` is the other reading.
pub(super) fn of_bytes(bytes: &[u8], rival: &str) -> Option<(String, &'static str)> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let before = evidence(rival);
    let best = SETS.iter().map(|set| (evidence(&set.decode(sample)), set)).max_by_key(|(n, _)| *n)?;
    (best.0 >= LEAST && best.0 >= 3 * before).then(|| (best.1.decode(bytes), best.1.name))
}

/// Text that was decoded as windows-1252 although it was something else, decoded again.
pub(super) fn of_text(text: &str) -> Option<(String, &'static str)> {
    if !is_suspicious(text) {
        return None;
    }
    let sample = &foreign_words(text);
    let before = evidence(sample);
    let twice = |text: &str| again(text, |bytes| UTF_8.decode_without_bom_handling(bytes).0.into_owned());
    let mut best = (evidence(&twice(sample)), None);
    for set in SETS.iter() {
        let n = evidence(&again(sample, |bytes| set.decode(bytes)));
        if n > best.0 {
            best = (n, Some(set));
        }
    }
    if best.0 < LEAST || best.0 < 3 * before {
        return None;
    }
    Some(match best.1 {
        None => (twice(text), "UTF-8"),
        Some(set) => (again(text, |bytes| set.decode(bytes)), set.name),
    })
}

/// The first words of `text` that are not plain ASCII: in others no letter was lost.
fn foreign_words(text: &str) -> String {
    const ENOUGH: usize = 6 << 10;
    let mut out = String::with_capacity(ENOUGH + 64);
    let bound = |c: char| c.is_ascii_whitespace() || matches!(c, '<' | '>' | '"');
    for word in text.split(bound).filter(|w| !w.is_ascii() && w.len() < 64) {
        out.push_str(word);
        out.push(' ');
        if out.len() > ENOUGH {
            break;
        }
    }
    out
}

/// Hardly a letter of Vietnamese's own, but many of western Europe's.
fn is_suspicious(text: &str) -> bool {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // By their first bytes: U+1E80 to U+1EFF, and U+0080 to U+00FF.
    let bytes = &text.as_bytes()[..end];
    // So few are counted in a byte.
    let few = bytes.chunks(usize::from(u8::MAX));
    let n_west: usize =
        few.map(|few| usize::from(few.iter().map(|b| u8::from((*b | 1) == 0xC3)).sum::<u8>())).sum();
    let mut pairs = bytes.iter().zip(bytes.iter().skip(1)).filter(|(a, b)| **a == 0xE1 && (**b | 1) == 0xBB);
    // As many as there may be: text in Vietnamese has them within a few lines.
    n_west >= 20 && pairs.nth(n_west.div_ceil(20) - 1).is_none()
}

/// How many common syllables there are.
fn evidence(text: &str) -> usize {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let composed: String = text[..end].nfc().collect::<String>().to_lowercase();
    composed.split(|c: char| !c.is_alphabetic()).filter(|w| SYLLABLES.contains(w)).count()
}

/// Turns `text` back into the bytes of windows-1252 and reads them with `decode`; what has no byte there stays.
fn again(text: &str, decode: impl Fn(&[u8]) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes: Vec<u8> = Vec::new();
    for c in text.chars() {
        if let Some(byte) = byte_of(c) {
            bytes.push(byte);
        } else {
            out.push_str(&decode(&bytes));
            bytes.clear();
            out.push(c);
        }
    }
    out.push_str(&decode(&bytes));
    out
}

/// The byte of `c` in windows-1252; controls stand for themselves.
fn byte_of(c: char) -> Option<u8> {
    if let code @ 0..=0xFF = c as u32 {
        u8::try_from(code).ok()
    } else {
        let mut buffer = [0; 4];
        let (bytes, _, lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        (!lossy && bytes.len() == 1).then(|| bytes[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEANT: &str = "Bảo hiểm xã hội của tỉnh đã tăng 7,4% trong năm; số người tham gia được hưởng chế độ tại các địa phương là 1.846 người.";

    /// The bytes of [`MEANT`] in a set.
    fn bytes(set: &Set) -> Vec<u8> {
        let back: FxHashMap<char, &[u8]> = set.letters.iter().map(|(b, c)| (*c, *b)).collect();
        let mut out = Vec::new();
        for c in MEANT.chars() {
            match back.get(&c) {
                Some(bytes) => out.extend_from_slice(bytes),
                None => out.push(u8::try_from(c).expect("plain")),
            }
        }
        out
    }

    #[test]
    fn old_sets_as_bytes_and_as_wrong_text() {
        assert_eq!(SETS.len(), 4);
        for set in SETS.iter() {
            let bytes = bytes(set);
            let wrong = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(of_bytes(&bytes, &wrong), Some((MEANT.to_owned(), set.name)));
            assert_eq!(of_text(&wrong), Some((MEANT.to_owned(), set.name)), "{wrong}");
        }
    }

    #[test]
    fn text_decoded_twice_and_text_that_is_right() {
        let wrong = WINDOWS_1252.decode_without_bom_handling(MEANT.as_bytes()).0.into_owned();
        assert_eq!(of_text(&wrong), Some((MEANT.to_owned(), "UTF-8")));
        assert_eq!(of_text(MEANT), None);
        assert_eq!(of_text(&"Été où les élèves ont déjà mangé à côté. ".repeat(20)), None);
    }
}
