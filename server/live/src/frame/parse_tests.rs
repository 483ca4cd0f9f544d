use proptest::prelude::*;

use super::*;

const RULES: Rules = Rules { deflate: false, max: 1000 };
const DEFLATE: Rules = Rules { deflate: true, max: 1000 };

/// A client frame: masked, with any first byte.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | len as u8),
        len => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(len as u16).to_be_bytes());
        }
    }
    let mask = [7, 99, 250, 1];
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key));
    out
}

/// Reads on, up to a goodbye. Whatever was complete before a violation is in `out` all the same.
fn feed(
    parser: &mut Parser,
    bytes: &[u8],
    rules: Rules,
    out: &mut Vec<Incoming>,
) -> Result<(), Violation> {
    parser.push(bytes);
    while let Some(header) = parser.ahead(rules)? {
        out.extend(parser.take(&header, rules)?);
        if header.is_close() {
            break;
        }
    }
    Ok(())
}

fn read(bytes: &[u8], rules: Rules) -> (Vec<Incoming>, Result<(), Violation>) {
    let mut out = Vec::new();
    let result = feed(&mut Parser::default(), bytes, rules, &mut out);
    (out, result)
}

fn violation(bytes: &[u8]) -> u16 {
    read(bytes, RULES).1.expect_err("must be refused").code()
}

#[test]
fn fragments_are_joined_around_a_ping() {
    let bytes =
        [frame(0x01, b"he"), frame(0x89, b"p"), frame(0x00, b"l"), frame(0x80, b"lo")].concat();
    let (out, result) = read(&bytes, RULES);
    assert_eq!(result, Ok(()));
    assert_eq!(out, [Incoming::Ping(b"p".to_vec()), Incoming::Text("hello".into())]);
}

#[test]
fn what_the_protocol_forbids_closes_with_1002() {
    let mut unmasked = frame(0x81, b"hi");
    unmasked[1] &= 0x7F;
    assert_eq!(violation(&unmasked), 1002, "unmasked");
    assert_eq!(violation(&frame(0xC1, b"hi")), 1002, "rsv1 without deflate");
    assert_eq!(violation(&frame(0xA1, b"hi")), 1002, "rsv2");
    assert_eq!(violation(&frame(0x83, b"hi")), 1002, "opcode 3");
    assert_eq!(violation(&frame(0x8B, b"hi")), 1002, "opcode 11");
    assert_eq!(violation(&frame(0x09, b"hi")), 1002, "fragmented ping");
    assert_eq!(violation(&frame(0x89, &[0; 126])), 1002, "long ping");
    assert_eq!(violation(&frame(0x80, b"hi")), 1002, "continues nothing");
    let inside = [frame(0x01, b"a"), frame(0x81, b"b")].concat();
    assert_eq!(violation(&inside), 1002, "text inside text");
    assert_eq!(violation(&frame(0x88, &[3])), 1002, "close of one byte");
    assert_eq!(violation(&frame(0x88, &1005u16.to_be_bytes())), 1002, "close 1005");
}

#[test]
fn binary_bad_text_and_oversize_have_their_own_codes() {
    assert_eq!(violation(&frame(0x82, b"hi")), 1003);
    assert_eq!(violation(&frame(0x81, &[0xFF, 0xFE])), 1007);
    assert_eq!(violation(&frame(0x88, &[0x03, 0xE8, 0xFF])), 1007);
    assert_eq!(violation(&frame(0x81, &[b'a'; 1001])), 1009);
    let long = [frame(0x01, &[b'a'; 600]), frame(0x80, &[b'a'; 600])].concat();
    assert_eq!(violation(&long), 1009);
}

#[test]
fn an_announced_oversize_is_refused_before_its_payload_arrives() {
    assert_eq!(violation(&[0x81, 0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0]), 1009);
    assert_eq!(violation(&[0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), 1009);
}

#[test]
fn nothing_is_read_after_a_close() {
    let bytes = [frame(0x88, &[]), frame(0x81, b"late")].concat();
    assert_eq!(read(&bytes, RULES), (vec![Incoming::Close(None)], Ok(())));
}

#[test]
fn a_compressed_message_is_unpacked_also_in_fragments() {
    let text = "score ".repeat(100);
    let packed = deflate::compress(text.as_bytes()).expect("shrinks");
    let (one, two) = packed.split_at(5);
    let bytes = [frame(0xC1, &packed), frame(0x41, one), frame(0x80, two)].concat();
    let (out, result) = read(&bytes, DEFLATE);
    assert_eq!(result, Ok(()));
    assert_eq!(out, [Incoming::Text(text.clone()), Incoming::Text(text)]);
}

#[test]
fn an_idle_parser_holds_nothing() {
    let mut parser = Parser::default();
    let mut out = Vec::new();
    let bytes = frame(0x81, b"hello");
    feed(&mut parser, &bytes[..3], RULES, &mut out).expect("fine");
    assert!(parser.pending.is_some());
    feed(&mut parser, &bytes[3..], RULES, &mut out).expect("fine");
    assert!(parser.pending.is_none());
    assert_eq!(out.len(), 1);
}

#[test]
fn a_frame_costs_nothing_until_it_is_taken() {
    let mut parser = Parser::default();
    // Valid in its header alone: it is not even text.
    parser.push(&[frame(0x89, b"p"), frame(0x81, &[0xFF])].concat());
    let header = parser.ahead(RULES).expect("fine").expect("is whole");
    assert!(parser.ahead(RULES).expect("fine").is_some(), "is still ahead");
    assert_eq!(parser.take(&header, RULES), Ok(Some(Incoming::Ping(b"p".to_vec()))));
    let header = parser.ahead(RULES).expect("fine").expect("is whole");
    assert_eq!(parser.take(&header, RULES), Err(Violation::NotUtf8));
}

fn any_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[a-zé€😀]{0,200}".prop_map(|text| frame(0x81, text.as_bytes())),
        ("[a-z]{0,9}", "[a-z]{0,9}").prop_map(|(a, b)| {
            [frame(0x01, a.as_bytes()), frame(0x8A, b""), frame(0x80, b.as_bytes())].concat()
        }),
        prop::collection::vec(any::<u8>(), 0..125).prop_map(|bytes| frame(0x89, &bytes)),
        (any::<u8>(), prop::collection::vec(any::<u8>(), 0..20)).prop_map(|(b, p)| frame(b, &p)),
    ]
}

proptest! {
    #[test]
    fn any_split_of_the_stream_reads_the_same(
        frames in prop::collection::vec(any_frame(), 0..12),
        cuts in prop::collection::vec(1usize..40, 1..60),
    ) {
        let bytes = frames.concat();
        let whole = read(&bytes, DEFLATE);
        let mut parser = Parser::default();
        let mut out = Vec::new();
        let mut result = Ok(());
        let mut rest = &bytes[..];
        let mut cuts = cuts.iter().cycle();
        while !rest.is_empty() {
            let cut = cuts.next().map_or(1, |cut| (*cut).min(rest.len()));
            result = feed(&mut parser, &rest[..cut], DEFLATE, &mut out);
            if result.is_err() || matches!(out.last(), Some(Incoming::Close(_))) {
                break;
            }
            rest = &rest[cut..];
        }
        prop_assert_eq!((out, result), whole);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (out, _) = read(&bytes, DEFLATE);
        prop_assert!(out.len() <= bytes.len());
    }
}
