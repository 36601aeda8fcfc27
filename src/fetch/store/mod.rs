//! The state of a run: one transactional file beside the archive.
//!
//! In: addresses ([`given`]), visits ([`apply`]). Out: what to ask for next, rows for every address ([`rows`]).
//!
//! A visit's records are in the archive before its transaction is committed, and the transaction holds the
//! length that the archive has with it. So after a `kill -9` the archive is never behind the state, and what it
//! is ahead by can be adopted (`Store::file_length` and [`crate::archive::repair`]).
//!
//! Memory does not follow the number of addresses: they are in the file's B-trees, and a run holds the hosts at
//! work only.

use std::path::Path;

use redb::{Database, Durability, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    FetchError, Missing,
    entry::Entry,
    robots::Verdict,
    source::{SiteRule, SiteSpec},
};

mod apply;
mod change;
mod given;
mod rows;

pub(crate) use apply::{Ack, Deed, Limits, Placed, Visit};
pub use rows::{Counts, Row};

/// Place in a host's queue, see [`Entry::place`].
type Place = (u32, u16, u16, u64);

const ENTRY: TableDefinition<u64, &[u8]> = TableDefinition::new("entry");
const KEY: TableDefinition<&str, u64> = TableDefinition::new("key");
const QUEUE: TableDefinition<Place, ()> = TableDefinition::new("queue");
const HOST: TableDefinition<u32, &[u8]> = TableDefinition::new("host");
const HOST_ID: TableDefinition<&str, u32> = TableDefinition::new("host_id");
const ROBOTS: TableDefinition<u32, &[u8]> = TableDefinition::new("robots");
/// Other spellings of an address that has an entry.
const ALIAS: TableDefinition<&str, u64> = TableDefinition::new("alias");
/// Inputs that are no address, with the status that says why.
const REFUSED: TableDefinition<&str, &str> = TableDefinition::new("refused");
/// Lines of the CDXJ index.
const CAPTURE: TableDefinition<&str, &str> = TableDefinition::new("capture");
/// `digest key` → entry: which pages have the same payload.
const PAYLOAD: TableDefinition<&str, u64> = TableDefinition::new("payload");
/// Committed length of each archive file.
const FILE: TableDefinition<&str, u64> = TableDefinition::new("file");
const META: TableDefinition<&str, &str> = TableDefinition::new("meta");

/// What is known of a host.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Host {
    pub(crate) authority: String,
    /// Addresses that wait.
    pub(crate) queued: u64,
    /// Addresses that have ended, and how many of them badly.
    pub(crate) done: u64,
    pub(crate) failed: u64,
}

/// A robots.txt as the state keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KnownRobots {
    /// Seconds since 1970.
    pub(crate) at: i64,
    pub(crate) verdict: Verdict,
}

/// The open state. One process at a time holds it.
pub(crate) struct Store {
    db: Database,
    missing: Missing,
}

impl Store {
    /// Pages of the B-trees that are held in memory.
    const CACHE: usize = 64 << 20;

    /// Opens or makes the state of a folder.
    pub(crate) fn open(folder: &Path, missing: Missing) -> Result<Self, FetchError> {
        let opened = || -> Result<Database, redb::Error> {
            let db = Database::builder().set_cache_size(Self::CACHE).create(folder.join("state.redb"))?;
            let write = db.begin_write()?;
            write.open_table(ENTRY)?;
            write.open_table(KEY)?;
            write.open_table(QUEUE)?;
            write.open_table(HOST)?;
            write.open_table(HOST_ID)?;
            write.open_table(ROBOTS)?;
            write.open_table(ALIAS)?;
            write.open_table(REFUSED)?;
            write.open_table(CAPTURE)?;
            write.open_table(PAYLOAD)?;
            write.open_table(FILE)?;
            write.open_table(META)?;
            write.commit()?;
            Ok(db)
        };
        let db = opened().map_err(|error| match error {
            redb::Error::DatabaseAlreadyOpen => FetchError::Busy(folder.to_owned()),
            other => FetchError::Open { path: folder.to_owned(), reason: other.to_string() },
        })?;
        Ok(Self { db, missing })
    }

    fn write(&self) -> Result<WriteTransaction, FetchError> {
        let mut write = self.db.begin_write()?;
        write.set_durability(Durability::Immediate).map_err(|e| FetchError::State(e.to_string()))?;
        // After a kill the file opens at once instead of being walked through.
        write.set_quick_repair(true);
        Ok(write)
    }

    /// The entry of a canonical address.
    pub(crate) fn entry_of(&self, key: &str) -> Result<Option<(u64, Entry)>, FetchError> {
        let read = self.db.begin_read()?;
        let Some(id) = read.open_table(KEY)?.get(key)?.map(|v| v.value()) else { return Ok(None) };
        Ok(get(&read.open_table(ENTRY)?, id)?.map(|entry| (id, entry)))
    }

