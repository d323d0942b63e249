//! Ops, receipts, merge, feed and the sync machines of both ends (design §4).
