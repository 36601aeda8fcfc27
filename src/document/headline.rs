//! The headline of the article.
//!
//! In: the runs and what the head says. Out: [`Headline`]: its words and, if it is printed on the page, its run.
//! Candidates are headings and runs that the head's titles repeat; the one before the content and nearest to it
//! wins. Where `<title>` is only the name of the portal, a styled line above the content may be the headline.
//!
//! Worked example: `<title>Cổng thông tin điện tử</title> … <span class="tieude">Hà Nội phấn đấu …</span>` has the
//! headline `Hà Nội phấn đấu …`.

use super::{
    content::Content,
    flat::{Flat, Tag},
    hints,
    metadata::Facts,
    runs::Runs,
};

/// The headline found.
#[derive(Debug, Clone)]
pub(super) struct Headline {
    /// Its words.
    pub(super) text: String,
    /// Its run on the page.
    pub(super) run: Option<usize>,
}

/// Finds the headline.
pub(super) fn find(flat: &Flat<'_>, runs: &Runs, content: &Content, facts: &Facts) -> Option<Headline> {
    let first_kept = content.kept.iter().position(|&k| k).unwrap_or(runs.runs.len());
    let said: Vec<&str> = [&facts.headline, &facts.open_title, &facts.window_title]
        .into_iter()
        .filter_map(|t| t.as_deref())
        .collect();
    let mut best: Option<(i64, usize)> = None;
    for (i, run) in runs.runs.iter().enumerate() {
        let words = runs.text(run);
        if !(8..=300).contains(&words.chars().count()) {
            continue;
        }
        let mut score = match flat.nodes[run.node as usize].tag {
            Tag::Heading(1) => 60,
            Tag::Heading(2) => 20,
            _ => 0,
        };
        let key = fold(words);
        let repeated = said.iter().any(|t| {
            let t = fold(t);
            t == key || key.chars().count() >= 15 && t.starts_with(&key)
        });
        score += if repeated { 100 } else { 0 };
        let bits = content.hints[run.first as usize];
        score += if bits & hints::TITLE != 0 && i <= first_kept { 25 } else { 0 };
        score -= if bits & (hints::AGAINST & !hints::HEADER & !hints::BYLINE) != 0 { 50 } else { 0 };
        score -= if i > first_kept + 3 { 60 } else { 0 };
        if score >= 40 && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, i));
        }
    }
    if let Some((_, run)) = best {
        return Some(Headline { text: runs.text(&runs.runs[run]).to_owned(), run: Some(run) });
    }
    let text = facts.headline.clone().or_else(|| facts.open_title.clone()).or_else(|| {
        let window = facts.window_title.as_deref()?;
        let cut = [" | ", " - ", " – ", " » "].iter().find_map(|s| window.rfind(s)).unwrap_or(window.len());
        Some(window[..cut].to_owned())
    })?;
    Some(Headline { text, run: None })
}

/// Letters and digits in lower case: what two spellings of a title share.
pub(super) fn fold(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
