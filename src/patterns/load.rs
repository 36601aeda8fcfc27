//! Pattern files → [`Patterns`], collecting every finding.

mod look_alike;
mod measured;
mod place;

use toml::Spanned;

use super::{
    Diagnostic, Entry, EntryId, Example, Meaning, Patterns,
    catalogue::{
        Abbreviation, Base, Cue, Group, HeadRole, NameWord, NounRole, OpeningWord, Particle, PeriodWord,
        Qualifier, Reach, SpeakerWord, Status,
    },
    check::{Depth, check},
    clash::rivals,
    diagnostic::did_you_mean,
    lexicon::Added,
    missing::{MissingPages, is_about_missing},
    pages::{Pages, is_about_pages},
    raw,
    site::is_profile,
    spelling::Spellings,
};

/// The work of loading one set of files.
struct Loader<'f> {
    patterns: Patterns,
    findings: Vec<Diagnostic>,
    file: &'f str,
    text: &'f str,
    /// First byte of each line of the file.
    lines: Vec<usize>,
    spellings: Spellings,
    depth: Depth,
    /// The file stands in the binary, word for word.
    is_builtin: bool,
}

/// Reads and checks `files`; the findings are sorted by file and place.
pub(super) fn load(files: &[(String, String)], depth: Depth) -> Result<Patterns, Vec<Diagnostic>> {
    let mut loader = Loader {
        patterns: Patterns::default(),
        findings: Vec::new(),
        file: "",
        text: "",
        lines: Vec::new(),
        spellings: Spellings::default(),
        depth,
        is_builtin: false,
    };
    let mut parsed = Vec::new();
    match Pages::among(files) {
        Ok(pages) => loader.patterns.pages = pages,
        Err(findings) => loader.findings.extend(findings),
    }
    match MissingPages::among(files) {
        Ok(missing) => loader.patterns.missing_pages = missing,
        Err(findings) => loader.findings.extend(findings),
    }
    let of_pages = |path: &str| is_profile(path) || is_about_missing(path) || is_about_pages(path);
    for (path, text) in files.iter().filter(|(path, _)| !of_pages(path)) {
        loader.file = path;
        loader.text = text;
        match toml::from_str::<raw::File>(text) {
            Ok(file) => parsed.push((path.as_str(), text.as_str(), file)),
            Err(error) => loader.misshapen(&error),
        }
    }
    loader.findings.extend(check(&parsed, depth));
    // Abbreviations first: every other term is spelt with them.
    for (path, text, file) in &mut parsed {
        loader.open(path, text);
        for raw in std::mem::take(&mut file.abbreviation) {
            loader.abbreviation(raw);
        }
    }
    loader.spellings = Spellings::of(&loader.patterns.abbreviations);
    for (path, text, file) in parsed {
        loader.open(path, text);
        loader.file(file);
    }
    loader.patterns.lexicon.seal();
    let Loader { mut patterns, mut findings, .. } = loader;
    if !findings.is_empty() {
        findings.sort_by(|a, b| (&a.file, a.span.start, a.code).cmp(&(&b.file, b.span.start, b.code)));
        findings.dedup();
        return Err(findings);
    }
    patterns.look_alikes.finish();
    patterns.index_places();
    Ok(patterns)
}

/// Takes the entries of a table whose terms all have one role.
macro_rules! by_role {
    ($self:ident, $entries:expr, $kind:ident, $role:ident, $meaning:ident) => {
        for raw in $entries {
            let entry = $self.entry(stringify!($kind), &raw.id, raw.example, raw.counterexample);
            let codes = $role::ALL.iter().map(|role| role.code());
            let Some(role) = $self.code(&raw.role, $role::from_code, codes) else { continue };
            $self.terms(entry, &raw.terms, &raw.except, Meaning::$meaning(role));
        }
    };
}

impl<'f> Loader<'f> {
    fn open(&mut self, path: &'f str, text: &'f str) {
        (self.file, self.text) = (path, text);
        self.is_builtin = Patterns::is_builtin(path, text);
        self.lines.clear();
        self.lines.push(0);
        self.lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    }

