//! Site profiles and the words of pages, held to their own examples.
//!
//! In: profiles, words. Out: a finding for each example that is not read as it says, for each counterexample that a layout
//! fits, and for each profile that has neither. An example is read as a page of its site, on the day that it names.
//!
//! Worked example: `title = "Tin"` over a page whose `h1` is `Tin mới` is `example-fails: the title is "Tin mới"`.

use super::{
    BlockKind, Document, boxes, byline,
    furniture::{self, LineKind},
    headline,
    lines::Folded,
    pagetype, parse, publisher,
};
use crate::{
    page::{MediaType, Page},
    patterns::{
        Diagnostic,
        pages::{PageEntry, PageWords, Pages, Role},
        site::{Example, Site},
    },
};

/// Tries every profile of `pages`; what fails, in the order of files and lines.
pub fn try_profiles(pages: &Pages) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> =
        pages.sites.all().iter().flat_map(|site| of_site(site, pages)).collect();
    findings.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
    findings
}

fn of_site(site: &Site, pages: &Pages) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut find = |code, span: &std::ops::Range<usize>, message, help: Option<String>| {
        findings.push(Diagnostic { code, file: site.path.clone(), span: span.clone(), message, help });
    };
    if site.examples.is_empty() || site.counterexamples.is_empty() {
        let help = "add an [[example]] that its layout reads and a [[counterexample]] that none fits";
        let message = format!("the profile of `{}` is not shown at work", site.domain);
        find("no-example", &site.span, message, Some(help.to_owned()));
    }
    for example in &site.examples {
        let document = read(site, pages, &example.get_ref().html, example.get_ref().date.as_deref());
        for message in differences(example.get_ref(), &document) {
            find("example-fails", &example.span(), message, None);
        }
    }
    for counterexample in &site.counterexamples {
        let document = read(site, pages, &counterexample.get_ref().html, None);
        if !is_unmatched(&document) {
            let message = format!("a layout fits what none should: {}", counterexample.get_ref().why);
            find("counterexample-fires", &counterexample.span(), message, None);
        }
    }
    findings
}

/// Reads `html` as a page of `site` of that day.
fn read(site: &Site, pages: &Pages, html: &str, day: Option<&str>) -> Document {
    let stamp = day.map(|day| format!("<meta property=article:published_time content={day}>"));
    let markup = stamp.unwrap_or_default() + html;
    let mut page = Page::new(site.domain.clone(), markup.into_bytes(), MediaType::Html);
    page.known.url = Some(format!("https://{}/tin/bai-viet", site.domain));
    parse(&page, pages)
}

fn is_unmatched(document: &Document) -> bool {
    document.notices.iter().any(|n| n.code == "profile_unmatched")
}

/// How the page was read otherwise than the example says, a line for each way.
fn differences(example: &Example, document: &Document) -> Vec<String> {
    if is_unmatched(document) {
        return vec!["no layout fits this page".to_owned()];
    }
    let mut out = Vec::new();
    let title = document.metadata.title.as_deref().unwrap_or_default();
    if title != example.title {
        out.push(format!("the title is {title:?}, not {:?}", example.title));
    }
    if let Some(expected) = &example.published {
        let found = document.metadata.published.as_ref().map_or("unknown".to_owned(), |d| {
            d.time.map_or_else(|| d.to_string(), |time| format!("{d} {time}"))
        });
        if !found.starts_with(expected.as_str()) {
            out.push(format!("the time of publication is {found}, not {expected}"));
        }
    }
    let kept = document.blocks.iter().filter(|b| b.kind != BlockKind::Title);
    let blocks: Vec<&str> = kept.map(|b| b.span.of(&document.text)).collect();
    let missing = example.blocks.iter().filter(|b| !blocks.contains(&b.as_str()));
    out.extend(missing.map(|b| format!("this block is missing: {b:?}")));
    let more = blocks.iter().filter(|b| !example.blocks.iter().any(|e| e == *b));
    out.extend(more.map(|b| format!("this block was not expected: {b:?}")));
    if out.is_empty() && blocks != example.blocks {
        out.push("the blocks stand in another order, or some of them twice".to_owned());
    }
    out
}

/// Tries every entry of the words of pages: each example is told, and would not be without the entry; no counterexample
/// is. What fails, in the order of files and lines.
pub fn try_words(words: &PageWords) -> Vec<Diagnostic> {
    words.entries().iter().flat_map(|entry| of_entry(entry, words)).collect()
}

fn of_entry(entry: &PageEntry, words: &PageWords) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut find = |code, span: std::ops::Range<usize>, message: String| {
        findings.push(Diagnostic { code, file: entry.path.clone(), span, message, help: None });
    };
    if entry.examples.is_empty() {
        find("no-example", entry.span.clone(), format!("`{}` has no example", entry.id));
    }
    if entry.counterexamples.is_empty() {
        find("no-counterexample", entry.span.clone(), format!("`{}` has no counterexample", entry.id));
    }
    let without = words.without(&entry.id);
    for example in &entry.examples {
        if !tells(words, entry.role, example.get_ref()) {
            find("example-fails", example.span(), format!("`{}` does not tell it", entry.id));
        } else if tells(&without, entry.role, example.get_ref()) {
            find("example-fails", example.span(), format!("it is told without `{}`, too", entry.id));
        }
    }
    for counterexample in &entry.counterexamples {
        if tells(words, entry.role, &counterexample.get_ref().text) {
            let why = &counterexample.get_ref().why;
            find("counterexample-fires", counterexample.span(), format!("it is told, though it is {why}"));
        }
    }
    findings
}

/// Whether `text` is what the role says.
fn tells(words: &PageWords, role: Role, text: &str) -> bool {
    let low = text.to_lowercase();
    match role {
        Role::Opener => furniture::line_kind(words, &Folded::new(text.trim())) == LineKind::Opener,
        Role::Line | Role::Start | Role::Anywhere | Role::Contact => {
            furniture::line_kind(words, &Folded::new(text.trim())) == LineKind::Furniture
        }
        Role::Advert => boxes::is_advert(words, text),
        Role::Error | Role::ErrorBeside => pagetype::is_error(words, &low),
        Role::Search => pagetype::is_search(words, &low),
        Role::Paywall => pagetype::is_wall(words, text),
        Role::Next => pagetype::leads_on(words, text),
        Role::Pager => pagetype::is_pager(words, text),
        Role::Name => publisher::is_name(words, text),
        Role::NoName | Role::Kind => !publisher::is_name(words, text),
        Role::Rubric => words.of_role(role).begins(&low).is_some(),
        Role::SiteTitle => headline::is_site(words, text),
        Role::Rights | Role::RightsLink => publisher::in_notice(words, text).is_some(),
        Role::AfterName => publisher::in_notice(words, text).is_some_and(|name| !text.ends_with(&name)),
        Role::Owner => publisher::owner(words, text).is_some(),
        Role::BehindDash => publisher::in_title(words, text).is_some_and(|name| name.contains(" - ")),
        Role::Home => publisher::is_home(words, text),
        Role::Author => byline::named(words, text).is_some(),
    }
}
