//! What stands around a table: caption, unit note, heading, source.
//!
//! In: the blocks before and behind a table block. Out: [`Surroundings`]: what its cells take where no head says better.
//!
//! Example: `Bảng 2: Số hộ nghèo năm 2020 phân theo huyện`, `(ĐVT: hộ)`, the table, `Nguồn: Cục Thống kê`.

use super::{
    facts::Facts,
    head::{Head, Unit},
    sheet::Sheet,
};
use crate::{
    context::attribution,
    document::{BlockKind, Document},
    figure::{SaidBy, reading::Walk},
    patterns::{
        EntryId, Meaning, Memo,
        catalogue::{HeadRole, PlaceLevel},
    },
    quantity::cell::{unit_at_start, unit_in},
    reading::Reading,
    span::{Raw, Span},
};

/// What holds for a whole table.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// What the caption says.
    pub caption: Facts,
    /// The unit of the note.
    pub unit: Option<Unit>,
    /// Who says so: the caption or the line below.
    pub said_by: Option<Box<SaidBy>>,
    /// Its words in the caption or below.
    pub said_at: Option<Span<Raw>>,
}

/// A caption is no longer than this, in words.
const LONGEST_CAPTION: usize = 45;

impl Walk<'_> {
    pub(super) fn surroundings(
        &mut self,
        document: &Document,
        index: usize,
        sheet: &Sheet,
        head_rows: usize,
        memo: &mut Memo,
    ) -> Surroundings {
        let mut out = Surroundings {
            caption: Facts::default(),
            unit: sheet.table.unit_note.and_then(|note| self.note(&document.text, note, memo)),
            said_by: None,
            said_at: None,
        };
        let mut heads = Vec::new();
        if let Some(span) = caption(document, index, sheet.table.unit_note) {
            // Its numerals are refused where its own block is read.
            let mut refused = Vec::new();
            let cut = self.without_breakdown(&document.text, span, memo);
            let mut reader = self.reader(index, memo);
            reader.refused = &mut refused;
            let mut head = reader.head(&document.text, cut);
            // `… phân theo huyện (nghìn người)`
            if head.unit.as_ref().is_none_or(|u| u.is_noun) && cut != span {
                head.unit = reader.head(&document.text, span).unit.filter(|u| !u.is_noun);
            }
            heads.push(head);
        }
        // A head over the whole table.
        for row in 0..head_rows {
            for cell in sheet.row(row).filter(|c| sheet.is_banner(c) && !sheet.words(c).is_empty()) {
                heads.push(self.reader(index, memo).head(sheet.text, cell.span));
            }
        }
        out.caption = Facts::of(heads, self.patterns, memo);
        if out.unit.is_none() {
            out.unit = out.caption.unit.clone().filter(|u| !u.is_noun);
        }
        self.source(document, index, &mut out, memo);
        out
    }

    /// The unit of `ĐVT: tỷ đồng`.
    fn note(&mut self, text: &str, note: Span<Raw>, memo: &mut Memo) -> Option<Unit> {
        let words = note.of(text);
        let colon = words.find(':').map(|i| i + 1).or_else(|| words.find(" là ").map(|i| i + 4))?;
        let span: Span<Raw> = Span::new(note.start() + colon, note.end());
        let reading = Reading::new(span.of(text), span.start(), self.patterns, memo);
        let all = 0..reading.tokens.len();
        let named = unit_in(&reading, &all, true, self.patterns)
            .or_else(|| unit_at_start(&reading, &all, self.patterns))?;
        Some(Unit {
            text: reading.text_of(&named.tokens).to_owned(),
            span: reading.raw_span(&named.tokens),
            named,
            is_noun: false,
            is_count: false,
        })
    }

    /// A caption up to `phân theo …`.
    fn without_breakdown(&mut self, text: &str, span: Span<Raw>, memo: &mut Memo) -> Span<Raw> {
        let reading = Reading::new(span.of(text), span.start(), self.patterns, memo);
        let role = |at: usize, wanted: HeadRole| {
            reading.hit(at, |m| (m == Meaning::Head(wanted)).then_some(())).map(|(hit, ())| hit.end as usize)
        };
        let mut start = 0;
        // `Bảng 3.2:`
        if let Some(mut end) = role(0, HeadRole::Caption) {
            let numbers = |at: usize| {
                let word = reading.word(at);
                let roman = !word.is_empty() && word.bytes().all(|b| b"IVX".contains(&b));
                let token = &reading.tokens[at];
                token.is_number() || roman || !token.is_word() && !token.is('(')
            };
            while end < reading.tokens.len() && numbers(end) {
                end += 1;
            }
            start = end;
        }
        let all = start..reading.tokens.len();
        let end = all.clone().find(|at| *at > start && role(*at, HeadRole::By).is_some()).unwrap_or(all.end);
        if start >= end {
            return span;
        }
        reading.raw_span(&(start..end))
    }

    /// `Nguồn: Cục Thống kê` below, or `theo số liệu của …` in the caption.
    fn source(&mut self, document: &Document, index: usize, out: &mut Surroundings, memo: &mut Memo) {
        let before = caption(document, index, None);
        let behind = document.blocks.get(index + 1).filter(|b| {
            let words = b.span.of(&document.text).trim_start_matches(['(', ' ', '*']);
            ["Nguồn", "nguồn"].iter().any(|n| words.starts_with(n)) && words.len() < 300
        });
        for span in behind.map(|b| b.span).into_iter().chain(before) {
            let reading = Reading::new(span.of(&document.text), span.start(), self.patterns, memo);
            if let Some(found) = attribution::find(&reading).into_iter().next() {
                out.said_at = Some(reading.raw_span(&found.tokens));
                out.said_by = Some(Box::new(SaidBy { document: found.document, issuer: found.issuer }));
                return;
            }
        }
    }
}

