//! Counting in memory, on the path of every request: by each thread for itself, no I/O, nothing
//! allocated once a cell is there.

use super::Counters;
use crate::clock::Clock;
use foldhash::HashMap;
use http::Method;
use std::{
    collections::{BTreeMap, hash_map::Entry},
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use thread_local::ThreadLocal;

const MINUTE: i64 = 60_000;
/// Cells kept while the database is away; beyond them no new ones are begun.
const MAX_CELLS: usize = 200_000;
/// Endpoint templates told apart; far more than there are routes.
const MAX_ENDPOINTS: usize = 1_024;

/// The number of an endpoint's template in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint(u16);

/// How something was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// Any other.
    Other,
}

impl Verb {
    /// The verb of a method.
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::POST => Self::Post,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            _ => Self::Other,
        }
    }

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Other => "other",
        }
    }
}

/// One request, done.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Whose; 0 for nobody's.
    pub account: i64,
    /// By which key; 0 for none.
    pub key: i64,
    /// What was asked for.
    pub endpoint: Endpoint,
    pub verb: Verb,
    /// The answer's status.
    pub status: u16,
    /// Bytes of the answer's body, before compression.
    pub bytes: u64,
    /// How long it took.
    pub took: Duration,
}

/// Under what something is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Cell {
    /// The minute's beginning, in milliseconds since 1970.
    pub(super) since: i64,
    pub(super) account: i64,
    pub(super) key: i64,
    pub(super) endpoint: Endpoint,
    /// Told apart for [`Recorder::totals`] alone; the tables add all verbs up.
    pub(super) verb: Verb,
    pub(super) status: u16,
}

/// What was counted and not yet written.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) calls: HashMap<Cell, Counters>,
    /// By minute and by the tag of the sockets, a key's public id.
    pub(super) sockets: HashMap<(i64, Box<str>), Counters>,
}

/// Counts. Cheap to clone; all clones count together.
#[derive(Clone, Debug)]
pub struct Recorder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    /// What each thread counted; its lock is free but when all is added up.
    counted: ThreadLocal<Mutex<HashMap<Cell, Counters>>>,
    /// Cells of all threads.
    cells: AtomicUsize,
    /// What was taken out of `counted` so far, whosever it was. Locked before any thread's.
    taken: Mutex<Taken>,
    sockets: Mutex<HashMap<(i64, Box<str>), Counters>>,
    endpoints: RwLock<Endpoints>,
    lost: AtomicU64,
}

type Taken = HashMap<(Endpoint, Verb, u16), Counters>;

#[derive(Debug, Default)]
struct Endpoints {
    numbers: HashMap<Arc<str>, u16>,
    names: Vec<Arc<str>>,
}

