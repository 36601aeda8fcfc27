//! Visits into the state, many in one transaction.
//!
//! In: what was concluded of each exchange and where its records are. Out: an [`Ack`] per visit; by then it is
//! on the disk. The records must be in the archive, synced, before.

use std::collections::BTreeSet;

use redb::ReadableTable;

use super::{CAPTURE, FILE, Host, KnownRobots, PAYLOAD, ROBOTS, Store, get, given::Adding};
use crate::{
    archive::cdxj,
    fetch::{
        FetchError, Status,
        conclude::Conclusion,
        entry::{Capture, Entry, Origin, Outcome},
        robots::Verdict,
    },
};

/// What was done at a host.
#[derive(Debug)]
pub(crate) enum Deed {
    /// An address was asked for (or, for lack of an answer, not).
    Page { id: u64, conclusion: Conclusion },
    /// robots.txt was asked for.
    Robots(Verdict),
    /// A redirect of robots.txt: what it leads to is not known.
    Nothing,
    /// Addresses that will not be asked for, and why.
    Refused { ids: Vec<u64>, status: Status, detail: String },
}

/// A visit, done, not yet on the disk.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) host: u32,
    pub(crate) deed: Deed,
    /// Groups of records in the archive: what the index will say of each.
    pub(crate) groups: Vec<Placed>,
}

/// A capture and its line in the index.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) url: String,
    pub(crate) mime: String,
    pub(crate) status: u16,
    pub(crate) capture: Capture,
}

/// A visit that is on the disk.
#[derive(Debug)]
pub(crate) struct Ack {
    pub(crate) host: u32,
    pub(crate) state: Host,
}

/// Limits that decide when a failure is final.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) attempts: u16,
    pub(crate) redirects: u16,
}

impl Store {
    /// Commits visits, and the length of the archive with them. Also says which hosts have work now.
    pub(crate) fn apply(
        &self,
        visits: Vec<Visit>,
        files: &[(String, u64)],
        limits: Limits,
    ) -> Result<(Vec<Ack>, BTreeSet<u32>), FetchError> {
        let write = self.write()?;
        let mut acks = Vec::with_capacity(visits.len());
        let mut at_work = BTreeSet::new();
        {
            let mut adding = Adding::open(&write)?;
            let mut captures = write.open_table(CAPTURE)?;
            let mut payloads = write.open_table(PAYLOAD)?;
            let mut robots = write.open_table(ROBOTS)?;
            let mut lengths = write.open_table(FILE)?;
            for (name, length) in files {
                lengths.insert(name.as_str(), *length)?;
            }
            for visit in visits {
                for placed in &visit.groups {
                    let (key, line) = placed.index_line();
                    captures.insert(key.as_str(), line.as_str())?;
                }
                match visit.deed {
                    Deed::Nothing => {}
                    Deed::Robots(verdict) => {
                        let known = KnownRobots { at: jiff::Timestamp::now().as_second(), verdict };
                        robots.insert(visit.host, serde_json::to_vec(&known)?.as_slice())?;
                    }
                    Deed::Refused { ids, status, detail } => {
                        for id in ids {
                            let Some(entry) = get::<u64, Entry>(&adding.entries, id)? else { continue };
                            adding.end(id, entry, status, detail.clone(), None, None)?;
                        }
                    }
                    Deed::Page { id, conclusion } => {
                        let capture = visit.groups.last().map(|p| p.capture.clone());
                        if let Some((digest, key)) = adding.conclude(id, conclusion, capture, limits)? {
                            payloads.insert(format!("{digest} {key}").as_str(), id)?;
                        }
                    }
                }
                let state = adding.host(visit.host)?.clone();
                acks.push(Ack { host: visit.host, state });
            }
            // A later visit of the same batch may have given an earlier host work.
            for ack in &mut acks {
                ack.state = adding.host(ack.host)?.clone();
            }
            at_work.extend(adding.close()?);
        }
        write.commit()?;
        Ok((acks, at_work))
    }

