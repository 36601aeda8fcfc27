//! A folder with an archive and its state: the front door of this module.
//!
//! In: sources and settings. Out: [`Harvest::run`] fetches what waits; [`Harvest::each_row`] says what became of
//! every address; [`Harvest::page`] reads a page back. Opening a folder mends what a killed run left.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;
use url::Url;

use super::{
    FetchError, Nobody, Settings, Status, Watch,
    canonical::{Address, redact},
    forget,
    glance::Glance,
    keeper::{self, Repaired, archive_folder},
    run::{self, Ended, Stop},
    source::{self, SiteRule, Source},
    store::{Counts, Row, Store},
};
use crate::{
    archive::{Item, Reader, Response},
    page::{Known, MediaType, Page},
};

/// What was taken from the sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Pages that were not known.
    pub new: u64,
    /// Known pages, and other spellings of them.
    pub known: u64,
    /// Lines that are no address. Each has a row.
    pub refused: u64,
    /// Of each sitemap and feed that is a file: what was found in it, and what was left out.
    pub listings: Vec<String>,
}

/// A folder with an archive and its state. One process at a time has it open.
pub struct Harvest {
    folder: PathBuf,
    store: Arc<Store>,
    settings: Arc<Settings>,
    repaired: Repaired,
}

impl std::fmt::Debug for Harvest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Harvest").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Harvest {
    /// Whether a folder is one.
    pub fn is_at(folder: &Path) -> bool {
        folder.join("state.redb").is_file()
    }

    /// Whether the run that holds a folder is about to end: it takes in what is on the wire and asks for nothing more.
    pub fn is_stopping(folder: &Path) -> bool {
        folder.join(run::STOPPING).is_file()
    }

    /// Opens or makes a folder; mends what a killed run left behind.
    pub fn open(folder: &Path, settings: Settings) -> Result<Self, FetchError> {
        fs::create_dir_all(folder)?;
        let store = Arc::new(Store::open(folder, settings.missing.clone())?);
        let sites = store.sites()?;
        // Of a run that was killed, perhaps when its last page was stored: then none follows that would write them anew.
        Glance::clear(folder);
        let _ = fs::remove_file(folder.join(run::STOPPING));
        let repaired = keeper::recover(&store, &settings, &sites, folder)?;
        Ok(Self { folder: folder.to_owned(), store, settings: Arc::new(settings), repaired })
    }

    /// What had to be mended.
    pub fn repaired(&self) -> Repaired {
        self.repaired
    }

    /// Takes sources. Taking them twice changes nothing.
    pub fn add(&self, sources: &[Source]) -> Result<Added, FetchError> {
        let mut added = Added::default();
        for source in sources {
            match source {
                Source::Url(url) => self.give(&mut std::iter::once(Ok(url.clone())), None, &mut added)?,
                Source::List(path) => {
                    let mut lines = source::lines(path)?.map(|line| line.map(|g| g.text));
                    self.give(&mut lines, None, &mut added)?;
                }
                Source::Listing(path, since) => self.give_listing(path, *since, &mut added)?,
                Source::Site(spec) => {
                    SiteRule::of(spec).map_err(FetchError::Settings)?;
                    let site = self.store.add_site(spec)?;
                    self.give(&mut std::iter::once(Ok(spec.front.clone())), Some(site), &mut added)?;
                }
                Source::Page(path) | Source::Folder(path) | Source::Warc(path) => {
                    let whole = fs::canonicalize(path)?;
                    self.store.add_local(&whole.to_string_lossy())?;
                }
            }
        }
        Ok(added)
    }

    fn give(
        &self,
        lines: &mut dyn Iterator<Item = io::Result<String>>,
        site: Option<u32>,
        added: &mut Added,
    ) -> Result<(), FetchError> {
        let taken = self.store.add_given(lines, site)?;
        added.new += taken.new;
        added.known += taken.known;
        added.refused += taken.refused;
        Ok(())
    }

    fn give_listing(&self, path: &Path, since: Option<Date>, added: &mut Added) -> Result<(), FetchError> {
        let bytes = fs::read(path)?;
        // A file has no address that its links could be relative to; they are absolute by their standard.
        let base = Url::parse("http://sitemap.invalid/sitemap").expect("a constant");
        let Some(listing) = source::read_listing(&base, &bytes, since) else {
            return Err(FetchError::Settings(format!("{}: neither a sitemap nor a feed", path.display())));
        };
        added.listings.push(format!("{}: {}", path.display(), listing.summary()));
        let mut lines = listing.found.into_iter().map(|f| Ok(f.address.url.to_string()));
        self.give(&mut lines, None, added)
    }

    /// Fetches until nothing is left, or until somebody stops it. Writes the index at the end.
    pub fn run(&self, watch: &dyn Watch, stop: &Stop) -> Result<Ended, FetchError> {
        let (queued, known) = self.store.totals()?;
        if known > Settings::FREE_ADDRESSES && queued > 0 && self.settings.contact.is_none() {
            return Err(FetchError::Contact(known));
        }
        let ended = if queued == 0 {
            Ended::Finished
        } else {
            let sites = self.store.sites()?;
            run::run(&self.store, &self.settings, sites, &self.folder, watch, stop)?
        };
        self.write_index()?;
        let _ = fs::remove_file(self.folder.join(run::STOPPING));
        Ok(ended)
    }

    /// As [`run`](Self::run), with nobody watching.
    pub fn run_quietly(&self) -> Result<Ended, FetchError> {
        self.run(&Nobody, &Stop::by_hand())
    }

    /// Puts addresses with these statuses back, to be asked for again. With [`Status::Ok`] among them, servers
    /// are asked whether the pages have changed.
    pub fn retry(&self, chosen: &[Status]) -> Result<u64, FetchError> {
        if chosen.iter().any(|s| matches!(s, Status::Robots | Status::RobotsUnreachable)) {
            self.store.forget_robots()?;
        }
        self.store.requeue(|status| chosen.contains(&status))
    }

    /// Removes a page from the archive and the state; a tombstone stays. Says how many captures were blotted out.
    pub fn forget(&self, url: &str, reason: &str) -> Result<u64, FetchError> {
        let address = Address::parse(url).map_err(|e| FetchError::Settings(format!("{url}: {e}")))?;
        let n = forget::forget(&self.store, &self.folder, &address, reason)?;
        self.write_index()?;
        Ok(n)
    }

    /// Gives every row to a function, in an order that does not depend on the run.
    pub fn each_row(&self, take: impl FnMut(Row) -> Result<(), FetchError>) -> Result<(), FetchError> {
        self.store.each_row(take)
    }

    /// Counts rows by status.
    pub fn counts(&self) -> Result<Counts, FetchError> {
        self.store.counts()
    }

    /// Addresses that wait, and all that are known.
    pub fn totals(&self) -> Result<(u64, u64), FetchError> {
        self.store.totals()
    }

    /// Saved pages, folders and archives that are read in place.
    pub fn local_sources(&self) -> Result<Vec<PathBuf>, FetchError> {
        Ok(self.store.meta::<Vec<String>>("local")?.into_iter().map(PathBuf::from).collect())
    }

    /// Reads the page of a row from the archive. `None` if it has none.
    pub fn page(&self, row: &Row) -> io::Result<Option<Page>> {
        read_page(&self.folder, row, self.settings.max_decoded)
    }

    /// `archive/index.cdxj`, written whole and then put in place.
    fn write_index(&self) -> Result<(), FetchError> {
        let folder = archive_folder(&self.folder);
        fs::create_dir_all(&folder)?;
        let part = folder.join("index.cdxj.part");
        let mut out = io::BufWriter::new(fs::File::create(&part)?);
        self.store.each_capture(|key, line| writeln!(out, "{key} {line}"))?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(part, folder.join("index.cdxj"))?;
        Ok(())
    }
}

