//! What kind of page this is: an article, a list, a shell for a script, a teaser before a wall.
//!
//! In: everything that was found. Out: a [`Status`] and, unless it is `ok`, one sentence for a person. A page is
//! no article only if nothing vouches for one: prose, a type in its head, a day of publication.
//!
//! Worked example: a rubric's page with 96 linked titles and no paragraph is `not_an_article`; an empty `<div>`
//! with a script is `needs_javascript`.

use super::{
    Status, blocks::Parts, dateline, dates::Dates, furniture, headline::fold, hints, metadata::Facts,
};
use crate::patterns::pages::{PageWords, Role};

/// Judges the page.
pub(super) fn judge(parts: &Parts<'_, '_>, facts: &Facts, dates: &Dates) -> (Status, String) {
    let counts = Counts::of(parts);
    let name = parts.title.map(|t| t.text.to_lowercase()).unwrap_or_default();
    let window = facts.window_title.as_deref().unwrap_or_default().to_lowercase();
    if counts.prose < 400 && (is_error(parts.words, &name) || is_error(parts.words, &window)) {
        return no(Status::NotAnArticle, "it is an error page; ask for the address of the article");
    }
    if counts.prose < 1500 && is_search(parts.words, &name) {
        return no(Status::NotAnArticle, "it is a page of search results; give the pages that it links to");
    }
    let vouched = facts.is_article || !facts.published.is_empty();
    if let Some(verdict) = paywall(parts, facts, &counts) {
        return verdict;
    }
    let few_words = counts.prose < 150 && counts.all < 1200 && counts.titles < 8;
    if few_words && (parts.flat.wants_script || parts.flat.n_scripts > 0 && counts.kept < 80) {
        return no(
            Status::NeedsJavascript,
            "its text is drawn by a script; save the page from a browser after it has loaded",
        );
    }
    let stamped = || {
        let stamp = dates.published.as_ref().is_some_and(|d| d.basis == super::DateBasis::Stamp);
        // Every entry of a list has its own stamp, an article has one or two.
        let lines = parts.runs.runs.iter().map(|r| parts.runs.text(r)).filter(|w| w.len() < 100);
        stamp && counts.prose >= 60 && lines.filter(|w| dateline::stamp_line(w).is_some()).nth(3).is_none()
    };
    let only_links = counts.prose < 250 && counts.titles >= 8 && counts.links > 3 * counts.kept;
    // Excerpts of other articles and hardly a word beside them; or a headline that leads elsewhere, first among others.
    let headed = parts.title.is_some_and(|t| t.run.is_some());
    let share = if headed { 3 } else { 1 };
    let excerpts = counts.titles >= 3 && counts.teasers >= share * counts.prose && counts.prose < 400;
    let leads_away = counts.titles >= 3 && counts.prose < 1500 && leads_away(parts, facts);
    let only_links = only_links || excerpts || leads_away;
    let home = facts.canonical.as_deref().is_some_and(is_home) && counts.titles >= 15;
    if only_links && !vouched && !stamped() || home && !facts.is_article {
        let n = counts.titles;
        return (
            Status::NotAnArticle,
            format!("it is a list of {n} linked titles, not an article; give the pages that it links to"),
        );
    }
    if counts.kept == 0 && counts.all > 0 {
        return no(Status::NotAnArticle, "no paragraph of an article was found in it");
    }
    (Status::Ok, String::new())
}

fn no(status: Status, reason: &str) -> (Status, String) {
    (status, reason.to_owned())
}

/// How much of what there is on the page, in characters.
struct Counts {
    /// Sentences kept.
    prose: u32,
    kept: u32,
    /// Runs that are links.
    links: u32,
    /// How many of them are long enough to be titles.
    titles: usize,
    /// Sentences in boxes of other articles.
    teasers: u32,
    all: u32,
}

impl Counts {
    fn of(parts: &Parts<'_, '_>) -> Self {
        let mut counts = Self { prose: 0, kept: 0, links: 0, titles: 0, teasers: 0, all: 0 };
        for (i, run) in parts.runs.runs.iter().enumerate() {
            counts.all += run.n_chars;
            if parts.content.keeps(i) {
                counts.kept += run.n_chars;
                let sentence = furniture::is_sentence(parts.runs.text(run)) || run.n_chars >= 120;
                counts.prose += if sentence { run.n_chars } else { 0 };
            } else if run.n_link * 10 >= run.n_chars * 9 {
                counts.links += run.n_link;
                counts.titles += usize::from(run.n_chars >= 20);
            } else if parts.bits[run.first as usize] & hints::RELATED != 0 {
                counts.teasers += if run.n_chars >= 60 { run.n_chars } else { 0 };
            }
        }
        // A table of figures vouches for itself.
        for table in parts.tables {
            let runs = parts.runs.range(table.node, parts.flat.nodes[table.node as usize].end);
            let kept = runs.clone().all(|i| parts.content.keeps(i));
            counts.prose += if kept { runs.map(|i| parts.runs.runs[i].n_chars).sum() } else { 0 };
        }
        counts
    }
}

/// Whether the headline is a link that the head does not know of: the first of a list.
fn leads_away(parts: &Parts<'_, '_>, facts: &Facts) -> bool {
    let Some(title) = parts.title else { return false };
    let linked = title.run.map(|run| &parts.runs.runs[run]).is_some_and(|r| r.n_link * 10 >= r.n_chars * 9);
    let key = fold(&title.text);
    let heads = [&facts.headline, &facts.open_title, &facts.window_title];
    linked && !heads.into_iter().flatten().any(|said| fold(said).contains(&key))
}

