//! An address as a person wrote it → the address to ask for, and the key that makes a page one page.
//!
//! In: `HTTP://Tin.Example:80/a?utm_source=zalo&b=2&a=1#binh-luan`. Out: to ask for,
//! `http://tin.example/a?b=2&a=1`; the key, `tin.example/a?a=1&b=2`. The key has no scheme (an http page and its
//! https twin are one page) and its arguments are sorted; what is asked for keeps the order, because servers
//! may care.

use url::Url;

/// An address that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// What to ask for.
    pub url: Url,
    /// What makes the page one page.
    pub key: String,
}

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read as an address at all.
    #[error("not an address")]
    NotAUrl,
    /// `ftp:`, `file:`, `javascript:`, …
    #[error("neither http nor https")]
    Scheme,
    /// `user:password@`.
    #[error("an address with a user name or a password in it")]
    Credentials,
}

/// Arguments that say where a reader came from, never what the page is. `…_*` by prefix.
const TRACKING: [&str; 18] = [
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "zarsrc",
    "_ga",
    "_gl",
    "mc_cid",
    "mc_eid",
    "ref_src",
    "fb_action_ids",
];
/// `vn_source=Home&vn_campaign=…` is what Vietnamese newspapers hang on their own links.
const TRACKING_PREFIXES: [&str; 4] = ["utm_", "vn_", "itm_", "hsa_"];
const SESSIONS: [&str; 5] = ["jsessionid", "phpsessid", "sessionid", "session_id", "aspsessionid"];

impl Address {
    /// Reads an address as people write them: blanks, quotes and a missing `http://` are forgiven.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().trim_matches(['\u{feff}', '"', '\'', '<', '>']).trim();
        let url = match Url::parse(text) {
            Ok(url) if url.has_host() || url.cannot_be_a_base() && !looks_like_host(text) => url,
            _ if looks_like_host(text) => {
                Url::parse(&format!("http://{text}")).map_err(|_| Refusal::NotAUrl)?
            }
            _ => return Err(Refusal::NotAUrl),
        };
        Self::of(url)
    }

    /// Reads an address found in a page, relative to it.
    pub fn join(base: &Url, text: &str) -> Result<Self, Refusal> {
        Self::of(base.join(text.trim()).map_err(|_| Refusal::NotAUrl)?)
    }

    /// Cleans an address.
    pub fn of(mut url: Url) -> Result<Self, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        url.set_fragment(None);
        if let Some(host) = url.host_str().and_then(|h| h.strip_suffix('.')).map(str::to_owned) {
            url.set_host(Some(&host)).map_err(|_| Refusal::NotAUrl)?;
        }
        let path = without_session(url.path());
        if path != url.path() {
            url.set_path(&path);
        }
        if let Some(query) = url.query().map(str::to_owned) {
            let kept: Vec<&str> = query.split('&').filter(|a| !a.is_empty() && !is_noise(a)).collect();
            let kept = kept.join("&");
            url.set_query((!kept.is_empty()).then_some(kept.as_str()));
        }
        let key = key(&url);
        Ok(Self { url, key })
    }

    /// Host and port (if it is not the scheme's own): what robots.txt and the pace go by.
    pub fn authority(&self) -> String {
        authority(&self.url)
    }
}

/// Host and port of an address.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// An address for a person's eyes: the values of arguments that look like secrets are not shown.
pub fn redact(url: &str) -> String {
    // Without a scheme it is `name:password@` that may stand at the head.
    if let Some((before, rest)) = url.split_once('@')
        && before.contains(':')
        && !before.contains('/')
    {
        return format!("***@{rest}");
    }
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    let mut changed = false;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        changed = parsed.set_username("").is_ok() && parsed.set_password(None).is_ok();
    }
    if let Some(query) = parsed.query() {
        let shown: Vec<String> = query
            .split('&')
            .map(|argument| match argument.split_once('=') {
                Some((name, _)) if is_secret(name) => {
                    changed = true;
                    format!("{name}=***")
                }
                _ => argument.to_owned(),
            })
            .collect();
        if changed {
            parsed.set_query(Some(&shown.join("&")));
        }
    }
    if changed { parsed.into() } else { url.to_owned() }
}

/// Whether an argument of this name opens something: `access_token`, `X-Amz-Signature`, `apikey`.
fn is_secret(name: &str) -> bool {
    const WHOLE: [&str; 5] = ["key", "auth", "sig", "pass", "pwd"];
    const PARTS: [&str; 8] =
        ["token", "secret", "password", "passwd", "signature", "apikey", "api_key", "api-key"];
    let name = name.to_ascii_lowercase();
    WHOLE.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part))
}

