//! The headline of the article.
//!
//! In: the runs, the hints and what the head says. Out: [`Headline`]: its words and, if it is printed on the page,
//! its run. Candidates are headings, runs styled as titles and runs that the head's titles repeat; where the head
//! only names the portal, a styled line with prose below it may be the headline.
//!
//! Worked example: `<title>Cổng thông tin điện tử</title> … <span class="tieude">Hà Nội phấn đấu …</span>` has the
//! headline `Hà Nội phấn đấu …`.

use super::{
    dateline,
    flat::{Flat, Tag},
    furniture, hints,
    metadata::{Facts, unescape},
    runs::Runs,
};
use crate::patterns::pages::{PageWords, Role};

/// The headline found.
#[derive(Debug, Clone)]
pub(super) struct Headline {
    /// Its words.
    pub(super) text: String,
    /// Its run on the page.
    pub(super) run: Option<usize>,
}

/// Least score of a run that is taken for the headline.
const LEAST: i64 = 40;
/// A title of the head that is this long names an article, not a site.
const LONG_TITLE: usize = 20;
/// Longest line that may repeat a title, in bytes.
const LONGEST_TITLE: usize = 1000;
/// The name of a rubric has fewer words.
const RUBRIC: usize = 5;
/// Letters that tell most lines from a title.
const FIRST_LETTERS: usize = 8;

/// Finds the headline; `bits` are the hints of every node and its ancestors.
pub(super) fn find(
    page_words: &PageWords,
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    facts: &Facts,
) -> Option<Headline> {
    let said: Vec<String> = said(page_words, facts).iter().map(|t| fold(t)).collect();
    let first_prose = first_prose(runs, bits);
    let mut best: Option<(i64, usize)> = None;
    let mut found: Vec<(i64, usize)> = Vec::new();
    for (i, run) in runs.runs.iter().enumerate() {
        let words = runs.text(run);
        if words.len() > 1200 || !(8..=300).contains(&words.chars().count()) {
            continue;
        }
        let mut score = score(flat, runs, bits, &said, first_prose, i);
        // The name of the site is often the first heading of its pages.
        score -= if is_site(page_words, words) { 60 } else { 0 };
        if score >= LEAST {
            found.push((score, i));
        }
        if score >= LEAST && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, i));
        }
    }
    let best = best
        .map(|(_, run)| below_rubric(page_words, runs, &said, &found, run, first_prose))
        .or_else(|| styled_line(flat, runs, bits, first_prose));
    if let Some(run) = best {
        let words = runs.text(&runs.runs[run]);
        return Some(Headline { text: without_stamp(words).to_owned(), run: Some(run) });
    }
    let text = facts.headline.clone().or_else(|| facts.open_title.as_deref().map(unescape));
    let text = text.or_else(|| facts.window_title.as_deref().map(|t| without_site(t).to_owned()))?;
    Some(Headline { text, run: None })
}

/// A short heading that the head does not repeat is the name of a rubric (`Tin tức - Sự kiện`) where a longer candidate
/// stands between it and the text.
fn below_rubric(
    words: &PageWords,
    runs: &Runs,
    said: &[String],
    found: &[(i64, usize)],
    best: usize,
    first_prose: usize,
) -> usize {
    let n_words = |i: usize| runs.text(&runs.runs[i]).split_whitespace().filter(|w| w.len() > 1).count();
    let own = runs.text(&runs.runs[best]);
    let key = fold(own);
    let longest =
        if words.of_role(Role::Rubric).begins(&own.to_lowercase()).is_some() { 2 * RUBRIC } else { RUBRIC };
    if n_words(best) >= longest || said.iter().any(|t| t.contains(&key)) {
        return best;
    }
    let below = found.iter().filter(|(_, i)| {
        *i > best && *i < first_prose && n_words(*i) > longest.min(n_words(best)).max(RUBRIC)
    });
    below.max_by_key(|(score, _)| *score).map_or(best, |(_, i)| *i)
}

/// The headline in the element `node`, which a site profile points at.
pub(super) fn at(flat: &Flat<'_>, runs: &Runs, node: u32) -> Option<Headline> {
    let run = runs.range(node, flat.nodes[node as usize].end).next()?;
    Some(Headline { text: without_stamp(runs.text(&runs.runs[run])).to_owned(), run: Some(run) })
}

/// Where no heading and no title of the head helps: the line set off in bold, by class or by size that stands
/// next above the first prose.
fn styled_line(flat: &Flat<'_>, runs: &Runs, bits: &[u32], first_prose: usize) -> Option<usize> {
    (first_prose.saturating_sub(8)..first_prose).rev().find(|&i| {
        let run = &runs.runs[i];
        let words = without_stamp(runs.text(run));
        let sized = flat.ancestors(run.first).take(4).any(|a| {
            flat.nodes[a as usize].element.is_some_and(|e| {
                e.attr("size").is_some_and(|s| matches!(s, "4" | "5" | "6" | "7" | "+1" | "+2" | "+3"))
                    || e.attr("style").is_some_and(|s| s.contains("font-size"))
            })
        });
        let own = bits[run.first as usize];
        let heading = matches!(flat.nodes[run.node as usize].tag, Tag::Heading(_));
        let set_off = run.n_bold * 10 >= run.n_chars * 8 || own & hints::TITLE != 0 || sized || heading;
        let plain = dateline::stamp_line(words).is_none()
            && own & hints::AGAINST & !(hints::BYLINE | hints::HEADER) == 0
            && run.n_link * 2 < run.n_chars
            && run.kind == furniture::LineKind::Content;
        let n_words = words.split_whitespace().count();
        set_off && plain && (5..=40).contains(&n_words) && !furniture::is_sentence(words)
    })
}

