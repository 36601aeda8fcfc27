//! The links of a page that lead on within its site.
//!
//! In: a page and the rules of its site. Out: the addresses that the rules take, each once, in page order.

use std::collections::HashSet;

use scraper::{Html, Selector};
use url::Url;

use super::{Found, SiteRule};
use crate::fetch::{canonical::Address, entry::Role};

/// More links than this on one page are a trap.
const MAX_LINKS: usize = 10_000;

/// Finds links.
pub(crate) fn links(page: &Url, body: &[u8], rule: &SiteRule, depth: u16, site: Option<u32>) -> Vec<Found> {
    let html = Html::parse_document(&String::from_utf8_lossy(body));
    let (Ok(bases), Ok(anchors)) = (Selector::parse("base[href]"), Selector::parse("a[href], area[href]"))
    else {
        return Vec::new();
    };
    let base = html
        .select(&bases)
        .find_map(|b| page.join(b.value().attr("href")?).ok())
        .unwrap_or_else(|| page.clone());
    let mut seen = HashSet::new();
    html.select(&anchors)
        .filter_map(|a| Address::join(&base, a.value().attr("href")?).ok())
        .filter(|address| rule.takes(&address.url, &address.authority()))
        .filter(|address| seen.insert(address.key.clone()))
        .take(MAX_LINKS)
        .map(|address| Found { address, role: Role::Page, depth: depth + 1, site })
        .collect()
}
