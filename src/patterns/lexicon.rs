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

use rustc_hash::FxHashMap;

use super::{EntryId, Meaning};
use crate::text::{
    Case, Symbol, Token, normalize,
    token::{TokenKind, tokenize},
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

/// What came of adding a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Added {
    /// There is nothing in it to match.
    Empty,
    /// It is in, next to these, which had the same term before.
    Beside(Vec<(EntryId, Meaning)>),
}

#[derive(Debug, Clone)]
struct Terminal {
    entry: EntryId,
    meaning: Meaning,
    cases: Box<[Case]>,
}

/// Symbols of surface forms seen so far: spares folding the same syllable twice. One per worker.
#[derive(Debug, Default)]
pub struct Memo(FxHashMap<Box<str>, Symbol>);

/// More distinct surface forms than any language has syllables: beyond it words are folded anew each time, so
/// that hostile text cannot grow the memo without bound.
const MEMO_CAP: usize = 1 << 16;

/// The trie.
#[derive(Debug, Default)]
pub struct Lexicon {
    symbols: FxHashMap<Box<str>, Symbol>,
    edges: FxHashMap<(u32, Symbol), u32>,
    /// Whether a term starts with the symbol: spares a look-up in `edges` at most tokens.
    starts: Vec<u32>,
    terminals: Vec<Vec<Terminal>>,
    /// One more than the highest [`slot`] of a term.
    slots: u32,
    /// Symbols of the surface forms that terms are written in: folding is most of the cost of a load. Emptied by
    /// [`Lexicon::seal`].
    surfaces: FxHashMap<Box<str>, Symbol>,
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
        if self.terminals.is_empty() {
            self.terminals.push(Vec::new());
        }
        let mut node = 0;
        for (depth, token) in tokens.iter().enumerate() {
            let symbol = self.intern_surface(token.span.of(text.norm()));
            if depth == 0 {
                node = self.starts[symbol.0 as usize];
                if node == 0 {
                    node = self.new_node();
                    self.starts[symbol.0 as usize] = node;
                }
            } else if let Some(&next) = self.edges.get(&(node, symbol)) {
                node = next;
            } else {
                let next = self.new_node();
                self.edges.insert((node, symbol), next);
                node = next;
            }
        }
        let cases: Box<[Case]> = tokens.iter().map(|t| t.case).collect();
        let terminals = &mut self.terminals[node as usize];
        let others = terminals.iter().filter(|t| t.cases == cases).map(|t| (t.entry, t.meaning)).collect();
        // "Bệnh viện" and "bệnh viện" of one entry: the laxer of the two serves for both.
        if let Some(known) = terminals.iter_mut().find(|t| t.entry == entry && t.meaning == meaning) {
            for (kept, case) in known.cases.iter_mut().zip(&cases) {
                *kept = laxer(*kept, *case);
            }
        } else {
            terminals.push(Terminal { entry, meaning, cases });
            self.slots = self.slots.max(slot(meaning) + 1);
        }
        Added::Beside(others)
    }

    /// Frees what only [`Lexicon::add`] needs.
    pub(super) fn seal(&mut self) {
        self.surfaces = FxHashMap::default();
    }

    fn intern_surface(&mut self, surface: &str) -> Symbol {
        if let Some(&symbol) = self.surfaces.get(surface) {
            return symbol;
        }
        let symbol = self.intern(&fold(surface));
        self.surfaces.insert(surface.into(), symbol);
        symbol
    }

    fn new_node(&mut self) -> u32 {
        self.terminals.push(Vec::new());
        (self.terminals.len() - 1) as u32
    }

    fn intern(&mut self, folded: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(folded) {
            return symbol;
        }
        let symbol = Symbol(self.symbols.len() as u32);
        self.symbols.insert(folded.into(), symbol);
        self.starts.push(0);
        symbol
    }

    /// The symbol of a word, which from now on has one.
    pub(super) fn word(&mut self, word: &str) -> Symbol {
        if self.terminals.is_empty() {
            self.terminals.push(Vec::new());
        }
        self.intern(&fold(word))
    }

    /// The symbol of a word as it would be looked up, [`Symbol::NONE`] if no term has it.
    pub fn symbol(&self, word: &str) -> Symbol {
        self.symbols.get(fold(word).as_str()).copied().unwrap_or(Symbol::NONE)
    }

    /// Sets the symbols of `tokens`.
    pub fn resolve(&self, norm: &str, tokens: &mut [Token], memo: &mut Memo) {
        for token in tokens {
            let surface = token.span.of(norm);
            if let Some(&symbol) = memo.0.get(surface) {
                token.symbol = symbol;
                continue;
            }
            token.symbol = match token.kind {
                TokenKind::Number => self.symbols.get(surface).copied().unwrap_or(Symbol::NONE),
                _ => self.symbol(surface),
            };
            if memo.0.len() < MEMO_CAP && !matches!(token.kind, TokenKind::Number) {
                memo.0.insert(surface.into(), token.symbol);
            }
        }
    }

    /// All terms in `tokens`, ordered by start, the longer first; of one kind the longest at a place, and none
    /// inside a longer one of its kind that starts earlier. Terms inside an `except` phrase of their entry are
    /// left out. One pass: what a hit has to be weighed against starts no later than the hit itself.
    pub fn find(&self, tokens: &[Token], out: &mut Vec<Hit>) {
        // Of each slot, how far the hits that started earlier reach, and the longest one that starts here.
        let mut reach = vec![0_u32; self.slots as usize];
        let mut longest = vec![(0_u32, 0_u32); self.slots as usize];
        let mut excepts: Vec<Hit> = Vec::new();
        let mut here: Vec<(u32, Hit)> = Vec::new();
        for at in 0..tokens.len() {
            let symbol = tokens[at].symbol;
            if symbol == Symbol::NONE || self.starts[symbol.0 as usize] == 0 {
                continue;
            }
            let start = at as u32;
            excepts.retain(|e| e.end > start);
            here.clear();
            self.walk(tokens, at, &mut here, &mut excepts);
            for (slot, hit) in &here {
                let best = &mut longest[*slot as usize];
                *best =
                    if best.0 == start + 1 { (best.0, best.1.max(hit.end)) } else { (start + 1, hit.end) };
            }
            let from = out.len();
            for (slot, hit) in here.drain(..) {
                let excepted = excepts.iter().any(|e| e.entry == hit.entry && hit.end <= e.end);
                if excepted || hit.end < longest[slot as usize].1 || hit.end <= reach[slot as usize] {
                    continue;
                }
                out.push(hit);
            }
            for hit in &out[from..] {
                let reach = &mut reach[slot(hit.meaning) as usize];
                *reach = (*reach).max(hit.end);
            }
            out[from..].sort_unstable_by(|a, b| {
                b.end.cmp(&a.end).then(a.meaning.cmp(&b.meaning)).then(a.entry.cmp(&b.entry))
            });
        }
    }

    /// The terms that start at token `at`.
    fn walk(&self, tokens: &[Token], at: usize, here: &mut Vec<(u32, Hit)>, excepts: &mut Vec<Hit>) {
        let mut node = self.starts[tokens[at].symbol.0 as usize];
        let mut end = at + 1;
        loop {
            for terminal in &self.terminals[node as usize] {
                let mut cases = terminal.cases.iter().zip(&tokens[at..end]);
                if !cases.all(|(wanted, token)| case_fits(*wanted, token.case)) {
                    continue;
                }
                let hit = Hit {
                    entry: terminal.entry,
                    meaning: terminal.meaning,
                    start: at as u32,
                    end: end as u32,
                };
                if terminal.meaning == Meaning::Except {
                    excepts.push(hit);
                } else {
                    here.push((slot(terminal.meaning), hit));
                }
            }
            let Some(next) = tokens.get(end).map(|t| t.symbol).filter(|s| *s != Symbol::NONE) else { return };
            let Some(&child) = self.edges.get(&(node, next)) else { return };
            node = child;
            end += 1;
        }
    }
}

