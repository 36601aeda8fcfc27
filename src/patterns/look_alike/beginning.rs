//! How the matches of an expression begin: what is looked at before it is tried.
//!
//! In: an expression as it was written. Out: its beginnings, which [`Ways`](super::ways::Ways) compares with texts. How many
//! digits there are and which is the expression's own business.
//!
//! Worked example: `[Ll]ần (?:số )?(?P<n>[0-9]{1,2})` begins with `Lần 0`, `lần 0`, `Lần số 0` and `lần số 0`, where `0` is any digit;
//! it is tried on `lần 3`, and not on `lần đầu, 3 xã`.

use regex_syntax::hir::{
    Class, Hir, HirKind, Look, Repetition,
    literal::{ExtractKind, Extractor},
};

/// Stands for any digit in a beginning.
pub(super) const DIGIT: u8 = 0;

/// Stands for the end of the text, behind which nothing comes.
pub(super) const END: u8 = 1;

/// Stands for a letter without marks, small or not.
pub(super) const LETTER: u8 = 2;

/// Stands for any capital.
pub(super) const CAPITAL: u8 = 3;

/// Classes with more characters have one sign for all of them, if there is one.
const FEW: usize = 4;

/// What a match begins with, as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct Beginning {
    bytes: Vec<u8>,
    /// Nothing else belongs to the match.
    pub(super) is_whole: bool,
}

impl Beginning {
    /// Its text, up to the first character that was cut in two, with `0` for the digits that may be any and the like.
    pub(super) fn text(&self) -> String {
        let text = self.bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let plain = |sign: char| match u8::try_from(sign) {
            Ok(DIGIT) => Some('0'),
            Ok(END) => None,
            Ok(LETTER | CAPITAL) => Some('A'),
            _ => Some(sign),
        };
        text.chars().filter_map(plain).collect()
    }

    /// Whether something that may be any of a class stands among its first bytes.
    pub(super) fn may_vary_before(&self, end: usize) -> bool {
        self.bytes[..end].iter().any(|byte| matches!(*byte, DIGIT | LETTER | CAPITAL))
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
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

/// What stands right before the first digit of any match of such an expression; nothing if that cannot be told.
pub(super) fn before_digits(hir: &Hir) -> Vec<Vec<u8>> {
    let HirKind::Concat(parts) = hir.kind() else { return Vec::new() };
    let Some(at) = parts.iter().position(may_have_digits) else { return Vec::new() };
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Suffix).limit_literal_len(12).limit_total(200);
    let found = extractor.extract(&Hir::concat(parts[..at].to_vec()));
    let found: Vec<Vec<u8>> = found.literals().into_iter().flatten().map(|l| l.as_bytes().to_vec()).collect();
    if found.iter().all(|end| !end.is_empty()) { found } else { Vec::new() }
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

/// The same expression with [`DIGIT`] for every class of digits, as few as there may be, and so on, and without groups.
fn marked(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(Look::End) => Hir::literal([END]),
        HirKind::Class(class) => sign_of(class).map_or_else(|| hir.clone(), |sign| Hir::literal([sign])),
        HirKind::Repetition(some) if matches!(some.sub.kind(), HirKind::Class(class) if sign_of(class) == Some(DIGIT)) =>
        {
            let fewest = Hir::literal(vec![DIGIT; some.min.max(1) as usize]);
            if some.min == 0 { Hir::alternation(vec![fewest, Hir::empty()]) } else { fewest }
        }
        HirKind::Repetition(some) => {
            let again =
                |min, max| Repetition { min, max, greedy: some.greedy, sub: Box::new(marked(&some.sub)) };
            let last = some.max.unwrap_or(u32::MAX);
            let many_ways = matches!(some.sub.kind(), HirKind::Class(class) if sign_of(class).is_none());
            if some.min > 1 || last < 2 || many_ways {
                return Hir::repetition(again(some.min, some.max));
            }
            // What goes on behind the first of them is told, too.
            let one = || Hir::repetition(again(1, Some(1)));
            let more = Hir::concat(vec![one(), Hir::repetition(again(1, some.max.map(|max| max - 1)))]);
            let none = (some.min == 0).then(Hir::empty);
            Hir::alternation([one(), more].into_iter().chain(none).collect())
        }
        HirKind::Capture(group) => marked(&group.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(marked).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(marked).collect()),
        _ => hir.clone(),
    }
}

/// What stands for all characters of a class.
fn sign_of(class: &Class) -> Option<u8> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|r| (r.start(), r.end())).collect(),
        Class::Bytes(class) => class.ranges().iter().map(|r| (r.start().into(), r.end().into())).collect(),
    };
    let all = || ranges.iter().flat_map(|(start, end)| *start..=*end);
    if all().all(|c| c.is_ascii_digit()) {
        return Some(DIGIT);
    }
    all().nth(FEW)?;
    let of_letters = || all().all(|c| c.is_ascii_alphabetic()).then_some(LETTER);
    if all().all(char::is_uppercase) { Some(CAPITAL) } else { of_letters() }
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
