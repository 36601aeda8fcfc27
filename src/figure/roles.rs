//! What links or names at each token of a sentence, as bits: most questions of the linking end at one of them.
//!
//! In: the terms of a sentence that counts something. Out: [`Index`], which tells of a token whether a term of some [`Roles`]
//! starts or ends there; which one it is and how far it reaches, the terms themselves tell.
//!
//! Example: in `số thu đạt 12 tỷ` a head starts at `số` and a verb of value ends behind `đạt`; whether `thu` is one of the fifteen
//! words that may stand before a name is one look.

use crate::{
    patterns::{
        Hit, Meaning,
        catalogue::{Cue, Part},
    },
    reading::{Reading, Tokens},
};

/// A set of roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Roles(u128);

// A bit each, and some to spare for what is no linking word.
const _: () = assert!(Cue::ALL.len() <= 120);

impl Roles {
    /// A status word.
    pub(super) const STATUS: Self = Self(1 << 127);
    /// A hedge.
    pub(super) const HEDGE: Self = Self(1 << 126);
    /// The name of an indicator.
    pub(super) const TERM: Self = Self(1 << 125);
    /// The head of a measurable thing: `số …`, `tỷ lệ …`, `doanh thu …`, a name of an indicator.
    pub(super) const HEAD: Self = Self::of(&[Cue::CountHead, Cue::Rate]).or(Self::TERM);

    /// The roles of linking words.
    #[inline]
    pub(super) const fn of(cues: &[Cue]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < cues.len() {
            bits |= 1 << cues[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    /// Both.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two share a role.
    #[inline]
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What a term is.
    #[inline]
    fn meant(meaning: Meaning) -> Self {
        let linking = if let Meaning::Cue(cue) = meaning { Self::of(&[cue]) } else { Self::default() };
        let other = match meaning {
            Meaning::Status(..) => Self::STATUS,
            Meaning::Hedge(..) => Self::HEDGE,
            Meaning::Indicator(_, Part::Term) => Self::TERM,
            _ => Self::default(),
        };
        linking.or(other)
    }

    /// Whether it is one of the roles.
    #[inline]
    pub(super) fn means(self, meaning: Meaning) -> bool {
        self.any(Self::meant(meaning))
    }

    /// Whether a term has one of the roles.
    #[inline]
    pub(super) fn has(self, hit: &Hit) -> bool {
        self.means(hit.meaning)
    }
}

/// The roles at the tokens of one sentence. Of any other token it knows nothing and denies nothing.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The first token.
    from: usize,
    /// Of each token, what starts there.
    starts: Vec<Roles>,
    /// Of each token but the first, and of the end, what ends before it.
    ends: Vec<Roles>,
    /// Whatever starts anywhere in the sentence.
    all: Roles,
}

/// Few sentences have more tokens.
const MANY: usize = 64;

impl Index {
    /// With room for most sentences.
    pub(super) fn with_room() -> Self {
        Self { starts: Vec::with_capacity(MANY), ends: Vec::with_capacity(MANY), ..Self::default() }
    }

    /// Looks through the terms of a sentence.
    pub(super) fn fill(&mut self, reading: &Reading, sentence: &Tokens) {
        self.from = sentence.start;
        self.starts.clear();
        self.starts.resize(sentence.len(), Roles::default());
        self.ends.clear();
        self.ends.resize(sentence.len(), Roles::default());
        self.all = Roles::default();
        for hit in reading.hits_in(sentence) {
            let roles = Roles::meant(hit.meaning);
            self.all = self.all.or(roles);
            let start = &mut self.starts[hit.start as usize - self.from];
            *start = start.or(roles);
            // A term that runs on into the next sentence ends in none.
            if let Some(end) = self.ends.get_mut(hit.end as usize - self.from - 1) {
                *end = end.or(roles);
            }
        }
    }

    /// Forgets the sentence: the next one is of another block.
    pub(super) fn forget(&mut self) {
        self.starts.clear();
        self.ends.clear();
    }

    /// Whether no term of these roles starts among some tokens: what is asked of all of them need be asked of none.
    #[inline]
    pub(super) fn lacks(&self, tokens: &Tokens, roles: Roles) -> bool {
        !self.all.any(roles) && self.from <= tokens.start && tokens.end <= self.from + self.starts.len()
    }

    /// Whether a term of one of the roles starts at `at`, if that is known.
    #[inline]
    pub(super) fn starts(&self, at: usize, roles: Roles) -> Option<bool> {
        self.starts.get(at.wrapping_sub(self.from)).map(|here| here.any(roles))
    }

    /// Whether a term of one of the roles ends before `end`, if that is known.
    #[inline]
    pub(super) fn ends(&self, end: usize, roles: Roles) -> Option<bool> {
        // Here none of an earlier sentence ends.
        self.ends.get(end.wrapping_sub(self.from + 1)).map(|here| here.any(roles))
    }
}
