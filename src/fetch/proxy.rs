//! The proxy of the usual variables.
//!
//! In: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy` (or their capitals). Out: which proxy, if any, an
//! address goes through. Name and password go to the proxy only, never to a log or the archive.

use url::Url;

/// Where to send what, instead of to its host.
#[derive(Clone, Default)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    except: Vec<String>,
}

/// One proxy.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The value of `Proxy-Authorization`.
    pub(crate) authorization: Option<String>,
}

impl Proxies {
    /// Reads the variables through a function, so that a test can give its own.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let either = |name: &str| {
            get(name).or_else(|| get(&name.to_ascii_uppercase())).filter(|v| !v.trim().is_empty())
        };
        let proxy = |name: &str| -> Result<Option<Proxy>, String> {
            either(name).map(|v| Proxy::parse(&v).map_err(|e| format!("{name}: {e}"))).transpose()
        };
        let all = proxy("all_proxy")?;
        let except = either("no_proxy").unwrap_or_default();
        Ok(Self {
            http: proxy("http_proxy")?.or_else(|| all.clone()),
            https: proxy("https_proxy")?.or(all),
            except: except
                .split(',')
                .map(|e| e.trim().to_ascii_lowercase())
                .filter(|e| !e.is_empty())
                .collect(),
        })
    }

    /// Whether everything goes straight.
    pub fn is_empty(&self) -> bool {
        self.http.is_none() && self.https.is_none()
    }

    pub(crate) fn for_url(&self, url: &Url) -> Option<&Proxy> {
        let host = url.host_str().unwrap_or_default();
        let excepted = self.except.iter().any(|e| {
            let suffix = e.trim_start_matches("*.").trim_start_matches('.');
            e == "*" || host == suffix || host.strip_suffix(suffix).is_some_and(|h| h.ends_with('.'))
        });
        match url.scheme() {
            _ if excepted => None,
            "http" => self.http.as_ref(),
            _ => self.https.as_ref(),
        }
    }
}

impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |p: &Option<Proxy>| p.as_ref().map(|p| format!("{}:{}", p.host, p.port));
        f.debug_struct("Proxies")
            .field("http", &shown(&self.http))
            .field("https", &shown(&self.https))
            .finish_non_exhaustive()
    }
}

impl Proxy {
    /// The error never repeats the text: there may be a password in it.
    fn parse(text: &str) -> Result<Self, String> {
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&text).map_err(|_| "not an address of the form http://host:port".to_owned())?;
        if url.scheme() != "http" {
            return Err(format!("a proxy of kind `{}` is not supported, only http", url.scheme()));
        }
        let host = url.host_str().ok_or("an address without a host")?.to_owned();
        let authorization = (!url.username().is_empty()).then(|| {
            let pair =
                format!("{}:{}", unescape(url.username()), unescape(url.password().unwrap_or_default()));
            format!("Basic {}", base64(pair.as_bytes()))
        });
        Ok(Self { host, port: url.port().unwrap_or(80), authorization })
    }
}

fn unescape(text: &str) -> String {
    // `form_urlencoded` would also read `+` as a blank, which passwords do contain.
    let escaped = text.replace('+', "%2B");
    url::form_urlencoded::parse(escaped.as_bytes()).flat_map(|(k, v)| [k, v]).collect()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0_u8; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for position in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * position) & 63) as usize];
            out.push(if position > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<Proxies, String> {
        Proxies::from_variables(|n| pairs.iter().find(|(k, _)| *k == n).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_usual_variables_are_read() {
        let proxies = from(&[
            ("HTTPS_PROXY", "http://lan:m%40t+1@gate.example:3128"),
            ("no_proxy", ".local.example,x.example"),
        ])
        .unwrap();
        let through = |url: &str| proxies.for_url(&Url::parse(url).unwrap()).map(|p| p.port);
        assert_eq!(through("https://tin.example/"), Some(3128));
        assert_eq!(through("http://tin.example/"), None);
        assert_eq!(through("https://a.local.example/"), None);
        assert_eq!(through("https://x.example/"), None);
        let proxy = proxies.https.as_ref().unwrap();
        assert_eq!(proxy.authorization.as_deref(), Some("Basic bGFuOm1AdCsx"));
        assert!(!format!("{proxies:?}").contains("lan"));
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_an_error_without_its_password() {
        let error = from(&[("http_proxy", "socks5://u:matkhau@x.example:1")]).unwrap_err();
        assert!(error.contains("http_proxy") && !error.contains("matkhau"), "{error}");
    }
}
