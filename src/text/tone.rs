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

/// The vowels of Vietnamese, each without a tone and with those of [`TONES`] in their order.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ã', 'ả', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẵ', 'ẳ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẫ', 'ẩ', 'ậ'],
    ['e', 'è', 'é', 'ẽ', 'ẻ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ễ', 'ể', 'ệ'],
    ['i', 'ì', 'í', 'ĩ', 'ỉ', 'ị'],
    ['o', 'ò', 'ó', 'õ', 'ỏ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ỗ', 'ổ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ỡ', 'ở', 'ợ'],
    ['u', 'ù', 'ú', 'ũ', 'ủ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ữ', 'ử', 'ự'],
    ['y', 'ỳ', 'ý', 'ỹ', 'ỷ', 'ỵ'],
];

/// The match key of a word. Words that are no Vietnamese syllables only lose their capitals.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let lower = word.to_ascii_lowercase();
        return fold_y(lower, None);
    }
    // Most words are composed syllables: their letters are looked up.
    let mut bare = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.chars().flat_map(char::to_lowercase) {
        if c.is_ascii() || c == 'đ' {
            bare.push(c);
            continue;
        }
        match VOWELS.iter().find_map(|vowel| Some((vowel[0], vowel.iter().position(|v| *v == c)?))) {
            Some((vowel, 0)) => bare.push(vowel),
            Some((vowel, at)) if tone.is_none() => {
                bare.push(vowel);
                tone = Some(TONES[at - 1]);
            }
            _ => return fold_any(word),
        }
    }
    fold_y(bare, tone)
}

/// The match key of a word with letters of other languages, or with its marks apart from its letters.
fn fold_any(word: &str) -> String {
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
    fold_y(bare, tone)
}

/// Folds y to i where allowed, then puts the tone back.
fn fold_y(mut bare: String, tone: Option<char>) -> String {
    let (onset, rhyme) = split_onset(&bare);
    let split = onset.len();
    if rhyme == "y" && matches!(onset, "h" | "k" | "l" | "m" | "s" | "t" | "qu") {
        bare.truncate(split);
        bare.push('i');
    }
    let Some(mark) = tone else { return bare };
    // `gì`, `gìn`: the onset took the only vowel; or no vowel at all: put the mark after the last vowel.
    let at = tone_place(&bare[split..]).map(|at| split + at);
    let at = at.or_else(|| bare.char_indices().rfind(|(_, c)| is_vowel(*c)).map(|(i, c)| i + c.len_utf8()));
    match at {
        Some(at) => insert_mark(&bare, at, mark),
        None => bare,
    }
}

/// The word with a tone mark on the letter that ends at `at`.
fn insert_mark(word: &str, at: usize, mark: char) -> String {
    let (before, after) = word.split_at(at);
    let letter = before.chars().next_back();
    let vowel = letter.and_then(|letter| VOWELS.iter().find(|vowel| vowel[0] == letter));
    let mut out = String::with_capacity(word.len() + 2);
    if let (Some(vowel), Some(tone)) = (vowel, TONES.iter().position(|tone| *tone == mark)) {
        out.extend(before.chars().take(before.chars().count() - 1));
        out.push(vowel[tone + 1]);
        out.push_str(after);
        return out;
    }
    out.push_str(before);
    out.push(mark);
    out.push_str(after);
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
    use super::{VOWELS, fold, fold_any};

    #[test]
    fn letters_are_looked_up_as_they_are_composed() {
        let rests = ["", "n", "a", "y", "i", "ch"];
        for vowel in VOWELS.iter().flatten() {
            for onset in ["", "h", "gi", "qu", "ngh", "Đ", "u", "w"] {
                for rest in rests {
                    let word = format!("{onset}{vowel}{rest}");
                    assert_eq!(fold(&word), fold_any(&word), "{word}");
                    assert_eq!(fold(&word.to_uppercase()), fold_any(&word), "{word}");
                }
            }
        }
    }

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
