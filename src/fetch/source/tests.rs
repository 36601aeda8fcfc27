//! Lists, sitemaps, feeds and front pages as they come.

use super::*;

fn read(text: &[u8], since: Option<&str>) -> Option<(Vec<String>, String)> {
    let base = Url::parse("http://tin.example/dir/").unwrap();
    let listing = read_listing(&base, text, since.map(|s| s.parse().unwrap()))?;
    let urls = listing.found.iter().map(|f| f.address.url.to_string()).collect();
    Some((urls, listing.summary()))
}

#[test]
fn sitemaps_of_all_sorts_are_read() {
    let plain = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">
        <url><loc>http://tin.example/a?x=1&y=2</loc><lastmod>yesterday</lastmod></url>
        <url><loc> http://tin.example/b?x=1&amp;y=2 </loc><lastmod>2020-01-01</lastmod></url>
        <url><loc><![CDATA[http://tin.example/c]]></loc><image:image><image:loc>http://i.example/i.jpg</image:loc></image:image></url>
        <url><lastmod>2024-01-01</lastmod></url></urlset>";
    let (urls, summary) = read(plain.as_bytes(), None).unwrap();
    assert_eq!(
        urls,
        ["http://tin.example/a?x=1&y=2", "http://tin.example/b?x=1&y=2", "http://tin.example/c"]
    );
    assert_eq!(summary, "sitemap: 3 addresses, 1 unreadable");
    let (urls, summary) = read(plain.as_bytes(), Some("2022-01-01")).unwrap();
    assert_eq!(urls.len(), 2);
    assert_eq!(
        summary,
        "sitemap: 2 addresses, 1 left out as too old, 2 kept without a readable date, 1 unreadable"
    );
    let news = "\u{feff}<?xml version='1.0' encoding='UTF-8'?><urlset><url><loc>/n</loc><news:news>
        <news:publication_date>2024-11-21T08:00:00+07:00</news:publication_date></news:news></url></urlset>";
    assert_eq!(read(news.as_bytes(), Some("2024-11-21")).unwrap().0, ["http://tin.example/n"]);
    let index = "<sitemapindex><sitemap><loc>http://tin.example/s1.xml.gz</loc></sitemap></sitemapindex>";
    let base = Url::parse("http://tin.example/").unwrap();
    let listing = read_listing(&base, index.as_bytes(), None).unwrap();
    assert_eq!(listing.found[0].role, Role::Source);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, plain.as_bytes()).unwrap();
    assert_eq!(read(&gzip.finish().unwrap(), None).unwrap().0.len(), 3);
}

#[test]
fn feeds_lose_nothing_over_trifles() {
    let rss = "<?xml version=\"1.0\"?><rss><channel><link>http://tin.example/</link>
        <item><title>Giá gạo & cà phê</title><link>http://tin.example/1</link><pubDate>Thu, 21 Nov 2024 08:00:00 GMT+7</pubDate></item>
        <item><title>&agrave;</title><link>http://tin.example/2</link><pubDate>11/21/2024 8:00:00 AM</pubDate></item>
        <item><guid isPermaLink=\"true\">http://tin.example/3</guid><pubDate>Thứ Năm, 21/11/2024</pubDate></item>
        <item><link>http://tin.example/4</link><pubDate>01/01/2001</pubDate></item>
        <item><link>http://tin.example/5</link>";
    let (urls, summary) = read(rss.as_bytes(), Some("2024-11-01")).unwrap();
    assert_eq!(urls.len(), 4, "{urls:?}");
    assert_eq!(summary, "feed: 4 addresses, 1 left out as too old, 1 kept without a readable date");
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='http://tin.example/'/>
        <entry><link rel='self' href='/x'/><link rel='alternate' href='/a?b=1&amp;c=2'/></entry>
        <entry><link href=\"b\"/></entry></feed>";
    assert_eq!(
        read(atom.as_bytes(), None).unwrap().0,
        ["http://tin.example/a?b=1&c=2", "http://tin.example/dir/b"]
    );
    assert!(read(b"<!doctype html><html><body>rss</body></html>", None).is_none());
    assert!(read("Số liệu".as_bytes(), None).is_none());
}

#[test]
fn links_stay_within_the_site_and_its_rules() {
    let spec = SiteSpec {
        front: "http://www.tin.example/".to_owned(),
        include: Some("^/(kinh-te|20)".to_owned()),
        exclude: Some("print".to_owned()),
        depth: 2,
        since: Some("2024-01-01".parse().unwrap()),
    };
    let rule = SiteRule::of(&spec).unwrap();
    let page = Url::parse("http://www.tin.example/trang/").unwrap();
    let html = r#"<base href="/kinh-te/"><a href="a.html#x">a</a><a href="http://tin.example/kinh-te/a.html">a</a>
        <a href="http://khac.example/kinh-te/b">b</a><a href="/the-thao/c">c</a><a href="/kinh-te/print/d">d</a>
        <a href="/2023/05/01/e">e</a><a href="/2024/05/01/f">f</a><a href="javascript:void(0)">g</a>"#;
    let found = links(&page, html.as_bytes(), &rule, 0, Some(0));
    let urls: Vec<_> = found.iter().map(|f| f.address.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "http://www.tin.example/kinh-te/a.html",
            "http://tin.example/kinh-te/a.html",
            "http://www.tin.example/2024/05/01/f"
        ]
    );
    assert!(SiteRule::of(&SiteSpec { include: Some("(".to_owned()), ..spec }).is_err());
}

#[test]
fn lists_and_tables_are_read_as_people_write_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("danh-sach.txt");
    for (text, expected) in [
        (
            "http://a.example/1\n\n# ghi chú\r\nhttp://a.example/2,x\r\n",
            &["http://a.example/1", "http://a.example/2,x"][..],
        ),
        ("\u{feff}url\nhttp://a.example/1\n", &["http://a.example/1"]),
        (
            "id,URL,ghi chú\n1,http://a.example/1,\"x, y\"\n2,,\n3,http://a.example/2\n",
            &["http://a.example/1", "http://a.example/2"],
        ),
        ("tên;Địa chỉ\nA;http://a.example/1\n", &["http://a.example/1"]),
        // A table whose heading does not say so, and one without a heading; both by their name.
        (
            "STT,Tên,Nguồn tin\n1,a,http://a.example/1\n2,\"b, c\",https://a.example/2\n",
            &["http://a.example/1", "https://a.example/2"],
        ),
        ("1\thttp://a.example/1\n2\thttp://a.example/2\n", &["http://a.example/1", "http://a.example/2"]),
    ] {
        let path = if text.starts_with(['S', '1']) { folder.path().join("bang.csv") } else { path.clone() };
        std::fs::write(&path, text).unwrap();
        let read: Vec<String> = list::lines(&path).unwrap().map(|g| g.unwrap().text).collect();
        assert_eq!(read, expected, "{text}");
    }
    std::fs::write(&path, "Hà Nội có 1.846.011 người tham gia.").unwrap();
    assert_eq!(Source::of(path.to_str().unwrap()).unwrap(), Source::Page(path.clone()));
    std::fs::write(&path, "http://a.example/1\n").unwrap();
    assert_eq!(Source::of(path.to_str().unwrap()).unwrap(), Source::List(path));
    assert_eq!(Source::of("tin.example").unwrap(), Source::Url("tin.example".to_owned()));
    assert!(Source::of("khong-co-tep-nay").is_err());
}
