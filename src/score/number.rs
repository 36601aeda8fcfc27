//! Decimals of any length, compared by value: `1846011`, `1846011.0` and `1.846011e6` are one number.
//!
//! Gold files are written by hand and predictions by any program, so a number may come as text or as a JSON
//! number, and with more digits than a fixed-width decimal holds.

use serde_json::Value;

/// A decimal number: `0.digits × 10^exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    /// Significant digits, no zero at either end; empty for zero.
    digits: String,
    exponent: i64,
}

impl Number {
    /// The number that a field holds; none for an empty field or one that is no number.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(s) => Self::parse(s),
            Value::Number(n) => Self::parse(&n.to_string()),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('_', "");
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let leading = all.len() - all.trim_start_matches('0').len();
        let digits = all.trim_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        Some(Self {
            negative,
            digits,
            exponent: power + (whole.len().cast_signed() - leading.cast_signed()) as i64,
        })
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(&self) -> bool {
        self.negative
    }

    /// Without its sign.
    fn abs(self) -> Self {
        Self { negative: false, ..self }
    }
}

/// The printed number or numbers of a record, sign ignored: one, or both ends of a range.
pub(super) fn printed(record: &Value) -> Vec<Number> {
    let value = &record["value"];
    let empty = value.is_null() || value.as_str() == Some("");
    let ends = if record["qualifier"] == "range" || empty {
        vec![&record["lower"], &record["upper"]]
    } else {
        vec![value]
    };
    ends.into_iter().filter_map(Number::of).map(Number::abs).collect()
}

/// Whether two records print the same numbers, in any order.
pub(super) fn same(a: &[Number], b: &[Number]) -> bool {
    a == b || (a.len() == b.len() && a.iter().eq(b.iter().rev()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_number_in_many_spellings() {
        let number = Number::of(&json!("1846011"));
        for spelling in [json!(1_846_011), json!("1846011.00"), json!("+1.846011E6"), json!(1_846_011.0)] {
            assert_eq!(Number::of(&spelling), number, "{spelling}");
        }
        assert_eq!(Number::of(&json!("-0.0")), Number::of(&json!(0)));
        assert_ne!(Number::of(&json!("0.05")), Number::of(&json!("0.5")));
        for no_number in [json!(""), json!("x"), json!(null), json!("."), json!("1e"), json!([1])] {
            assert_eq!(Number::of(&no_number), None, "{no_number}");
        }
    }

    #[test]
    fn a_range_is_both_ends() {
        let range = json!({"qualifier": "range", "value": null, "lower": "1.5", "upper": "1"});
        let turned = json!({"value": "", "lower": 1, "upper": 1.5});
        assert!(same(&printed(&range), &printed(&turned)));
        assert!(!same(&printed(&range), &printed(&json!({"value": 1.5}))));
        assert!(same(&printed(&json!({"value": "-3.2"})), &printed(&json!({"value": "3.2"}))));
    }
}
