//! What class and id of an element say about it.
//!
//! In: an element. Out: bits. A hint is never a verdict: a main column may be called `sidebar-1`, so hints only
//! weigh, and a hint on an element that holds much of the page's text is void ([`super::content`]).
//!
//! Worked example: `<div class="box-tin-lien-quan">` has [`RELATED`], `<div id="fck_detail">` has [`BODY`].

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use scraper::node::Element;

use super::flat::Tag;

/// Comments of readers.
pub(super) const COMMENTS: u32 = 1;
/// Links to other articles.
pub(super) const RELATED: u32 = 1 << 1;
/// Menus, breadcrumbs, page numbers.
pub(super) const NAVIGATION: u32 = 1 << 2;
/// Side columns.
pub(super) const SIDE: u32 = 1 << 3;
/// Footer of the page.
pub(super) const FOOTER: u32 = 1 << 4;
/// Header of the page.
pub(super) const HEADER: u32 = 1 << 5;
/// Advertisements, promotions, banners.
pub(super) const ADVERT: u32 = 1 << 6;
/// Share buttons, social networks.
pub(super) const SOCIAL: u32 = 1 << 7;
/// Pop-ups, cookie notices, log-in forms, newsletters.
pub(super) const DIALOG: u32 = 1 << 8;
/// Author box, date, tags, counts of views.
pub(super) const BYLINE: u32 = 1 << 9;
/// Not shown.
pub(super) const HIDDEN: u32 = 1 << 10;
/// Dropped by the profile of the site.
pub(super) const PROFILE: u32 = 1 << 11;
/// The body of an article.
pub(super) const BODY: u32 = 1 << 16;
/// The article with its head.
pub(super) const ARTICLE: u32 = 1 << 17;
/// Standfirst.
pub(super) const LEAD: u32 = 1 << 18;
/// Headline.
pub(super) const TITLE: u32 = 1 << 19;
/// Caption of a picture.
pub(super) const CAPTION: u32 = 1 << 20;
/// Date or time.
pub(super) const DATE: u32 = 1 << 21;
/// Author.
pub(super) const AUTHOR: u32 = 1 << 22;
/// Text behind a paywall.
pub(super) const PAYWALL: u32 = 1 << 23;

/// The place that an article is written from, set off by style alone: `<span class="location-stamp">`.
pub(super) const LOCATION: u32 = 1 << 24;

/// A teaser: a link to another article, or the standfirst of this one.
pub(super) const TEASER: u32 = 1 << 25;

/// Hints that speak against content.
pub(super) const AGAINST: u32 = COMMENTS
    | RELATED
    | NAVIGATION
    | SIDE
    | FOOTER
    | HEADER
    | ADVERT
    | SOCIAL
    | DIALOG
    | BYLINE
    | HIDDEN
    | PROFILE;

/// Hints against content that an article's body inside such an element makes void.
pub(super) const OUTER: u32 = NAVIGATION | SIDE | FOOTER | HEADER | ADVERT | SOCIAL | BYLINE;

