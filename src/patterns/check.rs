//! Cross-file checks: what one entry says about others, and what every entry owes.
//!
//! In: all files as written, their shape already right. Out: every finding. The words of closed sets are checked
//! where they are read, in [`super::load`]; clashes of terms show when the terms are added.
//!
//! Worked example: `units = ["percnet"]` of an indicator is `unknown-unit`, with the help `did you mean percent?`.

use std::ops::Range;

use rustc_hash::FxHashMap;
use toml::Spanned;

use super::{Diagnostic, catalogue::Dimension, diagnostic::did_you_mean, raw};

/// A parsed file with its path and text.
pub(super) type Parsed<'f> = (&'f str, &'f str, raw::File);

/// Parts of compound units that are no units of their own.
const DIVISORS: [&str; 5] = ["hour", "day", "month", "year", "week"];

/// What every entry has, whatever its kind.
struct Written<'f> {
    id: &'f Spanned<String>,
    /// The list that is empty though it must not be.
    empty: Option<&'static str>,
    example: &'f [raw::Example],
    counterexample: &'f [raw::Counterexample],
}

/// The entries of a file.
fn entries(file: &raw::File) -> Vec<Written<'_>> {
    let mut out = Vec::new();
    macro_rules! add {
        ($field:ident, $entry:ident, $name:literal unless $full:expr) => {
            out.extend(file.$field.iter().map(|$entry| Written {
                id: &$entry.id,
                empty: (!$full).then_some($name),
                example: &$entry.example,
                counterexample: &$entry.counterexample,
            }));
        };
    }
    add!(unit, e, "terms" unless !e.terms.is_empty());
    add!(number, e, "terms" unless !e.terms.is_empty());
    add!(noun, e, "terms" unless !e.terms.is_empty());
    add!(head, e, "terms" unless !e.terms.is_empty());
    add!(hedge, e, "terms" unless !e.terms.is_empty());
    add!(status, e, "terms" unless !e.terms.is_empty());
    add!(cue, e, "terms" unless !e.terms.is_empty());
    add!(period, e, "terms" unless !e.terms.is_empty());
    add!(indicator, e, "terms" unless !(e.terms.is_empty() && e.head.is_empty() && e.joins.is_empty()));
    add!(group, e, "terms" unless !e.terms.is_empty());
    add!(base, e, "terms" unless !e.terms.is_empty());
    add!(name_word, e, "terms" unless !e.terms.is_empty());
    add!(opening, e, "terms" unless !e.terms.is_empty());
    add!(speaker, e, "terms" unless !e.terms.is_empty());
    add!(place, e, "terms" unless !e.terms.is_empty());
    add!(gazetteer, e, "names" unless !e.names.is_empty());
    add!(look_alike, e, "regex" unless !e.regex.get_ref().is_empty());
    add!(abbreviation, e, "terms" unless !e.terms.is_empty());
    out
}

/// The names that entries may refer to.
#[derive(Default)]
struct Names<'f> {
    units: Vec<&'f str>,
    bases: Vec<&'f str>,
    places: Vec<&'f str>,
    place_names: Vec<&'f str>,
    indicators: Vec<&'f str>,
    families: Vec<&'f str>,
}

struct Checker<'f> {
    file: &'f str,
    text: &'f str,
    names: Names<'f>,
    findings: Vec<Diagnostic>,
    depth: Depth,
}

/// How much to ask of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// What must be right for them to be of use.
    Load,
    /// What a finished entry owes besides: examples, careful regular expressions.
    All,
}