    /// Ends everything that some hosts still have to do; says how much that was for each. Many hosts share a transaction,
    /// and a host of a million addresses has many.
    pub(crate) fn set_aside(&self, asides: &[(u32, Status, String)]) -> Result<Vec<u64>, FetchError> {
        let mut ended = vec![0; asides.len()];
        let mut at = 0;
        while at < asides.len() {
            let write = self.write()?;
            {
                let mut adding = Adding::open(&write)?;
                let mut room = 10_000;
                while let Some((host, status, detail)) = asides.get(at).filter(|_| room > 0) {
                    let all = (*host, 0, 0, 0)..=(*host, u16::MAX, u16::MAX, u64::MAX);
                    let ids: Vec<u64> = adding
                        .queue
                        .range(all)?
                        .take(room)
                        .map(|r| r.map(|(k, _)| k.value().3))
                        .collect::<Result<_, _>>()?;
                    let is_last = ids.len() < room;
                    room -= ids.len();
                    for id in ids {
                        let Some(entry) = get::<u64, Entry>(&adding.entries, id)? else { continue };
                        adding.end(id, entry, *status, detail.clone(), None, None)?;
                        ended[at] += 1;
                    }
                    at += usize::from(is_last);
                }
                adding.close()?;
            }
            write.commit()?;
        }
        Ok(ended)
    }
}

impl Adding<'_> {
    /// Changes an entry as concluded. Returns digest and key of a page that is now in the archive.
    fn conclude(
        &mut self,
        id: u64,
        conclusion: Conclusion,
        capture: Option<Capture>,
        limits: Limits,
    ) -> Result<Option<(String, String)>, FetchError> {
        let Some(mut entry) = get::<u64, Entry>(&self.entries, id)? else { return Ok(None) };
        // Adopted from the archive a second time, or answered while it was being forgotten.
        if entry.outcome.is_some() {
            return Ok(None);
        }
        match conclusion {
            Conclusion::Done { status, detail, found } => {
                for link in found {
                    let origin = Origin::Link;
                    let (found_id, mut found, new) = self.entry(&link.address, origin, link.role)?;
                    if new {
                        // The queue is sorted by depth, so the place is taken again with the right one.
                        self.queue.remove(found.place(found_id))?;
                        found.depth = link.depth;
                        found.site = link.site;
                        self.queue.insert(found.place(found_id), ())?;
                        self.save(found_id, &found)?;
                    } else {
                        self.found_again(found_id, found, link.depth)?;
                    }
                }
                let payload = capture.as_ref().filter(|_| status.has_page()).map(|c| c.payload.clone());
                let key =
                    crate::fetch::canonical::Address::parse(&entry.url).map(|a| a.key).unwrap_or_default();
                let capture = capture.filter(|_| status.has_page() || status == Status::NotHtml);
                self.end(id, entry, status, detail, None, capture)?;
                Ok(payload.map(|p| (p, key)))
            }
            Conclusion::Unchanged => {
                let before = entry.before.clone();
                let payload = before.as_ref().map(|b| b.payload.clone());
                let key =
                    crate::fetch::canonical::Address::parse(&entry.url).map(|a| a.key).unwrap_or_default();
                self.end(id, entry, Status::Ok, "unchanged".to_owned(), None, before)?;
                Ok(payload.map(|p| (p, key)))
            }
            Conclusion::BadRedirect(detail) => {
                self.end(id, entry, Status::BadRedirect, detail, None, None)?;
                Ok(None)
            }
            Conclusion::Again { status, detail, .. } => {
                if entry.attempts + 1 >= limits.attempts {
                    self.end(id, entry, status, detail, None, None)?;
                } else {
                    self.queue.remove(entry.place(id))?;
                    entry.attempts += 1;
                    self.queue.insert(entry.place(id), ())?;
                    self.save(id, &entry)?;
                }
                Ok(None)
            }
            Conclusion::Redirect { to, cookie } => {
                self.redirect(id, entry, &to, cookie, limits.redirects)?;
                Ok(None)
            }
        }
    }

    /// A link to what is known already: it has a row now, and may be nearer to the front page than was thought.
    fn found_again(&mut self, id: u64, mut entry: Entry, depth: u16) -> Result<(), FetchError> {
        let before = entry.clone();
        if entry.origin == Origin::Redirect {
            entry.origin = Origin::Link;
        }
        if entry.outcome.is_none() && depth < entry.depth {
            self.queue.remove(entry.place(id))?;
            entry.depth = depth;
            self.queue.insert(entry.place(id), ())?;
        }
        if entry == before { Ok(()) } else { self.save(id, &entry) }
    }

    fn redirect(
        &mut self,
        id: u64,
        mut entry: Entry,
        to: &crate::fetch::canonical::Address,
        cookie: Option<String>,
        limit: u16,
    ) -> Result<(), FetchError> {
        if entry.hops >= limit {
            return self.end(
                id,
                entry,
                Status::RedirectLoop,
                format!("more than {limit} redirects"),
                None,
                None,
            );
        }
        let (target_id, mut target, new) = self.entry(to, Origin::Redirect, entry.role)?;
        if target_id == id {
            // The same page under another scheme or spelling, or one that wants its cookie back.
            let same = entry.url == to.url.as_str();
            if same && (cookie.is_none() || cookie == entry.cookie) {
                return self.end(id, entry, Status::RedirectLoop, "leads to itself".to_owned(), None, None);
            }
            self.move_to(id, &mut entry, to)?;
            entry.cookie = cookie.filter(|_| same);
            return self.save(id, &entry);
        }
        if new {
            target.hops = entry.hops + 1;
            target.depth = entry.depth;
            target.site = entry.site;
            self.queue.remove((target.host, 0, 0, target_id))?;
            self.queue.insert(target.place(target_id), ())?;
            self.save(target_id, &target)?;
        }
        // Two addresses that point at each other would wait for ever.
        let (mut at, mut steps) = (Some(target_id), 0);
        while let Some(next) = at {
            steps += 1;
            if next == id || steps > 64 {
                return self.end(
                    id,
                    entry,
                    Status::RedirectLoop,
                    "leads back to itself".to_owned(),
                    None,
                    None,
                );
            }
            at = get::<u64, Entry>(&self.entries, next)?.and_then(|e| e.outcome).and_then(|o| o.to);
        }
        self.end(id, entry, Status::Redirected, String::new(), Some(target_id), None)
    }

    /// The entry is to be asked for elsewhere, perhaps at another host.
    fn move_to(
        &mut self,
        id: u64,
        entry: &mut Entry,
        to: &crate::fetch::canonical::Address,
    ) -> Result<(), FetchError> {
        self.queue.remove(entry.place(id))?;
        self.host(entry.host)?.queued -= 1;
        entry.hops += 1;
        entry.url = to.url.to_string();
        entry.host = self.host_number(&to.authority())?;
        self.queue.insert(entry.place(id), ())?;
        self.host(entry.host)?.queued += 1;
        Ok(())
    }

    /// The entry has ended.
    pub(super) fn end(
        &mut self,
        id: u64,
        mut entry: Entry,
        status: Status,
        detail: String,
        to: Option<u64>,
        capture: Option<Capture>,
    ) -> Result<(), FetchError> {
        self.queue.remove(entry.place(id))?;
        let host = self.host(entry.host)?;
        host.queued = host.queued.saturating_sub(1);
        host.done += 1;
        host.failed += u64::from(status.is_failure());
        entry.cookie = None;
        entry.outcome = Some(Outcome { status, detail, to, capture });
        self.save(id, &entry)
    }
}

