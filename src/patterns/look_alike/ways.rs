//! The beginnings of many expressions, for a text to be compared with all of them at once.
//!
//! In: [`Beginning`]s, each from a root and with a number. Out: the numbers of those that a text begins with. Beginnings of
//! one root share their first steps, and what is looked at lies together: one walk over a few bytes of the text tells all.
//!
//! Worked example: at the root of `lần` lie ` 0` and ` số 0`, where `0` is any digit; ` 3, tăng` takes the first of them.

use super::beginning::{DIGIT, n_digits};

/// A place in the [`Ways`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Root(u32);

impl Root {
    /// From where nothing leads on and nothing ends.
    pub(super) const NONE: Self = Self(0);
}

/// Beginnings by their steps.
#[derive(Debug)]
pub(super) struct Ways {
    /// The first is that of [`Root::NONE`]; those that one leads to lie side by side.
    nodes: Vec<Node>,
    /// The byte that leads to each node, or how many digits do at least.
    labels: Vec<u8>,
    /// The numbers of the beginnings, node by node.
    ends: Vec<u32>,
}

/// What all beginnings with the same first steps go on with.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The first of the nodes that it leads to: those of bytes, then those of digits.
    next: u32,
    n_bytes: u8,
    n_digits: u8,
    /// How many beginnings end here, and where their numbers are.
    n_ends: u16,
    ends: u32,
}

/// The steps as they were gathered.
#[derive(Debug, Default)]
pub(super) struct Draft(Vec<DraftNode>);

#[derive(Debug, Default)]
struct DraftNode {
    ends: Vec<u32>,
    steps: Vec<(Step, u32)>,
}

/// Bytes come before digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Byte(u8),
    /// Digits, so many or more: how many there may be is not known, and what follows them is no digit.
    Digits(u8),
}

impl Step {
    fn label(self) -> u8 {
        match self {
            Self::Byte(label) | Self::Digits(label) => label,
        }
    }
}

impl Draft {
    /// A root of its own.
    fn root(&mut self) -> Root {
        // The first node is that of no root.
        self.0.resize_with(self.0.len().max(1) + 1, DraftNode::default);
        Root(self.0.len() as u32 - 1)
    }

    /// The root that `root` is, or is from now on.
    pub(super) fn root_of(&mut self, root: &mut Root) -> Root {
        if *root == Root::NONE {
            *root = self.root();
        }
        *root
    }

    /// Adds a beginning to those of a root.
    pub(super) fn add(&mut self, root: Root, beginning: &[u8], number: u32) {
        let (mut rest, mut at) = (beginning, root.0 as usize);
        while let Some(byte) = rest.first() {
            let n_digits = n_digits(rest);
            let any = rest[..n_digits].contains(&DIGIT);
            let (step, length) =
                if any { (Step::Digits(n_digits as u8), n_digits) } else { (Step::Byte(*byte), 1) };
            rest = &rest[length..];
            let known = self.0[at].steps.iter().find(|(known, _)| *known == step).map(|(_, next)| *next);
            at = known.unwrap_or_else(|| {
                let new = self.root().0;
                self.0[at].steps.push((step, new));
                new
            }) as usize;
        }
        if !self.0[at].ends.contains(&number) {
            self.0[at].ends.push(number);
        }
    }

    /// Lays the steps out, and says where the roots are now.
    pub(super) fn finish<'r>(self, roots: impl Iterator<Item = &'r mut Root>) -> Ways {
        let mut ways = Ways { nodes: vec![Node::default()], labels: vec![0], ends: Vec::new() };
        for root in roots.filter(|root| **root != Root::NONE) {
            // Node by node, those that each leads to at the end: first of all the root.
            let mut drafts = vec![root.0];
            root.0 = ways.push(0);
            let mut at = root.0 as usize;
            while let Some(draft) = drafts.get(at - root.0 as usize) {
                let DraftNode { ends, steps } = &self.0[*draft as usize];
                let mut steps = steps.clone();
                steps.sort_unstable();
                let n_bytes = steps.iter().filter(|(step, _)| matches!(step, Step::Byte(_))).count();
                let node = Node {
                    next: ways.nodes.len() as u32,
                    n_bytes: n_bytes as u8,
                    n_digits: (steps.len() - n_bytes) as u8,
                    n_ends: ends.len() as u16,
                    ends: ways.ends.len() as u32,
                };
                ways.nodes[at] = node;
                ways.ends.extend(ends);
                for (step, next) in steps {
                    ways.push(step.label());
                    drafts.push(next);
                }
                at += 1;
            }
        }
        ways
    }
}

impl Default for Ways {
    fn default() -> Self {
        Draft::default().finish(std::iter::empty())
    }
}

impl Ways {
    fn push(&mut self, label: u8) -> u32 {
        self.nodes.push(Node::default());
        self.labels.push(label);
        self.nodes.len() as u32 - 1
    }

    /// Hands on the number of each beginning of a root that `text` begins with, some more than once.
    pub(super) fn each(&self, root: Root, text: &[u8], found: &mut impl FnMut(u32)) {
        let (mut at, mut text) = (root.0 as usize, text);
        loop {
            let node = self.nodes[at];
            let ends = node.ends as usize;
            self.ends[ends..ends + usize::from(node.n_ends)].iter().for_each(|number| found(*number));
            let bytes = node.next as usize;
            let digits = bytes + usize::from(node.n_bytes);
            if node.n_digits > 0 {
                let n_found = n_digits(text);
                let labels = &self.labels[digits..digits + usize::from(node.n_digits)];
                for (fewest, next) in labels.iter().zip(digits..) {
                    if n_found >= usize::from(*fewest) {
                        self.each(Root(next as u32), &text[n_found..], found);
                    }
                }
            }
            let Some((first, rest)) = text.split_first() else { return };
            let Some(step) = self.labels[bytes..digits].iter().position(|label| label == first) else {
                return;
            };
            (at, text) = (bytes + step, rest);
        }
    }

    /// Whether `text` begins in one of the ways of a root.
    pub(super) fn fit(&self, root: Root, text: &[u8]) -> bool {
        let mut fits = false;
        self.each(root, text, &mut |_| fits = true);
        fits
    }
}
