//! What follows a visit: how long the host waits now, whether it is left alone, who may go next.
//!
//! In: what tasks bring back and what the keeper has written. Out: new places in the heap of turns.

use std::{cmp::Reverse, time::Duration};

use tokio::time::Instant;

use super::{
    super::{
        FetchError, Status, canonical,
        keeper::{Event, Job},
        robots::Verdict,
        store::{Ack, Deed, Host},
        visit::Returned,
        watch::News,
    },
    Done, Hop, Scheduler,
};

impl Scheduler<'_> {
    pub(super) fn came_back(&mut self, done: Done) -> Result<(), FetchError> {
        let now = Instant::now();
        match done {
            Done::Resolved(id, Ok(slots)) => {
                if let Some(active) = self.active.get_mut(&id) {
                    match &mut active.hop {
                        Some(hop) => hop.slots = Some(slots),
                        None => active.slots = Some(slots),
                    }
                }
                self.free(id);
            }
            Done::Called(reached) => self.called(reached, now),
            Done::Resolved(id, Err(fault)) if self.perhaps_ours(id, fault.status, now) => self.free(id),
            Done::Resolved(id, Err(fault)) => {
                if let Some(active) = self.active.get_mut(&id) {
                    active.hop = None;
                }
                self.host_failed(id, fault.status, &fault.detail, None, now);
                self.free(id);
            }
            Done::Visited(id, returned) => self.visited(id, (*returned)?, now)?,
        }
        Ok(())
    }

    fn visited(&mut self, id: u32, returned: Returned, now: Instant) -> Result<(), FetchError> {
        let Returned { visit, failed, after, leads_to } = returned;
        if !visit.groups.is_empty() {
            self.heard(id);
        } else if failed.as_ref().is_some_and(|(status, _)| self.perhaps_ours(id, *status, now)) {
            self.not_even_asked(id, now);
            return Ok(());
        }
        let elsewhere = self.pause_elsewhere(id)?;
        let Some(active) = self.active.get_mut(&id) else { return Ok(()) };
        let number = active.hop.take().map_or(1, |hop| hop.number + 1);
        active.hop = leads_to.map(|url| Hop { url, number, slots: None });
        let about_robots = matches!(visit.deed, Deed::Robots(_));
        if let Deed::Robots(verdict) = &visit.deed {
            active.rules = verdict.rules();
            let (authority, scheme) = (active.state.authority.clone(), active.scheme.clone());
            let rules = verdict.rules();
            let pause = self.pause(&authority, &scheme, rules.as_ref());
            if let Some(active) = self.active.get_mut(&id) {
                active.pause = pause;
            }
        }
        let jitter = self.jitter(id);
        let Some(active) = self.active.get_mut(&id) else { return Ok(()) };
        let pause = active.pause.max(elsewhere);
        active.due = now + pause + pause * jitter / 100;
        let slots = std::mem::take(&mut active.held);
        if failed.is_none() {
            active.failures = 0;
        }
        // An unreadable robots.txt is not kept: nothing may be fetched by it, and it is asked for again.
        let keep = !(about_robots
            && matches!(&visit.deed, Deed::Robots(Verdict::Unreachable(_)))
            && visit.groups.is_empty());
        if keep {
            self.write(Job::Visit(visit));
        }
        if let Some((status, detail)) = failed {
            self.host_failed(id, status, &detail, after, now);
        }
        if !keep {
            self.free(id);
        }
        let due = self.active.get(&id).map_or(now, |a| a.due);
        for woken in self.pace.release(&slots, due) {
            self.heap.push(Reverse((now, woken)));
        }
        Ok(())
    }

    /// The pause of whoever was asked for the robots.txt of a host; nothing if that was the host itself.
    fn pause_elsewhere(&self, id: u32) -> Result<Duration, FetchError> {
        let Some(url) = self.active.get(&id).and_then(|a| Some(&a.hop.as_ref()?.url)) else {
            return Ok(Duration::ZERO);
        };
        let authority = canonical::authority(url);
        let known = self.store.host_id(&authority)?.and_then(|other| self.active.get(&other));
        Ok(known.map_or_else(|| self.pause(&authority, url.scheme(), None), |other| other.pause))
    }

    /// Nothing was heard, and perhaps nothing was said: all is as before, but for the pause.
    fn not_even_asked(&mut self, id: u32, now: Instant) {
        let Some(active) = self.active.get_mut(&id) else { return };
        active.due = now + active.pause;
        let (slots, due) = (std::mem::take(&mut active.held), active.due);
        self.free(id);
        for woken in self.pace.release(&slots, due) {
            self.heap.push(Reverse((now, woken)));
        }
    }

    /// The host may be started again, when it is due.
    fn free(&mut self, id: u32) {
        if let Some(active) = self.active.get_mut(&id) {
            active.busy = false;
            if !active.aside {
                self.heap.push(Reverse((active.due, id)));
            }
        }
    }

    /// Notes a failure of the host: it waits longer, or is left alone.
    fn host_failed(&mut self, id: u32, status: Status, detail: &str, after: Option<Duration>, now: Instant) {
        let jitter = self.jitter(id);
        let Some(active) = self.active.get_mut(&id) else { return };
        active.failures += 1;
        let refuses = matches!(status, Status::Http(401 | 403));
        if refuses && active.failures < 2 * self.settings.host_failures {
            return;
        }
        let not_ready = active.slots.is_none() || active.rules.is_none();
        let attempts =
            if not_ready { u32::from(self.settings.attempts) } else { self.settings.host_failures };
        let hopeless = not_ready && !status.is_transient();
        if hopeless || active.failures >= attempts {
            let word = if not_ready { status } else { Status::HostSetAside };
            let detail = match (word, detail) {
                (Status::HostSetAside, "") => format!("last: {status}"),
                (Status::HostSetAside, detail) => format!("last: {status}, {detail}"),
                _ => detail.to_owned(),
            };
            self.set_aside(id, word, &detail);
            return;
        }
        let step = self.settings.backoff * 2_u32.saturating_pow(active.failures.min(16) - 1);
        let wait = (step + step * jitter / 100).min(self.settings.max_wait);
        if let Some(after) = after {
            if after > self.settings.max_wait {
                let detail = format!("the server asks to be left alone for {} s", after.as_secs());
                self.set_aside(id, Status::HostSetAside, &detail);
                return;
            }
            active.due = active.due.max(now + after);
        }
        active.due = active.due.max(now + wait);
    }

    pub(super) fn set_aside(&mut self, host: u32, status: Status, detail: &str) {
        let detail = detail.to_owned();
        let Some(active) = self.active.get_mut(&host) else { return };
        active.aside = true;
        let authority = active.state.authority.clone();
        self.watch.tell(News::Aside { authority, status, detail: detail.clone(), ended: 0 });
        // It stays among the active until that is written, so that it is not taken on again.
        self.write(Job::SetAside { host, status, detail });
    }

    /// Different at each call, the same on each machine: enough to keep hosts from marching in step.
    fn jitter(&mut self, id: u32) -> u32 {
        self.salt = self.salt.wrapping_add(1);
        let mut x = self.salt ^ (u64::from(id) << 32);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x >> 33) as u32 % (self.settings.jitter_percent + 1)
    }

    pub(super) fn written(&mut self, event: Event) -> Result<(), FetchError> {
        match event {
            Event::Acked(ack) => {
                self.unwritten -= 1;
                self.acked(ack);
            }
            Event::AtWork(hosts) => {
                if hosts.iter().any(|h| !self.active.contains_key(h)) {
                    self.more_hosts = true;
                }
            }
            Event::Aside { host, ended } => {
                self.unwritten -= 1;
                if let Some(active) = self.active.get_mut(&host) {
                    active.state.failed += ended;
                }
                self.retire(host);
            }
            Event::Failed(error) => return Err(error),
        }
        Ok(())
    }

    fn acked(&mut self, ack: Ack) {
        let Some(active) = self.active.get_mut(&ack.host) else { return };
        active.state = ack.state;
        let Host { authority, queued, done, failed } = active.state.clone();
        let aside = active.aside;
        self.watch.tell(News::Host { authority, queued, done, failed });
        if queued == 0 && !aside {
            self.retire(ack.host);
        } else {
            self.free(ack.host);
        }
    }

    pub(super) fn retire(&mut self, host: u32) {
        if let Some(active) = self.active.remove(&host) {
            self.watch.tell(News::HostDone { authority: active.state.authority });
        }
    }
}
