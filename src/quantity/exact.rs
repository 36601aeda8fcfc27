//! Exact sums with powers of ten: what a printed number goes through before it becomes a [`Decimal`].
//!
//! In: digits and the power of ten of a scale word. Out: the value, or `None` where it would not fit without
//! rounding. [`Decimal`]'s own operators round silently once 28 digits are used up; these never do.
//!
//! Worked example: `178.752,2 tỷ` is 1787522 with one decimal, shifted by 9: 178752200000000.

use rust_decimal::Decimal;

/// An integer and how many of its last digits stand after the comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    mantissa: i128,
    decimals: u32,
}

impl Exact {
    pub(super) fn new(mantissa: i128, decimals: u32) -> Self {
        Self { mantissa, decimals }
    }

    /// Times ten to the power of `power`, which is not negative.
    pub(super) fn shift(self, power: u32) -> Option<Self> {
        if power <= self.decimals {
            return Some(Self { decimals: self.decimals - power, ..self });
        }
        let factor = 10_i128.checked_pow(power - self.decimals)?;
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, decimals: 0 })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let mantissa = self.at(decimals)?.checked_add(other.at(decimals)?)?;
        Some(Self { mantissa, decimals })
    }

    pub(super) fn times(self, factor: i128) -> Option<Self> {
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, ..self })
    }

    /// The mantissa when written with `decimals` decimals.
    fn at(self, decimals: u32) -> Option<i128> {
        self.mantissa.checked_mul(10_i128.checked_pow(decimals - self.decimals)?)
    }

    /// The same number without trailing zeros after the comma, if it fits.
    pub(super) fn decimal(self) -> Option<Decimal> {
        let (mut mantissa, mut decimals) = (self.mantissa, self.decimals);
        while decimals > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            decimals -= 1;
        }
        Decimal::try_from_i128_with_scale(mantissa, decimals).ok()
    }

    /// Whether the number is greater than the integer `bound`.
    pub(super) fn exceeds(self, bound: i128) -> bool {
        10_i128
            .checked_pow(self.decimals)
            .and_then(|unit| bound.checked_mul(unit))
            .is_some_and(|bound| self.mantissa > bound)
    }
}