fn key(url: &Url) -> String {
    let mut key = authority(url);
    key.push_str(&upper_escapes(url.path()));
    if let Some(query) = url.query() {
        let query = upper_escapes(query);
        let mut arguments: Vec<&str> = query.split('&').collect();
        arguments.sort_unstable();
        key.push('?');
        key.push_str(&arguments.join("&"));
    }
    key
}

/// `%e1` and `%E1` are one letter.
fn upper_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut left = 0;
    for c in text.chars() {
        if left > 0 {
            left -= 1;
            out.push(c.to_ascii_uppercase());
        } else {
            if c == '%' {
                left = 2;
            }
            out.push(c);
        }
    }
    out
}

/// Path without `;jsessionid=…` and without the `(S(…))` of ASP.NET.
fn without_session(path: &str) -> String {
    path.split('/')
        .filter(|s| !(s.len() > 20 && s.starts_with("(S(") && s.ends_with("))")))
        .map(|segment| match segment.to_ascii_lowercase().find(";jsessionid=") {
            Some(at) => &segment[..at],
            None => segment,
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn is_noise(argument: &str) -> bool {
    let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
    let name = name.to_ascii_lowercase();
    TRACKING.contains(&name.as_str())
        || TRACKING_PREFIXES.iter().any(|p| name.starts_with(p))
        || SESSIONS.iter().any(|s| name.starts_with(s))
        // A bare `sid` may be a section; a long hexadecimal one is a session.
        || (name == "sid" && value.len() >= 24 && value.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// `tin.example/a` or `tin.example:8080`: a dot in what stands before the first slash, and no blank.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    name.contains('.')
        && !name.contains(char::is_whitespace)
        && !name.contains('@')
        && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, String) {
        let address = Address::parse(text).unwrap();
        (address.url.to_string(), address.key)
    }

    #[test]
    fn a_page_is_one_page() {
        for (text, url, key) in [
            ("HTTP://Tin.Example:80/a#x", "http://tin.example/a", "tin.example/a"),
            ("https://tin.example:443", "https://tin.example/", "tin.example/"),
            ("  tin.example/a ", "http://tin.example/a", "tin.example/a"),
            ("tin.example:8080/a", "http://tin.example:8080/a", "tin.example:8080/a"),
            ("http://tin.example./a", "http://tin.example/a", "tin.example/a"),
            ("http://t.example/a?b=2&utm_source=z&a=1", "http://t.example/a?b=2&a=1", "t.example/a?a=1&b=2"),
            ("http://t.example/a?vn_source=Home&fbclid=1", "http://t.example/a", "t.example/a"),
            ("http://t.example/a;jsessionid=0A1B?x=1", "http://t.example/a?x=1", "t.example/a?x=1"),
            ("http://t.example/(S(lit3py55t21z5v55vlm25s55))/a", "http://t.example/a", "t.example/a"),
            ("http://t.example/t%e1%bb%b7", "http://t.example/t%e1%bb%b7", "t.example/t%E1%BB%B7"),
            ("http://t.example/tỷ", "http://t.example/t%E1%BB%B7", "t.example/t%E1%BB%B7"),
            ("http://báo.example/", "http://xn--bo-mia.example/", "xn--bo-mia.example/"),
            ("http://t.example/a/./b/../c", "http://t.example/a/c", "t.example/a/c"),
            ("http://t.example/a?", "http://t.example/a", "t.example/a"),
            ("http://t.example/?sid=12", "http://t.example/?sid=12", "t.example/?sid=12"),
            ("http://0x7f000001/a", "http://127.0.0.1/a", "127.0.0.1/a"),
        ] {
            assert_eq!(both(text), (url.to_owned(), key.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_fetched_is_refused_with_a_reason() {
        for (text, refusal) in [
            ("", Refusal::NotAUrl),
            ("ghi chú", Refusal::NotAUrl),
            ("ftp://t.example/a", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::NotAUrl),
            ("javascript:alert(1)", Refusal::Scheme),
            ("http://user:pass@t.example/", Refusal::Credentials),
        ] {
            assert_eq!(Address::parse(text), Err(refusal), "{text}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(redact("http://t.example/?a=1&token=abc"), "http://t.example/?a=1&token=***");
        assert_eq!(
            redact("http://t.example/?X-Amz-Signature=a&Access_Token=b"),
            "http://t.example/?X-Amz-Signature=***&Access_Token=***"
        );
        assert_eq!(redact("http://u:p@t.example/"), "http://t.example/");
        assert_eq!(redact("u:p@t.example/a"), "***@t.example/a");
        assert_eq!(redact("http://t.example/@lan:1"), "http://t.example/@lan:1");
        assert_eq!(redact("http://t.example/?a=b"), "http://t.example/?a=b");
    }
}
