//! Who wrote an article, as a line of it says: `Tác giả: …`, `Bài, ảnh: …`, or nothing but a name at its end.
//!
//! In: the runs around the article and its last blocks. Out: the name, as printed. Personal data: off by default in
//! exports.
//!
//! Worked example: `Bài và ảnh: Lê Khê` below the last paragraph gives `Lê Khê`.

use super::{blocks::Parts, hints, plain};

/// What stands before the name.
const BEFORE: [&str; 16] = [
    "tác giả bài viết",
    "tác giả",
    "người viết",
    "người đăng",
    "viết bởi",
    "đăng bởi",
    "bài viết",
    "bài và ảnh",
    "bài, ảnh",
    "bài - ảnh",
    "bài ảnh",
    "tin, ảnh",
    "tin và ảnh",
    "thực hiện",
    "written by",
    "by",
];
/// Most words of a byline's name.
const MOST_WORDS: usize = 8;
/// How many runs before and behind the article may hold it.
const NEAR: usize = 10;

/// The author's line of a page.
pub(super) fn of_page(parts: &Parts<'_, '_>) -> Option<String> {
    let kept = |i: &usize| parts.content.keeps(*i);
    let n = parts.runs.runs.len();
    let (first, last) = ((0..n).find(kept)?, (0..n).rfind(kept)?);
    let strange = hints::COMMENTS | hints::RELATED | hints::SIDE | hints::FOOTER | hints::HIDDEN;
    let near = (last.saturating_sub(4)..(last + NEAR).min(n)).chain(first.saturating_sub(NEAR)..=first);
    let own = near.map(|i| &parts.runs.runs[i]).filter(|run| parts.bits[run.first as usize] & strange == 0);
    own.map(|run| parts.runs.text(run)).filter(|words| words.len() <= 120).find_map(named)
}

/// The name behind the word for an author.
pub(super) fn named(words: &str) -> Option<String> {
    let low = words.to_lowercase();
    let before = BEFORE.iter().find(|before| low.starts_with(*before))?;
    let (at, _) = words.char_indices().nth(before.chars().count())?;
    let rest = words[at..].trim_start();
    let set_off = rest.starts_with(':') || before.ends_with("bởi") || before.ends_with("by");
    let name = rest.trim_start_matches([':', ' ', '\u{a0}']).trim_end_matches(['-', '|', '.', ' ']);
    let n_words = name.split_whitespace().count();
    (set_off && (1..=MOST_WORDS).contains(&n_words) && plain::is_name(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn lines_that_name_the_author() {
        for (line, expected) in [
            ("Tác giả: Lê Khê", Some("Lê Khê")),
            ("Bài và ảnh: LÊ KHÊ - Mai Trúc", Some("LÊ KHÊ - Mai Trúc")),
            ("By Lê Khê -", Some("Lê Khê")),
            ("Tác giả cuốn sách đã bán 4.000 bản", None),
            ("Thực hiện: 57 hộ", None),
            ("Bài viết Lê Khê", None),
        ] {
            assert_eq!(named(line).as_deref(), expected, "{line}");
        }
    }
}
