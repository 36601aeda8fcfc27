//! The scheduler: thousands of hosts, each at its own pace, in a bounded number of tasks.
//!
//! In: the state's queues. Out: visits to the keeper, until no host has anything to do or somebody stops it.
//!
//! A host goes through: its name is resolved (so that it shares the pace of its machine), its robots.txt is read
//! or remembered, then its addresses, one at a time. A host is *at work* from its first address to its last;
//! only hosts at work are in memory, and only so many are at work at once.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    net::SocketAddr,
    path::Path,
    sync::{Arc, mpsc},
    time::Duration,
};

use tokio::{task::JoinSet, time::Instant};
use url::Url;

mod after;
mod interrupt;
mod outage;

pub use interrupt::Stop;

use super::{
    FetchError, Settings, Status,
    client::{Client, Fault},
    entry::Entry,
    glance::Teller,
    keeper::{self, Event, Job},
    pace::{Pace, Slot, Turn},
    recorder::Recorder,
    robots::Rules,
    source::SiteRule,
    store::{Deed, Host, Store, Visit},
    visit::{self, Returned, Tools},
    watch::{News, Watch},
};

/// A file in the folder of a run that is about to end.
pub(crate) const STOPPING: &str = "stopping";
/// So many redirects of a robots.txt are followed (RFC 9309, 2.3.1.2).
const MAX_HOPS: u8 = 5;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Nothing is left to ask for.
    Finished,
    /// It was stopped; the same command goes on.
    Stopped,
}

/// A host at work.
struct Active {
    state: Host,
    scheme: String,
    slots: Option<Vec<Slot>>,
    rules: Option<Rules>,
    /// Where its robots.txt is, if it is elsewhere.
    hop: Option<Hop>,
    /// What it holds while it is busy: its own slots, or those of whoever has its robots.txt.
    held: Vec<Slot>,
    /// Earliest moment for the next request, besides what the slots say.
    due: Instant,
    pause: Duration,
    failures: u32,
    /// A task is at it, or the keeper has not written what the last one brought.
    busy: bool,
    /// Left alone; only the keeper's word is missing.
    aside: bool,
}

impl Active {
    /// The address of its front page.
    fn front(&self) -> Option<Url> {
        Url::parse(&format!("{}://{}/", self.scheme, self.state.authority)).ok()
    }
}

/// Where a robots.txt leads to.
struct Hop {
    url: Url,
    number: u8,
    slots: Option<Vec<Slot>>,
}

/// What a task brings back.
enum Done {
    /// What the host shares, or whoever has its robots.txt.
    Resolved(u32, Result<Vec<Slot>, Fault>),
    /// Whether anybody who answered before can be reached.
    Called(bool),
    /// The error is of the archive.
    Visited(u32, Box<std::io::Result<Returned>>),
}

/// Runs until nothing is left to do.
pub(crate) fn run(
    store: &Arc<Store>,
    settings: &Arc<Settings>,
    sites: Vec<SiteRule>,
    folder: &Path,
    watch: &dyn Watch,
    stop: &Stop,
) -> Result<Ended, FetchError> {
    let client = Arc::new(Client::new(settings.clone()).map_err(FetchError::Settings)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let _teller = Teller::start(store.clone(), folder)?;
    let recorder = Arc::new(Recorder::open(folder, settings)?);
    let (jobs, events, thread) = keeper::start(store.clone(), recorder.clone(), settings, folder)?;
    let scheduler = Scheduler {
        store,
        settings,
        tools: Tools {
            client,
            recorder: recorder.clone(),
            settings: settings.clone(),
            sites: Arc::new(sites),
        },
        watch,
        jobs,
        active: HashMap::new(),
        heap: BinaryHeap::new(),
        pace: Pace::default(),
        tasks: JoinSet::new(),
        unwritten: 0,
        cursor: 0,
        more_hosts: true,
        stopping: false,
        told_full: false,
        outage: outage::Outage::default(),
        folder,
        salt: jiff::Timestamp::now().as_microsecond().cast_unsigned(),
    };
    let ended = runtime.block_on(scheduler.go(events, stop));
    recorder.stop();
    // The sender went with the scheduler; the keeper writes what it has and ends.
    let _ = thread.join();
    runtime.shutdown_background();
    recorder.close();
    stop.let_go()?;
    ended
}

struct Scheduler<'a> {
    store: &'a Arc<Store>,
    settings: &'a Arc<Settings>,
    tools: Tools,
    watch: &'a dyn Watch,
    jobs: mpsc::Sender<Job>,
    active: HashMap<u32, Active>,
    heap: BinaryHeap<Reverse<(Instant, u32)>>,
    pace: Pace,
    tasks: JoinSet<Done>,
    /// Jobs that the keeper has not acknowledged.
    unwritten: usize,
    cursor: u32,
    more_hosts: bool,
    stopping: bool,
    told_full: bool,
    outage: outage::Outage,
    folder: &'a Path,
    salt: u64,
}

