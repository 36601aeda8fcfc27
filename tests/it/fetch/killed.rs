//! Killed in the middle of it: SIGKILL, which nothing in a process can see coming.
//!
//! `SOLIEU_KILLS=20` makes these tests long.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use solieu::{
    archive::{Item, Reader, Response, digest, file_names},
    fetch::{Harvest, Source},
};

use super::{
    command::{answer, run, solieu},
    rows, settings,
    site::{Hit, Reply, Site, chunked},
};

fn kills() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to be made longer by")]
    let asked = env::var("SOLIEU_KILLS");
    asked.ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// Eight machines, a list of their pages, and the run that nobody disturbs.
struct Ground {
    site: Site,
    folder: tempfile::TempDir,
    quiet_hits: usize,
    seed: u32,
}

const ARGUMENTS: [&str; 8] =
    ["harvest", "list.txt", "-q", "--allow-private", "--delay", "0.002", "--contact", "lan@truong.example"];

impl Ground {
    fn new(group: u8) -> Self {
        let site = Site::start(group, 8, answer);
        let folder = tempfile::tempdir().unwrap();
        let mut list = String::new();
        for machine in &site.machines {
            list.extend((0..30.max(kills() * 4)).map(|n| format!("http://{machine}/bai/{n}\n")));
            list.extend(["chuyen", "mat", "map.xml"].map(|path| format!("http://{machine}/{path}\n")));
        }
        fs::write(folder.path().join("list.txt"), list).unwrap();
        let (code, _, talk) = run(folder.path(), &[&ARGUMENTS[..], &["-o", "yen"]].concat());
        assert_eq!(code, 1, "{talk}");
        let quiet_hits = site.log().len();
        Self { site, folder, quiet_hits, seed: std::process::id() }
    }

    fn command(&self) -> Command {
        let mut command = solieu(self.folder.path(), &[&ARGUMENTS[..], &["-o", "ngat"]].concat());
        command.stderr(Stdio::null());
        command
    }

    /// Some time, another one each time.
    fn wait(&mut self) {
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        thread::sleep(Duration::from_millis(60 + u64::from(self.seed >> 16) % 240));
    }

    /// What the interrupted runs asked for, by address.
    fn asked(&self) -> BTreeMap<String, Vec<Hit>> {
        let mut asked: BTreeMap<String, Vec<Hit>> = BTreeMap::new();
        for hit in self.site.log().drain(self.quiet_hits..) {
            asked.entry(format!("http://{}{}", hit.host, hit.path)).or_default().push(hit);
        }
        assert_eq!(asked.len(), self.quiet_hits, "no page is lost");
        asked
    }

    /// Dataset and archive are those of the run that nobody disturbed.
    fn same_as_undisturbed(&self) {
        for name in ["documents.jsonl", "figures.jsonl", "rejected.jsonl"] {
            let read = |kho: &str| fs::read(self.folder.path().join(kho).join(name)).unwrap();
            assert_eq!(read("yen"), read("ngat"), "{name}");
        }
        let [quiet, cut] = ["yen", "ngat"].map(|kho| archived(&self.folder.path().join(kho).join("archive")));
        assert_eq!(quiet, cut);
        let leftovers = walkdir::WalkDir::new(self.folder.path().join("ngat")).into_iter().flatten();
        let leftovers: Vec<_> = leftovers
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| ["part", "wire", "stopping", "run.json"].iter().any(|end| name.ends_with(end)))
            .collect();
        assert_eq!(leftovers, Vec::<String>::new());
    }
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

/// The addresses whose whole answer has come off the wire and is not in the archive yet.
fn on_the_wire(wire: &Path) -> BTreeSet<String> {
    let mut whole = BTreeSet::new();
    for entry in fs::read_dir(wire).into_iter().flatten().flatten() {
        let bytes = fs::read(entry.path()).unwrap();
        let Some(line) = bytes.iter().position(|&b| b == b'\n') else { continue };
        let begun: Value = serde_json::from_slice(&bytes[1..line]).unwrap();
        let answer = &bytes[line + 1..];
        let Some(head) = answer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let fields = String::from_utf8_lossy(&answer[..head]).into_owned();
        let length = fields.lines().find_map(|l| l.strip_prefix("Content-Length: ")).unwrap();
        if answer.len() - head - 4 == length.parse::<usize>().unwrap() {
            whole.insert(begun["url"].as_str().unwrap().to_owned());
        }
    }
    whole
}

