//! Half-open ranges that know which text they point into.
//!
//! A number is read in *normalised* text and quoted from *stored* text; mixing the two up is the classic way
//! to lose the character a figure came from. The space is a type parameter, so the compiler refuses the mix.
//!
//! ```
//! use solieu::span::{Raw, Span};
//! let stored = "Năm 2020, 38,4% lực lượng lao động";
//! let span: Span<Raw> = Span::new(11, 16);
//! assert_eq!(span.of(stored), "38,4%");
//! ```

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, ops::Range};

/// The space of a document's stored text: what the page said, before any normalisation.
#[derive(Debug, Clone, Copy)]
pub enum Raw {}

/// The space of one block's normalised text.
#[derive(Debug, Clone, Copy)]
pub enum Norm {}

/// A half-open byte range `start..end` in a text of space `S`.
pub struct Span<S> {
    start: u32,
    end: u32,
    space: PhantomData<fn() -> S>,
}

impl<S> Span<S> {
    /// The range `start..end`, in bytes.
    ///
    /// # Panics
    /// If `start > end` or a bound does not fit 32 bits: a stored text is at most 4 GiB, which the document
    /// stage checks.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        let fit = |n: usize| u32::try_from(n).expect("offsets fit 32 bits: the document stage caps the text");
        Self { start: fit(start), end: fit(end), space: PhantomData }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies in the span.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes as a `Range`.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The piece of `text` that the span covers; `text` must be the text of its space.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), space: PhantomData }
    }

    /// The same span `by` bytes further on, read as a span of space `T`: from a block's text into the text
    /// that the block is a part of.
    #[must_use]
    pub fn shift<T>(self, by: usize) -> Span<T> {
        Span::new(self.start() + by, self.end() + by)
    }
}

// Derives would ask for `S: Clone` and so on, although no `S` is stored.
impl<S> Clone for Span<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Span<S> {}
impl<S> PartialEq for Span<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<S> Eq for Span<S> {}
impl<S> PartialOrd for Span<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<S> Ord for Span<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<S> hash::Hash for Span<S> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<S> fmt::Debug for Span<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
