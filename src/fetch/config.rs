//! `solieu.toml` → [`Settings`], with errors that point at the place.
//!
//! In:
//! ```toml
//! [fetch]
//! contact = "lan@truong.example"
//! delay = 3.0                         # seconds
//! [host."so-ke-hoach.example"]
//! delay = 10.0
//! certificate = "trung-gian.pem"      # beside solieu.toml
//! ```
//! Out: settings, or a [`ConfigError`] with the bytes that are wrong, what is wrong with them and what to write instead.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

use rustls::pki_types::CertificateDer;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::{HostSettings, Settings, canonical::authority, tls};

/// What is wrong with a configuration file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}", file = .file.display())]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// The bytes that are wrong.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    fetch: RawFetch,
    #[serde(default)]
    host: BTreeMap<Spanned<String>, RawHost>,
    /// Sections of other verbs.
    #[serde(default, rename = "extract")]
    _extract: Option<toml::Value>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawFetch {
    contact: Option<String>,
    delay: Option<Spanned<f64>>,
    jitter_percent: Option<u32>,
    concurrency: Option<Spanned<usize>>,
    connect_timeout: Option<Spanned<f64>>,
    first_byte_timeout: Option<Spanned<f64>>,
    total_timeout: Option<Spanned<f64>>,
    max_wire: Option<u64>,
    max_decoded: Option<u64>,
    max_redirects: Option<u8>,
    attempts: Option<Spanned<u8>>,
    backoff: Option<Spanned<f64>>,
    max_wait: Option<Spanned<f64>>,
    host_failures: Option<Spanned<u32>>,
    archive_bytes: Option<u64>,
    allow_private: Option<bool>,
    roots: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawHost {
    delay: Option<Spanned<f64>>,
    certificate: Option<Spanned<String>>,
    headers: BTreeMap<String, Spanned<String>>,
    address: Vec<Spanned<String>>,
}

/// Reads a file over the settings that stand already.
pub fn read(path: &Path, settings: Settings) -> Result<Settings, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError {
        file: path.to_owned(),
        text: String::new(),
        span: 0..0,
        message: format!("cannot be read: {error}"),
        help: None,
    })?;
    parse(path, &text, settings)
}

/// Reads the text of a file over the settings that stand already. Other files that it names are read beside it.
pub fn parse(path: &Path, text: &str, mut settings: Settings) -> Result<Settings, ConfigError> {
    let place = Place { path, text };
    let Raw { fetch, host, .. } = toml::from_str(text).map_err(|error| place.unreadable(&error))?;
    if let Some(contact) = &fetch.contact {
        settings = settings.with_contact(contact);
    }
    let durations = [
        (&mut settings.delay, fetch.delay, "delay"),
        (&mut settings.connect_timeout, fetch.connect_timeout, "connect_timeout"),
        (&mut settings.first_byte_timeout, fetch.first_byte_timeout, "first_byte_timeout"),
        (&mut settings.total_timeout, fetch.total_timeout, "total_timeout"),
        (&mut settings.backoff, fetch.backoff, "backoff"),
        (&mut settings.max_wait, fetch.max_wait, "max_wait"),
    ];
    for (field, given, name) in durations {
        if let Some(given) = given {
            *field = place.seconds(&given, name)?;
        }
    }
    place.at_least_one(&mut settings.concurrency, fetch.concurrency, "concurrency")?;
    place.at_least_one(&mut settings.attempts, fetch.attempts, "attempts")?;
    place.at_least_one(&mut settings.host_failures, fetch.host_failures, "host_failures")?;
    over(&mut settings.jitter_percent, fetch.jitter_percent);
    over(&mut settings.max_wire, fetch.max_wire);
    over(&mut settings.max_decoded, fetch.max_decoded);
    over(&mut settings.max_redirects, fetch.max_redirects);
    over(&mut settings.archive_bytes, fetch.archive_bytes);
    over(&mut settings.allow_private, fetch.allow_private);
    if let Some(roots) = &fetch.roots {
        settings.roots = place.certificates(roots)?;
    }
    for (name, host) in host {
        let entry = settings.hosts.entry(place.authority(&name)?).or_default();
        place.host(host, entry)?;
    }
    Ok(settings)
}

/// What is given goes over what stands.
fn over<T>(field: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *field = given;
    }
}

