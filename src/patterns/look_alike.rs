//! Look-alikes, indexed by what they begin with, so that a block is looked at once and few expressions are tried.
//!
//! In: the checked `[[look_alike]]` entries. Out: [`LookAlikes`]: which entries to try at a word, at a mark, at a number,
//! at the start of a block, or in a block that holds some text. The index is read off the expressions themselves: what stands there
//! is compared with what their matches begin with, so that most of those that are tried match.
//!
//! Worked example: `[Bb]ão số (?P<n>[0-9]+)` is tried at the word `bão` with a number close behind it, and nowhere else.

mod beginning;
mod lazy;

use regex::Regex;
use regex_syntax::hir::Hir;

use self::beginning::{Beginning, Next, Ways, beginnings, begins_block, from_digits, n_digits};
pub use self::lazy::LazyRegex;
use super::{Lexicon, catalogue::LookAlike};
use crate::text::{Symbol, Token, TokenKind, token::tokenize};

/// All look-alikes and where to try them.
#[derive(Debug, Default)]
pub struct LookAlikes {
    /// Every entry.
    pub entries: Vec<LookAlike>,
    /// By the symbol of the first word or mark, an index into `trials`, and whether all of those need a number close behind.
    firsts: Vec<First>,
    /// What is tried at a word or mark, from the second list on.
    trials: Vec<Vec<Trial>>,
    /// Those that begin with a digit; what follows the first of them is told at a glance.
    numbers: Vec<Trial>,
    /// Of each entry, how it goes on from its first number; nothing where that cannot be told.
    tails: Vec<Ways>,
    /// Those of the start of a block.
    starts: Vec<(u32, Next)>,
    /// Those that are looked for wherever a text occurs in the block.
    texts: Vec<(String, u32)>,
    /// Whether a block holds any of these texts, in one pass.
    any_text: Option<Regex>,
}

/// What is tried at a word or mark: every one of a text asks.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    /// Index into [`LookAlikes::trials`]; 0 is nothing.
    trials: u32,
    /// Something is tried without a number close behind, too.
    without_number: bool,
}

/// An entry to try where its first word or mark stands.
#[derive(Debug, Clone)]
struct Trial {
    /// Index into the entries.
    entry: u32,
    /// It holds digits: tried only with a number close behind.
    has_digits: bool,
    /// How a match may go on behind the first word: that tells most texts apart.
    next: Next,
    /// How a match may begin.
    beginnings: Ways,
    /// Some of these do not tell where its first number stands.
    is_open: bool,
}

impl Trial {
    /// Puts an entry among `trials` with one of its beginnings, of which the first word has `n_first` bytes.
    fn join(trials: &mut Vec<Self>, entry: u32, has_digits: bool, beginning: &Beginning, n_first: usize) {
        if trials.last().is_none_or(|trial| trial.entry != entry) {
            let next = Next::default();
            trials.push(Self { entry, has_digits, next, beginnings: Ways::default(), is_open: false });
        }
        let Some(trial) = trials.last_mut() else { return };
        trial.next.join(&Next::of(beginning.glance(n_first)));
        trial.is_open |= !beginning.has_digit();
        trial.beginnings.add(beginning);
    }

    /// Whether a match may begin where `text` does; `next` stands behind its first word.
    fn fits(&self, text: &[u8], next: &[u8]) -> bool {
        self.next.fits(next) && self.beginnings.fit(text)
    }
}

