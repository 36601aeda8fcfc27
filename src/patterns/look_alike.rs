//! Look-alikes, indexed by what they begin with, so that a block is looked at once and few expressions are tried.
//!
//! In: the checked `[[look_alike]]` entries. Out: [`LookAlikes`]: which entries to try at a word, at a mark, at a number,
//! at the start of a block, or in a block that holds some text. The index is read off the expressions themselves.
//!
//! Worked example: `[Bb]ão số (?P<n>[0-9]+)` is tried at the word `bão` with a number close behind it, and nowhere else.

use regex::{Regex, RegexSet};
use regex_syntax::hir::{
    Hir, HirKind, Look,
    literal::{ExtractKind, Extractor},
};
use rustc_hash::FxHashMap;

use super::{Lexicon, catalogue::LookAlike};
use crate::text::{Token, TokenKind, token::tokenize};

/// All look-alikes and where to try them.
#[derive(Debug, Default)]
pub struct LookAlikes {
    /// Every entry.
    pub entries: Vec<LookAlike>,
    /// By the symbol of the first word, one more than an index into `trials`; 0 is none. Every word of a text asks.
    words: Vec<u32>,
    /// The same by the first mark: those of ASCII by their code, which every other word of a text has behind it, and the rest.
    ascii_marks: Vec<u32>,
    marks: FxHashMap<char, u32>,
    trials: Vec<Vec<Trial>>,
    /// Those that begin with a digit, and which of them match at a number, in one pass.
    numbers: Vec<u32>,
    number_set: Option<RegexSet>,
    /// Those of the start of a block.
    starts: Vec<Trial>,
    /// Those that are looked for wherever a text occurs in the block.
    texts: Vec<(String, u32)>,
    /// Whether a block holds any of these texts, in one pass.
    any_text: Option<Regex>,
}

/// An entry to try where its first word or mark stands, or at the start of a block.
#[derive(Debug, Clone, Copy)]
struct Trial {
    /// Index into the entries.
    entry: u32,
    /// It holds digits: tried only with a number close behind.
    has_digits: bool,
    /// How a match may go on.
    next: Next,
}

/// How many bytes of what a match may go on with are looked at.
const NEXT: usize = 4;

/// The bytes that a match may go on with, place by place: they tell most texts apart before an expression is tried.
#[derive(Debug, Clone, Copy, Default)]
struct Next([Bytes; NEXT]);

/// A set of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Bytes([u64; 4]);

impl Next {
    /// What a beginning of a match goes on with; behind its end anything may come.
    fn of(beginning: &[u8]) -> Self {
        Self(std::array::from_fn(|at| beginning.get(at).map_or(Bytes([u64::MAX; 4]), |b| Bytes::of(*b))))
    }

    fn fits(&self, text: &[u8]) -> bool {
        self.0.iter().zip(text).all(|(bytes, byte)| bytes.has(*byte))
    }

    fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.0.iter_mut().zip(theirs.0).for_each(|(mine, theirs)| *mine |= theirs);
        }
    }
}

impl Bytes {
    fn of(byte: u8) -> Self {
        let mut bytes = Self::default();
        bytes.0[usize::from(byte >> 6)] = 1 << (byte & 63);
        bytes
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & 1 << (byte & 63) != 0
    }
}

impl Trial {
    /// Goes among the trials of a word or mark.
    fn join(self, trials: &mut Vec<Self>) {
        match trials.last_mut().filter(|trial| trial.entry == self.entry) {
            Some(trial) => trial.next.join(&self.next),
            None => trials.push(self),
        }
    }
}

/// What stands behind a first word or mark of `length` bytes and a blank, if there is one.
fn behind(rest: &[u8], length: usize) -> &[u8] {
    let rest = rest.get(length..).unwrap_or_default();
    rest.strip_prefix(b" ").unwrap_or(rest)
}

/// The list that `number` tells, a new one if it tells none.
fn among<'t>(trials: &'t mut Vec<Vec<Trial>>, number: &mut u32) -> &'t mut Vec<Trial> {
    if *number == 0 {
        trials.push(Vec::new());
        *number = trials.len() as u32;
    }
    &mut trials[*number as usize - 1]
}

impl LookAlikes {
    /// Adds an entry. Errs with a reason if the index cannot tell where to try it.
    pub(super) fn add(
        &mut self,
        entry: LookAlike,
        near: Vec<String>,
        lexicon: &mut Lexicon,
    ) -> Result<(), String> {
        let index = self.entries.len() as u32;
        if near.is_empty() {
            let hir = regex_syntax::parse(entry.pattern()).map_err(|error| error.to_string())?;
            self.index(&hir, index, entry.has_digits, lexicon)?;
        } else {
            self.texts.extend(near.into_iter().map(|text| (text, index)));
        }
        self.entries.push(entry);
        Ok(())
    }

