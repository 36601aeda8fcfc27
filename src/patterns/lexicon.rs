//! All terms of all pattern files in one trie over syllables.
//!
//! In: terms as they are written in pattern files; later the tokens of a block. Out: [`Hit`]s, the longest term
//! of each kind at each place. Terms go through the same normaliser, tokeniser and [`fold`] as pages, so
//! that `hoà`, `hòa` and a decomposed `hòa` are one term.
//!
//! Capitals say what they say: a syllable that a term writes with a capital (`Hòa Bình`) must have one in the text;
//! one that it writes in capitals (`BHXH`) must be in capitals; a lower-case one matches any.
//!
//! Example: in `Số người tham gia BHXH là 1.846.011 người` the terms `số người`, `tham gia`, `BHXH`, `là`, `người` hit.

mod trie;

use rustc_hash::FxHashMap;

pub(super) use self::trie::{Best, Node};
use self::trie::{Draft, Term, Trie, slot};
use super::{EntryId, Kinds, Meaning, Memo, memo::Words};
use crate::text::{
    Case, Symbol, Token, is_plain, normalize,
    token::{TokenKind, Vocabulary, tokenize, tokenize_with},
    tone::fold,
};

/// A term found in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The entry that the term belongs to.
    pub entry: EntryId,
    /// What it means.
    pub meaning: Meaning,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl Hit {
    /// Whether token `at` lies inside.
    pub fn covers(&self, at: usize) -> bool {
        (self.start as usize..self.end as usize).contains(&at)
    }
}

/// The terms of a block.
#[derive(Debug)]
pub struct Hits {
    /// In order of their first tokens, the longer first.
    pub all: Vec<Hit>,
    /// Index of the first hit that starts at or after each token, and at the end of the block.
    pub first: Vec<u32>,
    /// Of each token, what it is and the kinds of the hits that start there.
    pub kinds: Vec<Kinds>,
    /// Of each token, how many tokens the longest hit has that ends with it; 0 if none does.
    pub behind: Vec<u8>,
}

/// What came of adding a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Added {
    /// There is nothing in it to match.
    Empty,
    /// It is in, next to these, which had the same term before.
    Beside(Vec<(EntryId, Meaning)>),
}

/// All terms.
#[derive(Debug, Default)]
pub struct Lexicon {
    symbols: FxHashMap<Box<str>, Symbol>,
    /// As it is built; empty once it is sealed.
    draft: Draft,
    /// The capitals that terms ask for, syllable by syllable; those of most terms, none, come first.
    capitals: Vec<Box<[Case]>>,
    /// Their numbers; empty once it is sealed.
    capital_numbers: FxHashMap<Box<[Case]>, u32>,
    /// Symbols of the surface forms that terms are written in, empty once it is sealed: folding is most of the cost of a load.
    surfaces: FxHashMap<Box<str>, Symbol>,
    /// As it is searched; empty until it is sealed.
    trie: Trie,
}

impl Lexicon {
    /// Adds a term.
    pub(super) fn add(&mut self, term: &str, entry: EntryId, meaning: Meaning) -> Added {
        let text = normalize(term, 0);
        let mut tokens = Vec::new();
        tokenize(text.norm(), &mut tokens);
        if tokens.is_empty() {
            return Added::Empty;
        }
        let mut node = None;
        for token in &tokens {
            let symbol = self.intern_surface(token.span.of(text.norm()));
            node = Some(self.draft.node(node, symbol));
        }
        let node = node.unwrap_or_default() as usize;
        let capitals = self.capitals(&tokens);
        let terms = &self.draft.terms[node];
        let same = |t: &&Term| t.capitals == capitals;
        let others = terms.iter().filter(same).map(|t| (t.entry, t.meaning)).collect();
        // "Bệnh viện" and "bệnh viện" of one entry: the laxer of the two serves for both.
        if let Some(at) = terms.iter().position(|t| t.entry == entry && t.meaning == meaning) {
            let laxer = self.laxer(terms[at].capitals, capitals);
            self.draft.terms[node][at].capitals = laxer;
        } else {
            let (kinds, slot) = (Kinds::of(meaning), slot(meaning));
            let length = tokens.len() as u16;
            self.draft.terms[node].push(Term { entry, meaning, kinds, slot, capitals, length });
        }
        Added::Beside(others)
    }

    /// The number of a term's capitals.
    fn capitals(&mut self, tokens: &[Token]) -> u32 {
        self.number_of(tokens.iter().map(|t| t.case).collect())
    }

