//! A WebSocket of the browser: text in, text out, nothing decided here.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CloseEvent, MessageEvent, WebSocket};

/// An open or opening socket; closed when dropped.
pub(super) struct Socket {
    socket: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Connect to `address`. `None` where the browser refuses to try.
    pub(super) fn open(
        address: &str,
        on_text: impl Fn(String) + 'static,
        on_close: impl Fn(u16) + 'static,
    ) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_text(text);
            }
        });
        let on_close =
            Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| on_close(event.code()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self { socket, _on_message: on_message, _on_close: on_close })
    }

    /// Send a frame; what cannot be sent is noticed by the close that follows.
    pub(super) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }

    /// Whether frames can be sent.
    pub(super) fn is_open(&self) -> bool {
        self.socket.ready_state() == WebSocket::OPEN
    }

    /// Begin to close; `on_close` will be told.
    pub(super) fn close(&self) {
        let _ = self.socket.close();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
