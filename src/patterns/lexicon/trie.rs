//! The trie of all terms as it is searched: laid out once, never changed.
//!
//! In: terms as [`Lexicon`](super::Lexicon) gathered them; later the tokens of a block. Out: [`Hits`].
//!
//! Which terms can start at a token is settled by the node that the words from it on lead to. Each node has the list of all
//! terms on the way to it, the longer first, so that nothing is gathered on the way. Where only terms of one word start and
//! no hit reaches over it, which is most of a text, nothing is weighed either: the list is taken as it stands.
//!
//! What is looked at lies together and is small: a text is spread over the whole trie, and memory is slower than anything that
//! is done here.
//!
//! Worked example: from `tham` in `tham gia BHXH` the words lead to the node of `tham gia`, whose list is that term; from `gia`
//! they lead to the node of `gia`, and what its list has is weighed against the hit `tham gia`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Hit, Hits};
use crate::{
    patterns::{EntryId, Kinds, Meaning, Memo},
    text::{Case, Symbol, Token},
};

/// A term, as it is weighed where its words stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) entry: EntryId,
    pub(super) meaning: Meaning,
    /// What it is to a walk that passes by.
    pub(super) kinds: Kinds,
    /// What it competes for: see [`slot`].
    pub(super) slot: u32,
    /// Which capitals it asks for; 0 is none.
    pub(super) capitals: u32,
    /// How many tokens it has.
    pub(super) length: u16,
}

impl Term {
    fn hit(&self, start: usize) -> Hit {
        let start = start as u32;
        Hit { entry: self.entry, meaning: self.meaning, start, end: start + u32::from(self.length) }
    }

    /// A plain term.
    fn plain((entry, meaning): (EntryId, Meaning)) -> Self {
        Self { entry, meaning, kinds: Kinds::of(meaning), slot: slot(meaning), capitals: 0, length: 1 }
    }

    /// It is taken wherever its words stand and nothing longer does.
    fn is_plain(&self) -> bool {
        self.length == 1 && self.capitals == 0 && self.meaning != Meaning::Except
    }
}

/// The hits of one slot, in tokens of all blocks so far: what an earlier block left here never counts.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::patterns) struct Best {
    /// How far its hits reach, as long as that is beyond a token that was weighed.
    reach: u64,
    /// One more than the token where its last terms started, and where the longest of them ends.
    longest: (u64, u64),
    /// Whether that one goes beyond the hits that started earlier.
    goes_on: bool,
}

/// The terms as they were gathered.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The node of each symbol that a term starts with, else 0, which is no node.
    pub(super) starts: Vec<u32>,
    pub(super) edges: FxHashMap<(u32, Symbol), u32>,
    /// The terms that end at each node.
    pub(super) terms: Vec<Vec<Term>>,
}

impl Draft {
    /// The node that a symbol leads to, from the start of a term if `from` is none.
    pub(super) fn node(&mut self, from: Option<u32>, symbol: Symbol) -> u32 {
        if self.terms.is_empty() {
            self.terms.push(Vec::new());
        }
        let new = self.terms.len() as u32;
        let node = match from {
            Some(from) => self.edges.entry((from, symbol)).or_default(),
            None => &mut self.starts[symbol.0 as usize],
        };
        if *node == 0 {
            *node = new;
            self.terms.push(Vec::new());
        }
        *node
    }
}

/// The trie.
#[derive(Debug)]
pub(super) struct Trie {
    /// The node of each symbol, which terms start with, and one that nothing leads to or from.
    starts: Vec<Node>,
    /// The nodes inside terms.
    steps: Steps,
    /// The lists of plain terms.
    plain: Vec<(EntryId, Meaning)>,
    /// All other lists.
    weighed: Vec<Term>,
    /// The capitals that terms ask for, syllable by syllable; those of most terms, none, come first.
    capitals: Vec<Box<[Case]>>,
    /// One more than the highest slot of a term.
    slots: u32,
}

/// A node of the trie.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::patterns) struct Node {
    /// Which symbols, by their last six bits, may come next: most do not, and then no step is looked for.
    next: u64,
    /// Where its list begins; [`WEIGHED`] is set if that is in [`Trie::weighed`].
    from: u32,
    n_terms: u16,
    /// The kinds of all terms of its list.
    kinds: Kinds,
}

/// The nodes inside terms by where they are reached from: a table of which a third or more is free, since the words that most terms begin
/// with lead to hundreds.
#[derive(Debug)]
struct Steps(Vec<Step>);

/// From a node by a symbol to a node; a free one has no symbol.
#[derive(Debug, Clone, Copy)]
struct Step {
    from: u32,
    symbol: Symbol,
    node: Node,
}

