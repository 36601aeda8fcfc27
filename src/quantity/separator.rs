//! Which reading of a dot or comma holds, and on what evidence.
//!
//! In: a [`Numeral`] of two readings, its scale and unit, the document's [`Style`]. Out: a [`Decision`]: the number of
//! decimals, and whether another reading was possible; that one is kept as the quantity's alternative.
//!
//! Worked example: `1.484 triệu người` would be 1.48 billion people, more than the country has: three decimals.

use super::{
    numeral::{Numeral, Shape},
    style::Style,
};
use crate::patterns::catalogue::Dimension;

/// Nobody counts more people than this in a Vietnamese text without naming the world.
const MOST_PERSONS: i128 = 105_000_000;

/// The reading chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    /// Digits after the comma.
    pub decimals: u32,
    /// No other reading was in play.
    pub certain: bool,
}

/// Reads the separators of `numeral` before a scale of ten to the `power` and a unit of `dimension`.
pub(super) fn decide(numeral: Numeral, power: u32, dimension: Option<Dimension>, style: Style) -> Decision {
    match numeral.shape {
        Shape::Plain { decimals } => Decision { decimals, certain: true },
        Shape::OneDot => dot(numeral, power, dimension, style),
        Shape::OneComma => comma(numeral, power, dimension, style),
    }
}

/// The reading that one hand gives a numeral, whatever it counts: for cells whose neighbours show whose hand it is.
pub(super) fn in_style(numeral: Numeral, style: Style) -> Option<Decision> {
    let decimals = match (numeral.shape, style) {
        (Shape::Plain { decimals }, _) => decimals,
        (Shape::OneDot, Style::Vietnamese) | (Shape::OneComma, Style::English) => 0,
        (Shape::OneDot, Style::English) | (Shape::OneComma, Style::Vietnamese) => 3,
        (_, Style::Unknown) => return None,
    };
    Some(Decision { decimals, certain: true })
}

fn dot(numeral: Numeral, power: u32, dimension: Option<Dimension>, style: Style) -> Decision {
    let decimal = Decision { decimals: 3, certain: false };
    if is_rate(dimension) {
        return Decision { certain: style == Style::English, ..decimal };
    }
    let too_many = dimension == Some(Dimension::Person)
        && power >= 6
        && numeral.value(0).shift(power).is_none_or(|n| n.exceeds(MOST_PERSONS));
    if too_many {
        return decimal;
    }
    if style == Style::English && !ends_in_zeros(numeral) {
        return decimal;
    }
    // Before a scale word either reading makes sense: `31.901 tỷ`. Round numbers are no decimals.
    let plain = power == 0 || ends_in_zeros(numeral);
    Decision { decimals: 0, certain: style == Style::Vietnamese || (style == Style::Unknown && plain) }
}

fn comma(numeral: Numeral, power: u32, dimension: Option<Dimension>, style: Style) -> Decision {
    if is_rate(dimension) {
        return Decision { decimals: 3, certain: style == Style::Vietnamese };
    }
    // Nobody measures to three decimals and finds nought: `10,000 tấn` is the English way to write ten thousand.
    let thousands = ends_in_zeros(numeral)
        || style == Style::English
        || (power == 0 && dimension.is_some_and(|d| is_counted(d) || d == Dimension::Money));
    if thousands {
        return Decision { decimals: 0, certain: style == Style::English };
    }
    Decision { decimals: 3, certain: style == Style::Vietnamese && power > 0 }
}

fn ends_in_zeros(numeral: Numeral) -> bool {
    numeral.digits % 1000 == 0
}

/// Shares and rates: a thousand per cent and more is rare, three decimals are not.
fn is_rate(dimension: Option<Dimension>) -> bool {
    matches!(dimension, Some(Dimension::Percent | Dimension::Point | Dimension::Permille))
}

/// Things that come whole.
fn is_counted(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Person
            | Dimension::Household
            | Dimension::Count
            | Dimension::Event
            | Dimension::Time
            | Dimension::Age
    )
}
