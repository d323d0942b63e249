//! The app's module. It runs nothing by itself: `start.js` calls [`app::start`].

use app as _;

fn main() {}