/// The place that a meaning competes for: all meanings of one kind for one, but indicators each for its own, since one
/// word may serve many.
fn slot(meaning: Meaning) -> u32 {
    match meaning {
        Meaning::Unit(_) => 0,
        Meaning::Number(..) => 1,
        Meaning::Hedge(..) => 2,
        Meaning::Status(..) => 3,
        Meaning::Cue(_) => 4,
        Meaning::Period(..) => 5,
        Meaning::Group(_) => 6,
        Meaning::Base(_) => 7,
        Meaning::Place(_) => 8,
        Meaning::Except => 9,
        Meaning::Noun(..) => 10,
        Meaning::Name(_) => 11,
        Meaning::Head(_) => 12,
        Meaning::Indicator(index, part) => FIRST_INDICATOR + index * PARTS + part as u32,
    }
}

/// Slots before the indicators'.
const FIRST_INDICATOR: u32 = 16;

/// Lists of an indicator.
const PARTS: u32 = 4;

/// The case that fits whatever one of the two fits.
fn laxer(one: Case, other: Case) -> Case {
    match (one, other) {
        (Case::Lower, _) | (_, Case::Lower) => Case::Lower,
        (Case::Title, _) | (_, Case::Title) => Case::Title,
        _ => Case::Upper,
    }
}

fn case_fits(wanted: Case, found: Case) -> bool {
    match wanted {
        Case::Lower => true,
        Case::Title => found != Case::Lower,
        Case::Upper => found == Case::Upper,
    }
}
