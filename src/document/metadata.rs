//! What the page's head says: JSON-LD, `OpenGraph`, `<meta>`, `<link>`, `<title>`.
//!
//! In: [`Flat::head`]. Out: [`Facts`], still unjudged: dates as found with their basis, titles as written.
//!
//! Worked example: `<meta property="article:published_time" content="2021-12-25T09:56:00+07:00">` is a published
//! date 2021-12-25 09:56, offset +420, basis `open_graph`.

use scraper::node::Element;
use serde_json::Value;

use super::{
    DateBasis, Dated, dateline,
    flat::{Flat, Head, collapse},
};

/// What the head says.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Candidates for the day of publication, in the order of the page.
    pub(super) published: Vec<Dated>,
    /// Candidates for the day of change.
    pub(super) modified: Vec<Dated>,
    /// `<title>`.
    pub(super) window_title: Option<String>,
    /// `og:title` and kin.
    pub(super) open_title: Option<String>,
    /// `headline` in JSON-LD.
    pub(super) headline: Option<String>,
    /// `og:description`, `description`.
    pub(super) description: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) author: Option<String>,
    pub(super) section: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
    pub(super) rights: Option<String>,
    /// `og:type`.
    pub(super) kind: Option<String>,
    /// A type of article stands in JSON-LD.
    pub(super) is_article: bool,
    /// `isAccessibleForFree: false`.
    pub(super) is_paid: bool,
    /// `rel=next`.
    pub(super) has_next: bool,
}

/// Reads the head.
pub(super) fn facts(flat: &Flat<'_>) -> Facts {
    let mut facts = Facts::default();
    for head in &flat.head {
        match head {
            Head::Title(text) => set(&mut facts.window_title, text),
            Head::Language(text) => set(&mut facts.language, text),
            Head::Link(element) => read_link(element, &mut facts),
            Head::Meta(element) => read_meta(element, &mut facts),
            Head::JsonLd(text) => read_json(text, &mut facts),
        }
    }
    facts
}

/// Sets a field to `text`, collapsed, if it is empty so far.
fn set(field: &mut Option<String>, text: &str) {
    if field.is_none() {
        let text = collapse(text);
        if !text.is_empty() {
            *field = Some(text);
        }
    }
}

fn read_link(element: &Element, facts: &mut Facts) {
    let (Some(rel), Some(href)) = (element.attr("rel"), element.attr("href")) else { return };
    match rel.to_ascii_lowercase().as_str() {
        "canonical" => set(&mut facts.canonical, href),
        "next" => facts.has_next = true,
        _ => {}
    }
}

fn read_meta(element: &Element, facts: &mut Facts) {
    let mut name = "";
    let mut content = "";
    for (key, value) in element.attrs() {
        match key {
            "property" | "name" | "itemprop" | "http-equiv" if name.is_empty() => name = value,
            "content" => content = value,
            _ => {}
        }
    }
    if name.is_empty() || content.trim().is_empty() {
        return;
    }
    let dated = |basis| dateline::machine(content).map(|s| dateline::to_vietnam(s).dated(basis));
    match name.to_ascii_lowercase().as_str() {
        "og:title" | "twitter:title" | "title" | "dc.title" => set(&mut facts.open_title, content),
        "og:description" | "description" => set(&mut facts.description, content),
        "og:site_name" | "application-name" => set(&mut facts.site_name, content),
        "og:type" => set(&mut facts.kind, content),
        "og:url" => set(&mut facts.canonical, content),
        "article:section" => set(&mut facts.section, content),
        "author" | "article:author" | "dc.creator" if !content.starts_with("http") => {
            set(&mut facts.author, content);
        }
        "copyright" | "dc.rights" | "dcterms.rights" => set(&mut facts.rights, content),
        "article:published_time"
        | "og:article:published_time"
        | "og:published_time"
        | "pubdate"
        | "publishdate"
        | "publish_date"
        | "publish-date"
        | "published_time"
        | "date"
        | "dc.date"
        | "dc.date.issued"
        | "dcterms.created"
        | "dcterms.issued"
        | "dc.date.created"
        | "parsely-pub-date"
        | "sailthru.date"
        | "cxenseparse:recs:publishtime"
        | "citation_publication_date"
        | "article.published" => facts.published.extend(dated(DateBasis::OpenGraph)),
        "datepublished" | "datecreated" => facts.published.extend(dated(DateBasis::Microdata)),
        "article:modified_time" | "og:updated_time" | "lastmod" | "last-modified" | "dcterms.modified" => {
            facts.modified.extend(dated(DateBasis::OpenGraph));
        }
        "datemodified" => facts.modified.extend(dated(DateBasis::Microdata)),
        _ => {}
    }
}

