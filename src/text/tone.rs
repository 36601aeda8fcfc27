//! One spelling for a syllable, for matching only: `hòa` and `hoà`, `tỷ` and `tỉ`, `Thủy` and `thuỷ`.
//!
//! In: one word. Out: its match key: lower case, NFC, the tone mark where the *new* style puts it (Decision
//! 1989/QD-BGDDT of 2018, art. 8: it needs no list of exceptions), `y` as `i` where the two spell the same
//! word (after h k l m s t, and in `quy`). The quoted text is never touched.
//!
//! ```
//! use solieu::text::tone::fold;
//! assert_eq!(fold("hòa"), fold("hoà"));
//! assert_eq!(fold("Tỷ"), fold("tỉ"));
//! assert_ne!(fold("túy"), fold("túi"));
//! ```

use unicode_normalization::UnicodeNormalization;

/// The five tone marks: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Onsets, longest first. `gi` and `qu` are decided in [`split_onset`].
const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "kh", "ph", "th", "tr", "ch", "qu", "gi", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

/// The match key of a word. Words that are no Vietnamese syllables only lose their capitals.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let lower = word.to_ascii_lowercase();
        return fold_y(&lower, None);
    }
    let mut tone = None;
    let mut tones = 0;
    let bare: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| {
            let is_tone = TONES.contains(c);
            if is_tone {
                tone = Some(*c);
                tones += 1;
            }
            !is_tone
        })
        .nfc()
        .collect();
    if tones > 1 {
        return word.chars().flat_map(char::to_lowercase).nfc().collect();
    }
    match tone {
        None => fold_y(&bare, None),
        Some(mark) => fold_y(&bare, Some(mark)),
    }
}

/// Folds y to i where allowed, then puts the tone back.
fn fold_y(bare: &str, tone: Option<char>) -> String {
    let (onset, rhyme) = split_onset(bare);
    let rhyme =
        if rhyme == "y" && matches!(onset, "h" | "k" | "l" | "m" | "s" | "t" | "qu") { "i" } else { rhyme };
    let Some(mark) = tone else { return format!("{onset}{rhyme}") };
    let Some(at) = tone_place(rhyme) else {
        // `gì`, `gìn`: the onset took the only vowel; or no vowel at all: put the mark after the last vowel.
        let joined = format!("{onset}{rhyme}");
        let Some((i, c)) = joined.char_indices().rfind(|(_, c)| is_vowel(*c)) else { return joined };
        return insert_mark(&joined, i + c.len_utf8(), mark);
    };
    let split = onset.len() + at;
    insert_mark(&format!("{onset}{rhyme}"), split, mark)
}

fn insert_mark(word: &str, at: usize, mark: char) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    out.push_str(&word[..at]);
    out.push(mark);
    out.push_str(&word[at..]);
    out.nfc().collect()
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// Onset and rhyme of a toneless lower-case syllable. `gi` is an onset only before a vowel (`già`, not `gì`).
fn split_onset(bare: &str) -> (&str, &str) {
    for onset in ONSETS {
        if let Some(rest) = bare.strip_prefix(onset) {
            if onset == "gi" && !rest.starts_with(is_vowel) {
                continue;
            }
            return (onset, rest);
        }
    }
    ("", bare)
}

/// Byte offset in the rhyme just after the vowel that carries the tone in the new style.
fn tone_place(rhyme: &str) -> Option<usize> {
    let vowels: Vec<(usize, char)> = rhyme.char_indices().take_while(|(_, c)| is_vowel(*c)).collect();
    let last = vowels.last()?;
    let after = |(i, c): (usize, char)| i + c.len_utf8();
    let group_end = after(*last);
    if let Some(shaped) = vowels.iter().rev().find(|(_, c)| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'))
    {
        return Some(after(*shaped));
    }
    let closed = group_end < rhyme.len();
    Some(after(match (vowels.len(), closed) {
        (1, _) => vowels[0],
        (_, true) => *last,
        (3.., false) => vowels[1],
        (_, false) => match &rhyme[..group_end] {
            "oa" | "oe" | "uy" => vowels[1],
            _ => vowels[0],
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn both_styles_and_both_letters_have_one_key() {
        for (a, b) in [
            ("hòa", "hoà"),
            ("khỏe", "khoẻ"),
            ("thủy", "thuỷ"),
            ("ủy", "uỷ"),
            ("Tỷ", "tỉ"),
            ("KỸ", "kĩ"),
            ("quý", "quí"),
            ("lý", "lí"),
            ("ỦY", "uỷ"),
            ("qúy", "quý"),
            ("gìa", "già"),
            ("tụê", "tuệ"),
            ("mừơi", "mười"),
            ("Hoà", "HÒA"),
            ("sỹ", "sĩ"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        for (a, b) in
            [("túy", "túi"), ("thủy", "thủi"), ("mùa", "mua"), ("hai", "hay"), ("ý", "í"), ("bảy", "bải")]
        {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
        for word in [
            "gì",
            "gìn",
            "nghiêng",
            "quốc",
            "người",
            "khuỷu",
            "ngoài",
            "chịu",
            "huỳnh",
            "hoàn",
            "đường",
            "bhxh",
        ] {
            assert_eq!(fold(word), word, "already in the new style");
        }
    }
}
