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

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{EntryId, Kinds, Meaning, Memo, memo::Words};
use crate::text::{
    Case, Symbol, Token, normalize,
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

/// The terms that end at a node of the trie: a range of [`Lexicon::terminals`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminals(u32, u32);

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
    /// What it is to a walk that passes by.
    kinds: Kinds,
    /// The [`slot`] of the meaning.
    slot: u32,
    /// Index into [`Lexicon::capitals`], 0 where none are asked for.
    capitals: u32,
}

/// The hits of one slot, in tokens of all blocks so far: what an earlier block left here never counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Best {
    /// How far its hits reach.
    reach: u64,
    /// One more than the token where its last terms started, and where the longest of them ends.
    longest: (u64, u64),
    /// Whether that one goes beyond the hits that started earlier.
    goes_on: bool,
}

/// The trie.
#[derive(Debug, Default)]
pub struct Lexicon {
    symbols: FxHashMap<Box<str>, Symbol>,
    /// As it is built; empty once it is sealed.
    draft: Draft,
    /// As it is searched: the node of each symbol, which terms start with, then all others. A node's terminals end
    /// where the next one's begin.
    nodes: Vec<Node>,
    edges: Edges,
    terminals: Vec<Terminal>,
    /// The capitals that terms ask for, syllable by syllable; those of most terms, none, come first.
    capitals: Vec<Box<[Case]>>,
    /// One more than the highest [`slot`] of a term.
    slots: u32,
}

/// A node of the trie that is searched.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    terminal: u32,
    /// Which symbols, by their last six bits, may come next: most do not, and then no edge is looked at.
    next: u64,
}

/// Where each symbol leads from each node: a table of which half is free, since the words that most terms begin with have
/// hundreds of edges.
#[derive(Debug, Default)]
struct Edges(Vec<Edge>);

/// From a node by a symbol to another node; a free one has no symbol.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: u32,
    symbol: Symbol,
    to: u32,
}

impl Edges {
    fn of(edges: &[Edge]) -> Self {
        let free = Edge { from: 0, symbol: Symbol::NONE, to: 0 };
        let mut table = Self(vec![free; (2 * edges.len()).next_power_of_two()]);
        for edge in edges {
            let at = table.place(edge.from, edge.symbol);
            table.0[at] = *edge;
        }
        table
    }

    /// Where the edge is, or where it would be.
    fn place(&self, from: u32, symbol: Symbol) -> usize {
        const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
        let last = self.0.len() - 1;
        let mixed = (u64::from(from) << 32 | u64::from(symbol.0)).wrapping_mul(MIX);
        let mut at = (mixed >> 32) as usize & last;
        while (self.0[at].from, self.0[at].symbol) != (from, symbol) && self.0[at].symbol != Symbol::NONE {
            at = (at + 1) & last;
        }
        at
    }

    /// The node that a symbol leads to.
    fn follow(&self, from: u32, symbol: Symbol) -> Option<u32> {
        let edge = self.0[self.place(from, symbol)];
        (edge.symbol == symbol).then_some(edge.to)
    }
}

/// What terms are gathered in.
#[derive(Debug, Default)]
struct Draft {
    /// The node of each symbol that a term starts with, else 0.
    starts: Vec<u32>,
    edges: FxHashMap<(u32, Symbol), u32>,
    terminals: Vec<Vec<Terminal>>,
    capitals: FxHashMap<Box<[Case]>, u32>,
    /// Symbols of the surface forms that terms are written in: folding is most of the cost of a load.
    surfaces: FxHashMap<Box<str>, Symbol>,
}

