//! Markup → tree, with limits: hostile and broken pages end at once.
//!
//! In: a page's text. Out: the tree as far as it was built, and [`Limits`] that were met. The parser is quadratic
//! in the depth of the tree and in the attributes of a tag, so both are capped, and so is the number of
//! elements that unclosed formatting can multiply. What stands deeper than browsers go is laid side by side at the
//! deepest level, as browsers do; where there is too much of it, the rest is left out.
//!
//! Worked example: six hundred unclosed `<font>` make a tree 512 deep, and all text is read; a hundred thousand
//! `<div>` in a row are read 16 KiB at a time, and after the first piece the rest is left out.

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

use super::prescan;

/// A node's handle in scraper's tree.
pub(super) type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// Deepest tree that is built, as in browsers.
const DEEPEST: usize = 512;
/// Most elements that are laid side by side because the tree would be deeper.
const MOST_FLATTENED: usize = 2000;
/// Elements that any page may have, and how many bytes there must be for each further one.
const ANY_PAGE: usize = 20_000;
const BYTES_PER_ELEMENT: usize = 15;
/// How often the parser may look at an open element, in any page and for each byte: an end tag without a beginning is
/// compared with every element that is open. Real pages need less than one look a byte.
const ANY_LOOKS: usize = 10_000_000;
const LOOKS_PER_BYTE: usize = 16;
/// How much the parser is given at a time.
const CHUNK: usize = 16 << 10;

/// Which limits a page met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// The tree is deeper than allowed; what follows was not read.
    pub(super) depth: bool,
    /// There are more elements than the page's length allows; what follows was not read.
    pub(super) elements: bool,
    /// Tags without a partner took too many looks at what is open; what follows was not read.
    pub(super) looks: bool,
    /// Tags that lost their attributes.
    pub(super) n_flooded: usize,
    /// Elements that stand higher in the tree than they were written.
    pub(super) n_flattened: usize,
}

/// Parses `markup` within the limits.
pub(super) fn parse(markup: &str) -> (Html, Limits) {
    let length = markup.len();
    let (markup, n_flooded) = prescan::prepared(markup);
    let sink = CappedSink {
        inner: HtmlTreeSink::new(Html::new_document()),
        n_flattened: Cell::new(0),
        looks_left: Cell::new(ANY_LOOKS + LOOKS_PER_BYTE * length),
        // Every element takes memory, so what a page may take in all is in proportion to its length. Real pages have
        // one element in a hundred bytes, dense tables of bare cells one in fourteen.
        elements_left: Cell::new(ANY_PAGE + length / BYTES_PER_ELEMENT),
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
        limits.depth = sink.n_flattened.get() > MOST_FLATTENED;
        limits.n_flattened = sink.n_flattened.get();
        limits.elements = sink.elements_left.get() == 0;
        limits.looks = sink.looks_left.get() == 0;
        if limits.depth || limits.elements || limits.looks {
            break;
        }
    }
    (parser.finish(), limits)
}

/// Scraper's sink, watched.
struct CappedSink {
    inner: HtmlTreeSink,
    n_flattened: Cell<usize>,
    looks_left: Cell<usize>,
    elements_left: Cell<usize>,
}

impl CappedSink {
    /// Where `child` is appended: to `parent`, or, if that is as deep as can be, to its own parent.
    fn place(&self, parent: NodeId, child: &NodeOrText<NodeId>) -> NodeId {
        let NodeOrText::AppendNode(child) = child else { return parent };
        let html = self.inner.0.borrow();
        let Some(node) = html.tree.get(parent) else { return parent };
        if node.ancestors().nth(DEEPEST).is_none() {
            return parent;
        }
        self.n_flattened.set(self.n_flattened.get() + 1);
        let higher = node.parent().filter(|p| p.id() != *child && !p.ancestors().any(|a| a.id() == *child));
        higher.map_or(parent, |p| p.id())
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
        self.looks_left.set(self.looks_left.get().saturating_sub(1));
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
        let parent = self.place(*parent, &child);
        self.inner.append(&parent, child);
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
        assert!(html.tree.nodes().count() < 5000);
    }

    #[test]
    fn what_is_too_deep_is_laid_side_by_side() {
        let page = format!("<p>{}BHYT</p><p>BHXH</p>", "<font>".repeat(900));
        let (html, limits) = parse(&page);
        assert!(!limits.depth && limits.n_flattened > 0);
        assert_eq!(html.root_element().text().collect::<String>(), "BHYTBHXH");
        assert!(html.tree.nodes().all(|n| n.ancestors().count() <= DEEPEST + 2));
    }

    #[test]
    fn end_tags_without_a_beginning_do_not_cost_their_square() {
        let page = format!("{}{}", "<math>".repeat(1400), "</svg></svgvg>".repeat(200_000));
        assert!(parse(&page).1.looks);
    }

    #[test]
    fn a_flood_of_attributes_is_dropped() {
        let page = format!("<p {}>BHYT</p>", "a=1 ".repeat(200_000));
        let (html, limits) = parse(&page);
        assert_eq!(limits.n_flooded, 1);
        assert_eq!(html.root_element().text().collect::<String>(), "BHYT");
    }
}
