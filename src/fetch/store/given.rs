//! Addresses into the state, a list at a time.
//!
//! In: lines as written, links as found. Out: an entry for each page, an alias for each further spelling, a
//! refusal for what is no address. Saying it twice changes nothing, so a list can be read again after a kill.

use redb::{ReadableTable, WriteTransaction};

use super::{ALIAS, ENTRY, HOST, HOST_ID, Host, KEY, META, QUEUE, REFUSED, Store, get};
use crate::fetch::{
    FetchError, Status,
    canonical::{Address, Refusal, redact},
    entry::{Entry, Origin, Role},
};

/// What became of the lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Pages that were not known.
    pub(crate) new: u64,
    /// Other spellings, and pages known already.
    pub(crate) known: u64,
    /// No addresses.
    pub(crate) refused: u64,
}

/// The tables that adding an address touches, open in one transaction.
pub(super) struct Adding<'a> {
    pub(super) entries: redb::Table<'a, u64, &'static [u8]>,
    pub(super) keys: redb::Table<'a, &'static str, u64>,
    pub(super) queue: redb::Table<'a, super::Place, ()>,
    pub(super) hosts: redb::Table<'a, u32, &'static [u8]>,
    host_ids: redb::Table<'a, &'static str, u32>,
    next_entry: u64,
    next_host: u32,
    /// Hosts that changed, written back once per transaction.
    pub(super) changed: std::collections::BTreeMap<u32, Host>,
}

impl<'a> Adding<'a> {
    pub(super) fn open(write: &'a WriteTransaction) -> Result<Self, FetchError> {
        let entries = write.open_table(ENTRY)?;
        let hosts = write.open_table(HOST)?;
        let next_entry = entries.last()?.map_or(0, |(id, _)| id.value() + 1);
        let next_host = hosts.last()?.map_or(0, |(id, _)| id.value() + 1);
        Ok(Self {
            entries,
            keys: write.open_table(KEY)?,
            queue: write.open_table(QUEUE)?,
            hosts,
            host_ids: write.open_table(HOST_ID)?,
            next_entry,
            next_host,
            changed: std::collections::BTreeMap::new(),
        })
    }

    pub(super) fn host(&mut self, id: u32) -> Result<&mut Host, FetchError> {
        if let std::collections::btree_map::Entry::Vacant(slot) = self.changed.entry(id) {
            slot.insert(get(&self.hosts, id)?.unwrap_or_default());
        }
        Ok(self.changed.get_mut(&id).expect("put there just above"))
    }

    pub(super) fn save(&mut self, id: u64, entry: &Entry) -> Result<(), FetchError> {
        self.entries.insert(id, serde_json::to_vec(entry)?.as_slice())?;
        Ok(())
    }

    /// The entry of an address; a new one is queued.
    pub(super) fn entry(
        &mut self,
        address: &Address,
        origin: Origin,
        role: Role,
    ) -> Result<(u64, Entry, bool), FetchError> {
        let known = self.keys.get(address.key.as_str())?.map(|v| v.value());
        if let Some(id) = known
            && let Some(entry) = get(&self.entries, id)?
        {
            return Ok((id, entry, false));
        }
        let host = self.host_number(&address.authority())?;
        let entry = Entry::new(address.url.to_string(), host, origin, role);
        let id = self.next_entry;
        self.next_entry += 1;
        self.keys.insert(address.key.as_str(), id)?;
        self.queue.insert(entry.place(id), ())?;
        self.host(host)?.queued += 1;
        Ok((id, entry, true))
    }

    pub(super) fn host_number(&mut self, authority: &str) -> Result<u32, FetchError> {
        if let Some(id) = self.host_ids.get(authority)?.map(|v| v.value()) {
            return Ok(id);
        }
        let id = self.next_host;
        self.next_host += 1;
        self.host_ids.insert(authority, id)?;
        authority.clone_into(&mut self.host(id)?.authority);
        Ok(id)
    }

