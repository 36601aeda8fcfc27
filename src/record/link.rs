//! A link that jumps to the number: the page's address with a text fragment.
//!
//! Browsers ignore case and diacritics when they look for a fragment, so a bare `38,4%` may hit the wrong place; two words before the
//! number make it unique in practice.

use super::Quote;

/// `https://…/bai#:~:text=gia%20d%E1%BA%A1t-,38%2C4%25`.
pub(super) fn to_quote(url: &str, quote: &Quote) -> String {
    let base = url.split_once('#').map_or(url, |(before, _)| before);
    let words: Vec<&str> = quote.prefix.split_whitespace().collect();
    // The first word of the prefix may be cut.
    let whole = if quote.prefix.starts_with(char::is_whitespace) || words.len() < 2 {
        &words[..]
    } else {
        &words[1..]
    };
    let before = whole[whole.len().saturating_sub(3)..].join(" ");
    let exact = encode(&quote.exact);
    if before.is_empty() {
        format!("{base}#:~:text={exact}")
    } else {
        format!("{base}#:~:text={}-,{exact}", encode(&before))
    }
}

/// Percent-encodes everything but unreserved characters; `-` too, which separates the parts of a fragment.
fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