impl Draft {
    fn new_node(&mut self) -> u32 {
        // Node 0 is none.
        if self.terminals.is_empty() {
            self.terminals.push(Vec::new());
        }
        self.terminals.push(Vec::new());
        (self.terminals.len() - 1) as u32
    }
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
        let mut node = 0;
        for (depth, token) in tokens.iter().enumerate() {
            let symbol = self.intern_surface(token.span.of(text.norm()));
            let draft = &mut self.draft;
            if depth == 0 {
                node = draft.starts[symbol.0 as usize];
                if node == 0 {
                    node = draft.new_node();
                    draft.starts[symbol.0 as usize] = node;
                }
            } else if let Some(&next) = draft.edges.get(&(node, symbol)) {
                node = next;
            } else {
                let next = draft.new_node();
                draft.edges.insert((node, symbol), next);
                node = next;
            }
        }
        let capitals = self.capitals(&tokens);
        let terminals = &self.draft.terminals[node as usize];
        let same = |t: &&Terminal| t.capitals == capitals;
        let others = terminals.iter().filter(same).map(|t| (t.entry, t.meaning)).collect();
        // "Bệnh viện" and "bệnh viện" of one entry: the laxer of the two serves for both.
        if let Some(at) = terminals.iter().position(|t| t.entry == entry && t.meaning == meaning) {
            let laxer = self.laxer(terminals[at].capitals, capitals);
            self.draft.terminals[node as usize][at].capitals = laxer;
        } else {
            let slot = slot(meaning);
            self.draft.terminals[node as usize].push(Terminal {
                entry,
                meaning,
                kinds: Kinds::of(meaning),
                slot,
                capitals,
            });
            self.slots = self.slots.max(slot + 1);
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
            self.draft.capitals.insert(Box::default(), 0);
        }
        *self.draft.capitals.entry(wanted).or_insert_with_key(|wanted| {
            self.capitals.push(wanted.clone());
            (self.capitals.len() - 1) as u32
        })
    }

    /// Lays the trie out for searching; no term can be added any more.
    pub(super) fn seal(&mut self) {
        let Draft { starts, edges, mut terminals, .. } = std::mem::take(&mut self.draft);
        // Old numbers in their new order: by symbol, 0 where no term starts, then those inside terms.
        let mut order = starts.clone();
        let mut inner: Vec<u32> = edges.values().copied().collect();
        inner.sort_unstable();
        order.extend(inner);
        let mut renumbered = vec![0; terminals.len()];
        for (new, old) in (0..).zip(&order) {
            if let Some(number) = renumbered.get_mut(*old as usize) {
                *number = new;
            }
        }
        for old in order {
            self.nodes.push(Node { terminal: self.terminals.len() as u32, next: 0 });
            if old > 0 {
                // In the order of hits; what is excepted comes last.
                terminals[old as usize].sort_unstable_by_key(|t| (t.meaning, t.entry));
                self.terminals.append(&mut terminals[old as usize]);
            }
        }
        self.nodes.push(Node { terminal: self.terminals.len() as u32, next: 0 });
        let edge = |((from, symbol), to): (_, u32)| Edge {
            from: renumbered[from as usize],
            symbol,
            to: renumbered[to as usize],
        };
        let mut edges: Vec<Edge> = edges.into_iter().map(edge).collect();
        edges.sort_unstable_by_key(|edge| (edge.from, edge.symbol));
        for edge in &edges {
            self.nodes[edge.from as usize].next |= bit(edge.symbol);
        }
        self.edges = Edges::of(&edges);
    }

    fn intern_surface(&mut self, surface: &str) -> Symbol {
        if let Some(&symbol) = self.draft.surfaces.get(surface) {
            return symbol;
        }
        let symbol = self.intern(&fold(surface));
        self.draft.surfaces.insert(surface.into(), symbol);
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
        tokenize_with(norm, &mut Remembered { lexicon: self, words: &mut memo.words }, out);
    }

    /// All terms in `tokens`, ordered by start, the longer first; of one kind the longest at a place, and none
    /// inside a longer one of its kind that starts earlier. Terms inside an `except` phrase of their entry are
    /// left out. One pass: what a hit has to be weighed against starts no later than the hit itself.
    pub fn find(&self, tokens: &[Token], memo: &mut Memo) -> Hits {
        memo.best.resize(self.slots as usize, Best::default());
        let past = memo.past;
        memo.past += tokens.len() as u64 + 1;
        let Memo { best, hits, ends, .. } = memo;
        hits.clear();
        let mut first = Vec::with_capacity(tokens.len() + 1);
        let mut kinds = Vec::with_capacity(tokens.len());
        let mut behind = vec![0; tokens.len()];
        let mut excepts: Vec<Hit> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            first.push(hits.len() as u32);
            let mut here = Kinds::of_token(token.kind);
            if token.symbol != Symbol::NONE {
                self.walk(tokens, at, ends);
            }
            if !excepts.is_empty() {
                excepts.retain(|e| e.end as usize > at);
            }
            let tag = past + at as u64 + 1;
            // The longest first: what is excepted lies inside what is as long or longer.
            while let Some((terminals, end)) = ends.pop() {
                let terminals = terminals.of(self);
                let reach = past + end as u64;
                // What is excepted comes last.
                for terminal in terminals.iter().rev().take_while(|t| t.meaning == Meaning::Except) {
                    if self.fits(terminal, tokens, at) {
                        excepts.push(terminal.hit(at, end));
                    }
                }
                for terminal in terminals {
                    if terminal.meaning == Meaning::Except || !self.fits(terminal, tokens, at) {
                        continue;
                    }
                    let best = &mut best[terminal.slot as usize];
                    if best.longest.0 != tag {
                        best.longest = (tag, reach);
                        best.goes_on = reach > best.reach;
                    }
                    let excepted =
                        || excepts.iter().any(|e| e.entry == terminal.entry && end <= e.end as usize);
                    if best.goes_on && best.longest.1 == reach && !excepted() {
                        best.reach = reach;
                        here = here | terminal.kinds;
                        let length = u8::try_from(end - at).unwrap_or(u8::MAX);
                        behind[end - 1] = length.max(behind[end - 1]);
                        hits.push(terminal.hit(at, end));
                    }
                }
            }
            kinds.push(here);
        }
        first.push(hits.len() as u32);
        // Found in the memo's room and copied: a copy has no room to spare, and a document keeps many.
        Hits { all: hits.clone(), first, kinds, behind }
    }

    /// The terms that may start at token `at`, and where those end; the shorter first.
    fn walk(&self, tokens: &[Token], at: usize, ends: &mut Vec<(Terminals, usize)>) {
        let mut node = tokens[at].symbol.0 as usize;
        let mut end = at + 1;
        loop {
            let [this, after] = self.nodes[node..node + 2] else { return };
            if this.terminal < after.terminal {
                ends.push((Terminals(this.terminal, after.terminal), end));
            }
            let Some(next) = tokens.get(end).map(|t| t.symbol) else { return };
            if next == Symbol::NONE || this.next & bit(next) == 0 {
                return;
            }
            let Some(found) = self.edges.follow(node as u32, next) else { return };
            node = found as usize;
            end += 1;
        }
    }

    /// Whether the tokens from `at` on have the capitals that a term asks for.
    #[inline]
    fn fits(&self, terminal: &Terminal, tokens: &[Token], at: usize) -> bool {
        // Most ask for none.
        terminal.capitals == 0 || {
            let mut pairs = self.capitals[terminal.capitals as usize].iter().zip(&tokens[at..]);
            pairs.all(|(wanted, token)| case_fits(*wanted, token.case))
        }
    }
}

