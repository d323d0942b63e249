//! What only a real socket can do: stop in the middle, promise more than it sends, speak no HTTP.

use crate::harness::TestServer;
use sha2::{Digest as _, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

async fn listening(server: &TestServer) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = server::app::router(Arc::clone(&server.app))
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    address
}

/// Sends the bytes, says nothing more, and reads whatever comes back.
async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    // A server that cuts the line is as good an answer as one that says 400.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_shorter_or_longer_than_promised_changes_nothing() {
    let (server, admin) = TestServer::set_up().await;
    let address = listening(&server).await;
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
    let short = say(address, &request(1_000, &content[..400])).await;
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
    assert!(say(address, both).await.starts_with("HTTP/1.1 400"));
    assert!(
        say(address, b"\x16\x03\x01\x02\x00\x01garbage")
            .await
            .starts_with("HTTP/1.1 400")
    );

    let alive = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    assert!(say(address, alive).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_poke_says_that_something_changed_and_nothing_else() {
    let (server, admin) = TestServer::set_up().await;
    let address = listening(&server).await;
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
