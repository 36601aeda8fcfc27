//! "There is nothing here", said with status 200.
//!
//! In: the body of a page; or where a redirect came from and ended. Out: whether it is the page of a server that has no
//! such page. No server is asked for an address that cannot exist to see what it says then: the page itself must say so,
//! in its title or its first heading, or anywhere if there is little else on it.
//!
//! Worked example: `<h1>Bài viết không tồn tại hoặc đã bị xóa</h1>` under a portal's usual title is one; an article of
//! forty lines in which a ministry says that "trang này không tồn tại" is none.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use url::Url;

/// A page with more text of its own than this is no error page, whatever it says.
const LITTLE: usize = 500;
/// Error pages are short; of longer ones only so much is looked at.
const LOOKED_AT: usize = 64 << 10;

/// A title or a heading that begins so. Figures may begin with 404 too, so a word must follow, or nothing.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"^(?:404$|404 - |(?:lỗi|error) 404|404 (?:not found|error)|not found$|{SAYS})");
    Regex::new(&pattern).expect("valid")
});
static ANYWHERE: LazyLock<Regex> = LazyLock::new(|| Regex::new(SAYS).expect("valid"));

/// What is missing is the page; a file or a witness may be missing in an article.
const SAYS: &str = "(?:không tìm thấy|không tồn tại) (?:trang|bài viết|đường dẫn|nội dung)\
    |(?:trang|bài viết|đường dẫn|liên kết|địa chỉ|nội dung)(?: web| tin| này| bạn| quý khách| cần| muốn| đang| đã| yêu cầu\
    | tìm| kiếm| truy cập| xem)* (?:không (?:còn )?tồn tại|không (?:được )?tìm thấy|(?:đã )?bị (?:xóa|xoá|gỡ))\
    |page (?:was |is |could |be )*not (?:be )?found|page (?:does not|doesn't) exist|404 not found";

static SKIPPED: LazyLock<Regex> = LazyLock::new(|| {
    let elements = ["script", "style", "a", "nav", "header", "footer", "select", "head"];
    let each = elements.map(|name| format!(r"<{name}\b[^>]*>.*?</{name}>"));
    Regex::new(&format!("(?is){}|<!--.*?-->|<[^>]*>", each.join("|"))).expect("valid")
});
static HEADINGS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<title\b[^>]*>(.*?)</title>|<h[12]\b[^>]*>(.*?)</h[12]>").expect("valid")
});

/// Whether a page says that it is none.
pub(super) fn says_so(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    let mut headings = HEADINGS.captures_iter(&text).filter_map(|c| c.get(1).or(c.get(2)));
    if headings.by_ref().take(2).any(|h| HEADING.is_match(&plain(h.as_str()))) {
        return true;
    }
    // Most pages are long or do not have the words at all; letters with marks of their own have to be composed first.
    let decomposed = || text.bytes().any(|b| matches!(b, 0xcc | 0xcd));
    if body.len() > LOOKED_AT || !ANYWHERE.is_match(&text.to_lowercase()) && !decomposed() {
        return false;
    }
    let own = plain(&text);
    own.chars().count() <= LITTLE && ANYWHERE.is_match(&own)
}

/// Text of one's own: without markup and links, one blank between words, composed, lower case.
fn plain(html: &str) -> String {
    let text = SKIPPED.replace_all(html, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect::<String>().to_lowercase()
}

/// Whether a redirect ends where servers send those whose page is gone; with the words for it.
pub(super) fn leads_nowhere(from: &Url, to: &Url) -> Option<&'static str> {
    if is_front(to) && !is_front(from) {
        return Some("leads to the front page");
    }
    let last = to.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let name = last.split('.').next().unwrap_or_default();
    let error = matches!(
        name,
        "404"
            | "error"
            | "error404"
            | "notfound"
            | "not-found"
            | "pagenotfound"
            | "page-not-found"
            | "loi"
            | "loi-404"
    );
    (error || to.query().is_some_and(|q| q.contains("aspxerrorpath=")))
        .then_some("leads to the server's error page")
}

fn is_front(url: &Url) -> bool {
    const NAMES: [&str; 8] =
        ["", "/index.html", "/index.php", "/default.aspx", "/home", "/trang-chu", "/vi", "/vn"];
    url.query().is_none() && NAMES.contains(&url.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_say_so_are_told_from_pages_that_write_about_it() {
        for page in [
            "<title>404</title><body>x</body>",
            "<title>404 - Báo Tỉnh</title>",
            "<TITLE>\n Lỗi 404 | Cổng thông tin</TITLE>",
            "<title>Cổng thông tin</title><h1><b>Không tìm thấy  trang</b></h1>",
            "<title>Báo</title><div>Bài viết không tồn tại hoặc đã được gỡ bỏ.</div>",
            "<title>Báo</title><p>Đường dẫn bạn truy cập không tồn tại.</p><a href=/>Về trang chủ</a>",
            "<h2>Nội dung này đã bị xoá</h2>",
            "<body>The page you asked for: page could not be found</body>",
        ] {
            assert!(says_so(page.as_bytes()), "{page}");
        }
        let long = format!(
            "<title>Thuế</title><p>Trang này không tồn tại, Bộ nói. {}</p>",
            "Số thu tăng 5%. ".repeat(60)
        );
        for page in [
            "<title>404 hộ nghèo được nhà mới</title><p>Năm 2020 huyện xây 404 căn nhà.</p>",
            "<title>Sở nói gì</title><p>Hồ sơ không tồn tại trong kho lưu trữ, Sở cho biết.</p>",
            "<title>Tin</title><p>Đoàn không tìm thấy 12 người mất tích.</p>",
            "<title>Tin</title><nav>Không tìm thấy trang</nav><p>Có 12 người.</p>",
            &long,
        ] {
            assert!(!says_so(page.as_bytes()), "{page}");
        }
    }

    #[test]
    fn redirects_to_nowhere_are_known_by_their_end() {
        let url = |path: &str| Url::parse(&format!("http://tin.example{path}")).unwrap();
        for (from, to, nowhere) in [
            ("/bai/1.html", "/", true),
            ("/bai/1.html", "/trang-chu/", true),
            ("/bai/1.html", "/Error.aspx?aspxerrorpath=/bai/1.html", true),
            ("/bai/1.html", "/404.html", true),
            ("/bai/1.html", "/tin-tuc/bai/1.html", false),
            ("/bai/1.html", "/?id=1", false),
            ("/index.html", "/", false),
            ("/loi-ich", "/loi-ich-cua-bao-hiem.html", false),
        ] {
            assert_eq!(leads_nowhere(&url(from), &url(to)).is_some(), nowhere, "{from} {to}");
        }
    }
}
