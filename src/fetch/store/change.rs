//! What a person changes afterwards: run some addresses again, forget one.
//!
//! In: statuses, or an address with a reason. Out: entries that wait again; or an entry that will never be asked
//! for again, and where the archive has to be blotted out.

use redb::ReadableTable;

use super::{CAPTURE, PAYLOAD, Store, get, given::Adding};
use crate::{
    archive::cdxj,
    fetch::{FetchError, Status, canonical::Address, entry::Entry},
};

/// What stood in the archive of an address that is to be forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Forgotten {
    /// Archive file and offset of each capture.
    pub(crate) places: Vec<(String, u64)>,
    /// Digest of the last payload.
    pub(crate) digest: Option<String>,
}

impl Store {
    /// Entries per transaction.
    const STEP: u64 = 10_000;

    /// Puts every address whose status is chosen back into its queue. What is in the archive stays there, and
    /// is what the server is asked to compare with.
    pub(crate) fn requeue(&self, chosen: impl Fn(Status) -> bool) -> Result<u64, FetchError> {
        let mut changed = 0;
        let mut from = 0;
        loop {
            let write = self.write()?;
            let last;
            {
                let mut adding = Adding::open(&write)?;
                last = adding.entries.last()?.map_or(0, |(id, _)| id.value() + 1);
                let ids: Vec<u64> = adding
                    .entries
                    .range(from..from + Self::STEP)?
                    .map(|row| row.map(|(id, _)| id.value()))
                    .collect::<Result<_, _>>()?;
                for id in ids {
                    let Some(entry) = get::<u64, Entry>(&adding.entries, id)? else { continue };
                    if entry.outcome.is_some()
                        && entry.status() != Status::Forgotten
                        && chosen(entry.status())
                    {
                        adding.again(id, entry)?;
                        changed += 1;
                    }
                }
                adding.close()?;
            }
            write.commit()?;
            from += Self::STEP;
            if from >= last {
                return Ok(changed);
            }
        }
    }

    /// Forgets what robots.txt files said, so that they are read again.
    pub(crate) fn forget_robots(&self) -> Result<(), FetchError> {
        let write = self.write()?;
        write.open_table(super::ROBOTS)?.retain(|_, _| false)?;
        Ok(write.commit()?)
    }

    /// Where the archive holds an address. `None` if the address is not known.
    pub(crate) fn captures_of(&self, address: &Address) -> Result<Option<(u64, Forgotten)>, FetchError> {
        let Some((id, entry)) = self.entry_of(&address.key)? else { return Ok(None) };
        let last = entry.outcome.as_ref().and_then(|o| o.capture.as_ref()).or(entry.before.as_ref());
        let mut found = Forgotten { places: Vec::new(), digest: last.map(|c| c.payload.clone()) };
        let read = redb::ReadableDatabase::begin_read(&self.db)?;
        let captures = read.open_table(CAPTURE)?;
        let prefix = format!("{} ", cdxj::surt(&entry.url));
        for row in captures.range(prefix.as_str()..)? {
            let (key, line) = row?;
            if !key.value().starts_with(&prefix) {
                break;
            }
            let line: cdxj::Capture = serde_json::from_str(line.value())?;
            found.places.push((line.filename, line.offset.parse().unwrap_or_default()));
        }
        Ok(Some((id, found)))
    }

    /// Removes what the state knows of an address, but for the fact that it was forgotten and why.
    pub(crate) fn forget(&self, id: u64, reason: &str) -> Result<(), FetchError> {
        let write = self.write()?;
        {
            let mut adding = Adding::open(&write)?;
            if let Some(mut entry) = get::<u64, Entry>(&adding.entries, id)? {
                let prefix = format!("{} ", cdxj::surt(&entry.url));
                let mut captures = write.open_table(CAPTURE)?;
                let keys: Vec<String> = captures
                    .range(prefix.as_str()..)?
                    .map(|row| row.map(|(key, _)| key.value().to_owned()))
                    .take_while(|key| key.as_ref().map_or(true, |k| k.starts_with(&prefix)))
                    .collect::<Result<_, _>>()?;
                for key in keys {
                    captures.remove(key.as_str())?;
                }
                write.open_table(PAYLOAD)?.retain(|_, of| of != id)?;
                entry.before = None;
                if entry.outcome.take().is_none() {
                    adding.end(id, entry, Status::Forgotten, reason.to_owned(), None, None)?;
                } else {
                    entry.outcome = Some(crate::fetch::entry::Outcome {
                        status: Status::Forgotten,
                        detail: reason.to_owned(),
                        to: None,
                        capture: None,
                    });
                    adding.save(id, &entry)?;
                }
            }
            adding.close()?;
        }
        Ok(write.commit()?)
    }

    /// Marks an address that was never asked for as forgotten, so that it never will be.
    pub(crate) fn never_ask(&self, address: &Address, reason: &str) -> Result<(), FetchError> {
        let write = self.write()?;
        {
            let mut adding = Adding::open(&write)?;
            let (id, entry, _) = adding.entry(
                address,
                crate::fetch::entry::Origin::Redirect,
                crate::fetch::entry::Role::Page,
            )?;
            adding.end(id, entry, Status::Forgotten, reason.to_owned(), None, None)?;
            adding.close()?;
        }
        Ok(write.commit()?)
    }
}

impl Adding<'_> {
    fn again(&mut self, id: u64, mut entry: Entry) -> Result<(), FetchError> {
        let Some(outcome) = entry.outcome.take() else { return Ok(()) };
        let host = self.host(entry.host)?;
        host.done = host.done.saturating_sub(1);
        host.failed = host.failed.saturating_sub(u64::from(outcome.status.is_failure()));
        host.queued += 1;
        entry.before = outcome.capture.or(entry.before);
        entry.attempts = 0;
        entry.hops = 0;
        self.queue.insert(entry.place(id), ())?;
        self.save(id, &entry)
    }
}
