//! The server's own authority, and one port for both ways of speaking.

use crate::harness::{START, TestServer};
use crate::wire::{read_all, say};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use server::app::Options;
use server::clock::DAY;
use server::data_folder::DataFolder;
use server::http::assets::Assets;
use server::tls::local_ca::{self, LocalTls, Names};
use server::tls::trust::Authority;
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

fn names(given: &[&str]) -> Names {
    let given: Vec<String> = given.iter().map(|name| (*name).to_owned()).collect();
    Names::new(&given, "0.0.0.0".parse().unwrap()).unwrap()
}

fn local(folder: &TempDir, given: &[&str], now: i64) -> anyhow::Result<LocalTls> {
    local_ca::open(
        &DataFolder::open(&folder.path().join("tls-data"))?,
        &names(given),
        now,
    )
}

/// Asks over TLS, trusting nobody but this authority.
async fn ask(
    address: SocketAddr,
    authority: &str,
    name: &str,
    path: &str,
) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await;
    let mut stream = stream.map_err(|error| error.to_string())?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: shop.local\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    Ok(read_all(stream).await)
}

#[tokio::test]
async fn devices_that_installed_the_authority_get_in_and_others_learn_how() {
    let folder = TempDir::new().unwrap();
    let LocalTls {
        config,
        authority,
        fingerprint,
    } = local(&folder, &["shop.local", "192.168.7.20"], START).unwrap();
    let offered = Authority {
        certificate: authority.clone(),
        fingerprint: fingerprint.clone(),
    };
    let options = Options {
        serves_tls: true,
        local_ca: Some(offered),
        ..Options::default()
    };
    let server = TestServer::with(options, Assets::Embedded);
    let address = server.listen(Some(config));

    for name in ["shop.local", "192.168.7.20", "localhost", "127.0.0.1"] {
        let answer = ask(address, &authority, name, "/api/v1/status")
            .await
            .unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{name}: {answer}");
        assert!(!answer.contains("strict-transport-security"));
    }
    assert!(ask(address, &authority, "other.local", "/").await.is_err());

    let plain = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: shop.local:8787\r\nConnection: close\r\n\r\n")
    };
    let page = say(address, plain("/").as_bytes()).await;
    assert!(page.starts_with("HTTP/1.1 403"), "{page}");
    assert!(page.contains("href=\"https://shop.local:8787/\"") && page.contains("href=\"/trust\""));
    let page = say(address, plain("/trust").as_bytes()).await;
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains(&fingerprint),
        "{page}"
    );
    let file = say(address, plain("/trust/ca.crt").as_bytes()).await;
    assert!(file.contains("application/x-x509-ca-cert") && file.contains("BEGIN CERTIFICATE"));
    assert!(!file.contains("PRIVATE KEY"));
}

#[tokio::test]
async fn the_authority_can_vouch_for_nobody_on_the_internet() {
    let folder = TempDir::new().unwrap();
    let authority = local(&folder, &["shop.local"], START).unwrap().authority;
    let refused = local(&folder, &["shop.local", "bank.example"], START)
        .err()
        .unwrap();
    assert!(
        refused
            .to_string()
            .contains("was not made for bank.example"),
        "{refused}"
    );
    let refused = local(&folder, &["8.8.8.8"], START).err().unwrap();
    assert!(refused.to_string().contains("was not made for 8.8.8.8"));

    // Even somebody who has its key gets nowhere: the certificate itself says what it is for.
    std::fs::write(folder.path().join("tls-data/tls/ca.names"), "bank.example").unwrap();
    let forged = local(&folder, &["bank.example"], START).unwrap();
    assert_eq!(forged.authority, authority);
    let server = TestServer::new();
    let address = server.listen(Some(forged.config));
    let error = ask(address, &authority, "bank.example", "/")
        .await
        .unwrap_err();
    assert!(error.contains("NameConstraint"), "{error}");
}

#[test]
fn the_authority_stays_and_the_certificate_follows_names_and_time() {
    let folder = TempDir::new().unwrap();
    let server_certificate =
        || std::fs::read_to_string(folder.path().join("tls-data/tls/server.pem")).unwrap();
    let first = local(&folder, &["shop.local"], START).unwrap();
    let before = server_certificate();
    let again = local(&folder, &["shop.local"], START + 300 * DAY).unwrap();
    assert_eq!(
        (&again.authority, &again.fingerprint),
        (&first.authority, &first.fingerprint)
    );
    assert_eq!(server_certificate(), before);
    local(&folder, &["shop.local", "192.168.9.9"], START + 300 * DAY).unwrap();
    let renamed = server_certificate();
    assert_ne!(renamed, before);
    local(&folder, &["shop.local", "192.168.9.9"], START + 680 * DAY).unwrap();
    assert_ne!(server_certificate(), renamed, "nearly run out");
    let key = folder.path().join("tls-data/tls/ca.key");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn nothing_is_offered_at_trust_without_an_authority() {
    let server = TestServer::new();
    let mut browser = server.browser();
    browser.get("/trust").await.refused(404, "not_found");
    browser.get("/trust/ca.crt").await.refused(404, "not_found");
}

#[tokio::test]
async fn with_certificate_files_browsers_remember_to_come_encrypted() {
    let folder = TempDir::new().unwrap();
    let made = local(&folder, &["shop.local"], START).unwrap();
    let tls = folder.path().join("tls-data/tls");
    let config = server::tls::from_files(&tls.join("server.pem"), &tls.join("server.key")).unwrap();
    let options = Options {
        serves_tls: true,
        ..Options::default()
    };
    let server = TestServer::with(options, Assets::Embedded);
    let address = server.listen(Some(config));
    let answer = ask(address, &made.authority, "shop.local", "/api/v1/status")
        .await
        .unwrap();
    assert!(
        answer.contains("strict-transport-security: max-age=31536000"),
        "{answer}"
    );
    assert!(server::tls::from_files(&tls.join("server.key"), &tls.join("server.key")).is_err());
}
