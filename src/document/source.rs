//! Whom a text was taken from: `Nguồn: …`, `Theo …`.
//!
//! In: lines near the end of an article, or beside its date. Out: the name, as printed. A sentence that begins with
//! `Theo` names no source, and neither does the author's line.
//!
//! Worked example: `Theo Báo Đất Cảng` below the last paragraph, or `Theo Đất Cảng | 25/12/2012 10:25` below the
//! headline, give `Báo Đất Cảng` and `Đất Cảng`.

use super::{blocks::Parts, dateline, dropped::Why, hints};

/// How many runs behind the last paragraph may hold the source.
const NEAR: usize = 8;

/// The source that a line names.
pub(super) fn named(words: &str) -> Option<String> {
    let words = words.trim_start_matches(['(', '[', ' ']);
    if let Some(name) = words.strip_prefix("Theo ").or_else(|| words.strip_prefix("(Theo ")) {
        // `Theo Tin nhanh` alone on its line, not a sentence that begins so.
        let name = closed(name.trim().trim_end_matches("Copy link").trim_end());
        let n_words = name.split_whitespace().count();
        let short = n_words <= 6 && !name.ends_with(['.', ',', ';', ':']);
        return (short && name.chars().next()?.is_uppercase()).then(|| name.to_owned());
    }
    let rest = words.strip_prefix("Nguồn").or_else(|| words.strip_prefix("NGUỒN"))?;
    let name = rest.trim_start_matches(" tin").trim_start().strip_prefix(':')?;
    let name = closed(name.trim()).trim_end_matches('.');
    (!name.is_empty() && name.chars().count() <= 100).then(|| name.to_owned())
}

/// The source of a page: in its last paragraphs, in the lines just below them, or beside its date.
pub(super) fn of_page(parts: &Parts<'_, '_>) -> Option<String> {
    let content = parts.content;
    let last = content.dropped.iter().rposition(Option::is_none)?;
    // The profile of a site drops the line of the source, too.
    let against = (hints::AGAINST | hints::AUTHOR) & !hints::PROFILE;
    let below = |i: &usize| {
        let run = &parts.runs.runs[*i];
        content.keeps(*i) || parts.bits[run.first as usize] & against == 0
    };
    // `Nguồn: …` in a table or just below it is the table's.
    let tabled = |i: usize| {
        let at = parts.runs.runs[i].first;
        parts.tables.iter().any(|t| (t.node..parts.flat.nodes[t.node as usize].end).contains(&at))
    };
    let own = |i: &usize| !tabled(*i) && (*i == 0 || !tabled(*i - 1));
    let words = |i: usize| parts.runs.text(&parts.runs.runs[i]);
    let kept = (0..=last).rev().filter(|&i| content.keeps(i)).take(6);
    let near = (last + 1..parts.runs.runs.len().min(last + 1 + NEAR)).filter(below);
    let found = kept.chain(near).filter(own).map(words).filter(|w| w.chars().count() <= 240).find_map(named);
    found.or_else(|| {
        let dated = (0..last).filter(|&i| content.dropped[i] == Some(Why::Date)).map(words);
        dated
            .filter_map(|w| Some(w[..dateline::stamps(w).first()?.range.start].trim()))
            .find_map(|before| named(before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')')))
    })
}

/// Without a bracket that was opened before the name.
fn closed(name: &str) -> &str {
    if name.contains(['(', '[']) { name } else { name.trim_end_matches([')', ']']) }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn sources_and_sentences() {
        for (line, expected) in [
            ("Theo Báo Đất Cảng", Some("Báo Đất Cảng")),
            ("(Theo Đất Cảng)", Some("Đất Cảng")),
            ("Theo Lan Hương (Đất Cảng/AP)", Some("Lan Hương (Đất Cảng/AP)")),
            ("Nguồn: datcang.example", Some("datcang.example")),
            ("Nguồn tin: Sở Y tế.", Some("Sở Y tế")),
            ("Theo Sở Y tế, đến nay có 12 ca.", None),
            ("Nguồn vốn: 12 tỷ đồng từ ngân sách", None),
        ] {
            assert_eq!(named(line).as_deref(), expected, "{line}");
        }
    }
}
