//! Site profiles: where the parts of a page stand on one publisher's site.
//!
//! In: the files of `patterns/sites` as (path, text) pairs. Out: [`Sites`], from which [`Sites::of`] picks the one
//! for a host. Where a profile matches nothing on a page, the general method is used, and a notice says so.

/// All profiles.
#[derive(Debug, Clone, Default)]
pub struct Sites {
    sites: Vec<Site>,
}

/// One site's profile.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Host, without `www.`.
    pub domain: String,
}

impl Sites {
    /// The profile of `host` or of the domain that it belongs to.
    pub fn of(&self, host: &str) -> Option<&Site> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.sites.iter().find(|s| {
            host == s.domain || host.strip_suffix(&s.domain).is_some_and(|rest| rest.ends_with('.'))
        })
    }
}
