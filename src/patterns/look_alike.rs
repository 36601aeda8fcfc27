//! Look-alikes, indexed by what they begin with, so that a block is looked at once and few expressions are tried.
//!
//! In: the checked `[[look_alike]]` entries. Out: [`LookAlikes`]: which entries to try at a word, at a mark, at a number,
//! at the start of a block, or in a block that holds some text. The index is read off the expressions themselves: what stands there
//! is compared with what their matches begin with, so that most of those that are tried match.
//!
//! Worked example: `[Bb]ão số (?P<n>[0-9]+)` is tried at the word `bão` with a number close behind it, and nowhere else.

mod beginning;
mod lazy;
mod ways;

use regex::Regex;
use regex_syntax::hir::Hir;

pub use self::lazy::LazyRegex;
use self::{
    beginning::{before_digits, beginnings, begins_block, from_digits},
    ways::{Draft, Root, Ways},
};
use super::{Lexicon, catalogue::LookAlike};
use crate::text::{Symbol, Token, TokenKind, token::tokenize};

/// All look-alikes and where to try them.
#[derive(Debug, Default)]
pub struct LookAlikes {
    /// Every entry.
    pub entries: Vec<LookAlike>,
    /// By the symbol of the first word or mark, what is tried there.
    firsts: Vec<First>,
    /// Those that begin with a digit.
    numbers: Root,
    /// Those of the start of a block.
    starts: Root,
    /// Of each entry, how it goes on from its first number; nothing where that cannot be told.
    tails: Vec<Root>,
    /// Of each entry, what stands right before its first number; nothing where that cannot be told.
    heads: Vec<Vec<Vec<u8>>>,
    /// How matches begin: at a word or mark behind it, at a number and a block with its first byte.
    ways: Ways,
    /// The same while entries are added.
    draft: Draft,
    /// Those that are looked for wherever a text occurs in the block.
    texts: Vec<(String, u32)>,
    /// Whether a block holds any of these texts, in one pass.
    any_text: Option<Regex>,
}

/// What is tried at a word or mark: every one of a text asks.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    /// How the entries go on behind it.
    behind: Root,
    /// Something is tried without a number close behind, too.
    without_number: bool,
}

/// Set in the number of an entry that holds digits: it is tried only with a number close behind.
const HAS_DIGITS: u32 = 1 << 31;

/// Set in the number of an entry some of whose beginnings do not tell where its first number stands.
const IS_OPEN: u32 = 1 << 30;

impl LookAlikes {
    /// Adds an entry. Errs with a reason if the index cannot tell where to try it.
    pub(super) fn add(
        &mut self,
        entry: LookAlike,
        near: Vec<String>,
        lexicon: &mut Lexicon,
    ) -> Result<(), String> {
        let index = self.entries.len() as u32;
        self.tails.push(Root::NONE);
        self.heads.push(Vec::new());
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
            let root = self.draft.root_of(&mut self.starts);
            let Some(found) = found else {
                // It may begin with anything.
                self.draft.add(root, &[], index);
                return Ok(());
            };
            for beginning in &found {
                self.draft.add(root, beginning.bytes(), index);
            }
            return Ok(());
        }
        let found =
            found.filter(|found| !found.is_empty()).ok_or("it must begin with words, marks or digits")?;
        let is_open = found.iter().any(|beginning| !beginning.has_digit());
        let number = index | if has_digits { HAS_DIGITS } else { 0 } | if is_open { IS_OPEN } else { 0 };
        for beginning in found {
            if beginning.n_digits() > 0 {
                let root = self.draft.root_of(&mut self.numbers);
                self.draft.add(root, beginning.bytes(), index);
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
            let symbol = lexicon.word(first.span.of(&text)).0 as usize;
            self.firsts.resize(self.firsts.len().max(symbol + 1), First::default());
            let site = &mut self.firsts[symbol];
            site.without_number |= !has_digits;
            let root = self.draft.root_of(&mut site.behind);
            self.draft.add(root, &beginning.bytes()[first.span.end()..], number);
        }
        if is_open {
            let tails = from_digits(hir);
            for tail in &tails {
                let root = self.draft.root_of(&mut self.tails[index as usize]);
                self.draft.add(root, tail.bytes(), index);
            }
            // Where a match has something between what is before its numbers and the first digit, nothing is told.
            if !tails.is_empty() {
                self.heads[index as usize] = before_digits(hir);
            }
        }
        Ok(())
    }

    /// Lays out and compiles what is tried together; call when every entry is there.
    pub(super) fn finish(&mut self) {
        let texts: Vec<String> = self.texts.iter().map(|(text, _)| regex::escape(text)).collect();
        self.any_text = Regex::new(&texts.join("|")).ok().filter(|_| !texts.is_empty());
        let firsts = self.firsts.iter_mut().map(|first| &mut first.behind);
        let roots = firsts.chain(&mut self.tails).chain([&mut self.numbers, &mut self.starts]);
        self.ways = std::mem::take(&mut self.draft).finish(roots);
    }

    /// Whether there are entries to try at a word or mark, `close` to a number or not; at most there are none.
    #[inline]
    pub fn any_at(&self, token: &Token, close: bool) -> bool {
        let first = self.first(token.symbol);
        first.behind != Root::NONE && (close || first.without_number)
    }

    fn first(&self, symbol: Symbol) -> First {
        self.firsts.get(symbol.0 as usize).copied().unwrap_or_default()
    }

    /// Gathers the entries to try at a word or mark, `rest` being the text from it on; `close` says whether a number is near.
    pub fn at(&self, token: &Token, rest: &str, close: bool, found: &mut Vec<u32>) {
        let behind = rest.as_bytes().get(token.span.len()..).unwrap_or_default();
        self.gather(self.first(token.symbol).behind, behind, found, |number| {
            let entry = number & !(HAS_DIGITS | IS_OPEN);
            let fits = (close || number & HAS_DIGITS == 0)
                && (number & IS_OPEN == 0 || self.goes_on(entry, rest.as_bytes()));
            fits.then_some(entry)
        });
    }

    /// Whether an entry may match at the start of `rest`, by the first number there.
    fn goes_on(&self, entry: u32, rest: &[u8]) -> bool {
        let (tail, heads) = (self.tails[entry as usize], &self.heads[entry as usize]);
        if tail == Root::NONE {
            return true;
        }
        rest.iter().position(u8::is_ascii_digit).is_some_and(|number| {
            let (before, number) = rest.split_at(number);
            (heads.is_empty() || heads.iter().any(|head| before.ends_with(head)))
                && self.ways.fit(tail, number)
        })
    }

    /// Gathers the entries to try at a number, `rest` being the text from its first digit on.
    pub fn at_number(&self, rest: &str, found: &mut Vec<u32>) {
        self.gather(self.numbers, rest.as_bytes(), found, Some);
    }

    /// Gathers the entries to try at the start of a block.
    pub fn at_start(&self, block: &str, found: &mut Vec<u32>) {
        self.gather(self.starts, block.as_bytes(), found, Some);
    }

    /// Gathers, each once, the entries of a root that `text` may begin with.
    fn gather(&self, root: Root, text: &[u8], found: &mut Vec<u32>, entry: impl Fn(u32) -> Option<u32>) {
        found.clear();
        self.ways.each(root, text, &mut |number| found.extend(entry(number)));
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
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
