//! Lines of a CDXJ index: `com,example)/path 20261121031500 {json}`.
//!
//! In: a capture. Out: its line; a whole index is such lines, sorted by bytes. The key is the SURT form of the
//! address, as replay tools write it: host reversed, lower case, no scheme, no `www.`, no default port, no slash at the
//! end of the path, query arguments sorted.

use serde::{Deserialize, Serialize};
use url::Url;

/// What the index says of one capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Address asked for.
    pub url: String,
    /// Media type, or `warc/revisit`.
    pub mime: String,
    /// Status code, in digits.
    pub status: String,
    /// Payload digest without its label.
    pub digest: String,
    /// Bytes of the gzip member.
    pub length: String,
    /// First byte of the gzip member.
    pub offset: String,
    /// File name.
    pub filename: String,
}

/// Key and time of a line: its place in the index.
pub fn key(url: &str, timestamp: &str) -> String {
    format!("{} {timestamp}", surt(url))
}

/// A whole line, without line end.
pub fn line(key: &str, capture: &Capture) -> String {
    format!("{key} {}", serde_json::to_string(capture).expect("strings are valid JSON"))
}

/// `2026-11-21T03:15:00Z` → `20261121031500`.
pub fn timestamp(warc_date: &str) -> String {
    warc_date.chars().filter(char::is_ascii_digit).take(14).collect()
}

/// The sort-friendly form of an address.
///
/// ```
/// use solieu::archive::cdxj::surt;
/// assert_eq!(surt("https://www.Tin.Example:443/A?b=2&a=1#x"), "example,tin)/a?a=1&b=2");
/// assert_eq!(surt("http://tin.example/chuyen-muc/"), "example,tin)/chuyen-muc");
/// ```
pub fn surt(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return url.to_ascii_lowercase().replace(' ', "%20") };
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    // Replay tools turn an address of four numbers round, too.
    let mut out = if matches!(url.host(), Some(url::Host::Ipv6(_))) {
        host.trim_matches(['[', ']']).to_owned()
    } else {
        host.split('.').rev().collect::<Vec<_>>().join(",")
    };
    if let Some(port) = url.port() {
        out.push(':');
        out.push_str(&port.to_string());
    }
    out.push(')');
    // As the usual replay tools have it, or they would not find a folder in our index.
    let path = url.path().to_ascii_lowercase();
    out.push_str(if path.len() > 1 { path.trim_end_matches('/') } else { &path });
    if let Some(query) = url.query().filter(|q| !q.is_empty()) {
        let query = query.to_ascii_lowercase();
        let mut arguments: Vec<&str> = query.split('&').collect();
        arguments.sort_unstable();
        out.push('?');
        out.push_str(&arguments.join("&"));
    }
    out
}