/// Whether a title, in lower case, is that of a page of search results.
pub(super) fn is_search(words: &PageWords, title: &str) -> bool {
    words.of_role(Role::Search).begins(title).is_some()
}

/// Whether a title, in lower case, is that of an error page.
pub(super) fn is_error(words: &PageWords, title: &str) -> bool {
    // A number of its own, with a word that says what it is: `404 hộ nghèo` and an address with the port 40477 are none.
    let code = title.split(|c: char| !c.is_alphanumeric()).any(|word| word == "404");
    let says = words.of_role(Role::ErrorBeside).within(title) || title.chars().count() <= 8;
    (code && says || words.of_role(Role::Error).within(title)) && title.chars().count() <= 60
}

/// `https://host/` and the like.
fn is_home(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    matches!(
        path.trim_end_matches('/'),
        "" | "vi" | "vn" | "index.html" | "index.php" | "default.aspx" | "home"
    )
}

/// Only a teaser before a wall: the page says so, and there is little text.
fn paywall(parts: &Parts<'_, '_>, facts: &Facts, counts: &Counts) -> Option<(Status, String)> {
    let walled = parts.bits.iter().any(|b| b & hints::PAYWALL != 0);
    let says = || parts.runs.runs.iter().any(|run| is_wall(parts.words, parts.runs.text(run)));
    let short = counts.prose < 1500;
    let wall = facts.is_paid && short
        || counts.prose < 800 && walled && (facts.is_paid || says())
        || short && says();
    wall.then(|| {
        no(
            Status::Paywall,
            "only a teaser is printed, the rest is for subscribers; save the page while signed in",
        )
    })
}

/// `Trang 1 2 3`, `Xem tiếp`, `rel=next`: the article goes on elsewhere.
pub(super) fn is_paginated(parts: &Parts<'_, '_>, facts: &Facts) -> bool {
    let end = parts.flat.nodes.get(parts.content.root as usize).map_or(0, |n| n.end);
    // The pager stands in the article's box or just behind it, not in that of the comments.
    let near =
        parts.runs.runs.iter().filter(|r| r.first >= parts.content.root && r.first < end.saturating_add(60));
    let mut expected = 1;
    for run in near.filter(|r| parts.bits[r.first as usize] & (hints::COMMENTS | hints::RELATED) == 0) {
        let words = parts.runs.text(run).trim();
        if run.n_link * 2 > run.n_chars && leads_on(parts.words, words) {
            return true;
        }
        let pager = parts.bits[run.first as usize] & hints::NAVIGATION != 0;
        if pager && words.parse() == Ok(expected) {
            expected += 1;
        } else if words.len() <= 120 && is_pager(parts.words, words) {
            return true;
        }
    }
    facts.has_next || expected > 2
}

/// Whether a line says that the rest is for subscribers.
pub(super) fn is_wall(words: &PageWords, line: &str) -> bool {
    line.len() < 400 && words.of_role(Role::Paywall).within(&line.to_lowercase())
}

/// Whether a link leads to the next page of an article.
pub(super) fn leads_on(words: &PageWords, link: &str) -> bool {
    let bare = |low: &str| words.of_role(Role::Next).is(low.trim_matches(|c: char| !c.is_alphanumeric()));
    link.len() < 40 && bare(&link.to_lowercase())
}

/// `Trang: 1 2 3 Xem tiếp`: pages counted, and nothing else.
pub(super) fn is_pager(page_words: &PageWords, words: &str) -> bool {
    let low = words.to_lowercase();
    let pieces = low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut expected = 1;
    for piece in pieces {
        match piece.parse::<usize>() {
            Ok(number) if number == expected => expected += 1,
            // `1 2 3 … 14`
            Ok(number) if expected > 3 && number > expected => {}
            Err(_) if page_words.of_role(Role::Pager).is(piece) => {}
            _ => return false,
        }
    }
    expected > 3 || expected == 3 && low.contains("trang")
}

#[cfg(test)]
mod tests {
    use super::{is_error, is_pager};

    #[test]
    fn pagers_count_and_say_nothing_else() {
        let page_words = &crate::patterns::for_tests().pages.words;
        for words in ["Trang 1 2", "Trang: 1 2 3 Xem tiếp", "1 2 3", "« Trước | 1 | 2 | 3 | … | 14 | Sau »"]
        {
            assert!(is_pager(page_words, words), "{words}");
        }
        for words in ["1 2", "Trang 12", "1 2 3 đồng", "Tập 1 2 3"] {
            assert!(!is_pager(page_words, words), "{words}");
        }
    }

    #[test]
    fn a_number_in_a_headline_is_no_error() {
        let page_words = &crate::patterns::for_tests().pages.words;
        for title in ["404", "404 error", "lỗi 404 - trang không tồn tại", "page not found"] {
            assert!(is_error(page_words, title), "{title}");
        }
        for title in
            ["thêm 404 hộ thoát nghèo", "bảo hiểm xã hội 127.0.14.2:40477/bai/1", "404 ca mắc mới trong ngày"]
        {
            assert!(!is_error(page_words, title), "{title}");
        }
    }
}
