//! How a run is told to end: Ctrl-C, the signal of whoever stops a service, or whoever holds the [`Stop`].
//!
//! In: the signals of the process, calls of [`Stop::ask`]. Out: one word for each. The first asks for a clean end, the
//! second for an end at once.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

/// Tells a run to end; copies tell the same run.
#[derive(Debug, Clone)]
pub struct Stop {
    asked: Arc<Semaphore>,
    last: Arc<Mutex<Option<Instant>>>,
    signals: bool,
}

impl Stop {
    /// Who stops a service tells all its processes at once; that is one word, not two.
    const ONE_WORD: Duration = Duration::from_millis(200);

    fn new(signals: bool) -> Self {
        Self { asked: Arc::new(Semaphore::new(0)), last: Arc::default(), signals }
    }

    /// By those who have it, alone.
    pub fn by_hand() -> Self {
        Self::new(false)
    }

    /// Also by the signals of the process.
    pub fn by_signals() -> Self {
        Self::new(true)
    }

    /// Asks the run to end when what is under way has come; a second time, at once.
    pub fn ask(&self) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() > Self::ONE_WORD) {
            *last = Some(Instant::now());
            self.asked.add_permits(1);
        }
    }

    /// Waits for the next word.
    pub(super) async fn asked(&self) {
        if let Ok(word) = self.asked.acquire().await {
            word.forget();
        }
    }

    /// Watches the signals for as long as the runtime lives, if that is wanted.
    pub(super) fn watch(&self) -> io::Result<()> {
        if self.signals {
            let stop = self.clone();
            each_signal(move || stop.ask())?;
        }
        Ok(())
    }

    /// Once caught, a signal is never again what it was; from here on it ends the process, as it would without us.
    pub(super) fn let_go(&self) -> io::Result<()> {
        if !self.signals {
            return Ok(());
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            runtime.block_on(async {
                // What the shell would say of a process that Ctrl-C has ended.
                if each_signal(|| std::process::exit(130)).is_ok() {
                    std::future::pending::<()>().await;
                }
            });
        })?;
        Ok(())
    }
}

fn each_signal(heard: impl Fn() + Clone + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let (mut signals, heard) = (signal(kind)?, heard.clone());
            tokio::spawn(async move {
                while signals.recv().await.is_some() {
                    heard();
                }
            });
        }
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            heard();
        }
    });
    Ok(())
}
