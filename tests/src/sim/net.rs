//! The network between a device and the server, and all that can happen to a message.

use shared::entity::{Canonical, OpId};
use shared::sync::client::Event;
use shared::sync::server::Session;
use shared::sync::wire::{Request, Response};

use super::broken::Broken;
use super::check;
use super::fault::Fault;
use super::house::Answer;
use super::run::{GIVE_UP, Happening, Sim};
use super::trouble::Trouble;

impl Sim {
    /// A request goes out into the network.
    pub(super) fn send(&mut self, device: usize, request: &Request) {
        let one = &mut self.devices[device];
        let (life, session) = (one.life, one.session());
        let (request, mut bytes, ids) = one.send(request);
        let online = one.online;
        self.mix_bytes(&bytes);
        self.at(
            GIVE_UP,
            Happening::GiveUp {
                device,
                life,
                request,
            },
        );
        if !online {
            self.ledger.met(&ids, Fault::Offline);
            self.at(
                3,
                Happening::Answered {
                    device,
                    life,
                    request,
                    bytes: None,
                },
            );
            return;
        }
        if self.strikes(Fault::Lost, 90) {
            self.ledger.met(&ids, Fault::Lost);
            return;
        }
        let mut waits = vec![self.dice.between(15, 600)];
        if self.strikes(Fault::Doubled, 90) {
            self.ledger.met(&ids, Fault::Doubled);
            waits.push(self.dice.between(15, 90_000));
        }
        if self.strikes(Fault::Delayed, 80) {
            self.ledger.met(&ids, Fault::Delayed);
            waits[0] = self.dice.between(30_000, 400_000);
        }
        if self.strikes(Fault::Truncated, 90) {
            self.ledger.met(&ids, Fault::Truncated);
            bytes.truncate(self.dice.below(bytes.len() as u64) as usize);
        }
        for wait in waits {
            let (bytes, ids) = (bytes.clone(), ids.clone());
            self.at(
                wait,
                Happening::Arrive {
                    device,
                    life,
                    request,
                    session,
                    bytes,
                    ids,
                },
            );
        }
    }

    /// A request reaches the server.
    pub(super) fn arrive(
        &mut self,
        device: usize,
        life: u32,
        request: u64,
        session: Session,
        bytes: &[u8],
        ids: &[OpId],
    ) {
        let refused = Happening::Answered {
            device,
            life,
            request,
            bytes: None,
        };
        if !self.house.up {
            self.ledger.met(ids, Fault::ServerCrash);
            self.at(20, refused);
            return;
        }
        let dies = self.strikes(Fault::ServerCrash, 25);
        if dies {
            self.ledger.met(ids, Fault::ServerCrash);
            self.house.store.crash_in = Some(self.dice.below(3) as u32);
        }
        if self.house.store.full {
            self.ledger.met(ids, Fault::ServerFull);
        }
        if self.ledger.any_poison(ids) {
            self.ledger.met(ids, Fault::Poison);
        }
        let before = self.house.log.len();
        let broken = self.broken;
        let tamper = |request: &Request, response: &mut Response| tamper(broken, request, response);
        let (answer, leak) = self.house.answer(session, bytes, self.now, tamper);
        if let Some(leak) = leak {
            self.ledger.breach(leak);
        }
        self.house.store.crash_in = None;
        let news = self.house.log.len() > before;
        if dies || matches!(answer, Answer::Dead) {
            // It dies at a commit, or after all of them and before the answer.
            self.house.up = false;
            let wait = self.dice.between(2_000, 60_000);
            self.at(wait, Happening::Trouble(Trouble::ServerUp));
            self.at(20, refused);
        } else {
            match answer {
                Answer::Bytes(bytes) => self.reply(device, life, request, bytes, ids),
                Answer::Refused | Answer::Dead => self.at(20, refused),
            }
        }
        if news {
            for other in 0..self.devices.len() {
                if other != device && (self.calm || self.dice.chance(600)) {
                    let wait = self.dice.between(40, 900);
                    self.poke(other, wait);
                }
            }
        }
    }

    /// An answer goes out into the network.
    fn reply(&mut self, device: usize, life: u32, request: u64, mut bytes: Vec<u8>, ids: &[OpId]) {
        self.mix_bytes(&bytes);
        if self.strikes(Fault::NoAnswer, 110) {
            self.ledger.met(ids, Fault::NoAnswer);
            return;
        }
        if self.strikes(Fault::AnswerTruncated, 110) {
            self.ledger.met(ids, Fault::AnswerTruncated);
            bytes.truncate(self.dice.below(bytes.len() as u64) as usize);
        }
        if self.strikes(Fault::Html, 130) {
            self.ledger.met(ids, Fault::Html);
            bytes = b"<!doctype html><title>Welcome to the hotel</title>".to_vec();
        }
        let wait = self.dice.between(15, 600);
        let bytes = Some(bytes);
        self.at(
            wait,
            Happening::Answered {
                device,
                life,
                request,
                bytes,
            },
        );
    }

    pub(super) fn answered(
        &mut self,
        device: usize,
        life: u32,
        request: u64,
        bytes: Option<Vec<u8>>,
    ) {
        let one = &mut self.devices[device];
        if one.life != life || one.waiting != Some(request) {
            return;
        }
        one.waiting = None;
        let online = one.online;
        let answer = bytes
            .filter(|_| online)
            .and_then(|bytes| Response::from_bytes(&bytes).ok());
        match answer {
            Some(answer) => {
                self.devices[device].contacts += 1;
                self.step(device, Event::Answer(Box::new(answer)));
                check::still_shown(self, device);
            }
            None => self.step(device, Event::Failed),
        }
    }
}

/// Defects of the variants that live in the server's answer.
fn tamper(broken: Option<Broken>, request: &Request, response: &mut Response) {
    match broken {
        Some(Broken::SeqReused) => {
            response.alarms.clear();
            response
                .progress
                .retain(|(epoch, _)| *epoch <= request.epoch);
            for (epoch, seq) in &mut response.progress {
                if *epoch == request.epoch {
                    *seq = (*seq).min(request.head);
                }
            }
        }
        Some(Broken::ForgottenEarly) => response.watermark = response.cursor.seq,
        _ => {}
    }
}
