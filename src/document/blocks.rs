//! Kept runs → the stored text and the blocks over it.
//!
//! In: runs, content, headline. Out: the text: headline first, then each block, a blank line between two.
//!
//! Worked example: `<h2>Kết quả</h2><ul><li>BHXH đạt 33%</li></ul>` is a `Heading(2)` and, under it, a `ListItem`.

use scraper::Html;

use super::{
    Block, BlockKind,
    content::Content,
    flat::{Flat, Tag},
    headline::{Headline, fold},
    hints, plain,
    runs::{Run, Runs},
};
use crate::span::Span;

/// What stands between two blocks.
const BETWEEN: &str = "\n\n";

/// Builds text and blocks.
pub(super) fn build(
    html: &Html,
    flat: &Flat<'_>,
    runs: &Runs,
    content: &Content,
    title: Option<&Headline>,
) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut under = None;
    let title_key = title.map(|t| fold(&t.text)).unwrap_or_default();
    if let Some(title) = title {
        let path = title.run.map(|r| flat.path(html, runs.runs[r].node)).unwrap_or_default();
        push(&mut text, &mut blocks, &title.text, BlockKind::Title, None, path);
    }
    for (i, run) in runs.runs.iter().enumerate() {
        if !content.kept[i] || title.is_some_and(|t| t.run == Some(i)) {
            continue;
        }
        let words = runs.text(run);
        if i < 40 && fold(words) == title_key {
            continue;
        }
        let kind = kind_of(flat, content, run, words);
        let heading = matches!(kind, BlockKind::Heading(_));
        push(
            &mut text,
            &mut blocks,
            words,
            kind,
            if heading { None } else { under },
            flat.path(html, run.node),
        );
        if heading {
            under = Some(blocks.len() - 1);
        }
    }
    (text, blocks)
}

fn push(
    text: &mut String,
    blocks: &mut Vec<Block>,
    words: &str,
    kind: BlockKind,
    under: Option<usize>,
    path: String,
) {
    if !text.is_empty() {
        text.push_str(BETWEEN);
    }
    let start = text.len();
    text.push_str(words);
    blocks.push(Block { kind, span: Span::new(start, text.len()), under, path });
}

fn kind_of(flat: &Flat<'_>, content: &Content, run: &Run, words: &str) -> BlockKind {
    let bits = content.hints[run.first as usize];
    for at in std::iter::once(run.node).chain(flat.ancestors(run.node)) {
        if at < content.root {
            break;
        }
        match flat.nodes[at as usize].tag {
            Tag::Heading(level) => return BlockKind::Heading(level.max(2)),
            Tag::Item | Tag::Term => return BlockKind::ListItem,
            Tag::FigureCaption | Tag::Caption | Tag::Figure => return BlockKind::Caption,
            Tag::Quote => return BlockKind::Quote,
            _ => {}
        }
    }
    match () {
        () if bits & hints::CAPTION != 0 || plain::is_caption(words) => BlockKind::Caption,
        () if bits & hints::LEAD != 0 => BlockKind::Lead,
        () if plain::is_list_item(words) => BlockKind::ListItem,
        () if run.n_bold == run.n_chars && plain::is_heading(words) => BlockKind::Heading(3),
        () => BlockKind::Paragraph,
    }
}
