//! The app's entry point.

fn main() {
    app::start();
}
