//! Sentences through [`find`](super::find): the corpus of `fixtures/corpus/numbers.toml`, its variants, random numbers.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::{
    patterns::{Memo, Patterns},
    reading::Reading,
};

static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::builtin().expect("the built-in patterns load"));

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    case: Vec<Case>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    expect: Vec<toml::Table>,
    #[serde(default)]
    rejected: Vec<toml::Table>,
}

/// Calls `look` with what is found in `text`, read with its own style.
fn with_found<T>(text: &str, look: impl FnOnce(&Reading, &Quantities) -> T) -> T {
    thread_local! {
        static MEMO: std::cell::RefCell<Memo> = std::cell::RefCell::default();
    }
    MEMO.with_borrow_mut(|memo| {
        let reading = Reading::new(text, 0, &PATTERNS, memo);
        let taken = vec![false; reading.tokens.len()];
        let found = find(&reading, &taken, Style::of(&reading, &taken), &PATTERNS);
        look(&reading, &found)
    })
}

/// What a key of a corpus row is compared with.
fn field(reading: &Reading, quantity: &Quantity, key: &str) -> Option<String> {
    let (value, lower, upper) = match quantity.magnitude {
        Magnitude::Point(value) => (Some(value), None, None),
        Magnitude::Range { low, high } => (None, Some(low), Some(high)),
    };
    let text = |value: Option<Decimal>| value.map(|v| v.to_string());
    match key {
        "at" => Some(reading.text_of(&quantity.tokens).to_owned()),
        "value" => text(value),
        "lower" => text(lower),
        "upper" => text(upper),
        "out_of" => text(quantity.out_of),
        "alternative" => text(quantity.alternative),
        "unit" => quantity.unit.as_ref().map(|u| u.code.clone()),
        "qualifier" => Some(quantity.qualifier.code().to_owned()),
        "decimals" => Some(quantity.reported.decimals.to_string()),
        "unit_mult" => Some(quantity.reported.unit_mult.to_string()),
        "flag" => quantity.flags.first().map(|f| (*f).to_owned()),
        _ => panic!("unknown key {key}"),
    }
}

fn plain(value: &toml::Value) -> String {
    value
        .as_str()
        .map(str::to_owned)
        .or_else(|| value.as_integer().map(|n| n.to_string()))
        .unwrap_or_default()
}

/// Every way in which `text` is not read as the case says; `keys` are the ones that matter.
fn differences(text: &str, case: &Case, keys: &[&str]) -> Vec<String> {
    with_found(text, |reading, found| {
        let mut out = Vec::new();
        // Numbers of numbered things (`nhóm 2`) are listed only where a case is about them.
        let listed = case.expect.iter().any(|row| row.contains_key("flag"));
        let quantities: Vec<_> =
            found.quantities.iter().filter(|q| listed || !q.flags.contains(&"labelled")).collect();
        let rows = quantities.len();
        if rows != case.expect.len() || found.unreadable.len() != case.rejected.len() {
            let quotes: Vec<_> = quantities.iter().map(|q| reading.text_of(&q.tokens)).collect();
            out.push(format!("{text}\n  {rows} quantities for {}: {quotes:?}", case.expect.len()));
        }
        for (row, quantity) in case.expect.iter().zip(quantities) {
            let exact = toml::Value::String("exact".into());
            let qualifier = row.get("qualifier").unwrap_or(&exact);
            let all = row.iter().map(|(k, v)| (k.as_str(), v)).chain([("qualifier", qualifier)]);
            for (key, wanted) in all.filter(|(k, _)| keys.is_empty() || keys.contains(k)) {
                let got = field(reading, quantity, key);
                if got.as_deref() != Some(plain(wanted).as_str()) {
                    out.push(format!("{text}\n  {row:?}\n  {key} is {got:?}"));
                }
            }
        }
        for (row, unreadable) in case.rejected.iter().zip(&found.unreadable) {
            let got = (reading.text_of(&unreadable.tokens), unreadable.reason.code());
            let wanted = (plain(&row["at"]), plain(&row["reason"]));
            if keys.is_empty() && (got.0, got.1) != (wanted.0.as_str(), wanted.1.as_str()) {
                out.push(format!("{text}\n  {row:?}: got {got:?}"));
            }
        }
        out
    })
}

