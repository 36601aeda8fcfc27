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
        if !terminals.iter().any(|t| t.entry == entry && t.meaning == meaning) {
            terminals.push(Terminal { entry, meaning, cases });
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
    /// left out.
    pub fn find(&self, tokens: &[Token], out: &mut Vec<Hit>) {
        let first = out.len();
        let mut excepts: Vec<Hit> = Vec::new();
        for at in 0..tokens.len() {
            let symbol = tokens[at].symbol;
            if symbol == Symbol::NONE {
                continue;
            }
            let mut node = self.starts[symbol.0 as usize];
            if node == 0 {
                continue;
            }
            let mut end = at + 1;
            let from = out.len();
            loop {
                for terminal in &self.terminals[node as usize] {
                    if terminal
                        .cases
                        .iter()
                        .zip(&tokens[at..end])
                        .all(|(wanted, token)| case_fits(*wanted, token.case))
                    {
                        let hit = Hit {
                            entry: terminal.entry,
                            meaning: terminal.meaning,
                            start: at as u32,
                            end: end as u32,
                        };
                        if terminal.meaning == Meaning::Except {
                            excepts.push(hit);
                        } else {
                            // The longer term of the same kind takes the place of the shorter ones.
                            let mut i = from;
                            while i < out.len() {
                                if same_kind(out[i].meaning, hit.meaning) && out[i].end < hit.end {
                                    out.remove(i);
                                } else {
                                    i += 1;
                                }
                            }
                            out.push(hit);
                        }
                    }
                }
                let Some(next) = tokens.get(end).map(|t| t.symbol).filter(|s| *s != Symbol::NONE) else {
                    break;
                };
                let Some(&child) = self.edges.get(&(node, next)) else { break };
                node = child;
                end += 1;
            }
        }
        if !excepts.is_empty() {
            let kept: Vec<Hit> = out[first..]
                .iter()
                .filter(|h| {
                    !excepts.iter().any(|e| e.entry == h.entry && e.start <= h.start && h.end <= e.end)
                })
                .copied()
                .collect();
            out.truncate(first);
            out.extend(kept);
        }
        drop_nested(out, first);
        out[first..]
            .sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)).then(a.meaning.cmp(&b.meaning)));
    }
}

/// Removes hits that lie inside a longer hit of the same kind that starts earlier.
fn drop_nested(hits: &mut Vec<Hit>, first: usize) {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len() - first);
    for &hit in &hits[first..] {
        let nested = kept
            .iter()
            .rev()
            .take_while(|k| k.start + 12 > hit.start)
            .any(|k| same_kind(k.meaning, hit.meaning) && k.start < hit.start && hit.end <= k.end);
        if !nested {
            kept.push(hit);
        }
    }
    hits.truncate(first);
    hits.extend(kept);
}

/// Whether two meanings compete for a place. Indicators do not: one word may serve many.
fn same_kind(a: Meaning, b: Meaning) -> bool {
    match (a, b) {
        (Meaning::Indicator(i, p), Meaning::Indicator(j, q)) => i == j && p == q,
        _ => std::mem::discriminant(&a) == std::mem::discriminant(&b),
    }
}

fn case_fits(wanted: Case, found: Case) -> bool {
    match wanted {
        Case::Lower => true,
        Case::Title => found != Case::Lower,
        Case::Upper => found == Case::Upper,
    }
}
