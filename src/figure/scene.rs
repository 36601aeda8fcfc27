//! One block with every mention in it: what the frames of its sentences are read from.

use super::{
    occasion,
    roles::{Index, Roles},
};
use crate::{
    context::{
        attribution::{self, Attribution},
        lookalike::{self, LookAlikeMention},
        period::{self, PeriodMention},
        place::{self, PlaceMention},
    },
    patterns::{Kinds, Meaning, Memo, Patterns, catalogue::Cue},
    quantity::{self, Quantity, Style, Unreadable, Votes},
    reading::{Reading, Tokens},
};

/// A block and its mentions.
pub(super) struct Scene<'a> {
    /// Index of the block in the document.
    pub block: usize,
    /// Its text, tokens and hits.
    pub reading: Reading<'a>,
    /// Tokens that a look-alike or a period has claimed.
    taken: Vec<bool>,
    /// Digits that are no figure.
    pub look_alikes: Vec<LookAlikeMention>,
    /// Dates and periods.
    pub periods: Vec<PeriodMention>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Numbers with their units.
    pub quantities: Vec<Quantity>,
    /// Numerals that no exact number can be read from.
    pub unreadable: Vec<Unreadable>,
    /// Who says so.
    pub attributions: Vec<Attribution>,
    /// The roles at the tokens of the last sentence that counts something.
    pub index: Index,
}

impl<'a> Scene<'a> {
    /// Finds everything in a block but its quantities, which wait for the document's number style. Look-alikes come first, then
    /// periods; what they claim is no quantity.
    pub(super) fn open(
        raw: &'a str,
        base: usize,
        block: usize,
        patterns: &'a Patterns,
        memo: &mut Memo,
    ) -> Self {
        let reading = Reading::new(raw, base, patterns, memo);
        let look_alikes = kept(lookalike::find(&reading, patterns));
        let mut taken = lookalike::taken(&look_alikes, reading.tokens.len());
        let periods = kept(period::find(&reading, &taken, patterns));
        for mention in &periods {
            taken[mention.tokens.clone()].fill(true);
        }
        let places = kept(place::find(&reading, patterns));
        Self {
            block,
            reading,
            taken,
            look_alikes,
            periods,
            places,
            quantities: Vec::new(),
            unreadable: Vec::new(),
            attributions: Vec::new(),
            index: Index::default(),
        }
    }

    /// Counts the block's numbers into the document's vote on separators.
    pub(super) fn vote(&self, votes: &mut Votes) {
        votes.add(&self.reading, &self.taken);
    }

    /// Reads the quantities.
    pub(super) fn count(&mut self, style: Style, patterns: &Patterns) {
        let found = quantity::find(&self.reading, &self.taken, style, patterns);
        self.quantities = kept(found.quantities);
        self.unreadable = found.unreadable;
        occasion::tell(self);
        // Nobody asks any more what is no quantity.
        self.taken = Vec::new();
        // Who says so is asked of figures alone.
        if !self.quantities.is_empty() {
            self.attributions = attribution::find(&self.reading);
        }
    }

    /// The same in a cell of a table.
    pub(super) fn count_cell(&mut self, column: &quantity::cell::Column, patterns: &Patterns) {
        let found = quantity::cell::find(&self.reading, &self.taken, column, patterns);
        self.quantities = found.quantities;
        self.unreadable = found.unreadable;
    }

    /// Where a quantity begins, its hedge included.
    pub(super) fn start_of(&self, quantity: &Quantity) -> usize {
        match &quantity.hedge {
            Some((tokens, _)) => tokens.start.min(quantity.tokens.start),
            None => quantity.tokens.start,
        }
    }

    /// Whether a term of one of these roles starts at `at`.
    #[inline]
    pub(super) fn starts(&self, at: usize, roles: Roles) -> bool {
        let known = self.index.starts(at, roles);
        known.unwrap_or_else(|| self.reading.hits_at(at).iter().any(|hit| roles.has(hit)))
    }