/// JSON-LD, also where it is not quite JSON: raw line breaks in strings are common.
fn read_json(text: &str, facts: &mut Facts) {
    let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim_end_matches(';');
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if let Ok(value) = serde_json::from_str::<Value>(&clean) {
        read_value(&value, facts);
    } else {
        for (key, list) in [("datePublished", true), ("dateModified", false)] {
            let found = field_of(&clean, key).and_then(dateline::machine).map(dateline::to_vietnam);
            let dated = found.map(|s| s.dated(DateBasis::JsonLd));
            if list { &mut facts.published } else { &mut facts.modified }.extend(dated);
        }
        facts.is_article |= clean.contains("NewsArticle");
    }
}

/// The string after `"key":` in broken JSON.
fn field_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let after = &text[text.find(&format!("\"{key}\""))? + key.len() + 2..];
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split('"').next()
}

fn read_value(value: &Value, facts: &mut Facts) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(fields) => {
                read_object(value, facts);
                // A list of other articles is not this article.
                let inner = fields.iter().filter(|(key, _)| matches!(key.as_str(), "@graph" | "mainEntity"));
                open.extend(inner.map(|(_, v)| v));
            }
            _ => {}
        }
    }
}

fn read_object(value: &Value, facts: &mut Facts) {
    const ARTICLES: [&str; 8] = [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "TechArticle",
        "ScholarlyArticle",
    ];
    let types = match &value["@type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_article = types.iter().any(|t| ARTICLES.contains(t));
    if types.iter().any(|t| matches!(*t, "WebSite") || t.ends_with("Organization")) {
        set(&mut facts.site_name, &unescape(value["name"].as_str().unwrap_or_default()));
    }
    if !is_article && !types.iter().any(|t| matches!(*t, "WebPage" | "VideoObject")) {
        return;
    }
    let dated = |key: &str| {
        let stamp = dateline::machine(value[key].as_str()?)?;
        Some(dateline::to_vietnam(stamp).dated(DateBasis::JsonLd))
    };
    let at = if is_article { 0 } else { facts.published.len() };
    if let Some(date) = dated("datePublished").or_else(|| dated("uploadDate")) {
        facts.published.insert(at, date);
    }
    if let Some(date) = dated("dateModified") {
        let at = if is_article { 0 } else { facts.modified.len() };
        facts.modified.insert(at, date);
    }
    if !is_article {
        return;
    }
    facts.is_article = true;
    let paid = &value["isAccessibleForFree"];
    facts.is_paid |=
        paid == &Value::Bool(false) || paid.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"));
    for (field, key) in [(&mut facts.headline, "headline"), (&mut facts.section, "articleSection")] {
        let text = value[key].as_str().or_else(|| value[key][0].as_str());
        set(field, &unescape(text.unwrap_or_default()));
    }
    set(&mut facts.author, &unescape(name_of(&value["author"])));
    set(&mut facts.publisher, &unescape(name_of(&value["publisher"])));
}

/// The name of a person or an organisation: a string, an object or the first of a list.
fn name_of(value: &Value) -> &str {
    let one = value.get(0).unwrap_or(value);
    one.as_str().or_else(|| one["name"].as_str()).unwrap_or_default()
}

/// Resolves the entities that some publishers leave in JSON.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
