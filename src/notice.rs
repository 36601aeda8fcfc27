//! What a pure stage has to say besides its value.
//!
//! Bad pages are normal input: a stage never fails on one, it returns what it could read together with
//! [`Notice`]s. The command line counts them, `explain` and `documents.jsonl` show them.
//!
//! Example: a page with `L?y l?i m� b?o m?t` in its footer is read, and carries the notice
//! `damaged_text: 2 replacement characters (U+FFFD), kept as they are`.

use crate::span::{Raw, Span};

/// One remark about a document, in words for a person and a code for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable word, `snake_case`: `damaged_text`, `no_date`, `depth_capped`, …
    pub code: &'static str,
    /// What was found, what was done about it, and what a person can do.
    pub text: String,
    /// Where in the stored text, if it is about one place.
    pub span: Option<Span<Raw>>,
}

impl Notice {
    /// A notice about the document as a whole.
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), span: None }
    }

    /// The same notice, pinned to a place in the stored text.
    #[must_use]
    pub fn at(mut self, span: Span<Raw>) -> Self {
        self.span = Some(span);
        self
    }
}
