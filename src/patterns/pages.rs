//! What the pattern files say of pages: the profiles of sites, and the words of what stands around an article.
//!
//! In: the files of `patterns/sites` and `patterns/pages` as (path, text) pairs. Out: [`Pages`]. An entry of
//! `patterns/pages` is a [`Role`] and its words: `opener` are lines like `Tin liên quan`, behind which other articles are
//! listed. Words are compared in lower case. What a role means is for [`crate::document`] to say, which also runs the
//! examples; here the words are only made ready, once for all pages.
//!
//! Worked example:
//! ```toml
//! [[words]]
//! id = "opener.related"
//! role = "opener"
//! words = ["tin liên quan", "đọc thêm"]
//! example = ["TIN LIÊN QUAN:"]
//! [[words.counterexample]]
//! text = "Tin liên quan đến 12 xã được đăng mỗi sáng."
//! why = "một câu"
//! ```

use std::ops::Range;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Spanned;

use super::{Diagnostic, Patterns, site::Sites};

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// Where the parts of a page stand on one publisher's site.
    pub sites: Sites,
    /// The words of what stands around an article.
    pub words: PageWords,
}

/// What words say of the line, title or name that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A line of nothing else opens a stretch of links, forms or counters.
    Opener,
    /// A line of nothing else is furniture.
    Line,
    /// A line that begins with them is furniture, unless it is a sentence.
    Start,
    /// A short line that holds them is furniture.
    Anywhere,
    /// Two of them with a number, or three, make a letterhead.
    Contact,
    /// A line of nothing else labels an advertisement.
    Advert,
    /// A title that holds them is that of an error page.
    Error,
    /// A title that holds them and `404` is.
    ErrorBeside,
    /// A title that begins with them is that of a page of search results.
    Search,
    /// A line that holds them stands before a wall.
    Paywall,
    /// A link of nothing else leads to the next page of an article.
    Next,
    /// They may stand around the numbers of pages.
    Pager,
    /// A name that begins with them is that of a site or an office.
    Name,
    /// What begins with them is no such name.
    NoName,
    /// They say what kind of site it is, and alone name none.
    Kind,
    /// A title of the head that begins with them names the site, not the article.
    SiteTitle,
    /// A heading that begins with them is more likely a rubric than a headline.
    Rubric,
    /// A notice of rights begins with them; the name follows.
    Rights,
    /// They may stand between that and the name.
    RightsLink,
    /// They end the name.
    AfterName,
    /// The body that a site belongs to follows.
    Owner,
    /// Words behind a dash in the middle of a name, in the case of the page.
    BehindDash,
    /// A link to the front page says nothing else.
    Home,
    /// The name of the author follows.
    Author,
}

/// How many there are.
const N_ROLES: usize = Role::Author as usize + 1;

/// The words of what stands around an article.
#[derive(Debug, Clone, Default)]
pub struct PageWords {
    entries: Vec<PageEntry>,
    sets: Vec<WordSet>,
}

/// Some words of one role.
#[derive(Debug, Clone)]
pub struct PageEntry {
    /// Its id.
    pub id: String,
    /// The file that it is written in.
    pub path: String,
    /// Where its id stands in the file.
    pub span: Range<usize>,
    /// What its words say.
    pub role: Role,
    words: Vec<String>,
    /// Lines, titles or names that it tells, each where it stands in the file.
    pub examples: Vec<Spanned<String>>,
    /// Those that it leaves alone.
    pub counterexamples: Vec<Spanned<PageCounterexample>>,
}

/// What an entry leaves alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageCounterexample {
    /// The line, title or name.
    pub text: String,
    /// Why.
    pub why: String,
}

/// Words, ready to be looked for in text in lower case.
#[derive(Debug, Clone, Default)]
pub struct WordSet {
    words: Vec<String>,
    whole: FxHashSet<String>,
    finder: Option<AhoCorasick>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    words: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: Spanned<String>,
    role: Role,
    words: Vec<String>,
    #[serde(default)]
    example: Vec<Spanned<String>>,
    #[serde(default)]
    counterexample: Vec<Spanned<PageCounterexample>>,
}

