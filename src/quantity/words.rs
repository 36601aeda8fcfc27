//! Number words below a thousand → their value.
//!
//! In: a token where a number word stands. Out: a [`Group`]: `hai trăm linh năm` is 205. Scales from nghìn up, and what
//! follows them, are [`super::amount`]'s.
//!
//! Worked example: `chín mươi lăm` → 95; `một trăm hai` → 120 (the tail is the next lower place); `hai mốt` → 21;
//! `hai mươi năm` → 20, because `năm` after tens is the year (the digit is `lăm` there).

use super::scan::Scan;
use crate::patterns::catalogue::NumberRole::{
    Comma, Digit, DigitAfterTens, Filler, Fraction, Half, Scale, Ten, Tens,
};

/// A number below a thousand in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub value: i64,
    /// One past its last token.
    pub end: usize,
    /// How many words it has.
    pub words: usize,
}

/// Reads the longest number below a thousand at `at`.
pub(super) fn group(scan: &Scan, at: usize) -> Option<Group> {
    let found = |value, end| Some(Group { value, end, words: end - at });
    match scan.role(at)? {
        (Ten, ten) => match unit_digit(scan, at + 1) {
            Some(digit) => found(ten + digit, at + 2),
            // `hăm` and `băm` never stand alone.
            None => (ten == 10).then_some(()).and_then(|()| found(ten, at + 1)),
        },
        (Digit, digit) => match scan.role(at + 1) {
            Some((Scale, 2)) => {
                let (rest, end) = below_hundred(scan, at + 2);
                found(digit * 100 + rest, end)
            }
            Some((Tens, _)) if digit > 1 => {
                let tail = unit_digit(scan, at + 2);
                found(digit * 10 + tail.unwrap_or(0), at + 2 + usize::from(tail.is_some()))
            }
            // `hai mốt`, `chín lăm`: the word for ten is dropped.
            Some((DigitAfterTens, tail)) if digit > 1 => found(digit * 10 + tail, at + 2),
            // `chín chín tỷ`, but not `hai ba triệu`, which is two or three.
            Some((Digit, tail))
                if digit > 1
                    && !matches!(tail, 0 | 5)
                    && tail != digit + 1
                    && matches!(scan.role(at + 2), Some((Scale, 3..))) =>
            {
                found(digit * 10 + tail, at + 2)
            }
            _ => found(digit, at + 1),
        },
        _ => None,
    }
}

/// What may follow `trăm`: its value and where it ends.
fn below_hundred(scan: &Scan, at: usize) -> (i64, usize) {
    match scan.role(at) {
        Some((Filler, _)) => match scan.role(at + 1) {
            Some((Digit | DigitAfterTens, digit)) if digit > 0 => (digit, at + 2),
            _ => (0, at),
        },
        Some((Ten, ten)) => {
            let tail = unit_digit(scan, at + 1);
            (ten + tail.unwrap_or(0), at + 1 + usize::from(tail.is_some()))
        }
        Some((Half, _)) => (50, at + 1),
        Some((DigitAfterTens, digit)) => (digit * 10, at + 1),
        Some((Digit, digit)) => match scan.role(at + 1) {
            Some((Tens, _)) => {
                let tail = unit_digit(scan, at + 2);
                (digit * 10 + tail.unwrap_or(0), at + 2 + usize::from(tail.is_some()))
            }
            Some((DigitAfterTens, tail)) => (digit * 10 + tail, at + 2),
            // `một trăm hai` is 120, `một trăm năm` a hundred years, `hai trăm ba trăm` two numbers.
            Some((Scale, 2)) => (0, at),
            _ if matches!(digit, 0 | 5) => (0, at),
            _ => (digit * 10, at + 1),
        },
        _ => (0, at),
    }
}

/// The digit after `mười` or `mươi`, unless it begins another number or is the year.
fn unit_digit(scan: &Scan, at: usize) -> Option<i64> {
    match scan.role(at)? {
        (DigitAfterTens, digit) => Some(digit),
        (Digit, digit) if !matches!(digit, 0 | 5) => {
            (!matches!(scan.role(at + 1), Some((Tens, _) | (Scale, 2)))).then_some(digit)
        }
        _ => None,
    }
}

/// The decimals after `phẩy`: digit by digit (`phẩy không năm`) or as a number (`phẩy hai mươi lăm`).
pub(super) fn decimals(scan: &Scan, at: usize) -> Option<(i64, u32, usize)> {
    if !matches!(scan.role(at)?, (Comma, _)) {
        return None;
    }
    if let Some(group) = group(scan, at + 1)
        && group.words > 1
        && (10..100).contains(&group.value)
    {
        return Some((group.value, 2, group.end));
    }
    let (mut value, mut width, mut end) = (0, 0, at + 1);
    while let Some((Digit | DigitAfterTens, digit)) = scan.role(end)
        && width < 12
    {
        value = value * 10 + digit;
        width += 1;
        end += 1;
    }
    (width > 0).then_some((value, width, end))
}

/// `hai phần ba`: numerator, denominator and where it ends; `first` is the numerator.
pub(super) fn fraction(scan: &Scan, first: Group) -> Option<(i64, i64, usize)> {
    if !matches!(scan.role(first.end)?, (Fraction, _)) {
        return None;
    }
    let (below, end) = match scan.role(first.end + 1)? {
        (DigitAfterTens, digit) => (digit, first.end + 2),
        _ => group(scan, first.end + 1).map(|g| (g.value, g.end))?,
    };
    (below > 1).then_some((first.value, below, end))
}

/// A fraction as a percentage, where that is exact: its digits and decimals.
pub(super) fn percentage(above: i64, below: i64) -> Option<(i128, u32)> {
    (0..=4).find_map(|decimals| {
        let scaled = i128::from(above) * 10_i128.pow(2 + decimals);
        (scaled % i128::from(below) == 0).then(|| (scaled / i128::from(below), decimals))
    })
}