/// Reads the page of a row from the archive of a folder, which nobody needs to hold open for that. `None` if the row
/// has no page.
pub fn read_page(folder: &Path, row: &Row, max_decoded: u64) -> io::Result<Option<Page>> {
    let Some(capture) = &row.capture else { return Ok(None) };
    let path = archive_folder(folder).join(&capture.file);
    match Reader::at(&path, capture.offset)?.next().transpose()? {
        Some(Item::Record(record)) => {
            let response = Response::parse(&record.block);
            Ok(response.and_then(|r| page_of(&row.id, record.header.target(), &r, max_decoded)))
        }
        _ => Err(io::Error::other(format!("{}: no whole record at {}", path.display(), capture.offset))),
    }
}

/// A page as the extractor wants it. `None` if the body cannot be unpacked within the cap.
pub(crate) fn page_of(id: &str, url: Option<&str>, response: &Response, cap: u64) -> Option<Page> {
    let bytes = response.decoded(cap).ok()?;
    let media_type = match response.media_type().as_deref() {
        Some("text/plain") => MediaType::Text,
        _ => MediaType::Html,
    };
    let mut page = Page::new(id, bytes, media_type);
    page.charset = response.charset();
    page.known = Known {
        url: url.map(redact),
        publisher: url.and_then(|u| Url::parse(u).ok()).and_then(|u| u.host_str().map(str::to_owned)),
        ..Known::default()
    };
    Some(page)
}

/// A summary by cause, worst first: status, how many, and what to do.
pub fn causes(counts: &BTreeMap<Status, u64>) -> Vec<(Status, u64, &'static str)> {
    let mut causes: Vec<_> = counts.iter().map(|(status, n)| (*status, *n, status.cure())).collect();
    causes.sort_by_key(|(status, n, _)| (!status.is_failure(), Reverse(*n), *status));
    causes
}
