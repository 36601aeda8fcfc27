//! Markup → tree, with limits: hostile and broken pages end at once.
//!
//! In: a page's text. Out: the tree as far as it was built, and [`Limits`] that were met. The parser is quadratic
//! in the depth of the tree and in the attributes of a tag, so both are capped, and so is the number of
//! elements that unclosed formatting can multiply.
//!
//! Worked example: a hundred thousand `<div>` in a row are read 4 KiB at a time; after the first chunk the tree
//! is deeper than 512 and the rest is left out.

use std::{
    borrow::Cow,
    cell::{Cell, Ref},
};

use html5ever::{
    Attribute, QualName, driver,
    tendril::{StrTendril, TendrilSink},
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
};
use scraper::{Html, HtmlTreeSink};

/// A node's handle in scraper's tree.
pub(super) type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// Deepest tree that is built, as in browsers.
const DEEPEST: usize = 512;
/// Most attributes that a tag keeps its attributes with.
const MOST_ATTRIBUTES: usize = 128;
/// How much the parser is given at a time.
const CHUNK: usize = 4096;

/// Which limits a page met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// The tree is deeper than allowed; what follows was not read.
    pub(super) depth: bool,
    /// Unclosed tags multiplied out of proportion; what follows was not read.
    pub(super) elements: bool,
    /// Tags that lost their attributes.
    pub(super) n_flooded: usize,
}

/// Parses `markup` within the limits.
pub(super) fn parse(markup: &str) -> (Html, Limits) {
    let (markup, n_flooded) = without_floods(markup);
    let sink = CappedSink {
        inner: HtmlTreeSink::new(Html::new_document()),
        too_deep: Cell::new(false),
        // `<p>` is the shortest tag: a page cannot honestly have more elements than this.
        elements_left: Cell::new(1000 + markup.len() / 3),
    };
    let mut parser = driver::parse_document(sink, driver::ParseOpts::default());
    let mut rest = &*markup;
    let mut limits = Limits { n_flooded, ..Limits::default() };
    while !rest.is_empty() {
        let mut at = rest.len().min(CHUNK);
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        parser.process(StrTendril::from_slice(&rest[..at]));
        rest = &rest[at..];
        let sink = &parser.tokenizer.sink.sink;
        limits.depth = sink.too_deep.get();
        limits.elements = sink.elements_left.get() == 0;
        if limits.depth || limits.elements {
            break;
        }
    }
    (parser.finish(), limits)
}

/// `markup`, tags with too many attributes reduced to their names.
fn without_floods(markup: &str) -> (Cow<'_, str>, usize) {
    let bytes = markup.as_bytes();
    let mut floods: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(open) = find(bytes, at, b'<') {
        let name_end = open + 1 + bytes[open + 1..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_end == open + 1 {
            at = if bytes[open..].starts_with(b"<!--") {
                find_text(markup, open + 4, "-->").unwrap_or(bytes.len())
            } else {
                open + 1
            };
            continue;
        }
        let (close, n_attributes) = tag_end(bytes, name_end);
        if n_attributes > MOST_ATTRIBUTES {
            floods.push((name_end, close));
        }
        let name = &markup[open + 1..name_end];
        let raw = ["script", "style", "textarea", "title"].into_iter().find(|r| name.eq_ignore_ascii_case(r));
        at = raw.map_or(close.max(open + 1), |raw| end_of_raw(bytes, close, raw));
    }
    if floods.is_empty() {
        return (Cow::Borrowed(markup), 0);
    }
    let mut out = String::with_capacity(markup.len());
    let mut kept = 0;
    for &(start, end) in &floods {
        out.push_str(&markup[kept..start]);
        kept = end;
    }
    out.push_str(&markup[kept..]);
    (Cow::Owned(out), floods.len())
}

fn find(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    bytes[from..].iter().position(|&b| b == byte).map(|at| from + at)
}

fn find_text(text: &str, from: usize, what: &str) -> Option<usize> {
    text.get(from..)?.find(what).map(|at| from + at)
}

/// Where the text of `<script>` and its like, begun before `from`, ends: at its end tag or the end of the page.
fn end_of_raw(bytes: &[u8], mut from: usize, name: &str) -> usize {
    while let Some(open) = find(bytes, from, b'<') {
        let rest = &bytes[open + 1..];
        if rest.first() == Some(&b'/')
            && rest.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        {
            return open;
        }
        from = open + 1;
    }
    bytes.len()
}

/// Where the tag whose name ends at `at` has its `>`, and how many attributes stand before it.
fn tag_end(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut n_attributes = 0;
    let mut quote = 0u8;
    let mut blank = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if quote != 0 {
            quote = if byte == quote { 0 } else { quote };
        } else {
            match byte {
                b'>' => return (at, n_attributes),
                b'"' | b'\'' if bytes[at - 1] == b'=' || blank => quote = byte,
                _ => {}
            }
            let is_blank = byte.is_ascii_whitespace() || byte == b'/';
            n_attributes += usize::from(blank && !is_blank && byte != b'=');
            blank = is_blank;
        }
        at += 1;
    }
    (at, n_attributes)
}

/// Scraper's sink, watched.
struct CappedSink {
    inner: HtmlTreeSink,
    too_deep: Cell<bool>,
    elements_left: Cell<usize>,
}

impl CappedSink {
    fn watch(&self, parent: NodeId, child: &NodeOrText<NodeId>) {
        if matches!(child, NodeOrText::AppendNode(_)) {
            let html = self.inner.0.borrow();
            if html.tree.get(parent).is_some_and(|n| n.ancestors().nth(DEEPEST).is_some()) {
                self.too_deep.set(true);
            }
        }
    }
}

impl TreeSink for CappedSink {
    type Handle = NodeId;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }
    fn parse_error(&self, _message: Cow<'static, str>) {}
    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.inner.elem_name(target)
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.elements_left.set(self.elements_left.get().saturating_sub(1));
        self.inner.create_element(name, attributes, flags)
    }
    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.inner.create_comment(text)
    }
    fn create_pi(&self, target: StrTendril, text: StrTendril) -> NodeId {
        self.inner.create_pi(target, text)
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(*parent, &child);
        self.inner.append(parent, child);
    }
    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.inner.append_based_on_parent_node(element, previous, child);
    }
    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }
    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.inner.same_node(one, other)
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.inner.append_before_sibling(sibling, child);
    }
    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attributes);
    }
    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }
    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.inner.reparent_children(node, parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_capped() {
        let (html, limits) = parse(&"<div>".repeat(100_000));
        assert!(limits.depth);
        assert!(html.tree.nodes().count() < 3000);
    }

    #[test]
    fn a_flood_of_attributes_is_dropped_and_scripts_are_not_tags() {
        let page = format!("<p {}>BHYT</p>", "a=1 ".repeat(200_000));
        let (html, limits) = parse(&page);
        assert_eq!(limits.n_flooded, 1);
        assert_eq!(html.root_element().text().collect::<String>(), "BHYT");
        let script =
            format!("<script>if (a <b {} ) x</script><p class='a>b' id=x>BHYT</p>", "c ".repeat(999));
        assert_eq!(without_floods(&script).1, 0);
    }
}
