//! What the business is. No I/O, no clock, no random numbers; builds on the host and for the browser.