/// Who kills the run and starts it again at once, twenty times, has the server asked for each page once: by its own log,
/// and whatever was on the wire.
#[test]
fn no_page_is_asked_for_twice_however_often_the_run_is_killed() {
    let mut ground = Ground::new(15);
    let mut killed = 0;
    let code = loop {
        let mut child = ground.command().spawn().unwrap();
        if killed < kills() {
            ground.wait();
            child.kill().unwrap();
            killed += 1;
        }
        if let Some(code) = child.wait().unwrap().code() {
            break code;
        }
    };
    assert_eq!(code, 1, "some pages are gone");
    let asked = ground.asked();
    eprintln!("{killed} kills, {} pages", asked.len());
    let twice: Vec<_> = asked.values().filter(|hits| hits.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    ground.same_as_undisturbed();
}

/// Not the process in front is killed but the one that works, as by a machine that has no memory left. Then what is on the
/// wire is lost; nothing else is.
#[test]
fn a_killed_worker_loses_what_is_on_the_wire_and_nothing_more() {
    let mut ground = Ground::new(19);
    // When each run was started, and killed.
    let mut killed: Vec<(Instant, Instant)> = Vec::new();
    let (archive, wire) = ["archive", "wire"].map(|name| ground.folder.path().join("ngat").join(name)).into();
    loop {
        let mut whole: BTreeSet<String> = archived(&archive).into_keys().map(|(url, ..)| url).collect();
        whole.extend(on_the_wire(&wire));
        let started = Instant::now();
        let mut worker =
            solieu(ground.folder.path(), &[&["--worker"], &ARGUMENTS[..], &["-o", "ngat"]].concat());
        let mut child = worker.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // The worker ends when nobody holds the other end.
        let leash = child.stdin.take();
        if killed.len() < kills() {
            ground.wait();
            killed.push((started, Instant::now()));
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        drop(leash);
        thread::sleep(Duration::from_millis(20));
        let log = ground.site.log();
        let again = log.iter().filter(|h| h.began > started).map(|h| format!("http://{}{}", h.host, h.path));
        let again: Vec<String> = again.filter(|url| whole.contains(url)).collect();
        assert_eq!(again, Vec::<String>::new(), "it had come, and was asked for again");
        if status.code().is_some() {
            break;
        }
    }
    let asked = ground.asked();
    // How long before the kill the whole answer had left the server; nothing if it had not. On a busy machine it may have
    // come no further than that: nobody had run us to take it in.
    let sent_before = |pair: &[Hit]| {
        let run = killed.iter().rfind(|(started, _)| *started < pair[0].began);
        let (_, kill) = run.expect("only a kill loses a request");
        kill.checked_duration_since(pair[0].sent?)
    };
    let lost: Vec<Option<Duration>> =
        asked.values().flat_map(|hits| hits.windows(2).map(sent_before)).collect();
    let sent = lost.iter().flatten();
    eprintln!(
        "{} kills, {} pages, {} requests on the wire at a kill and made again; the answers of {} of them had left the \
         server, {:?} before the kill at most",
        killed.len(),
        asked.len(),
        lost.len(),
        sent.clone().count(),
        sent.max().copied().unwrap_or_default()
    );
    assert!(lost.len() <= killed.len() * ground.site.machines.len(), "at most what was under way");
    ground.same_as_undisturbed();
}

/// Killed while it extracts, by whom or whatever: the next run writes the same bytes and leaves nothing half-done lying about.
#[test]
fn a_run_killed_while_it_extracts_is_made_again_whole() {
    let mut ground = Ground::new(20);
    let fetch = [&["fetch"], &ARGUMENTS[1..], &["-o", "ngat"]].concat();
    assert_eq!(run(ground.folder.path(), &fetch).0, 1);
    let began = Instant::now();
    run(ground.folder.path(), &["extract", "ngat", "-o", "thu", "-q"]);
    let takes = began.elapsed();
    let hits = ground.site.log().len();
    for n in 0..kills() {
        let mut child = if n % 2 == 0 {
            ground.command()
        } else {
            solieu(ground.folder.path(), &["extract", "ngat", "-o", "ngat", "-q"])
        };
        let mut child = child.stderr(Stdio::null()).spawn().unwrap();
        ground.seed = ground.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        thread::sleep(takes * (ground.seed >> 24) / 256);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(ground.command().spawn().unwrap().wait().unwrap().code(), Some(1));
    assert_eq!(ground.site.log().len(), hits, "there was nothing to ask for");
    ground.same_as_undisturbed();
}

/// Killed between its last page and its end: nothing waits any longer, and what the run said of itself goes all the same.
#[test]
fn what_a_killed_run_said_of_itself_is_cleared_away_when_nothing_waits() {
    let ground = Ground::new(22);
    let folder = ground.folder.path().join("yen");
    let left = ["run.json", "run.json.part", "stopping"].map(|name| folder.join(name));
    for file in &left {
        fs::write(file, "{\"at\":").unwrap();
    }
    assert_eq!(run(ground.folder.path(), &[&ARGUMENTS[..], &["-o", "yen"]].concat()).0, 1);
    assert_eq!(ground.site.log().len(), ground.quiet_hits, "there was nothing to ask for");
    for file in &left {
        assert!(!file.exists(), "{}", file.display());
    }
}

/// An answer may end by its length, by its last chunk, or by the end of the connection, which only the mark of its file tells
/// from a kill.
#[test]
fn what_had_come_whole_is_kept_and_the_rest_is_asked_for_again() {
    let site = Site::start(21, 1, |request| match request.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        path => Reply::html(format!("<html>{path} từ máy chủ</html>")),
    });
    let folder = tempfile::tempdir().unwrap();
    let paths = ["dai", "khuc", "het", "chua-het", "nua", "nua-khuc", "chua-gui"];
    let url = |path: &str| format!("http://bao1.example/{path}");
    let harvest = Harvest::open(folder.path(), settings(&site)).unwrap();
    for path in paths {
        harvest.add(&[Source::Url(url(path))]).unwrap();
    }
    drop(harvest);
    let body = "<html>đã tới</html>".as_bytes();
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let with = |fields: &str, body: &[u8]| [html.as_bytes(), fields.as_bytes(), b"\r\n", body].concat();
    let length = format!("Content-Length: {}\r\n", body.len());
    let chunks = chunked(body);
    let answers = [
        ('+', with(&length, body)),
        ('+', with("Transfer-Encoding: chunked\r\n", &chunks)),
        ('.', with("", body)),
        ('+', with("", body)),
        ('+', with(&length, &body[..9])),
        ('+', with("Transfer-Encoding: chunked\r\n", &chunks[..chunks.len() / 2])),
        ('+', Vec::new()),
    ];
    let wire = folder.path().join("wire");
    fs::create_dir(&wire).unwrap();
    for (n, (path, (mark, answer))) in paths.iter().zip(answers).enumerate() {
        let begun = serde_json::json!({
            "url": url(path), "date": "2026-11-21T03:15:00Z", "robots_for": null, "request": "GET / HTTP/1.1\r\n\r\n",
            "peer": "127.0.21.1",
        });
        let bytes = [format!("{mark}{begun}\n").as_bytes(), &answer].concat();
        fs::write(wire.join(n.to_string()), bytes).unwrap();
    }
    fs::write(wire.join("9"), "+{\"url\":\"http://bao1.exa").unwrap();
    let harvest = Harvest::open(folder.path(), settings(&site)).unwrap();
    let repaired = harvest.repaired();
    assert_eq!((repaired.adopted, repaired.unanswered), (3, 4));
    assert!(!wire.exists());
    harvest.run_quietly().unwrap();
    let text = |path: &str| {
        let row = rows(&harvest).remove(&url(path)).unwrap();
        harvest.page(&row).unwrap().map(|page| String::from_utf8(page.bytes).unwrap())
    };
    assert_eq!(text("dai").as_deref(), Some("<html>đã tới</html>"));
    for path in &paths[3..] {
        assert_eq!(text(path), Some(format!("<html>/{path} từ máy chủ</html>")));
    }
    let asked: Vec<String> = site.log().into_iter().map(|hit| hit.path).collect();
    assert!(["/dai", "/khuc", "/het"].iter().all(|path| !asked.iter().any(|a| a == path)), "{asked:?}");
}
