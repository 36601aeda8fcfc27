//! The flat tree → runs of text: what stands between two line breaks of the page.
//!
//! In: [`Flat`]. Out: [`Run`]s in reading order, each with its collapsed text and the numbers that scoring needs.
//! Block elements always separate; `<br>` separates unless the sentence clearly goes on; inline elements neither
//! separate nor glue.
//!
//! Worked example: `<td>Mục tiêu<br>40%<b>dân số</b></td>` is two runs, `Mục tiêu` and `40%dân số`, as printed.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    flat::{Flat, Tag},
    furniture::{self, LineKind},
    hints,
    lines::Folded,
};
use crate::patterns::pages::PageWords;

/// A run of text.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Its text in [`Runs::pool`].
    pub(super) text: Range<usize>,
    /// The innermost block element around it.
    pub(super) node: u32,
    /// The node of its first text.
    pub(super) first: u32,
    /// Characters in all, in links, in bold.
    pub(super) n_chars: u32,
    pub(super) n_link: u32,
    pub(super) n_bold: u32,
    /// What the line is by its words.
    pub(super) kind: LineKind,
}

/// All runs of a page.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// The texts, one after the other.
    pub(super) pool: String,
    pub(super) runs: Vec<Run>,
}

impl Runs {
    /// The text of `run`.
    pub(super) fn text(&self, run: &Run) -> &str {
        &self.pool[run.text.clone()]
    }

    /// The runs that begin at nodes `start..end`.
    pub(super) fn within(&self, start: u32, end: u32) -> std::slice::Iter<'_, Run> {
        self.runs[self.range(start, end)].iter()
    }

    /// The indices of those runs.
    pub(super) fn range(&self, start: u32, end: u32) -> Range<usize> {
        let from = self.runs.partition_point(|r| r.first < start);
        let to = self.runs.partition_point(|r| r.first < end);
        from..to.max(from)
    }

    /// Cuts the page into runs.
    pub(super) fn of(flat: &Flat<'_>, words: &PageWords) -> Self {
        let mut builder = Builder::new(words);
        let mut open: Vec<(u32, Tag)> = Vec::new();
        for (index, node) in flat.nodes.iter().enumerate() {
            let index = index as u32;
            while let Some(&(_, tag)) = open.last().filter(|(end, _)| *end <= index) {
                open.pop();
                builder.leave(tag);
            }
            match node.tag {
                Tag::Text => builder.text(index, node.text, nearest_block(flat, index)),
                Tag::Break => builder.line_break(),
                tag => {
                    // What style alone sets off is a word of its own.
                    let tag = if node.hints & hints::LOCATION != 0 && tag == Tag::Inline {
                        Tag::Image
                    } else {
                        tag
                    };
                    builder.enter(tag);
                    open.push((node.end, tag));
                }
            }
        }
        builder.flush();
        builder.out.unlink(flat);
        builder.out
    }

    /// A link that whole paragraphs stand in was never closed: what follows it is none of its words.
    fn unlink(&mut self, flat: &Flat<'_>) {
        let target = |run: &Run| {
            let whole = run.n_link * 10 >= run.n_chars * 9;
            let link = flat.ancestors(run.first).find(|a| flat.nodes[*a as usize].tag == Tag::Link);
            link.filter(|_| whole).and_then(|a| flat.nodes[a as usize].element?.attr("href"))
        };
        let mut n_prose: FxHashMap<&str, usize> = FxHashMap::default();
        for run in self.runs.iter().filter(|run| run.n_link > 0 && run.n_chars >= PROSE) {
            if let Some(target) = target(run) {
                *n_prose.entry(target).or_default() += 1;
            }
        }
        n_prose.retain(|_, n| *n >= UNCLOSED);
        if n_prose.is_empty() {
            return;
        }
        for run in self.runs.iter_mut().filter(|run| run.n_link > 0) {
            if target(run).is_some_and(|target| n_prose.contains_key(target)) {
                run.n_link = 0;
            }
        }
    }
}

/// Characters of a run that is a paragraph.
const PROSE: u32 = 80;
/// So many paragraphs do not stand in one link.
const UNCLOSED: usize = 3;

fn nearest_block(flat: &Flat<'_>, index: u32) -> u32 {
    flat.ancestors(index).find(|&a| flat.nodes[a as usize].tag.is_block()).unwrap_or(0)
}

struct Builder<'w> {
    words: &'w PageWords,
    out: Runs,
    start: usize,
    node: u32,
    first: Option<u32>,
    n_chars: u32,
    n_link: u32,
    n_bold: u32,
    in_link: u32,
    in_bold: u32,
    in_control: u32,
    in_heading: u32,
    /// A blank stands between the last character and the next.
    blank: bool,
    /// `<br>` met since the last character.
    n_breaks: u32,
}

