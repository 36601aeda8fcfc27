//! What a run tells while it is under way.
//!
//! In: the scheduler's news. Out: [`News`] for whoever watches: a terminal, a log, nobody. No address and no
//! secret is in it, only hosts, numbers and causes.

use super::Status;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// How far a host is.
    Host {
        /// Host and port.
        authority: String,
        /// Addresses that wait.
        queued: u64,
        /// Addresses that have ended.
        done: u64,
        /// Those of them that ended badly.
        failed: u64,
    },
    /// A host has nothing more to do.
    HostDone {
        /// Host and port.
        authority: String,
    },
    /// A host was left alone.
    Aside {
        /// Host and port.
        authority: String,
        /// Why.
        status: Status,
        /// More about that.
        detail: String,
        /// Addresses that ended with it.
        ended: u64,
    },
    /// There is no room for what has arrived; nothing is asked for until there is.
    DiskFull,
    /// There is room again.
    RoomAgain,
    /// Nobody can be reached, not even those who answered shortly before; nothing is asked for and no failure counts.
    NetworkLost,
    /// Somebody can be reached again.
    NetworkBack,
    /// The run was asked to stop and waits for what is under way.
    Stopping,
}

/// Watches a run.
pub trait Watch: Send + Sync {
    /// Is told what happened, on the thread of the scheduler: be quick.
    fn tell(&self, news: News);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Watch for Nobody {
    fn tell(&self, _: News) {}
}
