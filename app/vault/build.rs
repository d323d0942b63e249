//! Caps the worker's memory: stretching takes 64 MiB, and nothing may take more than twice that.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo:rustc-link-arg-bins=--max-memory={}", 128 << 20);
    }
    println!("cargo:rerun-if-changed=build.rs");
}
