//! A server that leaves out its intermediate certificate, as many do.

use std::{
    io::Write,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use solieu::fetch::{Harvest, HostSettings, Settings, Source, config};

use super::{settings, site::Site, statuses};

struct Authority {
    params: CertificateParams,
    key: KeyPair,
    der: CertificateDer<'static>,
}

fn authority(name: &str, by: Option<&Authority>) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let der = match by {
        None => params.self_signed(&key).unwrap().der().clone(),
        Some(by) => params.signed_by(&key, &Issuer::from_params(&by.params, &by.key)).unwrap().der().clone(),
    };
    Authority { params, key, der }
}

/// A TLS server that sends these certificates, and always the same page.
fn serve(machine: &str, chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> SocketAddr {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((machine, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut tcp in listener.incoming().flatten() {
            let config = config.clone();
            thread::spawn(move || {
                let mut session = rustls::ServerConnection::new(config).unwrap();
                let mut tls = rustls::Stream::new(&mut session, &mut tcp);
                let mut head = [0; 4096];
                if std::io::Read::read(&mut tls, &mut head).is_ok() {
                    let body = "<html>kín</html>";
                    let _ = write!(tls, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                    session.send_close_notify();
                    let _ = session.complete_io(&mut tcp);
                }
            });
        }
    });
    address
}

/// A machine that sends its own certificate without the one that vouches for it; and the root of both.
pub(super) fn incomplete(machine: &str, name: &str) -> (SocketAddr, CertificateDer<'static>) {
    let root = authority("Gốc", None);
    let middle = authority("Trung gian", Some(&root));
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &Issuer::from_params(&middle.params, &middle.key)).unwrap();
    (serve(machine, vec![leaf.der().clone()], &key), root.der)
}

#[test]
fn an_incomplete_chain_is_named_and_can_be_completed_for_one_host() {
    let root = authority("Gốc", None);
    let middle = authority("Trung gian của Tỉnh", Some(&root));
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["kin.example".to_owned(), "du.example".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&leaf_key, &Issuer::from_params(&middle.params, &middle.key)).unwrap();
    let short = serve("127.0.12.1", vec![leaf.der().clone()], &leaf_key);
    let whole = serve("127.0.12.1", vec![leaf.der().clone(), middle.der.clone()], &leaf_key);

    let nobody = Site::start(13, 0, |_| unreachable!("no machine"));
    let mut trusting = settings(&nobody);
    for (name, address) in [("kin.example", short), ("du.example", whole), ("sai-ten.example", whole)] {
        trusting
            .hosts
            .insert(name.to_owned(), HostSettings { addresses: vec![address], ..HostSettings::default() });
    }
    let urls = ["https://kin.example/a", "https://du.example/a", "https://sai-ten.example/a"];
    let run = |settings: Settings, folder: &std::path::Path| {
        let harvest = Harvest::open(folder, settings).unwrap();
        for url in urls {
            harvest.add(&[Source::Url(url.to_owned())]).unwrap();
        }
        harvest.run_quietly().unwrap();
        harvest
    };

    let strangers = tempfile::tempdir().unwrap();
    let harvest = run(trusting.clone(), strangers.path());
    assert_eq!(statuses(&harvest, &urls[1..2]), ["tls_incomplete_chain"], "its root is not known");

    trusting.roots = vec![root.der.clone()];
    let folder = tempfile::tempdir().unwrap();
    let harvest = run(trusting.clone(), folder.path());
    assert_eq!(statuses(&harvest, &urls), ["tls_incomplete_chain", "ok", "tls_wrong_name"]);
    let row = &super::rows(&harvest)[urls[0]];
    assert_eq!(row.detail, "the certificate of `Trung gian của Tỉnh` is missing");
    drop(harvest);

    // As its owner offers it for download.
    std::fs::write(folder.path().join("trung-gian.crt"), &middle.der).unwrap();
    let toml = "[host.\"kin.example\"]\ncertificate = \"trung-gian.crt\"\n";
    let trusting = config::parse(&folder.path().join("solieu.toml"), toml, trusting).unwrap();
    let harvest = Harvest::open(folder.path(), trusting).unwrap();
    harvest.retry(&[row.status]).unwrap();
    harvest.run_quietly().unwrap();
    assert_eq!(statuses(&harvest, &urls), ["duplicate_of", "ok", "tls_wrong_name"]);
}