    fn index(
        &mut self,
        hir: &Hir,
        index: u32,
        has_digits: bool,
        lexicon: &mut Lexicon,
    ) -> Result<(), String> {
        let mut extractor = Extractor::new();
        extractor.kind(ExtractKind::Prefix).limit_class(12).limit_literal_len(24).limit_total(20_000);
        let found = extractor.extract(hir);
        if begins_block(hir) {
            let mut next = if found.literals().is_some() { Next::default() } else { Next::of(&[]) };
            found.literals().into_iter().flatten().for_each(|l| next.join(&Next::of(l.as_bytes())));
            self.starts.push(Trial { entry: index, has_digits, next });
            return Ok(());
        }
        let literals =
            found.literals().filter(|l| !l.is_empty()).ok_or("it must begin with words, marks or digits")?;
        for literal in literals {
            // A literal may be cut inside a letter.
            let text = literal.as_bytes().utf8_chunks().next().map_or("", |chunk| chunk.valid());
            let mut tokens: Vec<Token> = Vec::new();
            tokenize(text, &mut tokens);
            let first = tokens.first().ok_or("it may begin with nothing at all")?;
            let next = Next::of(behind(literal.as_bytes(), first.span.end()));
            let trial = Trial { entry: index, has_digits, next };
            match first.kind {
                TokenKind::Number => push(&mut self.numbers, index),
                TokenKind::Mark(mark) if mark.is_ascii() => {
                    self.ascii_marks.resize(128, 0);
                    trial.join(among(&mut self.trials, &mut self.ascii_marks[mark as usize]));
                }
                TokenKind::Mark(mark) => {
                    trial.join(among(&mut self.trials, self.marks.entry(mark).or_default()));
                }
                TokenKind::Word | TokenKind::Code => {
                    if first.span.end() == text.len() && !literal.is_exact() {
                        return Err(format!("its first word is open: `{text}…`"));
                    }
                    let symbol = lexicon.word(first.span.of(text)).0 as usize;
                    self.words.resize(self.words.len().max(symbol + 1), 0);
                    trial.join(among(&mut self.trials, &mut self.words[symbol]));
                }
            }
        }
        Ok(())
    }

    /// Compiles what is tried together; call when every entry is there.
    pub(super) fn finish(&mut self) {
        let patterns = self.numbers.iter().map(|&i| self.entries[i as usize].regex.as_str());
        self.number_set = RegexSet::new(patterns).ok();
        let texts: Vec<String> = self.texts.iter().map(|(text, _)| regex::escape(text)).collect();
        self.any_text = Regex::new(&texts.join("|")).ok().filter(|_| !texts.is_empty());
    }

    /// Whether there are entries to try at a word or mark; at most there are none.
    #[inline]
    pub fn any_at(&self, token: &Token) -> bool {
        self.number_at(token) > 0
    }

    /// One more than an index into `trials`, or 0.
    #[inline]
    fn number_at(&self, token: &Token) -> u32 {
        let number = match token.kind {
            TokenKind::Mark(mark) if mark.is_ascii() => self.ascii_marks.get(mark as usize),
            TokenKind::Mark(mark) => self.marks.get(&mark),
            _ => self.words.get(token.symbol.0 as usize),
        };
        number.copied().unwrap_or_default()
    }

    /// Entries to try at a word or mark, `rest` being the text from it on; `close` says whether a number is near.
    pub fn at<'a>(&'a self, token: &Token, rest: &'a str, close: bool) -> impl Iterator<Item = u32> + 'a {
        let trials = self.number_at(token).checked_sub(1).and_then(|number| self.trials.get(number as usize));
        let trials = trials.map_or(&[][..], Vec::as_slice);
        let next = if trials.is_empty() { &[] } else { behind(rest.as_bytes(), token.span.len()) };
        let fits = move |t: &&Trial| (close || !t.has_digits) && t.next.fits(next);
        trials.iter().filter(fits).map(|trial| trial.entry)
    }

    /// Entries that match at a number, `rest` being the text from its first digit on.
    pub fn at_number<'a>(&'a self, rest: &str) -> impl Iterator<Item = u32> + 'a {
        let matches =
            self.number_set.as_ref().map(|set| set.matches(rest)).filter(regex::SetMatches::matched_any);
        matches.into_iter().flatten().map(|i| self.numbers[i])
    }

    /// Entries to try at the start of a block.
    pub fn at_start<'a>(&'a self, block: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.starts.iter().filter(|t| t.next.fits(block.as_bytes())).map(|t| t.entry)
    }

    /// Entries to look for all over a block, if it holds their text.
    pub fn with_text(&self, block: &str) -> impl Iterator<Item = u32> {
        let any = self.any_text.as_ref().is_some_and(|any| any.is_match(block));
        let texts = if any { self.texts.as_slice() } else { &[] };
        let mut found: Vec<u32> =
            texts.iter().filter(|(text, _)| block.contains(text.as_str())).map(|(_, i)| *i).collect();
        found.dedup();
        found.into_iter()
    }
}

fn push(list: &mut Vec<u32>, index: u32) {
    if list.last() != Some(&index) {
        list.push(index);
    }
}

/// Whether the expression is anchored at the start of its text.
fn begins_block(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(Look::Start) => true,
        HirKind::Concat(parts) => parts.first().is_some_and(begins_block),
        HirKind::Capture(group) => begins_block(&group.sub),
        _ => false,
    }
}

impl LookAlike {
    /// The expression as it was written, without the anchor that the loader puts before it.
    fn pattern(&self) -> &str {
        let whole = self.regex.as_str();
        whole.strip_prefix(ANCHOR).and_then(|rest| rest.strip_suffix(')')).unwrap_or(whole)
    }

    /// Compiles an expression so that it matches at the start of its text only.
    pub(super) fn anchored(pattern: &str) -> Result<Regex, regex::Error> {
        Regex::new(&format!("{ANCHOR}{pattern})"))
    }
}

const ANCHOR: &str = "^(?:";
