//! The text of one number token → digits, and where its comma may stand.
//!
//! In: `178.752,2`, `1,484`, `05`. Out: a [`Numeral`]: all digits as one integer, and a [`Shape`] that says how many of
//! them are decimals, or that two readings are possible. Which one holds is decided in [`super::separator`],
//! when scale and unit are known.
//!
//! Worked example: `1.821,308` has shape `Plain { decimals: 3 }`; `31.901` has shape `OneDot`: 31901 or 31.901.

use super::{Reason, exact::Exact};

/// What the separators allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One reading only.
    Plain {
        /// Digits after the comma.
        decimals: u32,
    },
    /// `31.901`: thousands in Vietnamese style, three decimals in English style.
    OneDot,
    /// `1,484`: three decimals in Vietnamese style, thousands in English style.
    OneComma,
}

/// Whose separators a number is written with, where it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// Dots between thousands, comma before decimals.
    Vietnamese,
    /// Commas between thousands, dot before decimals.
    English,
    /// One dot and no thousands: English, unless it is a date (`30.4`).
    Dotted,
    /// No telling.
    Open,
}

/// A number in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral {
    /// All its digits.
    pub digits: i128,
    /// How many they are.
    pub width: u32,
    /// Where the comma may stand.
    pub shape: Shape,
    /// Whose style it shows.
    pub hand: Hand,
}

/// More digits than a [`rust_decimal::Decimal`] holds for certain.
const MAX_DIGITS: u32 = 28;

impl Numeral {
    /// Reads a number token.
    pub(super) fn read(text: &str) -> Result<Self, Reason> {
        let mut digits = 0_i128;
        let mut width = 0;
        let mut groups = Groups::default();
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    width += 1;
                    if width > MAX_DIGITS {
                        return Err(Reason::TooLong);
                    }
                    digits = digits * 10 + i128::from(byte - b'0');
                    groups.digit();
                }
                b'.' | b',' => groups.separator(byte).map_err(|reason| glued(text).unwrap_or(reason))?,
                _ => return Err(Reason::BadGroups),
            }
        }
        if width == 0 {
            return Err(Reason::BadGroups);
        }
        let (shape, hand) =
            groups.shape(text.as_bytes()[0] == b'0').map_err(|reason| glued(text).unwrap_or(reason))?;
        // `20192020`: two years.
        let years = |text: &str| text[..2] == *"20" || text[..2] == *"19";
        if width == 8 && text.len() == 8 && years(text) && years(&text[4..]) {
            return Err(Reason::Glued);
        }
        Ok(Self { digits, width, shape, hand })
    }

    /// A number known beforehand.
    pub(super) fn known(digits: i128, decimals: u32) -> Self {
        Self { digits, width: 1, shape: Shape::Plain { decimals }, hand: Hand::Open }
    }

    /// Its value with so many decimals.
    pub(super) fn value(self, decimals: u32) -> Exact {
        Exact::new(self.digits, decimals)
    }

    /// Whether it is digits alone, `n` of them.
    pub(super) fn is_plain(self, n: std::ops::RangeInclusive<u32>) -> bool {
        self.shape == (Shape::Plain { decimals: 0 }) && self.hand == Hand::Open && n.contains(&self.width)
    }

    /// The digits of `self` followed by those of `next`, as one number with so many decimals.
    pub(super) fn joined(self, next: Self, decimals: u32) -> Option<Self> {
        let width = self.width + next.width;
        let digits = self.digits.checked_mul(10_i128.checked_pow(next.width)?)?.checked_add(next.digits)?;
        (width <= MAX_DIGITS).then_some(Self {
            digits,
            width,
            shape: Shape::Plain { decimals },
            hand: Hand::Vietnamese,
        })
    }
}

/// `1.234.5675.678`, `12,513,7`: a group of three digits or more among separators that make no number is what is left of several.
fn glued(text: &str) -> Option<Reason> {
    let groups = || text.split(['.', ',']);
    let year = text.rsplit('.').next().is_some_and(|last| last.len() == 4) && groups().count() == 3;
    (groups().any(|g| g.len() >= 3) && !year).then_some(Reason::Glued)
}

