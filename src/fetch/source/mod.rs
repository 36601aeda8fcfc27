//! Where addresses come from.
//!
//! In: what a person named on the command line ([`Source::of`]), or a page that turned out to be a sitemap, a
//! feed or the front of a site. Out: addresses to ask for, and saved pages and archives to read in place.
//! Normal faults of the web (a bare `&`, a missing `encoding=`, an unreadable date) lose nothing; what is
//! left out is counted, with the reason.

use jiff::civil::Date;
use regex::Regex;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{canonical::Address, entry::Role};

mod date;
mod links;
mod list;
mod listing;
mod xml;

pub(crate) use links::links;
pub(crate) use list::lines;
pub use list::{Given, Source, SourceError};
pub(crate) use listing::read_listing;

/// An address found in a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) address: Address,
    pub(crate) role: Role,
    pub(crate) depth: u16,
    pub(crate) site: Option<u32>,
}

impl Found {
    pub(crate) fn with_site(mut self, site: Option<u32>) -> Self {
        self.site = site;
        self
    }
}

/// Which links of a site to follow, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteSpec {
    /// The front page.
    pub front: String,
    /// A regular expression that the path (and query) of a page must match.
    pub include: Option<String>,
    /// One that it must not match.
    pub exclude: Option<String>,
    /// How many links from the front page.
    pub depth: u16,
    /// Pages that are known to be older are left out.
    pub since: Option<Date>,
}

/// Which links of a site to follow, as used.
#[derive(Debug, Clone)]
pub(crate) struct SiteRule {
    host: String,
    include: Option<Regex>,
    exclude: Option<Regex>,
    pub(crate) depth: u16,
    pub(crate) since: Option<Date>,
}

impl SiteRule {
    pub(crate) fn of(spec: &SiteSpec) -> Result<Self, String> {
        let front = Address::parse(&spec.front).map_err(|e| format!("{}: {e}", spec.front))?;
        let regex = |text: &Option<String>| -> Result<Option<Regex>, String> {
            text.as_deref().map(|t| Regex::new(t).map_err(|e| e.to_string())).transpose()
        };
        Ok(Self {
            host: twin(&front.authority()).to_owned(),
            include: regex(&spec.include)?,
            exclude: regex(&spec.exclude)?,
            depth: spec.depth,
            since: spec.since,
        })
    }

    fn takes(&self, url: &Url, authority: &str) -> bool {
        let path = &url[url::Position::BeforePath..];
        twin(authority) == self.host
            && self.include.as_ref().is_none_or(|r| r.is_match(path))
            && !self.exclude.as_ref().is_some_and(|r| r.is_match(path))
            && self.since.is_none_or(|since| date::in_path(url.path()).is_none_or(|day| day >= since))
    }
}

/// `www.tin.example` and `tin.example` are one site.
fn twin(authority: &str) -> &str {
    authority.strip_prefix("www.").unwrap_or(authority)
}

#[cfg(test)]
mod tests;
