//! A number with its scale words, in digits or in words → an [`Amount`].
//!
//! In: the token where a number may begin. Out: the numeral, the power of ten of the scale words after it, and what
//! smaller parts add (`16 triệu 200 nghìn`). The reading of its dot or comma stays open until the unit is known.
//!
//! Worked example: `3 tỷ 5` is 3 with power 9 and 500000000 more; `1.225,2 nghìn tỷ` is 1225,2 with power 12.

use super::{
    Reason,
    exact::Exact,
    numeral::{Numeral, Shape},
    scan::Scan,
    words::{self, Group},
};
use crate::{
    patterns::catalogue::{Dimension, NounRole, NumberRole},
    text::token::TokenKind,
};

/// A number with its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub start: usize,
    /// One past the numeral.
    pub number_end: usize,
    /// One past the scale words.
    pub end: usize,
    pub numeral: Numeral,
    /// Power of ten of the scale words.
    pub power: u32,
    /// Twelve of `tá`, else one.
    pub factor: i128,
    /// Smaller parts, in base units.
    pub extra: Option<Exact>,
    /// Number words in the numeral, none if it is in digits.
    pub words: usize,
    /// `rưỡi` or a tail digit after the scale.
    pub flag: Option<&'static str>,
}

/// What stands at a token.
pub(super) enum Found {
    Amount(Amount),
    /// A numeral that cannot be read; one past its end.
    Unreadable(usize, Reason),
    Nothing,
}

/// Scale words reach this far: a billion billions.
const MAX_POWER: u32 = 18;

impl Amount {
    fn new(start: usize, end: usize, numeral: Numeral) -> Self {
        Self { start, number_end: end, end, numeral, power: 0, factor: 1, extra: None, words: 0, flag: None }
    }

    /// Its value when the numeral has so many decimals; none if it does not fit.
    pub(super) fn value(&self, decimals: u32) -> Option<Exact> {
        let value = self.numeral.value(decimals).shift(self.power)?.times(self.factor)?;
        self.extra.map_or(Some(value), |extra| value.plus(extra))
    }

    /// A plain year: four digits between 1900 and 2100, nothing else.
    pub(super) fn is_year_like(&self) -> bool {
        self.power == 0
            && self.words == 0
            && self.numeral.is_plain(4..=4)
            && (1900..=2100).contains(&self.numeral.digits)
    }
}

impl Amount {
    /// Half of the last scale more: `2 năm rưỡi`, `3 tỷ đồng rưỡi`.
    pub(super) fn and_half(&mut self) {
        let half =
            if self.power > 0 { Exact::new(5, 0).shift(self.power - 1) } else { Some(Exact::new(5, 1)) };
        let Some(half) = half else { return };
        self.extra = self.extra.map_or(Some(half), |extra| extra.plus(half));
    }
}

/// Reads the number that starts at `at`.
pub(super) fn amount(scan: &Scan, at: usize) -> Found {
    let Some(token) = scan.token(at) else { return Found::Nothing };
    let base = match token.kind {
        TokenKind::Number => match digits(scan, at) {
            Ok((numeral, end)) => Amount::new(at, end, numeral),
            Err(reason) => return Found::Unreadable(at + 1, reason),
        },
        TokenKind::Word => match in_words(scan, at) {
            Some(base) => base,
            None => return Found::Nothing,
        },
        _ => return Found::Nothing,
    };
    Found::Amount(with_scales(scan, base))
}

/// A numeral in words: a group, a decimal, `nửa triệu`, `triệu rưỡi`.
fn in_words(scan: &Scan, at: usize) -> Option<Amount> {
    let (role, _) = scan.role(at)?;
    match role {
        NumberRole::HalfOf => {
            scan.scale(at + 1)?;
            Some(Amount { words: 1, ..Amount::new(at, at + 1, Numeral::known(5, 1)) })
        }
        NumberRole::Scale => {
            scan.scale(at)?;
            let vague = at > 0 && (scan.role(at - 1).is_some() || scan.is_number(at - 1));
            let half = matches!(scan.role(at + 1), Some((NumberRole::Half, _)));
            // The scale itself is read again as such: one of it.
            (half && !vague).then(|| Amount { words: 1, ..Amount::new(at, at, Numeral::known(1, 0)) })
        }
        _ => {
            let group = words::group(scan, at)?;
            if let Some((value, width, end)) = words::decimals(scan, group.end) {
                let digits = i128::from(group.value) * 10_i128.pow(width) + i128::from(value);
                return Some(Amount {
                    words: end - at,
                    ..Amount::new(at, end, Numeral::known(digits, width))
                });
            }
            let numeral = Numeral::known(i128::from(group.value), 0);
            (group.value > 0).then(|| Amount { words: group.words, ..Amount::new(at, group.end, numeral) })
        }
    }
}

