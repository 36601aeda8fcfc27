//! What stops a run: never a page, only the ground that it stands on.

use std::{io, path::PathBuf};

use super::source::SourceError;

/// Why a run could not begin or go on. Whatever was fetched is safe; the same command goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The state cannot be opened.
    #[error("cannot open the state in {path}: {reason}", path = .path.display())]
    Open {
        /// The folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Another run holds the state.
    #[error("another run is at work in {path}: wait for its end, or stop it with Ctrl-C there", path = .0.display())]
    Busy(PathBuf),
    /// The state cannot be read or written.
    #[error("the state: {0} (nothing is lost: mend the cause, then run the same command again)")]
    State(String),
    /// The archive cannot be read or written.
    #[error("the archive: {0} (nothing is lost: make room or mend it, then run the same command again)")]
    Archive(io::Error),
    /// A source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The settings do not fit together.
    #[error("{0}")]
    Settings(String),
    /// More addresses than a nameless visitor should ask for.
    #[error(
        "{0} addresses need a contact: give `--contact you@example.org`, so that the owner of a server can \
         write to you instead of shutting you out"
    )]
    Contact(u64),
}

impl From<io::Error> for FetchError {
    /// As its own text says what happened, the cause is not told a second time.
    fn from(error: io::Error) -> Self {
        Self::Archive(error)
    }
}

macro_rules! state_errors {
    ($($kind:ty),*) => {
        $(impl From<$kind> for FetchError {
            fn from(error: $kind) -> Self {
                Self::State(error.to_string())
            }
        })*
    };
}

state_errors!(
    redb::Error,
    redb::TransactionError,
    redb::TableError,
    redb::StorageError,
    redb::CommitError,
    serde_json::Error
);
