//! What only a real socket can do: stop in the middle, promise more than it sends, speak no HTTP.

use crate::device::{Device, lead};
use crate::harness::TestServer;
use sha2::{Digest as _, Sha256};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Canonical as _, Entity as _, Id};
use shared::sync::slice::Slice;
use shared::sync::wire::{PROTOCOL, Request};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sends the bytes and reads what comes back until the server hangs up.
pub(crate) async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    read_all(stream).await
}

/// Sends the bytes and hangs up in the middle.
async fn break_off(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    read_all(stream).await
}

/// Reads until the server hangs up, or has been silent for a second after it began to speak.
pub(crate) async fn read_all(mut stream: impl AsyncRead + Unpin) -> String {
    let mut answer = Vec::new();
    let mut patience = Duration::from_secs(20);
    // A server that cuts the line is as good an answer as one that says 400.
    while let Ok(Ok(1..)) = timeout(patience, stream.read_buf(&mut answer)).await {
        patience = Duration::from_secs(1);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_shorter_or_longer_than_promised_changes_nothing() {
    let (server, admin) = TestServer::set_up().await;
    let address = server.listen(None);
    let content = vec![b'x'; 1_000];
    let hash = server::hex::encode(&Sha256::digest(&content));
    let request = |promised: usize, sent: &[u8]| {
        let head = format!(
            "PATCH /api/v1/blobs/{hash} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Cookie: {}\r\nUpload-Offset: 0\r\nUpload-Length: 1000\r\nContent-Length: {promised}\r\n\r\n",
            admin.cookie.clone().unwrap()
        );
        [head.as_bytes(), sent].concat()
    };
    let short = break_off(address, &request(1_000, &content[..400])).await;
    assert!(
        short.is_empty() || short.starts_with("HTTP/1.1 400"),
        "{short}"
    );
    let uploads = server.folder.path().join("data/uploads");
    assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 0);

    // What is beyond the promise is no part of the request, and no second request either.
    let long = say(address, &request(400, &content)).await;
    assert!(long.starts_with("HTTP/1.1 204"), "{long}");
    assert_eq!(long.matches("HTTP/1.1").count(), 1, "{long}");
    let part = std::fs::read_dir(&uploads)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(part.metadata().unwrap().len(), 400);

    let both = b"POST /api/v1/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\
                 Content-Length: 50\r\n\r\n{}";
    assert!(break_off(address, both).await.starts_with("HTTP/1.1 400"));
    assert!(
        break_off(address, b"\x16\x03\x01\x02\x00\x01garbage")
            .await
            .starts_with("HTTP/1.1 400")
    );

    let alive = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    assert!(say(address, alive).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_sync_that_lies_about_its_length_is_not_taken() {
    let (server, admin) = TestServer::set_up().await;
    let address = server.listen(None);
    let mut device = Device::of(admin, &server).await;
    let op = device.op(BoothLead::KIND, Id([7; 16]), lead(device.user, "陈嘉敏"));
    let slices = vec![Slice { ops: vec![op] }];
    let request = Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };
    let body = request.to_bytes();
    let cookie = device.browser.cookie.clone().unwrap();
    let head = |lengths: &str| {
        format!(
            "POST /api/v1/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/cbor\r\n{lengths}\r\n"
        )
    };
    let with = |lengths: &str, body: &[u8]| [head(lengths).as_bytes(), body].concat();
    let length = |n: usize| format!("Content-Length: {n}\r\n");
    let size = body.len();
    let refused = |answer: String| {
        let said_no = ["400", "413"].map(|status| format!("HTTP/1.1 {status}"));
        assert!(
            answer.is_empty() || said_no.iter().any(|no| answer.starts_with(no)),
            "{answer}"
        );
    };
    // More promised than sent, less than sent, two promises, a promise that chunks break, no number,
    // and more than anybody may send.
    refused(break_off(address, &with(&length(size + 1), &body)).await);
    refused(say(address, &with(&length(size - 1), &body)).await);
    refused(say(address, &with(&(length(size) + &length(9)), &body)).await);
    let smuggled = length(4) + "Transfer-Encoding: chunked, identity\r\n";
    refused(say(address, &with(&smuggled, &body)).await);
    refused(say(address, &with("Content-Length: -1\r\n", &body)).await);
    refused(say(address, &with(&length(1 << 40), &body)).await);
    refused(
        break_off(
            address,
            &with("Transfer-Encoding: chunked\r\n", b"fffffff\r\nabc"),
        )
        .await,
    );
    device.sync().await;
    assert!(
        device.client.world.get(Id([7; 16])).is_none(),
        "nothing was taken"
    );

    let whole = say(address, &with(&length(size), &body)).await;
    assert!(whole.starts_with("HTTP/1.1 200"), "{whole}");
}

#[tokio::test]
async fn a_poke_says_that_something_changed_and_nothing_else() {
    let (server, admin) = TestServer::set_up().await;
    let address = server.listen(None);
    let upgrade = |cookie: &str| {
        format!(
            "GET /api/v1/poke HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-Fetch-Site: same-origin\r\n\
             Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: {cookie}\r\n\r\n"
        )
    };
    let stranger = say(address, upgrade("").as_bytes()).await;
    assert!(stranger.starts_with("HTTP/1.1 401"), "{stranger}");

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(upgrade(&admin.cookie.unwrap()).as_bytes())
        .await
        .unwrap();
    let mut head = [0; 1_024];
    let read = stream.read(&mut head).await.unwrap();
    assert!(
        head.starts_with(b"HTTP/1.1 101"),
        "{}",
        String::from_utf8_lossy(&head[..read])
    );
    let mut frame = [0; 2];
    // The first heartbeat comes at once: ping, no payload.
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame, [0x89, 0]);
    for _ in 0..2 {
        server.app.pokes.poke(0);
        server.app.pokes.poke(0);
        // Two changes at once are one poke: text, no payload.
        stream.read_exact(&mut frame).await.unwrap();
        assert_eq!(frame, [0x81, 0]);
    }
    server.app.stopping.send_replace(true);
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[0], 0x88);
}
