//! Exactly one row for each address that a person named or a listing or a site led to.
//!
//! In: the state. Out: [`Row`]s in the order of their canonical addresses, so that two runs over the same pages
//! give the same rows whatever the order of their visits. A redirect lends the page of its end to the first row
//! that leads there; further ones are duplicates, as are pages with the same bytes and other spellings.

use std::collections::{BTreeMap, HashMap};

use redb::{ReadTransaction, ReadableDatabase, ReadableTable};
use url::Url;

use super::{ALIAS, ENTRY, KEY, PAYLOAD, REFUSED, Store, get};
use crate::fetch::{
    Capture, FetchError, Missing, Status,
    canonical::redact,
    entry::{Entry, Origin},
};

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The address as the person wrote it, else as it was found.
    pub id: String,
    /// Where the page was in the end.
    pub url: Option<String>,
    /// What became of it.
    pub status: Status,
    /// More about that, if there is more to say. For a duplicate, the row that has the page.
    pub detail: String,
    /// Where the archive holds the page.
    pub capture: Option<Capture>,
}

/// How many rows ended how.
pub type Counts = BTreeMap<Status, u64>;

impl Store {
    /// Gives every row to a function, in order.
    pub(crate) fn each_row(
        &self,
        mut take: impl FnMut(Row) -> Result<(), FetchError>,
    ) -> Result<(), FetchError> {
        let read = self.db.begin_read()?;
        let book = Book::open(&read, &self.missing)?;
        for row in read.open_table(KEY)?.iter()? {
            if let Some(row) = book.row(row?.1.value())? {
                take(row)?;
            }
        }
        for row in read.open_table(ALIAS)?.iter()? {
            let (spelling, id) = row?;
            let Some(entry) = book.entry(id.value())? else { continue };
            take(Row {
                id: spelling.value().to_owned(),
                url: Some(redact(&entry.url)),
                status: Status::Duplicate,
                detail: name(&entry),
                capture: None,
            })?;
        }
        for row in read.open_table(REFUSED)?.iter()? {
            let (text, status) = row?;
            let status = Status::parse(status.value()).unwrap_or(Status::BadUrl);
            take(Row {
                id: text.value().to_owned(),
                url: None,
                status,
                detail: String::new(),
                capture: None,
            })?;
        }
        Ok(())
    }

    /// Counts the rows by status.
    pub(crate) fn counts(&self) -> Result<Counts, FetchError> {
        let mut counts = Counts::new();
        self.each_row(|row| {
            *counts.entry(row.status).or_default() += 1;
            Ok(())
        })?;
        Ok(counts)
    }
}

/// One consistent view of the state.
struct Book {
    entries: redb::ReadOnlyTable<u64, &'static [u8]>,
    payloads: redb::ReadOnlyTable<&'static str, u64>,
    /// Of an end of redirects that has no row of its own: whose row has its page.
    owners: HashMap<u64, u64>,
    missing: Missing,
}

impl Book {
    fn open(read: &ReadTransaction, missing: &Missing) -> Result<Self, FetchError> {
        let mut book = Self {
            entries: read.open_table(ENTRY)?,
            payloads: read.open_table(PAYLOAD)?,
            owners: HashMap::new(),
            missing: missing.clone(),
        };
        for row in read.open_table(KEY)?.iter()? {
            let id = row?.1.value();
            let Some(entry) = book.entry(id)? else { continue };
            if entry.origin == Origin::Redirect || entry.status() != Status::Redirected {
                continue;
            }
            let (end_id, end) = book.end_of(id, entry)?;
            if end.origin == Origin::Redirect {
                book.owners.entry(end_id).or_insert(id);
            }
        }
        Ok(book)
    }

    fn entry(&self, id: u64) -> Result<Option<Entry>, FetchError> {
        get(&self.entries, id)
    }

    /// Where the redirects of an entry end.
    fn end_of(&self, mut id: u64, mut entry: Entry) -> Result<(u64, Entry), FetchError> {
        for _ in 0..64 {
            let Some(to) = entry.outcome.as_ref().and_then(|o| o.to) else { break };
            let Some(next) = self.entry(to)? else { break };
            (id, entry) = (to, next);
        }
        Ok((id, entry))
    }

    fn row(&self, id: u64) -> Result<Option<Row>, FetchError> {
        let Some(entry) = self.entry(id)? else { return Ok(None) };
        if entry.origin == Origin::Redirect {
            return Ok(None);
        }
        let own_name = name(&entry);
        let from = Url::parse(&entry.url).ok();
        let redirected = entry.status() == Status::Redirected;
        let (end_id, end) = self.end_of(id, entry)?;
        let mut row = Row {
            id: own_name,
            url: Some(redact(&end.url)),
            status: end.status(),
            detail: end.outcome.as_ref().map(|o| o.detail.clone()).unwrap_or_default(),
            capture: end.outcome.as_ref().and_then(|o| o.capture.clone()),
        };
        if redirected {
            let to = Url::parse(&end.url).ok();
            // A page that was, and leads to the front page now, is gone whatever the server says.
            if row.status == Status::Ok
                && let Some(why) = from.zip(to).and_then(|(from, to)| self.missing.leads_nowhere(&from, &to))
            {
                row.status = Status::SoftNotFound;
                why.clone_into(&mut row.detail);
                return Ok(Some(row));
            }
            let owner = self.owners.get(&end_id).copied();
            if end.origin != Origin::Redirect {
                row.duplicate_of(name(&end));
                return Ok(Some(row));
            }
            if let Some(owner) = owner.filter(|&o| o != id) {
                row.duplicate_of(self.entry(owner)?.map(|e| name(&e)).unwrap_or_default());
                return Ok(Some(row));
            }
        }
        if row.status == Status::Ok
            && let Some(capture) = &row.capture
            && let Some(first) = self.first_with(&capture.payload)?
            && first != end_id
        {
            let first = self.owners.get(&first).copied().unwrap_or(first);
            let other = self.entry(first)?.map(|e| name(&e)).unwrap_or_default();
            if first != id {
                row.duplicate_of(other);
            }
        }
        Ok(Some(row))
    }

    /// The first page with a payload, in the order of the rows.
    fn first_with(&self, digest: &str) -> Result<Option<u64>, FetchError> {
        let prefix = format!("{digest} ");
        for row in self.payloads.range(prefix.as_str()..)? {
            let (key, id) = row?;
            if !key.value().starts_with(&prefix) {
                break;
            }
            let id = id.value();
            let current = self.entry(id)?;
            // The payload of an earlier visit may have been another one.
            let still = current.as_ref().and_then(|e| e.outcome.as_ref()).and_then(|o| o.capture.as_ref());
            if still.is_some_and(|c| c.payload == digest)
                && current.is_some_and(|e| e.origin != Origin::Redirect || self.owners.contains_key(&id))
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}

impl Row {
    fn duplicate_of(&mut self, other: String) {
        self.status = Status::Duplicate;
        self.detail = other;
        self.capture = None;
    }
}

fn name(entry: &Entry) -> String {
    entry.given.clone().unwrap_or_else(|| redact(&entry.url))
}
