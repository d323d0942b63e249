//! The third witness: the last number given, outside of both journals. It holds no content.

use std::cell::RefCell;
use std::rc::Rc;

/// A small text kept apart from the database and the private files. Reading and writing happen at once.
pub trait Witness: 'static {
    /// What was written last; none when nothing was, or when the place is gone.
    fn read(&self) -> Option<String>;
    /// Writes. Failing is not an error: it is one witness of three.
    fn write(&self, text: &str);
}

/// A witness in memory, for tests on the host. Clones share it, as tabs do.
#[derive(Debug, Clone, Default)]
pub struct MemoryWitness(Rc<RefCell<Option<String>>>);

impl MemoryWitness {
    /// Puts any text in place.
    pub fn set(&self, text: Option<String>) {
        *self.0.borrow_mut() = text;
    }
}

impl Witness for MemoryWitness {
    fn read(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    fn write(&self, text: &str) {
        self.set(Some(text.into()));
    }
}

/// A witness in the browser's local storage.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone)]
pub struct LocalWitness {
    /// Name of the entry.
    pub key: String,
}

#[cfg(target_arch = "wasm32")]
impl Witness for LocalWitness {
    fn read(&self) -> Option<String> {
        crate::platform::local::read(&self.key)
    }

    fn write(&self, text: &str) {
        crate::platform::local::write(&self.key, text);
    }
}
