//! A whole web: 8 machines, over 200 pages, every row right.

use std::{collections::BTreeMap, time::Duration};

use solieu::fetch::{Capture, HostSettings, Row, Status};

use super::{
    bad::{BROKEN, broken, short_of_patience},
    command::{self, run},
    fetch,
    polite::paced,
    rows, settings,
    site::{Hit, Reply, Request, Site, chunked, gzip},
    statuses, tls,
};

fn text(host: &str, path: &str) -> String {
    format!(
        "<html><head><title>Tin {path}</title></head><body><p>{host}: {path} có 1.846.011 người.</p></body></html>"
    )
}

/// A page in one of the ways that servers send pages.
fn page(request: &Request) -> Reply {
    let body = text(&request.host, &request.path);
    let number = request.path.bytes().last().unwrap_or_default() % 5;
    match number {
        0 => Reply::html(body),
        1 => Reply::new(
            "200 OK",
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
            gzip(body.as_bytes()),
        ),
        2 => {
            let mut reply = Reply::raw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\ncontent-type: text/html\r\n\r\n",
            );
            reply.bytes.extend(chunked(body.as_bytes()));
            reply.keep = true;
            reply
        }
        3 => Reply::raw(format!("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{body}")),
        _ => Reply::raw(format!("HTTP/1.1 200\r\nServer: x\r\n\r\n{body}")),
    }
}

fn answer(request: &Request) -> Reply {
    let path = request.path.as_str();
    match path {
        "/robots.txt" if request.host == "bao1.example" => Reply::new(
            "200 OK",
            "",
            "User-agent: *\nDisallow: /kin/\nSitemap: http://bao1.example/sitemap.xml",
        ),
        "/robots.txt" if request.host == "bao2.example" => Reply::to("http://bao3.example/their-robots.txt"),
        "/their-robots.txt" => Reply::new("200 OK", "", "User-agent: *\nDisallow: /kin/"),
        "/robots.txt" => Reply::new("404 Not Found", "", "không có"),
        "/moved" => Reply::to("/bai/3"),
        "/moved-alone" | "/moved-too" => Reply::to("http://bao2.example/alone"),
        "/moved-front" => Reply::to("/"),
        "/cookie" if request.fields.get("cookie").map(String::as_str) == Some("s=1") => {
            Reply::html("<p>Vào được.</p>")
        }
        "/cookie" => Reply::new("302 Found", "Location: /cookie\r\nSet-Cookie: s=1; Path=/\r\n", ""),
        "/loop-a" => Reply::to("/loop-b"),
        "/loop-b" => Reply::to("/loop-a"),
        "/self" => Reply::to("/self"),
        "/to-ftp" => Reply::to("ftp://bao1.example/x"),
        "/same-1" | "/same-2" => Reply::html("<p>Một tin, hai địa chỉ.</p>"),
        "/windows-1258" => {
            Reply::new("200 OK", "Content-Type: text/html; charset=windows-1258\r\n", b"<p>B\xe1o</p>")
        }
        "/pdf" => Reply::new("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4"),
        "/empty" => Reply::html(""),
        "/soft" => Reply::html("<title>Không tìm thấy trang</title>"),
        "/404" => Reply::new("404 Not Found", "", "x"),
        "/410" => Reply::new("410 Gone", "", "x"),
        "/403" => Reply::new("403 Forbidden", "", "x"),
        "/sitemap.xml" => Reply::new(
            "200 OK",
            "Content-Type: application/xml\r\n",
            "<sitemapindex><sitemap><loc>http://bao1.example/map-1.xml.gz</loc></sitemap></sitemapindex>",
        ),
        "/map-1.xml.gz" => {
            let list: Vec<String> = (0..4).map(|n| format!("<url><loc>/map/{n}</loc></url>")).collect();
            Reply::new(
                "200 OK",
                "Content-Type: application/gzip\r\n",
                gzip(format!("<urlset>{}</urlset>", list.concat()).as_bytes()),
            )
        }
        "/rss" => Reply::new(
            "200 OK",
            "Content-Type: text/xml\r\n",
            "<rss><item><title>A & B</title><link>http://bao2.example/rss/1?a=1&b=2</link></item></rss>",
        ),
        path if path.starts_with("/endless/") => Reply::to(&format!("{path}x")),
        "/etag" if request.fields.get("if-none-match").map(String::as_str) == Some("\"v1\"") => {
            Reply::new("304 Not Modified", "ETag: \"v1\"\r\n", "")
        }
        "/etag" => Reply::new("200 OK", "Content-Type: text/html\r\nETag: \"v1\"\r\n", "<p>Bài có nhãn.</p>"),
        _ => broken(request).unwrap_or_else(|| page(request)),
    }
}

