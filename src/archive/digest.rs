//! Digests as archives write them: `sha1:` and base 32.
//!
//! In: bytes. Out: `sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ` (of nothing at all). SHA-1 is what every reader of
//! WARC and CDX looks for; the fixity of a *document* is the SHA-256 that the records carry.

use sha1::{Digest, Sha1};

/// The labelled digest of some bytes.
pub fn sha1(bytes: &[u8]) -> String {
    format!("sha1:{}", base32(&Sha1::digest(bytes)))
}

/// RFC 4648 base 32; a SHA-1 has 20 bytes, so there is never padding.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut buffer = [0_u8; 8];
        buffer[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(buffer);
        for position in 0..(chunk.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - 5 * position)) & 31;
            out.push(char::from(ALPHABET[index as usize]));
        }
    }
    out
}
