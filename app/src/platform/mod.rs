//! Every browser API behind one door.
