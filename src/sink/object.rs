//! One row → JSON, straight into the buffer.
//!
//! In: a row that serializes as an object. Out: the bytes that `serde_json` would write, without white space; a sentence is copied in
//! stretches instead of byte by byte, and names of fields are not looked through for marks to escape.
//!
//! Worked example: the row of a rejected numeral is `{"document":"a.txt","class":"phone",…}`.

use serde::{
    Serialize, Serializer,
    ser::{Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};
use serde_json::Error;

/// Appends a row.
pub(super) fn write<R: Serialize>(row: &R, out: &mut Vec<u8>) {
    row.serialize(Object { out }).expect("a row is made of objects, lists, texts and whole numbers");
}

/// Where a value is written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
}

/// The values of an object or a list, after the first of which stands a comma.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
    end: u8,
}

impl<'o> Object<'o> {
    fn open(self, begin: u8, end: u8) -> Members<'o> {
        self.out.push(begin);
        Members { out: self.out, first: true, end }
    }

    /// What no row is made of much.
    fn plain(self, value: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(self.out, value)
    }
}

impl Members<'_> {
    fn next(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    fn close(self) {
        self.out.push(self.end);
    }
}

/// How many bytes of a text are looked at together.
const STRETCH: usize = 32;

/// Appends a text in quotation marks.
fn text(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let (stretches, rest) = text.as_bytes().as_chunks();
    for stretch in stretches as &[[u8; STRETCH]] {
        piece(stretch, out);
    }
    piece(rest, out);
    out.push(b'"');
}

/// Appends a piece of a text.
#[inline]
fn piece(bytes: &[u8], out: &mut Vec<u8>) {
    // No branch for each byte: most pieces are plain.
    let n_escaped: u8 = bytes.iter().map(|byte| u8::from(is_escaped(*byte))).sum();
    if n_escaped == 0 {
        out.extend_from_slice(bytes);
    } else {
        for byte in bytes {
            escaped(*byte, out);
        }
    }
}

fn is_escaped(byte: u8) -> bool {
    matches!(byte, ..0x20 | b'"' | b'\\')
}

/// Appends a byte of a text.
fn escaped(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'"' | b'\\' => out.extend([b'\\', byte]),
        0x08 => out.extend(b"\\b"),
        b'\t' => out.extend(b"\\t"),
        b'\n' => out.extend(b"\\n"),
        0x0C => out.extend(b"\\f"),
        b'\r' => out.extend(b"\\r"),
        0..0x20 => {
            let digit = b"0123456789abcdef"[usize::from(byte & 15)];
            out.extend([b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), digit]);
        }
        _ => out.push(byte),
    }
}

impl<'o> Serializer for Object<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'o>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Members<'o>;
    type SerializeStruct = Members<'o>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        text(value, self.out);
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = value;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'o>, Error> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::custom("a row has texts, no bytes"))
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(strange(name))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(strange("a tuple"))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(strange(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTuple, Error> {
        Err(strange(name))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTuple, Error> {
        Err(strange(name))
    }
}

/// A type that no row has.
fn strange(name: &str) -> Error {
    Error::custom(format!("a row has no {name}"))
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        value.serialize(Object { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        key.serialize(Object { out: self.out })
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.out.push(b':');
        value.serialize(Object { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.next();
        // A name of a field has nothing to escape.
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Object { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    /// What rows are made of.
    #[derive(Serialize)]
    struct Row {
        text: String,
        none: Option<u8>,
        number: serde_json::Number,
        list: Vec<Option<usize>>,
        counts: BTreeMap<String, usize>,
        yes: bool,
        less: i16,
    }

    #[test]
    fn it_is_what_serde_json_writes() {
        let every: String = ('\0'..'\u{250}').chain("ế–“\u{2028}\u{1f600}".chars()).collect();
        for text in [String::new(), "Thu đạt \"12\" tỷ đồng ".repeat(20), every] {
            let row = Row {
                none: None,
                number: serde_json::from_str("1846011.5").expect("a number"),
                list: vec![Some(0), None, Some(usize::MAX)],
                counts: [(text.clone(), 1846), ("phone".to_owned(), 10)].into(),
                yes: true,
                less: -420,
                text,
            };
            let mut out = Vec::new();
            super::write(&row, &mut out);
            assert_eq!(String::from_utf8(out).ok(), serde_json::to_string(&row).ok());
        }
    }
}
