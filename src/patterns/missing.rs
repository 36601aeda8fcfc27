//! "There is nothing here", said with status 200: how servers say so, in words and in addresses.
//!
//! In: `missing-pages.toml` among (path, text) pairs. Out: [`MissingPages`], which tells the page of a server that has
//! no such page, and the addresses where servers send those whose page is gone. No server is asked for an address that
//! cannot exist to see what it says then: the page itself must say so, in its title or its first heading, or anywhere if
//! there is little else on it.
//!
//! Worked example: `<h1>Bài viết không tồn tại hoặc đã bị xóa</h1>` under a portal's usual title is one; an article of
//! forty lines in which a ministry says that "trang này không tồn tại" is none.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;
use unicode_normalization::UnicodeNormalization;

use super::Diagnostic;

/// A page with more text of its own than this is no error page, whatever it says.
const LITTLE: usize = 500;
/// Error pages are short; of longer ones only so much is looked at.
const LOOKED_AT: usize = 64 << 10;

static SKIPPED: LazyLock<Regex> = LazyLock::new(|| {
    let elements = ["script", "style", "a", "nav", "header", "footer", "select", "head"];
    let each = elements.map(|name| format!(r"<{name}\b[^>]*>.*?</{name}>"));
    Regex::new(&format!("(?is){}|<!--.*?-->|<[^>]*>", each.join("|"))).expect("valid")
});
static HEADINGS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<title\b[^>]*>(.*?)</title>|<h[12]\b[^>]*>(.*?)</h[12]>").expect("valid")
});

/// Every way of saying so.
#[derive(Debug, Clone, Default)]
pub struct MissingPages {
    entries: Vec<Entry>,
}

/// One way of saying so.
#[derive(Debug, Clone)]
struct Entry {
    id: String,
    file: String,
    span: Range<usize>,
    place: Place,
    regex: Regex,
    examples: Vec<Example>,
    counterexamples: Vec<Example>,
}

/// Where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// A title or a first heading begins with it.
    Heading,
    /// The same, or it stands anywhere on a page with little text.
    Page,
    /// The address where a redirect ends holds it.
    Address,
    /// A redirect ends at such an address, a front page, and did not begin at one.
    Front,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    missing: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: Spanned<String>,
    place: Place,
    regex: Spanned<String>,
    #[serde(default)]
    example: Vec<Example>,
    #[serde(default)]
    counterexample: Vec<Example>,
}

/// A page, or a redirect from an address to another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    html: Option<Spanned<String>>,
    from: Option<String>,
    to: Option<Spanned<String>>,
    why: Option<String>,
}

impl MissingPages {
    /// Reads the entries among pattern files, given as path and text; every finding in every file is reported.
    pub fn among(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        let mut read = Self::default();
        let mut findings = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| is_about_missing(path)) {
            let mut find = |span: Range<usize>, code, message: String| {
                findings.push(Diagnostic { code, file: path.clone(), span, message, help: None });
            };
            let file: RawFile = match toml::from_str(text) {
                Ok(file) => file,
                Err(error) => {
                    find(error.span().unwrap_or(0..0), "bad-shape", error.message().to_owned());
                    continue;
                }
            };
            for raw in file.missing {
                let span = raw.id.span();
                if read.entries.iter().any(|e| e.id == *raw.id.get_ref()) {
                    find(span.clone(), "duplicate-id", format!("the id `{}` is taken", raw.id.get_ref()));
                }
                match Regex::new(raw.regex.get_ref()) {
                    Err(error) => find(raw.regex.span(), "bad-regex", error.to_string()),
                    Ok(regex) => read.entries.push(Entry {
                        id: raw.id.into_inner(),
                        file: path.clone(),
                        span,
                        place: raw.place,
                        regex,
                        examples: raw.example,
                        counterexamples: raw.counterexample,
                    }),
                }
            }
        }
        if findings.is_empty() { Ok(read) } else { Err(findings) }
    }

    /// Whether a page says that it is none.
    pub fn says_so(&self, body: &[u8]) -> bool {
        says(&self.entries, body)
    }

    /// Whether a redirect ends where servers send those whose page is gone; with the words for it. The addresses are path
    /// and query.
    pub fn leads_nowhere(&self, from: &str, to: &str) -> Option<&'static str> {
        self.entries.iter().find_map(|entry| entry.leads(from, to))
    }

    /// Every example that is not told, and every counterexample that is, in the order of files and lines.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for entry in &self.entries {
            let mut find = |code, span: Range<usize>, message| {
                findings.push(Diagnostic { code, file: entry.file.clone(), span, message, help: None });
            };
            if entry.examples.is_empty() {
                find("no-example", entry.span.clone(), format!("`{}` has no example", entry.id));
            }
            if entry.counterexamples.iter().all(|e| e.why.is_none()) {
                let message = format!("`{}` has no counterexample that says why", entry.id);
                find("no-counterexample", entry.span.clone(), message);
            }
            for example in entry.examples.iter().filter(|e| !entry.tells(e)) {
                find("example-fails", example.span(entry), format!("`{}` does not tell it", entry.id));
            }
            for example in entry.counterexamples.iter().filter(|e| entry.tells(e)) {
                let message = format!("`{}` takes part in its counterexample", entry.id);
                find("counterexample-fires", example.span(entry), message);
            }
        }
        findings
    }
}

impl Entry {
    fn leads(&self, from: &str, to: &str) -> Option<&'static str> {
        match self.place {
            Place::Address => self.regex.is_match(to).then_some("leads to the server's error page"),
            Place::Front => {
                let front = self.regex.is_match(to) && !self.regex.is_match(from);
                front.then_some("leads to the front page")
            }
            Place::Heading | Place::Page => None,
        }
    }

    fn tells(&self, example: &Example) -> bool {
        match example {
            Example { html: Some(html), .. } => says(std::slice::from_ref(self), html.get_ref().as_bytes()),
            Example { from: Some(from), to: Some(to), .. } => self.leads(from, to.get_ref()).is_some(),
            _ => false,
        }
    }
}

impl Example {
    fn span(&self, entry: &Entry) -> Range<usize> {
        self.html.as_ref().or(self.to.as_ref()).map_or_else(|| entry.span.clone(), Spanned::span)
    }
}

fn says(entries: &[Entry], body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    let mut headings = HEADINGS.captures_iter(&text).filter_map(|c| c.get(1).or(c.get(2)));
    let begins = |heading: &str| {
        let mut of_pages = entries.iter().filter(|e| matches!(e.place, Place::Heading | Place::Page));
        of_pages.any(|e| e.regex.find(heading).is_some_and(|m| m.start() == 0))
    };
    if headings.by_ref().take(2).any(|h| begins(&plain(h.as_str()))) {
        return true;
    }
    let anywhere =
        |text: &str| entries.iter().filter(|e| e.place == Place::Page).any(|e| e.regex.is_match(text));
    // Most pages are long or do not have the words at all; letters with marks of their own have to be composed first.
    let decomposed = || text.bytes().any(|b| matches!(b, 0xcc | 0xcd));
    if body.len() > LOOKED_AT || !anywhere(&text.to_lowercase()) && !decomposed() {
        return false;
    }
    let own = plain(&text);
    own.chars().count() <= LITTLE && anywhere(&own)
}

/// Text of one's own: without markup and links, one blank between words, composed, lower case.
fn plain(html: &str) -> String {
    let text = SKIPPED.replace_all(html, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect::<String>().to_lowercase()
}

/// Whether the pattern file at `path` is of this kind: it goes by its name.
pub(super) fn is_about_missing(path: &str) -> bool {
    path.ends_with("missing-pages.toml")
}
