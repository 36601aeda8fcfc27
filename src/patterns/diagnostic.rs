//! Findings about pattern files, with the place, what was found, what was expected and what to do.

use std::{fmt, ops::Range};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A word: `unknown-unit`, `duplicate-id`, `no-example`, …
    pub code: &'static str,
    /// Path of the pattern file.
    pub file: String,
    /// Bytes of the file to underline.
    pub span: Range<usize>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {} ({})", self.code, self.message, self.file)?;
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}