fn corpus() -> Corpus {
    toml::from_str(include_str!("../../fixtures/corpus/numbers.toml")).expect("the corpus is TOML")
}

#[test]
fn the_corpus_is_read_as_it_says() {
    let failures: Vec<_> = corpus().case.iter().flat_map(|c| differences(&c.text, c, &[])).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_entry_of_this_stage_is_read_as_its_examples_say() {
    let mut failures = Vec::new();
    for (index, entry) in PATTERNS
        .entries
        .iter()
        .enumerate()
        .filter(|(_, e)| matches!(e.kind, "unit" | "number" | "hedge" | "noun"))
    {
        // What the linking rejects (ages, durations) is a quantity all the same.
        for example in entry.examples.iter().filter(|e| e.rejected.is_empty()) {
            // The sign of a fall is the verb's, which the linking reads.
            let mut expect = example.expect.clone();
            for row in &mut expect {
                let at = row.get("at").map(plain).unwrap_or_default();
                if ["âm", "-", "−", "–"].iter().any(|sign| at.starts_with(sign)) {
                    continue;
                }
                if let Some(toml::Value::String(value)) = row.get_mut("value") {
                    *value = value.trim_start_matches('-').to_owned();
                }
            }
            let case = Case { text: example.text.clone(), expect, rejected: Vec::new() };
            failures
                .extend(differences(&example.text, &case, &[]).iter().map(|d| format!("{}: {d}", entry.id)));
            let takes_part = with_found(&example.text, |_, found| {
                found.quantities.iter().filter_map(|q| q.unit.as_ref()?.entry).any(|e| e.0 as usize == index)
            });
            // As a divisor a unit takes part without being the head.
            let is_divisor = entry.kind != "unit" || example.text.contains('/');
            if takes_part == example.why.is_some() && !is_divisor {
                failures.push(format!("{}: {}", entry.id, example.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn other_spellings_of_the_same_sentence_give_the_same_quantities() {
    let wide = |c: char| match c {
        '0'..='9' | '%' | ',' | '.' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    };
    let keys = ["value", "lower", "upper", "unit", "qualifier", "out_of", "decimals"];
    let mut failures = Vec::new();
    for case in &corpus().case {
        let variants: [String; 4] = [
            case.text.nfd().collect(),
            case.text.replace(' ', "\u{a0}"),
            case.text.chars().map(wide).collect(),
            case.text.replace(' ', " \u{200b}"),
        ];
        for text in variants {
            failures.extend(differences(&text, case, &keys));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A small generator of numbers: the same cases on every run, no crate's cost per case.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Of any length up to `digits`, not only of the longest.
    fn number(&mut self, digits: u64) -> u64 {
        let digits = 1 + self.below(digits);
        self.below(10_u64.pow(digits as u32))
    }
}

/// The one value that `text` holds when read in `style`.
fn value_in(text: &str, style: Style) -> Option<Decimal> {
    thread_local! {
        static MEMO: std::cell::RefCell<Memo> = std::cell::RefCell::default();
    }
    MEMO.with_borrow_mut(|memo| {
        let reading = Reading::new(text, 0, &PATTERNS, memo);
        let taken = vec![false; reading.tokens.len()];
        let found = find(&reading, &taken, style, &PATTERNS);
        match (found.quantities.as_slice(), found.unreadable.as_slice()) {
            ([Quantity { magnitude: Magnitude::Point(value), .. }], []) => Some(*value),
            _ => None,
        }
    })
}

#[test]
fn what_is_written_in_digits_is_read_back() {
    let mut random = Random(0x5eed);
    for _ in 0..40_000 {
        let decimals = random.below(5) as u32;
        let whole = random.number(15);
        let part = random.below(10_u64.pow(decimals));
        // Three noughts after a comma are taken for thousands, and so they should.
        if decimals == 3 && part == 0 {
            continue;
        }
        let mantissa = i128::from(whole) * 10_i128.pow(decimals) + i128::from(part);
        let value = Decimal::from_i128_with_scale(mantissa, decimals);
        for style in [Style::Vietnamese, Style::English] {
            let text = format!("là {}", write::digits(value, style));
            assert_eq!(value_in(&text, style), Some(value), "{text}");
        }
        if decimals == 0 {
            let text = format!("là {} người", write::digits(value, Style::Vietnamese).replace('.', " "));
            assert_eq!(value_in(&text, Style::Unknown), Some(value), "{text}");
        }
    }
}

#[test]
fn what_is_written_in_words_is_read_back() {
    let mut random = Random(0xface);
    let numbers = (1..2_000).chain((0..30_000).map(|_| 1 + random.number(15)));
    for n in numbers {
        let text = format!("đạt {} phần trăm", write::words(n));
        assert_eq!(value_in(&text, Style::Unknown), Some(n.into()), "{text}");
    }
}

#[test]
fn scale_and_unit_multiply_exactly() {
    let mut random = Random(0xbee5);
    let scales = [("", 0), ("nghìn ", 3), ("triệu ", 6), ("tỷ ", 9), ("nghìn tỷ ", 12), ("triệu tỷ ", 15)];
    let units = ["đồng", "USD", "người", "ha", "tấn", "lượt khách", "con lợn", "%"];
    for _ in 0..20_000 {
        let decimals = 1 + random.below(2) as u32;
        let mantissa = i128::from(random.number(9));
        let value = Decimal::from_i128_with_scale(mantissa, decimals);
        let (scale, power) = scales[random.below(6) as usize];
        let unit = units[random.below(8) as usize];
        let text = format!("là {} {scale}{unit}", write::digits(value, Style::Vietnamese));
        let wanted = value * Decimal::from(10_u64.pow(power));
        assert_eq!(value_in(&text, Style::Vietnamese), Some(wanted), "{text}");
    }
}

/// Every number token is in a quantity or among the unreadable, and none is in two.
fn nothing_vanishes(text: &str) {
    with_found(text, |reading, found| {
        let mut seen = vec![0; reading.tokens.len()];
        let all = found.quantities.iter().map(|q| &q.tokens);
        for tokens in all.chain(found.unreadable.iter().map(|u| &u.tokens)) {
            tokens.clone().for_each(|at| seen[at] += 1);
        }
        for (at, token) in reading.tokens.iter().enumerate() {
            assert!(seen[at] < 2, "{text}: token {at} is in two quantities");
            assert!(!token.is_number() || seen[at] == 1, "{text}: {} has vanished", reading.word(at));
        }
    });
}

#[test]
fn no_soup_of_tokens_makes_a_number_vanish() {
    const SOUP: [&str; 60] = [
        "1",
        "05",
        "1.846",
        "1,484",
        "2020",
        "38,4",
        "1.2.3",
        "99999999999999999999999999999",
        "000",
        "12.345,6",
        "một",
        "hai",
        "năm",
        "mươi",
        "mười",
        "trăm",
        "linh",
        "nghìn",
        "triệu",
        "tỷ",
        "rưỡi",
        "nửa",
        "phẩy",
        "phần",
        "âm",
        "gấp",
        "đôi",
        "tá",
        "k",
        "tr",
        "t",
        "đồng",
        "người",
        "%",
        "‰",
        "điểm",
        "kg",
        "USD",
        "$",
        "/",
        "-",
        "–",
        ".",
        ",",
        "(",
        ")",
        "“",
        "”",
        "từ",
        "đến",
        "trên",
        "tổng",
        "số",
        "mỗi",
        "chiếc",
        "con",
        "hơn",
        "khoảng",
        "trở",
        "lên",
    ];
    let mut random = Random(0x50b0);
    for _ in 0..30_000 {
        let mut text = String::new();
        for _ in 0..=random.below(12) {
            text.push_str(SOUP[random.below(60) as usize]);
            if random.below(3) > 0 {
                text.push(' ');
            }
        }
        nothing_vanishes(&text);
    }
}

proptest::proptest! {
    #[test]
    fn no_text_at_all_makes_a_number_vanish(text in "\\PC{0,60}") {
        nothing_vanishes(&text);
    }
}