/// A numeral in digits, put together again where blanks or line ends have split it.
fn digits(scan: &Scan, at: usize) -> Result<(Numeral, usize), Reason> {
    let first = Numeral::read(scan.word(at))?;
    if let Some(joined) = split_comma(scan, at, first).or_else(|| split_dot(scan, at, first)) {
        return Ok(joined);
    }
    Ok(spaced_groups(scan, at, first).unwrap_or((first, at + 1)))
}

/// `38 ,4 %`: a comma that went to the wrong side of the blank.
fn split_comma(scan: &Scan, at: usize, first: Numeral) -> Option<(Numeral, usize)> {
    scan.token(at + 1).filter(|t| t.is(',') && t.spaced)?;
    scan.token(at + 2).filter(|t| t.is_number() && !t.spaced)?;
    let next = Numeral::read(scan.word(at + 2)).ok()?;
    let measured = scan.scale(at + 3).is_some() || scan.unit_hit(at + 3).is_some();
    let whole = matches!(first.shape, Shape::Plain { decimals: 0 } | Shape::OneDot);
    (whole && next.is_plain(1..=3) && measured)
        .then(|| first.joined(next, next.width))
        .flatten()
        .map(|n| (n, at + 3))
}

/// `1.846. 011`: a line end after a dot.
fn split_dot(scan: &Scan, at: usize, first: Numeral) -> Option<(Numeral, usize)> {
    scan.token(at + 1).filter(|t| t.is('.') && !t.spaced)?;
    let next = scan.is_number(at + 2).then(|| Numeral::read(scan.word(at + 2)).ok()).flatten()?;
    let thousands = first.shape == Shape::OneDot
        || (first.shape == (Shape::Plain { decimals: 0 }) && first.hand == super::numeral::Hand::Vietnamese);
    let zero = scan.word(at + 2).starts_with('0') && first.is_plain(1..=3) && first.digits > 0;
    (next.is_plain(3..=3) && (thousands || zero))
        .then(|| first.joined(next, 0))
        .flatten()
        .map(|n| (n, at + 3))
}

/// `1 846 011`, `2 500 tỷ`: blanks between thousands. Two groups alone need a scale or unit after them, and no word
/// before them that numbers things (`lớp 9 120 học sinh`).
fn spaced_groups(scan: &Scan, at: usize, first: Numeral) -> Option<(Numeral, usize)> {
    if !first.is_plain(1..=3) || first.digits == 0 || scan.word(at).starts_with('0') || scan.is_labelled(at) {
        return None;
    }
    let mut numeral = first;
    let mut end = at + 1;
    while scan.is_number(end) && !scan.is_glued(end) {
        let text = scan.word(end);
        let next = Numeral::read(text).ok()?;
        // The last group may carry the decimals: `1 846 011,25`.
        let decimals = match next.shape {
            Shape::Plain { decimals } if text.len() == 3 || text.as_bytes().get(3) == Some(&b',') => decimals,
            _ => break,
        };
        if next.width != 3 + decimals {
            break;
        }
        numeral = numeral.joined(next, decimals)?;
        end += 1;
        if decimals > 0 {
            break;
        }
    }
    let groups = end - at;
    let measured = scan.scale(end).is_some() || scan.unit_hit(end).is_some();
    (groups > 2 || (groups == 2 && measured)).then_some((numeral, end))
}

/// Adds the scale words, `rưỡi`, and the parts and tails after them.
fn with_scales(scan: &Scan, mut amount: Amount) -> Amount {
    amount.power = 0;
    while let Some(power) = scan.scale(amount.end)
        && amount.power + power <= MAX_POWER
    {
        amount.power += power;
        amount.end += 1;
    }
    if amount.power == 0 {
        if matches!(scan.role(amount.end), Some((NumberRole::Dozen, _))) {
            amount.factor = 12;
            amount.end += 1;
        }
        return amount;
    }
    with_parts(scan, amount)
}

fn with_parts(scan: &Scan, mut amount: Amount) -> Amount {
    let mut last = amount.power;
    loop {
        if matches!(scan.role(amount.end), Some((NumberRole::Half, _))) {
            add(&mut amount, Exact::new(5, 0), last - 1, 1);
            return amount;
        }
        let Some(part) = part(scan, &amount, last) else { return amount };
        if part.power > last {
            // `một nghìn hai trăm tỷ`: the greater scale multiplies all that came before.
            let before = amount.extra.map_or(Some(part.value), |extra| extra.plus(part.value));
            amount.extra = before.and_then(|sum| sum.shift(part.power));
            amount.power += part.power;
            amount.end += part.tokens;
        } else {
            add(&mut amount, part.value, part.power, part.tokens);
        }
        if let Some(flag) = part.flag {
            amount.flag = Some(flag);
        }
        if part.is_last {
            return amount;
        }
        last = part.power;
    }
}