    /// Whether a term of one of these roles may start at `at`.
    #[inline]
    pub(super) fn may_start(&self, at: usize, roles: Roles) -> bool {
        self.index.starts(at, roles).unwrap_or(true)
    }

    /// Some tokens that are to be searched for a linking word; none of them where the whole sentence has no such word.
    #[inline]
    pub(super) fn linked(&self, tokens: Tokens, roles: &[Cue]) -> Tokens {
        let lacking = self.index.lacks(&tokens, Roles::of(roles));
        if lacking { tokens.end..tokens.end } else { tokens }
    }

    /// Whether a linking word of one of these roles may start at `at`.
    #[inline]
    pub(super) fn may_link(&self, at: usize, roles: Roles) -> bool {
        self.index.starts(at, roles).unwrap_or_else(|| self.reading.is_any(at, Kinds::CUE))
    }

    /// Whether a term of one of these roles may end before token `end`.
    #[inline]
    pub(super) fn may_end(&self, end: usize, roles: Roles) -> bool {
        self.index.ends(end, roles).unwrap_or(true)
    }

    /// The longest linking word that starts at `at`.
    pub(super) fn cue_at(&self, at: usize) -> Option<(Cue, usize)> {
        // Most words link nothing.
        let linking = self.reading.is_any(at, Kinds::CUE);
        linking.then(|| self.reading.hit(at, cue))?.map(|(hit, cue)| (cue, hit.end as usize))
    }

    /// Whether a linking word of a role starts at `at`; its end.
    #[inline]
    pub(super) fn is_cue(&self, at: usize, wanted: Cue) -> Option<usize> {
        if self.may_link(at, Roles::of(&[wanted])) { self.cue_end(at, wanted) } else { None }
    }

    /// The end of the linking word of a role that starts at `at`.
    #[inline(never)]
    fn cue_end(&self, at: usize, wanted: Cue) -> Option<usize> {
        self.reading.hit(at, |m| (m == Meaning::Cue(wanted)).then_some(())).map(|(hit, ())| hit.end as usize)
    }

    /// Whether token `at` lies inside a linking word of one of these roles.
    #[inline]
    pub(super) fn cue_covers(&self, at: usize, roles: &[Cue]) -> bool {
        let roles = Roles::of(roles);
        (at.saturating_sub(3)..=at)
            .any(|start| self.may_link(start, roles) && self.covers_from(start, at, roles))
    }

    /// Whether a linking word of one of these roles that starts at `start` covers token `at`.
    #[inline(never)]
    fn covers_from(&self, start: usize, at: usize, roles: Roles) -> bool {
        self.reading.hits_at(start).iter().any(|h| h.covers(at) && roles.has(h))
    }

    /// Whether a linking word of a role ends at `end`; its start.
    #[inline]
    pub(super) fn is_cue_before(&self, end: usize, wanted: Cue) -> Option<usize> {
        if self.may_end(end, Roles::of(&[wanted])) { self.cue_start(end, wanted) } else { None }
    }

    /// The start of the linking word of a role that ends at `end`.
    #[inline(never)]
    fn cue_start(&self, end: usize, wanted: Cue) -> Option<usize> {
        self.reading
            .hit_before(end, |m| (m == Meaning::Cue(wanted)).then_some(()))
            .map(|(hit, ())| hit.start as usize)
    }

    /// The periods of a sentence.
    pub(super) fn periods_in(&self, sentence: &Tokens) -> &[PeriodMention] {
        let from = self.periods.partition_point(|p| p.tokens.start < sentence.start);
        let to = self.periods.partition_point(|p| p.tokens.start < sentence.end);
        &self.periods[from..to]
    }

    /// The places of a sentence.
    pub(super) fn places_in(&self, sentence: &Tokens) -> &[PlaceMention] {
        let from = self.places.partition_point(|p| p.tokens.start < sentence.start);
        let to = self.places.partition_point(|p| p.tokens.start < sentence.end);
        &self.places[from..to]
    }

