//! The thread that writes the state, behind the archive.
//!
//! In: [`Job`]s, their records in the archive already (see [`super::recorder`]). Out: [`Event`]s, each when its job is on
//! the disk. Whatever waits is written together: under load a hundred visits share one sync and one transaction, a lone
//! visit waits for nobody.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use tokio::sync::mpsc as events;

use super::{
    FetchError, Settings, Status,
    recorder::{Recorder, writer},
    source::SiteRule,
    spool,
    store::{Ack, Limits, Store, Visit},
    visit::{self, Salvaged},
};
use crate::archive::{file_names, repair};

/// Something to write.
pub(crate) enum Job {
    Visit(Visit),
    /// End everything that a host still has to do.
    SetAside {
        host: u32,
        status: Status,
        detail: String,
    },
}

/// Something that is written.
pub(crate) enum Event {
    Acked(Ack),
    /// Hosts that have something to do since.
    AtWork(BTreeSet<u32>),
    Aside {
        host: u32,
        ended: u64,
    },
    Failed(FetchError),
}

/// At most so many visits in one transaction.
const BATCH: usize = 256;

/// Both ends of the way to the thread, and the thread.
pub(crate) type Started = (mpsc::Sender<Job>, events::UnboundedReceiver<Event>, thread::JoinHandle<()>);

/// Starts the thread. It ends when the sender is dropped.
pub(crate) fn start(
    store: Arc<Store>,
    recorder: Arc<Recorder>,
    settings: &Settings,
    folder: &Path,
) -> Result<Started, FetchError> {
    let (jobs, waiting) = mpsc::channel();
    let (tell, told) = events::unbounded_channel();
    let keeper = Keeper { store, recorder, archive: archive_folder(folder), limits: limits(settings) };
    let thread = thread::Builder::new().name("keeper".to_owned()).spawn(move || {
        while let Ok(first) = waiting.recv() {
            let batch = std::iter::once(first).chain(waiting.try_iter().take(BATCH - 1)).collect();
            if let Err(error) = keeper.commit(batch, &tell) {
                let _ = tell.send(Event::Failed(error));
                return;
            }
        }
    })?;
    Ok((jobs, told, thread))
}

/// Where a folder has its archive.
pub(crate) fn archive_folder(folder: &Path) -> PathBuf {
    folder.join("archive")
}

fn limits(settings: &Settings) -> Limits {
    Limits { attempts: u16::from(settings.attempts), redirects: u16::from(settings.max_redirects) }
}

struct Keeper {
    store: Arc<Store>,
    recorder: Arc<Recorder>,
    archive: PathBuf,
    limits: Limits,
}

impl Keeper {
    fn commit(&self, batch: Vec<Job>, tell: &events::UnboundedSender<Event>) -> Result<(), FetchError> {
        let mut visits = Vec::new();
        let mut asides = Vec::new();
        for job in batch {
            match job {
                Job::Visit(visit) => visits.push(visit),
                Job::SetAside { host, status, detail } => asides.push((host, status, detail)),
            }
        }
        let lengths = self.recorder.settle(visits.iter().flat_map(|v| &v.groups).map(|p| &p.capture));
        for name in lengths.keys() {
            // A sync is of the file, whoever wrote to it.
            File::open(self.archive.join(name))?.sync_data()?;
        }
        // The receiver may be gone when a run is being stopped; what is written is written.
        if !visits.is_empty() {
            let lengths: Vec<(String, u64)> = lengths.into_iter().collect();
            let (acks, at_work) = self.store.apply(visits, &lengths, self.limits)?;
            let _ = tell.send(Event::AtWork(at_work));
            for ack in acks {
                let _ = tell.send(Event::Acked(ack));
            }
        }
        let ended = self.store.set_aside(&asides)?;
        for ((host, ..), ended) in asides.into_iter().zip(ended) {
            let _ = tell.send(Event::Aside { host, ended });
        }
        Ok(())
    }
}

/// What a killed run left in the archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Visits that the state did not know yet.
    pub adopted: u64,
    /// Bytes of torn records that were cut off.
    pub cut: u64,
    /// Requests that were on the wire and had no whole answer: they are made again.
    pub unanswered: u64,
}

/// Brings archive and state together again.
pub(crate) fn recover(
    store: &Store,
    settings: &Settings,
    sites: &[SiteRule],
    folder: &Path,
) -> Result<Repaired, FetchError> {
    let mut repaired = Repaired::default();
    adopt(store, settings, sites, folder, &mut repaired)?;
    if salvage(store, settings, folder, &mut repaired)? {
        adopt(store, settings, sites, folder, &mut repaired)?;
    }
    spool::clear(folder)?;
    Ok(repaired)
}

/// Puts answers that had come, but not got into the archive, there. Says whether there were any.
fn salvage(
    store: &Store,
    settings: &Settings,
    folder: &Path,
    repaired: &mut Repaired,
) -> Result<bool, FetchError> {
    let left = spool::left_behind(folder)?;
    if left.is_empty() {
        return Ok(false);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut writer = writer(folder, settings)?;
    let mut salvaged = false;
    for (n, left) in left.into_iter().enumerate() {
        match runtime.block_on(visit::salvage(store, settings, left, n as u64))? {
            Salvaged::Whole(group) => {
                writer.append_packed(&group)?;
                salvaged = true;
            }
            Salvaged::Cut => repaired.unanswered += 1,
            Salvaged::Known => {}
        }
    }
    Ok(salvaged)
}

/// Tells the state what the archive is ahead by.
fn adopt(
    store: &Store,
    settings: &Settings,
    sites: &[SiteRule],
    folder: &Path,
    repaired: &mut Repaired,
) -> Result<(), FetchError> {
    let archive = archive_folder(folder);
    for name in file_names(&archive)? {
        let path = archive.join(&name);
        let committed = store.file_length(&name)?;
        if std::fs::metadata(&path)?.len() == committed {
            continue;
        }
        let (groups, cut) = repair(&path, committed)?;
        repaired.cut += cut;
        let length = std::fs::metadata(&path)?.len();
        // One at a time: a redirect makes the entry that the next group is about.
        for group in &groups {
            if let Some(visit) = visit::adopt(store, settings, sites, group, &name)? {
                store.apply(vec![visit], &[], limits(settings))?;
                repaired.adopted += 1;
            }
        }
        store.apply(Vec::new(), &[(name, length)], limits(settings))?;
    }
    Ok(())
}
