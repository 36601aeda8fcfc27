//! What comes over the wire, in a file as it comes.
//!
//! In: the bytes of an answer, as each read of the socket brings them. Out: after a kill, what had come of the answers
//! that were not in the archive yet; those that are whole are put there by [`super::keeper::recover`] and not asked for
//! again.
//!
//! What a process has written survives a SIGKILL, what it has read and not written does not. So nothing stands between the
//! two: no parsing, no packing, no lock, no other task. The gap that is left is two system calls wide (about 15 µs, 66 µs in
//! the slowest of a hundred), and the time until a busy machine runs us at all. It cannot be closed, for whoever takes a
//! message off the wire and writes it down does one after the other; a server that waited for a receipt would have the same
//! trouble with the receipt. It is why the command puts another process in front of the one that fetches.
//!
//! An answer that is not whole is asked for again from its beginning. `Range` would save some of its bytes where a server
//! offers a strong validator, which few do for pages, and would leave an archive with an answer that no server ever gave.
//!
//! One file per request under way, `wire/0`, `wire/1`, …, used again and again. It begins with a mark and one line of
//! JSON: what was asked, when, of whom; so a killed run knows of every request that it had begun.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    net::IpAddr,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, ReadBuf};

/// The answer may go on.
const OPEN: u8 = b'+';
/// The server has ended it.
const ENDED: u8 = b'.';

/// A request under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begun {
    pub(crate) url: String,
    /// When it was made (`2026-11-21T03:15:00Z`).
    pub(crate) date: String,
    /// It is for the robots.txt of this authority.
    pub(crate) robots_for: Option<String>,
    /// As it may be shown to others.
    pub(crate) request: String,
    pub(crate) peer: Option<IpAddr>,
}

/// A request that was under way when the process was killed.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) begun: Begun,
    /// What had come of the answer.
    pub(crate) bytes: Vec<u8>,
    /// Whether the server had ended it.
    pub(crate) ended: bool,
}

/// The files of a run.
#[derive(Debug)]
pub(crate) struct Spool {
    folder: PathBuf,
    slots: Mutex<Slots>,
}

#[derive(Debug, Default)]
struct Slots {
    free: Vec<File>,
    made: u32,
}

impl Spool {
    /// For a new run; what an earlier one left must have been taken care of.
    pub(crate) fn open(folder: &Path) -> io::Result<Arc<Self>> {
        let folder = folder_of(folder);
        fs::create_dir_all(&folder)?;
        Ok(Arc::new(Self { folder, slots: Mutex::default() }))
    }

    /// A file for a visit.
    pub(crate) fn slot(self: &Arc<Self>, robots_for: Option<String>) -> io::Result<Slot> {
        let mut slots = self.slots();
        let file = if let Some(file) = slots.free.pop() {
            file
        } else {
            let path = self.folder.join(slots.made.to_string());
            slots.made += 1;
            OpenOptions::new().create(true).truncate(true).write(true).open(path)?
        };
        Ok(Slot { spool: self.clone(), file, robots_for, sound: false })
    }

    /// The run is over. What is not in the archive stays for the next one.
    pub(crate) fn close(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for entry in entries.filter(|e| e.metadata().is_ok_and(|m| m.len() == 0)) {
            let _ = fs::remove_file(entry.path());
        }
        // Fails if something is left.
        let _ = fs::remove_dir(&self.folder);
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The file of one visit. What is in it stays there until the visit says that it is [done](Slot::done), even if its task
/// is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    spool: Arc<Spool>,
    file: File,
    robots_for: Option<String>,
    /// Everything so far is in the file. A full disk ends that; the archive waits for room, this does not.
    sound: bool,
}

impl Slot {
    /// A request is about to be made.
    pub(crate) fn begin(&mut self, mut begun: Begun) {
        begun.robots_for.clone_from(&self.robots_for);
        let mut line = vec![OPEN];
        line.extend(serde_json::to_vec(&begun).unwrap_or_default());
        line.push(b'\n');
        self.sound = true;
        self.write(|file| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(&line)
        });
    }

    /// The next bytes of the answer.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        if self.sound && !bytes.is_empty() {
            self.write(|file| file.write_all(bytes));
        }
    }

    /// The server has ended the answer: there is no other way to know that it is whole.
    pub(crate) fn end(&mut self) {
        if self.sound {
            self.write(|file| {
                file.rewind()?;
                file.write_all(&[ENDED])
            });
            self.sound = false;
        }
    }

    fn write(&mut self, how: impl FnOnce(&mut File) -> io::Result<()>) {
        if how(&mut self.file).is_err() {
            // Half an answer would be taken for one that the kill has cut.
            let _ = self.file.set_len(0);
            self.sound = false;
        }
    }

    /// The answer is in the archive, or is none.
    pub(crate) fn done(self) {
        if self.file.set_len(0).is_ok() {
            self.spool.slots().free.push(self.file);
        }
    }
}

/// A connection whose every byte is in the file before anybody sees it.
pub(crate) struct Spooled<'a, W> {
    pub(crate) wire: &'a mut W,
    pub(crate) slot: &'a mut Slot,
}

impl<W: AsyncRead + Unpin> AsyncRead for Spooled<'_, W> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = into.filled().len();
        ready!(Pin::new(&mut *this.wire).poll_read(cx, into))?;
        this.slot.take(&into.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

fn folder_of(folder: &Path) -> PathBuf {
    folder.join("wire")
}

/// What a killed run left of the requests that it had begun.
pub(crate) fn left_behind(folder: &Path) -> io::Result<Vec<Left>> {
    let mut paths = match fs::read_dir(folder_of(folder)) {
        Ok(entries) => entries.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let mut all = Vec::new();
        File::open(path)?.read_to_end(&mut all)?;
        // A line that is not whole is of a request that was not made.
        if let Some(end) = all.iter().position(|&b| b == b'\n')
            && let Ok(begun) = serde_json::from_slice(&all[1..end])
        {
            let ended = all[0] == ENDED;
            found.push(Left { begun, bytes: all.split_off(end + 1), ended });
        }
    }
    Ok(found)
}

/// Forgets what a killed run left.
pub(crate) fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder_of(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
