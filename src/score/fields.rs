//! When one field of an extracted record is right.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use super::{number::Number, period, text, truthy};

/// Short forms that readers open without thinking.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("bhxh", "bảo hiểm xã hội"),
    ("bhyt", "bảo hiểm y tế"),
    ("bhtn", "bảo hiểm thất nghiệp"),
    ("llld", "lực lượng lao động"),
    ("llldđ", "lực lượng lao động"),
    ("lllđ", "lực lượng lao động"),
    ("ubnd", "ủy ban nhân dân"),
    ("hssv", "học sinh sinh viên"),
    ("ktxh", "kinh tế xã hội"),
    ("ntm", "nông thôn mới"),
    ("nsnn", "ngân sách nhà nước"),
    ("xk", "xuất khẩu"),
    ("nk", "nhập khẩu"),
    ("dn", "doanh nghiệp"),
    ("htx", "hợp tác xã"),
    ("thcs", "trung học cơ sở"),
    ("thpt", "trung học phổ thông"),
];

/// Words that do not tell two subjects apart.
const STOP: &[&str] = &[
    "của", "là", "và", "các", "có", "đã", "được", "trên", "địa", "bàn", "tại", "số", "tỷ", "tỉ", "lệ",
    "tổng", "người", "về", "cho", "trong", "với", "ở", "những",
];

// Letters, numbers of every kind, the underscore and the per cent sign: what the reference scorer calls a word.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_%]+").expect("the expression is fixed and tested"));
static LEVEL_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(tinh|thanh pho|tp|quan|huyen|thi xa|xa|phuong)\.?[\s\x1c-\x1f]+")
        .expect("the expression is fixed and tested")
});

/// Whether a field of the prediction `p` says what the gold record `g` says.
pub(super) fn same(field: &str, g: &Value, p: &Value) -> bool {
    match field {
        "subject" => same_subject(g, p),
        "base" => same_base(&g["base"], &p["base"]),
        "period" => period::same(&g["period"], &p["period"]),
        "reference" => same_reference(&g["reference"], &p["reference"]),
        "place" => same_place(&g["place"], &p["place"]),
        "measure" => same_measure(g, p),
        "unit" => same_unit(g, p),
        _ => same_or_absent(&g[field], &p[field]),
    }
}

/// Equal, where an empty field is an absent one.
fn same_or_absent(a: &Value, b: &Value) -> bool {
    match (truthy(a), truthy(b)) {
        (true, true) => a == b,
        (a, b) => a == b,
    }
}

/// Where both name an indicator, that and the group decide; else the words.
fn same_subject(g: &Value, p: &Value) -> bool {
    if truthy(&g["indicator"]) && truthy(&p["indicator"]) {
        return g["indicator"] == p["indicator"] && same_or_absent(&g["group"], &p["group"]);
    }
    overlap(&words_of(&g["subject"]), &words_of(&p["subject"])) >= 0.5
}

fn same_base(a: &Value, b: &Value) -> bool {
    if !truthy(a) || !truthy(b) {
        return truthy(a) == truthy(b);
    }
    (truthy(&a["code"]) && a["code"] == b["code"]) || overlap(&words_of(a), &words_of(b)) >= 0.6
}

fn same_reference(a: &Value, b: &Value) -> bool {
    if !truthy(a) || !truthy(b) {
        return truthy(a) == truthy(b);
    }
    if truthy(&a["period"]) { period::same(&a["period"], &b["period"]) } else { !truthy(&b["period"]) }
}

fn same_place(a: &Value, b: &Value) -> bool {
    if !truthy(a) || !truthy(b) {
        return truthy(a) == truthy(b);
    }
    if truthy(&a["code"]) && truthy(&b["code"]) {
        return a["code"] == b["code"];
    }
    let name = |v: &Value| fold(&text(if v.is_object() { &v["name"] } else { v }));
    name(a) == name(b)
}

/// A change has a direction, which its sign says.
fn same_measure(g: &Value, p: &Value) -> bool {
    if g["measure"] == "change" && p["measure"] == "change" {
        return match (Number::of(&g["value"]), Number::of(&p["value"])) {
            (Some(g), Some(p)) => g.is_negative() == p.is_negative(),
            _ => true,
        };
    }
    g["measure"] == p["measure"]
}

