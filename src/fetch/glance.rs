//! What a run under way says of itself, for whoever asks while it holds the state.
//!
//! In: the state, now and then. Out: `run.json` beside it, replaced whole each time, gone when the run has ended. What a
//! killed run left there is never believed: nobody holds the state then, and the state itself is asked; and who opens the
//! folder next clears it away, also if there is nothing left to fetch.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use super::store::{Counts, Store};

const FILE: &str = "run.json";
/// The one that is being written.
const PART: &str = "run.json.part";

/// How a run stood at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// The moment (`2026-11-21T03:15:00Z`).
    pub at: String,
    /// The process that runs.
    pub process: u32,
    /// What had become of the addresses.
    pub counts: Counts,
}

impl Glance {
    /// Reads what the run in a folder said last. `None` if it has said nothing yet.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        match fs::read(folder.join(FILE)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes what a run that was killed left in a folder; for whoever holds its state.
    pub(crate) fn clear(folder: &Path) {
        for name in [FILE, PART] {
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// Writes glances until it is dropped.
pub(crate) struct Teller {
    ended: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
    folder: PathBuf,
}

impl Teller {
    /// Between two glances.
    const PAUSE: Duration = Duration::from_secs(2);
    /// Counting a million rows takes seconds; it may cost one part in so many of the run.
    const SHARE: u32 = 20;

    pub(crate) fn start(store: Arc<Store>, folder: &Path) -> io::Result<Self> {
        let ended = Arc::new((Mutex::new(false), Condvar::new()));
        let (told, folder) = (ended.clone(), folder.to_owned());
        let place = folder.clone();
        let thread = thread::Builder::new().name("glance".to_owned()).spawn(move || {
            loop {
                let began = Instant::now();
                // A full disk, most of all: the next one may be written again.
                let _ = tell(&store, &place);
                let pause = Self::PAUSE.max(began.elapsed() * Self::SHARE);
                let (ended, bell) = &*told;
                let ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                let waited = bell.wait_timeout_while(ended, pause, |ended| !*ended);
                if *waited.unwrap_or_else(PoisonError::into_inner).0 {
                    return;
                }
            }
        })?;
        Ok(Self { ended, thread: Some(thread), folder })
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        *self.ended.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.1.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        Glance::clear(&self.folder);
    }
}

fn tell(store: &Store, folder: &Path) -> io::Result<()> {
    let counts = store.counts().map_err(io::Error::other)?;
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let glance = Glance { at, process: std::process::id(), counts };
    let part = folder.join(PART);
    let written =
        fs::write(&part, serde_json::to_vec(&glance)?).and_then(|()| fs::rename(&part, folder.join(FILE)));
    if written.is_err() {
        let _ = fs::remove_file(part);
    }
    written
}
