//! One visit to a host: a page, or its robots.txt.
//!
//! In: an entry and the client. Out: a [`Visit`] for the keeper, and what the host's pace has to know of it. A
//! visit that the archive already holds (the process was killed before the state knew) is rebuilt from there.

use std::{io, time::Duration};

use url::Url;

use super::{
    FetchError, Settings, Status,
    client::{Ask, Client, Exchange, Fault},
    conclude::{Conclusion, conclude, seal},
    entry::Entry,
    recorder::Recorder,
    robots::Verdict,
    source::SiteRule,
    store::{Deed, Placed, Store, Visit},
    wrap::{self, ROBOTS_FOR, Subject},
};
use crate::archive::{Draft, Group, Response};

/// A visit, and how it went for the host.
pub(crate) struct Returned {
    pub(crate) visit: Visit,
    /// A failure that the host has to answer for.
    pub(crate) failed: Option<(Status, String)>,
    /// How long the server wants to be left alone.
    pub(crate) after: Option<Duration>,
}

/// The moment, as WARC writes it.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Asks for an address. The error is of the archive.
pub(crate) async fn page(
    client: &Client,
    recorder: &Recorder,
    settings: &Settings,
    sites: &[SiteRule],
    id: u64,
    entry: &Entry,
    salt: u64,
) -> io::Result<Returned> {
    let ask = Ask {
        etag: entry.before.as_ref().and_then(|b| b.etag.clone()),
        last_modified: entry.before.as_ref().and_then(|b| b.last_modified.clone()),
        cookie: entry.cookie.clone(),
    };
    let answer = match Url::parse(&entry.url) {
        Ok(url) => client.get(&url, &ask).await,
        Err(_) => Err(Fault { status: Status::BadUrl, detail: String::new() }),
    };
    let exchange = match answer {
        Ok(exchange) => exchange,
        Err(fault) => {
            let failed = Some((fault.status, fault.detail.clone()));
            let conclusion = Conclusion::failed(fault.status, fault.detail);
            let visit = Visit { host: entry.host, deed: Deed::Page { id, conclusion }, groups: Vec::new() };
            return Ok(Returned { visit, failed, after: None });
        }
    };
    // First of all into the archive: whatever happens from here on, it will not be asked for again.
    let (drafts, mut placed) = write_up(&exchange, &entry.url, salt, entry, notes(entry, settings));
    recorder.keep(&drafts, &mut placed).await?;
    let conclusion = conclude(entry, &exchange.response, exchange.truncated, settings, sites);
    let (mut failed, mut after) = (None, None);
    match &conclusion {
        Conclusion::Again { status, detail, after: wait } => {
            failed = Some((*status, detail.clone()));
            after = *wait;
        }
        // A host that refuses everything is failing too, though asking again will not help.
        Conclusion::Done { status: status @ Status::Http(401 | 403), .. } => {
            failed = Some((*status, String::new()));
        }
        _ => {}
    }
    let visit = Visit { host: entry.host, deed: Deed::Page { id, conclusion }, groups: vec![placed] };
    Ok(Returned { visit, failed, after })
}

fn notes(entry: &Entry, settings: &Settings) -> Vec<(&'static str, String)> {
    let mut notes = vec![("hopsFromSeed", entry.depth.to_string()), ("redirects", entry.hops.to_string())];
    let special =
        Url::parse(&entry.url).ok().and_then(|u| settings.host(&u).map(|h| !h.certificates.is_empty()));
    if special == Some(true) {
        notes.push((
            "tls",
            "verified with a certificate that the configuration adds for this host".to_owned(),
        ));
    }
    notes
}

