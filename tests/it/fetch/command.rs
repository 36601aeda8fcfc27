//! The command as people call it, from addresses to figures; and killed in the middle of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use solieu::archive::{Item, Reader, Response, digest, file_names};

use super::site::{Hit, Reply, Request, Site};

pub(super) fn solieu(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command.current_dir(folder).args(arguments);
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
}

pub(super) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = solieu(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(super) fn statuses(file: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file).unwrap();
    let row = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    let word = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    text.lines().map(row).map(|r| (word(&r, "document"), word(&r, "status"))).collect()
}

fn article(request: &Request) -> String {
    format!(
        "<html><head><meta charset=utf-8><title>Bảo hiểm xã hội</title></head><body><article><h1>Bảo hiểm xã hội {0}{1}</h1>\
         <p>Năm 2020 có 1.846.011 người tham gia bảo hiểm xã hội trên địa bàn thành phố Hà Nội, tăng 5,2% so với năm \
         2019, bài {1}.</p><p>Toàn thành phố có 89.523 đơn vị sử dụng lao động tham gia bảo hiểm xã hội.</p></article>",
        request.host, request.path
    )
}

fn answer(request: &Request) -> Reply {
    match request.path.as_str() {
        "/robots.txt" => Reply::new("200 OK", "", "User-agent: *\nDisallow: /kin"),
        "/mat" => Reply::new("404 Not Found", "", ""),
        "/chuyen" => Reply::to("/bai/0"),
        "/map.xml" => Reply::new("200 OK", "", "<urlset><url><loc>/tu-ban-do</loc></url></urlset>"),
        _ => Reply { pause: Duration::from_millis(3), ..Reply::html(article(request)) },
    }
}

#[test]
fn addresses_become_figures_and_can_be_shown_retried_and_forgotten() {
    let site = Site::start(14, 2, answer);
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = [0, 1].map(|n| format!("http://{}", site.machines[n]));
    let list = format!(
        "url,ghi chú\n{one}/bai/0,\n{one}/mat,\n{one}/chuyen,x\n{two}/bai/1,\n{two}/kin,\n{two}/map.xml,\n"
    );
    fs::write(folder.path().join("danh-sach.csv"), list).unwrap();
    fs::write(folder.path().join("luu.html"), "<html><body><p>Trang đã lưu có 12 người.</p></body></html>")
        .unwrap();
    fs::write(folder.path().join("solieu.toml"), "[fetch]\ndelay = 0\nallow_private = true\n").unwrap();
    let (code, _, talk) = run(folder.path(), &["harvest", "danh-sach.csv", "luu.html", "-o", "kho"]);
    assert_eq!(code, 1, "{talk}");
    let kho = folder.path().join("kho");
    let expected = [
        (format!("{one}/bai/0"), "ok"),
        (format!("{one}/chuyen"), "duplicate_of"),
        (format!("{one}/mat"), "not_found"),
        (format!("{two}/bai/1"), "ok"),
        (format!("{two}/kin"), "robots"),
        (format!("{two}/map.xml"), "source"),
        (format!("{two}/tu-ban-do"), "ok"),
    ];
    let mut found = statuses(&kho.join("documents.jsonl"));
    assert!(found.remove("luu.html").is_some(), "saved pages are read in place");
    assert_eq!(found, expected.iter().map(|(id, s)| (id.clone(), (*s).to_owned())).collect());
    assert!(talk.contains("solieu status kho --list"), "{talk}");

    let (code, table, _) = run(folder.path(), &["status", "kho"]);
    assert_eq!(code, 0);
    assert!(table.contains("not_found") && table.contains("public web archive"), "{table}");
    let (_, listed, _) = run(folder.path(), &["status", "kho", "--list", "robots"]);
    assert_eq!(listed, format!("{two}/kin\n"));

    // The second half again, offline, and from the archive as from somebody else's.
    let before = fs::read(kho.join("documents.jsonl")).unwrap();
    let (_, _, talk) = run(folder.path(), &["extract", "kho", "-o", "lai"]);
    assert_eq!(fs::read(folder.path().join("lai/documents.jsonl")).unwrap(), before, "{talk}");
    run(folder.path(), &["extract", "kho/archive/solieu-00000.warc.gz", "-o", "tu-warc", "-q"]);
    let foreign = statuses(&folder.path().join("tu-warc/documents.jsonl"));
    assert_eq!(foreign[&format!("{one}/bai/0")], "ok");
    assert_eq!(foreign[&format!("{one}/mat")], "not_found");

    let hits = site.log().len();
    let (_, _, talk) = run(folder.path(), &["retry", "kho", "--status", "not_found"]);
    assert_eq!(site.log().len(), hits + 1, "{talk}");
    let url = format!("{one}/bai/0");
    let (code, _, talk) = run(folder.path(), &["forget", "kho", &url, "--reason", "theo yêu cầu"]);
    assert_eq!(code, 0, "{talk}");
    assert!(!fs::read_to_string(kho.join("documents.jsonl")).unwrap().contains(&format!("\"{url}\"")));
    run(folder.path(), &["harvest", "danh-sach.csv", "-o", "kho", "-q"]);
    assert_eq!(statuses(&kho.join("documents.jsonl"))[&url], "forgotten");
}

