//! Site profiles: where the parts of a page stand on one publisher's site.
//!
//! In: the files of `patterns/sites` as (path, text) pairs. Out: [`Sites`], from which the profile of a page's host
//! is taken. A site changes its looks over the years, so a profile has layouts; the first whose dates fit and
//! whose `content` matches is used. Where none matches, the general method is, and a notice says so.
//!
//! Worked example:
//! ```toml
//! domain = "bao-thu-do.example"
//! [[layout]]
//! since = 2019-01-01
//! content = "div.article-body"
//! title = "h1.title"
//! drop = [".box-tin-lien-quan"]
//! ```

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use scraper::{Html, Selector};
use serde::Deserialize;
use toml::Spanned;

use super::{
    dateline::{self, Stamp},
    flat::Flat,
    guard::NodeId,
    hints,
};

/// All profiles.
#[derive(Debug, Clone, Default)]
pub struct Sites {
    sites: Vec<Site>,
}

/// One site's profile.
#[derive(Debug, Clone)]
pub struct Site {
    /// Host, without `www.`.
    pub domain: String,
    /// The file that it is written in.
    pub path: String,
    layouts: Vec<Layout>,
}

/// Something wrong with a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFinding {
    /// The file.
    pub path: String,
    /// Bytes of the file that it is about.
    pub span: Range<usize>,
    /// A stable word: `bad-profile`, `bad-selector`, `duplicate-id`.
    pub code: &'static str,
    /// What was expected and found.
    pub text: String,
}

#[derive(Debug, Clone)]
struct Layout {
    since: Option<Date>,
    until: Option<Date>,
    content: Selector,
    title: Option<Selector>,
    lead: Option<Selector>,
    published: Option<Selector>,
    drop: Vec<Selector>,
}

/// A profile as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    domain: Spanned<String>,
    #[serde(default)]
    layout: Vec<RawLayout>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    since: Option<Spanned<toml::value::Datetime>>,
    until: Option<Spanned<toml::value::Datetime>>,
    content: Spanned<String>,
    title: Option<Spanned<String>>,
    lead: Option<Spanned<String>>,
    published: Option<Spanned<String>>,
    #[serde(default)]
    drop: Vec<Spanned<String>>,
}

impl Sites {
    /// Reads profiles; every finding in every file is reported, sorted by path and place.
    pub fn from_files<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Self, Vec<SiteFinding>> {
        let mut sites = Self::default();
        let mut findings = Vec::new();
        for (path, text) in files {
            match toml::from_str::<RawSite>(text) {
                Ok(raw) => sites.add(path, &raw, &mut findings),
                Err(error) => {
                    let span = error.span().unwrap_or(0..0);
                    let text = error.message().to_owned();
                    findings.push(SiteFinding { path: path.to_owned(), span, code: "bad-profile", text });
                }
            }
        }
        findings.sort_by(|a, b| (&a.path, a.span.start).cmp(&(&b.path, b.span.start)));
        if findings.is_empty() { Ok(sites) } else { Err(findings) }
    }

    fn add(&mut self, path: &str, raw: &RawSite, findings: &mut Vec<SiteFinding>) {
        let mut finding = |span: Range<usize>, code, text| {
            findings.push(SiteFinding { path: path.to_owned(), span, code, text });
        };
        let domain = raw.domain.get_ref().to_lowercase();
        if let Some(other) = self.sites.iter().find(|s| s.domain == domain) {
            let text = format!("`{domain}` has a profile already, in {}", other.path);
            finding(raw.domain.span(), "duplicate-id", text);
        }
        let mut selector = |css: &Spanned<String>| {
            let parsed = Selector::parse(css.get_ref());
            if let Err(error) = &parsed {
                finding(css.span(), "bad-selector", format!("not a CSS selector: {error}"));
            }
            parsed.ok()
        };
        let mut layouts = Vec::new();
        for layout in &raw.layout {
            let title = layout.title.as_ref().and_then(&mut selector);
            let lead = layout.lead.as_ref().and_then(&mut selector);
            let published = layout.published.as_ref().and_then(&mut selector);
            let drop = layout.drop.iter().filter_map(&mut selector).collect();
            let Some(content) = selector(&layout.content) else { continue };
            let (since, until) = (day(layout.since.as_ref()), day(layout.until.as_ref()));
            layouts.push(Layout { since, until, content, title, lead, published, drop });
        }
        self.sites.push(Site { domain, path: path.to_owned(), layouts });
    }

