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
//! [[example]]                        # a page as the site makes them, and what is kept of it
//! html = "<h1 class=title>Tin</h1><div class=article-body><p>Có 12 xã.</p></div>"
//! title = "Tin"
//! blocks = ["Có 12 xã."]
//! [[counterexample]]                 # a page of the site that no layout fits: the general method reads it
//! html = "<h1>Tin</h1><p>Có 12 xã.</p>"
//! why = "trang in"
//! ```

use std::ops::Range;

use jiff::civil::Date;
use scraper::Selector;
use serde::Deserialize;
use toml::Spanned;

use super::Diagnostic;

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
    /// In the order of the file.
    pub layouts: Vec<Layout>,
    /// Where its domain stands in the file.
    pub span: Range<usize>,
    /// Pages as the site makes them, each where it stands in the file.
    pub examples: Vec<Spanned<Example>>,
    /// Pages that no layout fits, each where it stands in the file.
    pub counterexamples: Vec<Spanned<Counterexample>>,
}

/// A page as a site makes them, in sentences of our own, and what is kept of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The page.
    pub html: String,
    /// Its day as `YYYY-MM-DD`, which says which layout is meant; none if any may fit.
    pub date: Option<String>,
    /// The headline.
    pub title: String,
    /// The time of publication, `YYYY-MM-DD HH:MM:SS` as far as it is printed.
    pub published: Option<String>,
    /// Every block but the headline.
    pub blocks: Vec<String>,
}

/// A page of a site that its profile has nothing to say about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// The page.
    pub html: String,
    /// Why no layout fits.
    pub why: String,
}

/// How a site looked for a while.
#[derive(Debug, Clone)]
pub struct Layout {
    /// First day.
    pub since: Option<Date>,
    /// The day after the last.
    pub until: Option<Date>,
    /// The body of the article.
    pub content: Selector,
    /// The headline.
    pub title: Option<Selector>,
    /// The standfirst, where it is not in the body.
    pub lead: Option<Selector>,
    /// The stamp of publication.
    pub published: Option<Selector>,
    /// What in the body is no part of it.
    pub drop: Vec<Selector>,
}

/// A profile as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    domain: Spanned<String>,
    #[serde(default)]
    layout: Vec<RawLayout>,
    #[serde(default)]
    example: Vec<Spanned<Example>>,
    #[serde(default)]
    counterexample: Vec<Spanned<Counterexample>>,
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
    /// Reads the profiles among pattern files, given as path and text.
    pub fn among(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        Self::from_files(
            files
                .iter()
                .filter(|(path, _)| is_profile(path))
                .map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    /// Reads profiles; every finding in every file is reported, sorted by path and place.
    pub fn from_files<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut sites = Self::default();
        let mut findings = Vec::new();
        for (path, text) in files {
            match toml::from_str::<RawSite>(text) {
                Ok(raw) => sites.add(path, &raw, &mut findings),
                Err(error) => {
                    findings.push(Diagnostic {
                        code: "bad-shape",
                        file: path.to_owned(),
                        span: error.span().unwrap_or(0..0),
                        message: error.message().to_owned(),
                        help: None,
                    });
                }
            }
        }
        findings.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
        if findings.is_empty() { Ok(sites) } else { Err(findings) }
    }

    fn add(&mut self, path: &str, raw: &RawSite, findings: &mut Vec<Diagnostic>) {
        let mut finding = |span: Range<usize>, code, text| {
            findings.push(Diagnostic { code, file: path.to_owned(), span, message: text, help: None });
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
        self.sites.push(Site {
            domain,
            span: raw.domain.span(),
            path: path.to_owned(),
            layouts,
            examples: raw.example.clone(),
            counterexamples: raw.counterexample.clone(),
        });
    }

    /// All profiles, in the order of their files.
    pub fn all(&self) -> &[Site] {
        &self.sites
    }

    /// The profile of `host` or of the domain that it belongs to.
    pub fn of(&self, host: &str) -> Option<&Site> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.sites.iter().find(|s| {
            host == s.domain || host.strip_suffix(&s.domain).is_some_and(|rest| rest.ends_with('.'))
        })
    }
}

/// Whether the pattern file at `path` is a profile: those lie in a folder of their own.
pub(super) fn is_profile(path: &str) -> bool {
    path.replace('\\', "/").contains("sites/")
}

/// A day as TOML writes it.
fn day(value: Option<&Spanned<toml::value::Datetime>>) -> Option<Date> {
    let date = value?.get_ref().date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
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
