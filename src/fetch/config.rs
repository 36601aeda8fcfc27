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
//! Out: settings, or a [`ConfigError`] such as
//! `solieu.toml:3:9: delay must not be negative` with the line and a caret under it.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml::Spanned;

use super::{Settings, tls};

/// What is wrong with a configuration file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    file: PathBuf,
    line: usize,
    column: usize,
    source_line: String,
    width: usize,
    message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error[config]: {}", self.message)?;
        writeln!(f, " --> {}:{}:{}", self.file.display(), self.line, self.column)?;
        let gutter = self.line.to_string().len();
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{} | {}", self.line, self.source_line)?;
        write!(f, "{:gutter$} | {:indent$}{}", "", "", "^".repeat(self.width), indent = self.column - 1)
    }
}

impl std::error::Error for ConfigError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    fetch: RawFetch,
    #[serde(default)]
    host: BTreeMap<String, RawHost>,
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
pub fn read(path: &Path, settings: Settings) -> Result<Settings, Box<dyn std::error::Error + Send + Sync>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(parse(path, &text, settings)?)
}

/// Reads the text of a file over the settings that stand already. Other files that it names are read beside it.
pub fn parse(path: &Path, text: &str, mut settings: Settings) -> Result<Settings, ConfigError> {
    let place = Place { path, text };
    let raw: Raw = toml::from_str(text)
        .map_err(|error| place.error(error.span().unwrap_or(0..0), error.message().to_owned()))?;
    let fetch = raw.fetch;
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
    settings.concurrency = place.at_least_one(fetch.concurrency, settings.concurrency, "concurrency")?;
    settings.attempts = place.at_least_one(fetch.attempts, settings.attempts, "attempts")?;
    settings.host_failures =
        place.at_least_one(fetch.host_failures, settings.host_failures, "host_failures")?;
    settings.jitter_percent = fetch.jitter_percent.unwrap_or(settings.jitter_percent);
    settings.max_wire = fetch.max_wire.unwrap_or(settings.max_wire);
    settings.max_decoded = fetch.max_decoded.unwrap_or(settings.max_decoded);
    settings.max_redirects = fetch.max_redirects.unwrap_or(settings.max_redirects);
    settings.archive_bytes = fetch.archive_bytes.unwrap_or(settings.archive_bytes);
    settings.allow_private = fetch.allow_private.unwrap_or(settings.allow_private);
    if let Some(roots) = &fetch.roots {
        settings.roots = place.certificates(roots)?;
    }
    for (name, host) in raw.host {
        let entry = settings.hosts.entry(name.to_ascii_lowercase()).or_default();
        if let Some(delay) = &host.delay {
            entry.delay = Some(place.seconds(delay, "delay")?);
        }
        if let Some(file) = &host.certificate {
            entry.certificates = place.certificates(file)?;
        }
        for (field, value) in host.headers {
            if field.is_empty() || !field.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                return Err(place.error(value.span(), format!("`{field}` is no name of a header field")));
            }
            if value.get_ref().bytes().any(|b| b < b' ' || b == 0x7f) {
                return Err(
                    place.error(value.span(), "a header field with a control character in it".to_owned())
                );
            }
            if field.eq_ignore_ascii_case("User-Agent") {
                return Err(place.error(value.span(), "solieu always says who it is".to_owned()));
            }
            entry.headers.push((field, value.into_inner()));
        }
        for address in host.address {
            let parsed = address.get_ref().parse();
            let parsed = parsed.map_err(|_| {
                place.error(
                    address.span(),
                    "expected an address and a port, as in `203.0.113.7:443`".to_owned(),
                )
            })?;
            entry.addresses.push(parsed);
        }
    }
    Ok(settings)
}

/// The file, for errors.
struct Place<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Place<'_> {
    fn error(&self, span: std::ops::Range<usize>, message: String) -> ConfigError {
        let before = &self.text[..span.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        let source_line = self.text[line_start..].lines().next().unwrap_or_default().to_owned();
        let column = self.text[line_start..before.len()].chars().count() + 1;
        let room = source_line.chars().count().saturating_sub(column - 1).max(1);
        let width = self.text.get(span).map_or(1, |s| s.chars().count()).clamp(1, room);
        ConfigError {
            file: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            column,
            source_line,
            width,
            message,
        }
    }

    fn seconds(&self, value: &Spanned<f64>, name: &str) -> Result<Duration, ConfigError> {
        Duration::try_from_secs_f64(*value.get_ref())
            .map_err(|_| self.error(value.span(), format!("`{name}` must be a number of seconds, 0 or more")))
    }

    fn at_least_one<T: Default + PartialEq + Copy>(
        &self,
        given: Option<Spanned<T>>,
        default: T,
        name: &str,
    ) -> Result<T, ConfigError> {
        match given {
            None => Ok(default),
            Some(value) if *value.get_ref() == T::default() => {
                Err(self.error(value.span(), format!("`{name}` must be at least 1")))
            }
            Some(value) => Ok(*value.get_ref()),
        }
    }

    fn certificates(
        &self,
        file: &Spanned<String>,
    ) -> Result<Vec<rustls::pki_types::CertificateDer<'static>>, ConfigError> {
        let path = self.path.parent().unwrap_or(Path::new("")).join(file.get_ref());
        let pem = std::fs::read(&path)
            .map_err(|e| self.error(file.span(), format!("cannot read {}: {e}", path.display())))?;
        tls::certificates(&pem).map_err(|e| self.error(file.span(), format!("{}: {e}", path.display())))
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
        for (text, place, word) in [
            ("[fetch]\ndelay = -1.0\n", ":2:9\n", "0 or more"),
            ("[fetch]\ndely = 1.0\n", ":2:1\n", "unknown field `dely`"),
            ("[fetch]\nconcurrency = 0\n", ":2:15\n", "at least 1"),
            ("[host.\"a.example\"]\naddress = [\"here\"]\n", ":2:12\n", "an address and a port"),
            ("[host.\"a.example\"]\ncertificate = \"none.pem\"\n", ":2:15\n", "cannot read none.pem"),
            ("[host.\"a.example\"]\nheaders = { user-agent = \"Mozilla\" }\n", ":2:26\n", "who it is"),
            ("[fetch\n", ":1:7\n", ""),
        ] {
            let error = parsed(text).unwrap_err().to_string();
            assert!(error.contains(place) && error.contains(word), "{text}\n{error}");
        }
    }
}
