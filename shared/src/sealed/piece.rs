//! What frames hold once they are opened.
//!
//! ```text
//! op      hash[32] op bytes …
//! piece   attachment[32] thumbnail[32] (zeros = none) size[8] media type length[1] media type, bytes …
//! ```
//! Pieces of an attachment are consecutive; put together they have its SHA-256.

use super::{Cut, SealError};

/// One piece of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// SHA-256 of the whole attachment: its id.
    pub attachment: [u8; 32],
    /// Id of a small picture of it.
    pub thumbnail: Option<[u8; 32]>,
    /// Bytes of the whole attachment.
    pub size: u64,
    /// Media type.
    pub mime: &'a str,
    /// The bytes of this piece.
    pub bytes: &'a [u8],
}

impl<'a> Piece<'a> {
    /// As the content of a frame. A media type longer than 255 bytes is cut.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mime = &self.mime.as_bytes()[..self.mime.floor_char_boundary(255)];
        let mut out = Vec::with_capacity(73 + mime.len() + self.bytes.len());
        out.extend_from_slice(&self.attachment);
        out.extend_from_slice(&self.thumbnail.unwrap_or_default());
        out.extend_from_slice(&self.size.to_le_bytes());
        out.push(mime.len() as u8);
        out.extend_from_slice(mime);
        out.extend_from_slice(self.bytes);
        out
    }

    /// Reads what [`Piece::encode`] wrote.
    ///
    /// # Errors
    /// [`SealError::Malformed`].
    pub fn parse(content: &'a [u8]) -> Result<Self, SealError> {
        let mut cut = Cut(content);
        let (attachment, thumbnail) = (cut.part()?, cut.part()?);
        let (size, [length]) = (cut.u64()?, cut.part()?);
        let (mime, bytes) = cut
            .0
            .split_at_checked(usize::from(length))
            .ok_or(SealError::Malformed)?;
        let mime = std::str::from_utf8(mime).map_err(|_| SealError::Malformed)?;
        let thumbnail = (thumbnail != [0; 32]).then_some(thumbnail);
        Ok(Self {
            attachment,
            thumbnail,
            size,
            mime,
            bytes,
        })
    }
}

/// Hash and bytes of an opened op.
///
/// # Errors
/// [`SealError::Malformed`].
pub fn op(content: &[u8]) -> Result<([u8; 32], &[u8]), SealError> {
    let (hash, bytes) = content.split_first_chunk().ok_or(SealError::Malformed)?;
    Ok((*hash, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_reads_back_and_a_cut_one_does_not() {
        for thumbnail in [None, Some([2; 32])] {
            let piece = Piece {
                attachment: [1; 32],
                thumbnail,
                size: 9,
                mime: "image/jpeg",
                bytes: b"photo",
            };
            let content = piece.encode();
            assert_eq!(Piece::parse(&content), Ok(piece));
            for cut in 0..content.len() - 5 {
                assert_eq!(Piece::parse(&content[..cut]), Err(SealError::Malformed));
            }
        }
        assert_eq!(
            op(&[7; 40]).map(|(hash, bytes)| (hash, bytes.len())),
            Ok(([7; 32], 8))
        );
        assert_eq!(op(&[7; 31]), Err(SealError::Malformed));
    }
}
