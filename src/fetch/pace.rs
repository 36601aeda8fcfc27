//! Whose turn it is: hosts wait for their server, not only for themselves.
//!
//! In: hosts with the [`Slot`]s that they share with others (their registrable domain, the addresses that they
//! resolve to). Out: [`Pace::claim`], now, or at what time, or behind whom.
//!
//! Worked example: `a.tinh.example` and `b.tinh.example` stand on one machine. A request to the first holds the
//! slots `tinh.example` and `203.0.113.7`; the second waits until it is done, and then for the pause.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
};

use tokio::time::Instant;

/// Something that hosts share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// A registrable domain; of a literal address nothing.
    Domain(String),
    /// A machine.
    Machine(IpAddr),
}

/// The answer to a claim.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Go; the slots are held until [`Pace::release`].
    Now,
    /// Nobody holds them, but it is too early.
    At(Instant),
    /// Somebody holds one; the host is in its queue and comes back from [`Pace::release`].
    Waiting,
}

#[derive(Debug, Default)]
struct State {
    due: Option<Instant>,
    held: bool,
    waiting: VecDeque<u32>,
}

/// All slots of the hosts being asked.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    slots: HashMap<Slot, State>,
}

impl Pace {
    /// What a host shares: its registrable domain and its addresses.
    pub(crate) fn slots(host: &str, addresses: &[IpAddr]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = addresses.iter().map(|a| Slot::Machine(*a)).collect();
        if host.parse::<IpAddr>().is_err() {
            let domain = psl::domain_str(host).unwrap_or(host);
            slots.push(Slot::Domain(domain.to_owned()));
        }
        slots.dedup();
        slots
    }

    /// Takes all slots of a host, or none.
    pub(crate) fn claim(&mut self, host: u32, slots: &[Slot], now: Instant) -> Turn {
        let mut due = now;
        for slot in slots {
            let state = self.slots.entry(slot.clone()).or_default();
            if state.held {
                state.waiting.push_back(host);
                return Turn::Waiting;
            }
            due = due.max(state.due.unwrap_or(now));
        }
        if due > now {
            return Turn::At(due);
        }
        for slot in slots {
            self.slots.entry(slot.clone()).or_default().held = true;
        }
        Turn::Now
    }

    /// Gives the slots back, not to be used before `due`; says which hosts may try now.
    pub(crate) fn release(&mut self, slots: &[Slot], due: Instant) -> Vec<u32> {
        let mut woken = Vec::new();
        for slot in slots {
            if let Some(state) = self.slots.get_mut(slot) {
                state.held = false;
                state.due = Some(state.due.map_or(due, |d| d.max(due)));
                woken.extend(state.waiting.drain(..));
            }
        }
        woken
    }

    /// Forgets slots that no longer mean anything, so that memory follows the hosts at work, not all hosts.
    pub(crate) fn sweep(&mut self, now: Instant) {
        self.slots.retain(|_, s| s.held || !s.waiting.is_empty() || s.due.is_some_and(|d| d > now));
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn hosts_of_one_machine_or_domain_share_their_pace() {
        let ip: IpAddr = "203.162.0.1".parse().unwrap();
        let other: IpAddr = "203.162.0.2".parse().unwrap();
        let a = Pace::slots("a.tinh.gov.vn", &[ip]);
        let b = Pace::slots("b.tinh.gov.vn", &[other]);
        let c = Pace::slots("bao.vn", &[ip]);
        let d = Pace::slots("khac.vn", &[other]);
        let (now, mut pace) = (Instant::now(), Pace::default());
        let later = now + Duration::from_secs(2);
        assert_eq!(pace.claim(1, &a, now), Turn::Now);
        assert_eq!(pace.claim(2, &b, now), Turn::Waiting, "one registrable domain");
        assert_eq!(pace.claim(3, &c, now), Turn::Waiting, "one machine");
        assert_eq!(pace.claim(4, &d, now), Turn::Now);
        let mut woken = pace.release(&a, later);
        woken.sort_unstable();
        assert_eq!(woken, [2, 3]);
        assert_eq!(pace.claim(3, &c, now), Turn::At(later));
        assert_eq!(pace.claim(3, &c, later), Turn::Now);
        pace.release(&c, later);
        pace.release(&d, now);
        pace.sweep(later);
        assert_eq!(pace.len(), 0);
    }
}
