//! The beginnings of many expressions, for a text to be compared with all of them at once.
//!
//! In: [`Beginning`]s, each from a root and with a number. Out: the numbers of those that a text begins with. Beginnings of
//! one root share their first steps, and what is looked at lies together: one walk over a few bytes of the text tells all.
//!
//! Worked example: at the root of `lần` lie ` 0` and ` số 0`, where `0` is any digit; ` 3, tăng` takes the first of them.

use super::beginning::{CAPITAL, DIGIT, END, LETTER, n_digits};

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
    /// The byte that leads to each node, or the [sign](Step::label) of what does.
    labels: Vec<u8>,
    /// The numbers of the beginnings, node by node.
    ends: Vec<u32>,
}

/// What all beginnings with the same first steps go on with.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The first of the nodes that it leads to: those of bytes, then those of signs.
    next: u32,
    n_bytes: u8,
    n_signs: u8,
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

/// Bytes come before all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Byte(u8),
    /// The end of the text.
    End,
    Letter,
    Capital,
    /// Digits, so many or more: how many there may be is not known, and what follows them is no digit.
    Digits(u8),
}

impl Step {
    /// The step that a beginning goes on with, and how many of its bytes that is.
    fn of(rest: &[u8]) -> Option<(Self, usize)> {
        let n_digits = n_digits(rest);
        Some(match rest.first()? {
            _ if rest[..n_digits].contains(&DIGIT) => (Self::Digits(n_digits as u8), n_digits),
            &END => (Self::End, 1),
            &LETTER => (Self::Letter, 1),
            &CAPITAL => (Self::Capital, 1),
            byte => (Self::Byte(*byte), 1),
        })
    }

    /// The byte, or a sign: of digits their number above all signs.
    fn label(self) -> u8 {
        match self {
            Self::Byte(byte) => byte,
            Self::End => END,
            Self::Letter => LETTER,
            Self::Capital => CAPITAL,
            Self::Digits(fewest) => CAPITAL + fewest,
        }
    }

    /// What is left of `text` behind what a sign stands for.
    fn behind(sign: u8, text: &[u8]) -> Option<&[u8]> {
        match sign {
            END => text.is_empty().then_some(text),
            LETTER => {
                text.split_first().filter(|(first, _)| first.is_ascii_alphabetic()).map(|(_, rest)| rest)
            }
            CAPITAL => {
                // The bytes of a character, as far as the first of them tells.
                let length = text.first().map_or(1, |first| (first.leading_ones() as usize).clamp(1, 4));
                let (first, rest) = text.split_at_checked(length)?;
                let first = std::str::from_utf8(first).ok()?.chars().next()?;
                first.is_uppercase().then_some(rest)
            }
            digits => {
                let n_found = n_digits(text);
                (n_found >= usize::from(digits - CAPITAL)).then(|| &text[n_found..])
            }
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
        while let Some((step, length)) = Step::of(rest) {
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
                    n_signs: (steps.len() - n_bytes) as u8,
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
            let signs = bytes + usize::from(node.n_bytes);
            let labels = &self.labels[signs..signs + usize::from(node.n_signs)];
            for (sign, next) in labels.iter().zip(signs..) {
                if let Some(rest) = Step::behind(*sign, text) {
                    self.each(Root(next as u32), rest, found);
                }
            }
            let Some((first, rest)) = text.split_first() else { return };
            let Some(step) = self.labels[bytes..signs].iter().position(|label| label == first) else {
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
