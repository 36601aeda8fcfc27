//! Kept runs → the stored text and the blocks over it.
//!
//! In: runs, content, headline, data tables. Out: the text: headline first, then each block, a blank line between
//! two; cells of a table are parted by a tab, its rows by a line break.
//!
//! Worked example: `<h2>Kết quả</h2><ul><li>BHXH đạt 33%</li></ul>` is a `Heading(2)` and, under it, a `ListItem`.

use super::{
    Block, BlockKind,
    content::Content,
    flat::{Flat, Tag},
    furniture,
    headline::{Headline, fold, is_fold},
    hints,
    lines::Folded,
    plain,
    runs::{Run, Runs},
    table::{self, Grid},
};
use crate::{patterns::pages::PageWords, span::Span};

/// What stands between two blocks.
const BETWEEN: &str = "\n\n";

/// Bytes that the paths of any page may take, and how many more for each byte of its text.
const ANY_PATHS: usize = 1 << 20;
const PATH_PER_BYTE: usize = 8;
/// A standfirst has as many characters.
const SHORTEST_LEAD: u32 = 40;

/// What a page was read into so far.
pub(super) struct Parts<'p, 'a> {
    pub(super) words: &'p PageWords,
    pub(super) flat: &'p Flat<'a>,
    pub(super) runs: &'p Runs,
    /// Hints of every node and its ancestors.
    pub(super) bits: &'p [u32],
    pub(super) content: &'p Content,
    pub(super) title: Option<&'p Headline>,
    pub(super) tables: &'p [Grid],
}

/// Builds text and blocks.
pub(super) fn build(parts: &Parts<'_, '_>) -> (String, Vec<Block>) {
    let Parts { flat, runs, content, title, tables, .. } = parts;
    let mut out = Out { path_bytes_left: ANY_PATHS + PATH_PER_BYTE * runs.pool.len(), ..Out::default() };
    let title_key = title.map(|t| fold(&t.text)).unwrap_or_default();
    if let Some(title) = title {
        let path = title.run.map(|r| flat.path(runs.runs[r].node)).unwrap_or_default();
        out.push(&title.text, BlockKind::Title, path);
    }
    let mut tables = tables.iter().peekable();
    let mut written = None;
    for (i, run) in runs.runs.iter().enumerate() {
        while tables.peek().is_some_and(|t| flat.nodes[t.node as usize].end <= run.first) {
            tables.next();
        }
        if !content.keeps(i) || title.is_some_and(|t| t.run == Some(i)) {
            continue;
        }
        if let Some(grid) = tables.peek().filter(|t| t.node < run.first) {
            // A caption stands in its table, but in none of its cells.
            let nodes = std::iter::once(run.node).chain(flat.ancestors(run.node));
            let inside = nodes.take_while(|n| *n > grid.node);
            if inside.into_iter().any(|n| flat.nodes[n as usize].tag == Tag::Caption) {
                out.push(runs.text(run), BlockKind::Caption, flat.path(run.node));
            } else if written != Some(grid.node) {
                written = Some(grid.node);
                out.push_table(grid, flat.path(grid.node));
            }
            continue;
        }
        let words = runs.text(run);
        if is_fold(words, &title_key) {
            continue;
        }
        let kind = kind_of(parts, run, words, out.has_prose);
        out.push(words, kind, flat.path(run.node));
    }
    // A heading with nothing under it is the author's line.
    if let Some(last) = out.blocks.last_mut().filter(|b| matches!(b.kind, BlockKind::Heading(_))) {
        last.kind = BlockKind::Paragraph;
    }
    (out.text, out.blocks)
}

/// The text and blocks so far.
#[derive(Default)]
struct Out {
    text: String,
    blocks: Vec<Block>,
    under: Option<usize>,
    /// A paragraph of the body has been seen: what comes now is no standfirst.
    has_prose: bool,
    /// What paths may still take: those of a hostile page would be longer than the page.
    path_bytes_left: usize,
}

impl Out {
    fn begin(&mut self) -> usize {
        if !self.text.is_empty() {
            self.text.push_str(BETWEEN);
        }
        self.text.len()
    }

    fn push(&mut self, words: &str, kind: BlockKind, path: String) {
        let start = self.begin();
        self.text.push_str(words);
        self.add(kind, start, path);
    }

    fn push_table(&mut self, grid: &Grid, path: String) {
        let above = self.blocks.last().map(|b| b.span);
        let start = self.begin();
        let mut table = grid.write(&mut self.text);
        let above = above.and_then(|span| table::unit_note(&self.text, span));
        table.unit_note = table.unit_note.or(above);
        self.add(BlockKind::Table(table), start, path);
    }

    fn add(&mut self, kind: BlockKind, start: usize, mut path: String) {
        if path.len() > self.path_bytes_left {
            path = String::new();
        }
        self.path_bytes_left -= path.len();
        let heading = matches!(kind, BlockKind::Heading(_));
        self.has_prose |= kind == BlockKind::Paragraph;
        let under = if heading { None } else { self.under };
        self.blocks.push(Block { kind, span: Span::new(start, self.text.len()), under, path });
        if heading {
            self.under = Some(self.blocks.len() - 1);
        }
    }
}

fn kind_of(parts: &Parts<'_, '_>, run: &Run, words: &str, has_prose: bool) -> BlockKind {
    let bits = parts.bits[run.first as usize];
    let pictured =
        || parts.flat.nodes[run.node as usize].element.is_some_and(|e| e.classes().any(is_picture));
    let caption = bits & hints::CAPTION != 0
        || plain::is_caption(&Folded::new(words))
        || run.n_chars <= 300 && pictured();
    for at in std::iter::once(run.node).chain(parts.flat.ancestors(run.node)) {
        // A standfirst may stand above the box of the article, with all that is around it.
        if at < parts.content.root && run.node >= parts.content.root {
            break;
        }
        match parts.flat.nodes[at as usize].tag {
            // A standfirst is often marked as a heading: `<h2 class="sapo">`.
            Tag::Heading(_) if !has_prose && furniture::is_sentence(words) => return BlockKind::Lead,
            Tag::Heading(_) if bits & hints::LEAD != 0 && !has_prose => return BlockKind::Lead,
            Tag::Heading(_) if words.chars().count() > 220 => return BlockKind::Paragraph,
            Tag::Heading(level) => return BlockKind::Heading(level.max(2)),
            Tag::FigureCaption | Tag::Caption => return BlockKind::Caption,
            Tag::Figure if words.chars().count() <= 400 => return BlockKind::Caption,
            Tag::Item | Tag::Term => return BlockKind::ListItem,
            Tag::Quote => return BlockKind::Quote,
            _ => {}
        }
    }
    match () {
        () if caption => BlockKind::Caption,
        () if bits & hints::LEAD != 0 && !has_prose && run.n_chars >= SHORTEST_LEAD => BlockKind::Lead,
        () if plain::is_list_item(words) => BlockKind::ListItem,
        () if run.n_bold * 10 >= run.n_chars * 9 && plain::is_heading(words) => BlockKind::Heading(3),
        () => BlockKind::Paragraph,
    }
}

/// Classes of paragraphs that hold a picture and its caption.
fn is_picture(class: &str) -> bool {
    ["image", "img", "photo", "picture", "anh"].iter().any(|w| class.eq_ignore_ascii_case(w))
}
