//! What `inspect --json` prints: the document as one object.
//!
//! In: a document and what was left out. Out: the fields of its row in `documents.jsonl` but the counts of an
//! extraction, with `blocks`, `tables` and `dropped`. Offsets are Unicode scalars, as everywhere.

use serde_json::{Value, json};
use solieu::{
    document::{Block, BlockKind, Document, Dropped, Table},
    record::{DocumentRecord, FigureCounts},
};

use super::csv;

/// The object.
pub(super) fn object(document: &Document, dropped: &[Dropped]) -> Value {
    let mut object = json!(DocumentRecord::new(document, FigureCounts::default(), &[]));
    let offsets = Offsets::of(&document.text);
    let tables = document.blocks.iter().enumerate().filter_map(|(i, block)| match &block.kind {
        BlockKind::Table(grid) => Some(table(document, &offsets, i, grid)),
        _ => None,
    });
    let blocks = document.blocks.iter().map(|b| self::block(document, &offsets, b));
    let dropped = dropped
        .iter()
        .map(|part| json!({ "why": part.why.code(), "by": part.by, "text": part.text, "path": part.path }));
    if let Some(fields) = object.as_object_mut() {
        // Nothing was extracted, so nothing was counted.
        for counted in ["figures", "rejected", "same_bytes_as"] {
            fields.shift_remove(counted);
        }
        fields.insert("blocks".to_owned(), blocks.collect());
        fields.insert("tables".to_owned(), tables.collect());
        fields.insert("dropped".to_owned(), dropped.collect());
    }
    object
}

fn block(document: &Document, offsets: &Offsets, block: &Block) -> Value {
    let heading = block.under.map(|at| document.blocks[at].span.of(&document.text));
    let level = if let BlockKind::Heading(level) = block.kind { Some(level) } else { None };
    json!({
        "kind": kind(&block.kind),
        "level": level,
        "text": block.span.of(&document.text),
        "start": offsets.at(block.span.start()),
        "end": offsets.at(block.span.end()),
        "heading": heading,
        "path": block.path,
    })
}

fn kind(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Lead => "lead",
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list_item",
        BlockKind::Caption => "caption",
        BlockKind::Quote => "quote",
        BlockKind::Table(_) => "table",
        BlockKind::Furniture => "furniture",
    }
}

fn table(document: &Document, offsets: &Offsets, block: usize, table: &Table) -> Value {
    let cells = table.cells.iter().map(|cell| {
        json!({
            "row": cell.row,
            "column": cell.column,
            "row_span": cell.row_span,
            "column_span": cell.column_span,
            "head": cell.head,
            "text": cell.span.of(&document.text),
            "start": offsets.at(cell.span.start()),
            "end": offsets.at(cell.span.end()),
        })
    });
    json!({
        "block": block,
        "rows": table.rows,
        "columns": table.columns,
        "head_rows": table.head_rows,
        "head_columns": table.head_columns,
        "unit_note": table.unit_note.map(|note| note.of(&document.text)),
        "cells": cells.collect::<Vec<_>>(),
        "csv": csv(table, &document.text),
    })
}

/// Bytes of a text → its scalars: one entry per byte that begins a scalar is found by halving.
struct Offsets(Vec<usize>);

impl Offsets {
    fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(at, _)| at).collect())
    }

    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&at| at < byte)
    }
}