    /// The profile of `host` or of the domain that it belongs to.
    pub fn of(&self, host: &str) -> Option<&Site> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.sites.iter().find(|s| {
            host == s.domain || host.strip_suffix(&s.domain).is_some_and(|rest| rest.ends_with('.'))
        })
    }
}

/// A day as TOML writes it.
fn day(value: Option<&Spanned<toml::value::Datetime>>) -> Option<Date> {
    let date = value?.get_ref().date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

/// What a profile found on a page.
pub(super) struct Applied {
    /// The element of the article's body.
    pub(super) content: u32,
    pub(super) title: Option<u32>,
    pub(super) published: Option<Stamp>,
}

impl Site {
    /// Finds the layout that fits a page of `date`, and marks in `bits` what is content and what is dropped.
    pub(super) fn apply(
        &self,
        html: &Html,
        flat: &Flat<'_>,
        date: Option<Date>,
        bits: &mut [u32],
    ) -> Option<Applied> {
        let index: FxHashMap<NodeId, u32> =
            flat.nodes.iter().enumerate().map(|(i, n)| (n.id, i as u32)).collect();
        let all = |css: &Selector| -> Vec<u32> {
            html.select(css).filter_map(|e| index.get(&e.id()).copied()).collect()
        };
        let first = |css: &Selector| all(css).first().copied();
        let fits = |l: &&Layout| {
            date.is_none_or(|d| l.since.is_none_or(|s| s <= d) && l.until.is_none_or(|u| d < u))
        };
        let (layout, content) =
            self.layouts.iter().filter(fits).find_map(|l| first(&l.content).map(|content| (l, content)))?;
        let mut mark = |node: u32, clear: u32, set: u32| {
            for bits in &mut bits[node as usize..flat.nodes[node as usize].end as usize] {
                *bits = *bits & !clear | set;
            }
        };
        mark(content, hints::AGAINST, hints::BODY);
        if let Some(lead) = layout.lead.as_ref().and_then(first) {
            mark(lead, hints::AGAINST, hints::LEAD);
        }
        for node in layout.drop.iter().flat_map(all) {
            mark(node, 0, hints::RELATED);
        }
        let published = layout.published.as_ref().and_then(first).and_then(|node| {
            let element = flat.nodes[node as usize].element;
            let machine = element.and_then(|e| e.attr("datetime").or_else(|| e.attr("content")));
            let words = machine.map_or_else(|| flat.text_of(node), str::to_owned);
            dateline::stamps(&words).into_iter().next().map(dateline::to_vietnam)
        });
        Some(Applied { content, title: layout.title.as_ref().and_then(first), published })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_read_and_faults_located() {
        let good = "domain = 'a.vn'\n[[layout]]\nsince = 2020-01-01\ncontent = 'div.body'\n";
        let sites = Sites::from_files([("sites/a.toml", good)]).expect("a good profile");
        assert!(
            sites.of("www.a.vn").is_some() && sites.of("m.a.vn").is_some() && sites.of("ba.vn").is_none()
        );
        let bad = "domain = 'b.vn'\n[[layout]]\ncontent = 'div..'\n";
        let findings =
            Sites::from_files([("b.toml", bad), ("c.toml", "domain = 1")]).expect_err("two faults");
        assert_eq!(findings.len(), 2);
        assert_eq!(&bad[findings[0].span.clone()], "'div..'");
    }
}
