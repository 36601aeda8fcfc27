//! What comes of one input, piece by piece: rows of figures as they are made, and its end.

use solieu::{
    record::{DocumentRecord, FigureCounts, Record},
    sink::Format,
};

/// Bytes of rows that are handed on together; most documents have fewer.
const TOGETHER: usize = 24 << 10;

/// Room for them and the row that fills it.
const ROOM: usize = 32 << 10;

/// A piece of what came of an input.
pub(super) enum Found {
    /// Some of its figures, as bytes.
    Figures(Vec<u8>),
    /// There is no more.
    End(Box<End>),
}

/// What is known once all figures of an input are there: as bytes but for the row of the document, which has to know the
/// documents before it.
pub(super) struct End {
    pub(super) rejected: Vec<u8>,
    pub(super) texts: Vec<u8>,
    pub(super) document: DocumentRecord,
}

impl Found {
    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Figures(rows) => rows.len(),
            Self::End(end) => end.rejected.len() + end.texts.len(),
        }
    }
}

/// The figures of an input on their way: a text of figures alone has many times its own bytes of them, so they are never
/// all there at once.
pub(super) struct Figures<'e> {
    format: Format,
    /// Rows that are not yet handed on.
    waiting: Vec<u8>,
    emit: &'e mut dyn FnMut(Found),
    /// How many there were.
    pub(super) counts: FigureCounts,
}

impl<'e> Figures<'e> {
    pub(super) fn new(format: Format, emit: &'e mut dyn FnMut(Found)) -> Self {
        Self { format, waiting: Vec::new(), emit, counts: FigureCounts::default() }
    }

    /// Adds the next one.
    pub(super) fn add(&mut self, record: &Record) {
        self.counts.add(record);
        if self.waiting.is_empty() {
            self.waiting.reserve(ROOM);
        }
        self.format.add(record, &mut self.waiting);
        if self.waiting.len() >= TOGETHER {
            self.flush();
        }
    }

    /// Hands on what waits.
    pub(super) fn flush(&mut self) {
        if !self.waiting.is_empty() {
            (self.emit)(Found::Figures(std::mem::take(&mut self.waiting)));
        }
    }
}