    /// The words that tell who says what stands at a token of a sentence: the nearest that leads to it, or the first.
    pub(super) fn attribution_of(&self, at: usize, sentence: &Tokens) -> Option<&Attribution> {
        let from = self.attributions.partition_point(|a| a.tokens.start < sentence.start);
        let to = self.attributions.partition_point(|a| a.tokens.end <= sentence.end);
        let said = self.attributions.get(from..to)?;
        said.iter().rfind(|a| a.leads && a.tokens.start <= at).or(said.first())
    }

    /// The period mention that covers token `at`.
    pub(super) fn period_at(&self, at: usize) -> Option<&PeriodMention> {
        self.period_index_at(at).map(|index| &self.periods[index])
    }

    /// Its index.
    pub(super) fn period_index_at(&self, at: usize) -> Option<usize> {
        let index = self.periods.partition_point(|p| p.tokens.end <= at);
        self.periods.get(index).is_some_and(|p| p.tokens.contains(&at)).then_some(index)
    }

    /// Whether a period mention covers one of some tokens.
    pub(super) fn touches_period(&self, tokens: &Tokens) -> bool {
        let index = self.periods.partition_point(|p| p.tokens.end <= tokens.start);
        self.periods.get(index).is_some_and(|p| p.tokens.start < tokens.end)
    }

    /// The place mention that covers token `at`; an office (`BHXH`, `Sở GD-ĐT Bình Dương`) is none.
    pub(super) fn place_at(&self, at: usize) -> Option<&PlaceMention> {
        let index = self.places.partition_point(|p| p.tokens.end <= at);
        self.places.get(index).filter(|p| p.tokens.contains(&at) && !p.of_office)
    }

    /// Whether the token is the mark `c`.
    pub(super) fn is_mark(&self, at: usize, c: char) -> bool {
        self.reading.tokens.get(at).is_some_and(|t| t.is(c))
    }

    /// Whether a sentence or a stretch between marks starts at `at`, a period or a preposition before it not counted.
    pub(super) fn starts_clause(&self, at: usize) -> bool {
        let mut at = at;
        while at > 0 && self.period_at(at - 1).is_some() {
            at -= 1;
        }
        at == 0
            || matches!(self.reading.tokens[at - 1].kind, crate::text::TokenKind::Mark(_))
            || self.opens_sentence(at)
    }

    /// Whether a sentence starts at `at`.
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        self.reading.sentences.binary_search_by_key(&at, |s| s.start).is_ok()
    }

    /// The last quantity that ends at `at` or before.
    pub(super) fn quantity_before(&self, at: usize) -> Option<&Quantity> {
        let behind = self.quantities.partition_point(|q| q.tokens.end <= at);
        behind.checked_sub(1).map(|index| &self.quantities[index])
    }

    /// The first quantity that starts at `at` or behind it.
    pub(super) fn quantity_from(&self, at: usize) -> Option<&Quantity> {
        self.quantities.get(self.quantities.partition_point(|q| q.tokens.start < at))
    }

    /// Whether a quantity starts among some tokens.
    pub(super) fn counts_in(&self, tokens: &Tokens) -> bool {
        self.quantity_from(tokens.start).is_some_and(|q| q.tokens.start < tokens.end)
    }

    /// The text of at most `n` tokens from `at` on.
    pub(super) fn text_from(&self, at: usize, n: usize) -> &str {
        let len = self.reading.tokens.len();
        self.text(&(at.min(len)..(at + n).min(len)))
    }

    /// The text of some tokens.
    pub(super) fn text(&self, tokens: &Tokens) -> &str {
        self.reading.text_of(tokens)
    }
}

/// What a document keeps of every block has no room to spare: most blocks have one mention or none.
fn kept<T>(mut mentions: Vec<T>) -> Vec<T> {
    mentions.shrink_to_fit();
    mentions
}

fn cue(meaning: Meaning) -> Option<Cue> {
    match meaning {
        Meaning::Cue(cue) => Some(cue),
        _ => None,
    }
}