    fn find(
        &mut self,
        code: &'static str,
        span: std::ops::Range<usize>,
        message: String,
        help: Option<String>,
    ) {
        self.findings.push(Diagnostic { code, file: self.file.to_owned(), span, message, help });
    }

    /// A file that is no pattern file: `toml` stops at the first error, so there is one finding per file.
    fn misshapen(&mut self, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let message = error.message();
        let Some(known) = message.strip_prefix("unknown field `") else {
            self.find("bad-shape", span, message.to_owned(), None);
            return;
        };
        let (written, known) = known.split_once('`').unwrap_or((known, ""));
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let help = did_you_mean(written, known.iter().copied())
            .unwrap_or_else(|| format!("one of {}", known.join(", ")));
        self.find("unknown-field", span, format!("there is no `{written}` here"), Some(help));
    }

    fn file(&mut self, file: raw::File) {
        for raw in file.unit {
            self.unit(raw);
        }
        for raw in file.number {
            self.number(raw);
        }
        for raw in file.noun {
            let entry = self.entry("noun", &raw.id, raw.example, raw.counterexample);
            let Some(role) =
                self.code(&raw.role, NounRole::from_code, NounRole::ALL.iter().map(|c| c.code()))
            else {
                continue;
            };
            self.terms(entry, &raw.terms, &raw.except, Meaning::Noun(role, raw.syllables.unwrap_or(0)));
        }
        by_role!(self, file.head, head, HeadRole, Head);
        for raw in file.hedge {
            let entry = self.entry("hedge", &raw.id, raw.example, raw.counterexample);
            let Some(qualifier) =
                self.code(&raw.qualifier, Qualifier::from_code, Qualifier::ALL.iter().map(|c| c.code()))
            else {
                continue;
            };
            let after = raw.side.get_ref() == "after";
            self.terms(entry, &raw.terms, &raw.except, Meaning::Hedge(qualifier, after));
        }
        for raw in file.status {
            let entry = self.entry("status", &raw.id, raw.example, raw.counterexample);
            let Some(status) =
                self.code(&raw.status, Status::from_code, Status::ALL.iter().map(|c| c.code()))
            else {
                continue;
            };
            let Some(reach) = self.code(&raw.reach, Reach::from_code, Reach::ALL.iter().map(|c| c.code()))
            else {
                continue;
            };
            self.terms(entry, &raw.terms, &raw.except, Meaning::Status(status, reach));
        }
        by_role!(self, file.cue, cue, Cue, Cue);
        for raw in file.period {
            let entry = self.entry("period", &raw.id, raw.example, raw.counterexample);
            let Some(role) =
                self.code(&raw.role, PeriodWord::from_code, PeriodWord::ALL.iter().map(|c| c.code()))
            else {
                continue;
            };
            self.terms(entry, &raw.terms, &raw.except, Meaning::Period(role, raw.value.unwrap_or(0)));
        }
        by_role!(self, file.name_word, name_word, NameWord, Name);
        by_role!(self, file.speaker, speaker, SpeakerWord, Speaker);
        by_role!(self, file.opening, opening, OpeningWord, Opening);
        for raw in file.particle {
            self.particle(raw);
        }
        for raw in file.indicator {
            self.indicator(raw);
        }
        for raw in file.group {
            let entry = self.entry("group", &raw.id, raw.example, raw.counterexample);
            let index = self.patterns.groups.len() as u32;
            let families = raw.families.iter().map(|f| f.get_ref().clone()).collect();
            self.patterns.groups.push(Group { entry, code: raw.code.into_inner(), families });
            self.terms(entry, &raw.terms, &raw.except, Meaning::Group(index));
        }
        for raw in file.base {
            let entry = self.entry("base", &raw.id, raw.example, raw.counterexample);
            let index = self.patterns.bases.len() as u32;
            let name = raw.terms.first().map(|t| t.get_ref().clone()).unwrap_or_default();
            self.patterns.bases.push(Base { entry, code: raw.code.into_inner(), name });
            self.terms(entry, &raw.terms, &raw.except, Meaning::Base(index));
        }
        for raw in file.place {
            self.place(raw);
        }
        for raw in file.gazetteer {
            self.gazetteer(raw);
        }
        for raw in file.look_alike {
            self.look_alike(raw);
        }
    }

