//! How the matches of an expression begin: what is looked at before it is tried.
//!
//! In: an expression as it was written. Out: its beginnings, and whether a text begins as one of them does. How many digits
//! there are and which is the expression's own business.
//!
//! Worked example: `[Ll]ần (?:số )?(?P<n>[0-9]{1,2})` begins with `Lần 0`, `lần 0`, `Lần số 0` and `lần số 0`, where `0` is any digit;
//! it is tried on `lần 3`, and not on `lần đầu, 3 xã`.

use regex_syntax::hir::{
    Class, Hir, HirKind, Look, Repetition,
    literal::{ExtractKind, Extractor},
};

/// Stands for any digit in a beginning.
const DIGIT: u8 = 0;

/// What a match begins with, as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct Beginning {
    bytes: Vec<u8>,
    /// Nothing else belongs to the match.
    pub(super) is_whole: bool,
}

impl Beginning {
    /// Its text, up to the first character that was cut in two, with zeros for the digits that may be any.
    pub(super) fn text(&self) -> String {
        let text = self.bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        text.replace(char::from(DIGIT), "0")
    }

    /// Whether a digit that may be any stands among its first bytes.
    pub(super) fn may_vary_before(&self, end: usize) -> bool {
        self.bytes[..end].contains(&DIGIT)
    }

    /// Its bytes behind the first `n`, up to the first digit that may be any, that one included: what can be told at a glance.
    pub(super) fn glance(&self, n: usize) -> &[u8] {
        let rest = self.bytes.get(n..).unwrap_or_default();
        rest.iter().position(|b| *b == DIGIT).map_or(rest, |at| &rest[..=at])
    }

    /// Whether it is known up to a digit that may be any.
    pub(super) fn has_digit(&self) -> bool {
        self.bytes.contains(&DIGIT)
    }

    /// How many digits it begins with.
    pub(super) fn n_digits(&self) -> usize {
        n_digits(&self.bytes)
    }
}

/// How many digits `bytes` begin with.
pub(super) fn n_digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| **b == DIGIT || b.is_ascii_digit()).count()
}

/// Every way in which a match can begin; none if that cannot be told.
pub(super) fn beginnings(hir: &Hir) -> Option<Vec<Beginning>> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(40).limit_literal_len(40).limit_total(1500);
    let found = extractor.extract(&marked(hir));
    let literals = found.literals()?.iter();
    Some(literals.map(|l| Beginning { bytes: l.as_bytes().to_vec(), is_whole: l.is_exact() }).collect())
}

/// Of an expression that has no digit before some point and one there: how that goes on. What lies between may be anything,
/// so that nothing but this tells where a match begins from where its first word stands by chance.
pub(super) fn from_digits(hir: &Hir) -> Vec<Beginning> {
    let HirKind::Concat(parts) = hir.kind() else { return Vec::new() };
    let Some(at) = parts.iter().position(may_have_digits) else { return Vec::new() };
    let found = beginnings(&Hir::concat(parts[at..].to_vec())).unwrap_or_default();
    if found.iter().all(|b| b.n_digits() > 0) { found } else { Vec::new() }
}

/// Whether a match may have a digit in it.
fn may_have_digits(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.iter().any(u8::is_ascii_digit),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().any(|r| r.start() <= '9' && '0' <= r.end())
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.ranges().iter().any(|r| r.start() <= b'9' && b'0' <= r.end())
        }
        HirKind::Repetition(some) => may_have_digits(&some.sub),
        HirKind::Capture(group) => may_have_digits(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_have_digits),
    }
}

/// The same expression with [`DIGIT`] for every class of digits, as few as there may be, and without groups.
fn marked(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Class(class) if is_digits(class) => Hir::literal([DIGIT]),
        HirKind::Repetition(some) if matches!(some.sub.kind(), HirKind::Class(class) if is_digits(class)) => {
            let fewest = Hir::literal(vec![DIGIT; some.min.max(1) as usize]);
            if some.min == 0 { Hir::alternation(vec![fewest, Hir::empty()]) } else { fewest }
        }
        HirKind::Repetition(some) => {
            let sub = Box::new(marked(&some.sub));
            Hir::repetition(Repetition { min: some.min, max: some.max, greedy: some.greedy, sub })
        }
        HirKind::Capture(group) => marked(&group.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(marked).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(marked).collect()),
        _ => hir.clone(),
    }
}