/// Every finding about `files`.
pub(super) fn check(files: &[Parsed<'_>], depth: Depth) -> Vec<Diagnostic> {
    let mut checker = Checker { file: "", text: "", names: names(files), findings: Vec::new(), depth };
    let mut seen: FxHashMap<&str, (&str, &str, usize)> = FxHashMap::default();
    for (path, text, file) in files {
        (checker.file, checker.text) = (path, text);
        for written in entries(file) {
            let id = written.id.get_ref().as_str();
            if let Some((path, text, at)) = seen.get(id) {
                let line = text[..*at].matches('\n').count() + 1;
                let help = format!("first in {path}:{line}");
                checker.find(
                    "duplicate-id",
                    written.id.span(),
                    format!("the id `{id}` is taken"),
                    Some(help),
                );
            }
            seen.entry(id).or_insert((path, text, written.id.span().start));
            checker.owed(&written);
        }
        checker.indicators(file);
        checker.places(file);
        checker.look_alikes(file);
        for group in &file.group {
            for family in &group.families {
                checker.known("unknown-family", "no indicator is of the family", family, |n| &n.families);
            }
        }
    }
    checker.findings
}

fn names<'f>(files: &'f [Parsed<'_>]) -> Names<'f> {
    let mut names = Names::default();
    for (_, _, file) in files {
        for unit in &file.unit {
            // A noun without a code is its own.
            let own = unit.terms.iter().filter(|_| unit.code.is_none());
            names.units.extend(unit.code.iter().chain(own).map(|name| name.get_ref().as_str()));
        }
        names.bases.extend(file.base.iter().map(|b| b.code.get_ref().as_str()));
        for place in &file.place {
            names.places.push(place.id.get_ref());
            names.place_names.push(place.name.get_ref());
            names.place_names.extend(place.code.as_ref().map(|c| c.get_ref().as_str()));
        }
        names
            .place_names
            .extend(file.gazetteer.iter().flat_map(|g| g.names.iter().map(|n| n.get_ref().as_str())));
        for indicator in &file.indicator {
            let id = indicator.id.get_ref().as_str();
            names.indicators.push(id);
            names.families.push(id.split('.').next().unwrap_or(id));
        }
    }
    names.units.extend(Dimension::ALL.iter().map(|d| d.code()));
    names.families.sort_unstable();
    names.families.dedup();
    names
}

impl<'f> Checker<'f> {
    fn find(&mut self, code: &'static str, span: Range<usize>, message: String, help: Option<String>) {
        self.findings.push(Diagnostic { code, file: self.file.to_owned(), span, message, help });
    }

    /// `name` must be one of a list of names.
    fn known(
        &mut self,
        code: &'static str,
        message: &str,
        name: &Spanned<String>,
        list: impl for<'n> Fn(&'n Names<'f>) -> &'n Vec<&'f str>,
    ) {
        let known = list(&self.names);
        if !known.contains(&name.get_ref().as_str()) {
            let help = did_you_mean(name.get_ref(), known.iter().copied());
            self.find(code, name.span(), format!("{message} `{}`", name.get_ref()), help);
        }
    }

    /// What every entry owes: a plain id, terms, an example and a counterexample with dates and places that exist.
    fn owed(&mut self, written: &Written<'_>) {
        let id = written.id.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        if !id.contains('.') || !id.chars().all(plain) {
            let message = format!("the id `{id}` is not dotted and plain");
            let help = "lower-case letters a-z, digits, `-` and `_`, with a dot: `unit.household`";
            self.find("bad-id", written.id.span(), message, Some(help.into()));
        }
        if let Some(name) = written.empty {
            let message = format!("`{id}` has no `{name}`, so nothing is ever found by it");
            self.find("empty-list", written.id.span(), message, None);
        }
        if written.example.is_empty() && self.depth == Depth::All {
            let message = format!("`{id}` has no example");
            let help = "add a whole sentence that shows it: [[….example]] text = …, expect = […]";
            self.find("no-example", written.id.span(), message, Some(help.into()));
        }
        if written.counterexample.is_empty() && self.depth == Depth::All {
            let message = format!("`{id}` has no counterexample");
            let help = "add a sentence that it must keep out of: [[….counterexample]] text = …, why = …";
            self.find("no-counterexample", written.id.span(), message, Some(help.into()));
        }
        let dates = written.example.iter().map(|e| (&e.date, &e.place));
        let dates = dates.chain(written.counterexample.iter().map(|e| (&e.date, &e.place)));
        for (date, place) in dates {
            self.date(date.as_ref());
            if let Some(place) = place {
                self.known("unknown-place", "no place has the name or code", place, |n| &n.place_names);
            }
        }
    }

    fn date(&mut self, date: Option<&Spanned<String>>) -> bool {
        let Some(date) = date else { return true };
        let written = date.get_ref();
        let right = written.len() == 10 && written.parse::<jiff::civil::Date>().is_ok();
        if !right {
            let help = "a day of the calendar as YYYY-MM-DD: \"2025-06-30\"";
            self.find("bad-date", date.span(), format!("`{written}` is no date"), Some(help.into()));
        }
        right
    }

    fn indicators(&mut self, file: &raw::File) {
        for indicator in &file.indicator {
            for unit in &indicator.units {
                self.unit(unit);
            }
            for joined in &indicator.joins {
                self.known("unknown-indicator", "no indicator is named", joined, |n| &n.indicators);
            }
            if let Some(base) = &indicator.base {
                self.known("unknown-base", "no base is named", base, |n| &n.bases);
            }
            if !indicator.cue.is_empty() && indicator.head.is_empty() {
                let message = format!("`{}` has cues but no head", indicator.id.get_ref());
                let help = "a cue only counts next to a head: add `head`, or make the cues `terms`";
                self.find("cue-without-head", indicator.id.span(), message, Some(help.into()));
            }
        }
    }

    /// A code, a dimension, `number`, or several of them with `/` between.
    fn unit(&mut self, unit: &Spanned<String>) {
        for (at, part) in unit.get_ref().split('/').enumerate() {
            let known =
                self.names.units.contains(&part) || part == "number" || (at > 0 && DIVISORS.contains(&part));
            if !known {
                let help = did_you_mean(part, self.names.units.iter().copied());
                self.find("unknown-unit", unit.span(), format!("no unit is named `{part}`"), help);
            }
        }
    }

    fn places(&mut self, file: &raw::File) {
        for place in &file.place {
            if let Some(successor) = &place.successor {
                self.known("unknown-place", "no place has the id", successor, |n| &n.places);
            }
            self.span_of_time(place.since.as_ref(), place.until.as_ref());
        }
        for gazetteer in &file.gazetteer {
            self.known("unknown-place", "no place has the id", &gazetteer.within, |n| &n.places);
            self.span_of_time(gazetteer.since.as_ref(), gazetteer.until.as_ref());
        }
    }

    fn span_of_time(&mut self, since: Option<&Spanned<String>>, until: Option<&Spanned<String>>) {
        let right = self.date(since) & self.date(until);
        if let (true, Some(since), Some(until)) = (right, since, until)
            && since.get_ref() > until.get_ref()
        {
            let message = format!("it ends before it begins, on {}", since.get_ref());
            self.find("bad-date", until.span(), message, None);
        }
    }

    fn look_alikes(&mut self, file: &raw::File) {
        for look_alike in &file.look_alike {
            self.regex(&look_alike.regex);
            for beside in look_alike.not_after.iter().chain(&look_alike.not_before) {
                self.syntax(beside);
            }
        }
    }

    /// A regular expression that can be read; what cannot is underlined at its byte.
    fn syntax(&mut self, written: &Spanned<String>) -> bool {
        let Err(error) = regex_syntax::Parser::new().parse(written.get_ref()) else { return true };
        let (message, inner) = faulty(&error);
        let span = match inner {
            Some(inner) if self.is_literal(written) => {
                let from = written.span().start + 1;
                from + inner.start..from + inner.end.max(inner.start + 1)
            }
            _ => written.span(),
        };
        self.find("bad-regex", span, message, None);
        false
    }

    /// A regular expression that can be read, matches something, and names its groups.
    fn regex(&mut self, written: &Spanned<String>) {
        let source = written.get_ref();
        if !self.syntax(written) {
            return;
        }
        if self.depth == Depth::Load {
            return;
        }
        let Ok(regex) = regex::Regex::new(source) else { return };
        if regex.is_match("") {
            let help = "every position of every text would match: make some part of it required";
            self.find("matches-empty", written.span(), "it matches the empty text".into(), Some(help.into()));
        }
        if regex.captures_len() > regex.capture_names().flatten().count() + 1 {
            let help = "write `(?:…)` for a group that only binds, `(?<n>…)` for the numerals";
            self.find("unnamed-group", written.span(), "a group without a name".into(), Some(help.into()));
        }
    }

    /// Whether a string is written `'…'`, so that its bytes are those of the file.
    fn is_literal(&self, written: &Spanned<String>) -> bool {
        let source = &self.text[written.span()];
        source.starts_with('\'') && !source.starts_with("'''")
    }
}

/// What is wrong with a regular expression, and at which of its bytes.
fn faulty(error: &regex_syntax::Error) -> (String, Option<Range<usize>>) {
    match error {
        regex_syntax::Error::Parse(e) => {
            (e.kind().to_string(), Some(e.span().start.offset..e.span().end.offset))
        }
        regex_syntax::Error::Translate(e) => {
            (e.kind().to_string(), Some(e.span().start.offset..e.span().end.offset))
        }
        _ => (error.to_string(), None),
    }
}