    /// The number of the capitals that fit whatever one of the two fits.
    fn laxer(&mut self, one: u32, other: u32) -> u32 {
        let (one, other) = (&self.capitals[one as usize], &self.capitals[other as usize]);
        // Of one without capitals nothing is asked, so there is nothing to pair.
        let both = one.iter().zip(other).map(|(one, other)| laxer(*one, *other)).collect();
        self.number_of(both)
    }

    fn number_of(&mut self, cases: Vec<Case>) -> u32 {
        let lower = cases.iter().all(|case| *case == Case::Lower);
        let wanted: Box<[Case]> = cases.into_iter().filter(|_| !lower).collect();
        if self.capitals.is_empty() {
            self.capitals.push(Box::default());
            self.capital_numbers.insert(Box::default(), 0);
        }
        *self.capital_numbers.entry(wanted).or_insert_with_key(|wanted| {
            self.capitals.push(wanted.clone());
            (self.capitals.len() - 1) as u32
        })
    }

    /// Lays the terms out for searching; none can be added any more.
    pub(super) fn seal(&mut self) {
        let (draft, capitals) = (std::mem::take(&mut self.draft), std::mem::take(&mut self.capitals));
        (self.surfaces, self.capital_numbers) = Default::default();
        self.trie = Trie::of(draft, capitals);
    }

    fn intern_surface(&mut self, surface: &str) -> Symbol {
        if let Some(&symbol) = self.surfaces.get(surface) {
            return symbol;
        }
        let symbol = self.intern(&fold(surface));
        self.surfaces.insert(surface.into(), symbol);
        symbol
    }

    fn intern(&mut self, folded: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(folded) {
            return symbol;
        }
        let symbol = Symbol(self.symbols.len() as u32);
        self.symbols.insert(folded.into(), symbol);
        self.draft.starts.push(0);
        symbol
    }

    /// The symbol of a word, which from now on has one.
    pub(super) fn word(&mut self, word: &str) -> Symbol {
        self.intern_surface(word)
    }

    /// The symbol of a word as it would be looked up, [`Symbol::NONE`] if no term has it.
    pub fn symbol(&self, word: &str) -> Symbol {
        self.symbols.get(fold(word).as_str()).copied().unwrap_or(Symbol::NONE)
    }

    /// Splits normalised text into tokens with their symbols, appending to `out`.
    pub fn tokenize(&self, norm: &str, memo: &mut Memo, out: &mut Vec<Token>) {
        tokenize_with(norm, &mut Remembered { lexicon: self, words: &mut memo.words, raw: false }, out);
    }

    /// The same for text as it is stored; false, with only some of the tokens there, if it is not its own normalisation. Most
    /// text is: its words have been met before, and nothing else is looked at twice.
    pub(crate) fn tokenize_plain(&self, raw: &str, memo: &mut Memo, out: &mut Vec<Token>) -> bool {
        tokenize_with(raw, &mut Remembered { lexicon: self, words: &mut memo.words, raw: true }, out)
    }

    /// All terms in `tokens`, ordered by start, the longer first; of one kind the longest at a place, and none
    /// inside a longer one of its kind that starts earlier. Terms inside an `except` phrase of their entry are
    /// left out. One pass: what a hit has to be weighed against starts no later than the hit itself.
    pub fn find(&self, tokens: &[Token], memo: &mut Memo) -> Hits {
        self.trie.find(tokens, memo)
    }
}

/// The words of one worker's texts, over those of the pattern files.
struct Remembered<'a> {
    lexicon: &'a Lexicon,
    words: &'a mut Words,
    /// The text may not be normalised.
    raw: bool,
}

impl Vocabulary for Remembered<'_> {
    fn known(&mut self, word: u128) -> Option<(Symbol, Case)> {
        self.words.word(word)
    }

    fn symbol(&mut self, text: &str, token: &Token) -> Symbol {
        let word = token.span.of(text);
        if token.kind == TokenKind::Number {
            return self.lexicon.symbols.get(word).copied().unwrap_or(Symbol::NONE);
        }
        self.words.symbol(text, token).unwrap_or_else(|| {
            let symbol = self.lexicon.symbol(word);
            self.words.put(text, token, symbol);
            symbol
        })
    }

    fn is_fit(&self, text: &str) -> bool {
        !self.raw || is_plain(text)
    }
}

/// The case that fits whatever one of the two fits.
fn laxer(one: Case, other: Case) -> Case {
    match (one, other) {
        (Case::Lower, _) | (_, Case::Lower) => Case::Lower,
        (Case::Title, _) | (_, Case::Title) => Case::Title,
        _ => Case::Upper,
    }
}