impl Steps {
    fn with_room(n_steps: usize) -> Self {
        let free = Step { from: 0, symbol: Symbol::NONE, node: Node::default() };
        Self(vec![free; (n_steps + n_steps / 2).next_power_of_two()])
    }

    /// Where the step is, or where it would be.
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
}

impl Default for Trie {
    /// That of no terms.
    fn default() -> Self {
        Self::of(Draft::default(), Vec::new())
    }
}

impl Trie {
    /// Lays out what was gathered.
    pub(super) fn of(draft: Draft, capitals: Vec<Box<[Case]>>) -> Self {
        let Draft { starts, edges, mut terms } = draft;
        let mut edges: Vec<((u32, Symbol), u32)> = edges.into_iter().collect();
        // A node that leads to another was there before it.
        edges.sort_unstable_by_key(|(_, to)| *to);
        let mut trie = Self {
            starts: vec![Node::default(); starts.len() + 1],
            steps: Steps::with_room(edges.len()),
            plain: Vec::new(),
            weighed: Vec::new(),
            slots: terms.iter().flatten().map(|t| t.slot + 1).max().unwrap_or_default(),
            capitals,
        };
        // In the order of hits; what is excepted comes last.
        for terms in &mut terms {
            terms.sort_unstable_by_key(|t| (t.meaning, t.entry));
        }
        // The node of each draft, and its number among the starts and steps.
        let mut nodes = vec![(Node::default(), 0); terms.len()];
        for (symbol, draft) in starts.iter().enumerate().filter(|(_, draft)| **draft > 0) {
            let draft = *draft as usize;
            nodes[draft] = (trie.node(Node::default(), &terms[draft]), symbol as u32);
        }
        for ((from, symbol), to) in &edges {
            let (from, to) = (*from as usize, *to as usize);
            nodes[from].0.next |= bit(*symbol);
            let (parent, number) = nodes[from];
            let place = trie.steps.place(number, *symbol);
            trie.steps.0[place] = Step { from: number, symbol: *symbol, node: Node::default() };
            nodes[to] = (trie.node(parent, &terms[to]), (starts.len() + place) as u32);
        }
        for (node, number) in nodes.into_iter().skip(1) {
            *trie.at(number as usize) = node;
        }
        trie
    }

    /// The node of a number.
    fn at(&mut self, number: usize) -> &mut Node {
        let n_starts = self.starts.len() - 1;
        if number < n_starts { &mut self.starts[number] } else { &mut self.steps.0[number - n_starts].node }
    }

    /// The node behind `parent` where `own` terms end: its list is of these and of those of its parent.
    fn node(&mut self, parent: Node, own: &[Term]) -> Node {
        if own.is_empty() {
            return Node { next: 0, ..parent };
        }
        let is_except = |t: &Term| t.meaning == Meaning::Except;
        // What one word means by itself does not count where it surely begins a longer term of the kind.
        let surely = |slot: u32| own.iter().any(|t| !is_except(t) && t.slot == slot && t.capitals == 0);
        let shorter = self.list(parent).into_iter().filter(|t| is_except(t) || !surely(t.slot));
        let all: Vec<Term> = own.iter().copied().chain(shorter).collect();
        // Phrases in which others are excepted come first: they are needed as the others are weighed.
        let (excepts, mut others): (Vec<Term>, Vec<Term>) = all.into_iter().partition(is_except);
        let kinds = others.iter().fold(Kinds::NONE, |kinds, term| kinds | term.kinds);
        let n_terms = u16::try_from(excepts.len() + others.len()).expect("words have fewer meanings");
        let from = if excepts.is_empty() && others.iter().all(Term::is_plain) {
            let from = self.plain.len() as u32;
            self.plain.extend(others.iter().map(|t| (t.entry, t.meaning)));
            from
        } else {
            let from = self.weighed.len() as u32 | WEIGHED;
            self.weighed.extend(excepts);
            self.weighed.append(&mut others);
            from
        };
        Node { next: 0, from, n_terms, kinds }
    }

    /// The list of a node.
    fn list(&self, node: Node) -> Vec<Term> {
        match node.list() {
            List::Plain(range) => self.plain[range].iter().map(|t| Term::plain(*t)).collect(),
            List::Weighed(range) => self.weighed[range].to_vec(),
        }
    }