    /// The number of a host.
    pub(crate) fn host_id(&self, authority: &str) -> Result<Option<u32>, FetchError> {
        Ok(self.db.begin_read()?.open_table(HOST_ID)?.get(authority)?.map(|v| v.value()))
    }

    /// What to ask a host for next: its queue, in order, for as long as `wanted` says so, and the one behind.
    pub(crate) fn next(
        &self,
        host: u32,
        mut wanted: impl FnMut(u64, &Entry) -> bool,
    ) -> Result<Option<(u64, Entry)>, FetchError> {
        let read = self.db.begin_read()?;
        let entries = read.open_table(ENTRY)?;
        let queue = read.open_table(QUEUE)?;
        for row in queue.range((host, 0, 0, 0)..=(host, u16::MAX, u16::MAX, u64::MAX))? {
            let id = row?.0.value().3;
            if let Some(entry) = get(&entries, id)?
                && !wanted(id, &entry)
            {
                return Ok(Some((id, entry)));
            }
        }
        Ok(None)
    }

    /// Hosts with something to do, from a number on, at most `limit`; also how far was looked.
    pub(crate) fn hosts_at_work(&self, from: u32, limit: usize) -> Result<Vec<(u32, Host)>, FetchError> {
        let read = self.db.begin_read()?;
        let hosts = read.open_table(HOST)?;
        let mut found = Vec::new();
        for row in hosts.range(from..)? {
            let (id, bytes) = row?;
            let host: Host = serde_json::from_slice(bytes.value())?;
            if host.queued > 0 {
                found.push((id.value(), host));
                if found.len() == limit {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Addresses that wait, over all hosts, and all that are known.
    pub(crate) fn totals(&self) -> Result<(u64, u64), FetchError> {
        let read = self.db.begin_read()?;
        let mut totals = (0, 0);
        for row in read.open_table(HOST)?.iter()? {
            let host: Host = serde_json::from_slice(row?.1.value())?;
            totals.0 += host.queued;
            totals.1 += host.queued + host.done;
        }
        Ok(totals)
    }

    /// What the state remembers of a host's robots.txt.
    pub(crate) fn robots(&self, host: u32) -> Result<Option<KnownRobots>, FetchError> {
        get(&self.db.begin_read()?.open_table(ROBOTS)?, host)
    }

    /// How long an archive file was at the last commit.
    pub(crate) fn file_length(&self, name: &str) -> Result<u64, FetchError> {
        Ok(self.db.begin_read()?.open_table(FILE)?.get(name)?.map_or(0, |v| v.value()))
    }

    /// Remembers something small under a name.
    pub(crate) fn set_meta(&self, name: &str, value: &impl Serialize) -> Result<(), FetchError> {
        let write = self.write()?;
        write.open_table(META)?.insert(name, serde_json::to_string(value)?.as_str())?;
        Ok(write.commit()?)
    }

    /// What was remembered under a name.
    pub(crate) fn meta<T: DeserializeOwned + Default>(&self, name: &str) -> Result<T, FetchError> {
        let read = self.db.begin_read()?;
        let meta = read.open_table(META)?;
        let value = meta.get(name)?;
        Ok(value.map(|v| serde_json::from_str(v.value())).transpose()?.unwrap_or_default())
    }

    /// The rules of all sites of this folder, in the order of their numbers.
    pub(crate) fn sites(&self) -> Result<Vec<SiteRule>, FetchError> {
        let specs: Vec<SiteSpec> = self.meta("sites")?;
        specs.iter().map(|s| SiteRule::of(s).map_err(FetchError::Settings)).collect()
    }

    /// Writes the lines of the index, sorted.
    pub(crate) fn each_capture(
        &self,
        mut take: impl FnMut(&str, &str) -> std::io::Result<()>,
    ) -> Result<(), FetchError> {
        let read = self.db.begin_read()?;
        for row in read.open_table(CAPTURE)?.iter()? {
            let (key, value) = row?;
            // The last word only keeps two captures of one second apart.
            let key = key.value().rsplit_once(' ').map_or("", |(key, _)| key);
            take(key, value.value())?;
        }
        Ok(())
    }
}

/// Reads a JSON value.
fn get<K: redb::Key + 'static, T: DeserializeOwned>(
    table: &impl ReadableTable<K, &'static [u8]>,
    key: K::SelfType<'_>,
) -> Result<Option<T>, FetchError> {
    Ok(table.get(key)?.map(|v| serde_json::from_slice(v.value())).transpose()?)
}
