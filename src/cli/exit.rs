//! How a run ends: the one place that knows the exit codes.

use std::{io, process::ExitCode};

/// What the exit code says. Listed in `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well; also when the reader of standard output has seen enough and closed it.
    Fine = 0,
    /// The run went to its end, but some inputs or checks failed.
    SomeFailed = 1,
    /// Nothing was run: wrong arguments, manifest or pattern files.
    Usage = 2,
}

/// The lines of `--help` about them.
pub(crate) const HELP: &str = "\
Exit codes:
  0  all went well
  1  the run went to its end, but some inputs or checks failed
  2  nothing was run: wrong arguments, manifest or pattern files";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error that the person at the keyboard can mend by calling the command differently.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(pub(crate) String);

/// The exit code of an error that ended a run.
pub(crate) fn of_error(error: &anyhow::Error) -> Exit {
    let closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    if error.chain().filter_map(|e| e.downcast_ref()).any(closed) {
        Exit::Fine
    } else if error.is::<Usage>() {
        Exit::Usage
    } else {
        Exit::SomeFailed
    }
}