impl<'w> Builder<'w> {
    fn new(words: &'w PageWords) -> Self {
        Self {
            words,
            out: Runs::default(),
            start: 0,
            node: 0,
            first: None,
            n_chars: 0,
            n_link: 0,
            n_bold: 0,
            in_link: 0,
            in_bold: 0,
            in_control: 0,
            in_heading: 0,
            blank: false,
            n_breaks: 0,
        }
    }

    fn enter(&mut self, tag: Tag) {
        self.count(tag, 1);
        if tag.is_block() {
            self.flush();
        } else if tag == Tag::Image || tag == Tag::Control {
            self.blank = true;
        }
    }

    fn leave(&mut self, tag: Tag) {
        if tag.is_block() {
            self.flush();
        } else if matches!(tag, Tag::Control | Tag::Image) {
            self.blank = true;
        }
        self.count(tag, u32::MAX);
    }

    fn count(&mut self, tag: Tag, step: u32) {
        let counter = match tag {
            Tag::Link => &mut self.in_link,
            Tag::Strong => &mut self.in_bold,
            Tag::Heading(_) => &mut self.in_heading,
            Tag::Control => &mut self.in_control,
            _ => return,
        };
        *counter = counter.wrapping_add(step);
    }

    fn text(&mut self, index: u32, text: &str, block: u32) {
        if self.in_control > 0 {
            return;
        }
        let mut start = self.out.pool.len();
        // Blanks are single bytes, so words are cut by bytes.
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii_whitespace() {
                self.blank = true;
                at += 1;
                continue;
            }
            let length = bytes[at..].iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len() - at);
            let word = &text[at..at + length];
            at += length;
            if self.n_breaks > 0 && self.first.is_some() && !self.goes_on(word) {
                self.count_text(start);
                self.flush();
                start = self.out.pool.len();
            }
            self.n_breaks = 0;
            if self.first.is_none() {
                self.first = Some(index);
                self.node = block;
                self.start = self.out.pool.len();
            } else if self.blank && self.out.pool.len() > self.start {
                self.out.pool.push(' ');
            }
            self.blank = false;
            self.out.pool.push_str(word);
        }
        self.count_text(start);
    }

    /// Counts what was added to the pool since `start`.
    fn count_text(&mut self, start: usize) {
        let n_new = self.out.pool[start..].chars().count() as u32;
        self.n_chars += n_new;
        self.n_link += if self.in_link > 0 { n_new } else { 0 };
        self.n_bold += if self.in_bold > 0 { n_new } else { 0 };
    }

    /// Whether the sentence before a single `<br>` goes on with `word`.
    fn goes_on(&self, word: &str) -> bool {
        let before = self.out.pool[self.start..].trim_end().chars().next_back();
        let open = before.is_some_and(|c| c.is_alphanumeric() || c == ',');
        // `<h2>Standfirst<br><a>>> Another story</a></h2>`: arrows lead on to another page.
        let arrows = word.trim_start_matches('\u{a0}').starts_with(">>");
        self.in_heading > 0 && !arrows || self.n_breaks == 1 && open && word.starts_with(char::is_lowercase)
    }

    fn line_break(&mut self) {
        self.n_breaks += 1;
        self.blank = true;
    }

    fn flush(&mut self) {
        self.blank = false;
        self.n_breaks = 0;
        let Some(first) = self.first.take() else { return };
        let end = self.out.pool.len();
        // Blanks of other kinds (NBSP) indent paragraphs; within a line they are printed and stay.
        let words = &self.out.pool[self.start..end];
        let start = end - words.trim_start().len();
        let text = start..start + words.trim().len();
        if !text.is_empty() {
            let (n_chars, n_link, n_bold) = (self.n_chars, self.n_link, self.n_bold);
            let kind = furniture::line_kind(self.words, &Folded::new(&self.out.pool[text.clone()]));
            self.out.runs.push(Run { text, node: self.node, first, n_chars, n_link, n_bold, kind });
        }
        (self.n_chars, self.n_link, self.n_bold) = (0, 0, 0);
        self.start = end;
    }
}

/// Hints of every node, as `judge` lets its own stand, joined with those of its ancestors.
pub(super) fn inherited(flat: &Flat<'_>, judge: impl Fn(u32, u32) -> u32) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(flat.nodes.len());
    for (index, node) in flat.nodes.iter().enumerate() {
        let above = if node.parent as usize == index { 0 } else { out[node.parent as usize] };
        let own = if node.element.is_some() { judge(index as u32, node.hints) } else { 0 };
        // The body of an article is content wherever it stands.
        let above = if own & hints::BODY != 0 { above & !hints::OUTER } else { above };
        out.push(above | own);
    }
    out
}
