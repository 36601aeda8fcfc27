//! What a person can ask of a run that is under way: how it stands, and to stop.

use std::{
    fs,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use solieu::fetch::{Ended, Harvest, News, Source, Status, Stop, Watch};

use super::{
    command::{run, solieu},
    settings,
    site::{Reply, Site},
};

/// Waits for something that comes sooner or later.
fn until(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_under_way_says_how_it_stands_and_stops_when_told() {
    let [asked, released] = [0; 2].map(|_| Arc::new(AtomicBool::new(false)));
    let (told, free) = (asked.clone(), released.clone());
    let site = Site::start(16, 1, move |request| match request.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        "/cham" => {
            told.store(true, Ordering::SeqCst);
            until("the page is released", || free.load(Ordering::SeqCst));
            Reply::html("<html>chậm</html>")
        }
        path => Reply::html(format!("<html>{path}</html>")),
    });
    let folder = tempfile::tempdir().unwrap();
    let list = ["cham", "1", "2"].map(|path| format!("http://{}/{path}\n", site.machines[0])).concat();
    fs::write(folder.path().join("list.txt"), list).unwrap();
    let arguments = ["harvest", "list.txt", "-o", "kho", "--allow-private", "--delay", "0"];
    let heard = folder.path().join("talk.txt");
    let stderr = fs::File::create(&heard).unwrap();
    let mut child = solieu(folder.path(), &arguments).stderr(stderr).spawn().unwrap();
    let glance = folder.path().join("kho/run.json");
    until("the first page is asked for", || asked.load(Ordering::SeqCst) && glance.is_file());
    let (code, table, talk) = run(folder.path(), &["status", "kho"]);
    assert_eq!(code, 0, "{talk}");
    assert!(table.contains("a run is at work") && table.contains("3  queued"), "{table}");
    for arguments in [&["status", "kho", "--list", "ok"][..], &["retry", "kho"], &["fetch", "-o", "kho"]] {
        let (code, _, talk) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(talk.contains("another run is at work in kho"), "{talk}");
    }
    // As Ctrl-C does: what is under way is waited for and kept, the rest is for the next time.
    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let said = |words: &str| fs::read_to_string(&heard).unwrap().contains(words);
    until("it has heard", || said("stopping: waiting"));
    released.store(true, Ordering::SeqCst);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(said("run the same command again"));
    assert!(!glance.exists() && !folder.path().join("kho/figures.jsonl").exists());
    let (_, table, _) = run(folder.path(), &["status", "kho"]);
    assert!(table.contains("1  ok") && table.contains("2  queued"), "{table}");
    let (code, ..) = run(folder.path(), &arguments);
    assert_eq!(code, 0);
    let pages = site.log().iter().filter(|hit| hit.path != "/robots.txt").count();
    assert_eq!(pages, 3, "each once");
}

/// Remembers what it was told of the network.
#[derive(Default)]
struct Ears {
    lost: AtomicBool,
    back: AtomicBool,
}

impl Watch for Ears {
    fn tell(&self, news: News) {
        match news {
            News::NetworkLost => self.lost.store(true, Ordering::SeqCst),
            News::NetworkBack => self.back.store(true, Ordering::SeqCst),
            _ => {}
        }
    }
}

#[test]
fn a_lost_network_is_waited_for_and_no_host_is_blamed() {
    let site = Site::start(17, 6, |request| match request.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", "", ""),
        path => Reply::html(format!("<html>{}{path}</html>", request.host)),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&site);
    settings.delay = Duration::from_millis(20);
    // Before the third host is silent too, the first two are blamed; they must bear that.
    settings.attempts = 50;
    settings.host_failures = 50;
    let harvest = Harvest::open(folder.path(), settings).unwrap();
    for n in 0..60 {
        let url = format!("http://bao{}.example/{}", n % 6 + 1, n / 6);
        harvest.add(&[Source::Url(url)]).unwrap();
    }
    let ears = Ears::default();
    let ended = thread::scope(|scope| {
        let run = scope.spawn(|| harvest.run(&ears, &Stop::by_hand()));
        until("some pages are there", || site.log().len() > 12);
        site.take_down();
        until("the loss is noticed", || ears.lost.load(Ordering::SeqCst));
        site.bring_up();
        run.join().unwrap().unwrap()
    });
    assert_eq!(ended, Ended::Finished);
    assert!(ears.back.load(Ordering::SeqCst));
    assert_eq!(harvest.counts().unwrap(), [(Status::Ok, 60)].into());
}