/// Words, matched as parts of class and id in lower case, and what they hint at.
const WORDS: [(&str, u32); 133] = [
    ("comment", COMMENTS),
    ("disqus", COMMENTS),
    ("binhluan", COMMENTS),
    ("binh-luan", COMMENTS),
    ("ykien", COMMENTS),
    ("y-kien", COMMENTS),
    ("phan-hoi", COMMENTS),
    ("discuss", COMMENTS),
    ("respond", COMMENTS),
    ("related", RELATED),
    ("relate", RELATED),
    ("relation", RELATED),
    ("lienquan", RELATED),
    ("lien-quan", RELATED),
    ("recommend", RELATED),
    ("readmore", RELATED),
    ("read-more", RELATED),
    ("read-also", RELATED),
    ("more-news", RELATED),
    ("morenews", RELATED),
    ("othernews", RELATED),
    ("other-news", RELATED),
    ("tinkhac", RELATED),
    ("tin-khac", RELATED),
    ("tin-moi", RELATED),
    ("cungchuyenmuc", RELATED),
    ("cung-chuyen-muc", RELATED),
    ("docthem", RELATED),
    ("xemthem", RELATED),
    ("xem-them", RELATED),
    ("also-like", RELATED),
    ("you-may", RELATED),
    ("popular", RELATED),
    ("trending", RELATED),
    ("most-read", RELATED),
    ("mostread", RELATED),
    ("mostview", RELATED),
    ("outbrain", RELATED),
    ("taboola", RELATED),
    ("zergnet", RELATED),
    ("teaser", TEASER),
    ("breadcrumb", NAVIGATION),
    ("menu", NAVIGATION),
    ("navbar", NAVIGATION),
    ("navigation", NAVIGATION),
    ("pagination", NAVIGATION),
    ("paging", NAVIGATION),
    ("pager", NAVIGATION),
    ("skip-link", NAVIGATION),
    ("toolbar", NAVIGATION),
    ("sidebar", SIDE),
    ("side-bar", SIDE),
    ("rail", SIDE),
    ("widget", SIDE),
    ("footer", FOOTER),
    ("foot", FOOTER),
    ("copyright", FOOTER),
    ("colophon", FOOTER),
    ("masthead", HEADER),
    ("site-header", HEADER),
    ("topbar", HEADER),
    ("advert", ADVERT),
    ("quangcao", ADVERT),
    ("quang-cao", ADVERT),
    ("banner", ADVERT),
    ("promo", ADVERT),
    ("sponsor", ADVERT),
    ("dfp", ADVERT),
    ("adsense", ADVERT),
    ("share", SOCIAL),
    ("sharing", SOCIAL),
    ("social", SOCIAL),
    ("addthis", SOCIAL),
    ("facebook", SOCIAL),
    ("twitter", SOCIAL),
    ("follow", SOCIAL),
    ("cookie", DIALOG),
    ("consent", DIALOG),
    ("gdpr", DIALOG),
    ("modal", DIALOG),
    ("popup", DIALOG),
    ("overlay", DIALOG),
    ("lightbox", DIALOG),
    ("newsletter", DIALOG),
    ("subscri", DIALOG),
    ("signup", DIALOG),
    ("sign-up", DIALOG),
    ("login", DIALOG),
    ("register", DIALOG),
    ("paywall", PAYWALL),
    ("byline", BYLINE | AUTHOR),
    ("author", BYLINE | AUTHOR),
    ("tacgia", BYLINE | AUTHOR),
    ("tac-gia", BYLINE | AUTHOR),
    ("post-meta", BYLINE),
    ("entry-meta", BYLINE),
    ("article-meta", BYLINE),
    ("dateline", DATE),
    ("publish", DATE),
    ("timestamp", DATE),
    ("ngaydang", DATE),
    ("article-body", BODY),
    ("articlebody", BODY),
    ("article-content", BODY),
    ("article__content", BODY),
    ("article__body", BODY),
    ("entry-content", BODY),
    ("post-content", BODY),
    ("post-body", BODY),
    ("story-body", BODY),
    ("fck", BODY),
    ("noidung", BODY),
    ("noi-dung", BODY),
    ("chitiet", ARTICLE),
    ("chi-tiet", ARTICLE),
    ("baiviet", ARTICLE),
    ("sapo", LEAD),
    ("standfirst", LEAD),
    ("articlesummary", LEAD),
    ("hometext", LEAD),
    ("trichdan", LEAD),
    ("trich-dan", LEAD),
    ("tomtat", LEAD),
    ("tom-tat", LEAD),
    ("excerpt", LEAD),
    ("location", LOCATION),
    ("title", TITLE),
    ("tieude", TITLE),
    ("tieu-de", TITLE),
    ("headline", TITLE),
    ("heading", TITLE),
    ("caption", CAPTION),
    ("chuthich", CAPTION),
];

/// Words that hold one of [`WORDS`] and say something else.
const OTHERWISE: [(&str, u32); 6] = [
    ("footnote", FOOTER),
    ("football", FOOTER),
    ("trailer", SIDE),
    ("railway", SIDE),
    ("shareholder", SOCIAL),
    ("elementor-widget", SIDE),
];

/// Words that count only when they stand alone between separators: `ad`, `nav`, `date`.
const TOKENS: [(&str, u32); 35] = [
    ("ad", ADVERT),
    ("ads", ADVERT),
    ("adv", ADVERT),
    ("qc", ADVERT),
    ("nav", NAVIGATION),
    ("tags", BYLINE),
    ("tag", BYLINE),
    ("keyword", BYLINE),
    ("keywords", BYLINE),
    ("tukhoa", BYLINE),
    ("meta", BYLINE),
    ("views", BYLINE),
    ("right", SIDE),
    ("aside", SIDE),
    ("header", HEADER),
    ("top", HEADER),
    ("like", SOCIAL),
    ("fb", SOCIAL),
    ("zalo", SOCIAL),
    ("rating", SOCIAL),
    ("vote", SOCIAL),
    ("hidden", HIDDEN),
    ("hide", HIDDEN),
    ("date", DATE),
    ("time", DATE),
    ("clock", DATE),
    ("article", ARTICLE),
    ("post", ARTICLE),
    ("story", ARTICLE),
    ("detail", ARTICLE),
    ("content", ARTICLE),
    ("body", ARTICLE),
    ("entry", ARTICLE),
    ("lead", LEAD),
    ("summary", LEAD),
];

static ALL_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the words are constants, compiled in every test run")]
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(WORDS.iter().chain(&OTHERWISE).map(|(word, _)| word))
        .expect("constant words compile")
});

static ALL_TOKENS: LazyLock<FxHashMap<&[u8], u32>> =
    LazyLock::new(|| TOKENS.iter().map(|(word, hint)| (word.as_bytes(), *hint)).collect());