impl Store {
    /// Whether a capture is known.
    pub(crate) fn knows(&self, placed: &Placed) -> Result<bool, FetchError> {
        let (key, _) = placed.index_line();
        let read = redb::ReadableDatabase::begin_read(&self.db)?;
        Ok(read.open_table(CAPTURE)?.get(key.as_str())?.is_some())
    }
}

impl Store {
    /// Whether an answer is in the archive: the same address, moment and payload.
    pub(crate) fn has_capture(&self, url: &str, capture: &Capture) -> Result<bool, FetchError> {
        let prefix = format!("{} ", cdxj::key(url, &cdxj::timestamp(&capture.date)));
        let digest = capture.payload.strip_prefix("sha1:").unwrap_or(&capture.payload);
        let read = redb::ReadableDatabase::begin_read(&self.db)?;
        for row in read.open_table(CAPTURE)?.range(prefix.as_str()..)? {
            let (key, line) = row?;
            if !key.value().starts_with(&prefix) {
                break;
            }
            let line: cdxj::Capture = serde_json::from_str(line.value())?;
            if line.digest == digest {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Placed {
    fn index_line(&self) -> (String, String) {
        let key = cdxj::key(&self.url, &cdxj::timestamp(&self.capture.date));
        let digest = self.capture.payload.strip_prefix("sha1:").unwrap_or(&self.capture.payload);
        let line = cdxj::Capture {
            url: self.url.clone(),
            mime: self.mime.clone(),
            status: self.status.to_string(),
            digest: digest.to_owned(),
            length: self.capture.length.to_string(),
            offset: self.capture.offset.to_string(),
            filename: self.capture.file.clone(),
        };
        // Two captures of one address in one second are two lines.
        let key = format!("{key} {}:{}", self.capture.file, self.capture.offset);
        (key, serde_json::to_string(&line).unwrap_or_default())
    }
}
