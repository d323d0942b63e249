//! What says that an exchange is worth while: the network is back, the app comes to the front, the
//! server pokes. A lost sign costs half a minute: the machine polls by itself.

use super::listen::Listening;
use crate::platform::timers;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CloseEvent, EventTarget, WebSocket};

/// Between two attempts to listen to the server, in milliseconds.
const AGAIN: u32 = 15_000;
/// The server closes with this code when the session has ended.
const SESSION_ENDED: u16 = 4401;

/// Listens until it is dropped.
pub struct Signs {
    inner: Rc<Inner>,
    _listening: Vec<Listening>,
}

struct Inner {
    wake: Box<dyn Fn()>,
    socket: RefCell<Option<Line>>,
    over: Cell<bool>,
}

/// An open line to the server, with who hears it.
struct Line {
    socket: WebSocket,
    _closed: Closure<dyn FnMut(CloseEvent)>,
    _poked: Closure<dyn FnMut()>,
}

impl Signs {
    /// Calls `wake` at every sign.
    pub fn new(wake: impl Fn() + 'static) -> Self {
        let inner = Rc::new(Inner {
            wake: Box::new(wake),
            socket: RefCell::default(),
            over: Cell::new(false),
        });
        let window = web_sys::window();
        let document = window.as_ref().and_then(web_sys::Window::document);
        let targets = [
            (window.clone().map(EventTarget::from), "online"),
            (window.clone().map(EventTarget::from), "focus"),
            (window.map(EventTarget::from), "pageshow"),
            (document.map(EventTarget::from), "visibilitychange"),
        ];
        let listening = targets.into_iter().filter_map(|(target, name)| {
            let inner = inner.clone();
            Listening::to(&target?, name, move || (inner.wake)())
        });
        Self {
            _listening: listening.collect(),
            inner,
        }
    }

    /// Listens to the server's poke, again and again until the session ends there.
    pub fn listen_to_server(&self) {
        let inner = self.inner.clone();
        wasm_bindgen_futures::spawn_local(async move {
            while !inner.over.get() {
                if inner.socket.borrow().is_none() {
                    Inner::dial(&inner);
                }
                timers::sleep(AGAIN).await;
            }
        });
    }
}

impl Drop for Signs {
    fn drop(&mut self) {
        self.inner.over.set(true);
        if let Some(line) = self.inner.socket.borrow_mut().take() {
            line.socket.set_onmessage(None);
            line.socket.set_onclose(None);
            // Closed already is as good.
            let _ = line.socket.close();
        }
    }
}

impl Inner {
    fn dial(this: &Rc<Self>) {
        let Some(location) = web_sys::window().map(|window| window.location()) else {
            return;
        };
        let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else {
            return;
        };
        let scheme = if protocol == "https:" { "wss" } else { "ws" };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/api/v1/poke")) else {
            return;
        };
        let inner = Rc::downgrade(this);
        let poked = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = inner.upgrade() {
                (inner.wake)();
            }
        });
        let inner = Rc::downgrade(this);
        let closed = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            if let Some(inner) = inner.upgrade() {
                let ended = event.code() == SESSION_ENDED;
                inner.over.set(inner.over.get() || ended);
                // Not dropped here: this very closure is running.
                let gone = inner.socket.borrow_mut().take();
                wasm_bindgen_futures::spawn_local(async move { drop(gone) });
            }
        });
        socket.set_onmessage(Some(poked.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        *this.socket.borrow_mut() = Some(Line {
            socket,
            _closed: closed,
            _poked: poked,
        });
    }
}
