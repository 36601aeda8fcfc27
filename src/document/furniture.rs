//! Lines that stand on every page of a site: counters, forms, footers, share buttons, captions of images.
//!
//! In: one line of text. Out: [`LineKind`]: whether the line is furniture, and whether it opens a stretch of
//! furniture (`Các tin đã đưa ngày:`). The lists are phrases of Vietnamese pages, matched in lower case at the
//! start of a line or anywhere in a short one; a long sentence is never furniture, whatever words it has.
//!
//! Worked example: `0 / 500 ký tự`, `Đang online: 0`, `Điện thoại: 0225.3736907 - Fax: 0225.3736907` and
//! `Mã xác nhận: L?y l?i m� b?o m?t` are furniture; `TIN MỚI NHẤT` opens a stretch of it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};
use regex::Regex;
use rustc_hash::FxHashSet;

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

/// Lines that open a stretch of links, forms or counters: the whole line, less marks and counts at its end.
const OPENERS: [&str; 63] = [
    "ý kiến",
    "ý kiến bạn đọc",
    "ý kiến của bạn",
    "bình luận",
    "viết bình luận",
    "gửi bình luận",
    "gửi ý kiến",
    "gửi phản hồi",
    "phản hồi",
    "thảo luận",
    "tin mới nhất",
    "tin mới",
    "tin mới hơn",
    "tin cũ hơn",
    "tin khác",
    "tin nổi bật",
    "tin liên quan",
    "tin bài liên quan",
    "tin tức liên quan",
    "tin cùng chuyên mục",
    "tin cùng chủ đề",
    "tin đọc nhiều",
    "tin xem nhiều",
    "tin tài trợ",
    "các tin khác",
    "các tin liên quan",
    "các tin đã đưa",
    "các tin đã đưa ngày",
    "các tin cũ hơn",
    "các tin mới hơn",
    "các bài mới đăng",
    "các bài đã đăng",
    "các bài viết khác",
    "bài viết liên quan",
    "bài liên quan",
    "bài viết khác",
    "bài cùng chuyên mục",
    "bài đọc nhiều",
    "cùng chuyên mục",
    "cùng chủ đề",
    "đọc nhiều",
    "đọc nhiều nhất",
    "xem nhiều",
    "xem nhiều nhất",
    "đọc thêm",
    "tham khảo thêm",
    "xem thêm",
    "có thể bạn quan tâm",
    "bạn có thể quan tâm",
    "có thể bạn thích",
    "mới nhất",
    "nổi bật",
    "tin đã đưa",
    "thống kê truy cập",
    "lượt truy cập",
    "liên kết website",
    "related articles",
    "related posts",
    "related news",
    "leave a reply",
    "leave a comment",
    "comments",
    "video đang hot",
];

/// Beginnings of furniture lines.
const STARTS: [&str; 99] = [
    "image advertisement",
    "image banner",
    "[img]",
    "[image",
    "advertisement",
    "quảng cáo",
    "đang tải",
    "đang online",
    "đang truy cập",
    "hôm nay:",
    "hôm qua:",
    "trong tuần:",
    "trong tháng:",
    "tháng này:",
    "tất cả:",
    "tổng truy cập",
    "tổng lượt truy cập",
    "số lượt truy cập",
    "số lượt xem",
    "lượt xem",
    "lượt truy cập",
    "đã xem:",
    "thống kê truy cập",
    "địa chỉ:",
    "địa chỉ toà soạn",
    "địa chỉ tòa soạn",
    "trụ sở:",
    "trụ sở chính",
    "điện thoại:",
    "điện thoại liên hệ",
    "đt:",
    "đường dây nóng",
    "hotline",
    "tel:",
    "fax:",
    "email:",
    "e-mail:",
    "thư điện tử:",
    "website:",
    "copyright",
    "bản quyền",
    "© ",
    "©",
    "® ",
    "giấy phép",
    "gp số",
    "gpxb",
    "trưởng ban biên tập",
    "tổng biên tập",
    "phó tổng biên tập",
    "chịu trách nhiệm",
    "cơ quan chủ quản",
    "họ tên:",
    "họ tên *",
    "họ và tên:",
    "số điện thoại:",
    "tiêu đề:",
    "nội dung:",
    "mã xác nhận",
    "mã bảo mật",
    "mã bảo vệ",
    "captcha",
    "guest",
    "chia sẻ",
    "share",
    "facebook",
    "zalo",
    "twitter",
    "in bài viết",
    "in trang",
    "gửi email",
    "gửi bài viết",
    "từ khóa:",
    "từ khoá:",
    "tags:",
    "tag:",
    "bản in từ",
    "in từ địa chỉ",
    "viết bởi",
    "người viết:",
    "người đăng",
    "đăng bởi",
    "tác giả:",
    "tác giả bài viết",
    "written by",
    "submitted by",
    "posted by",
    "tổng số điểm",
    "click để đánh giá",
    "đánh giá bài viết",
    "đánh giá:",
    "về trang trước",
    "quay lại trang trước",
    "cỡ chữ",
    "lên đầu trang",
    "số lần xem",
    "số người truy cập",
    "chung nhan tin nhiem mang",
    "cổng thông tin điện tử",
];

