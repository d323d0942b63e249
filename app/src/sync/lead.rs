//! Which tab talks to the server.

use futures::future::LocalBoxFuture;

/// The lead of one replica, held until dropped.
pub trait Hold {
    /// It is still ours. A tab that slept may have lost it: it must not send or store then.
    fn is_ours(&self) -> bool;
}

/// The way to the lead.
pub trait Lead {
    /// Waits until this tab leads.
    fn wait(&self) -> LocalBoxFuture<'_, Box<dyn Hold>>;
}
