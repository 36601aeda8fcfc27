//! A plain text file → blocks over its own text, which is stored unchanged.
//!
//! In: the decoded text. Out: blocks that cover every line with something on it (what is not content is
//! [`BlockKind::Furniture`]), and the metadata that stands in the lines: headline, stamp, page clock, source.
//!
//! Worked example: of
//! `Thứ Năm, 21/11/2024 23:43 (GMT +7)⏎⏎Tăng cường công tác BHXH⏎⏎Thứ 7, 25/12/2021 | 09:56:00⏎⏎Chiều 24/12, …`
//! the first line is the page's clock, the second the `Title`, the third gives `published` 2021-12-25, and
//! only the last is a `Paragraph`.

use std::cell::OnceCell;

use super::{
    Block, BlockKind, DateBasis, Dated, Metadata, columns,
    dateline::{self, Label, Stamp},
    furniture::{self, LineKind},
    lines::{Folded, Line, paragraphs, pieces},
    source,
    table::unit_note,
};
use crate::{patterns::pages::PageWords, span::Span};

/// What was read from a text.
pub(super) struct Plain {
    /// In reading order.
    pub(super) blocks: Vec<Block>,
    /// Title, dates, syndication, rights.
    pub(super) metadata: Metadata,
}

/// A line or joined lines, and what they were found to be.
struct Draft<'t> {
    line: Line,
    /// Its text.
    text: Folded<'t>,
    kind: BlockKind,
    /// What the line is by its words.
    words: LineKind,
    /// The dates in it, once they were asked for.
    stamps: OnceCell<Vec<Stamp>>,
}

impl<'t> Draft<'t> {
    fn new(text: &'t str, line: Line, kind: BlockKind, words: LineKind) -> Self {
        Self { line, text: Folded::new(line.of(text)), kind, words, stamps: OnceCell::new() }
    }

    /// Its text.
    fn words(&self) -> &'t str {
        self.text.words
    }

    /// The dates in the line.
    fn stamps(&self) -> &[Stamp] {
        self.stamps.get_or_init(|| dateline::stamps(self.words()))
    }

    /// The date of a line that is nothing but one.
    fn stamp(&self) -> Option<Stamp> {
        dateline::stamp_of(self.words(), || self.stamps())
    }

    /// The date behind everything else in the line.
    fn last_stamp(&self) -> Option<&Stamp> {
        self.stamps().iter().rfind(|s| self.words()[s.range.end..].trim().is_empty())
    }

    /// The line without a stamp in brackets at its end: `… đạt 91,5% (17:59 24/01/2021)`.
    fn without_stamp(&self) -> &'t str {
        let end = self.last_stamp().filter(|s| s.is_set_off(self.words()));
        end.map_or(self.words(), |s| self.words()[..s.range.start].trim_end())
    }

    /// The headline's words, without Markdown and stamp.
    fn headline(&self) -> String {
        let words = self.without_stamp().trim_start_matches(DECORATION).trim_end_matches(['*', ' ']);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// How many drafts at the top may hold the headline and its stamp.
const HEAD: usize = 12;

/// Reads a text.
pub(super) fn read(words: &PageWords, text: &str) -> Plain {
    let mut drafts: Vec<Draft> = paragraphs(text).into_iter().map(|line| draft(words, text, line)).collect();
    mark_stretches(&mut drafts);
    let mut metadata = Metadata::default();
    let title = mark_title(&mut drafts);
    read_stamps(&mut drafts, title, &mut metadata);
    metadata.title = title.map(|i| drafts[i].headline());
    drafts = split_markup(text, drafts);
    mark_headings(&mut drafts);
    read_sources(&drafts, &mut metadata);
    let last = drafts.iter().rfind(|d| d.kind != BlockKind::Furniture).map(Draft::words);
    metadata.author = last.filter(|w| is_name(w) && drafts.len() > 2).map(str::to_owned);
    Plain { blocks: to_blocks(text, &drafts), metadata }
}

/// What the line is by itself.
fn draft<'t>(words: &PageWords, text: &'t str, line: Line) -> Draft<'t> {
    let mut draft = Draft::new(text, line, BlockKind::Paragraph, LineKind::Content);
    draft.words = furniture::line_kind(words, &draft.text);
    draft.kind = match draft.words {
        LineKind::Content if is_list_item(draft.words()) => BlockKind::ListItem,
        LineKind::Content => BlockKind::Paragraph,
        LineKind::Furniture | LineKind::Opener => BlockKind::Furniture,
    };
    draft
}