/// The digit groups of a number, counted while it is read.
#[derive(Debug, Default)]
struct Groups {
    /// Width of the first group, of the group being read, and of the one that the last separator closed.
    first: u32,
    current: u32,
    /// Separators so far, and the one at the end.
    separators: u32,
    last: u8,
    /// The separator between thousands, once two groups have shown it.
    thousands: u8,
    /// A separator that cannot be one between thousands was passed: nothing may follow but digits.
    closed: bool,
}

impl Groups {
    fn digit(&mut self) {
        self.current += 1;
    }

    fn separator(&mut self, mark: u8) -> Result<(), Reason> {
        let width_fits = if self.separators == 0 { self.current <= 3 } else { self.current == 3 };
        if self.closed {
            return Err(Reason::BadGroups);
        }
        if self.separators == 0 {
            self.first = self.current;
            self.closed = !width_fits;
        } else {
            if !width_fits {
                return Err(Reason::BadGroups);
            }
            self.thousands = self.last;
            // The second kind of mark is the one before the decimals.
            self.closed = mark != self.last;
        }
        self.separators += 1;
        self.last = mark;
        self.current = 0;
        Ok(())
    }

    fn shape(&self, leading_zero: bool) -> Result<(Shape, Hand), Reason> {
        let decimals = self.current;
        if decimals == 0 {
            return Err(Reason::BadGroups);
        }
        let dot = self.last == b'.';
        match self.separators {
            0 => Ok((Shape::Plain { decimals: 0 }, Hand::Open)),
            1 if decimals == 3 && !leading_zero && self.first <= 3 => {
                Ok((if dot { Shape::OneDot } else { Shape::OneComma }, Hand::Open))
            }
            1 => Ok((Shape::Plain { decimals }, if dot { Hand::Dotted } else { Hand::Vietnamese })),
            _ if self.thousands == self.last => match decimals {
                3 if !leading_zero => {
                    Ok((Shape::Plain { decimals: 0 }, if dot { Hand::Vietnamese } else { Hand::English }))
                }
                _ => Err(Reason::BadGroups),
            },
            _ => Ok((Shape::Plain { decimals }, if dot { Hand::English } else { Hand::Vietnamese })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_by_form() {
        for (text, digits, shape) in [
            ("1.846.011", 1_846_011, Shape::Plain { decimals: 0 }),
            ("1,846,011", 1_846_011, Shape::Plain { decimals: 0 }),
            ("178.752,2", 1_787_522, Shape::Plain { decimals: 1 }),
            ("178,752.25", 17_875_225, Shape::Plain { decimals: 2 }),
            ("1.821,308", 1_821_308, Shape::Plain { decimals: 3 }),
            ("38,4", 384, Shape::Plain { decimals: 1 }),
            ("38.5", 385, Shape::Plain { decimals: 1 }),
            ("2,05", 205, Shape::Plain { decimals: 2 }),
            ("1,4845", 14845, Shape::Plain { decimals: 4 }),
            ("31.901", 31901, Shape::OneDot),
            ("1,484", 1484, Shape::OneComma),
            ("0,712", 712, Shape::Plain { decimals: 3 }),
            ("0.712", 712, Shape::Plain { decimals: 3 }),
            ("1234.567", 1_234_567, Shape::Plain { decimals: 3 }),
            ("05", 5, Shape::Plain { decimals: 0 }),
        ] {
            let read = Numeral::read(text).unwrap();
            assert_eq!((read.digits, read.shape), (digits, shape), "{text}");
        }
    }

    #[test]
    fn no_number_at_all() {
        for text in ["31.12.2020", "1.2.3", "1.234.56", "12.34,5", "1.234,567.8", "0.123.456", "1234.567.890"]
        {
            assert!(Numeral::read(text).is_err(), "{text}");
        }
        assert_eq!(Numeral::read("1.2.3"), Err(Reason::BadGroups));
        assert_eq!(Numeral::read("31.12.2020"), Err(Reason::BadGroups));
        for text in ["1.234.5675.678", "12,513,7", "1.846.01138,4", "20192020"] {
            assert_eq!(Numeral::read(text), Err(Reason::Glued), "{text}");
        }
        assert_eq!(Numeral::read(&"9".repeat(29)), Err(Reason::TooLong));
    }
}
