//! What an answer means for the address that was asked for.
//!
//! In: an [`Entry`] and a [`Response`], live or from the archive. Out: a [`Conclusion`]: done, elsewhere, again,
//! unchanged; with the addresses found, if it was read for them. Pure, so that a run that was killed between the
//! archive and the state comes to the same conclusion when it reads the archive again.

use std::time::Duration;

use url::Url;

use super::{
    Status,
    canonical::Address,
    entry::{Capture, Entry, Role},
    settings::Settings,
    source::{self, Found, SiteRule},
};
use crate::archive::{DecodeError, Response, digest};

/// What to do with the entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Conclusion {
    /// Finished, with what was found in it.
    Done { status: Status, detail: String, found: Vec<Found> },
    /// Ask there instead.
    Redirect { to: Address, cookie: Option<String> },
    /// A redirect to nowhere.
    BadRedirect(String),
    /// Failed in a way that may pass; the server may have said when.
    Again { status: Status, detail: String, after: Option<Duration> },
    /// Still as the archive has it.
    Unchanged,
}

impl Conclusion {
    pub(crate) fn failed(status: Status, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        if status.is_transient() {
            Self::Again { status, detail, after: None }
        } else {
            Self::Done { status, detail, found: Vec::new() }
        }
    }

    fn done(status: Status, detail: impl Into<String>) -> Self {
        Self::Done { status, detail: detail.into(), found: Vec::new() }
    }
}

/// Reads an answer.
pub(crate) fn conclude(
    entry: &Entry,
    response: &Response,
    truncated: Option<&str>,
    settings: &Settings,
    sites: &[SiteRule],
) -> Conclusion {
    let Ok(url) = Url::parse(&entry.url) else { return Conclusion::done(Status::BadUrl, "") };
    match response.status {
        304 if entry.before.is_some() => return Conclusion::Unchanged,
        301 | 302 | 303 | 307 | 308 => return redirect(&url, response),
        429 | 503 => {
            return Conclusion::Again {
                status: Status::Http(response.status),
                detail: String::new(),
                after: response.get("Retry-After").and_then(retry_after),
            };
        }
        200 | 203 => {}
        other => return Conclusion::failed(Status::of_code(other), ""),
    }
    match truncated {
        Some("length") => {
            let detail = format!("more than {} bytes on the wire", settings.max_wire);
            return Conclusion::done(Status::TooLarge, detail);
        }
        Some("time") => return Conclusion::failed(Status::Timeout, "the page was not whole in time"),
        Some(_) => return Conclusion::failed(Status::Cut, format!("after {} bytes", response.body.len())),
        None => {}
    }
    let body = match response.decoded(settings.max_decoded) {
        Ok(body) => body,
        Err(error @ DecodeError::TooLarge(_)) => {
            return Conclusion::done(Status::TooLarge, error.to_string());
        }
        Err(error) => return Conclusion::done(Status::BadEncoding, error.to_string()),
    };
    let conclusion = content(entry, &url, response, &body, settings, sites);
    match conclusion {
        // A page that is the same as before is no new page.
        Conclusion::Done { status: Status::Ok, .. } if entry.has_before(response) => Conclusion::Unchanged,
        other => other,
    }
}

fn content(
    entry: &Entry,
    url: &Url,
    response: &Response,
    body: &[u8],
    settings: &Settings,
    sites: &[SiteRule],
) -> Conclusion {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Conclusion::done(Status::Empty, "");
    }
    let site = entry.site.and_then(|n| sites.get(n as usize));
    if entry.role != Role::Page
        && let Some(listed) = source::read_listing(url, body, site.and_then(|s| s.since))
    {
        let detail = listed.summary();
        let found = listed.found.into_iter().map(|f| f.with_site(entry.site)).collect();
        return Conclusion::Done { status: Status::Source, detail, found };
    }
    let media = response.media_type().unwrap_or_else(|| sniff(body).to_owned());
    let text_like = matches!(media.as_str(), "text/html" | "application/xhtml+xml" | "text/plain");
    // Portals send pages as XML or with a made-up type; what looks like a page is one.
    if !text_like && (!looks_like_html(body) || media.starts_with("image/")) {
        return Conclusion::done(Status::NotHtml, media);
    }
    let found = match site {
        Some(rule) if entry.depth < rule.depth => source::links(url, body, rule, entry.depth, entry.site),
        _ => Vec::new(),
    };
    if settings.missing.says_so(body) {
        return Conclusion::Done { status: Status::SoftNotFound, detail: String::new(), found };
    }
    Conclusion::Done { status: Status::Ok, detail: String::new(), found }
}

fn redirect(url: &Url, response: &Response) -> Conclusion {
    let Some(location) = response.get("Location").filter(|l| !l.is_empty()) else {
        return Conclusion::BadRedirect("no Location".to_owned());
    };
    match Address::join(url, location) {
        Ok(to) => {
            let cookie = response.get("Set-Cookie").and_then(|c| c.split(';').next()).map(str::to_owned);
            Conclusion::Redirect { to, cookie }
        }
        Err(refusal) => Conclusion::BadRedirect(refusal.to_string()),
    }
}

/// Seconds, or a date.
fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value.trim()).ok()?;
    Some(Duration::try_from(date.duration_since(jiff::Timestamp::now())).unwrap_or_default())
}

fn sniff(body: &[u8]) -> &'static str {
    if looks_like_html(body) {
        "text/html"
    } else if body.starts_with(b"%PDF") {
        "application/pdf"
    } else if body.iter().take(1024).any(|&b| b == 0) {
        "application/octet-stream"
    } else {
        "text/plain"
    }
}

fn looks_like_html(body: &[u8]) -> bool {
    let head = body[..body.len().min(1024)].to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<head", b"<body"]
        .iter()
        .any(|m| head.windows(m.len()).any(|w| w == *m))
}

/// What the archive will say of an answer, but for its place in it.
pub(crate) fn seal(response: &Response, date: &str) -> Capture {
    Capture {
        file: String::new(),
        offset: 0,
        length: 0,
        date: date.to_owned(),
        payload: digest::sha1(&response.body),
        etag: response.get("ETag").map(str::to_owned),
        last_modified: response.get("Last-Modified").map(str::to_owned),
    }
}
