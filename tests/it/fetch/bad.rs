//! Servers that are broken in every way that servers are.

use std::{sync::LazyLock, time::Duration};

use solieu::fetch::{Settings, Status, causes};

use super::{
    fetch, rows, settings,
    site::{Reply, Request, Site, gzip},
    statuses,
};

/// Longer than a name can be, so that no name server is asked.
const NO_NAME: &str =
    "http://ten-nay-dai-hon-sau-muoi-ba-ky-tu-nen-khong-may-chu-ten-mien-nao-biet-no-o-dau.example/x";

/// Made before anybody waits for it.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip(&vec![b' '; 10_000_000]));

/// Paths that a server answers badly, and how such an address ends.
pub(super) const BROKEN: [(&str, &str); 14] = [
    ("/slow", "timeout"),
    ("/huge", "too_large"),
    ("/huge-lie", "cut"),
    ("/bomb", "too_large"),
    ("/short", "cut"),
    ("/chunk", "cut"),
    ("/cut", "cut"),
    ("/half-head", "cut"),
    ("/no-http", "protocol"),
    ("/two-lengths", "protocol"),
    ("/long-head", "protocol"),
    ("/not-gzip", "bad_encoding"),
    ("/broken", "http_500"),
    ("/flaky", "ok"),
];

/// Limits that such a server runs into soon.
pub(super) fn short_of_patience(settings: &mut Settings) {
    LazyLock::force(&BOMB);
    settings.max_wire = 200_000;
    settings.first_byte_timeout = Duration::from_millis(700);
    settings.max_decoded = 1_000_000;
    settings.host_failures = 100;
    settings.max_wait = Duration::from_millis(20);
}

fn answer(request: &Request) -> Reply {
    match request.path.as_str() {
        "/robots.txt" if request.host == "bao2.example" => Reply::new("503 Service Unavailable", "", ""),
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        "/busy" => Reply::new("429 Too Many Requests", "Retry-After: 86400\r\n", ""),
        path => broken(request).unwrap_or_else(|| Reply::html(format!("<html><p>{path} tốt</p></html>"))),
    }
}

/// The answer to one of these paths.
pub(super) fn broken(request: &Request) -> Option<Reply> {
    Some(match request.path.as_str() {
        "/slow" => Reply { pause: Duration::from_secs(1), ..Reply::html("<p>chậm</p>") },
        "/huge" => Reply::html(vec![b'x'; 300_000]),
        "/huge-lie" => Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\n<html>"),
        "/bomb" => Reply::new("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &*BOMB),
        "/short" => {
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>cụt")
        }
        "/chunk" => Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\nZZ\r\n"),
        "/cut" => Reply::raw(""),
        "/half-head" => Reply::raw("HTTP/1.1 200 OK\r\nContent-"),
        "/no-http" => Reply::raw("220 ftp ready\r\n"),
        "/two-lengths" => Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        "/long-head" => Reply::raw(format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "y".repeat(100_000))),
        "/not-gzip" => {
            Reply::new("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", "<html>")
        }
        "/flaky" if request.before < 2 => Reply::new("503 Service Unavailable", "Retry-After: 0\r\n", ""),
        "/broken" => Reply::new("500 Internal Server Error", "", ""),
        _ => return None,
    })
}

#[test]
fn every_fault_ends_in_its_own_row() {
    let site = Site::start(2, 5, answer);
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&site);
    short_of_patience(&mut settings);
    // Nobody listens there.
    settings.hosts.entry("vang.example".to_owned()).or_default().addresses =
        vec!["127.0.2.200:1".parse().unwrap()];
    let cases = [
        ("http://bao1.example/good", "ok"),
        ("http://bao2.example/x", "robots_unreachable"),
        ("http://bao2.example/y", "robots_unreachable"),
        ("http://bao3.example/busy", "host_set_aside"),
        ("http://vang.example/x", "connect"),
        (NO_NAME, "dns"),
    ];
    let broken = BROKEN.map(|(path, status)| (format!("http://bao1.example{path}"), status));
    let cases = cases.map(|(url, status)| (url.to_owned(), status));
    let list: Vec<String> = broken.iter().chain(&cases).map(|(url, _)| url.clone()).collect();
    let harvest = fetch(folder.path(), &settings, &list);
    let rows = rows(&harvest);
    for (url, expected) in broken.iter().chain(&cases) {
        assert_eq!(rows[url].status.to_string(), *expected, "{:?}", rows[url]);
    }
    // Failures that may pass were tried three times, the others once.
    let log = site.log();
    let asked = |path: &str| log.iter().filter(|h| h.path == path).count();
    assert_eq!((asked("/broken"), asked("/short"), asked("/flaky"), asked("/bomb")), (3, 3, 3, 1));
    assert!(
        !log.iter().any(|h| h.host == "bao2.example" && h.path != "/robots.txt"),
        "nobody knows if it is allowed"
    );
    let counts = harvest.counts().unwrap();
    assert_eq!(counts.values().sum::<u64>(), 20);
    assert_eq!(counts[&Status::Cut], 6 - 1);
    assert!(causes(&counts).iter().all(|(s, _, cure)| !s.is_failure() || !cure.is_empty()));
}

#[test]
fn a_host_that_keeps_failing_is_left_alone_and_can_be_tried_again() {
    let site = Site::start(3, 1, |request| match request.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        path if path.starts_with("/x") && request.before == 0 => {
            Reply::new("500 Internal Server Error", "", "")
        }
        path => Reply::html(format!("<html>{path} tốt</html>")),
    });
    let folder = tempfile::tempdir().unwrap();
    let list: Vec<String> = (0..12).map(|n| format!("http://bao1.example/x{n}")).collect();
    let settings = settings(&site);
    let harvest = fetch(folder.path(), &settings, &list);
    let counts = harvest.counts().unwrap();
    assert_eq!(counts, [(Status::HostSetAside, 12)].into());
    assert_eq!(site.log().len(), 1 + 5, "robots.txt and five failures in a row");
    assert_eq!(rows(&harvest)[&list[11]].detail, "last: http_500");
    // The rest failed once more the first time; nobody had asked for them before.
    assert_eq!(harvest.retry(&[Status::HostSetAside]).unwrap(), 12);
    let again = |harvest: &solieu::fetch::Harvest| {
        harvest.run_quietly().unwrap();
        harvest.counts().unwrap().get(&Status::Ok).copied().unwrap_or_default()
    };
    again(&harvest);
    harvest.retry(&[Status::HostSetAside]).unwrap();
    assert_eq!(again(&harvest), 12);
    assert_eq!(statuses(&harvest, &[&list[0], &list[11]]), ["ok", "ok"]);
}
