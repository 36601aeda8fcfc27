//! `[[look_alike]]` entries → expressions, compiled and indexed.
//!
//! In: an entry as written. Out: an entry of [`LookAlikes`](crate::patterns::LookAlikes), or findings about its expressions.
//!
//! Example: `regex = '[Bb]ão số (?P<n>[0-9]+)'` is compiled so that it matches at the start of its text only.

use toml::Spanned;

use super::Loader;
use crate::patterns::{
    catalogue::{LookAlike, NumeralClass},
    check::Depth,
    look_alike::LazyRegex,
    raw,
};

impl Loader<'_> {
    pub(super) fn look_alike(&mut self, raw: raw::LookAlike) {
        let entry = self.entry("look_alike", &raw.id, raw.example, raw.counterexample);
        let class =
            self.code(&raw.class, NumeralClass::from_code, NumeralClass::ALL.iter().map(|c| c.code()));
        let free = !raw.near.is_empty();
        let whole = |written: &str| {
            if free { LazyRegex::new(written.to_owned()) } else { LazyRegex::anchored(written) }
        };
        let regex = self.regex(&raw.regex, whole);
        let not_after = raw.not_after.and_then(|r| self.regex(&r, |w| LazyRegex::new(format!("(?:{w})$"))));
        let not_before = raw.not_before.and_then(|r| self.regex(&r, LazyRegex::anchored));
        let (Some(class), Some(regex)) = (class, regex) else { return };
        let has_digits =
            raw.regex.get_ref().contains("[0-9]") || raw.regex.get_ref().contains(char::is_numeric);
        let near = raw.near.into_iter().map(Spanned::into_inner).collect();
        let alike = LookAlike { entry, class, regex, has_digits, not_after, not_before };
        let matches_empty = self.depth != Depth::Load && alike.regex.is_match("");
        let added = self.patterns.look_alikes.add(alike, near, &mut self.patterns.lexicon);
        // What matches nothing at all is found by the check; what cannot be indexed is never tried.
        if let Err(reason) = added
            && self.depth != Depth::Load
            && !matches_empty
        {
            let help = Some("begin with a word, a mark or [0-9], or name a text in `near`".into());
            self.find("unindexed-regex", raw.regex.span(), reason, help);
        }
    }

    /// An expression. One that stands in the binary has been compiled by its tests, and waits until it is asked for.
    fn regex(&mut self, written: &Spanned<String>, make: impl Fn(&str) -> LazyRegex) -> Option<LazyRegex> {
        let expression = make(written.get_ref());
        if self.depth == Depth::Load && self.is_builtin {
            return Some(expression);
        }
        match expression.compile() {
            Ok(()) => Some(expression),
            // A fault in its shape has been found, with its place, by the check.
            Err(regex::Error::Syntax(_)) => None,
            Err(error) => {
                self.find("bad-regex", written.span(), error.to_string(), None);
                None
            }
        }
    }
}
