//! One block, read: normalised text, tokens, sentences and every term of the pattern files in it.
//!
//! In: a block of the stored text. Out: [`Reading`], which [`crate::context`], [`crate::quantity`] and
//! [`crate::figure`] all look at; none of them reads the text anew.
//!
//! Worked example: of `Đến 31/12/2020, có 89.523 đơn vị.` the tokens are `Đến` `31` `/` `12` `/` `2020` `,` `có` `89.523` `đơn` `vị`
//! `.`; the hits are the period word `Đến` at 0, the verb `có` at 7 and the unit `đơn vị` at 9..11.

use std::ops::Range;

use crate::{
    patterns::{
        Hit, Hits, Kinds, Meaning, Memo, Particles, Patterns,
        catalogue::{Cue, OpeningWord, Particle},
    },
    span::{Norm, Raw, Span},
    text::{Case, NormalizedText, Token, normalize, segment::sentences},
};

/// Tokens of the shortest heading that lost its end: a shorter one is a name.
const SHORTEST: usize = 3;

/// A half-open range of token indices of one block.
pub type Tokens = Range<usize>;

/// One block with its tokens, sentences and hits.
#[derive(Debug)]
pub struct Reading<'a> {
    text: NormalizedText<'a>,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its sentences, as token ranges.
    pub sentences: Vec<Tokens>,
    /// Every term, ordered by start, the longer first.
    pub hits: Vec<Hit>,
    /// Index of the first hit that starts at or after each token.
    first: Vec<u32>,
    /// Of each token, what it is and the kinds of the hits that start there.
    kinds: Vec<Kinds>,
    /// Of each token, how many tokens the longest hit has that ends with it; 0 if none does.
    behind: Vec<u8>,
    /// Small words that are asked for by themselves.
    particles: &'a Particles,
}

impl<'a> Reading<'a> {
    /// Reads the block `raw` that starts at byte `base` of the stored text.
    pub fn new(raw: &'a str, base: usize, patterns: &'a Patterns, memo: &mut Memo) -> Self {
        // A token and the blank before it have five bytes or six; what is left over is given back below.
        let mut tokens = Vec::with_capacity(raw.len() / 4 + 1);
        let text = if patterns.lexicon.tokenize_plain(raw, memo, &mut tokens) {
            NormalizedText::plain(raw, base)
        } else {
            let text = normalize(raw, base);
            tokens.clear();
            patterns.lexicon.tokenize(text.norm(), memo, &mut tokens);
            text
        };
        // A document keeps many of these.
        tokens.shrink_to_fit();
        let mut sentences = sentences(text.norm(), &tokens);
        sentences.shrink_to_fit();
        let Hits { all: hits, first, kinds, behind } = patterns.lexicon.find(&tokens, memo);
        let particles = &patterns.particles;
        let mut reading = Self { text, tokens, sentences, hits, first, kinds, behind, particles };
        reading.split_where_stops_are_lost();
        reading
    }

    /// Headings and captions lose their line end where pages are copied: `tạo vốn đầu tư Theo Sở Xây dựng, …` is two sentences.
    fn split_where_stops_are_lost(&mut self) {
        let opens = |h: &Hit| {
            matches!(h.meaning, Meaning::Opening(OpeningWord::Opens | OpeningWord::Dated))
                && self.opens_sentence(h)
        };
        let next = |at| Some(self.next(at, Kinds::OPENING)).filter(|at| *at < self.tokens.len());
        let words = std::iter::successors(next(0), |at| next(at + 1));
        let mut lost = words.filter(|at| self.hits_at(*at).iter().any(opens)).peekable();
        if lost.peek().is_none() {
            return;
        }
        let mut split = Vec::with_capacity(self.sentences.len() + 1);
        for sentence in &self.sentences {
            let mut start = sentence.start;
            while let Some(at) = lost.next_if(|at| *at < sentence.end) {
                if at >= start + SHORTEST {
                    split.push(start..at);
                    start = at;
                }
            }
            split.push(start..sentence.end);
        }
        self.sentences = split;
    }

    /// Whether a word that opens sentences has a capital right behind a small word that begins no name.
    fn opens_sentence(&self, opening: &Hit) -> bool {
        let at = opening.start as usize;
        let dated = opening.meaning == Meaning::Opening(OpeningWord::Dated);
        if dated && !self.tokens.get(opening.end as usize).is_some_and(Token::is_number) {
            return false;
        }
        let Some(before) = at.checked_sub(1).map(|i| &self.tokens[i]) else { return false };
        let ended = before.is_word() && before.case == Case::Lower
            || before.is_number()
            || before.is('%')
            || before.is(')');
        // A name follows, or the sentence goes on: `Thủ tướng và Các bộ trưởng`.
        let goes_on = |m| match m {
            Meaning::Name(_) | Meaning::Opening(OpeningWord::Names) => true,
            Meaning::Cue(cue) => matches!(
                cue,
                Cue::And
                    | Cue::Of
                    | Cue::With
                    | Cue::Preposition
                    | Cue::At
                    | Cue::Some
                    | Cue::VerbMark
                    | Cue::WeakVerb
            ),
            _ => false,
        };
        self.tokens[at].case == Case::Title
            && self.tokens[at].spaced
            && ended
            && self.hit_before(at, |m| goes_on(m).then_some(())).is_none()
            && !self.hits_at(at).iter().any(|h| matches!(h.meaning, Meaning::Place(_)) && h.end > opening.end)
    }

