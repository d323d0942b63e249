//! The laws of merging, codecs and slices, on arbitrary input (design §1 V1-V5, §4).

mod any;
mod codec;
mod laws;
mod scene;
mod slices;
