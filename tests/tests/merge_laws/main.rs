//! The laws of merging, codecs and slices, on arbitrary input (design §1 V1-V5, §4).

#[cfg(test)]
mod any;
#[cfg(test)]
mod codec;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod slices;
