//! Nothing leads into the network of the person who runs us; secrets stay where they are.

use solieu::fetch::{Harvest, Proxies, Settings, Source};

use super::{
    settings,
    site::{Reply, Site},
    statuses,
};

fn walk(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "gz") {
            let file = std::fs::File::open(path).unwrap();
            std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(file), &mut all).unwrap();
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

#[test]
fn private_addresses_are_refused_however_they_are_written() {
    let site = Site::start(9, 1, |_| Reply::html("<html>bí mật</html>"));
    let port = site.machines[0].port();
    let folder = tempfile::tempdir().unwrap();
    let open = Settings { allow_private: false, ..settings(&site) };
    let harvest = Harvest::open(folder.path(), open).unwrap();
    let urls: Vec<String> = [
        "127.0.9.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.9.1]",
        "0x7f000901",
        "2130708737",
        "127.2305",
        // A name whose server says so, as in a rebinding.
        "bao1.example",
        "169.254.169.254",
    ]
    .iter()
    .map(|host| format!("http://{host}:{port}/x"))
    .collect();
    for url in &urls {
        harvest.add(&[Source::Url(url.clone())]).unwrap();
    }
    harvest.run_quietly().unwrap();
    let mut counts = harvest.counts().unwrap();
    // Some spellings are one address.
    counts.remove(&solieu::fetch::Status::Duplicate);
    assert_eq!(counts.keys().map(ToString::to_string).collect::<Vec<_>>(), ["private_address"]);
    assert!(site.log().is_empty());
}

#[test]
fn a_redirect_into_a_private_network_is_not_followed_and_a_proxy_keeps_its_password() {
    // The machine is a proxy: it answers for every name.
    let site = Site::start(10, 1, |request| match request.path.as_str() {
        "http://tin.example/robots.txt" => Reply::new("404 Not Found", "", ""),
        "http://tin.example/a" => Reply::to("http://169.254.169.254/latest/meta-data/"),
        "http://tin.example/b" => Reply::to("http://[::ffff:10.0.0.1]/"),
        _ => Reply::html("<html>qua cổng</html>"),
    });
    let folder = tempfile::tempdir().unwrap();
    let proxy = format!("http://lan:mat-khau-cong@{}", site.machines[0]);
    let proxies = Proxies::from_variables(|n| (n == "http_proxy").then(|| proxy.clone())).unwrap();
    let mut closed = Settings { allow_private: false, proxies, ..settings(&site) };
    closed.hosts.entry("tin.example".to_owned()).or_default().headers =
        vec![("X-Khoa".to_owned(), "gia-tri-bi-mat".to_owned())];
    let harvest = Harvest::open(folder.path(), closed).unwrap();
    let urls = ["http://tin.example/a", "http://tin.example/b", "http://tin.example/c?token=the-bi-mat"];
    for url in urls {
        harvest.add(&[Source::Url(url.to_owned())]).unwrap();
    }
    harvest.run_quietly().unwrap();
    let shown = ["http://tin.example/a", "http://tin.example/b", "http://tin.example/c?token=***"];
    assert_eq!(statuses(&harvest, &shown), ["private_address", "private_address", "ok"]);
    let log = site.log();
    assert!(log.iter().all(|h| h.path.starts_with("http://tin.example/")), "{log:?}");
    let archive = String::from_utf8_lossy(&walk(&folder.path().join("archive"))).into_owned();
    assert!(archive.contains("X-Khoa: ***"));
    for secret in ["mat-khau-cong", "gia-tri-bi-mat", "bGFuOm1hd"] {
        assert!(!archive.contains(secret), "{secret}");
    }
}

#[test]
fn a_page_is_forgotten_and_the_archive_stays_whole() {
    let site = Site::start(11, 1, |request| match request.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        path => Reply::html(format!("<html>nội dung của {path}</html>")),
    });
    let folder = tempfile::tempdir().unwrap();
    let harvest = Harvest::open(folder.path(), settings(&site)).unwrap();
    let urls = ["http://bao1.example/giu", "http://bao1.example/xoa"].map(str::to_owned);
    for url in &urls {
        harvest.add(&[Source::Url(url.clone())]).unwrap();
    }
    harvest.run_quietly().unwrap();
    assert_eq!(harvest.forget(&urls[1], "theo yêu cầu của tòa soạn").unwrap(), 1);
    let archive = String::from_utf8_lossy(&walk(&folder.path().join("archive"))).into_owned();
    assert!(archive.contains("nội dung của /giu") && !archive.contains("nội dung của /xoa"));
    assert!(!archive.contains("bao1.example/xoa"), "not in the index either");
    assert!(archive.contains("reason: theo yêu cầu của tòa soạn"));
    assert_eq!(statuses(&harvest, &[&urls[0], &urls[1]]), ["ok", "forgotten"]);
    let row = &super::rows(&harvest)[&urls[0]];
    assert!(harvest.page(row).unwrap().is_some(), "no other offset has moved");
    let stones = std::fs::read_to_string(folder.path().join("tombstones.jsonl")).unwrap();
    assert!(stones.contains("sha1:") && stones.contains("theo yêu cầu"));
    // It is not asked for again, whatever is retried or given again.
    harvest.add(&[Source::Url(urls[1].clone())]).unwrap();
    harvest.retry(&[solieu::fetch::Status::Forgotten, solieu::fetch::Status::Ok]).unwrap();
    harvest.run_quietly().unwrap();
    assert_eq!(site.log().iter().filter(|h| h.path == "/xoa").count(), 1);
}
