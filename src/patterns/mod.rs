//! The reader of `patterns/*.toml`: the language as data, checked once, then shared read-only.
//!
//! In: pattern files as text, from the binary or a folder. Out: [`Patterns`], or every finding about every file at
//! once. A half-loaded set does not exist.
//!
//! Worked example: `[[unit]] id = "unit.household" code = "household" terms = ["hộ", "hộ gia đình"]` becomes a
//! [`Unit`], and `1.200 hộ gia đình` hits it with its longer term.

pub mod catalogue;
mod check;
mod claim;
mod clash;
mod diagnostic;
mod kinds;
mod lexicon;
mod load;
mod look_alike;
mod memo;
mod missing;
pub mod pages;
mod particles;
mod place;
mod raw;
mod rivals;
pub mod site;
mod spelling;

pub use catalogue::Meaning;
pub use claim::IndicatorClaim;
pub use diagnostic::{Diagnostic, located};
pub use kinds::Kinds;
pub use lexicon::{Hit, Hits, Lexicon};
pub use look_alike::{LazyRegex, LookAlikes};
pub use memo::Memo;
pub use missing::MissingPages;
pub use particles::Particles;
pub use rivals::Lost;

use catalogue::{Abbreviation, Base, Group, Indicator, Place, Unit};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// Index of an entry in [`Patterns::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// One entry of a pattern file: what every kind has.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Dotted, stable.
    pub id: String,
    /// `unit`, `hedge`, …: the name of the table.
    pub kind: &'static str,
    /// Path of its file.
    pub file: String,
    /// Line of its id, from 1.
    pub line: usize,
    /// Sentences that show it, and sentences that it must keep out of.
    pub examples: Vec<Example>,
}

/// An example or counter-example, as used.
#[derive(Debug, Clone)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Day of publication, ISO.
    pub date: Option<String>,
    /// Default place.
    pub place: Option<String>,
    /// Expected figures, each a table of keys.
    pub expect: Vec<toml::Table>,
    /// Expected rejections.
    pub rejected: Vec<toml::Table>,
    /// More figures than listed are fine.
    pub more: bool,
    /// Set on counter-examples: why the entry keeps out.
    pub why: Option<String>,
    /// Bytes of the file where the sentence stands.
    pub span: std::ops::Range<usize>,
}

/// Everything that the pattern files say.
#[derive(Debug, Default)]
pub struct Patterns {
    /// Every entry, in the order of files and lines.
    pub entries: Vec<Entry>,
    /// Units.
    pub units: Vec<Unit>,
    /// Values of number words: the digit, or the power of ten of a scale.
    pub number_values: Vec<Decimal>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Bases.
    pub bases: Vec<Base>,
    /// Places.
    pub places: Vec<Place>,
    /// Their indices by id.
    place_ids: FxHashMap<String, u32>,
    /// Look-alikes.
    pub look_alikes: LookAlikes,
    /// Site profiles, and the words of what stands around articles.
    pub pages: pages::Pages,
    /// How servers say that a page is none.
    pub missing_pages: MissingPages,
    /// Short forms.
    pub abbreviations: Vec<Abbreviation>,
    /// Every term.
    pub lexicon: Lexicon,
    /// Small words that are asked for by themselves.
    pub particles: Particles,
}

static BUILTIN: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/patterns");

impl Patterns {
    /// The pattern files inside the binary.
    pub fn builtin() -> Result<Self, Vec<Diagnostic>> {
        Self::from_files(&Self::builtin_files())
    }

    /// Path and text of the pattern files inside the binary, sorted by path.
    pub fn builtin_files() -> Vec<(String, String)> {
        fn walk(dir: &include_dir::Dir<'_>, out: &mut Vec<(String, String)>) {
            for entry in dir.entries() {
                match entry {
                    include_dir::DirEntry::Dir(dir) => walk(dir, out),
                    include_dir::DirEntry::File(file) => {
                        if file.path().extension().is_some_and(|e| e == "toml")
                            && let Some(text) = file.contents_utf8()
                        {
                            out.push((format!("patterns/{}", file.path().display()), text.to_owned()));
                        }
                    }
                }
            }
        }
        let mut files = Vec::new();
        walk(&BUILTIN, &mut files);
        files.sort();
        files
    }

    /// Whether a pattern file stands in the binary, word for word.
    fn is_builtin(path: &str, text: &str) -> bool {
        let file = path.strip_prefix("patterns/").and_then(|path| BUILTIN.get_file(path));
        file.and_then(include_dir::File::contents_utf8) == Some(text)
    }

    /// Reads and checks pattern files, given as path and text. Findings come sorted by file and place.
    pub fn from_files(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        load::load(files, check::Depth::Load)
    }

    /// The same, and every entry must have an example and a counterexample: what a finished file owes.
    pub fn checked(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        load::load(files, check::Depth::All)
    }

    /// The entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}

/// The builtin patterns, read once for all unit tests: a load takes a while without optimisation.
#[cfg(test)]
pub(crate) fn for_tests() -> &'static Patterns {
    static ONCE: std::sync::OnceLock<Patterns> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| Patterns::builtin().expect("the builtin patterns are sound"))
}