/// What the words of classes and ids say. A page repeats its classes, and reading one takes longer than looking it up.
#[derive(Debug, Default)]
pub(super) struct Said<'a>(FxHashMap<&'a str, u32>);

impl<'a> Said<'a> {
    /// The bits of `element`.
    pub(super) fn of(&mut self, element: &'a Element, tag: Tag) -> u32 {
        of(element, tag, |words| *self.0.entry(words).or_insert_with(|| of_words(words)))
    }
}

fn of<'a>(element: &'a Element, tag: Tag, mut of_words: impl FnMut(&'a str) -> u32) -> u32 {
    let mut bits = match tag {
        // A quotation is content, whatever it quotes (`twitter-tweet`).
        Tag::Quote => return 0,
        Tag::Nav => NAVIGATION,
        Tag::Aside => SIDE,
        Tag::Footer => FOOTER,
        Tag::Form | Tag::Control => DIALOG,
        Tag::Article => ARTICLE,
        Tag::FigureCaption | Tag::Caption => CAPTION,
        Tag::Time => DATE,
        // The name of a custom element says what a class would: `amp-ad`, `app-sidebar`.
        Tag::Block if element.name().contains('-') => of_words(element.name()),
        _ => 0,
    };
    for (name, value) in element.attrs() {
        match name {
            "class" | "id" => bits |= of_words(value),
            "style" => {
                let low = value.to_ascii_lowercase();
                let hides = ["display:none", "display: none", "visibility:hidden", "visibility: hidden"];
                bits |= if hides.iter().any(|h| low.contains(h)) { HIDDEN } else { 0 };
            }
            "hidden" => bits |= HIDDEN,
            "aria-hidden" if value == "true" => bits |= HIDDEN,
            "itemprop" => bits |= of_property(value),
            "data-role" => bits |= of_role(value),
            // Boxes of other articles that editors set into the body: `<div type="RelatedNewsBox">`.
            "type" if value.starts_with("Related") => bits |= RELATED,
            "role" => {
                bits |= match value {
                    "navigation" | "menu" | "menubar" => NAVIGATION,
                    "complementary" => SIDE,
                    "contentinfo" => FOOTER,
                    "banner" => HEADER,
                    "dialog" | "alert" => DIALOG,
                    "main" | "article" => ARTICLE,
                    _ => 0,
                }
            }
            _ => {}
        }
    }
    bits
}

/// Whether a style makes an inline element stand by itself: `<span style="display:block">`.
pub(super) fn is_shown_as_block(style: &str) -> bool {
    let Some((_, shown)) = style.split_once("display") else { return false };
    let shown = shown.trim_start_matches([':', ' ']);
    ["block", "table", "flex", "list-item"].iter().any(|kind| shown.starts_with(kind))
}

/// The parts of an article as a content management system of many newspapers names them.
fn of_role(value: &str) -> u32 {
    match value {
        "content" => BODY,
        "title" => TITLE,
        "sapo" => LEAD,
        "publishdate" => DATE,
        "author" => BYLINE | AUTHOR,
        _ => 0,
    }
}

fn of_property(value: &str) -> u32 {
    match value {
        "articleBody" => BODY,
        "headline" | "name" => TITLE,
        "description" => LEAD,
        "datePublished" | "dateModified" => DATE,
        "author" => AUTHOR,
        "comment" => COMMENTS,
        _ => 0,
    }
}

fn of_words(value: &str) -> u32 {
    if value.len() > 400 {
        return 0;
    }
    let (mut bits, mut otherwise) = (0, 0);
    for found in ALL_WORDS.find_overlapping_iter(value) {
        let word = found.pattern().as_usize();
        match WORDS.get(word) {
            Some((_, hint)) => bits |= hint,
            None => otherwise |= OTHERWISE[word - WORDS.len()].1,
        }
    }
    bits &= !otherwise;
    // `text-right` is how a line is set, `date-header` the date of a post: neither is where it stands.
    // `hidden-xs` hides on one kind of screen only.
    let mut before = "";
    let mut tokens = value.split(|c: char| !c.is_ascii_alphanumeric()).peekable();
    while let Some(token) = tokens.next() {
        let placed = match token {
            "right" => matches!(before, "text" | "pull" | "float" | "align" | "txt"),
            "header" => before == "date",
            // The upper part of an article is not that of the page.
            "top" => matches!(before, "detail" | "article" | "post" | "news" | "content" | "entry" | "story"),
            "hidden" | "hide" => {
                tokens.peek().is_some_and(|next| ["xs", "sm", "md", "lg", "xl", "print"].contains(next))
            }
            _ => false,
        };
        before = token;
        if token.len() > 8 || placed {
            continue;
        }
        let mut low = [0; 8];
        low[..token.len()].copy_from_slice(token.as_bytes());
        low.make_ascii_lowercase();
        bits |= ALL_TOKENS.get(&low[..token.len()]).copied().unwrap_or(0);
    }
    bits
}