impl Recorder {
    /// Nothing counted yet.
    pub fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner {
            clock,
            counted: ThreadLocal::new(),
            cells: AtomicUsize::new(0),
            taken: Mutex::default(),
            sockets: Mutex::default(),
            endpoints: RwLock::default(),
            lost: AtomicU64::new(0),
        }))
    }

    /// The number of a template such as `/sports/{sport}`.
    pub fn endpoint(&self, template: &str) -> Endpoint {
        const POISON: &str = "no holder of this lock panics";
        if let Some(number) = self.0.endpoints.read().expect(POISON).numbers.get(template) {
            return Endpoint(*number);
        }
        let mut endpoints = self.0.endpoints.write().expect(POISON);
        let template = if endpoints.names.len() < MAX_ENDPOINTS { template } else { "other" };
        if let Some(number) = endpoints.numbers.get(template) {
            return Endpoint(*number);
        }
        let number = u16::try_from(endpoints.names.len()).unwrap_or(u16::MAX);
        // The column holds 191 characters.
        let name: Arc<str> = template.chars().take(191).collect::<String>().into();
        endpoints.names.push(name);
        endpoints.numbers.insert(template.into(), number);
        Endpoint(number)
    }

    /// Count one request.
    pub fn call(&self, call: Call) {
        let Call { account, key, endpoint, verb, status, bytes, took } = call;
        let cell = Cell { since: self.minute(), account, key, endpoint, verb, status };
        self.add(cell, &Counters::call(bytes, took));
    }

    /// Count what a socket or stream used; `tag` is its key's public id.
    pub fn socket(&self, tag: &str, open_for: Duration, messages: u64, bytes: u64) {
        self.add_socket((self.minute(), tag.into()), &Counters::socket(open_for, messages, bytes));
    }

    /// Requests that could not be counted because the database was away for too long.
    pub fn lost(&self) -> u64 {
        self.0.lost.load(Relaxed)
    }

    pub(super) fn name(&self, endpoint: Endpoint) -> Arc<str> {
        let endpoints = self.0.endpoints.read().expect("no holder of this lock panics");
        endpoints.names.get(usize::from(endpoint.0)).cloned().unwrap_or_else(|| "other".into())
    }

    /// Requests since the start, by template, verb and status. Reads what is counted anyway, so that
    /// the path of a request does nothing for it.
    pub fn totals(&self) -> BTreeMap<(Arc<str>, Verb, u16), Counters> {
        let taken = self.0.taken.lock().expect("no holder of this lock panics");
        let mut all = taken.clone();
        for counted in &self.0.counted {
            for (cell, tally) in counted.lock().expect("no holder of this lock panics").iter() {
                all.entry((cell.endpoint, cell.verb, cell.status)).or_default().add(tally);
            }
        }
        drop(taken);
        let named =
            |((endpoint, verb, status), tally)| ((self.name(endpoint), verb, status), tally);
        all.into_iter().map(named).collect()
    }

    /// Everything counted since the last time.
    pub(super) fn take(&self) -> Batch {
        let mut batch = Batch::default();
        let mut taken = self.0.taken.lock().expect("no holder of this lock panics");
        for counted in &self.0.counted {
            let mut counted = counted.lock().expect("no holder of this lock panics");
            self.0.cells.fetch_sub(counted.len(), Relaxed);
            for (cell, tally) in counted.drain() {
                batch.calls.entry(cell).or_default().add(&tally);
            }
        }
        for (cell, tally) in &batch.calls {
            taken.entry((cell.endpoint, cell.verb, cell.status)).or_default().add(tally);
        }
        drop(taken);
        let mut sockets = self.0.sockets.lock().expect("no holder of this lock panics");
        batch.sockets = std::mem::take(&mut *sockets);
        batch
    }

    /// Count a batch again that could not be written.
    pub(super) fn restore(&self, batch: Batch) {
        let mut taken = self.0.taken.lock().expect("no holder of this lock panics");
        for (cell, tally) in batch.calls {
            // What finds no room stays taken: it was a request all the same.
            if self.add(cell, &tally) {
                taken.entry((cell.endpoint, cell.verb, cell.status)).or_default().take(&tally);
            }
        }
        drop(taken);
        for (key, tally) in batch.sockets {
            self.add_socket(key, &tally);
        }
    }

    /// Whether there was room.
    fn add(&self, cell: Cell, tally: &Counters) -> bool {
        let counted = self.0.counted.get_or_default();
        let mut counted = counted.lock().expect("no holder of this lock panics");
        match counted.entry(cell) {
            Entry::Occupied(mut kept) => kept.get_mut().add(tally),
            Entry::Vacant(_) if self.0.cells.load(Relaxed) >= MAX_CELLS => {
                self.0.lost.fetch_add(tally.requests, Relaxed);
                return false;
            }
            Entry::Vacant(place) => {
                self.0.cells.fetch_add(1, Relaxed);
                place.insert(tally.clone());
            }
        }
        true
    }

    fn add_socket(&self, key: (i64, Box<str>), tally: &Counters) {
        let mut sockets = self.0.sockets.lock().expect("no holder of this lock panics");
        let full = sockets.len() >= MAX_CELLS;
        match sockets.entry(key) {
            Entry::Occupied(mut kept) => kept.get_mut().add(tally),
            Entry::Vacant(_) if full => {}
            Entry::Vacant(place) => {
                place.insert(tally.clone());
            }
        }
    }

    fn minute(&self) -> i64 {
        let now = self.0.clock.now().timestamp_millis();
        now - now.rem_euclid(MINUTE)
    }
}