#[test]
fn wrong_calls_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, word) in [
        (&["fetch", "khong-co", "-o", "x"][..], "neither an address nor a file"),
        (&["status", "x"], "no folder of `solieu fetch`"),
        (&["fetch", "-o", "x", "--delay=-1"], "--delay"),
        (&["fetch", "-o", "x", "--config", "none.toml"], "none.toml"),
    ] {
        let (code, _, talk) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {talk}");
        assert!(talk.contains(word), "{talk}");
    }
    fs::write(folder.path().join("solieu.toml"), "[fetch]\ndelay = \"2\"\n").unwrap();
    let (code, _, talk) = run(folder.path(), &["fetch", "-o", "x"]);
    assert_eq!(code, 2);
    assert!(talk.starts_with("error[config]") && talk.contains("solieu.toml:2:9"), "{talk}");
}

/// What whole groups of records an archive holds: address, status, payload, how often. Dates and ids left aside.
fn archived(archive: &Path) -> BTreeMap<(String, u16, String), usize> {
    let mut found = BTreeMap::new();
    for name in file_names(archive).unwrap() {
        let mut response = None;
        for item in Reader::open(&archive.join(name)).unwrap() {
            let Item::Record(record) = item.unwrap() else { continue };
            match record.header.kind() {
                "response" => {
                    let message = Response::parse(&record.block).unwrap();
                    let url = record.header.target().unwrap().to_owned();
                    response = Some((url, message.status, digest::sha1(&message.body)));
                }
                // A group ends with it; what a kill has cut off before that was not stored.
                "metadata" => *found.entry(response.take().unwrap()).or_default() += 1,
                _ => {}
            }
        }
    }
    found
}

/// Killed at random moments, the run ends with the same dataset and the same archive, and nothing that was in the
/// archive was asked for again. `SOLIEU_KILLS=20` makes it long.
#[test]
fn a_killed_run_goes_on_where_it_stopped() {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to be made longer by")]
    let asked = env::var("SOLIEU_KILLS");
    let kills: usize = asked.ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    if kills == 4 {
        eprintln!("4 kills; set SOLIEU_KILLS=20 for more");
    }
    let site = Site::start(15, 8, answer);
    let folder = tempfile::tempdir().unwrap();
    let pages = 30.max(kills * 4);
    let mut list = String::new();
    for machine in &site.machines {
        list.extend((0..pages).map(|n| format!("http://{machine}/bai/{n}\n")));
        list.extend(["chuyen", "mat", "map.xml"].map(|path| format!("http://{machine}/{path}\n")));
    }
    fs::write(folder.path().join("list.txt"), list).unwrap();
    let arguments = |kho: &'static str| {
        [
            "harvest",
            "list.txt",
            "-o",
            kho,
            "-q",
            "--allow-private",
            "--delay",
            "0.002",
            "--contact",
            "lan@truong.example",
        ]
    };
    run(folder.path(), &arguments("yen"));
    let quiet_hits = site.log().len();

    let mut seed = std::process::id();
    let mut killed: Vec<Instant> = Vec::new();
    loop {
        let archive = folder.path().join("ngat/archive");
        let whole: BTreeSet<String> = archived(&archive).into_keys().map(|(url, ..)| url).collect();
        let started = Instant::now();
        let mut child = solieu(folder.path(), &arguments("ngat")).stderr(Stdio::null()).spawn().unwrap();
        if killed.len() < kills {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            thread::sleep(Duration::from_millis(60 + u64::from(seed >> 16) % 240));
            // SIGKILL: nothing in the process can see it coming.
            killed.push(Instant::now());
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        thread::sleep(Duration::from_millis(20));
        let again: Vec<String> = site
            .log()
            .iter()
            .filter(|h| h.began > started)
            .map(|h| format!("http://{}{}", h.host, h.path))
            .filter(|url| whole.contains(url))
            .collect();
        assert_eq!(again, Vec::<String>::new(), "in the archive, and asked for again");
        if status.code().is_some() {
            break;
        }
    }
    // Each page was asked for once, but for those that were on the wire when a kill came: nobody can know whether they
    // would have arrived. Of these, how many had left the server by then is a matter of microseconds, and is told.
    let mut asked: BTreeMap<(String, String), Vec<Hit>> = BTreeMap::new();
    for hit in site.log().drain(quiet_hits..) {
        asked.entry((hit.host.clone(), hit.path.clone())).or_default().push(hit);
    }
    // How long before the kill the server had begun to send the answer; nothing if it had not. On a busy machine it may
    // have come no further than that.
    let sent_before = |pair: &[Hit]| {
        let kill = killed.iter().rfind(|kill| **kill < pair[1].began).expect("only a kill loses a request");
        kill.checked_duration_since(pair[0].answered)
    };
    let lost: Vec<Option<Duration>> =
        asked.values().flat_map(|hits| hits.windows(2).map(sent_before)).collect();
    let sent = lost.iter().flatten();
    eprintln!(
        "{} kills, {} pages, {} requests under way at a kill and made again; {} of them begun to be answered before it, by {:?} at most",
        killed.len(),
        asked.len(),
        lost.len(),
        sent.clone().count(),
        sent.max().copied().unwrap_or_default()
    );
    assert_eq!(asked.len(), quiet_hits);
    assert!(lost.len() <= killed.len() * site.machines.len(), "at most what was under way");
    for name in ["documents.jsonl", "figures.jsonl", "rejected.jsonl"] {
        let read = |kho: &str| fs::read(folder.path().join(kho).join(name)).unwrap();
        assert_eq!(read("yen"), read("ngat"), "{name}");
    }
    let [quiet, cut] = ["yen", "ngat"].map(|kho| archived(&folder.path().join(kho).join("archive")));
    assert_eq!(quiet, cut);
}
