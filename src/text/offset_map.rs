//! Where each normalised position came from.
//!
//! In: the pieces that a normaliser keeps, changes or drops, in order. Out: a map from [`Norm`] to [`Raw`]
//! positions that costs one run per change, so that clean text of any length is a single run.
//!
//! Example: `Ha\u{300}  Nội` becomes `Hà Nội` with the runs `H` (kept), `à` (changed, 3 bytes of raw), ` ` (changed,
//! two blanks), `Nội` (kept).

use crate::span::{Norm, Raw, Span};

/// One stretch of normalised text and the raw stretch that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    norm: u32,
    raw: u32,
    raw_end: u32,
    /// The bytes are the same on both sides, so positions inside map one to one; otherwise only the whole
    /// stretch maps.
    verbatim: bool,
}

/// The runs of one normalised text, ascending.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    /// None of a text that is kept as it is.
    runs: Vec<Run>,
    /// Bytes of a text that is kept as it is.
    len: u32,
    /// Added to every raw position: where the block starts in the stored text.
    base: u32,
}

impl OffsetMap {
    /// An empty map for a block that starts at byte `base` of the stored text.
    pub(super) fn new(base: usize) -> Self {
        Self { runs: Vec::new(), len: 0, base: Span::<Raw>::new(base, base).start() as u32 }
    }

    /// The map of a text that normalisation leaves as it is.
    pub(super) fn identity(len: usize, base: usize) -> Self {
        Self { len: len as u32, ..Self::new(base) }
    }

    /// `raw..raw_end` is kept as it is, at `norm`. Adjacent kept runs join.
    pub(super) fn keep(&mut self, norm: usize, raw: usize, raw_end: usize) {
        if raw == raw_end {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.verbatim
            && last.raw_end as usize == raw
        {
            last.raw_end = raw_end as u32;
            return;
        }
        self.runs.push(Run { norm: norm as u32, raw: raw as u32, raw_end: raw_end as u32, verbatim: true });
    }

    /// `raw..raw_end` became something else, at `norm`.
    pub(super) fn change(&mut self, norm: usize, raw: usize, raw_end: usize) {
        self.runs.push(Run { norm: norm as u32, raw: raw as u32, raw_end: raw_end as u32, verbatim: false });
    }

    /// The stretch of the stored text that `span` came from. A position inside a changed run means the whole
    /// run: a quote never cuts a decomposed letter in two.
    pub fn raw_of(&self, span: Span<Norm>) -> Span<Raw> {
        if self.runs.is_empty() {
            let (start, end) = (span.start().min(self.len as usize), span.end().min(self.len as usize));
            return Span::new(self.base as usize + start, self.base as usize + end);
        }
        let start = self
            .locate(span.start())
            .map_or(0, |(run, into)| if run.verbatim { run.raw + into } else { run.raw });
        let end = if span.is_empty() {
            start
        } else {
            self.locate(span.end() - 1)
                .map_or(start, |(run, into)| if run.verbatim { run.raw + into + 1 } else { run.raw_end })
        };
        Span::new((self.base + start) as usize, (self.base + end.max(start)) as usize)
    }

    /// The run that holds a normalised position, and how far into it.
    fn locate(&self, norm: usize) -> Option<(Run, u32)> {
        let norm = norm as u32;
        let at = self.runs.partition_point(|run| run.norm <= norm).checked_sub(1)?;
        let run = self.runs[at];
        let into = norm - run.norm;
        // Past the end of the text: clamp, so that an empty span at the end still maps.
        if run.verbatim { Some((run, into.min(run.raw_end - run.raw))) } else { Some((run, into)) }
    }
}
