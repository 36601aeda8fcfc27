//! `solieu inspect`: what a page was read as, before any figure is looked for.
//!
//! For each input: status, character set, title, dates and how they are known; the stored text block by block, each
//! with its offset and kind, tables as CSV; then what was left out, part by part, with the reason. `--json` says the
//! same as one object per input.

mod json;

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use solieu::{
    document::{self, Block, BlockKind, Dated, Document, Dropped, Pages, Status, Table},
    patterns::MissingPages,
    record::{DocumentRecord, FigureCounts, NoticeRecord},
};

use super::{
    args,
    exit::{Exit, Usage},
    extract, patterns,
};

/// Characters of a block that are shown, unless all are asked for.
const SHOWN: usize = 80;

/// Shows the documents of the arguments.
pub(crate) fn run(args: &args::Inspect) -> anyhow::Result<Exit> {
    let files = patterns::files(args.patterns.as_deref())?;
    let known = Pages::among(&files).map_err(|findings| Usage(patterns::render(&findings, &files)))?;
    let missing =
        MissingPages::among(&files).map_err(|findings| Usage(patterns::render(&findings, &files)))?;
    let mut out = io::stdout().lock();
    let mut exit = Exit::Fine;
    for (n, page) in extract::pages(&args.paths, &missing).enumerate() {
        let (document, dropped) = match page {
            Ok(mut page) => {
                page.known.url = page.known.url.or_else(|| args.url.clone());
                document::examine(&page, &known)
            }
            Err(document) => (*document, Vec::new()),
        };
        if matches!(document.status, Status::Unreadable | Status::Empty | Status::Binary | Status::TooLarge) {
            exit = Exit::SomeFailed;
        }
        if args.json {
            serde_json::to_writer(&mut out, &json::object(&document, &dropped))?;
            writeln!(out)?;
        } else {
            let blank = if n > 0 { "\n" } else { "" };
            write!(out, "{blank}{}{}", view(&document, args.full), left_out(&dropped, args.full))?;
        }
    }
    Ok(exit)
}

/// What is known of a document, then its blocks.
fn view(document: &Document, full: bool) -> String {
    let row = DocumentRecord::new(document, FigureCounts::default(), &[]);
    let known = &document.metadata;
    let charset = row.charset.map(|c| format!("{c} ({})", row.charset_basis.as_deref().unwrap_or("unknown")));
    let lines = [
        ("status", Some(row.status)),
        ("reason", row.reason),
        ("charset", charset),
        ("title", row.title),
        ("publisher", row.publisher),
        ("author", known.author.clone()),
        ("published", known.published.as_ref().map(dated)),
        ("modified", known.modified.as_ref().map(dated)),
        ("page clock", known.page_clock.as_ref().map(dated)),
        ("url", row.url),
        ("section", row.section),
        ("language", row.language),
        ("taken from", row.syndicated_from),
        ("rights", row.rights),
        ("pagination", row.paginated.then(|| "there is more of this article on other pages".to_owned())),
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
        let words = block.span.of(&document.text);
        if let BlockKind::Table(table) = &block.kind {
            let note = table.unit_note.map_or("", |n| n.of(&document.text));
            let _ = writeln!(out, "{:>8}  {:<10} {note}", at.1, kind(block));
            for row in csv(table, &document.text).lines() {
                let _ = writeln!(out, "{:>20} {row}", "");
            }
        } else {
            let _ = writeln!(out, "{:>8}  {:<10} {}", at.1, kind(block), shown(words, full));
        }
    }
    out
}

/// What was left out, and why.
fn left_out(dropped: &[Dropped], full: bool) -> String {
    let n_chars: usize = dropped.iter().map(|d| d.text.chars().count()).sum();
    if dropped.is_empty() {
        return String::new();
    }
    let mut out = format!("\n  left out     {n_chars} characters in {} parts\n", dropped.len());
    for part in dropped {
        let by = if part.by.is_empty() { String::new() } else { format!("[{}] ", part.by) };
        let _ = writeln!(out, "            {:<15} {by}{}", part.why.code(), shown(&part.text, full));
    }
    out
}

fn dated(dated: &Dated) -> String {
    let time = dated.time.map_or_else(String::new, |t| format!(" {}", t.strftime("%H:%M")));
    format!("{dated}{time} ({})", dated.basis.code())
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
    let line = text.replace('\n', " ⏎ ").replace(['\r', '\t'], " ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) if !full => format!("{}…", &line[..cut]),
        _ => line,
    }
}

/// A table as CSV. A head that covers several places stands in each of them, any other cell in its first.
fn csv(table: &Table, text: &str) -> String {
    let mut rows = vec![vec![""; table.columns as usize]; table.rows as usize];
    for cell in &table.cells {
        let (n_rows, n_columns) = if cell.head { (cell.row_span, cell.column_span) } else { (1, 1) };
        for row in &mut rows[cell.row as usize..(cell.row + n_rows) as usize] {
            row[cell.column as usize..(cell.column + n_columns) as usize].fill(cell.span.of(text).trim());
        }
    }
    let line = |row: &Vec<&str>| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect()
}

fn quoted(cell: &str) -> String {
    let cell = cell.replace(['\n', '\r'], " ");
    if cell.contains([',', '"', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
