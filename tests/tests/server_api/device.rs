//! A device: the real sync machine of `shared`, storing nothing, speaking through a browser's session.

use crate::harness::{Answer, Browser, TestServer};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use shared::domain::exhibitions::{BoothLead, Interest, NextStep};
use shared::entity::{Canonical as _, Entity as _, Id, Kind, OpId, ReplicaId, Value};
use shared::sync::client::{Client, Effect, Event, Marks};
use shared::sync::op::SCHEMA_VERSION;
use shared::sync::wire::{Request, Response};
use shared::sync::{Action, Op, Receipt, Verdict};
use std::io::Write as _;

pub(crate) struct Device {
    pub(crate) browser: Browser,
    pub(crate) client: Client,
    pub(crate) user: Id,
    seq: u64,
    now: u64,
    outgoing: Vec<Request>,
}

impl Device {
    /// A device of a user who is signed in on this browser.
    pub(crate) async fn of(mut browser: Browser, server: &TestServer) -> Self {
        let session = browser.get("/api/v1/session").await.json();
        let replica = ReplicaId(session["replica"].as_u64().unwrap().try_into().unwrap());
        let user: Id = session["user"]["id"].as_str().unwrap().parse().unwrap();
        let client = Client::open(replica, user, 1, 0, Marks::default(), &[], Vec::new());
        let now = server.clock.now().try_into().unwrap();
        Self {
            browser,
            client,
            user,
            seq: 0,
            now,
            outgoing: Vec::new(),
        }
    }

    pub(crate) fn op(&mut self, kind: Kind, record: Id, action: Action) -> Op {
        self.seq += 1;
        let id = OpId {
            replica: self.client.replica(),
            epoch: self.client.epoch(),
            seq: self.seq,
        };
        Op {
            id,
            actor: self.user,
            kind,
            record,
            action,
            seen: self.client.seen(),
            hlc: self.client.tick(self.now),
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        }
    }

    pub(crate) fn make(&mut self, kind: Kind, record: Id, action: Action) -> OpId {
        let op = self.op(kind, record, action);
        let id = op.id;
        self.step(Event::Made(vec![op]));
        id
    }

    /// A lead as a booth tablet captures it.
    pub(crate) fn capture(&mut self, n: u8, name: &str) -> (Id, OpId) {
        let id = Id([n; 16]);
        let op = self.make(BoothLead::KIND, id, lead(self.user, name));
        (id, op)
    }

    /// Exchanges until there is nothing left to say.
    pub(crate) async fn sync(&mut self) {
        self.step(Event::Wake);
        for _ in 0..30 {
            let Some(request) = self.outgoing.pop() else {
                return;
            };
            let answer = self.exchange(&request).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            assert_eq!(answer.header("content-type"), "application/cbor");
            let answer = Response::from_bytes(&answer.body).unwrap();
            self.step(Event::Answer(Box::new(answer)));
        }
        panic!("never quiet");
    }

    /// Sends what it would send, and loses the answer.
    pub(crate) async fn sync_in_vain(&mut self) -> Request {
        self.step(Event::Wake);
        let request = self.outgoing.pop().unwrap();
        assert_eq!(self.exchange(&request).await.status, StatusCode::OK);
        self.step(Event::Failed);
        self.now += 600_000;
        self.step(Event::Tick);
        request
    }

    pub(crate) async fn exchange(&mut self, request: &Request) -> Answer {
        self.send(&request.to_bytes(), "application/cbor", "gzip")
            .await
    }

    /// Sends these bytes as the body of a sync.
    pub(crate) async fn send(&mut self, bytes: &[u8], media: &str, encoding: &str) -> Answer {
        let mut request = self
            .browser
            .request(Method::POST, "/api/v1/sync")
            .header("content-type", media);
        let mut body = bytes.to_vec();
        if encoding == "gzip" {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
            gzip.write_all(bytes).unwrap();
            body = gzip.finish().unwrap();
        }
        if !encoding.is_empty() {
            request = request.header("content-encoding", encoding);
        }
        self.browser.send(request, Body::from(body)).await
    }

    pub(crate) fn receipt(&self, op: OpId) -> Receipt {
        let entry = self
            .client
            .outbox()
            .find(|entry| entry.op.id == op)
            .unwrap();
        entry
            .receipt()
            .unwrap_or_else(|| panic!("{op:?} has no receipt"))
            .clone()
    }

    #[track_caller]
    pub(crate) fn got(&self, op: OpId, verdict: Verdict) {
        let receipt = self.receipt(op);
        assert_eq!(receipt.verdict, verdict, "{:?}", receipt.reasons);
    }

    fn step(&mut self, event: Event) {
        for effect in self.client.step(event, self.now, 7) {
            match effect {
                Effect::Send(request) => self.outgoing.push(*request),
                Effect::Commit(_) => self.step(Event::Committed),
                _ => {}
            }
        }
    }
}

pub(crate) fn lead(owner: Id, name: &str) -> Action {
    let fields = vec![
        (BoothLead::NAME, Value::Text(name.into())),
        (
            BoothLead::PHONES,
            Value::List(vec![Value::Text("13800138000".into())]),
        ),
        (BoothLead::INTEREST, Value::Choice(Interest::A.no())),
        (BoothLead::NEXT_STEP, Value::Choice(NextStep::Call.no())),
        (BoothLead::OWNER, Value::Ref(Kind(2), owner)),
    ];
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

pub(crate) fn set(no: u16, value: Value) -> Action {
    Action::Set {
        fields: vec![(no, value)],
        resolves: Vec::new(),
    }
}
