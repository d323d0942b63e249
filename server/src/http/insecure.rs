//! The page for an address that is not encrypted.
//!
//! A browser gives such a page no service worker, no key store and no camera: the app would half
//! work and then lose data. So nothing of it is served, and the page says what to do instead.

use crate::app::App;
use crate::error::{Code, Problem};
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

const STYLE: &str = "body{font:16px/1.7 system-ui,sans-serif;max-width:36rem;margin:10vh auto;\
padding:0 1.25rem;color:#1c2430;background:#fff}h1{font-size:1.4rem}code{word-break:break-all}\
hr{border:0;border-top:1px solid #d7dce3;margin:2rem 0}\
@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#14181e}a{color:#8ab4ff}}";

/// Says that this address cannot be used.
pub fn answer(app: &App, request: &Request, host: Option<&Authority>) -> Response {
    if request.uri().path().starts_with("/api/") {
        return Problem::new(Code::InsecureOrigin).into_response();
    }
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::FORBIDDEN, headers, Html(page(app, host))).into_response()
}

fn page(app: &App, host: Option<&Authority>) -> String {
    // An authority holds no character that means something in HTML but `&` and `'`, and a host neither.
    let host = host
        .map(Authority::as_str)
        .filter(|host| !host.contains(['&', '\'', '@']));
    let secure = host
        .filter(|_| app.options.serves_tls)
        .map(|host| format!("https://{host}/"));
    let (zh_link, en_link) = match &secure {
        Some(url) => (
            format!("<p>请改用加密地址：<a href=\"{url}\"><code>{url}</code></a></p>"),
            format!("<p>Use the encrypted address: <a href=\"{url}\"><code>{url}</code></a></p>"),
        ),
        None => (
            "<p>请管理员为服务器启用 HTTPS（<code>--tls-local</code> 或证书文件），\
             或在服务器本机打开 <code>http://127.0.0.1</code>。</p>"
                .to_owned(),
            "<p>Ask your administrator to turn on HTTPS (<code>--tls-local</code> or certificate \
             files), or open <code>http://127.0.0.1</code> on the server itself.</p>"
                .to_owned(),
        ),
    };
    let (zh_trust, en_trust) = match app.options.local_ca.is_some() {
        true => (
            "<p>第一次使用？先<a href=\"/trust\">安装本地证书</a>。</p>",
            "<p>First time here? <a href=\"/trust\">Install the local certificate</a> first.</p>",
        ),
        false => ("", ""),
    };
    format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>迎客 · 此地址未加密</title>\
         <style>{STYLE}</style>\
         <h1>此地址未加密，迎客在这里无法使用</h1>\
         <p>浏览器在未加密的地址上不提供离线存储、加密和相机，录入的内容可能丢失，所以这里什么也不打开。</p>\
         {zh_link}{zh_trust}<hr>\
         <div lang=\"en\"><h1>This address is not encrypted, so Yingke cannot run here</h1>\
         <p>On such an address the browser offers no offline storage, no encryption and no camera; \
         what you enter could be lost. So nothing opens.</p>{en_link}{en_trust}</div></html>"
    )
}