/// The file, for errors.
struct Place<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Place<'_> {
    fn error(&self, span: Range<usize>, message: impl Into<String>, help: &str) -> ConfigError {
        ConfigError {
            file: self.path.to_owned(),
            text: self.text.to_owned(),
            span,
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        }
    }

    /// What the reader of TOML says. A key that nobody knows is a slip of the pen: those that are known help.
    fn unreadable(&self, error: &toml::de::Error) -> ConfigError {
        let span = error.span().unwrap_or(0..0);
        match error.message().split_once(", expected one of ") {
            Some((what, known)) if what.starts_with("unknown field") => {
                let what = what.replace("unknown field", "no key is named");
                self.error(span, what, &format!("there are {known}"))
            }
            _ => self.error(span, error.message(), ""),
        }
    }

    fn seconds(&self, value: &Spanned<f64>, name: &str) -> Result<Duration, ConfigError> {
        Duration::try_from_secs_f64(*value.get_ref()).map_err(|_| {
            let message = format!("`{name}` must be a number of seconds, 0 or more");
            self.error(value.span(), message, &format!("write it as in `{name} = 2.5`"))
        })
    }

    fn at_least_one<T: Default + PartialEq>(
        &self,
        field: &mut T,
        given: Option<Spanned<T>>,
        name: &str,
    ) -> Result<(), ConfigError> {
        if given.as_ref().is_some_and(|value| *value.get_ref() == T::default()) {
            let span = given.map_or(0..0, |value| value.span());
            return Err(self.error(
                span,
                format!("`{name}` must be at least 1"),
                "leave it out for the default",
            ));
        }
        over(field, given.map(Spanned::into_inner));
        Ok(())
    }

    /// Host and port as addresses have them; `http://tin.example/` would stand for no host at all.
    fn authority(&self, name: &Spanned<String>) -> Result<String, ConfigError> {
        let written = name.get_ref();
        let url = Url::parse(&format!("http://{written}/")).ok().filter(|url| {
            url.path() == "/" && url.username().is_empty() && !written.contains(['/', '?', '#'])
        });
        url.map(|url| authority(&url)).ok_or_else(|| {
            let message = format!("`{written}` is no name of a host");
            self.error(name.span(), message, "without scheme and path, as in `[host.\"tin.example:8080\"]`")
        })
    }

    fn host(&self, given: RawHost, host: &mut HostSettings) -> Result<(), ConfigError> {
        if let Some(delay) = &given.delay {
            host.delay = Some(self.seconds(delay, "delay")?);
        }
        if let Some(file) = &given.certificate {
            host.certificates = self.certificates(file)?;
        }
        for (field, value) in given.headers {
            if field.is_empty() || !field.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                let message = format!("`{field}` is no name of a header field");
                return Err(self.error(value.span(), message, "letters, digits and `-` only"));
            }
            if value.get_ref().bytes().any(|b| b < b' ' || b == 0x7f) {
                return Err(self.error(value.span(), "a header field with a control character in it", ""));
            }
            if field.eq_ignore_ascii_case("User-Agent") {
                return Err(self.error(
                    value.span(),
                    "solieu always says who it is",
                    "who you are goes into `contact`",
                ));
            }
            host.headers.push((field, value.into_inner()));
        }
        for address in given.address {
            let parsed = address.get_ref().parse();
            host.addresses.push(parsed.map_err(|_| {
                let message = "expected an address and a port";
                self.error(address.span(), message, "write it as in `203.0.113.7:443`")
            })?);
        }
        Ok(())
    }

    fn certificates(&self, file: &Spanned<String>) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
        let path = self.path.parent().unwrap_or(Path::new("")).join(file.get_ref());
        let wrong = |why: String| {
            let help = "PEM or DER, looked for beside the settings, as browsers export certificates and authorities offer them";
            self.error(file.span(), why, help)
        };
        let pem = std::fs::read(&path).map_err(|e| wrong(format!("cannot read {}: {e}", path.display())))?;
        tls::certificates(&pem).map_err(|e| wrong(format!("{}: {e}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Settings, ConfigError> {
        parse(Path::new("solieu.toml"), text, Settings::default())
    }

    #[test]
    fn a_file_goes_over_the_defaults() {
        let settings = parsed(
            "[fetch]\ncontact = \"lan@truong.example\"\ndelay = 0.5\n[host.\"Tin.example\"]\ndelay = 9\naddress = [\"127.0.0.2:80\"]\n",
        )
        .unwrap();
        assert_eq!(settings.delay, Duration::from_millis(500));
        assert!(settings.user_agent.ends_with("(+lan@truong.example)"), "{}", settings.user_agent);
        assert_eq!(settings.hosts["tin.example"].delay, Some(Duration::from_secs(9)));
        assert_eq!(settings.concurrency, Settings::default().concurrency);
    }

    #[test]
    fn errors_point_at_their_place() {
        for (text, at, word) in [
            ("[fetch]\ndelay = -1.0\n", "-1.0", "0 or more"),
            ("[fetch]\ndely = 1.0\n", "dely", "no key is named `dely`"),
            ("[fetch]\nconcurrency = 0\n", "0", "at least 1"),
            ("[host.\"a.example\"]\naddress = [\"here\"]\n", "\"here\"", "an address and a port"),
            ("[host.\"a.example\"]\ncertificate = \"none.pem\"\n", "\"none.pem\"", "cannot read none.pem"),
            ("[host.\"a.example\"]\nheaders = { user-agent = \"Mozilla\" }\n", "\"Mozilla\"", "who it is"),
            ("[host.\"http://a.example/\"]\ndelay = 3\n", "\"http://a.example/\"", "no name of a host"),
        ] {
            let error = parsed(text).unwrap_err();
            assert_eq!(&text[error.span.clone()], at, "{error:?}");
            assert!(error.message.contains(word) && error.help.is_some(), "{error:?}");
        }
        assert_eq!(parsed("[fetch\n").unwrap_err().span.start, 6);
        let idn = parsed("[host.\"báo.example\"]\ndelay = 3\n").unwrap();
        assert!(idn.hosts.contains_key("xn--bo-mia.example"), "{:?}", idn.hosts.keys());
    }
}
