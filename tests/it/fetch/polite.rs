//! Manners, proved from the server's own log.

use std::time::Duration;

use solieu::fetch::{FetchError, Harvest, Settings, Source, Status};

use super::{
    fetch, rows, settings,
    site::{Hit, Reply, Site},
};

fn good(path: &str) -> Reply {
    match path {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        other => Reply::html(format!("<html>{other}</html>")),
    }
}

/// The requests to a machine came one at a time, each at least a pause after the answer before it. Both moments are the
/// server's; a busy machine only makes them lie further apart.
pub(super) fn paced(hits: &[&Hit], pause: Duration) {
    // Whoever was given up does not know when.
    let hits: Vec<&Hit> = hits.iter().copied().filter(|hit| hit.status != 499).collect();
    for pair in hits.windows(2) {
        let waited = pair[1].began.checked_duration_since(pair[0].answered);
        assert!(waited.is_some_and(|w| w >= pause), "{} then {}: {waited:?}", pair[0].path, pair[1].path);
    }
}

#[test]
fn one_request_at_a_time_for_a_machine_and_the_longer_of_two_pauses() {
    let site = Site::start(4, 3, |request| match request.path.as_str() {
        "/robots.txt" if request.host == "bao2.example" => {
            Reply::new("200 OK", "", "User-agent: *\nCrawl-delay: 0.09\nDisallow:")
        }
        "/robots.txt" => good("/robots.txt"),
        path => good(&format!("{}{path}", request.host)),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&site);
    settings.delay = Duration::from_millis(30);
    // Two more names for the third machine: they share its pace.
    for name in ["a.tinh.example", "b.tinh.example"] {
        settings.hosts.entry(name.to_owned()).or_default().addresses = vec![site.machines[2]];
    }
    let hosts = ["bao1.example", "bao2.example", "bao3.example", "a.tinh.example", "b.tinh.example"];
    let list: Vec<String> =
        hosts.iter().flat_map(|host| (0..5).map(move |n| format!("http://{host}/{n}"))).collect();
    let harvest = fetch(folder.path(), &settings, &list);
    assert_eq!(harvest.counts().unwrap(), [(Status::Ok, 25)].into());
    let log = site.log();
    for (machine, pause, requests) in [(0, 30, 6), (1, 90, 6), (2, 30, 18)] {
        let ip = site.machines[machine].ip();
        let hits: Vec<&Hit> = log.iter().filter(|h| h.machine == ip).collect();
        assert_eq!(hits.len(), requests, "machine {machine}");
        // The first pause of the second machine is still ours: its robots.txt was not known.
        let skip = usize::from(machine == 1);
        paced(&hits[skip..], Duration::from_millis(pause));
    }
    let ips: Vec<_> = site.machines.iter().map(std::net::SocketAddr::ip).collect();
    let of = |n: usize| {
        let machine = ips[n];
        log.iter().filter(move |h| h.machine == machine)
    };
    let (second, last) = (of(1).nth(1).unwrap(), of(2).next_back().unwrap());
    assert!(second.began < last.answered, "machines do not wait for each other");
}

#[test]
fn a_server_that_says_when_is_heeded() {
    let site = Site::start(5, 1, |request| match request.path.as_str() {
        "/a" if request.before == 0 => Reply::new("429 Too Many Requests", "Retry-After: 1\r\n", ""),
        path => good(path),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&site);
    settings.max_wait = Duration::from_secs(2);
    let list = ["http://bao1.example/a".to_owned(), "http://bao1.example/b".to_owned()];
    let harvest = fetch(folder.path(), &settings, &list);
    assert_eq!(harvest.counts().unwrap(), [(Status::Ok, 2)].into());
    let log = site.log();
    let refused = log.iter().find(|h| h.status == 429).unwrap();
    let next = log.iter().find(|h| h.began > refused.began).unwrap();
    assert!(next.began - refused.answered >= Duration::from_secs(1));
}

#[test]
fn unchanged_pages_are_asked_about_and_not_stored_again() {
    let site = Site::start(6, 1, |request| match request.path.as_str() {
        "/etag" if request.fields.get("if-none-match").map(String::as_str) == Some("\"v1\"") => {
            Reply::new("304 Not Modified", "ETag: \"v1\"\r\n", "")
        }
        "/etag" => Reply::new("200 OK", "Content-Type: text/html\r\nETag: \"v1\"\r\n", "<html>cũ</html>"),
        "/changing" => Reply::html(format!("<html>lần {}</html>", request.before)),
        path => good(path),
    });
    let folder = tempfile::tempdir().unwrap();
    let list: Vec<String> =
        ["etag", "same", "changing"].iter().map(|p| format!("http://bao1.example/{p}")).collect();
    let harvest = fetch(folder.path(), &settings(&site), &list);
    let first = rows(&harvest);
    assert_eq!(harvest.retry(&[Status::Ok]).unwrap(), 3);
    harvest.run_quietly().unwrap();
    let second = rows(&harvest);
    let text = |row| String::from_utf8(harvest.page(row).unwrap().unwrap().bytes).unwrap();
    assert_eq!(text(&second[&list[0]]), "<html>cũ</html>");
    assert_eq!(text(&second[&list[1]]), "<html>/same</html>");
    assert_eq!(text(&second[&list[2]]), "<html>lần 1</html>");
    assert_eq!(text(&first[&list[2]]), "<html>lần 0</html>", "the old capture stays");
    assert_eq!(second[&list[0]].capture, first[&list[0]].capture);
    let index = std::fs::read_to_string(folder.path().join("kho/archive/index.cdxj")).unwrap();
    assert_eq!(index.lines().filter(|l| l.contains("/etag\"")).count(), 2);
    let revisits = index.lines().filter(|l| l.contains("\"mime\":\"warc/revisit\"")).count();
    assert_eq!(revisits, 2, "one that the server said, one that had the same bytes: {index}");
    let mut sorted: Vec<_> = index.lines().collect();
    sorted.sort_unstable();
    assert_eq!(sorted, index.lines().collect::<Vec<_>>());
}

#[test]
fn more_than_twenty_addresses_need_a_contact() {
    let site = Site::start(7, 1, |request| good(&request.path));
    let folder = tempfile::tempdir().unwrap();
    let nameless = Settings { contact: None, ..settings(&site) };
    let harvest = Harvest::open(folder.path(), nameless).unwrap();
    let add = |n: usize| harvest.add(&[Source::Url(format!("http://bao1.example/{n}"))]).unwrap();
    (0..20).for_each(|n| assert_eq!(add(n).new, 1));
    harvest.run_quietly().unwrap();
    add(20);
    assert!(matches!(harvest.run_quietly(), Err(FetchError::Contact(21))));
}

#[test]
fn a_site_is_followed_within_its_rules() {
    let site = Site::start(8, 2, |request| match request.path.as_str() {
        "/" => Reply::html(
            r#"<html><a href="/kinh-te">a</a><a href="/the-thao">b</a><a href="http://bao2.example/kinh-te">c</a>"#,
        ),
        "/kinh-te" => Reply::html(
            r#"<html><a href="/kinh-te/1">1</a><a href="/kinh-te/2?utm_source=x">2</a><a href="/">0</a>"#,
        ),
        "/kinh-te/1" => Reply::html(r#"<html><a href="/kinh-te/1/1">sâu</a>"#),
        path => good(path),
    });
    let folder = tempfile::tempdir().unwrap();
    let harvest = Harvest::open(folder.path(), settings(&site)).unwrap();
    let spec = solieu::fetch::SiteSpec {
        front: "http://bao1.example/".to_owned(),
        include: Some("^/kinh-te".to_owned()),
        depth: 2,
        ..Default::default()
    };
    harvest.add(&[Source::Site(spec)]).unwrap();
    harvest.run_quietly().unwrap();
    let ids: Vec<String> = rows(&harvest).into_keys().collect();
    assert_eq!(
        ids,
        ["/", "/kinh-te", "/kinh-te/1", "/kinh-te/2"].map(|p| format!("http://bao1.example{p}")),
        "depth, pattern and host hold"
    );
}