/// Equal codes; a counting noun outside the unit table may be written at greater or lesser length.
fn same_unit(g: &Value, p: &Value) -> bool {
    let wanted = text(&g["unit"]).to_lowercase();
    [&p["unit"], &p["reported"]["unit_text"]].into_iter().any(|unit| {
        let unit = text(unit).to_lowercase();
        wanted == unit || (!unit.is_empty() && !wanted.is_ascii() && overlap(&wanted, &unit) >= 0.5)
    })
}

/// The words of a field that is a string, or an object with a text, a name or a code.
fn words_of(value: &Value) -> String {
    let keys = ["text", "name", "code"];
    match value {
        Value::Object(_) => keys.iter().map(|k| text(&value[k])).find(|t| !t.is_empty()).unwrap_or_default(),
        _ => text(value),
    }
}

/// How many words two phrases share: the F1 of their bags of words, short forms opened, function words dropped.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a share of words is a score, not a printed figure"
)]
fn overlap(a: &str, b: &str) -> f64 {
    let (a, b) = (bag(a), bag(b));
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() && b.is_empty() { 1.0 } else { 0.0 };
    }
    let shared: usize = a.iter().map(|(word, n)| (*n).min(b.get(word).copied().unwrap_or(0))).sum();
    (2 * shared) as f64 / (a.values().sum::<usize>() + b.values().sum::<usize>()) as f64
}

/// Words and how often each occurs. A phrase of function words alone keeps them.
fn bag(phrase: &str) -> HashMap<String, usize> {
    let phrase = phrase.nfc().collect::<String>().to_lowercase();
    let mut words = Vec::new();
    for word in WORD.find_iter(&phrase) {
        let word = word.as_str();
        let open = ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long);
        words.extend(open.split(' '));
    }
    let telling: Vec<&str> = words.iter().copied().filter(|w| !STOP.contains(w)).collect();
    let mut bag = HashMap::new();
    for word in if telling.is_empty() { words } else { telling } {
        *bag.entry(word.to_owned()).or_default() += 1;
    }
    bag
}

/// A place name without marks, case and level word: `TP. Hải Phòng` is `hai phong`.
fn fold(name: &str) -> String {
    let bare: String = name.to_lowercase().nfd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let bare = bare.replace('đ', "d");
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c));
    LEVEL_WORD.replace(bare, "").into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn subjects_share_half_of_their_words() {
        assert!((overlap("Số người tham gia BHXH", "người tham gia bảo hiểm xã hội") - 1.0).abs() < 1e-9);
        assert!(overlap("hộ nghèo", "sản lượng lúa") < 0.5);
        assert!((overlap("", "") - 1.0).abs() < 1e-9);
        assert!((overlap("số người", "tổng số") - 0.5).abs() < 1e-9, "function words alone are kept");
    }

    #[test]
    fn places_are_one_with_or_without_level_word() {
        assert_eq!(fold("TP. Hải Phòng "), "hai phong");
        assert_eq!(fold("tỉnh Đắk Lắk"), "dak lak");
        assert!(same_place(
            &json!({"name": "Hà Nội", "code": "VN-HN"}),
            &json!({"name": "x", "code": "VN-HN"})
        ));
        assert!(!same_place(&json!({"name": "Hà Nội"}), &json!(null)));
    }

    #[test]
    fn the_sign_of_a_change_counts() {
        let change = |v: &str| json!({"measure": "change", "value": v});
        assert!(same_measure(&change("-3.2"), &change("-1")));
        assert!(!same_measure(&change("-3.2"), &change("3.2")));
        assert!(same_measure(&json!({"measure": "level"}), &json!({"measure": "level"})));
    }

    #[test]
    fn a_counting_noun_may_be_longer() {
        let unit = |u: &str| json!({"unit": u});
        assert!(same_unit(&unit("đại lý"), &unit("đại lý thu")));
        assert!(same_unit(&unit("đại lý"), &json!({"unit": "agent", "reported": {"unit_text": "đại lý"}})));
        assert!(!same_unit(&unit("person"), &unit("người")));
    }
}