    /// Writes the hosts back; says which have something to do.
    pub(super) fn close(mut self) -> Result<Vec<u32>, FetchError> {
        let changed = std::mem::take(&mut self.changed);
        for (id, host) in &changed {
            self.hosts.insert(*id, serde_json::to_vec(host)?.as_slice())?;
        }
        Ok(changed.into_iter().filter(|(_, h)| h.queued > 0).map(|(id, _)| id).collect())
    }
}

impl Store {
    /// Lines per transaction. Each one rewrites most leaves of the tree of addresses, so few are quick; the lines of
    /// one are in memory.
    const CHUNK: usize = 200_000;

    /// Takes lines as a person wrote them.
    pub(crate) fn add_given(
        &self,
        lines: &mut dyn Iterator<Item = std::io::Result<String>>,
        site: Option<u32>,
    ) -> Result<Taken, FetchError> {
        let mut taken = Taken::default();
        loop {
            let mut chunk: Vec<String> = Vec::new();
            for line in (&mut *lines).take(Self::CHUNK) {
                chunk.push(line?);
            }
            if chunk.is_empty() {
                return Ok(taken);
            }
            let write = self.write()?;
            {
                let mut adding = Adding::open(&write)?;
                let mut aliases = write.open_table(ALIAS)?;
                let mut refused = write.open_table(REFUSED)?;
                for line in &chunk {
                    match Address::parse(line) {
                        Ok(address) => {
                            let alias = adding.give(line, &address, site, &mut taken)?;
                            if let Some(id) = alias {
                                aliases.insert(redact(line).as_str(), id)?;
                            }
                        }
                        Err(refusal) => {
                            let status = match refusal {
                                Refusal::Credentials => Status::Credentials,
                                Refusal::NotAUrl | Refusal::Scheme => Status::BadUrl,
                            };
                            taken.refused += 1;
                            refused.insert(redact(line).as_str(), &*status.code())?;
                        }
                    }
                }
                adding.close()?;
            }
            write.commit()?;
        }
    }

    /// Adds a site; the same one twice is one.
    pub(crate) fn add_site(&self, spec: &crate::fetch::SiteSpec) -> Result<u32, FetchError> {
        let mut specs: Vec<crate::fetch::SiteSpec> = self.meta("sites")?;
        let number = specs.iter().position(|s| s == spec).unwrap_or_else(|| {
            specs.push(spec.clone());
            specs.len() - 1
        });
        self.set_meta("sites", &specs)?;
        Ok(number as u32)
    }

    /// Adds a saved page, folder or archive that is read in place; the same one twice is one.
    pub(crate) fn add_local(&self, source: &str) -> Result<(), FetchError> {
        let write = self.write()?;
        {
            let mut meta = write.open_table(META)?;
            let mut all: Vec<String> =
                meta.get("local")?.map(|v| serde_json::from_str(v.value())).transpose()?.unwrap_or_default();
            if !all.iter().any(|s| s == source) {
                all.push(source.to_owned());
                meta.insert("local", serde_json::to_string(&all)?.as_str())?;
            }
        }
        Ok(write.commit()?)
    }
}

impl Adding<'_> {
    /// Notes that a person named an address; returns the entry that an alias must point to, if it needs one.
    fn give(
        &mut self,
        line: &str,
        address: &Address,
        site: Option<u32>,
        taken: &mut Taken,
    ) -> Result<Option<u64>, FetchError> {
        let (id, mut entry, new) = self.entry(address, Origin::Given, Role::PageOrSource)?;
        taken.new += u64::from(new);
        taken.known += u64::from(!new);
        let before = entry.clone();
        if site.is_some() {
            entry.site = site;
        }
        let shown = redact(line);
        let alias = match &entry.given {
            None => {
                entry.given = Some(shown);
                entry.origin = Origin::Given;
                None
            }
            Some(given) if *given == shown => None,
            Some(_) => Some(id),
        };
        if new || entry != before {
            self.save(id, &entry)?;
        }
        Ok(alias)
    }
}