/// Phrases that make a short line furniture wherever they stand in it.
const ANYWHERE: [&str; 24] = [
    "ký tự",
    "kí tự",
    "không sao chép dưới mọi hình thức",
    "khi chưa có sự đồng ý bằng văn bản",
    "all rights reserved",
    "ghi rõ nguồn",
    "trang bị lỗi",
    "bấm vào đây để",
    "click vào đây",
    "đăng nhập để",
    "đăng ký nhận tin",
    "lượt xem:",
    "lượt truy cập",
    "họ tên:(*)",
    "tiêu đề:(*)",
    "nội dung:(*)",
    "vui lòng gõ tiếng việt có dấu",
    "vui lòng nhập",
    "bình luận của bạn",
    "theo dõi chúng tôi",
    "trở thành người đầu tiên",
    "sắp xếp theo",
    "chưa có bình luận",
    "javascript:",
];

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

/// Judges `line`.
pub(super) fn line_kind(line: &str) -> LineKind {
    let line = line.trim();
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
    let low = line.to_lowercase();
    if is_opener(&low) {
        return LineKind::Opener;
    }
    let bare = low.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '©' | '®'));
    let short = low.chars().count() <= 160;
    let starts = begins(bare) && !is_sentence(line);
    let contains = short && ANYWHERE_FINDER.is_match(&low);
    // A counter of comments with its digits gone, or letters lost on the way: nobody can quote from it.
    let damaged = short && line.contains('\u{FFFD}') && !is_sentence(line);
    // The shapes are of digits, marks and addresses; a run of words has none of them.
    let shaped = low.len() <= 300
        && (low.bytes().any(|b| b.is_ascii_digit() || b == b'[' || b == b'@' || b == b':') || low.len() < 12);
    if starts || contains || damaged || is_contact(&low) || shaped && SHAPES.is_match(line) {
        return LineKind::Furniture;
    }
    LineKind::Content
}

static STARTS_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| finder(&STARTS));
static ANYWHERE_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| finder(&ANYWHERE));
static OPENER_SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| OPENERS.into_iter().collect());

#[allow(clippy::expect_used, reason = "the words are constants, compiled in every test run")]
fn finder(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().start_kind(StartKind::Both).build(words).expect("constant words compile")
}

/// Whether `low` begins with one of [`STARTS`] as whole words.
fn begins(low: &str) -> bool {
    let found = STARTS_FINDER.try_find(Input::new(low).anchored(Anchored::Yes)).ok().flatten();
    found.is_some_and(|found| {
        let (word, rest) = low.split_at(found.end());
        !word.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
    })
}

/// A sentence of the article: long, and ended as sentences end.
pub(super) fn is_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '”', '’', ')', '/', ']']);
    line.chars().count() >= 60 && line.ends_with(['.', '!', '?', '…', ';', ':'])
}

fn is_opener(low: &str) -> bool {
    let words =
        low.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(|c: char| !c.is_alphabetic());
    words.len() < 60 && OPENER_SET.contains(words)
}

/// Two of: phone, fax, e-mail, address: the line is a letterhead.
fn is_contact(low: &str) -> bool {
    const MARKS: [&str; 9] =
        ["điện thoại", "fax", "email", "e-mail", "địa chỉ", "website", "hotline", "đt:", "tel"];
    if !low.contains([':', '@']) {
        return false;
    }
    let n_marks = MARKS.iter().filter(|m| low.contains(*m)).count();
    n_marks >= 2 && low.bytes().filter(u8::is_ascii_digit).count() >= 6 || n_marks >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_and_content() {
        use LineKind::{Content, Furniture, Opener};
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
            assert_eq!(line_kind(line), expected, "{line}");
        }
    }
}