/// Whether a class has digits and nothing else.
fn is_digits(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().all(|r| r.start().is_ascii_digit() && r.end().is_ascii_digit())
        }
        Class::Bytes(class) => {
            class.ranges().iter().all(|r| r.start().is_ascii_digit() && r.end().is_ascii_digit())
        }
    }
}

/// Whether the expression is anchored at the start of its text.
pub(super) fn begins_block(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(Look::Start) => true,
        HirKind::Concat(parts) => parts.first().is_some_and(begins_block),
        HirKind::Capture(group) => begins_block(&group.sub),
        _ => false,
    }
}

/// Beginnings, for a text to be compared with all of them at once.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways(Vec<Way>);

/// What all beginnings with the same first steps go on with.
#[derive(Debug, Clone, Default)]
struct Way {
    /// One of them ends here.
    is_end: bool,
    steps: Vec<(Step, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Byte(u8),
    /// Digits, so many or more: how many there may be is not known, and what follows them is no digit.
    Digits(usize),
}

impl Ways {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, beginning: &Beginning) {
        let mut rest = beginning.bytes.as_slice();
        self.0.resize_with(self.0.len().max(1), Way::default);
        let mut at = 0;
        while let Some(byte) = rest.first() {
            let n_digits = n_digits(rest);
            let any = rest[..n_digits].contains(&DIGIT);
            let (step, length) =
                if any { (Step::Digits(n_digits), n_digits) } else { (Step::Byte(*byte), 1) };
            rest = &rest[length..];
            let known = self.0[at].steps.iter().find(|(known, _)| *known == step).map(|(_, next)| *next);
            let next = known.unwrap_or(self.0.len() as u32);
            if known.is_none() {
                self.0.push(Way::default());
                self.0[at].steps.push((step, next));
            }
            at = next as usize;
        }
        self.0[at].is_end = true;
    }

    /// Whether `text` begins in one of the ways.
    pub(super) fn fit(&self, text: &[u8]) -> bool {
        self.fit_from(0, text)
    }

    fn fit_from(&self, at: usize, text: &[u8]) -> bool {
        let way = &self.0[at];
        way.is_end
            || way.steps.iter().any(|(step, next)| {
                let rest = match step {
                    Step::Byte(byte) => text.strip_prefix(&[*byte]),
                    Step::Digits(fewest) => {
                        let n_found = n_digits(text);
                        (n_found >= *fewest).then(|| &text[n_found..])
                    }
                };
                rest.is_some_and(|rest| self.fit_from(*next as usize, rest))
            })
    }
}

/// How many bytes of what a match goes on with are told apart at a glance.
const NEXT: usize = 4;

/// The bytes that a match may go on with, place by place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Next([Bytes; NEXT]);

/// A set of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Bytes([u64; 4]);

impl Next {
    /// What goes on with `bytes`; behind their end anything may come.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(std::array::from_fn(|at| bytes.get(at).map_or(Bytes([u64::MAX; 4]), |byte| Bytes::of(*byte))))
    }

    /// Whether a text may go on so.
    pub(super) fn fits(&self, text: &[u8]) -> bool {
        self.0.iter().zip(text).all(|(bytes, byte)| bytes.has(*byte))
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.0.iter_mut().zip(theirs.0).for_each(|(mine, theirs)| *mine |= theirs);
        }
    }
}

impl Bytes {
    fn of(wanted: u8) -> Self {
        let mut bytes = Self::default();
        let all = if wanted == DIGIT { b'0'..=b'9' } else { wanted..=wanted };
        all.for_each(|byte| bytes.0[usize::from(byte >> 6)] |= 1 << (byte & 63));
        bytes
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & 1 << (byte & 63) != 0
    }
}