/// What stands behind a first word or mark of `length` bytes and a blank, if there is one.
fn behind(rest: &[u8], length: usize) -> &[u8] {
    let rest = rest.get(length..).unwrap_or_default();
    rest.strip_prefix(b" ").unwrap_or(rest)
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
        self.tails.push(Ways::default());
        if near.is_empty() {
            let hir = regex_syntax::parse(entry.regex.pattern()).map_err(|error| error.to_string())?;
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
        let found = beginnings(hir);
        if begins_block(hir) {
            let mut next = if found.is_some() { Next::default() } else { Next::of(&[]) };
            found.iter().flatten().for_each(|b| next.join(&Next::of(b.glance(0))));
            self.starts.push((index, next));
            return Ok(());
        }
        let found =
            found.filter(|found| !found.is_empty()).ok_or("it must begin with words, marks or digits")?;
        let is_open = found.iter().any(|beginning| !beginning.has_digit());
        for beginning in found {
            if beginning.n_digits() > 0 {
                Trial::join(&mut self.numbers, index, has_digits, &beginning, beginning.n_digits());
                continue;
            }
            let text = beginning.text();
            let mut tokens: Vec<Token> = Vec::new();
            tokenize(&text, &mut tokens);
            let first = tokens.first().ok_or("it may begin with nothing at all")?;
            let is_word = !matches!(first.kind, TokenKind::Mark(_));
            let open = is_word && first.span.end() == text.len() && !beginning.is_whole;
            if open || beginning.may_vary_before(first.span.end()) {
                return Err(format!("its first word is open: `{text}…`"));
            }
            let symbol = lexicon.word(first.span.of(&text));
            let behind = text.len() - behind(text.as_bytes(), first.span.end()).len();
            Trial::join(self.trials_of(symbol, has_digits), index, has_digits, &beginning, behind);
        }
        if is_open {
            for tail in &from_digits(hir) {
                self.tails[index as usize].add(tail);
            }
        }
        Ok(())
    }

    /// What is tried at a word or mark.
    fn trials_of(&mut self, symbol: Symbol, has_digits: bool) -> &mut Vec<Trial> {
        let symbol = symbol.0 as usize;
        self.firsts.resize(self.firsts.len().max(symbol + 1), First::default());
        self.trials.resize(self.trials.len().max(1), Vec::new());
        let first = &mut self.firsts[symbol];
        if first.trials == 0 {
            first.trials = self.trials.len() as u32;
            self.trials.push(Vec::new());
        }
        first.without_number |= !has_digits;
        &mut self.trials[first.trials as usize]
    }

    /// Compiles what is tried together; call when every entry is there.
    pub(super) fn finish(&mut self) {
        let texts: Vec<String> = self.texts.iter().map(|(text, _)| regex::escape(text)).collect();
        self.any_text = Regex::new(&texts.join("|")).ok().filter(|_| !texts.is_empty());
    }

    /// Whether there are entries to try at a word or mark, `close` to a number or not; at most there are none.
    #[inline]
    pub fn any_at(&self, token: &Token, close: bool) -> bool {
        let first = self.firsts.get(token.symbol.0 as usize).copied().unwrap_or_default();
        first.trials > 0 && (close || first.without_number)
    }

    /// Entries to try at a word or mark, `rest` being the text from it on; `close` says whether a number is near.
    pub fn at<'a>(&'a self, token: &Token, rest: &'a str, close: bool) -> impl Iterator<Item = u32> + 'a {
        let first = self.firsts.get(token.symbol.0 as usize).copied().unwrap_or_default();
        let trials = self.trials.get(first.trials as usize).map_or(&[][..], Vec::as_slice);
        let rest = rest.as_bytes();
        let next = behind(rest, token.span.len());
        let fits = move |t: &&Trial| {
            (close || !t.has_digits) && t.fits(rest, next) && (!t.is_open || self.goes_on(t.entry, rest))
        };
        trials.iter().filter(fits).map(|trial| trial.entry)
    }

    /// Whether an entry may match at the start of `rest`, by the first number there.
    fn goes_on(&self, entry: u32, rest: &[u8]) -> bool {
        let tails = &self.tails[entry as usize];
        let number = || rest.iter().position(u8::is_ascii_digit).map(|at| &rest[at..]);
        tails.is_empty() || number().is_some_and(|number| tails.fit(number))
    }

    /// Entries to try at a number, `rest` being the text from its first digit on.
    pub fn at_number<'a>(&'a self, rest: &'a str) -> impl Iterator<Item = u32> + 'a {
        let rest = rest.as_bytes();
        let next = &rest[n_digits(rest)..];
        self.numbers.iter().filter(move |trial| trial.fits(rest, next)).map(|trial| trial.entry)
    }

    /// Entries to try at the start of a block.
    pub fn at_start<'a>(&'a self, block: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.starts.iter().filter(|(_, next)| next.fits(block.as_bytes())).map(|(entry, _)| *entry)
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
