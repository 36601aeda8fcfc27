//! Numbers → Vietnamese text: the way back, by which the reading is checked.
//!
//! In: a value. Out: its digits in the separators of a [`Style`], or its words as they are read aloud.
//!
//! ```
//! use solieu::quantity::{Style, write};
//! let value = "1846011.25".parse().unwrap();
//! assert_eq!(write::digits(value, Style::Vietnamese), "1.846.011,25");
//! assert_eq!(write::digits(value, Style::English), "1,846,011.25");
//! assert_eq!(write::words(2_021), "hai nghìn không trăm hai mươi mốt");
//! ```

use rust_decimal::Decimal;

use super::Style;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// The number in digits, thousands grouped; with [`Style::Unknown`] nothing is grouped and the comma is Vietnamese.
pub fn digits(value: Decimal, style: Style) -> String {
    let (group, comma) = match style {
        Style::Vietnamese => (".", ","),
        Style::English => (",", "."),
        Style::Unknown => ("", ","),
    };
    let text = value.abs().to_string();
    let (whole, decimals) = text.split_once('.').map_or((text.as_str(), None), |(w, d)| (w, Some(d)));
    let mut out = String::from(if value.is_sign_negative() { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push_str(group);
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push_str(comma);
        out.push_str(decimals);
    }
    out
}

/// The number in words, in the full form of the north: `không trăm` and `linh` fill empty places.
pub fn words(n: u64) -> String {
    let mut out = Vec::new();
    speak(n, &mut out);
    out.join(" ")
}

fn speak(n: u64, out: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    if n >= BILLION {
        speak(n / BILLION, out);
        out.push("tỷ");
        rest(n % BILLION, out);
        return;
    }
    match n {
        1_000_000.. => {
            below_thousand(n / 1_000_000, false, out);
            out.push("triệu");
            rest(n % 1_000_000, out);
        }
        1_000.. => {
            below_thousand(n / 1_000, false, out);
            out.push("nghìn");
            rest(n % 1_000, out);
        }
        _ => below_thousand(n, false, out),
    }
}

/// What follows a scale: its first group is spoken in full.
fn rest(n: u64, out: &mut Vec<&'static str>) {
    for (unit, word) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let group = n / unit % 1_000;
        if group > 0 {
            below_thousand(group, true, out);
            out.extend(word);
        }
    }
}

fn below_thousand(n: u64, full: bool, out: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = ((n / 100) as usize, (n / 10 % 10) as usize, (n % 10) as usize);
    let spoken = hundreds > 0 || full;
    if spoken {
        out.extend([DIGITS[hundreds], "trăm"]);
    }
    match tens {
        0 if spoken && ones > 0 => out.push("linh"),
        0 => {}
        1 => out.push("mười"),
        _ => out.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, ones) {
        (_, 0) if n > 0 => {}
        (2.., 1) => out.push("mốt"),
        (2.., 4) => out.push("tư"),
        (1.., 5) => out.push("lăm"),
        _ => out.push(DIGITS[ones]),
    }
}
