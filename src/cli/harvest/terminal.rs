//! A run, shown: a line per host and a bar over all, or a JSON object per line.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use solieu::fetch::{News, Watch};

/// Hosts that have a line of their own at a time.
const LINES: usize = 12;
/// Without a terminal, a line about everything this often.
const PLAIN: Duration = Duration::from_secs(30);

/// Bars on a terminal; elsewhere a plain line now and then.
pub(super) struct Terminal {
    all: MultiProgress,
    overall: ProgressBar,
    state: Mutex<State>,
    is_terminal: bool,
}

struct State {
    hosts: HashMap<String, Host>,
    /// Addresses of hosts that are not at work, queued and ended.
    known: u64,
    done: u64,
    failed: u64,
    told: Instant,
}

struct Host {
    line: Option<ProgressBar>,
    queued: u64,
    done: u64,
    failed: u64,
    since: Instant,
    done_before: u64,
}

impl Terminal {
    /// Starts with what waits and what is known.
    pub(super) fn new((queued, known): (u64, u64), is_terminal: bool) -> Self {
        let all = MultiProgress::new();
        if !is_terminal {
            all.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} ETA {eta}  {msg}");
        let overall = all.add(ProgressBar::new(known));
        overall.set_style(style.expect("the template is fixed and well formed"));
        overall.set_position(known - queued);
        overall.reset_eta();
        let state =
            State { hosts: HashMap::new(), known, done: known - queued, failed: 0, told: Instant::now() };
        Self { all, overall, state: Mutex::new(state), is_terminal }
    }

    fn host(&self, state: &mut State, authority: &str, queued: u64, done: u64, failed: u64) {
        let lines = state.hosts.values().filter(|h| h.line.is_some()).count();
        let host = state.hosts.entry(authority.to_owned()).or_insert_with(|| Host {
            line: None,
            queued: 0,
            done: done.saturating_sub(1),
            failed,
            since: Instant::now(),
            done_before: done.saturating_sub(1),
        });
        if host.line.is_none() && lines < LINES && self.is_terminal {
            let line = self.all.insert_before(&self.overall, ProgressBar::new_spinner());
            line.set_style(ProgressStyle::with_template("{msg}").expect("the template is fixed"));
            host.line = Some(line);
        }
        // A host may have got more addresses; the total follows.
        let known_before = if host.queued == 0 { queued + done } else { host.queued + host.done };
        state.known = (state.known + queued + done).saturating_sub(known_before);
        state.done = (state.done + done).saturating_sub(host.done);
        state.failed = (state.failed + failed).saturating_sub(host.failed);
        (host.queued, host.done, host.failed) = (queued, done, failed);
        if let Some(line) = &host.line {
            let pace = (done - host.done_before.min(done)) as u128 * 10_000
                / host.since.elapsed().as_millis().max(1);
            let rate = format!("{}.{}/s", pace / 10, pace % 10);
            line.set_message(format!("{authority:<32} {done}/{}  {rate}  {failed} failed", queued + done));
        }
        self.overall.set_length(state.known);
        self.overall.set_position(state.done);
        if !self.is_terminal && state.told.elapsed() > PLAIN {
            state.told = Instant::now();
            eprintln!("{}/{} addresses, {} failed in this run", state.done, state.known, state.failed);
        }
    }
}

impl Terminal {
    /// A line that stays.
    fn say(&self, text: &str) {
        if self.is_terminal {
            let _ = self.all.println(text);
        } else {
            eprintln!("{text}");
        }
    }
}

impl Watch for Terminal {
    fn tell(&self, news: News) {
        let Ok(mut state) = self.state.lock() else { return };
        match news {
            News::Host { authority, queued, done, failed } => {
                self.host(&mut state, &authority, queued, done, failed);
            }
            News::HostDone { authority } => {
                if let Some(line) = state.hosts.remove(&authority).and_then(|h| h.line) {
                    line.finish_and_clear();
                    self.all.remove(&line);
                }
            }
            News::Aside { authority, status, detail, .. } => {
                self.say(&format!("{authority}: bỏ qua / left alone, {}: {detail}", status.cause()));
            }
            News::DiskFull => {
                self.say(
                    "đĩa đầy, đang chờ / the disk is full: waiting for room, nothing is lost (Ctrl-C stops)",
                );
            }
            News::RoomAgain => self.say("đĩa đã có chỗ / there is room again"),
            News::Stopping => {
                self.say("đang dừng / stopping: waiting for what is under way (Ctrl-C again: at once)");
            }
            _ => {}
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.overall.finish_and_clear();
    }
}

/// One JSON object per line on standard error.
pub(super) struct JsonLog;

impl Watch for JsonLog {
    fn tell(&self, news: News) {
        let line = match news {
            News::Host { authority, queued, done, failed } => {
                json!({"event": "host", "host": authority, "queued": queued, "done": done, "failed": failed})
            }
            News::HostDone { authority } => json!({"event": "host_done", "host": authority}),
            News::Aside { authority, status, detail, .. } => {
                json!({"event": "host_set_aside", "host": authority, "status": status, "detail": detail})
            }
            News::DiskFull => json!({"event": "disk_full"}),
            News::RoomAgain => json!({"event": "room_again"}),
            News::Stopping => json!({"event": "stopping"}),
            _ => return,
        };
        eprintln!("{line}");
    }
}
