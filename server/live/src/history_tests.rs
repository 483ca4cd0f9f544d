use bytes::Bytes;
use proptest::prelude::*;

use super::*;

fn message(seq: u64, channels: &[&str]) -> Message {
    Message {
        seq,
        event: "score.updated".into(),
        channels: channels.iter().map(|name| (*name).into()).collect(),
        key: (*channels.last().expect("a channel")).into(),
        data: Bytes::from_static(b"{}"),
    }
}

fn seqs(found: Result<Vec<Arc<Encoded>>, Gap>) -> Result<Vec<u64>, Gap> {
    found.map(|list| list.iter().map(|encoded| encoded.message.seq).collect())
}

#[test]
fn only_positions_between_the_oldest_kept_and_the_head_can_be_continued() {
    let mut history = History::new("e", 2, Vec::new(), 10);
    assert!(history.covers("e", 10));
    assert!(!history.covers("e", 9), "nothing before the head is kept");
    assert!(!history.covers("e", 11), "newer than the head");
    assert!(!history.covers("f", 10), "another epoch");
    for seq in [12, 14, 16] {
        assert!(history.append(message(seq, &["a"])).is_some());
    }
    assert!(!history.covers("e", 10), "12 has left");
    assert_eq!(seqs(history.after("a", 11, 9)), Err(Gap));
    assert_eq!(seqs(history.after("a", 12, 9)), Ok(vec![14, 16]));
    assert_eq!(seqs(history.after("a", 15, 9)), Ok(vec![16]));
    assert_eq!(seqs(history.after("b", 12, 9)), Ok(vec![]));
}

#[test]
fn a_message_is_taken_once() {
    let mut history = History::new("e", 9, vec![message(3, &["a"])], 5);
    assert!(history.append(message(5, &["a"])).is_none());
    assert!(history.append(message(6, &["a"])).is_some());
    assert!(history.append(message(6, &["a"])).is_none());
    assert_eq!(seqs(history.after("a", 2, 9)), Ok(vec![3, 6]));
}

#[test]
fn frames_of_older_messages_are_let_go() {
    let mut history = History::new("e", 2000, Vec::new(), 0);
    for seq in 1..=1000 {
        history.append(message(seq, &["a"]));
    }
    let kept = history.kept.iter().filter(|kept| kept.encoded.is_some()).count();
    assert_eq!(kept, KEEP_FRAMES);
    assert_eq!(seqs(history.after("a", 0, 2)), Ok(vec![1, 2]));
}

const CHANNELS: [&str; 4] = ["a", "b", "c", "d"];

proptest! {
    /// Any interleaving of publishing and reading on from one's last position gives every later
    /// message of the channel exactly once, in order, or an honest gap.
    #[test]
    fn a_reader_misses_nothing_and_sees_nothing_twice(
        limit in 1usize..30,
        steps in prop::collection::vec((0usize..4, 1u64..4, 0usize..5), 1..120),
    ) {
        let mut history = History::new("e", limit, Vec::new(), 0);
        let mut published: Vec<(u64, usize)> = Vec::new();
        let (mut seen, mut cursor, mut begun, mut head) = (Vec::new(), 0, 0, 0);
        for (channel, step, read) in steps {
            head += step;
            let told: Vec<&str> = CHANNELS[..=channel].to_vec();
            prop_assert!(history.append(message(head, &told)).is_some());
            published.push((head, channel));
            if read == 0 {
                continue;
            }
            match seqs(history.after("b", cursor, read)) {
                Ok(list) => {
                    if list.len() < read {
                        cursor = history.head();
                    } else if let Some(last) = list.last() {
                        cursor = *last;
                    }
                    seen.extend(list);
                }
                Err(Gap) => {
                    let kept = published.len() - limit.min(published.len());
                    prop_assert!(published[..kept].iter().any(|(seq, _)| *seq > cursor));
                    seen.clear();
                    cursor = history.head();
                    begun = cursor;
                }
            }
            let expected: Vec<u64> = published
                .iter()
                .filter(|(seq, channel)| *channel >= 1 && *seq > begun && *seq <= cursor)
                .map(|(seq, _)| *seq)
                .collect();
            prop_assert_eq!(&seen, &expected);
        }
        let indexed: usize = history.by_channel.values().map(VecDeque::len).sum();
        let told: usize = history.kept.iter().map(|kept| kept.message.channels.len()).sum();
        prop_assert_eq!(indexed, told);
    }
}
