//! A web on loopback to measure the harvester against: one machine (127.1.x.y) per host, fast and well behaved.
//!
//! `cargo run --release --example loopback_web -- HOSTS PAGES LIST.txt` writes PAGES addresses over HOSTS hosts to
//! LIST.txt and serves them until it is stopped. Then, in another terminal:
//! `/usr/bin/time -v solieu fetch LIST.txt -o /tmp/kho --allow-private --delay 0 --contact me@example.org -q`.

#![allow(clippy::print_stderr, reason = "a tool for the terminal")]

use std::{fmt::Write as _, fs, io};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|n| n.parse::<usize>().ok());
    let (Some(hosts), Some(pages), Some(list)) = (number(0), number(1), arguments.get(2)) else {
        return Err(io::Error::other("expected HOSTS PAGES LIST.txt"));
    };
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("0.0.0.0:0").await?;
        let port = listener.local_addr()?.port();
        let mut lines = String::new();
        for n in 0..pages {
            let host = n % hosts;
            let _ =
                writeln!(lines, "http://127.1.{}.{}:{port}/bai/{}", host / 250, host % 250 + 1, n / hosts);
        }
        fs::write(list, lines)?;
        eprintln!("{pages} pages over {hosts} hosts at port {port}");
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(async move {
                // The other side hanging up is how connections end here.
                let _ = serve(stream).await;
            });
        }
    })
}

async fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let filler = "Tổng sản phẩm trên địa bàn tăng 7,4% so với cùng kỳ năm trước. ".repeat(250);
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        let path = head.split(' ').nth(1).unwrap_or_default();
        let host = head.lines().find_map(|l| l.strip_prefix("Host: ")).unwrap_or_default();
        let (status, body) = if path == "/robots.txt" {
            ("404 Not Found", String::new())
        } else {
            let title = format!("{host}{path}");
            (
                "200 OK",
                format!(
                    "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{filler}</p></body></html>"
                ),
            )
        };
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all((head + &body).as_bytes()).await?;
    }
}