/// Furniture that runs on after its opener, until a full paragraph comes; and everything short between
/// furniture and the end of the file.
fn mark_stretches(drafts: &mut [Draft<'_>]) {
    let mut open = false;
    for draft in drafts.iter_mut() {
        let words = draft.words();
        match draft.words {
            LineKind::Opener => open = true,
            LineKind::Furniture => {}
            LineKind::Content if open && !is_paragraph(words) => draft.kind = BlockKind::Furniture,
            LineKind::Content => open = false,
        }
    }
    let n_furniture = drafts.iter().filter(|d| d.kind == BlockKind::Furniture).count();
    let last_paragraph = drafts.iter().rposition(|d| is_paragraph(d.words()));
    let Some(last_paragraph) = last_paragraph.filter(|_| n_furniture >= 3) else { return };
    let tail = &mut drafts[last_paragraph + 1..];
    if let Some(first) = tail.iter().position(|d| d.kind == BlockKind::Furniture) {
        let n_tail = tail[first..].iter().filter(|d| d.kind == BlockKind::Furniture).count();
        if n_tail >= 3 {
            tail[first..].iter_mut().for_each(|d| d.kind = BlockKind::Furniture);
        }
    }
}

/// The headline: the first line with substance near the top that does not end like a sentence.
fn mark_title(drafts: &mut [Draft<'_>]) -> Option<usize> {
    let mut found = None;
    for (i, draft) in drafts.iter().enumerate().take(HEAD) {
        if draft.kind == BlockKind::Furniture || draft.stamp().is_some() {
            continue;
        }
        found = (i + 1 < drafts.len() && is_headline(drafts, i)).then_some(i);
        break;
    }
    let first = found?;
    // `Headline - Portal - Department` above the headline itself is the title of the window.
    let window = drafts[first].headline();
    let begins = window.split_whitespace().next();
    let shadow = drafts.iter().enumerate().skip(first + 1).take(4).find_map(|(i, d)| {
        let line = d.words();
        // Most lines begin otherwise, and paragraphs are long.
        if begins.is_none() || line.trim_start_matches(DECORATION).split_whitespace().next() != begins {
            return None;
        }
        let words = d.headline();
        let longer = window.len() > words.len() && words.chars().count() >= 15;
        (longer && window.starts_with(&words) && is_headline(drafts, i)).then_some(i)
    });
    let title = shadow.unwrap_or(first);
    for draft in &mut drafts[first..title] {
        draft.kind = BlockKind::Furniture;
    }
    drafts[title].kind = BlockKind::Title;
    Some(title)
}

fn is_headline(drafts: &[Draft<'_>], at: usize) -> bool {
    let line = drafts[at].line;
    let words = drafts[at].without_stamp();
    let n_chars = words.chars().count();
    let underlined = drafts.get(at + 1).is_some_and(|d| d.words().starts_with("==="));
    if underlined || words.starts_with("# ") {
        return true;
    }
    let ended = words.trim_end_matches(['"', '”']).ends_with(['.', ';', ':', ',', '…']);
    let starts = words.trim_start_matches(['"', '“', '\'', '‘', '(']).chars().next();
    let capital = starts.is_some_and(|c| c.is_uppercase() || c.is_numeric());
    (10..=220).contains(&n_chars)
        && words.split_whitespace().count() >= 3
        && line.n_lines == 1
        && !ended
        && capital
        && !is_list_item(words)
}

/// Marks of Markdown before a headline.
const DECORATION: [char; 3] = ['#', '*', ' '];

/// Finds publication stamp and page clock among the lines around the headline.
fn read_stamps(drafts: &mut [Draft<'_>], title: Option<usize>, metadata: &mut Metadata) {
    let mut above: Vec<Stamp> = Vec::new();
    let mut below: Vec<Stamp> = Vec::new();
    let last = title.map_or(HEAD, |t| t + 6);
    for (i, draft) in drafts.iter_mut().enumerate().take(last) {
        if title == Some(i) {
            below.extend(draft.last_stamp().cloned());
        } else if let Some(stamp) = draft.stamp() {
            draft.kind = BlockKind::Furniture;
            let side = if title.is_some_and(|t| i > t) { &mut below } else { &mut above };
            let others = draft.stamps().iter().filter(|s| s.date != stamp.date).cloned();
            side.push(stamp.clone());
            side.extend(others);
        }
    }
    let (published, modified, clock) = choose(above, &below, title.is_some());
    metadata.published = published;
    metadata.modified = modified;
    metadata.page_clock = clock;
}

/// Which stamp is the page's clock, which the day of publication.
///
/// A clock shows weekday and time and stands at the very top. A stamp below the headline beats one above it.
fn choose(above: Vec<Stamp>, below: &[Stamp], titled: bool) -> (Option<Dated>, Option<Dated>, Option<Dated>) {
    let stamp = |s: &Stamp| s.dated(DateBasis::Stamp);
    let is_clock = |s: &Stamp| s.label == Label::None && s.weekday && s.time.is_some();
    let mut clock = None;
    let mut rest = Vec::new();
    for (i, s) in above.into_iter().enumerate() {
        let on_top = i == 0 && titled && (is_clock(&s) || !below.is_empty());
        if s.label == Label::Clock || on_top {
            clock = Some(s);
        } else {
            rest.push(s);
        }
    }
    let all: Vec<&Stamp> = below.iter().chain(&rest).collect();
    let published = all
        .iter()
        .find(|s| s.label == Label::Published)
        .or_else(|| all.iter().find(|s| s.label == Label::None))
        .or_else(|| all.first());
    let modified = all.iter().find(|s| s.label == Label::Modified);
    // A page cannot be drawn before it is published: then the stamp above was no clock.
    if let (Some(c), Some(p)) = (&clock, published)
        && c.date < p.date
    {
        return (Some(stamp(c)), modified.map(|s| stamp(s)), None);
    }
    (published.map(|s| stamp(s)), modified.map(|s| stamp(s)), clock.map(|s| stamp(&s)))
}

/// Cuts a Markdown link or image off the front of its line, and marks a teaser underlined by dashes.
fn split_markup<'t>(text: &'t str, drafts: Vec<Draft<'t>>) -> Vec<Draft<'t>> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let words = draft.words();
        if words.starts_with("---")
            && words.trim_matches('-').is_empty()
            && let Some(above) = out.last_mut().filter(|d| d.kind == BlockKind::Paragraph)
        {
            above.kind = BlockKind::Lead;
        }
        match markup_prefix(words).filter(|_| draft.kind != BlockKind::Furniture) {
            Some(cut) => {
                let (front, back) = draft.line.split(text, cut);
                out.push(Draft::new(text, front, BlockKind::Furniture, LineKind::Furniture));
                out.push(Draft::new(text, back, draft.kind, draft.words));
            }
            None => out.push(draft),
        }
    }
    out
}

/// Where the text after a leading `[…](…)` or `![…](…)` begins.
fn markup_prefix(words: &str) -> Option<usize> {
    let label = words.strip_prefix('!').unwrap_or(words).strip_prefix('[')?;
    let middle = label.find("](")?;
    let target = &label[middle + 2..];
    let close = target.find(')')?;
    let rest = &target[close + 1..];
    let one_line = !words[..words.len() - rest.len()].contains('\n');
    (one_line && !rest.trim().is_empty()).then(|| words.len() - rest.len())
}

/// Short lines between paragraphs are headings; a line with a photographer's credit is a caption.
fn mark_headings(drafts: &mut [Draft<'_>]) {
    let last_content = drafts.iter().rposition(|d| d.kind != BlockKind::Furniture).unwrap_or(0);
    for i in 0..drafts.len() {
        let words = drafts[i].words();
        if drafts[i].kind != BlockKind::Paragraph {
            continue;
        }
        let after_image = i > 0 && drafts[i - 1].words().starts_with("[img]");
        if is_caption(&drafts[i].text) || after_image && words.chars().count() <= 200 && !is_paragraph(words)
        {
            drafts[i].kind = BlockKind::Caption;
        } else if words.starts_with('#') {
            let level = words.bytes().take_while(|&b| b == b'#').count().clamp(2, 6);
            drafts[i].kind = BlockKind::Heading(level as u8);
        } else if i < last_content && is_heading(words) && next_is_paragraph(drafts, i) {
            drafts[i].kind = BlockKind::Heading(2);
        }
    }
}

fn next_is_paragraph(drafts: &[Draft<'_>], at: usize) -> bool {
    drafts[at + 1..]
        .iter()
        .find(|d| d.kind != BlockKind::Furniture)
        .is_some_and(|d| d.kind == BlockKind::ListItem || is_sentence_end(d.words()))
}

/// A short line without a full stop at its end.
pub(super) fn is_heading(words: &str) -> bool {
    // A paragraph is told by its length alone.
    if words.len() > 120 * 4 || words.chars().count() > 120 {
        return false;
    }
    let n_words = words.split_whitespace().count();
    let capital = words.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let open = !words.ends_with(['.', ';', ':', ',', '…', '!', '?', '/']);
    (3..=25).contains(&n_words) && capital && open && !words.contains('\t')
}

fn is_sentence_end(words: &str) -> bool {
    words.trim_end_matches(['"', '”', ')', '/']).ends_with(['.', ';', ':', ',', '…', '!', '?'])
}

/// `Ảnh: …`, `(Ảnh minh họa)`, `Nguồn ảnh: …` in a short line.
pub(super) fn is_caption(words: &Folded<'_>) -> bool {
    let (folded, words) = (words, words.words);
    if words.len() > 900 || words.chars().count() > 300 {
        return false;
    }
    let low = folded.low();
    let shown = ["ông ", "bà ", "đồng chí ", "quang cảnh", "toàn cảnh", "các đại biểu"];
    if shown.iter().any(|s| low.starts_with(s)) && !low.ends_with(['.', ';', ':', ',']) {
        return words.chars().count() <= 120;
    }
    let credit = low.rfind(". ảnh ").or_else(|| low.rfind("(ảnh "));
    credit.is_some_and(|at| low[at..].chars().count() <= 30)
        || low.starts_with("ảnh:")
        || low.starts_with("ảnh minh")
        || low.rfind("ảnh:").or_else(|| low.rfind("ảnh minh h")).is_some_and(|at| {
            low[at..].chars().count() <= 40 && low[..at].ends_with([' ', '(', '.', '[', '\u{a0}'])
        })
}

/// Long enough, and ended as a sentence: text of an article.
fn is_paragraph(words: &str) -> bool {
    words.chars().count() >= 120 && furniture::is_sentence(words)
}

/// `- …`, `• …`, `1. …`, `a) …`.
pub(super) fn is_list_item(words: &str) -> bool {
    let words = words.trim_start();
    if let Some(rest) = words.strip_prefix(['-', '–', '—', '•', '*', '+', '●', '▪', '◦', '\u{f0b7}'])
    {
        return rest.starts_with([' ', '\t', '\u{a0}']);
    }
    let rest = words.trim_start_matches(char::is_alphanumeric);
    let mark = &words[..words.len() - rest.len()];
    let number = !mark.is_empty() && mark.len() <= 2 && mark.bytes().all(|b| b.is_ascii_digit());
    let letter = mark.chars().count() == 1 && mark.chars().all(char::is_lowercase);
    let roman = !mark.is_empty() && mark.len() <= 4 && mark.bytes().all(|b| b"IVX".contains(&b));
    (number || roman) && rest.starts_with([')', '.']) && rest[1..].starts_with([' ', '\t', '\u{a0}'])
        || letter && rest.starts_with(") ")
}

/// `Nguồn: …` and notices about rights, wherever they stand near the end.
fn read_sources(drafts: &[Draft<'_>], metadata: &mut Metadata) {
    for draft in drafts.iter().rev().take(40) {
        let words = draft.words();
        if words.len() > 240 * 4 || words.chars().count() > 240 {
            continue;
        }
        metadata.syndicated_from = metadata.syndicated_from.take().or_else(|| source::named(words));
        let low = draft.text.low();
        let reserved =
            low.contains("không sao chép") || low.contains("bản quyền") || low.contains("copyright");
        if reserved && metadata.rights.is_none() {
            metadata.rights = Some(words.to_owned());
        }
    }
}

/// `Hoàng Tùng`, `Duy Huệ – Bảo Phúc`: nothing but names.
pub(super) fn is_name(words: &str) -> bool {
    let words = words.trim();
    // The last paragraph of most pages, which is no name: not worth counting.
    if words.len() > 60 * 4 {
        return false;
    }
    let n_words = words.split_whitespace().count();
    let named =
        |w: &str| w.chars().next().is_some_and(char::is_uppercase) || matches!(w, "-" | "–" | "&" | "và");
    (1..=8).contains(&n_words)
        && words.chars().count() <= 60
        && words.split_whitespace().all(named)
        && !words.chars().any(|c| c.is_ascii_digit() || "%:;".contains(c))
        && words.chars().any(char::is_lowercase)
}

fn to_blocks(text: &str, drafts: &[Draft<'_>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(drafts.len());
    let mut under = None;
    let mut push = |kind: BlockKind, span| {
        let heading = matches!(kind, BlockKind::Heading(_));
        let above = if heading || kind == BlockKind::Furniture { None } else { under };
        blocks.push(Block { kind, span, under: above, path: String::new() });
        under = if heading { Some(blocks.len() - 1) } else { under };
    };
    let mut i = 0;
    while i < drafts.len() {
        let lines = drafts[i..].iter().take_while(|d| d.kind != BlockKind::Furniture).map(|d| d.line);
        let n_rows = columns::rows(text, lines.clone());
        if n_rows > 0 {
            let mut table = columns::table(text, lines.take(n_rows));
            let above = i.checked_sub(1).map(|i| drafts[i].line);
            let above = above.and_then(|l| unit_note(text, Span::new(l.start, l.end)));
            table.unit_note = table.unit_note.or(above);
            // Tabs in front of the first word are empty cells, too.
            let start = table.cells.first().map_or(drafts[i].line.start, |c| c.span.start());
            let span = Span::new(start, drafts[i + n_rows - 1].line.end);
            push(BlockKind::Table(table), span);
            i += n_rows;
            continue;
        }
        for piece in pieces(text, drafts[i].line) {
            push(drafts[i].kind.clone(), Span::new(piece.start, piece.end));
        }
        i += 1;
    }
    blocks
}

#[cfg(test)]
mod tests;
