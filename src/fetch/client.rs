//! One request, one answer, with every limit on.
//!
//! In: an address and what to say. Out: an [`Exchange`], the bytes of both sides as they went over the wire, or
//! a [`Fault`] with its status. Redirects are not followed and bodies are not unpacked here: each hop is a
//! request of its own, checked, paced and archived like any other.
//!
//! The client speaks HTTP/1.1 itself instead of through a library, because an archive wants the wire: the
//! spelling and order of the header fields, the reason phrase, where exactly a broken body broke. Only the
//! transfer coding is taken off (WARC digests are over the payload without it).
//!
//! HTTP/2 is not offered; servers of pages speak HTTP/1.1 as well. WARC has no form for its frames: writers that fetch
//! over it make up an HTTP/1.1 head, and what is kept is no longer what came. What it is good for, many requests at once
//! over one connection, is what a polite visitor does not do.
//!
//! The guard sits where the connection is made: the address that was checked is the address connected to, so
//! neither a redirect nor a name server that changes its mind gets round it. Through a proxy the name is the
//! proxy's to resolve, and only literal addresses can be checked.

use std::{
    collections::HashMap,
    fmt::Write as _,
    future::poll_fn,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    time::{Instant, timeout_at},
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::{
    Settings, Status,
    canonical::authority,
    guard,
    proxy::Proxy,
    spool::{Begun, Slot, Spooled},
    tls,
};
use crate::archive::Response;

mod body;

pub(crate) use body::reread;

/// What a request says besides its address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) cookie: Option<String>,
}

/// Both sides of a request.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// As sent; the values of secret fields are blotted out.
    pub(crate) request: Vec<u8>,
    /// Status line and fields as they came.
    pub(crate) head: Vec<u8>,
    /// The answer, the body without transfer coding.
    pub(crate) response: Response,
    /// Why the body is not whole: `length` (our cap), `time`, `disconnect`.
    pub(crate) truncated: Option<&'static str>,
    /// Who answered; nothing behind a proxy.
    pub(crate) peer: Option<IpAddr>,
    /// When it was asked for, as WARC writes it.
    pub(crate) date: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) status: Status,
    pub(crate) detail: String,
}

impl Fault {
    pub(crate) fn new(status: Status, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }
}

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// An open connection, and what was read from it and not used yet.
struct Connection {
    wire: Box<dyn Wire>,
    buffer: Vec<u8>,
    peer: Option<IpAddr>,
    through_proxy: bool,
}

impl Connection {
    /// Whether the server has neither closed it nor said anything unasked.
    async fn is_open(&mut self) -> bool {
        let mut byte = [0];
        let mut into = ReadBuf::new(&mut byte);
        poll_fn(|cx| Poll::Ready(Pin::new(&mut self.wire).poll_read(cx, &mut into).is_pending())).await
    }
}

/// What one read brings at most: a page in few system calls, and little memory for a connection that idles.
const READ: usize = 32 << 10;

/// Makes requests. Holds the connections that servers keep open, one per origin.
pub(crate) struct Client {
    settings: Arc<Settings>,
    tls: TlsConnector,
    tls_of_host: HashMap<String, TlsConnector>,
    idle: Mutex<HashMap<String, (Connection, Instant)>>,
}

impl Client {
    /// A connection that idles longer than this is probably closed on the other side.
    const IDLE: Duration = Duration::from_secs(20);

    pub(crate) fn new(settings: Arc<Settings>) -> Result<Self, String> {
        let connector = |extra: &[_]| tls::config(extra).map(|c| TlsConnector::from(Arc::new(c)));
        let mut tls_of_host = HashMap::new();
        for (host, of_host) in &settings.hosts {
            if !of_host.certificates.is_empty() {
                let extra = [&settings.roots[..], &of_host.certificates[..]].concat();
                tls_of_host.insert(host.clone(), connector(&extra)?);
            }
        }
        Ok(Self { tls: connector(&settings.roots)?, tls_of_host, idle: Mutex::default(), settings })
    }

    /// Asks for an address. What comes of the answer is in the slot before it is anywhere else.
    pub(crate) async fn get(&self, url: &Url, ask: &Ask, slot: &mut Slot) -> Result<Exchange, Fault> {
        let deadline = Instant::now() + self.settings.total_timeout;
        let origin = format!("{}://{}", url.scheme(), authority(url));
        // The server may have closed it while we waited. If it does so when it has the request, that is a failure like
        // another: whoever asked again at once would ask twice without a pause.
        let idle = match self.take_idle(&origin) {
            Some(mut idle) => idle.is_open().await.then_some(idle),
            None => None,
        };
        let connection = match idle {
            Some(idle) => idle,
            None => self.connect(url, deadline).await?,
        };
        self.exchange(connection, url, ask, &origin, deadline, slot).await
    }

