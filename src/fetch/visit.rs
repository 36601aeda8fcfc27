//! One visit to a host: a page, or its robots.txt.
//!
//! In: an entry and the client. Out: a [`Visit`] for the keeper, and what the host's pace has to know of it. A
//! visit that the archive already holds (the process was killed before the state knew) is rebuilt from there.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use tokio::sync::oneshot;
use url::Url;

use super::{
    FetchError, Settings, Status,
    client::{Ask, Client, Exchange, Fault, reread},
    conclude::{Conclusion, conclude, seal},
    entry::{Entry, Origin, Role},
    recorder::Recorder,
    robots::Verdict,
    source::SiteRule,
    spool::Left,
    store::{Deed, Placed, Store, Visit},
    wrap::{self, ROBOTS_FOR, Subject},
};
use crate::archive::{Group, Packed, Response};

/// What every visit needs.
#[derive(Clone)]
pub(crate) struct Tools {
    pub(crate) client: Arc<Client>,
    pub(crate) recorder: Arc<Recorder>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) sites: Arc<Vec<SiteRule>>,
}

/// Does what takes a while (packing, reading for links) where it holds up no answer: on as many other threads as there are
/// cores, so that those who read the wire go on.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    let (tell, told) = oneshot::channel();
    rayon::spawn(move || {
        // Of what panics nothing is told.
        if let Ok(done) = catch_unwind(AssertUnwindSafe(work)) {
            let _ = tell.send(done);
        }
    });
    told.await.map_err(io::Error::other)
}

/// A visit, and how it went for the host.
pub(crate) struct Returned {
    pub(crate) visit: Visit,
    /// A failure that the host has to answer for.
    pub(crate) failed: Option<(Status, String)>,
    /// How long the server wants to be left alone.
    pub(crate) after: Option<Duration>,
    /// Where its robots.txt is instead.
    pub(crate) leads_to: Option<Url>,
}

