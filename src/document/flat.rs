//! The tree laid flat: nodes in reading order, each knowing where its subtree ends.
//!
//! In: scraper's tree. Out: [`Flat`]: one array, so that every later pass is a loop over indices and no pass
//! recurses. Scripts, styles and the like are left out; what the head says is kept apart.
//!
//! Worked example: `<div><p>Có <b>1.846</b> người</p></div>` is `div(0..6) p(1..6) "Có " b(3..5) "1.846" " người"`.

use std::fmt::Write as _;

use scraper::{Html, Node as Raw, node::Element};

use super::{guard::NodeId, hints};

/// What an element is to us. Elements that do not matter are `Block` or `Inline` by their display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of HTML")]
pub(super) enum Tag {
    Text,
    Break,
    Rule,
    Paragraph,
    Heading(u8),
    Div,
    Section,
    Article,
    Main,
    Header,
    Footer,
    Nav,
    Aside,
    List,
    Item,
    Term,
    Table,
    TableSection,
    Row,
    Cell,
    HeadCell,
    Caption,
    Figure,
    FigureCaption,
    Image,
    Quote,
    Preformatted,
    Link,
    Strong,
    Time,
    Form,
    Control,
    Body,
    Block,
    Inline,
}

impl Tag {
    /// Whether the element begins and ends a line.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Text
                | Self::Break
                | Self::Image
                | Self::Link
                | Self::Strong
                | Self::Time
                | Self::Control
                | Self::Inline
        )
    }
}

/// Most steps of a path.
const LONGEST_PATH: usize = 128;

/// A node of the flat tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) tag: Tag,
    /// Index of the parent; the root is its own.
    pub(super) parent: u32,
    /// One past the last index of its subtree.
    pub(super) end: u32,
    /// What its class and id say (0 for text).
    pub(super) hints: u32,
    /// The text, empty for elements.
    pub(super) text: &'a str,
    /// Which child element of its parent it is, from 1.
    pub(super) place: u32,
    /// The element, `None` for text.
    pub(super) element: Option<&'a Element>,
    /// The node in scraper's tree, for selectors and paths.
    pub(super) id: NodeId,
}

