use std::{cell::RefCell, collections::BTreeSet};

use proptest::prelude::*;

use super::*;

fn user(id: &str) -> User {
    User { id: id.into(), info: None }
}

fn room() -> Arc<str> {
    "presence-room".into()
}

fn members(ids: &[&str]) -> Members {
    ids.iter().map(|id| ((*id).into(), None)).collect()
}

/// What is told, as text.
#[derive(Default)]
struct Heard(RefCell<Vec<String>>);

impl Heard {
    fn tell(&self) -> impl Fn(Told) {
        move |told: Told| {
            let text = told.parts[0].frame(crate::encoded::Encoding::Plain)[2..].to_vec();
            self.0.borrow_mut().push(String::from_utf8_lossy(&text).into_owned());
        }
    }

    fn take(&self) -> Vec<&'static str> {
        let said = |text: &String| match text.contains("member_added") {
            true => "added",
            false => "removed",
        };
        self.0.take().iter().map(said).collect()
    }
}

#[test]
fn a_user_is_added_once_and_removed_once_however_many_sockets_they_have() {
    let (rooms, heard) = (Rooms::default(), Heard::default());
    rooms.enter(&room(), Some(&user("a")), heard.tell()).expect("room");
    rooms.enter(&room(), Some(&user("a")), heard.tell()).expect("room");
    assert_eq!(heard.take(), ["added"]);
    rooms.leave(&room(), "a", heard.tell());
    assert_eq!(heard.take(), [""; 0]);
    rooms.leave(&room(), "a", heard.tell());
    assert_eq!(heard.take(), ["removed"]);
    assert!(rooms.members(&room()).is_empty());
}

#[test]
fn a_user_on_two_nodes_leaves_with_the_last_of_them() {
    let (rooms, heard) = (Rooms::default(), Heard::default());
    let (near, far): (Arc<str>, Arc<str>) = ("near".into(), "far".into());
    rooms.hear(&near, &room(), &members(&["a", "b"]), heard.tell());
    rooms.hear(&far, &room(), &members(&["a"]), heard.tell());
    rooms.enter(&room(), Some(&user("b")), heard.tell()).expect("room");
    assert_eq!(heard.take(), ["added", "added"]);
    rooms.hear(&near, &room(), &members(&[]), heard.tell());
    assert_eq!(heard.take(), [""; 0]);
    rooms.hear(&far, &room(), &members(&[]), heard.tell());
    assert_eq!(heard.take(), ["removed"]);
    assert_eq!(rooms.here(&room()), members(&["b"]));
}

#[test]
fn the_hundred_and_first_user_finds_the_room_full_and_a_second_socket_does_not() {
    let (rooms, heard) = (Rooms::default(), Heard::default());
    for number in 0..MOST_MEMBERS {
        rooms.enter(&room(), Some(&user(&number.to_string())), heard.tell()).expect("room");
    }
    assert!(rooms.enter(&room(), Some(&user("one more")), heard.tell()).is_err());
    let found = rooms.enter(&room(), Some(&user("7")), heard.tell()).expect("room");
    assert_eq!(found.members.len(), MOST_MEMBERS);
}

#[test]
fn only_so_many_last_events_are_kept_and_the_oldest_go_first() {
    let rooms = Rooms::default();
    for number in 0..=MOST_KEPT {
        let broadcast = Broadcast {
            event: "e".into(),
            channels: vec![format!("cache-{number}").into()],
            data: Bytes::from_static(b"d"),
            except: None,
        };
        rooms.publish(&broadcast, drop);
    }
    assert!(rooms.last("cache-0").is_none());
    assert!(rooms.last("cache-1").is_some() && rooms.last("cache-1000").is_some());
}

#[derive(Clone, Debug)]
enum Step {
    Enter(u8),
    Leave(u8),
    Hear(u8, BTreeSet<u8>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0u8..5).prop_map(Step::Enter),
        (0u8..5).prop_map(Step::Leave),
        (0u8..3, prop::collection::btree_set(0u8..5, 0..4)).prop_map(|(n, m)| Step::Hear(n, m)),
    ]
}

proptest! {
    #[test]
    fn who_follows_what_is_told_knows_who_is_there(steps in prop::collection::vec(step(), 0..100)) {
        let rooms = Rooms::default();
        let held: RefCell<BTreeSet<String>> = RefCell::default();
        let fault: RefCell<Option<String>> = RefCell::default();
        let follow = |told: Told| {
            let frame = told.parts[0].frame(crate::encoded::Encoding::Plain).to_vec();
            let text = String::from_utf8_lossy(&frame[2..]).into_owned();
            let digit = text.chars().rfind(char::is_ascii_digit).map(String::from);
            let id = digit.unwrap_or_default();
            let changed = match text.contains("member_added") {
                true => held.borrow_mut().insert(id),
                false => held.borrow_mut().remove(&id),
            };
            if !changed {
                *fault.borrow_mut() = Some(text);
            }
        };
        let mut here = [0usize; 5];
        let mut there = vec![BTreeSet::new(); 3];
        for step in steps {
            match step {
                Step::Enter(id) => {
                    rooms.enter(&room(), Some(&user(&id.to_string())), follow).expect("room");
                    here[usize::from(id)] += 1;
                }
                Step::Leave(id) if here[usize::from(id)] > 0 => {
                    rooms.leave(&room(), &id.to_string(), follow);
                    here[usize::from(id)] -= 1;
                }
                Step::Leave(_) => {}
                Step::Hear(node, ids) => {
                    let told = ids.iter().map(|id| (id.to_string().into(), None)).collect();
                    rooms.hear(&node.to_string().into(), &room(), &told, follow);
                    there[usize::from(node)] = ids;
                }
            }
            let model: BTreeSet<String> = (0u8..5)
                .filter(|id| here[usize::from(*id)] > 0 || there.iter().any(|ids| ids.contains(id)))
                .map(|id| id.to_string())
                .collect();
            prop_assert_eq!(&*fault.borrow(), &None);
            prop_assert_eq!(&*held.borrow(), &model);
            let listed: BTreeSet<String> =
                rooms.members(&room()).iter().map(|member| member.id.to_string()).collect();
            prop_assert_eq!(listed, model);
        }
    }
}
