//! Lines that stand on every page of a site: counters, forms, footers, share buttons, captions of images.
//!
//! In: one line of text. Out: [`LineKind`]: whether the line is furniture, and whether it opens a stretch of
//! furniture (`Các tin đã đưa ngày:`). The words are those of `patterns/pages`, matched in lower case at the
//! start of a line or anywhere in a short one; a long sentence is never furniture, whatever words it has.
//!
//! Worked example: `0 / 500 ký tự`, `Đang online: 0`, `Điện thoại: 0225.3736907 - Fax: 0225.3736907` and
//! `Mã xác nhận: L?y l?i m� b?o m?t` are furniture; `TIN MỚI NHẤT` opens a stretch of it.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Folded;
use crate::patterns::pages::{PageWords, Role};

/// What a line is, as far as one line can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing speaks against it.
    Content,
    /// Furniture by itself.
    Furniture,
    /// Furniture, and so is what follows, until a full paragraph comes.
    Opener,
}

/// A line with more letters is a sentence of the article, not furniture by its words.
const LONGEST: usize = 240;

/// Forms that only a pattern can tell.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the pattern is a constant, compiled in every test run")]
    Regex::new(
        r"(?ix)
        ^ \W* \d+ \s* / \s* \d+ \s* (?:ký\ tự|kí\ tự|characters)? \W* $                # 0 / 500
        | ^ \W* (?:a \s* [+-]? \s*){1,3} \W* $                                          # A  A: size of letters
        | ^ \W* trang:? (?: [|<>«»‹›…\s]* \d{1,3} ){2,} [\s|<>«»‹›…]* (?:xem\s*tiếp|sau|cuối)? \W* $  # Trang 1 2 3
        | ^ !?\[ [^\]]* \] \( [^)]* \) \W* $                                            # a link or image in Markdown, alone
        | ^ (?:https?://|www\.) \S+ $                                                   # an address, alone
        | ^ \S+ @ \S+ \. \S+ $                                                          # an e-mail address, alone
        | ^ [=_*~\#-]{3,} $                                                              # rules in Markdown
        | ^ [\d\s.,:()|/-]{1,12} (?:views?|lượt\ xem|likes?|bình\ luận|comments?) \W* $ # 12 lượt xem
        ",
    )
    .expect("a constant pattern compiles")
});

/// Judges `line`, which has no white space around it.
pub(super) fn line_kind(words: &PageWords, line: &Folded<'_>) -> LineKind {
    let (folded, line) = (line, line.words);
    let rule = line.len() >= 3 && line.bytes().all(|b| b"=_*~#-".contains(&b));
    let image = line.starts_with("![") && line.ends_with(')') && line.matches("](").count() == 1;
    if rule || image {
        return LineKind::Furniture;
    }
    if line.is_empty() || line.len() > 4 * LONGEST || line.chars().count() > LONGEST {
        return LineKind::Content;
    }
    // `>> Công chức được nghỉ 9 ngày`: two arrows lead to another page.
    if line.starts_with(">>") || line.starts_with("››") {
        return LineKind::Furniture;
    }
    let low = folded.low();
    if is_whole(words, Role::Opener, low) {
        return LineKind::Opener;
    }
    let bare = low.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '©' | '®'));
    let short = low.chars().count() <= 160;
    let starts = words.of_role(Role::Start).begins(bare).is_some() && !is_sentence(line);
    let contains = short && words.of_role(Role::Anywhere).within(low);
    // A counter of comments with its digits gone, or letters lost on the way: nobody can quote from it.
    let damaged = short && line.contains('\u{FFFD}') && !is_sentence(line);
    // The shapes are of digits, marks and addresses; a run of words has none of them.
    let shaped = low.len() <= 300
        && (low.bytes().any(|b| b.is_ascii_digit() || b == b'[' || b == b'@' || b == b':') || low.len() < 12);
    if is_whole(words, Role::Line, low)
        || starts
        || contains
        || damaged
        || is_contact(words, low)
        || shaped && SHAPES.is_match(line)
    {
        return LineKind::Furniture;
    }
    LineKind::Content
}

/// A sentence of the article: long, and ended as sentences end.
pub(super) fn is_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '”', '’', ')', '/', ']']);
    line.chars().count() >= 60 && line.ends_with(['.', '!', '?', '…', ';', ':'])
}

/// Whether a line, less the marks around it and counts at its end, is a word of that role.
fn is_whole(words: &PageWords, role: Role, low: &str) -> bool {
    let bare =
        low.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(|c: char| !c.is_alphabetic());
    bare.len() < 60 && words.of_role(role).is(bare)
}

/// Two of: phone, fax, e-mail, address: the line is a letterhead.
fn is_contact(words: &PageWords, low: &str) -> bool {
    if !low.contains([':', '@']) {
        return false;
    }
    let marks = words.of_role(Role::Contact).all();
    let n_marks = marks.iter().filter(|m| low.contains(m.as_str())).count();
    n_marks >= 2 && low.bytes().filter(u8::is_ascii_digit).count() >= 6 || n_marks >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_and_content() {
        use LineKind::{Content, Furniture, Opener};
        let words = &crate::patterns::for_tests().pages.words;
        for (line, expected) in [
            ("0 / 500 ký tự", Furniture),
            ("Đang online: 0", Furniture),
            ("  • Tất cả: 0", Furniture),
            ("Điện thoại: 0225.3736907 - Fax: 0225.3736907", Furniture),
            ("Mã xác nhận:         L?y l?i m\u{FFFD} b?o m?t", Furniture),
            ("![4623 san xuat](https://a.vn/4623.jpg?rt=2020 \"undefined\")", Furniture),
            ("=====================", Furniture),
            ("Trang 1 2 3", Furniture),
            ("TIN MỚI NHẤT", Opener),
            ("Các tin đã đưa ngày:", Opener),
            ("Ý kiến ()", Opener),
            ("Bình luận (12)", Opener),
            ("Copyright © Cổng thông tin điện tử Sở Xây dựng.", Furniture),
            ("Tổng số thu đạt 178.752,2 tỷ đồng.", Content),
            (
                "Chia sẻ tại hội nghị, ông Nam cho biết năm 2020 toàn tỉnh có 156 đại lý thu bảo hiểm.",
                Content,
            ),
            ("Chỉ tiêu 2020", Content),
            ("91,5%", Content),
        ] {
            assert_eq!(line_kind(words, &Folded::new(line.trim())), expected, "{line}");
        }
    }
}
