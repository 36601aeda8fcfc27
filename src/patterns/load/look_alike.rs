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
    raw,
};

impl Loader<'_> {
    pub(super) fn look_alike(&mut self, raw: raw::LookAlike) {
        let entry = self.entry("look_alike", &raw.id, raw.example, raw.counterexample);
        let class =
            self.code(&raw.class, NumeralClass::from_code, NumeralClass::ALL.iter().map(|c| c.code()));
        let free = !raw.near.is_empty();
        let regex = self.regex(&raw.regex, |written| {
            if free { regex::Regex::new(written) } else { LookAlike::anchored(written) }
        });
        let not_after =
            raw.not_after.and_then(|r| self.regex(&r, |w| regex::Regex::new(&format!("(?:{w})$"))));
        let not_before = raw.not_before.and_then(|r| self.regex(&r, LookAlike::anchored));
        let (Some(class), Some(regex)) = (class, regex) else { return };
        let has_digits =
            raw.regex.get_ref().contains("[0-9]") || raw.regex.get_ref().contains(char::is_numeric);
        let near = raw.near.into_iter().map(Spanned::into_inner).collect();
        let alike = LookAlike { entry, class, regex, has_digits, not_after, not_before };
        let matches_empty = alike.regex.is_match("");
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

    fn regex(
        &mut self,
        written: &Spanned<String>,
        compile: impl Fn(&str) -> Result<regex::Regex, regex::Error>,
    ) -> Option<regex::Regex> {
        match compile(written.get_ref()) {
            Ok(regex) => Some(regex),
            // A fault in its shape has been found, with its place, by the check.
            Err(regex::Error::Syntax(_)) => None,
            Err(error) => {
                self.find("bad-regex", written.span(), error.to_string(), None);
                None
            }
        }
    }
}