impl Pages {
    /// Those among pattern files, given as path and text; every finding in every file is reported.
    pub fn among(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        match (Sites::among(files), PageWords::among(files)) {
            (Ok(sites), Ok(words)) => Ok(Self { sites, words }),
            (sites, words) => {
                let findings = sites.err().into_iter().chain(words.err());
                Err(findings.flatten().collect())
            }
        }
    }

    /// Those inside the binary.
    pub fn builtin() -> Result<Self, Vec<Diagnostic>> {
        Self::among(&Patterns::builtin_files())
    }

    /// The same words without a profile of any site.
    #[must_use]
    pub fn without_profiles(self) -> Self {
        Self { sites: Sites::default(), words: self.words }
    }
}

impl PageWords {
    fn among(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        let mut entries: Vec<PageEntry> = Vec::new();
        let mut findings = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| is_about_pages(path)) {
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
            for raw in file.words {
                let span = raw.id.span();
                if entries.iter().any(|e| e.id == *raw.id.get_ref()) {
                    find(span.clone(), "duplicate-id", format!("the id `{}` is taken", raw.id.get_ref()));
                }
                entries.push(PageEntry {
                    id: raw.id.into_inner(),
                    path: path.clone(),
                    span,
                    role: raw.role,
                    words: raw.words,
                    examples: raw.example,
                    counterexamples: raw.counterexample,
                });
            }
        }
        if findings.is_empty() { Ok(Self::of(entries)) } else { Err(findings) }
    }

    fn of(entries: Vec<PageEntry>) -> Self {
        let mut words: Vec<Vec<String>> = vec![Vec::new(); N_ROLES];
        for entry in &entries {
            let cased = entry.role == Role::BehindDash;
            let own = entry.words.iter().map(|w| if cased { w.clone() } else { w.to_lowercase() });
            words[entry.role as usize].extend(own);
        }
        Self { entries, sets: words.into_iter().map(WordSet::of).collect() }
    }

    /// All entries, in the order of files and lines.
    pub fn entries(&self) -> &[PageEntry] {
        &self.entries
    }

    /// The same without the entry of that id: what it alone tells is told no longer.
    #[must_use]
    pub fn without(&self, id: &str) -> Self {
        Self::of(self.entries.iter().filter(|e| e.id != id).cloned().collect())
    }

    /// The words of a role.
    pub fn of_role(&self, role: Role) -> &WordSet {
        static NONE: WordSet = WordSet {
            words: Vec::new(),
            whole: FxHashSet::with_hasher(rustc_hash::FxBuildHasher),
            finder: None,
        };
        self.sets.get(role as usize).unwrap_or(&NONE)
    }
}

impl WordSet {
    fn of(words: Vec<String>) -> Self {
        let whole = words.iter().cloned().collect();
        let builder = || {
            AhoCorasick::builder()
                .start_kind(StartKind::Both)
                .match_kind(MatchKind::LeftmostLongest)
                .build(&words)
        };
        let finder = if words.is_empty() { None } else { builder().ok() };
        Self { words, whole, finder }
    }

    /// The words themselves.
    pub fn all(&self) -> &[String] {
        &self.words
    }

    /// Whether `low` is one of them.
    pub fn is(&self, low: &str) -> bool {
        self.whole.contains(low)
    }

    /// Whether one of them stands in `low`.
    pub fn within(&self, low: &str) -> bool {
        self.finder.as_ref().is_some_and(|finder| finder.is_match(low))
    }

    /// Where the longest of them that `low` begins with ends, as whole words.
    pub fn begins(&self, low: &str) -> Option<usize> {
        let finder = self.finder.as_ref()?;
        let found = finder.try_find(Input::new(low).anchored(Anchored::Yes)).ok().flatten()?;
        let (word, rest) = low.split_at(found.end());
        let whole = !word.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
        whole.then_some(found.end())
    }
}

/// Whether the pattern file at `path` is about the words around articles: those lie in a folder of their own.
pub(super) fn is_about_pages(path: &str) -> bool {
    path.replace('\\', "/").rsplit('/').nth(1) == Some("pages")
}
