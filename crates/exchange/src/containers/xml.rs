//! XML as a stream, within bounds. There are no entities but those of XML itself: a document type, which could define
//! more of them or name files, is refused.

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zeroize::Zeroizing;

use super::ContainerError;

const ODD: ContainerError = ContainerError::Corrupt("the XML does not hold together");
/// The most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;

/// A piece of a document.
pub(crate) enum Piece<'p> {
    /// An element begins: its name and its attributes.
    Start(&'p str, &'p [(String, Zeroizing<String>)]),
    /// Some text; a text may come in several pieces.
    Text(&'p str),
    /// The innermost element ends.
    End,
}

/// What is done with each piece.
type On<'o> = dyn FnMut(Piece<'_>) -> Result<(), ContainerError> + 'o;

/// Hands over a document piece by piece. Elements may be nested `max_depth` deep.
pub(crate) fn walk(bytes: &[u8], max_depth: usize, on: &mut On<'_>) -> Result<(), ContainerError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ContainerError::BadEncoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    let mut roots = 0_usize;
    loop {
        match reader.read_event().map_err(|_| ODD)? {
            Event::Start(start) => {
                if depth == max_depth {
                    return Err(ContainerError::TooDeep);
                }
                roots += usize::from(depth == 0);
                depth += 1;
                let mut attributes = Vec::new();
                for attribute in start.attributes().with_checks(false) {
                    if attributes.len() == MAX_ATTRIBUTES {
                        return Err(ContainerError::TooLarge);
                    }
                    let attribute = attribute.map_err(|_| ODD)?;
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .map_err(|_| ODD)?;
                    let value = Zeroizing::new(value.into_owned());
                    attributes.push((attribute.key.as_ref().to_owned(), value));
                }
                on(Piece::Start(start.name().as_ref(), &attributes))?;
            }
            Event::End(_) => {
                depth = depth.checked_sub(1).ok_or(ODD)?;
                on(Piece::End)?;
            }
            Event::Text(text) if depth > 0 => on(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) if depth > 0 => on(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) if depth > 0 => {
                let mut buffer = Zeroizing::new([0_u8; 4]);
                let one = match reference.resolve_char_ref().map_err(|_| ODD)? {
                    Some(one) => one,
                    None => match &*reference.xml10_content() {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "apos" => '\'',
                        "quot" => '"',
                        _ => return Err(ODD),
                    },
                };
                on(Piece::Text(one.encode_utf8(&mut *buffer)))?;
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => return Err(ODD),
            Event::DocType(_) => {
                return Err(ContainerError::Corrupt("the XML has a document type"));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
            Event::Eof if depth == 0 && roots == 1 => return Ok(()),
            Event::Eof => return Err(ODD),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(document: &str) -> Result<String, ContainerError> {
        let mut out = String::new();
        walk(document.as_bytes(), 4, &mut |piece| {
            match piece {
                Piece::Start(name, attributes) => {
                    out.push_str(&format!("<{name}"));
                    for (key, value) in attributes {
                        out.push_str(&format!(" {key}={}", value.as_str()));
                    }
                    out.push('>');
                }
                Piece::Text(text) => out.push_str(text),
                Piece::End => out.push_str("</>"),
            }
            Ok(())
        })?;
        Ok(out)
    }

    #[test]
    fn texts_come_as_they_are_meant() {
        let document = "\u{feff}<?xml version='1.0'?>\n<map><!-- c --><a n='&quot;&#65;&#10;'/> \
                        <b>x &lt;&amp;&#x1F600;<![CDATA[<&amp;>]]></b></map>\n";
        let expected = "<map><a n=\"A\n></> <b>x <&\u{1f600}<&amp;></></>";
        assert_eq!(flat(document).as_deref(), Ok(expected));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for odd in [
            "",
            " ",
            "text",
            "<a>",
            "<a></b>",
            "</a>",
            "<a/><b/>",
            "<a/>text",
            "<a>&what;</a>",
            "<a b='&what;'/>",
            "<a>&#0;</a>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        ] {
            assert!(
                matches!(flat(odd), Err(ContainerError::Corrupt(_))),
                "{odd}: {:?}",
                flat(odd)
            );
        }
        assert_eq!(flat("<a><a><a><a><a>"), Err(ContainerError::TooDeep));
        let many = format!("<a {}/>", "b='' ".repeat(65));
        assert_eq!(flat(&many), Err(ContainerError::TooLarge));
        let latin = walk(b"<a>\xe9</a>", 4, &mut |_| Ok(()));
        assert_eq!(latin, Err(ContainerError::BadEncoding));
    }
}
