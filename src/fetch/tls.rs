//! TLS: verified always, with one more certificate for one host where its owner forgot it.
//!
//! In: roots, and per host the certificates that a person named in solieu.toml. Out: a rustls configuration,
//! and of a failed handshake the [`Status`] that says what is wrong: an incomplete chain names the authority
//! whose certificate is missing, and where it can be had, if the certificate says so.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};

use super::Status;

/// The certificates of a file: PEM, or one by itself in DER, as authorities offer theirs for download.
pub(crate) fn certificates(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    if Names::of(file).is_some() {
        return Ok(vec![CertificateDer::from(file.to_vec())]);
    }
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(file).collect();
    match all {
        Ok(all) if all.is_empty() => Err("no certificate in the file (expected PEM or DER)".to_owned()),
        Ok(all) => Ok(all),
        Err(error) => Err(format!("not a PEM file: {error}")),
    }
}

/// A client configuration: the public roots, more roots, and intermediates that servers forgot.
/// A certificate that signs itself is a root, any other one is an intermediate.
pub(crate) fn config(extra: &[CertificateDer<'static>]) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let mut intermediates = Vec::new();
    for certificate in extra {
        if Names::of(certificate).is_some_and(|n| n.issuer == n.subject) {
            roots.add(certificate.clone()).map_err(|e| format!("not usable as a root certificate: {e}"))?;
        } else {
            intermediates.push(certificate.clone());
        }
    }
    let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|e| e.to_string())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier { inner, intermediates }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The usual verifier, given more intermediates and asked to say more when it refuses.
#[derive(Debug)]
struct Verifier {
    inner: Arc<WebPkiServerVerifier>,
    intermediates: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all: Vec<CertificateDer<'_>> = intermediates
            .iter()
            .chain(&self.intermediates)
            .map(|c| CertificateDer::from(c.as_ref()))
            .collect();
        self.inner.verify_server_cert(end_entity, &all, server_name, ocsp_response, now).map_err(|error| {
            if !matches!(error, Error::InvalidCertificate(CertificateError::UnknownIssuer)) {
                return error;
            }
            let unknown = UnknownIssuer::of(end_entity, &all);
            Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(unknown))))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// What is known of a chain that ends in nobody we trust.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
struct UnknownIssuer {
    incomplete: bool,
    text: String,
}

impl UnknownIssuer {
    fn of(end_entity: &CertificateDer<'_>, rest: &[CertificateDer<'_>]) -> Self {
        let chain: Vec<Names> =
            std::iter::once(end_entity).chain(rest).filter_map(|c| Names::of(c)).collect();
        // Follow the names from the server's own certificate as far as the chain goes.
        let mut last = chain.first();
        let mut steps = 0;
        while let Some(current) = last
            && current.issuer != current.subject
            && let Some(next) = chain.iter().find(|n| n.subject == current.issuer)
            && steps < chain.len()
        {
            last = Some(next);
            steps += 1;
        }
        let Some(last) = last else {
            return Self { incomplete: false, text: "an unreadable certificate".to_owned() };
        };
        let name = common_name(&last.issuer).unwrap_or_else(|| "an unnamed authority".to_owned());
        if last.issuer == last.subject {
            return Self {
                incomplete: false,
                text: format!("the chain ends in `{name}`, which is not trusted"),
            };
        }
        let mut text = format!("the certificate of `{name}` is missing");
        if let Some(url) = &last.issuer_url {
            text.push_str(" (its owner offers it at ");
            text.push_str(url);
            text.push(')');
        }
        Self { incomplete: true, text }
    }
}

/// The status and the detail of a failed handshake.
pub(crate) fn explain(error: &std::io::Error) -> (Status, String) {
    let Some(tls) = error.get_ref().and_then(|e| e.downcast_ref::<Error>()) else {
        return (Status::Tls, error.to_string());
    };
    let status = match tls {
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            if let Some(unknown) = other.0.downcast_ref::<UnknownIssuer>() {
                let status =
                    if unknown.incomplete { Status::TlsIncompleteChain } else { Status::TlsUntrusted };
                return (status, unknown.text.clone());
            }
            Status::Tls
        }
        Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => Status::TlsExpired,
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => Status::TlsWrongName,
        Error::InvalidCertificate(_) => Status::TlsUntrusted,
        _ => Status::Tls,
    };
    (status, tls.to_string())
}

/// id-ad-caIssuers, then a URI (context tag 6).
const CA_ISSUERS: &[u8] = &[0x06, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 2, 0x86];

/// Issuer and subject of a certificate, as DER, and where the issuer's certificate can be had.
struct Names {
    issuer: Vec<u8>,
    subject: Vec<u8>,
    issuer_url: Option<String>,
}

impl Names {
    /// Certificate → tbsCertificate → version?, serial, algorithm, issuer, validity, subject.
    fn of(certificate: &[u8]) -> Option<Self> {
        let (_, body, _) = element(certificate)?;
        let (_, mut rest, _) = element(body)?;
        if rest.first() == Some(&0xa0) {
            rest = element(rest)?.2;
        }
        let mut fields = Vec::new();
        for _ in 0..5 {
            let (_, value, next) = element(rest)?;
            fields.push(value.to_vec());
            rest = next;
        }
        let subject = fields.pop()?;
        let _validity = fields.pop()?;
        let issuer = fields.pop()?;
        let issuer_url = rest.windows(CA_ISSUERS.len()).position(|w| w == CA_ISSUERS).and_then(|at| {
            let from = at + CA_ISSUERS.len();
            let length = usize::from(*rest.get(from)?);
            let url = std::str::from_utf8(rest.get(from + 1..from + 1 + length)?).ok()?;
            url.bytes().all(|b| b.is_ascii_graphic()).then(|| url.to_owned())
        });
        Some(Self { issuer, subject, issuer_url })
    }
}

/// Tag, value and what follows, of the DER element at the start.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 {
            return None;
        }
        let length = rest.get(..count)?.iter().fold(0_usize, |n, &b| n << 8 | usize::from(b));
        (length, &rest[count..])
    };
    Some((tag, rest.get(..length)?, rest.get(length..)?))
}

/// The last common name (else organisation) in a DER name.
fn common_name(name: &[u8]) -> Option<String> {
    [[0x06, 3, 0x55, 4, 3], [0x06, 3, 0x55, 4, 10]].iter().find_map(|oid| {
        let at = name.windows(5).rposition(|w| w == oid)?;
        let (_, value, _) = element(&name[at + 5..])?;
        let text: String =
            String::from_utf8_lossy(value).chars().filter(|c| !c.is_control()).take(100).collect();
        Some(text)
    })
}