#[test]
fn every_address_of_a_web_ends_in_the_right_row() {
    let site = Site::start(1, 8, answer);
    let folder = tempfile::tempdir().unwrap();
    let mut list: Vec<String> =
        (1..=8).flat_map(|host| (0..25).map(move |n| format!("http://bao{host}.example/bai/{n}"))).collect();
    let special = [
        ("http://bao1.example/moved", "duplicate_of"),
        ("http://bao1.example/moved-alone", "ok"),
        ("http://bao4.example/moved-too", "duplicate_of"),
        ("http://bao1.example/moved-front", "soft_404"),
        ("http://bao1.example/cookie", "ok"),
        ("http://bao1.example/loop-a", "redirect_loop"),
        ("http://bao1.example/self", "redirect_loop"),
        ("http://bao1.example/endless/x", "redirect_loop"),
        ("http://bao1.example/to-ftp", "bad_redirect"),
        ("http://bao1.example/same-1", "ok"),
        ("http://bao5.example/same-2", "duplicate_of"),
        ("http://bao1.example/windows-1258", "ok"),
        ("http://bao1.example/pdf", "not_html"),
        ("http://bao1.example/empty", "empty"),
        ("http://bao1.example/soft", "soft_404"),
        ("http://bao1.example/etag", "ok"),
        ("http://bao1.example/404", "not_found"),
        ("http://bao1.example/410", "gone"),
        ("http://bao1.example/403", "http_403"),
        ("http://bao1.example/kin/1", "robots"),
        ("http://bao2.example/kin/1", "robots"),
        ("http://bao3.example/kin/1", "ok"),
        ("http://bao1.example/sitemap.xml", "source"),
        ("http://bao1.example/rss", "source"),
        ("http://bao1.example/bai/3?utm_source=zalo#x", "duplicate_of"),
        ("https://bao1.example/bai/4", "duplicate_of"),
        ("ghi chú của tôi", "bad_url"),
        ("http://lan:matkhau@bao1.example/", "credentials_in_url"),
    ];
    list.extend(special.iter().map(|(url, _)| (*url).to_owned()));
    let mut settings = settings(&site);
    settings.delay = Duration::from_millis(4);
    // What is broken is spread over the machines; one more of them has a broken chain of certificates.
    short_of_patience(&mut settings);
    let (machine, root) = tls::incomplete("127.0.1.9", "kin.example");
    settings.roots = vec![root];
    settings.hosts.insert(
        "kin.example".to_owned(),
        HostSettings { addresses: vec![machine], ..HostSettings::default() },
    );
    let mut broken: Vec<(String, &str)> = (1..=8)
        .cycle()
        .zip(BROKEN)
        .map(|(host, (path, status))| (format!("http://bao{host}.example{path}"), status))
        .collect();
    broken.push(("https://kin.example/a".to_owned(), "tls_incomplete_chain"));
    list.extend(broken.iter().map(|(url, _)| url.clone()));
    let harvest = fetch(folder.path(), &settings, &list);
    let rows = rows(&harvest);
    for (url, expected) in special {
        let url = if url.contains("matkhau") { "http://bao1.example/" } else { url };
        assert_eq!(rows.get(url).map(|r| r.status.to_string()).as_deref(), Some(expected), "{url}");
    }
    for (url, expected) in &broken {
        assert_eq!(rows[url].status.to_string(), *expected, "{:?}", rows[url]);
    }
    for url in list.iter().take(200) {
        assert_eq!(rows[url].status.to_string(), "ok", "{url}: {:?}", rows[url]);
        let page = harvest.page(&rows[url]).unwrap().unwrap();
        let (host, path) = url["http://".len()..].split_once('/').unwrap();
        assert_eq!(String::from_utf8(page.bytes).unwrap(), text(host, &format!("/{path}")), "{url}");
    }
    let found =
        ["http://bao1.example/map/0", "http://bao1.example/map/3", "http://bao2.example/rss/1?a=1&b=2"];
    assert_eq!(statuses(&harvest, &found), ["ok"; 3]);
    assert_eq!(rows["http://bao1.example/moved-alone"].url.as_deref(), Some("http://bao2.example/alone"));
    assert_eq!(rows["http://bao1.example/moved"].detail, "http://bao1.example/bai/3");
    assert_eq!(rows["http://bao5.example/same-2"].detail, "http://bao1.example/same-1");
    let page = harvest.page(&rows["http://bao1.example/windows-1258"]).unwrap().unwrap();
    assert_eq!((page.charset.as_deref(), &page.bytes[..]), (Some("windows-1258"), &b"<p>B\xe1o</p>"[..]));
    assert_eq!(page.known.url.as_deref(), Some("http://bao1.example/windows-1258"));
    assert_eq!(rows.len(), list.len() + 6, "the list, and what sitemap and feed led to");
    // By the servers' own log: nothing was asked for twice, the forbidden never, one request at a time for each machine,
    // robots.txt before all else, and the pause after each.
    let log = site.log();
    for machine in &site.machines {
        let hits: Vec<&Hit> = log.iter().filter(|h| h.machine == machine.ip()).collect();
        // The second machine's robots.txt is a file of the third, which may be read before its own; at its pace.
        let first = hits.iter().find(|h| h.path != "/their-robots.txt").unwrap();
        assert_eq!(first.path, "/robots.txt", "{machine}");
        assert!(hits.len() > 25, "{machine}: {}", hits.len());
        paced(&hits, settings.delay);
    }
    let again = |path: &str| path == "/cookie" || BROKEN.iter().any(|(broken, _)| *broken == path);
    let mut asked: Vec<_> = log.iter().map(|h| (&h.host, &h.path)).filter(|(_, p)| !again(p)).collect();
    asked.sort();
    let before = asked.len();
    asked.dedup();
    assert_eq!(asked.len(), before);
    assert!(!log.iter().any(|h| h.path.starts_with("/kin/") && h.host != "bao3.example"));
    assert!(
        log.iter().all(|h| h.agent.starts_with("solieu/") && h.agent.ends_with(" (+lan@truong.example)"))
    );
    // A second run of the same command has nothing to do.
    drop(harvest);
    let again = fetch(folder.path(), &settings, &list);
    assert_eq!(site.log().len(), log.len());
    assert_eq!(super::rows(&again), rows);
    // Asked whether anything has changed: nothing has, by a 304 or by the same bytes, and the rows are what they were.
    let pages = again.counts().unwrap()[&Status::Ok];
    again.retry(&[Status::Ok]).unwrap();
    again.run_quietly().unwrap();
    assert!(site.log().iter().any(|h| h.path == "/etag" && h.status == 304));
    let known = |rows: &BTreeMap<String, Row>| -> BTreeMap<String, (Status, Option<Capture>)> {
        rows.iter().map(|(id, row)| (id.clone(), (row.status, row.capture.clone()))).collect()
    };
    assert_eq!(known(&super::rows(&again)), known(&rows));
    assert_eq!(again.counts().unwrap()[&Status::Ok], pages);
    drop(again);
    // And read: each page has its figure, each address its row in the dataset too.
    run(folder.path(), &["extract", "kho", "-o", "ra", "-q"]);
    let read = command::statuses(&folder.path().join("ra/documents.jsonl"));
    assert_eq!(read.len(), rows.len());
    for (id, row) in rows.iter().filter(|(_, row)| row.status != Status::Ok) {
        assert_eq!(read[id], row.status.code(), "{id}");
    }
    let figures = std::fs::read_to_string(folder.path().join("ra/figures.jsonl")).unwrap();
    let found = figures.lines().filter(|line| line.contains("\"value\":\"1846011\"")).count();
    assert!(found > 200, "{found}");
}