    /// Whether a host can be reached at all: a connection, no request.
    pub(crate) async fn reaches(&self, url: &Url) -> bool {
        let wait = self.settings.connect_timeout;
        let port = |proxy: &Proxy| (proxy.host.clone(), proxy.port);
        let reached = if let Some(proxy) = self.settings.proxies.for_url(url).map(port) {
            tokio::time::timeout(wait, TcpStream::connect(proxy)).await
        } else {
            let Ok(addresses) = self.resolve(url).await else { return false };
            tokio::time::timeout(wait, TcpStream::connect(&addresses[..])).await
        };
        matches!(reached, Ok(Ok(_)))
    }

    /// The addresses that a host may be reached at, checked.
    pub(crate) async fn resolve(&self, url: &Url) -> Result<Vec<SocketAddr>, Fault> {
        let port = url.port_or_known_default().unwrap_or(80);
        let host = url.host().ok_or_else(|| Fault::new(Status::BadUrl, "no host"))?;
        let pinned = self.settings.host(url).map(|h| h.addresses.clone()).unwrap_or_default();
        let found: Vec<SocketAddr> = match host {
            _ if !pinned.is_empty() => pinned,
            Host::Ipv4(ip) => vec![SocketAddr::new(ip.into(), port)],
            Host::Ipv6(ip) => vec![SocketAddr::new(ip.into(), port)],
            Host::Domain(name) => {
                let lookup = tokio::time::timeout(
                    self.settings.connect_timeout,
                    tokio::net::lookup_host((name, port)),
                );
                match lookup.await {
                    Ok(Ok(found)) => found.collect(),
                    Ok(Err(error)) => return Err(Fault::new(Status::Dns, error.to_string())),
                    Err(_) => return Err(Fault::new(Status::Dns, "the name server did not answer in time")),
                }
            }
        };
        if found.is_empty() {
            return Err(Fault::new(Status::Dns, "the name exists but has no address"));
        }
        if self.settings.allow_private {
            return Ok(found);
        }
        // One private address among public ones is how rebinding looks: the host is refused, not the address.
        match found.iter().find_map(|a| guard::refused(a.ip()).map(|why| (a.ip(), why))) {
            Some((ip, why)) => Err(Fault::new(Status::PrivateAddress, format!("{ip}: {why}"))),
            None => Ok(found),
        }
    }

    async fn connect(&self, url: &Url, deadline: Instant) -> Result<Connection, Fault> {
        let deadline = deadline.min(Instant::now() + self.settings.connect_timeout);
        let slow = |_| Fault::new(Status::Timeout, "no connection in time");
        if let Some(proxy) = self.settings.proxies.for_url(url) {
            let literal = !matches!(url.host(), Some(Host::Domain(_)));
            if literal {
                self.resolve(url).await?;
            }
            return timeout_at(deadline, self.connect_through(proxy, url)).await.map_err(slow)?;
        }
        let addresses = self.resolve(url).await?;
        timeout_at(deadline, async {
            let mut last = None;
            for address in addresses {
                match TcpStream::connect(address).await {
                    Ok(tcp) => {
                        let peer = Some(address.ip());
                        return self.secure(tcp, url, Vec::with_capacity(READ), peer, false).await;
                    }
                    Err(error) => last = Some(error),
                }
            }
            Err(Fault::new(Status::Connect, last.map(|e| e.to_string()).unwrap_or_default()))
        })
        .await
        .map_err(slow)?
    }

    async fn connect_through(&self, proxy: &Proxy, url: &Url) -> Result<Connection, Fault> {
        let failed = |e: std::io::Error| Fault::new(Status::Connect, format!("the proxy: {e}"));
        let mut tcp = TcpStream::connect((proxy.host.as_str(), proxy.port)).await.map_err(failed)?;
        if url.scheme() == "http" {
            return self.secure(tcp, url, Vec::with_capacity(READ), None, true).await;
        }
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or(443);
        let mut ask = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(authorization) = &proxy.authorization {
            let _ = write!(ask, "Proxy-Authorization: {authorization}\r\n");
        }
        ask.push_str("\r\n");
        tcp.write_all(ask.as_bytes()).await.map_err(failed)?;
        let mut buffer = Vec::new();
        let (status, _, head) = body::read_head(&mut tcp, &mut buffer, 16 << 10).await?;
        if status != 200 {
            return Err(Fault::new(Status::Connect, format!("the proxy answered {status}")));
        }
        buffer.drain(..head);
        self.secure(tcp, url, buffer, None, false).await
    }

    async fn secure(
        &self,
        tcp: TcpStream,
        url: &Url,
        buffer: Vec<u8>,
        peer: Option<IpAddr>,
        through_proxy: bool,
    ) -> Result<Connection, Fault> {
        // Whole requests are written at once; waiting to fill a packet only costs time.
        let _ = tcp.set_nodelay(true);
        if url.scheme() == "http" {
            return Ok(Connection { wire: Box::new(tcp), buffer, peer, through_proxy });
        }
        let host = url.host_str().unwrap_or_default();
        let name = host.trim_matches(['[', ']']).to_owned();
        let name = rustls::pki_types::ServerName::try_from(name)
            .map_err(|_| Fault::new(Status::TlsWrongName, "a name that no certificate can have"))?;
        let connector = self.tls_of_host.get(&authority(url)).or_else(|| self.tls_of_host.get(host));
        match connector.unwrap_or(&self.tls).connect(name, tcp).await {
            Ok(wire) => Ok(Connection { wire: Box::new(wire), buffer, peer, through_proxy }),
            Err(error) => {
                let (status, detail) = tls::explain(&error);
                Err(Fault::new(status, detail))
            }
        }
    }

