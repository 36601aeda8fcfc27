//! Addresses → an archive of raw pages and a row for each address: politely, once, and whatever happens.
//!
//! In: [`Source`]s and [`Settings`]. Out: a folder with `archive/*.warc.gz`, its index, and the state; from it
//! [`Row`]s and [`Page`](crate::page::Page)s, at any time and offline. This is the only part of the crate that
//! uses the network, and the only asynchronous one; its front door, [`Harvest`], is not.
//!
//! The way of an address: [`canonical`] (a page is one page) → state → scheduler (whose turn is it) → client
//! (one request, every limit on, [`guard`] at the connection) → conclusion (a [`Status`] with cause and cure,
//! addresses found) → keeper (archive first, then one transaction) → row.
//!
//! Worked example: `http://tin.example/a?utm_source=zalo` and `https://tin.example/a` are one request, two rows:
//! the first is `ok`, the second `duplicate_of` the first.

pub mod canonical;
mod client;
mod conclude;
pub mod config;
mod entry;
mod error;
mod forget;
mod glance;
pub mod guard;
mod harvest;
mod keeper;
mod local;
mod pace;
mod proxy;
mod recorder;
mod robots;
mod run;
mod settings;
mod source;
mod spool;
mod status;
mod store;
mod tls;
mod visit;
mod watch;
mod wrap;

pub use entry::Capture;
pub use error::FetchError;
pub use glance::Glance;
pub use harvest::{Added, Harvest, causes, read_page};
pub use keeper::Repaired;
pub use local::{Foreign, Listed, Spot, is_archive, list_archive};
pub use proxy::Proxies;
pub use run::{Ended, Stop};
pub use settings::{HostSettings, LeadsNowhere, Missing, SaysSo, Settings};
pub use source::{Given, SiteSpec, Source, SourceError};
pub use status::Status;
pub use store::{Counts, Row};
pub use watch::{News, Nobody, Watch};