/// The titles that the head gives, the most telling first.
fn said(words: &PageWords, facts: &Facts) -> Vec<String> {
    [&facts.headline, &facts.open_title, &facts.window_title]
        .into_iter()
        .filter_map(|t| t.as_deref())
        .filter(|t| !is_site(words, t))
        .map(unescape)
        .collect()
}

/// Whether a title of the head only names the site: `Cổng thông tin điện tử …`.
pub(super) fn is_site(words: &PageWords, title: &str) -> bool {
    words.of_role(Role::SiteTitle).begins(title.to_lowercase().trim_matches([':', ' '])).is_some()
}

/// The first run of prose that nothing speaks against; a short one where there is no longer one.
fn first_prose(runs: &Runs, bits: &[u32]) -> usize {
    let prose = |i: &usize, least: u32| {
        let run = &runs.runs[*i];
        run.n_chars >= least
            && run.n_link * 3 < run.n_chars
            && bits[run.first as usize] & hints::AGAINST == 0
            && furniture::is_sentence(runs.text(run))
    };
    let all = 0..runs.runs.len();
    all.clone().find(|i| prose(i, 100)).or_else(|| all.clone().find(|i| prose(i, 60))).unwrap_or(all.end)
}

fn score(flat: &Flat<'_>, runs: &Runs, bits: &[u32], said: &[String], first_prose: usize, i: usize) -> i64 {
    let run = &runs.runs[i];
    let words = without_stamp(runs.text(run));
    let own = bits[run.first as usize];
    let heading = flat.ancestors(run.first).take(4).find_map(|a| match flat.nodes[a as usize].tag {
        Tag::Heading(level) => Some(level),
        _ => None,
    });
    let mut score = match heading {
        Some(1) => 60,
        Some(2) => 30,
        Some(_) => 15,
        None => 0,
    };
    let styled = own & hints::TITLE != 0 && !furniture::is_sentence(words);
    let far = i > first_prose + 3;
    if far && heading.is_none() && !styled {
        return 0;
    }
    let begin: String = folded(words).take(FIRST_LETTERS).collect();
    let shared = said.iter().any(|t| t.contains(&begin));
    let key = if shared { fold(words) } else { String::new() };
    let n_key = key.chars().count();
    score += said
        .iter()
        .filter(|_| shared)
        .map(|t| match () {
            () if *t == key && n_key >= 8 => 110,
            () if n_key >= LONG_TITLE && t.starts_with(&key) => 100,
            // A long title is cut in the head: `Hà Nội phấn đấu …`.
            () if t.chars().count() >= LONG_TITLE && key.starts_with(t.as_str()) => 90,
            () if n_key >= LONG_TITLE && t.contains(&key) => 80,
            () => 0,
        })
        .max()
        .unwrap_or(0);
    score += if styled && i <= first_prose && first_prose - i <= 12 { 30 } else { 0 };
    let near = i < first_prose && first_prose - i <= 6 && words.split_whitespace().count() >= 6;
    let set_off = run.n_bold * 10 >= run.n_chars * 9 || styled || heading.is_some_and(|h| h > 1);
    score += if near && set_off { 12 } else { 0 };
    score -= if own & (hints::RELATED | hints::COMMENTS | hints::HIDDEN | hints::FOOTER | hints::DIALOG) != 0
    {
        60
    } else {
        0
    };
    score -= if own & (hints::SIDE | hints::NAVIGATION | hints::SOCIAL) != 0 { 45 } else { 0 };
    score -= if far { 60 } else { 0 };
    // A link that repeats the headline is a breadcrumb or a list of other articles.
    score -= if run.n_link * 2 > run.n_chars { 25 } else { 0 };
    score
}

/// The line without a stamp at its end: `… đạt 91,5% (17:59 24/01/2021)`.
fn without_stamp(words: &str) -> &str {
    // A stamp ends in digits, a zone or half of a day: most lines need no closer look.
    if !words.bytes().rev().take(14).any(|b| b.is_ascii_digit()) {
        return words;
    }
    let last = dateline::stamps(words).into_iter().rfind(|s| words[s.range.end..].trim().is_empty());
    match last {
        Some(stamp) if stamp.range.start > 15 && stamp.is_set_off(words) => {
            words[..stamp.range.start].trim_end_matches([' ', '-', '|', '('])
        }
        _ => words,
    }
}

/// A window's title without the name of the site behind a bar or dash.
fn without_site(title: &str) -> &str {
    for bar in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some(at) = title.find(bar).filter(|&at| title[..at].chars().count() >= LONG_TITLE) {
            return title[..at].trim();
        }
    }
    title
}

/// Letters and digits in lower case: what two spellings of a title share.
pub(super) fn fold(words: &str) -> String {
    folded(words).collect()
}

/// Whether `words` are the title whose fold is `key`; most differ in their first letters.
pub(super) fn is_fold(words: &str, key: &str) -> bool {
    words.len() < LONGEST_TITLE && folded(words).eq(key.chars())
}

fn folded(words: &str) -> impl Iterator<Item = char> + '_ {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