fn write_up(
    exchange: &Exchange,
    url: &str,
    salt: u64,
    entry: &Entry,
    notes: Vec<(&'static str, String)>,
) -> (Vec<Draft>, Placed) {
    let date = now();
    let response = &exchange.response;
    let same = response.status == 304 || response.status == 200 && entry.has_before(response);
    let unchanged = entry.before.as_ref().filter(|_| same);
    let subject = Subject { url, date: &date, salt, unchanged, notes };
    (wrap::group(exchange, &subject), placed(response, url, &date, unchanged.is_some()))
}

/// What the index will say. Replay looks for the body of a revisit elsewhere, so it must be told that it is one.
fn placed(response: &Response, url: &str, date: &str, is_revisit: bool) -> Placed {
    let mime = if is_revisit {
        "warc/revisit".to_owned()
    } else {
        response.media_type().unwrap_or_else(|| "unk".to_owned())
    };
    Placed { url: url.to_owned(), mime, status: response.status, capture: seal(response, date) }
}

/// Asks for a robots.txt, through at most five redirects, wherever they lead (RFC 9309, 2.3.1.2), with the host's pause
/// before each.
pub(crate) async fn robots(
    client: &Client,
    recorder: &Recorder,
    settings: &Settings,
    host: u32,
    mut url: Url,
    pause: Duration,
    salt: u64,
) -> io::Result<Returned> {
    let authority = super::canonical::authority(&url);
    let mut groups = Vec::new();
    let mut verdict = Verdict::NoFile;
    let (mut failed, mut after) = (None, None);
    for hop in 0..6 {
        let exchange = match client.get(&url, &Ask::default()).await {
            Ok(exchange) => exchange,
            Err(fault) => {
                verdict = Verdict::Unreachable(fault.detail.clone());
                failed = Some((fault.status, fault.detail));
                break;
            }
        };
        let response = &exchange.response;
        let entry = Entry::new(String::new(), host, super::entry::Origin::Link, super::entry::Role::Page);
        let note = vec![(ROBOTS_FOR, authority.clone())];
        let (drafts, mut placed) =
            write_up(&exchange, url.as_str(), salt.wrapping_mul(8) + hop, &entry, note);
        recorder.keep(&drafts, &mut placed).await?;
        groups.push(placed);
        if (300..400).contains(&response.status)
            && let Some(next) = response.get("Location").and_then(|l| url.join(l).ok())
            && matches!(next.scheme(), "http" | "https")
        {
            url = next;
            tokio::time::sleep(pause).await;
            continue;
        }
        verdict = verdict_of(response, settings);
        if let Verdict::Unreachable(why) = &verdict {
            failed = Some((Status::RobotsUnreachable, why.clone()));
            after = response.get("Retry-After").and_then(|v| v.trim().parse().ok()).map(Duration::from_secs);
        }
        break;
    }
    Ok(Returned { visit: Visit { host, deed: Deed::Robots(verdict), groups }, failed, after })
}

fn verdict_of(response: &Response, settings: &Settings) -> Verdict {
    // What cannot be unpacked holds no rules that could be read.
    Verdict::of(response.status, &response.decoded(settings.max_decoded).unwrap_or_default())
}

/// Rebuilds a visit from what the archive holds of it. `None` if it is not about an address that waits.
pub(crate) fn adopt(
    store: &Store,
    settings: &Settings,
    sites: &[SiteRule],
    group: &Group,
    file: &str,
) -> Result<Option<Visit>, FetchError> {
    let (Some(capture), Some(metadata)) = (group.records.iter().rev().nth(1), group.records.last()) else {
        return Ok(None);
    };
    let (Some(url), Some(date)) = (capture.header.target(), capture.header.get("WARC-Date")) else {
        return Ok(None);
    };
    let Some(response) = Response::parse(&capture.block) else { return Ok(None) };
    let mut place = placed(&response, url, date, capture.header.kind() == "revisit");
    file.clone_into(&mut place.capture.file);
    place.capture.offset = capture.place.offset;
    place.capture.length = capture.place.length;
    // Groups reach the state in another order than the file: this one may be known while one before it is not.
    if store.knows(&place)? {
        return Ok(None);
    }
    let groups = vec![place];
    if let Some(authority) = wrap::note(&metadata.block, ROBOTS_FOR) {
        let Some(host) = store.host_id(&authority)? else { return Ok(None) };
        let leads_on = (300..400).contains(&response.status);
        let deed = if leads_on { Deed::Nothing } else { Deed::Robots(verdict_of(&response, settings)) };
        return Ok(Some(Visit { host, deed, groups }));
    }
    let Ok(address) = super::canonical::Address::parse(url) else { return Ok(None) };
    if store.entry_of(&address.key)?.is_none() {
        // The state was lost or is older than the archive: what was fetched is known again.
        store.add_given(&mut std::iter::once(Ok(url.to_owned())), None)?;
    }
    let Some((id, entry)) = store.entry_of(&address.key)? else { return Ok(None) };
    let truncated = capture.header.get("WARC-Truncated");
    let conclusion = match capture.header.kind() {
        "revisit" => Conclusion::Unchanged,
        _ => conclude(&entry, &response, truncated, settings, sites),
    };
    Ok(Some(Visit { host: entry.host, deed: Deed::Page { id, conclusion }, groups }))
}