    async fn exchange(
        &self,
        mut connection: Connection,
        url: &Url,
        ask: &Ask,
        origin: &str,
        deadline: Instant,
        slot: &mut Slot,
    ) -> Result<Exchange, Fault> {
        let (sent, shown) = self.request(url, ask, connection.through_proxy);
        let date = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let Connection { wire, buffer, peer, .. } = &mut connection;
        let peer = *peer;
        let begun = Begun {
            url: url.to_string(),
            date: date.clone(),
            robots_for: None,
            request: String::from_utf8_lossy(&shown).into_owned(),
            peer,
        };
        slot.begin(begun);
        slot.take(buffer);
        let first_byte = deadline.min(Instant::now() + self.settings.first_byte_timeout);
        let mut wire = Spooled { wire, slot };
        let body::Opened { head, mut response, framing } = timeout_at(first_byte, async {
            wire.wire.write_all(&sent).await.map_err(|e| Fault::new(Status::Cut, e.to_string()))?;
            wire.wire.flush().await.map_err(|e| Fault::new(Status::Cut, e.to_string()))?;
            body::open(&mut wire, buffer, self.settings.max_head).await
        })
        .await
        .map_err(|_| Fault::new(Status::Timeout, "no answer in time"))??;
        let mut reader = body::BodyReader {
            wire: &mut wire,
            buffer,
            out: &mut response.body,
            cap: self.settings.max_wire,
        };
        let truncated = match timeout_at(deadline, reader.read(framing)).await {
            Ok(end) => end,
            Err(_) => Some("time"),
        };
        if framing == body::Framing::UntilClose && truncated.is_none() || truncated == Some("disconnect") {
            slot.end();
        }
        let keep =
            truncated.is_none() && framing != body::Framing::UntilClose && keeps_open(&head, &response);
        if keep && connection.buffer.is_empty() {
            self.keep_idle(origin, connection);
        }
        Ok(Exchange { request: shown, head, response, truncated, peer, date })
    }

    /// The request as sent, and as it may be shown to others.
    fn request(&self, url: &Url, ask: &Ask, through_proxy: bool) -> (Vec<u8>, Vec<u8>) {
        let target = if through_proxy { url.as_str() } else { &url[url::Position::BeforePath..] };
        let mut open = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n", authority(url));
        let mut line = |name: &str, value: &str| {
            open.push_str(name);
            open.push_str(": ");
            open.push_str(value);
            open.push_str("\r\n");
        };
        line("User-Agent", &self.settings.user_agent);
        line("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5");
        line("Accept-Language", "vi,en;q=0.5");
        // What replay tools can unpack too; zstd, which they cannot yet, is read if it comes all the same.
        line("Accept-Encoding", "gzip, deflate, br");
        line("Connection", "keep-alive");
        if let Some(etag) = &ask.etag {
            line("If-None-Match", etag);
        }
        if let Some(date) = &ask.last_modified {
            line("If-Modified-Since", date);
        }
        let mut shown = open.clone();
        let mut secret = |name: &str, value: &str| {
            let _ = write!(open, "{name}: {value}\r\n");
            let _ = write!(shown, "{name}: ***\r\n");
        };
        if let Some(cookie) = &ask.cookie {
            secret("Cookie", cookie);
        }
        for (name, value) in self.settings.host(url).map(|h| h.headers.as_slice()).unwrap_or_default() {
            secret(name, value);
        }
        if through_proxy
            && let Some(authorization) =
                self.settings.proxies.for_url(url).and_then(|p| p.authorization.as_ref())
        {
            let _ = write!(open, "Proxy-Authorization: {authorization}\r\n");
        }
        open.push_str("\r\n");
        shown.push_str("\r\n");
        (open.into_bytes(), shown.into_bytes())
    }

    fn take_idle(&self, origin: &str) -> Option<Connection> {
        let (connection, since) = self.idle.lock().ok()?.remove(origin)?;
        (since.elapsed() < Self::IDLE).then_some(connection)
    }

    fn keep_idle(&self, origin: &str, connection: Connection) {
        if let Ok(mut idle) = self.idle.lock() {
            if idle.len() >= self.settings.concurrency {
                idle.retain(|_, (_, since)| since.elapsed() < Self::IDLE);
            }
            // Open files stay bounded: at worst as many idle connections as busy ones.
            if idle.len() < self.settings.concurrency {
                idle.insert(origin.to_owned(), (connection, Instant::now()));
            }
        }
    }
}

fn keeps_open(head: &[u8], response: &Response) -> bool {
    let says = response.get("Connection").unwrap_or_default().to_ascii_lowercase();
    if head.starts_with(b"HTTP/1.1") { !says.contains("close") } else { says.contains("keep-alive") }
}
