//! One-time codes that people read to each other: `K7QM-2XWD-90PT`, 60 random bits.

use crate::random;
use sha2::{Digest as _, Sha256};

/// No I, L, O and U: nothing that is misread or spells words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;
const GROUP: usize = 4;

/// A new code, as it is shown.
pub fn new() -> Result<String, random::NoRandomness> {
    let mut text = String::new();
    for (place, byte) in random::bytes::<LENGTH>()?.into_iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(text)
}

/// The kept form of a code, as typed: case, spaces and dashes do not matter, nor do O for 0 and I or L
/// for 1.
pub fn hash_of(typed: &str) -> [u8; 32] {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Sha256::digest(plain.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_however_it_is_typed() {
        let code = new().unwrap();
        assert_eq!(code.len(), 14);
        let sloppy = format!(
            " {} ",
            code.to_lowercase().replace('-', " ").replace('0', "o")
        );
        assert_eq!(hash_of(&sloppy), hash_of(&code));
        assert_ne!(hash_of(&new().unwrap()), hash_of(&code));
    }
}
