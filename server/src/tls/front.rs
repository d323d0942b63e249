//! One port for both: the first byte tells TLS from plain HTTP.
//!
//! Whoever types the address without `https` gets the page that explains it, not a broken connection.

use crate::http::edge::Line;
use axum::Extension;
use axum_server::accept::Accept;
use rustls::ServerConfig;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tower::Layer as _;

/// How long a caller may take to begin.
const PATIENCE: Duration = Duration::from_secs(10);
/// First byte of a TLS connection.
const HANDSHAKE: u8 = 0x16;

/// Accepts connections, and notes in each request how it came.
#[derive(Clone)]
pub struct Front(Option<TlsAcceptor>);

impl Front {
    /// With TLS if there is a certificate; plain otherwise.
    pub fn new(tls: Option<Arc<ServerConfig>>) -> Self {
        Self(tls.map(TlsAcceptor::from))
    }

    async fn open(self, stream: TcpStream) -> io::Result<(Stream, Line)> {
        stream.set_nodelay(true)?;
        let Some(tls) = self.0 else {
            return Ok((Stream::Plain(stream), Line::Plain));
        };
        let mut first = [0];
        if stream.peek(&mut first).await? == 1 && first == [HANDSHAKE] {
            let stream = tls.accept(stream).await?;
            Ok((Stream::Tls(Box::new(stream)), Line::Tls))
        } else {
            Ok((Stream::Plain(stream), Line::Plain))
        }
    }
}

type Noted<S> = <Extension<Line> as tower::Layer<S>>::Service;

impl<S: Send + 'static> Accept<TcpStream, S> for Front {
    type Stream = Stream;
    type Service = Noted<S>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Stream, Noted<S>)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let front = self.clone();
        Box::pin(async move {
            let (stream, line) = tokio::time::timeout(PATIENCE, front.open(stream)).await??;
            Ok((stream, Extension(line).layer(service)))
        })
    }
}

/// A connection of either kind.
pub enum Stream {
    /// In the clear.
    Plain(TcpStream),
    /// Over TLS.
    Tls(Box<TlsStream<TcpStream>>),
}

macro_rules! either {
    ($self:ident, $stream:ident => $call:expr) => {
        match $self.get_mut() {
            Stream::Plain($stream) => $call,
            Stream::Tls($stream) => $call,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        either!(self, stream => Pin::new(stream).poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_shutdown(cx))
    }
}