fn add(amount: &mut Amount, value: Exact, power: u32, tokens: usize) {
    let Some(value) = value.shift(power) else { return };
    let Some(sum) = amount.extra.map_or(Some(value), |extra| extra.plus(value)) else { return };
    amount.extra = Some(sum);
    amount.end += tokens;
}

/// A smaller part after a scale.
struct Part {
    value: Exact,
    power: u32,
    tokens: usize,
    is_last: bool,
    flag: Option<&'static str>,
}

fn part(scan: &Scan, amount: &Amount, last: u32) -> Option<Part> {
    let at = amount.end;
    if scan.is_number(at) {
        return digit_part(scan, amount, last);
    }
    if amount.words > 0 && matches!(scan.role(at), Some((NumberRole::Filler, _))) {
        let group = words::group(scan, at + 1)?;
        return Some(Part {
            value: Exact::new(i128::from(group.value), 0),
            power: 0,
            tokens: group.end - at,
            is_last: true,
            flag: None,
        });
    }
    let group = words::group(scan, at)?;
    let (power, end) = scales_after(scan, group.end);
    let value = Exact::new(i128::from(group.value), 0);
    let part = |power, tokens, is_last| Part { value, power, tokens, is_last, flag: None };
    if power > 0 {
        return follows(amount, value, power, last).then(|| part(power, end - at, false));
    }
    if amount.words == 0 {
        return None;
    }
    if group.words > 1 {
        return Some(part(0, group.end - at, true));
    }
    word_tail(scan, group, last).then(|| part(last - 1, 1, true))
}

/// `một triệu hai`: a lone digit is the next lower place, unless a noun follows or it is `năm`, the year.
fn word_tail(scan: &Scan, group: Group, last: u32) -> bool {
    (1..10).contains(&group.value) && group.value != 5 && last >= 3 && closes(scan, group.end)
}

/// `16 triệu 200 nghìn`, `3 tỷ 5`, `1tr2`.
fn digit_part(scan: &Scan, amount: &Amount, last: u32) -> Option<Part> {
    let at = amount.end;
    let numeral = Numeral::read(scan.word(at)).ok()?;
    let Shape::Plain { decimals } = numeral.shape else { return None };
    let value = numeral.value(decimals);
    let (power, end) = scales_after(scan, at + 1);
    if power > 0 {
        let tokens = end - at;
        return follows(amount, value, power, last).then_some(Part {
            value,
            power,
            tokens,
            is_last: false,
            flag: None,
        });
    }
    let tail = numeral.is_plain(1..=3) && numeral.digits > 0 && numeral.width <= last;
    let wanted = scan.is_glued(at) || (matches!(numeral.width, 1 | 3) && closes(scan, at + 1));
    if tail && wanted {
        let power = last - numeral.width;
        return Some(Part { value, power, tokens: 1, is_last: true, flag: Some("tail_digit") });
    }
    // `2 triệu 350 đồng`: taken by the letter, although thousands may be meant.
    let money = scan.unit_hit(at + 1).is_some_and(|(_, u)| u.dimension == Dimension::Money);
    (decimals == 0 && money && !scan.is_glued(at) && !value.exceeds(10_i128.pow(last) - 1)).then_some(Part {
        value,
        power: 0,
        tokens: 1,
        is_last: true,
        flag: Some("ambiguous_number"),
    })
}

/// Whether a part of this scale may follow: a smaller one adds, a greater one multiplies once.
fn follows(amount: &Amount, value: Exact, power: u32, last: u32) -> bool {
    power < last
        || (power > last
            && amount.power == last
            && power + last <= MAX_POWER
            && !value.exceeds(10_i128.pow(last) - 1))
}

fn scales_after(scan: &Scan, at: usize) -> (u32, usize) {
    let (mut power, mut end) = (0, at);
    while let Some(next) = scan.scale(end)
        && power + next <= MAX_POWER
    {
        power += next;
        end += 1;
    }
    (power, end)
}

/// Whether nothing that could be counted stands at `at`.
fn closes(scan: &Scan, at: usize) -> bool {
    let Some(token) = scan.reading.tokens.get(at) else { return true };
    match token.kind {
        TokenKind::Mark(c) => matches!(c, '.' | ',' | ';' | ')' | '!' | '?' | ':' | '”' | '"'),
        TokenKind::Word => scan.noun_word(at, NounRole::Boundary).is_some(),
        _ => false,
    }
}