/// A `<meta>`, `<link>` or JSON-LD script.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head<'a> {
    /// `<title>`.
    Title(&'a str),
    /// `<meta>`.
    Meta(&'a Element),
    /// `<link>`.
    Link(&'a Element),
    /// `<script type="application/ld+json">`.
    JsonLd(&'a str),
    /// `<html lang>`.
    Language(&'a str),
}

/// The tree laid flat.
#[derive(Debug, Default)]
pub(super) struct Flat<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) head: Vec<Head<'a>>,
    /// Scripts that run, in the page or linked.
    pub(super) n_scripts: usize,
    /// `<noscript>` asks for a script to be allowed.
    pub(super) wants_script: bool,
    /// What class names say.
    said: hints::Said<'a>,
}

impl<'a> Flat<'a> {
    /// Lays `html` flat.
    pub(super) fn of(html: &'a Html) -> Self {
        let mut flat = Flat::default();
        let root = html.tree.root();
        let mut open: Vec<u32> = Vec::new();
        let mut places: Vec<u32> = vec![0];
        let mut next = root.first_child();
        let mut depth = 0usize;
        while let Some(node) = next {
            let place = places.last_mut().map_or(0, |place| {
                *place += u32::from(node.value().is_element());
                *place
            });
            let entered = flat.enter(node.value(), (node.id(), place), &open, || {
                node.first_child().and_then(|c| c.value().as_text()).map_or("", |t| &t.text)
            });
            if let Some(index) = entered.filter(|_| node.has_children()) {
                open.push(index);
                places.push(0);
                depth += 1;
                next = node.first_child();
                continue;
            }
            // Leave finished parents until one has a next sibling.
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling() {
                    break Some(sibling);
                }
                if depth == 0 {
                    break None;
                }
                depth -= 1;
                places.pop();
                if let Some(closed) = open.pop() {
                    flat.nodes[closed as usize].end = flat.nodes.len() as u32;
                }
                match at.parent() {
                    Some(parent) => at = parent,
                    None => break None,
                }
            };
        }
        while let Some(closed) = open.pop() {
            flat.nodes[closed as usize].end = flat.nodes.len() as u32;
        }
        flat
    }

    /// Takes a node in; its index if its children are wanted too.
    fn enter(
        &mut self,
        raw: &'a Raw,
        (id, place): (NodeId, u32),
        open: &[u32],
        first_text: impl Fn() -> &'a str,
    ) -> Option<u32> {
        let index = self.nodes.len() as u32;
        let parent = open.last().copied().unwrap_or(index);
        match raw {
            Raw::Text(text) => {
                if !open.is_empty() {
                    let node = Node {
                        tag: Tag::Text,
                        parent,
                        end: index + 1,
                        hints: 0,
                        text: &text.text,
                        element: None,
                        place,
                        id,
                    };
                    self.nodes.push(node);
                }
                None
            }
            Raw::Element(element) => {
                let tag = self.tag_of(element, first_text)?;
                let hints = self.said.of(element, tag);
                self.nodes.push(Node {
                    tag,
                    parent,
                    end: index + 1,
                    hints,
                    text: "",
                    element: Some(element),
                    place,
                    id,
                });
                Some(index)
            }
            _ => None,
        }
    }

    /// The element's tag, or `None` if it is left out; what the head says is noted here.
    fn tag_of(&mut self, element: &'a Element, first_text: impl Fn() -> &'a str) -> Option<Tag> {
        let name = element.name();
        Some(match name {
            "html" => {
                if let Some(language) = element.attr("lang") {
                    self.head.push(Head::Language(language));
                }
                Tag::Block
            }
            "title" => {
                self.head.push(Head::Title(first_text()));
                return None;
            }
            "meta" => {
                self.head.push(Head::Meta(element));
                Tag::Inline
            }
            "link" => {
                self.head.push(Head::Link(element));
                return None;
            }
            "script" => {
                let text = first_text();
                let is_json = element.attr("type").is_some_and(|t| t.contains("ld+json"));
                if is_json {
                    self.head.push(Head::JsonLd(text));
                } else {
                    self.n_scripts += 1;
                }
                return None;
            }
            "noscript" => {
                let low = first_text().to_ascii_lowercase();
                self.wants_script |=
                    low.contains("javascript") && !low.contains("<img") && !low.contains("<iframe");
                return None;
            }
            "style" | "template" | "svg" | "math" | "canvas" | "object" | "embed" | "iframe" | "audio"
            | "video" | "map" | "base" | "noframes" | "noembed" | "datalist" => return None,
            "br" => Tag::Break,
            "hr" => Tag::Rule,
            "p" => Tag::Paragraph,
            "h1" => Tag::Heading(1),
            "h2" => Tag::Heading(2),
            "h3" => Tag::Heading(3),
            "h4" => Tag::Heading(4),
            "h5" => Tag::Heading(5),
            "h6" => Tag::Heading(6),
            "div" => Tag::Div,
            "section" => Tag::Section,
            "article" => Tag::Article,
            "main" => Tag::Main,
            "header" | "hgroup" => Tag::Header,
            "footer" => Tag::Footer,
            "nav" | "menu" => Tag::Nav,
            // What runs across the page is a greeting or a list of news, never the article.
            "aside" | "marquee" => Tag::Aside,
            "ul" | "ol" | "dl" => Tag::List,
            "li" | "dd" => Tag::Item,
            "dt" => Tag::Term,
            "table" => Tag::Table,
            "tbody" | "thead" | "tfoot" => Tag::TableSection,
            "tr" => Tag::Row,
            "td" => Tag::Cell,
            "th" => Tag::HeadCell,
            "caption" => Tag::Caption,
            "figure" => Tag::Figure,
            "figcaption" => Tag::FigureCaption,
            "img" | "picture" => Tag::Image,
            "blockquote" => Tag::Quote,
            "pre" | "xmp" | "listing" => Tag::Preformatted,
            "a" => Tag::Link,
            "b" | "strong" => Tag::Strong,
            "time" => Tag::Time,
            "form" | "fieldset" => Tag::Form,
            "input" | "button" | "select" | "textarea" | "option" | "label" | "optgroup" => Tag::Control,
            "body" => Tag::Body,
            "address" | "details" | "summary" | "center" | "dir" | "head" | "legend" | "frameset"
            | "colgroup" | "col" | "search" | "dialog" | "amp-ad" | "amp-embed" | "amp-sidebar"
            | "amp-lightbox" | "amp-consent" => Tag::Block,
            _ if element.attr("style").is_some_and(hints::is_shown_as_block) => Tag::Block,
            _ => Tag::Inline,
        })
    }

    /// Indices of the ancestors of `index`, nearest first.
    pub(super) fn ancestors(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            let parent = self.nodes.get(at as usize)?.parent;
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }

    /// All text under `index`, blanks collapsed.
    pub(super) fn text_of(&self, index: u32) -> String {
        let node = &self.nodes[index as usize];
        let mut out = String::new();
        for inner in &self.nodes[index as usize..node.end as usize] {
            if inner.tag.is_block() || inner.tag == Tag::Break {
                out.push(' ');
            }
            out.push_str(inner.text);
        }
        collapse(&out)
    }

    /// Path of an element from the body: `body>div:nth-child(2)>p:nth-child(1)`. Empty where it has more steps than a
    /// page that was written by anyone: the paths of such a page would be longer than the page.
    pub(super) fn path(&self, index: u32) -> String {
        let mut steps: Vec<u32> = std::iter::once(index).chain(self.ancestors(index)).collect();
        if steps.len() > LONGEST_PATH {
            return String::new();
        }
        steps.reverse();
        let mut out = String::new();
        for at in steps {
            let node = &self.nodes[at as usize];
            let Some(element) = node.element.filter(|e| e.name() != "html") else { continue };
            if node.tag == Tag::Body {
                out.push_str("body");
            } else {
                // Writing to a string cannot fail.
                let _ = write!(
                    out,
                    "{}{}:nth-child({})",
                    if out.is_empty() { "" } else { ">" },
                    element.name(),
                    node.place
                );
            }
        }
        out
    }
}

/// `text`, runs of ASCII white space one blank each, none at the ends. Other spaces (NBSP) stay.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
