//! `solieu inspect`: what a page was read as, before any figure is looked for.
//!
//! For each input: status, character set, title, dates and how they are known, then the stored text block by block, each
//! with its offset and kind. Boilerplate that was dropped is what is not there.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use solieu::{
    document::{self, Block, BlockKind, Dated, Document, Sites, Status},
    record::{DocumentRecord, NoticeRecord},
};

use super::{args, exit::Exit, extract};

/// Characters of a block that are shown, unless all are asked for.
const SHOWN: usize = 80;

/// Shows the documents of the arguments.
pub(crate) fn run(args: &args::Inspect) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    let mut exit = Exit::Fine;
    for (n, page) in extract::pages(&args.paths).enumerate() {
        let document = match page {
            Ok(page) => document::parse(&page, &Sites::default()),
            Err(document) => *document,
        };
        if matches!(document.status, Status::Unreadable | Status::Empty | Status::Binary | Status::TooLarge) {
            exit = Exit::SomeFailed;
        }
        let blank = if n > 0 { "\n" } else { "" };
        write!(out, "{blank}{}", view(&document, args.full))?;
    }
    Ok(exit)
}

/// What is known of a document, then its blocks.
fn view(document: &Document, full: bool) -> String {
    let row = DocumentRecord::new(document, &[], &[]);
    let known = &document.metadata;
    let charset = row.charset.map(|c| format!("{c} ({})", row.charset_basis.as_deref().unwrap_or("unknown")));
    let lines = [
        ("status", Some(row.status)),
        ("reason", row.reason),
        ("charset", charset),
        ("title", row.title),
        ("publisher", row.publisher),
        ("published", known.published.as_ref().map(dated)),
        ("modified", known.modified.as_ref().map(dated)),
        ("page clock", known.page_clock.as_ref().map(dated)),
        ("url", row.url),
        ("section", row.section),
        ("taken from", row.syndicated_from),
        ("rights", row.rights),
        ("sha256", row.sha256),
        ("text", Some(format!("{} characters in {} blocks", row.text_length, document.blocks.len()))),
        ("text sha256", row.text_sha256),
    ];
    let mut out = format!("{}\n", document.id);
    for (name, value) in lines.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        let _ = writeln!(out, "  {name:<12} {value}");
    }
    for NoticeRecord { code, text, start, .. } in &row.notices {
        let place = start.map_or_else(String::new, |at| format!(" at {at}"));
        let _ = writeln!(out, "  {:<12} {code}{place}: {text}", "notice");
    }
    if !document.blocks.is_empty() {
        out.push('\n');
    }
    let mut at = (0, 0);
    for block in &document.blocks {
        at = (block.span.start(), at.1 + document.text[at.0..block.span.start()].chars().count());
        let _ =
            writeln!(out, "{:>8}  {:<10} {}", at.1, kind(block), shown(block.span.of(&document.text), full));
    }
    out
}

fn dated(dated: &Dated) -> String {
    let time = dated.time.map_or_else(String::new, |t| format!(" {}", t.strftime("%H:%M")));
    format!("{}{time} ({})", dated.date, dated.basis.code())
}

fn kind(block: &Block) -> String {
    match &block.kind {
        BlockKind::Title => "title".to_owned(),
        BlockKind::Lead => "lead".to_owned(),
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem => "item".to_owned(),
        BlockKind::Caption => "caption".to_owned(),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Table(table) => format!("table {}×{}", table.rows, table.columns),
        BlockKind::Furniture => "furniture".to_owned(),
    }
}

/// On one line, and cut unless all of it is asked for.
fn shown(text: &str, full: bool) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) if !full => format!("{}…", &line[..cut]),
        _ => line,
    }
}
