//! Who wrote an article, as a line of it says: `Tác giả: …`, `Bài, ảnh: …`, or nothing but a name at its end.
//!
//! In: the runs around the article. Out: the name, as printed; the lines below the last paragraph that only name the
//! author or the source are taken out of the content. Personal data: off by default in exports.
//!
//! Worked example: `Bài và ảnh: Lê Khê` below the last paragraph gives `Lê Khê`.

use super::{
    blocks::Parts,
    content::Content,
    dropped::Why,
    flat::{Flat, Tag},
    furniture, hints, plain,
    runs::Runs,
    source,
    table::Grid,
};
use crate::patterns::pages::{PageWords, Role};

/// Most words of a byline's name.
const MOST_WORDS: usize = 8;
/// How many runs before and behind the article may hold it.
const NEAR: usize = 10;

/// Most lines below the last paragraph that name author, source and who else had a hand in it.
const MOST_LINES: usize = 4;
/// Most characters of initials: `N.V.A`, `PV`.
const INITIALS: usize = 12;

/// Takes the lines at the end of the article that only name people and sources out of it, where paragraphs stand above
/// them; the name of the author if one of them has it.
pub(super) fn take(
    page_words: &PageWords,
    flat: &Flat<'_>,
    runs: &Runs,
    tables: &[Grid],
    title: Option<usize>,
    content: &mut Content,
) -> Option<String> {
    let is_body = |i: usize| content.keeps(i) && Some(i) != title;
    let prose =
        (0..runs.runs.len()).rfind(|&i| is_body(i) && furniture::is_sentence(runs.text(&runs.runs[i])))?;
    let mut lines: Vec<usize> = (prose + 1..runs.runs.len()).filter(|&i| is_body(i)).collect();
    let mut author = None;
    for _ in 0..MOST_LINES {
        let Some(i) = lines.pop() else { break };
        let run = &runs.runs[i];
        let words = runs.text(run);
        let tag = flat.nodes[run.node as usize].tag;
        // What stands just below a table is said of the table: `Nguồn: Cục Thống kê`.
        let tabled = (i.saturating_sub(1)..=i).any(|j| {
            let at = runs.runs[j].first;
            tables.iter().any(|t| (t.node..flat.nodes[t.node as usize].end).contains(&at))
        });
        let listed = matches!(tag, Tag::Item | Tag::Term | Tag::FigureCaption | Tag::Caption);
        if tabled || listed || words.len() > 240 {
            break;
        }
        let name = named(page_words, words).or_else(|| alone(words));
        if name.is_none() && source::named(words).is_none() {
            break;
        }
        author = name.or(author);
        content.dropped[i] = Some(Why::Byline);
    }
    author
}

/// The name in a line that is nothing else: `Lê Khê`, `Lê Khê (tổng hợp)`, `N.V.A`.
fn alone(words: &str) -> Option<String> {
    if plain::is_list_item(words) || words.ends_with(['!', '?', '…']) {
        return None;
    }
    let words = words.trim_matches(['(', ')', '[', ']', '.', ' ', '\u{a0}']);
    let (name, role) = words.split_once('(').map_or((words, None), |(name, role)| (name, Some(role)));
    let name = name.trim_end();
    // What stands in brackets says what was done: `tổng hợp`, `theo AP`, `ghi`.
    let done =
        role.is_none_or(|role| role.split_whitespace().count() <= 5 && !role.contains(['.', ':', '%']));
    let n_letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let initials = name.chars().count() <= INITIALS
        && n_letters >= 1
        && name.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' ' | '&'));
    let sourced = source::named(name).is_some();
    (done && !sourced && !words.contains(|c: char| c.is_ascii_digit()) && (initials || plain::is_name(name)))
        .then(|| name.to_owned())
}

/// The author's line of a page.
pub(super) fn of_page(parts: &Parts<'_, '_>) -> Option<String> {
    let kept = |i: &usize| parts.content.keeps(*i);
    let n = parts.runs.runs.len();
    let (first, last) = ((0..n).find(kept)?, (0..n).rfind(kept)?);
    let strange = hints::COMMENTS | hints::RELATED | hints::SIDE | hints::FOOTER | hints::HIDDEN;
    let near = (last.saturating_sub(4)..(last + NEAR).min(n)).chain(first.saturating_sub(NEAR)..=first);
    let own = near.map(|i| &parts.runs.runs[i]).filter(|run| parts.bits[run.first as usize] & strange == 0);
    own.map(|run| parts.runs.text(run))
        .filter(|words| words.len() <= 120)
        .find_map(|words| named(parts.words, words))
}

/// The name behind the word for an author.
pub(super) fn named(page_words: &PageWords, words: &str) -> Option<String> {
    let low = words.to_lowercase();
    let before = &low[..page_words.of_role(Role::Author).begins(&low)?];
    let (at, _) = words.char_indices().nth(before.chars().count())?;
    let rest = words[at..].trim_start();
    let set_off = rest.starts_with(':') || before.ends_with("bởi") || before.ends_with("by");
    let name = rest.trim_start_matches([':', ' ', '\u{a0}']).trim_end_matches(['-', '|', '.', ' ']);
    let n_words = name.split_whitespace().count();
    (set_off && (1..=MOST_WORDS).contains(&n_words) && plain::is_name(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{alone, named};

    #[test]
    fn lines_that_name_the_author() {
        let words = &crate::patterns::for_tests().pages.words;
        for (line, expected) in [
            ("Tác giả: Lê Khê", Some("Lê Khê")),
            ("Bài và ảnh: LÊ KHÊ - Mai Trúc", Some("LÊ KHÊ - Mai Trúc")),
            ("By Lê Khê -", Some("Lê Khê")),
            ("Tác giả cuốn sách đã bán 4.000 bản", None),
            ("Thực hiện: 57 hộ", None),
            ("Bài viết Lê Khê", None),
        ] {
            assert_eq!(named(words, line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn lines_that_are_a_name() {
        for (line, expected) in [
            ("Lê Khê", Some("Lê Khê")),
            ("Lê Khê (tổng hợp)", Some("Lê Khê")),
            ("L.K - M.T", Some("L.K - M.T")),
            ("Theo Báo Đồi Chè", None),
            ("- Lưu VT.", None),
            ("Cảm ơn Khê!", None),
            ("Bà con phấn khởi", None),
            ("Lê Khê (12 tuổi)", None),
        ] {
            assert_eq!(alone(line).as_deref(), expected, "{line}");
        }
    }
}