/// Asks for an address. The error is of the archive.
pub(crate) async fn page(tools: &Tools, id: u64, entry: &Entry, salt: u64) -> io::Result<Returned> {
    let Tools { client, recorder, settings, sites } = tools;
    let ask = Ask {
        etag: entry.before.as_ref().and_then(|b| b.etag.clone()),
        last_modified: entry.before.as_ref().and_then(|b| b.last_modified.clone()),
        cookie: entry.cookie.clone(),
    };
    let mut slot = recorder.slot(None)?;
    let answer = match Url::parse(&entry.url) {
        Ok(url) => client.get(&url, &ask, &mut slot).await,
        Err(_) => Err(Fault { status: Status::BadUrl, detail: String::new() }),
    };
    let exchange = match answer {
        Ok(exchange) => exchange,
        Err(fault) => {
            slot.done();
            let failed = Some((fault.status, fault.detail.clone()));
            let conclusion = Conclusion::failed(fault.status, fault.detail);
            let visit = Visit { host: entry.host, deed: Deed::Page { id, conclusion }, groups: Vec::new() };
            return Ok(Returned { visit, failed, after: None, leads_to: None });
        }
    };
    // First of all into the archive: whatever happens from here on, it will not be asked for again.
    let (of, known) = (entry.clone(), settings.clone());
    let (exchange, written) = aside(move || {
        let written = write_up(&exchange, &of.url, salt, &of, notes(&of, &known));
        (exchange, written)
    })
    .await?;
    let (group, mut placed) = written?;
    recorder.keep(&group, &mut placed).await?;
    slot.done();
    let (of, known, sites) = (entry.clone(), settings.clone(), sites.clone());
    let conclusion =
        aside(move || conclude(&of, &exchange.response, exchange.truncated, &known, &sites)).await?;
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
    Ok(Returned { visit, failed, after, leads_to: None })
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
) -> io::Result<(Packed, Placed)> {
    let Exchange { response, date, .. } = exchange;
    let same = response.status == 304 || response.status == 200 && entry.has_before(response);
    let unchanged = entry.before.as_ref().filter(|_| same);
    let subject = Subject { url, date, salt, unchanged, notes };
    let group = Packed::of(&wrap::group(exchange, &subject))?;
    Ok((group, placed(response, url, date, unchanged.is_some())))
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

/// Asks for a robots.txt, or for what it leads to: at most five redirects, wherever they go (RFC 9309, 2.3.1.2). Each
/// is a visit of its own, at the pace of whoever is asked.
pub(crate) async fn robots(
    tools: &Tools,
    host: u32,
    authority: String,
    url: Url,
    may_lead_on: bool,
    salt: u64,
) -> io::Result<Returned> {
    let Tools { client, recorder, settings, .. } = tools;
    let mut slot = recorder.slot(Some(authority.clone()))?;
    let exchange = match client.get(&url, &Ask::default(), &mut slot).await {
        Ok(exchange) => exchange,
        Err(fault) => {
            slot.done();
            let deed = Deed::Robots(Verdict::Unreachable(fault.detail.clone()));
            let visit = Visit { host, deed, groups: Vec::new() };
            let failed = Some((fault.status, fault.detail));
            return Ok(Returned { visit, failed, after: None, leads_to: None });
        }
    };
    let (group, mut placed) =
        write_up(&exchange, url.as_str(), salt, &nobodys(host), robots_note(authority))?;
    recorder.keep(&group, &mut placed).await?;
    slot.done();
    let response = &exchange.response;
    let leads_to = Some(response)
        .filter(|response| may_lead_on && (300..400).contains(&response.status))
        .and_then(|response| url.join(response.get("Location")?).ok())
        .filter(|next| matches!(next.scheme(), "http" | "https"));
    let (mut failed, mut after) = (None, None);
    let deed = if leads_to.is_some() {
        Deed::Nothing
    } else {
        let verdict = verdict_of(response, settings);
        if let Verdict::Unreachable(why) = &verdict {
            failed = Some((Status::RobotsUnreachable, why.clone()));
            after = response.get("Retry-After").and_then(|v| v.trim().parse().ok()).map(Duration::from_secs);
        }
        Deed::Robots(verdict)
    };
    Ok(Returned { visit: Visit { host, deed, groups: vec![placed] }, failed, after, leads_to })
}

/// A robots.txt has no entry: nothing is known of it from before.
fn nobodys(host: u32) -> Entry {
    Entry::new(String::new(), host, Origin::Link, Role::Page)
}

fn robots_note(authority: String) -> Vec<(&'static str, String)> {
    vec![(ROBOTS_FOR, authority)]
}

fn verdict_of(response: &Response, settings: &Settings) -> Verdict {
    // What cannot be unpacked holds no rules that could be read.
    Verdict::of(response.status, &response.decoded(settings.max_decoded).unwrap_or_default())
}

/// What a killed run left of an answer.
pub(crate) enum Salvaged {
    /// As the archive wants it.
    Whole(Packed),
    /// The archive has it.
    Known,
    /// More of it may have been to come.
    Cut,
}

/// Reads what a killed run left of an answer.
pub(crate) async fn salvage(
    store: &Store,
    settings: &Settings,
    left: Left,
    salt: u64,
) -> Result<Salvaged, FetchError> {
    let Left { begun, bytes, ended } = left;
    let Some((head, response, truncated)) = reread(&bytes, ended, settings).await else {
        return Ok(Salvaged::Cut);
    };
    let seal = seal(&response, &begun.date);
    if store.has_capture(&begun.url, &seal)? {
        return Ok(Salvaged::Known);
    }
    let known = match super::canonical::Address::parse(&begun.url) {
        Ok(address) if begun.robots_for.is_none() => store.entry_of(&address.key)?.map(|(_, entry)| entry),
        _ => None,
    };
    let entry = known.unwrap_or_else(|| nobodys(0));
    let notes = begun.robots_for.map_or_else(|| notes(&entry, settings), robots_note);
    let exchange = Exchange {
        request: begun.request.into_bytes(),
        head,
        response,
        truncated,
        peer: begun.peer,
        date: begun.date,
    };
    Ok(Salvaged::Whole(write_up(&exchange, &begun.url, salt, &entry, notes)?.0))
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
