//! Where rows go: files that appear whole or not at all, or standard output.

use std::{
    fs::{self, File},
    io::{self, BufWriter, StdoutLock, Write},
    path::{Path, PathBuf},
    process,
};

use anyhow::Context;
use solieu::sink::{Format, Row};

use crate::cli::exit::Usage;

/// A table on its way out.
pub(super) struct Table<W> {
    out: W,
    format: Format,
    any: bool,
}

impl<W: Write> Table<W> {
    /// Starts a table of rows of type `R`.
    pub(super) fn new<R: Row>(mut out: W, format: Format) -> io::Result<Self> {
        out.write_all(&format.begin::<R>())?;
        Ok(Self { out, format, any: false })
    }

    /// Adds rows, as [`Format::rows`] made them.
    pub(super) fn add(&mut self, rows: &[u8]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if self.any {
            self.out.write_all(self.format.between())?;
        }
        self.any = true;
        self.out.write_all(rows)
    }

    /// Ends the table.
    pub(super) fn end(mut self) -> io::Result<W> {
        self.out.write_all(self.format.end(self.any))?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Standard output as it takes a table.
pub(super) type Stdout = BufWriter<StdoutLock<'static>>;

/// Standard output, for one table.
pub(super) fn stdout() -> Stdout {
    BufWriter::new(io::stdout().lock())
}

/// A file under a temporary name beside its place; removed again unless it is [`Part::finish`]ed.
pub(super) struct Part {
    file: BufWriter<File>,
    temporary: PathBuf,
    place: PathBuf,
}

/// Bytes written at once: the rows of one document alone are few.
const BUFFER: usize = 256 << 10;

impl Part {
    /// Opens a part of `folder` that will be `name`.
    pub(super) fn create(folder: &Path, name: &str) -> anyhow::Result<Self> {
        let place = folder.join(name);
        sweep(&place);
        let temporary = folder.join(format!(".{name}.{}.part", process::id()));
        let file = loop {
            let file = File::create(&temporary).map_err(|e| not_writable(folder, &e))?;
            // For as long as this process lives; where there are no locks, nothing is swept either.
            let _ = file.lock();
            // Before it was locked, another run may have swept it.
            if temporary.exists() {
                break file;
            }
        };
        Ok(Self { file: BufWriter::with_capacity(BUFFER, file), temporary, place })
    }

    /// Has everything on the disk: what may still fail for want of space fails here.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> anyhow::Result<PathBuf> {
        let context = || format!("cannot write {}", self.place.display());
        fs::rename(&self.temporary, &self.place).with_context(context)?;
        sweep(&self.place);
        Ok(self.place.clone())
    }
}

/// Removes what runs that were killed left of a file: nobody holds it any longer.
fn sweep(place: &Path) {
    let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else { return };
    let begins = format!(".{}.", name.to_string_lossy());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let process = name.strip_prefix(&begins).and_then(|rest| rest.strip_suffix(".part"));
        if process.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
            && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
        {
            // Whoever comes first has done it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// An output folder that cannot be had: found before anything is read.
pub(super) fn not_writable(folder: &Path, error: &io::Error) -> Usage {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "this user may not write there".to_owned(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "it is a file, no folder".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    Usage(format!("cannot write to --output {}: {why}; give another folder", folder.display()))
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After `finish` there is no such file any more, and then this does nothing.
        let _ = fs::remove_file(&self.temporary);
    }
}