    fn particle(&mut self, raw: raw::Particle) {
        self.entry("particle", &raw.id, raw.example, raw.counterexample);
        let codes = Particle::ALL.iter().map(|role| role.code());
        let Some(role) = self.code(&raw.role, Particle::from_code, codes) else { return };
        for term in &raw.terms {
            let words: Vec<_> =
                term.get_ref().split_whitespace().map(|word| self.patterns.lexicon.word(word)).collect();
            match words[..] {
                [word] => self.patterns.particles.add(role, word),
                [first, second] => self.patterns.particles.add_pair(role, [first, second]),
                _ => self.find("bad-term", term.span(), "a particle has one syllable or two".into(), None),
            }
        }
    }

    fn abbreviation(&mut self, raw: raw::Abbreviation) {
        let entry = self.entry("abbreviation", &raw.id, raw.example, raw.counterexample);
        let terms = raw.terms.into_iter().map(Spanned::into_inner).collect();
        self.patterns.abbreviations.push(Abbreviation { entry, long: raw.long.into_inner(), terms });
    }

    fn entry(
        &mut self,
        kind: &'static str,
        id: &Spanned<String>,
        examples: Vec<raw::Example>,
        counterexamples: Vec<raw::Counterexample>,
    ) -> EntryId {
        let line = self.lines.partition_point(|start| *start <= id.span().start);
        let examples = examples
            .into_iter()
            .map(Example::from)
            .chain(counterexamples.into_iter().map(Example::from))
            .collect();
        self.patterns.entries.push(Entry {
            id: id.get_ref().clone(),
            kind,
            file: self.file.to_owned(),
            line,
            examples,
        });
        EntryId((self.patterns.entries.len() - 1) as u32)
    }

    /// The member of a closed set, or a finding that lists the set.
    fn code<T>(
        &mut self,
        written: &Spanned<String>,
        from: impl Fn(&str) -> Option<T>,
        all: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        let value = from(written.get_ref());
        if value.is_none() {
            let all: Vec<_> = all.collect();
            self.find(
                "unknown-code",
                written.span(),
                format!("`{}` is not a code of this set", written.get_ref()),
                did_you_mean(written.get_ref(), all.iter().copied())
                    .or_else(|| Some(format!("one of {}", all.join(", ")))),
            );
        }
        value
    }

    fn terms(
        &mut self,
        entry: EntryId,
        terms: &[Spanned<String>],
        except: &[Spanned<String>],
        meaning: Meaning,
    ) {
        for term in terms {
            for (nth, spelling) in self.spellings.all(term.get_ref()).into_iter().enumerate() {
                match self.patterns.lexicon.add(&spelling, entry, meaning) {
                    Added::Empty => {
                        self.find("empty-term", term.span(), "a term without a word or sign".into(), None);
                    }
                    // Of the spellings that abbreviations make, several entries may share one.
                    Added::Beside(others) if nth == 0 => self.clash(term, entry, meaning, &others),
                    Added::Beside(_) => {}
                }
            }
        }
        for term in except {
            for spelling in self.spellings.all(term.get_ref()) {
                self.patterns.lexicon.add(&spelling, entry, Meaning::Except);
            }
        }
    }

    /// A term that another entry has with another meaning: no text could tell the two apart.
    fn clash(
        &mut self,
        term: &Spanned<String>,
        entry: EntryId,
        meaning: Meaning,
        others: &[(EntryId, Meaning)],
    ) {
        let Some((other, _)) =
            others.iter().find(|(other, m)| *other != entry && rivals(&self.patterns, meaning, *m))
        else {
            return;
        };
        let other = self.patterns.entry(*other);
        let help = format!("also a term of `{}` ({}:{})", other.id, other.file, other.line);
        let message = format!("`{}` has two meanings", term.get_ref());
        self.find("term-clash", term.span(), message, Some(help));
    }
}