    /// All terms in `tokens`: see [`Lexicon::find`](super::Lexicon::find).
    pub(super) fn find(&self, tokens: &[Token], memo: &mut Memo) -> Hits {
        memo.best.resize(self.slots as usize, Best::default());
        let past = memo.past;
        memo.past += tokens.len() as u64 + 1;
        let Memo { best, nodes, .. } = memo;
        self.follow(tokens, nodes);
        // Most words have a meaning, and few have many.
        let mut hits = Vec::with_capacity(tokens.len() + tokens.len() / 2);
        let mut first = Vec::with_capacity(tokens.len() + 1);
        let mut kinds = Vec::with_capacity(tokens.len());
        let mut behind = vec![0; tokens.len()];
        let mut excepts: Vec<Hit> = Vec::new();
        // Where the last of the hits and exceptions so far ends.
        let mut reach = 0;
        for (at, (token, node)) in tokens.iter().zip(nodes).enumerate() {
            first.push(hits.len() as u32);
            let mut here = Kinds::of_token(token.kind);
            let list = node.list();
            if let List::Plain(range) = &list
                && reach <= at
            {
                let (start, end) = (at as u32, at as u32 + 1);
                hits.extend(self.plain[range.clone()].iter().map(|(entry, meaning)| Hit {
                    entry: *entry,
                    meaning: *meaning,
                    start,
                    end,
                }));
                kinds.push(here | node.kinds);
                behind[at] = u8::from(node.n_terms > 0);
                continue;
            }
            excepts.retain(|e| e.end as usize > at);
            let tag = past + at as u64 + 1;
            // The longest first: what is excepted lies inside what is as long or longer.
            let mut weigh = |term: &Term| {
                if !self.fits(term, tokens, at) {
                    return;
                }
                let hit = term.hit(at);
                let end = hit.end as usize;
                if term.meaning == Meaning::Except {
                    excepts.push(hit);
                    reach = reach.max(end);
                    return;
                }
                let best = &mut best[term.slot as usize];
                let goal = past + end as u64;
                if best.longest.0 != tag {
                    best.longest = (tag, goal);
                    best.goes_on = goal > best.reach;
                }
                let excepted = || excepts.iter().any(|e| e.entry == term.entry && hit.end <= e.end);
                if best.goes_on && best.longest.1 == goal && !excepted() {
                    best.reach = goal;
                    reach = reach.max(end);
                    here = here | term.kinds;
                    let length = u8::try_from(term.length).unwrap_or(u8::MAX);
                    behind[end - 1] = length.max(behind[end - 1]);
                    hits.push(hit);
                }
            };
            match list {
                List::Plain(range) => self.plain[range].iter().for_each(|term| weigh(&Term::plain(*term))),
                List::Weighed(range) => self.weighed[range].iter().for_each(weigh),
            }
            kinds.push(here);
        }
        first.push(hits.len() as u32);
        // A document keeps many of these.
        hits.shrink_to_fit();
        Hits { all: hits, first, kinds, behind }
    }

    /// The nodes that the words from each token on lead to.
    fn follow(&self, tokens: &[Token], nodes: &mut Vec<Node>) {
        nodes.clear();
        // What no term has leads to the last node.
        let none = self.starts.len() - 1;
        nodes.extend(tokens.iter().map(|token| self.starts[(token.symbol.0 as usize).min(none)]));
        for at in 0..tokens.len() {
            let mut number = tokens[at].symbol.0;
            for next in &tokens[at + 1..] {
                if nodes[at].next & bit(next.symbol) == 0 || next.symbol == Symbol::NONE {
                    break;
                }
                let place = self.steps.place(number, next.symbol);
                let step = &self.steps.0[place];
                if step.symbol != next.symbol {
                    break;
                }
                nodes[at] = step.node;
                number = (none + place) as u32;
            }
        }
    }

    /// Whether the tokens from `at` on have the capitals that a term asks for.
    #[inline]
    fn fits(&self, term: &Term, tokens: &[Token], at: usize) -> bool {
        // Most ask for none.
        term.capitals == 0 || {
            let mut pairs = self.capitals[term.capitals as usize].iter().zip(&tokens[at..]);
            pairs.all(|(wanted, token)| case_fits(*wanted, token.case))
        }
    }
}

/// Where the terms of a node are.
enum List {
    /// In [`Trie::plain`].
    Plain(Range<usize>),
    /// In [`Trie::weighed`].
    Weighed(Range<usize>),
}

/// Set in [`Node::from`] where the list is one of terms that are weighed.
const WEIGHED: u32 = 1 << 31;

impl Node {
    #[inline]
    fn list(&self) -> List {
        let from = (self.from & !WEIGHED) as usize;
        let range = from..from + usize::from(self.n_terms);
        if self.from & WEIGHED == 0 { List::Plain(range) } else { List::Weighed(range) }
    }
}

/// The bit of a symbol in [`Node::next`].
fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 % 64)
}

/// The place that a meaning competes for: all meanings of one kind for one, but indicators each for its own, since one
/// word may serve many.
pub(super) fn slot(meaning: Meaning) -> u32 {
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

fn case_fits(wanted: Case, found: Case) -> bool {
    match wanted {
        Case::Lower => true,
        Case::Title => found != Case::Lower,
        Case::Upper => found == Case::Upper,
    }
}