impl Scheduler<'_> {
    async fn go(
        mut self,
        mut events: tokio::sync::mpsc::UnboundedReceiver<Event>,
        stop: &Stop,
    ) -> Result<Ended, FetchError> {
        stop.watch()?;
        loop {
            let full = self.tools.recorder.is_full();
            if full != self.told_full {
                self.told_full = full;
                self.watch.tell(if full { News::DiskFull } else { News::RoomAgain });
            }
            // What cannot be kept is not asked for; whoever waits for room wakes us when there is some.
            let waiting = self.stopping || full || self.outage.suspected();
            if self.outage.suspected() && !self.stopping {
                self.call_witnesses(Instant::now());
            }
            if !waiting {
                self.wake_hosts()?;
                self.start_due()?;
            }
            let idle = self.tasks.is_empty() && self.unwritten == 0;
            if idle && self.stopping {
                return Ok(Ended::Stopped);
            }
            if idle && self.active.is_empty() && !self.more_hosts {
                return Ok(Ended::Finished);
            }
            let next = match self.heap.peek() {
                _ if self.stopping => None,
                _ if waiting => self.outage.call_at(),
                turn => turn.map(|Reverse((at, _))| *at),
            };
            let busy = self.tasks.len() >= self.settings.concurrency;
            tokio::select! {
                biased;
                event = events.recv() => match event {
                    Some(event) => self.written(event)?,
                    None => return Err(FetchError::State("the keeper is gone".to_owned())),
                },
                Some(done) = self.tasks.join_next() => match done {
                    Ok(done) => self.came_back(done)?,
                    Err(error) => return Err(FetchError::State(format!("a task failed: {error}"))),
                },
                () = tokio::time::sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() && !busy => {}
                () = stop.asked() => {
                    // The second one does not wait: what is under way is fetched again next time.
                    if self.stopping {
                        return Ok(Ended::Stopped);
                    }
                    self.stopping = true;
                    let _ = std::fs::File::create(self.folder.join(STOPPING));
                    self.tools.recorder.stop();
                    self.watch.tell(News::Stopping);
                }
            }
        }
    }

    /// Takes on hosts that have something to do, as long as there is room for more.
    fn wake_hosts(&mut self) -> Result<(), FetchError> {
        let room = (self.settings.concurrency * 8).max(256);
        while self.more_hosts && self.active.len() < room {
            let wanted = room - self.active.len();
            let found = self.store.hosts_at_work(self.cursor, wanted)?;
            // At the end of the table; a host that gets something to do later is announced by the keeper.
            self.more_hosts = found.len() == wanted;
            self.cursor = found.last().filter(|_| self.more_hosts).map_or(0, |(last, _)| last + 1);
            for (id, state) in found {
                self.take_on(id, state)?;
            }
        }
        Ok(())
    }

    fn take_on(&mut self, id: u32, state: Host) -> Result<(), FetchError> {
        if self.active.contains_key(&id) {
            return Ok(());
        }
        let Some((_, first)) = self.store.next(id, |_, _| false)? else { return Ok(()) };
        let scheme = if first.url.starts_with("https:") { "https" } else { "http" };
        let known = self.store.robots(id)?.filter(|known| {
            let age = jiff::Timestamp::now().as_second() - known.at;
            (0..self.settings.robots_age.as_secs().cast_signed()).contains(&age)
        });
        let rules = known.and_then(|k| k.verdict.rules());
        let pause = self.pause(&state.authority, scheme, rules.as_ref());
        let now = Instant::now();
        let active = Active {
            state,
            scheme: scheme.to_owned(),
            slots: None,
            rules,
            hop: None,
            held: Vec::new(),
            due: now,
            pause,
            failures: 0,
            busy: false,
            aside: false,
        };
        self.active.insert(id, active);
        self.heap.push(Reverse((now, id)));
        Ok(())
    }

    /// The longer of our pause and theirs.
    fn pause(&self, authority: &str, scheme: &str, rules: Option<&Rules>) -> Duration {
        let ours = Url::parse(&format!("{scheme}://{authority}/"))
            .ok()
            .and_then(|url| self.settings.host(&url)?.delay)
            .unwrap_or(self.settings.delay);
        ours.max(rules.and_then(Rules::delay).unwrap_or_default())
    }

    /// Starts what is due, as long as there is room for more tasks.
    fn start_due(&mut self) -> Result<(), FetchError> {
        let now = Instant::now();
        if self.pace.len() > 4 * self.active.len() + 1024 {
            self.pace.sweep(now);
        }
        while self.tasks.len() < self.settings.concurrency {
            match self.heap.peek() {
                Some(Reverse((at, _))) if *at <= now => {}
                _ => break,
            }
            let Some(Reverse((_, id))) = self.heap.pop() else { break };
            self.start(id, now)?;
        }
        Ok(())
    }

    fn start(&mut self, id: u32, now: Instant) -> Result<(), FetchError> {
        let Some(active) = self.active.get_mut(&id) else { return Ok(()) };
        if active.busy || active.aside {
            return Ok(());
        }
        if active.due > now {
            self.heap.push(Reverse((active.due, id)));
            return Ok(());
        }
        let Some(front) = active.front() else {
            self.set_aside(id, Status::BadUrl, "");
            return Ok(());
        };
        let (asked, slots) = match &active.hop {
            Some(hop) if active.rules.is_none() => (hop.url.clone(), hop.slots.clone()),
            _ => (front.join("/robots.txt").unwrap_or(front), active.slots.clone()),
        };
        let Some(slots) = slots else {
            let through_proxy = self.settings.proxies.for_url(&asked).is_some();
            active.busy = true;
            let client = self.tools.client.clone();
            self.tasks.spawn(async move {
                let found = if through_proxy { Ok(Vec::new()) } else { client.resolve(&asked).await };
                let host = asked.host_str().unwrap_or_default().trim_matches(['[', ']']);
                let slots = |all: Vec<SocketAddr>| {
                    Pace::slots(host, &all.iter().map(SocketAddr::ip).collect::<Vec<_>>())
                };
                Done::Resolved(id, found.map(slots))
            });
            return Ok(());
        };
        let tools = self.tools.clone();
        let salt = self.salt;
        self.salt = self.salt.wrapping_add(1);
        if active.rules.is_none() {
            let authority = active.state.authority.clone();
            let may_lead_on = active.hop.as_ref().is_none_or(|hop| hop.number < MAX_HOPS);
            if self.claim(id, &slots, now) {
                self.tasks.spawn(async move {
                    let returned = visit::robots(&tools, id, authority, asked, may_lead_on, salt).await;
                    Done::Visited(id, Box::new(returned))
                });
            }
            return Ok(());
        }
        let Some((entry_id, entry)) = self.next_allowed(id)? else { return Ok(()) };
        if self.claim(id, &slots, now) {
            self.tasks.spawn(async move {
                let returned = visit::page(&tools, entry_id, &entry, salt).await;
                Done::Visited(id, Box::new(returned))
            });
        }
        Ok(())
    }

    /// The next address that robots.txt allows. The ones before it are ended; then the answer is nothing until
    /// that is written.
    fn next_allowed(&mut self, id: u32) -> Result<Option<(u64, Entry)>, FetchError> {
        let Some(rules) = self.active.get(&id).and_then(|a| a.rules.as_ref()) else { return Ok(None) };
        let mut refused = Vec::new();
        let next = self.store.next(id, |entry_id, entry| {
            let allowed = Url::parse(&entry.url).is_ok_and(|url| rules.allows(&url));
            if !allowed {
                refused.push(entry_id);
            }
            !allowed && refused.len() < 5_000
        })?;
        if !refused.is_empty() {
            let deed = Deed::Refused { ids: refused, status: Status::Robots, detail: String::new() };
            if let Some(active) = self.active.get_mut(&id) {
                active.busy = true;
            }
            self.write(Job::Visit(Visit { host: id, deed, groups: Vec::new() }));
            return Ok(None);
        }
        if next.is_none() {
            self.retire(id);
        }
        Ok(next)
    }

    /// Whether the host may go now; if not, it comes back by itself.
    fn claim(&mut self, id: u32, slots: &[Slot], now: Instant) -> bool {
        match self.pace.claim(id, slots, now) {
            Turn::Now => {
                if let Some(active) = self.active.get_mut(&id) {
                    active.busy = true;
                    active.held = slots.to_vec();
                }
                true
            }
            Turn::At(at) => {
                self.heap.push(Reverse((at, id)));
                false
            }
            Turn::Waiting => false,
        }
    }

    fn write(&mut self, job: Job) {
        self.unwritten += 1;
        // If the keeper is gone, its last event says why.
        let _ = self.jobs.send(job);
    }
}