impl Terminals {
    fn of(self, lexicon: &Lexicon) -> &[Terminal] {
        &lexicon.terminals[self.0 as usize..self.1 as usize]
    }
}

/// The words of one worker's texts, over those of the pattern files.
struct Remembered<'a> {
    lexicon: &'a Lexicon,
    words: &'a mut Words,
}

impl Vocabulary for Remembered<'_> {
    fn known(&self, norm: &str, word: Range<usize>) -> Option<(Symbol, Case)> {
        self.words.word(norm, word)
    }

    fn symbol(&mut self, norm: &str, token: &Token) -> Symbol {
        let text = token.span.of(norm);
        if token.kind == TokenKind::Number {
            return self.lexicon.symbols.get(text).copied().unwrap_or(Symbol::NONE);
        }
        self.words.symbol(norm, token).unwrap_or_else(|| {
            let symbol = self.lexicon.symbol(text);
            self.words.put(norm, token, symbol);
            symbol
        })
    }
}

impl Terminal {
    fn hit(&self, start: usize, end: usize) -> Hit {
        Hit { entry: self.entry, meaning: self.meaning, start: start as u32, end: end as u32 }
    }
}

/// The bit of a symbol in [`Node::next`].
fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 % 64)
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
        Meaning::Speaker(_) => 13,
        Meaning::Opening(_) => 14,
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
