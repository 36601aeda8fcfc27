//! Site profiles, held to their own examples.
//!
//! In: the profiles. Out: a finding for each example that is not read as it says, for each counterexample that a layout
//! fits, and for each profile that has neither. An example is read as a page of its site, on the day that it names.
//!
//! Worked example: `title = "Tin"` over a page whose `h1` is `Tin mới` is `example-fails: the title is "Tin mới"`.

use super::{BlockKind, Document, parse};
use crate::{
    page::{MediaType, Page},
    patterns::{
        Diagnostic,
        site::{Example, Site, Sites},
    },
};

/// Tries every profile of `sites`; what fails, in the order of files and lines.
pub fn try_profiles(sites: &Sites) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = sites.all().iter().flat_map(|site| of_site(site, sites)).collect();
    findings.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
    findings
}

fn of_site(site: &Site, sites: &Sites) -> Vec<Diagnostic> {
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
        let document = read(site, sites, &example.get_ref().html, example.get_ref().date.as_deref());
        for message in differences(example.get_ref(), &document) {
            find("example-fails", &example.span(), message, None);
        }
    }
    for counterexample in &site.counterexamples {
        let document = read(site, sites, &counterexample.get_ref().html, None);
        if !is_unmatched(&document) {
            let message = format!("a layout fits what none should: {}", counterexample.get_ref().why);
            find("counterexample-fires", &counterexample.span(), message, None);
        }
    }
    findings
}

/// Reads `html` as a page of `site` of that day.
fn read(site: &Site, sites: &Sites, html: &str, day: Option<&str>) -> Document {
    let stamp = day.map(|day| format!("<meta property=article:published_time content={day}>"));
    let markup = stamp.unwrap_or_default() + html;
    let mut page = Page::new(site.domain.clone(), markup.into_bytes(), MediaType::Html);
    page.known.url = Some(format!("https://{}/tin/bai-viet", site.domain));
    parse(&page, sites)
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
