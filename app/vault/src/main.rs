//! The vault worker.

fn main() {
    #[cfg(target_arch = "wasm32")]
    vault::worker::serve();
}