    /// The first token from `at` on where something of `wanted` stands; the end of the block if there is none.
    pub fn next(&self, at: usize, wanted: Kinds) -> usize {
        let rest = self.kinds.get(at..).unwrap_or_default();
        Kinds::first(rest, wanted).map_or(self.tokens.len(), |n| at + n)
    }

    /// Whether something of `wanted` stands at token `at`.
    pub fn is_any(&self, at: usize, wanted: Kinds) -> bool {
        self.kinds.get(at).is_some_and(|kinds| kinds.any(wanted))
    }

    /// The first token of a range where something of `wanted` stands; the end of the range if there is none.
    pub fn next_in(&self, range: Tokens, wanted: Kinds) -> usize {
        let within = self.kinds.get(range.clone()).unwrap_or_default();
        Kinds::first(within, wanted).map_or(range.end, |n| range.start + n)
    }

    /// The normalised text.
    pub fn norm(&self) -> &str {
        self.text.norm()
    }

    /// The text of a token.
    pub fn word(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.norm())
    }

    /// Whether token `at` is a small word of a role.
    #[inline]
    pub fn is_particle(&self, at: usize, role: Particle) -> bool {
        self.tokens.get(at).is_some_and(|token| self.particles.is(token, role))
    }

    /// The same in small letters.
    #[inline]
    pub fn is_small(&self, at: usize, role: Particle) -> bool {
        self.tokens.get(at).is_some_and(|token| self.particles.is_small(token, role))
    }

    /// Whether the token before `at` is a small word of a role, in small letters.
    #[inline]
    pub fn is_small_before(&self, at: usize, role: Particle) -> bool {
        at > 0 && self.is_small(at - 1, role)
    }

    /// The end of the small word of a role at `at`, of one syllable or two.
    pub fn particle_end(&self, at: usize, role: Particle) -> Option<usize> {
        let single = || self.is_particle(at, role).then_some(at + 1);
        if self.is_pair(at, role) { Some(at + 2) } else { single() }
    }

    /// Whether a small word of a role ends at `end`.
    pub fn is_particle_before(&self, end: usize, role: Particle) -> bool {
        end > 0 && self.is_particle(end - 1, role) || end > 1 && self.is_pair(end - 2, role)
    }

    /// Whether the two tokens from `at` on are a word of a role.
    pub fn is_pair(&self, at: usize, role: Particle) -> bool {
        self.tokens.get(at..).is_some_and(|rest| self.particles.is_pair(rest, role))
    }

    /// Hits that start at token `at`, the longer first.
    pub fn hits_at(&self, at: usize) -> &[Hit] {
        if at + 1 >= self.first.len() {
            return &[];
        }
        &self.hits[self.first[at] as usize..self.first[at + 1] as usize]
    }

    /// Hits that start among some tokens, in order.
    pub fn hits_in(&self, tokens: &Tokens) -> &[Hit] {
        let first = |at: usize| self.first.get(at).map_or(self.hits.len(), |index| *index as usize);
        self.hits.get(first(tokens.start)..first(tokens.end)).unwrap_or_default()
    }

    /// The longest hit that starts at token `at` and whose meaning `wanted` accepts.
    pub fn hit<T>(&self, at: usize, wanted: impl Fn(Meaning) -> Option<T>) -> Option<(Hit, T)> {
        self.hits_at(at).iter().find_map(|h| wanted(h.meaning).map(|t| (*h, t)))
    }

    /// The longest hit that ends just before token `end` and whose meaning `wanted` accepts; it starts at most 8
    /// tokens earlier.
    pub fn hit_before<T>(&self, end: usize, wanted: impl Fn(Meaning) -> Option<T>) -> Option<(Hit, T)> {
        // Behind most tokens no hit ends, or a short one.
        let longest =
            end.checked_sub(1).and_then(|last| self.behind.get(last)).map_or(0, |n| usize::from(*n));
        (end.saturating_sub(longest.min(8))..end).find_map(|at| {
            self.hits_at(at)
                .iter()
                .filter(|h| h.end as usize == end)
                .find_map(|h| wanted(h.meaning).map(|t| (*h, t)))
        })
    }

    /// The normalised bytes that a token range covers.
    pub fn norm_span(&self, tokens: &Tokens) -> Span<Norm> {
        if tokens.is_empty() {
            return Span::new(0, 0);
        }
        self.tokens[tokens.start].span.join(self.tokens[tokens.end - 1].span)
    }

    /// The bytes of the stored text that a stretch of the normalised text stands for.
    pub fn raw_of(&self, span: Span<Norm>) -> Span<Raw> {
        self.text.raw_of(span)
    }

    /// The bytes of the stored text that a token range came from.
    pub fn raw_span(&self, tokens: &Tokens) -> Span<Raw> {
        self.text.raw_of(self.norm_span(tokens))
    }

    /// The normalised text that a token range covers.
    pub fn text_of(&self, tokens: &Tokens) -> &str {
        if tokens.is_empty() { "" } else { self.norm_span(tokens).of(self.norm()) }
    }

    /// Index of the sentence that holds token `at`.
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= at).min(self.sentences.len().saturating_sub(1))
    }
}
