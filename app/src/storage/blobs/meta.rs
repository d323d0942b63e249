//! What is known of an attachment.

/// Names an attachment: the SHA-256 of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub [u8; 32]);

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// The server has this many bytes so far.
    Waiting {
        /// Bytes the server has confirmed.
        sent: u64,
    },
    /// The server has all of it.
    Done,
}

/// What is known of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobMeta {
    /// Bytes.
    pub size: u64,
    /// Media type.
    pub mime: String,
    /// A small picture of it, itself an attachment.
    pub thumbnail: Option<BlobId>,
    /// How far the upload is.
    pub upload: Upload,
    /// It stands in a private file too.
    pub mirrored: bool,
}

const VERSION: u8 = 1;
const MIRRORED: u8 = 1;
const DONE: u8 = 2;
const THUMBNAIL: u8 = 4;

impl BlobMeta {
    /// version\[1\] flags\[1\] size\[8\] sent\[8\] (thumbnail\[32\]) media type …
    pub(super) fn encode(&self) -> Vec<u8> {
        let sent = match self.upload {
            Upload::Waiting { sent } => sent,
            Upload::Done => self.size,
        };
        let flags = [
            (MIRRORED, self.mirrored),
            (DONE, self.upload == Upload::Done),
            (THUMBNAIL, self.thumbnail.is_some()),
        ];
        let flags = flags
            .iter()
            .filter(|(_, set)| *set)
            .fold(0, |all, (flag, _)| all | flag);
        let mut out = vec![VERSION, flags];
        out.extend_from_slice(&self.size.to_le_bytes());
        out.extend_from_slice(&sent.to_le_bytes());
        out.extend_from_slice(self.thumbnail.as_ref().map_or(&[], |id| &id.0));
        out.extend_from_slice(self.mime.as_bytes());
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let ([version, flags], rest) = bytes.split_first_chunk()?;
        let (size, rest) = rest.split_first_chunk()?;
        let (sent, rest) = rest.split_first_chunk()?;
        let (thumbnail, mime) = match flags & THUMBNAIL {
            0 => (None, rest),
            _ => rest
                .split_first_chunk()
                .map(|(id, rest)| (Some(BlobId(*id)), rest))?,
        };
        let sent = u64::from_le_bytes(*sent);
        let meta = Self {
            size: u64::from_le_bytes(*size),
            mime: std::str::from_utf8(mime).ok()?.into(),
            thumbnail,
            upload: if flags & DONE == 0 {
                Upload::Waiting { sent }
            } else {
                Upload::Done
            },
            mirrored: flags & MIRRORED != 0,
        };
        (*version <= VERSION).then_some(meta)
    }
}
