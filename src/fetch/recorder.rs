//! The archive as the tasks of a run write to it: each answer as soon as its last byte is there.
//!
//! In: a group of records. Out: its place, once it is in the file; and, for the keeper, how long each file is with a set
//! of captures and everything before them.
//!
//! An answer is written before anything is made of it, by the task that received it; what has come of it before that is in
//! the [`super::spool`]. So a kill costs the requests that are still on the wire, and no page that has arrived. Groups of different tasks may reach the state in another order
//! than the file; the length that the state commits never passes a group that it does not know.
//!
//! A full disk stops nothing: the tasks wait with what they have until there is room, or until the run is stopped.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{
    Settings,
    entry::Capture,
    keeper::archive_folder,
    spool::{Slot, Spool},
    store::Placed,
};
use crate::archive::{Packed, Writer};

/// The archive, shared by all tasks of a run.
pub(crate) struct Recorder {
    inner: Mutex<Inner>,
    spool: Arc<Spool>,
    full: AtomicBool,
    stopping: AtomicBool,
}

struct Inner {
    writer: Writer,
    /// Groups that the state does not know yet: file and offset of the capture → first byte of the group.
    open: BTreeMap<(String, u64), u64>,
    /// How long each file is that was written to.
    ends: BTreeMap<String, u64>,
}

impl Recorder {
    /// How long to wait before a full disk is tried again.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// Goes on behind what the folder has.
    pub(crate) fn open(folder: &Path, settings: &Settings) -> io::Result<Self> {
        let inner = Inner { writer: writer(folder, settings)?, open: BTreeMap::new(), ends: BTreeMap::new() };
        Ok(Self {
            inner: Mutex::new(inner),
            spool: Spool::open(folder)?,
            full: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
        })
    }

    /// Where an answer is kept as it comes, until it is here.
    pub(crate) fn slot(&self, robots_for: Option<String>) -> io::Result<Slot> {
        self.spool.slot(robots_for)
    }

    /// The run is over.
    pub(crate) fn close(&self) {
        self.spool.close();
    }

    /// Writes a group and notes its place. When it returns, a kill of the process loses nothing of it.
    pub(crate) async fn keep(&self, group: &Packed, placed: &mut Placed) -> io::Result<()> {
        loop {
            match self.append(group, &mut placed.capture) {
                Ok(()) => {
                    self.full.store(false, Ordering::Relaxed);
                    return Ok(());
                }
                Err(error) if is_full(&error) && !self.stopping.load(Ordering::Relaxed) => {
                    self.full.store(true, Ordering::Relaxed);
                    tokio::time::sleep(Self::PATIENCE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether somebody waits for room.
    pub(crate) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// The run is to end: nobody waits for room any longer.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// The state will know these captures: how long each of their files is, up to the first group it does not know.
    pub(crate) fn settle<'a>(&self, captures: impl Iterator<Item = &'a Capture>) -> BTreeMap<String, u64> {
        let mut inner = self.inner();
        let mut lengths = BTreeMap::new();
        for capture in captures {
            inner.open.remove(&(capture.file.clone(), capture.offset));
            lengths.insert(capture.file.clone(), 0);
        }
        for (file, length) in &mut lengths {
            let first = inner.open.range((file.clone(), 0)..=(file.clone(), u64::MAX)).next();
            *length = match first {
                Some((_, start)) => *start,
                None => inner.ends.get(file).copied().unwrap_or_default(),
            };
        }
        lengths
    }

    fn append(&self, group: &Packed, capture: &mut Capture) -> io::Result<()> {
        let mut inner = self.inner();
        let places = inner.writer.append_packed(group)?;
        // Request, capture, metadata.
        let [first, place, ..] = &places[..] else {
            return Err(io::Error::other("a group has a request and a capture"));
        };
        let file = place.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        inner.open.insert((file.clone(), place.offset), first.offset);
        if let Some((name, length)) = inner.writer.position() {
            inner.ends.insert(name, length);
        }
        capture.file = file;
        capture.offset = place.offset;
        capture.length = place.length;
        Ok(())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The archive of a folder, to be gone on with.
pub(crate) fn writer(folder: &Path, settings: &Settings) -> io::Result<Writer> {
    let software = format!("solieu/{}", env!("CARGO_PKG_VERSION"));
    Writer::open(&archive_folder(folder), settings.archive_bytes, &software)
}

/// Whether there is no room for more, which may pass.
fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Draft;

    fn placed() -> Placed {
        let capture = Capture {
            file: String::new(),
            offset: 0,
            length: 0,
            date: String::new(),
            payload: String::new(),
            etag: None,
            last_modified: None,
        };
        Placed { url: String::new(), mime: String::new(), status: 200, capture }
    }

    #[test]
    fn the_committed_length_never_passes_a_group_that_the_state_does_not_know() {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::open(folder.path(), &Settings::default()).unwrap();
        let date = "2026-11-21T03:15:00Z";
        let group =
            |n| ["request", "response", "metadata"].map(|kind| Draft::new(kind, date, n, vec![b'x'; 9]));
        let captures: Vec<Capture> = (0..3)
            .map(|n| {
                let mut placed = placed();
                recorder.append(&Packed::of(&group(n)).unwrap(), &mut placed.capture).unwrap();
                placed.capture
            })
            .collect();
        let file = &captures[0].file;
        let whole = std::fs::metadata(archive_folder(folder.path()).join(file)).unwrap().len();
        let settle = |n: usize| recorder.settle(captures[n..=n].iter())[file];
        let third = settle(2);
        assert!(third < captures[0].offset, "the first group is not known yet: {third}");
        assert!((captures[0].offset..captures[1].offset).contains(&settle(0)));
        assert_eq!(settle(1), whole);
    }
}
