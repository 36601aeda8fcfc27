//! Everything a run can be told, as used: checked, with units, defaults that are polite.
//!
//! In: nothing ([`Settings::default`]), `solieu.toml` ([`super::config`]) or flags over both. Out: one value
//! that every part of [`super`] reads.

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use rustls::pki_types::CertificateDer;
use url::Url;

use super::{canonical::authority, proxy::Proxies};

/// How a run behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who we are: `solieu/VERSION (+contact)`. Never anything else.
    pub user_agent: String,
    /// Address or page of the person responsible. Needed above [`Settings::FREE_ADDRESSES`] addresses.
    pub contact: Option<String>,
    /// Pause between two requests to a server, the longer of this and its own `Crawl-delay`.
    pub delay: Duration,
    /// Up to this share of the pause, in percent, is added at random. Never subtracted.
    pub jitter_percent: u32,
    /// Requests under way at once, over all hosts.
    pub concurrency: usize,
    /// Time to resolve a name and to connect.
    pub connect_timeout: Duration,
    /// Time to the end of the header of the answer.
    pub first_byte_timeout: Duration,
    /// Time for everything.
    pub total_timeout: Duration,
    /// Bytes of a header.
    pub max_head: usize,
    /// Bytes of a body on the wire.
    pub max_wire: u64,
    /// Bytes of a body unpacked.
    pub max_decoded: u64,
    /// Redirects from an address to its page.
    pub max_redirects: u8,
    /// Requests for an address before its failure is final.
    pub attempts: u8,
    /// First pause after a failure; doubled with each further one.
    pub backoff: Duration,
    /// The longest pause that we give ourselves, and the longest `Retry-After` that we wait for in this run.
    pub max_wait: Duration,
    /// Failures in a row before a host is left alone.
    pub host_failures: u32,
    /// How long a robots.txt holds.
    pub robots_age: Duration,
    /// Size of an archive file before the next one is begun.
    pub archive_bytes: u64,
    /// Whether private and loopback addresses may be asked.
    pub allow_private: bool,
    /// Through which proxies.
    pub proxies: Proxies,
    /// More trusted roots, for all hosts.
    pub roots: Vec<CertificateDer<'static>>,
    /// By authority (`tin.example`, `tin.example:8080`).
    pub hosts: HashMap<String, HostSettings>,
    /// How the page of a server that has no such page is told.
    pub missing: Missing,
}

/// How the page of a server that has no such page is told, though it answers 200. What servers say then is language, and
/// this module knows none: whoever starts a run brings it (`solieu::patterns::MissingPages`). Without it no page is taken
/// for one.
#[derive(Clone, Default)]
pub struct Missing {
    /// Whether the body of a page says so.
    pub says_so: Option<Arc<SaysSo>>,
    /// Whether a redirect from one path (with its query) to another leads nowhere, with the words for it.
    pub leads_nowhere: Option<Arc<LeadsNowhere>>,
}

/// Asked with the body of a page.
pub type SaysSo = dyn Fn(&[u8]) -> bool + Send + Sync;
/// Asked with the paths and queries of both ends of a redirect.
pub type LeadsNowhere = dyn Fn(&str, &str) -> Option<&'static str> + Send + Sync;

impl std::fmt::Debug for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Missing").field("known", &self.says_so.is_some()).finish_non_exhaustive()
    }
}

impl Missing {
    pub(crate) fn says_so(&self, body: &[u8]) -> bool {
        self.says_so.as_ref().is_some_and(|says_so| says_so(body))
    }

    pub(crate) fn leads_nowhere(&self, from: &Url, to: &Url) -> Option<&'static str> {
        let path = |url: &Url| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        self.leads_nowhere.as_ref().and_then(|leads| leads(&path(from), &path(to)))
    }
}

/// What is special about a host.
#[derive(Debug, Clone, Default)]
pub struct HostSettings {
    /// Pause for this host.
    pub delay: Option<Duration>,
    /// Intermediate or root certificates, trusted for this host alone.
    pub certificates: Vec<CertificateDer<'static>>,
    /// Fields added to each request to this host. Their values never reach the archive or a log.
    pub headers: Vec<(String, String)>,
    /// Where the host is, if its name server does not say.
    pub addresses: Vec<SocketAddr>,
}

impl Settings {
    /// Up to so many addresses a run needs no contact.
    pub const FREE_ADDRESSES: u64 = 20;

    /// The settings for the host of an address.
    pub fn host(&self, url: &Url) -> Option<&HostSettings> {
        self.hosts.get(&authority(url)).or_else(|| self.hosts.get(url.host_str()?))
    }

    /// Sets the contact, and with it the name that we give.
    #[must_use]
    pub fn with_contact(mut self, contact: &str) -> Self {
        let clean: String = contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        self.user_agent = format!("solieu/{} (+{})", env!("CARGO_PKG_VERSION"), clean.trim());
        self.contact = Some(clean);
        self
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: format!("solieu/{}", env!("CARGO_PKG_VERSION")),
            contact: None,
            delay: Duration::from_secs(2),
            jitter_percent: 25,
            concurrency: 64,
            connect_timeout: Duration::from_secs(15),
            first_byte_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            max_head: 64 << 10,
            max_wire: 20 << 20,
            max_decoded: 50 << 20,
            max_redirects: 10,
            attempts: 3,
            backoff: Duration::from_secs(2),
            max_wait: Duration::from_secs(300),
            host_failures: 5,
            robots_age: Duration::from_secs(24 * 3600),
            archive_bytes: 1 << 30,
            allow_private: false,
            proxies: Proxies::default(),
            roots: Vec::new(),
            hosts: HashMap::new(),
            missing: Missing::default(),
        }
    }
}
