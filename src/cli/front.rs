//! Two processes instead of one: this one is what a person started and can kill, the other one works.
//!
//! In: the arguments. Out: the exit code of the worker. A request that has been made cannot be taken back: if the process
//! that made it is killed, the server sends its answer to nobody, and the page has to be asked for again. So the process
//! that is killed is another one. The worker holds one end of a pipe; when the other end is gone, whatever became of us, it
//! makes no more requests, takes in the answers that are on the wire, at most one for each host, and ends. A run that is
//! started in the meantime waits for it. Who kills the worker itself (or pulls the plug) loses what was on the wire at that
//! moment and no more, see [`solieu::fetch`].

use std::{
    env,
    io::{self, Read, Write},
    os::unix::process::{CommandExt, ExitStatusExt},
    process::{Command, ExitCode, ExitStatus, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use solieu::fetch::Stop;
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// How the worker is told to end.
pub(super) static STOP: LazyLock<Stop> = LazyLock::new(Stop::by_signals);
/// Something may be on the wire.
static FETCHING: AtomicBool = AtomicBool::new(false);
/// Nobody stands in front of us any longer.
static ORPHANED: AtomicBool = AtomicBool::new(false);

/// An orphan that has not ended by then never will.
const PATIENCE: Duration = Duration::from_secs(300);
/// What a shell says of a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Starts the worker with the same arguments and waits for it. Nothing if there can be none.
pub(super) fn stand() -> Option<ExitCode> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let status = runtime.block_on(async {
        // From here on a signal is passed on and does not end us.
        let mut interrupt = signal(SignalKind::interrupt()).ok()?;
        let mut terminate = signal(SignalKind::terminate()).ok()?;
        let mut worker = Command::new(env::current_exe().ok()?)
            .arg("--worker")
            .args(env::args_os().skip(1))
            .stdin(Stdio::piped())
            // Ctrl-C, and a kill of the whole group, are for us.
            .process_group(0)
            .spawn()
            .ok()?;
        let mut leash = worker.stdin.take()?;
        let (tell, mut ended) = oneshot::channel();
        thread::spawn(move || tell.send(worker.wait()));
        loop {
            tokio::select! {
                status = &mut ended => return status.ok()?.ok(),
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            // Who has ended already needs no telling.
            let _ = leash.write_all(b"!");
        }
    })?;
    Some(code_of(status))
}

fn code_of(status: ExitStatus) -> ExitCode {
    if let Some(signal) = status.signal() {
        eprintln!(
            "tiến trình tải bị dừng / the process that worked was killed (signal {signal}): run the same command again, it goes \
             on from there"
        );
    }
    let code = status.code().or_else(|| Some(128 + status.signal()?)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

/// The worker listens to whoever stands in front of it.
pub(super) fn listen() {
    thread::spawn(|| {
        let mut leash = io::stdin().lock();
        while matches!(leash.read(&mut [0]), Ok(1)) {
            told();
        }
        ORPHANED.store(true, Ordering::SeqCst);
        told();
        thread::sleep(PATIENCE);
        std::process::exit(INTERRUPTED);
    });
}

fn told() {
    if FETCHING.load(Ordering::SeqCst) {
        STOP.ask();
    } else {
        std::process::exit(INTERRUPTED);
    }
}

/// Does what must not be ended at once: there may be something on the wire.
pub(super) fn while_fetching<T>(fetch: impl FnOnce(&Stop) -> T) -> T {
    FETCHING.store(true, Ordering::SeqCst);
    let done = fetch(&STOP);
    FETCHING.store(false, Ordering::SeqCst);
    if ORPHANED.load(Ordering::SeqCst) {
        // Nobody is there to be told.
        std::process::exit(INTERRUPTED);
    }
    done
}
