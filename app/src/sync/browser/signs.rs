//! What says that an exchange is worth while: the network is back, the app comes to the front, the
//! server pokes. A lost sign costs half a minute: the machine polls by itself.

use crate::platform::timers;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CloseEvent, EventTarget, WebSocket};

type Handler = Closure<dyn FnMut(web_sys::Event)>;

/// Between two attempts to listen to the server, in milliseconds.
const AGAIN: u32 = 15_000;
/// The server closes with this code when the session has ended.
const SESSION_ENDED: u16 = 4401;

/// Listens until it is dropped.
pub struct Signs {
    inner: Rc<Inner>,
}

struct Inner {
    wake: Box<dyn Fn()>,
    listening: RefCell<Vec<(EventTarget, &'static str, Handler)>>,
    socket: RefCell<Option<(WebSocket, Closure<dyn FnMut(CloseEvent)>, Handler)>>,
    over: Cell<bool>,
}

impl Signs {
    /// Calls `wake` at every sign.
    pub fn new(wake: impl Fn() + 'static) -> Self {
        let inner = Rc::new(Inner {
            wake: Box::new(wake),
            listening: RefCell::default(),
            socket: RefCell::default(),
            over: Cell::new(false),
        });
        if let Some(window) = web_sys::window() {
            Inner::on(&inner, &window, "online");
            Inner::on(&inner, &window, "focus");
            Inner::on(&inner, &window, "pageshow");
            if let Some(document) = window.document() {
                Inner::on(&inner, &document, "visibilitychange");
            }
        }
        Self { inner }
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
        for (target, name, handler) in self.inner.listening.borrow_mut().drain(..) {
            let handler = handler.as_ref().unchecked_ref();
            let _ = target.remove_event_listener_with_callback(name, handler);
        }
        self.inner.hang_up();
    }
}

impl Inner {
    fn on(this: &Rc<Self>, target: &EventTarget, name: &'static str) {
        let inner = Rc::downgrade(this);
        let handler = Handler::new(move |_| {
            if let Some(inner) = inner.upgrade() {
                (inner.wake)();
            }
        });
        let listening = handler.as_ref().unchecked_ref();
        if target
            .add_event_listener_with_callback(name, listening)
            .is_ok()
        {
            let mut all = this.listening.borrow_mut();
            all.push((target.clone(), name, handler));
        }
    }

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
        let poked = Handler::new(move |_| {
            if let Some(inner) = inner.upgrade() {
                (inner.wake)();
            }
        });
        let inner = Rc::downgrade(this);
        let closed = Closure::new(move |event: CloseEvent| {
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
        *this.socket.borrow_mut() = Some((socket, closed, poked));
    }

    fn hang_up(&self) {
        if let Some((socket, ..)) = self.socket.borrow_mut().take() {
            socket.set_onmessage(None);
            socket.set_onclose(None);
            let _ = socket.close();
        }
    }
}
