//! Regular expressions that are compiled when they are first asked for: most texts ask few of them.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression, compiled or not yet.
#[derive(Debug, Clone)]
pub struct LazyRegex {
    written: String,
    /// None if it is too large to be compiled.
    compiled: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    pub(in crate::patterns) fn new(written: String) -> Self {
        Self { written, compiled: OnceLock::new() }
    }

    /// One that matches at the start of its text only.
    pub(in crate::patterns) fn anchored(pattern: &str) -> Self {
        Self::new(format!("{ANCHOR}{pattern})"))
    }

    /// Compiles it, for what is wrong with it.
    pub(in crate::patterns) fn compile(&self) -> Result<(), regex::Error> {
        let regex = Regex::new(&self.written)?;
        // It may have been compiled before, to the same.
        let _ = self.compiled.set(Some(regex));
        Ok(())
    }

    /// Itself, compiled.
    pub fn get(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.written).ok()).as_ref()
    }

    /// Whether it matches somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.get().is_some_and(|regex| regex.is_match(text))
    }

    /// The expression as it was written, without the anchor.
    pub(super) fn pattern(&self) -> &str {
        let inner = self.written.strip_prefix(ANCHOR).and_then(|rest| rest.strip_suffix(')'));
        inner.unwrap_or(&self.written)
    }
}

const ANCHOR: &str = "^(?:";
