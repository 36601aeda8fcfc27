//! A web of hosts on loopback, one machine (127.0.0.N) each, that behave as badly as they are told to.
//!
//! Every request is written down with its moments, so that pace and politeness are proved from the server's own
//! log, not from the harvester's word.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// What a host answers.
pub(crate) struct Reply {
    /// The whole answer, head and body.
    pub(crate) bytes: Vec<u8>,
    /// Whether the connection stays open.
    pub(crate) keep: bool,
    /// Pause before the answer.
    pub(crate) pause: Duration,
}

impl Reply {
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), keep: false, pause: Duration::ZERO }
    }

    pub(crate) fn new(status: &str, fields: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes =
            format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{fields}\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        Self { bytes, keep: true, pause: Duration::ZERO }
    }

    pub(crate) fn html(body: impl AsRef<[u8]>) -> Self {
        Self::new("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body)
    }

    pub(crate) fn to(location: &str) -> Self {
        Self::new("302 Found", &format!("Location: {location}\r\n"), "")
    }

    fn status(&self) -> u16 {
        let head = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(12)]).into_owned();
        head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0)
    }
}

/// What was asked.
pub(crate) struct Request {
    pub(crate) host: String,
    /// Path and query; through a proxy the whole address.
    pub(crate) path: String,
    pub(crate) fields: HashMap<String, String>,
    /// How often this path was asked for before.
    pub(crate) before: usize,
}

/// One line of the log.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) machine: IpAddr,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) agent: String,
    pub(crate) status: u16,
    pub(crate) began: Instant,
    /// Just before the answer was sent: the client cannot have it earlier, however busy the machine is.
    pub(crate) answered: Instant,
    /// When all of it was handed over; nothing if that failed.
    pub(crate) sent: Option<Instant>,
}

pub(crate) type Behaviour = dyn Fn(&Request) -> Reply + Send + Sync;

/// Machines that are up until the process ends.
pub(crate) struct Site {
    pub(crate) machines: Vec<SocketAddr>,
    inner: Arc<Inner>,
}

struct Inner {
    behaviour: Box<Behaviour>,
    log: Mutex<Vec<Hit>>,
    counts: Mutex<HashMap<(String, String), usize>>,
    /// Nobody listens and nobody answers.
    down: AtomicBool,
}

impl Site {
    /// Starts so many machines. `group` keeps the machines of tests that run at once apart.
    pub(crate) fn start(
        group: u8,
        machines: u8,
        behaviour: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let inner = Arc::new(Inner {
            behaviour: Box::new(behaviour),
            log: Mutex::default(),
            counts: Mutex::default(),
            down: AtomicBool::new(false),
        });
        let machines =
            (1..=machines).map(|n| listen((Ipv4Addr::new(127, 0, group, n), 0).into(), &inner)).collect();
        Self { machines, inner }
    }

    /// Takes the net away: no connection is accepted and none that is open is answered.
    pub(crate) fn take_down(&self) {
        self.inner.down.store(true, Ordering::SeqCst);
        for machine in &self.machines {
            // Wakes the listener, which hangs up; then there is none.
            while TcpStream::connect(machine).is_ok() {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Brings it back.
    pub(crate) fn bring_up(&self) {
        self.inner.down.store(false, Ordering::SeqCst);
        for machine in &self.machines {
            listen(*machine, &self.inner);
        }
    }

    pub(crate) fn log(&self) -> Vec<Hit> {
        let mut log = self.inner.log.lock().unwrap().clone();
        log.sort_by_key(|hit| hit.began);
        log
    }
}

fn listen(address: SocketAddr, inner: &Arc<Inner>) -> SocketAddr {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    let inner = inner.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if inner.down.load(Ordering::SeqCst) {
                return;
            }
            let inner = inner.clone();
            thread::spawn(move || serve(stream, address.ip(), &inner));
        }
    });
    address
}

fn serve(mut stream: TcpStream, machine: IpAddr, inner: &Inner) {
    let _ = stream.set_nodelay(true);
    while let Some(head) = read_head(&mut stream) {
        if inner.down.load(Ordering::SeqCst) {
            return;
        }
        let began = Instant::now();
        let mut request = parse(&head);
        {
            let mut counts = inner.counts.lock().unwrap();
            let count = counts.entry((request.host.clone(), request.path.clone())).or_insert(0);
            request.before = *count;
            *count += 1;
        }
        let reply = (inner.behaviour)(&request);
        thread::sleep(reply.pause);
        let answered = Instant::now();
        let agent = request.fields.get("user-agent").cloned().unwrap_or_default();
        let Request { host, path, .. } = request;
        // What a server's log says of a client that did not wait for the answer.
        let status = if hung_up(&stream) { 499 } else { reply.status() };
        // Before it is sent: who has the answer finds it in the log.
        let line = {
            let mut log = inner.log.lock().unwrap();
            log.push(Hit { machine, host, path, agent, status, began, answered, sent: None });
            log.len() - 1
        };
        let sent = stream.write_all(&reply.bytes);
        inner.log.lock().unwrap()[line].sent = sent.is_ok().then(Instant::now);
        if !reply.keep || sent.is_err() {
            return;
        }
    }
}

fn hung_up(stream: &TcpStream) -> bool {
    let _ = stream.set_nonblocking(true);
    let gone = match stream.peek(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    };
    let _ = stream.set_nonblocking(false);
    gone
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 || head.len() > 16_000 {
            return None;
        }
        head.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

fn parse(head: &str) -> Request {
    let mut lines = head.lines();
    let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
    let fields: HashMap<String, String> = lines
        .filter_map(|l| l.split_once(": "))
        .map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()))
        .collect();
    Request { host: fields.get("host").cloned().unwrap_or_default(), path, fields, before: 0 }
}

/// A body as gzip.
pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(body).unwrap();
    gzip.finish().unwrap()
}

/// A body in chunks of seven bytes.
pub(crate) fn chunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in body.chunks(7) {
        out.extend_from_slice(format!("{:x};x=y\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\nX-Trailer: 1\r\n\r\n");
    out
}