/// The caption: the nearest block above that is no unit note, if it is short.
fn caption(document: &Document, index: usize, note: Option<Span<Raw>>) -> Option<Span<Raw>> {
    let mut above = document.blocks[..index].iter().rev().filter(|b| b.kind != BlockKind::Furniture).take(3);
    let block = above.find(|b| {
        let words = b.span.of(&document.text);
        let only_note = note.is_some_and(|n| b.span.contains(n) && n.len() + 12 > words.trim().len());
        !only_note && !words.trim_start().starts_with("Nguồn")
    })?;
    let words = block.span.of(&document.text).trim();
    let short = words.split_whitespace().count() <= LONGEST_CAPTION;
    let ended = words.ends_with(['.', ';', '!', '?']);
    let fits = match block.kind {
        BlockKind::Title | BlockKind::Heading(_) | BlockKind::Caption => true,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Lead => short && !ended,
        _ => false,
    };
    fits.then_some(block.span)
}

/// Under `Huyện` a row's words are a place, known to the pattern files or not.
pub(super) fn name_place(head: &mut Head, entry: EntryId, column_head: &str) {
    if head.total.is_some() {
        return;
    }
    let words = head.words.take();
    let span = words.as_ref().map(|w| w.span).or(head.place.as_ref().map(|p| p.2));
    head.words_of_roles.extend(span.map(|span| ("place", (entry, span))));
    if head.place.is_none() {
        head.unknown_place = words.map(|w| (w.text, level_of(column_head), w.span));
    }
}

/// The level of the places that a column lists.
fn level_of(column_head: &str) -> &'static str {
    let head = column_head.to_lowercase();
    let level = match () {
        () if ["huyện", "quận", "thị xã"].iter().any(|w| head.contains(w)) => PlaceLevel::District,
        () if ["xã", "phường", "thị trấn"].iter().any(|w| head.contains(w)) => PlaceLevel::Commune,
        () if ["nước", "quốc gia"].iter().any(|w| head.contains(w)) => PlaceLevel::Country,
        () if head.contains("tỉnh") => PlaceLevel::Province,
        () => PlaceLevel::District,
    };
    level.code()
}
