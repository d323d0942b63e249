//! Grey pictures and the few changes that help a decoder.

/// A picture of grey levels, row by row.
#[derive(Clone)]
pub(super) struct Luma {
    pub(super) pixels: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Luma {
    /// Grey levels of RGBA pixels; what is transparent is paper.
    pub(super) fn from_rgba(rgba: &[u8], width: u32, height: u32) -> Option<Self> {
        let count = (width as usize).checked_mul(height as usize)?;
        if count == 0 || rgba.len() != count.checked_mul(4)? {
            return None;
        }
        let grey = |pixel: &[u8]| {
            let [red, green, blue, alpha] = [0, 1, 2, 3].map(|at| u32::from(pixel[at]));
            // Rec. 601 weights in 1024ths.
            let grey = (306 * red + 601 * green + 117 * blue + 512) >> 10;
            ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        Some(Self {
            pixels: rgba.chunks_exact(4).map(grey).collect(),
            width,
            height,
        })
    }

    pub(super) fn longest(&self) -> u32 {
        self.width.max(self.height)
    }

    /// The picture so that its longest edge is at most `edge`, each pixel the mean of those it
    /// covers; itself when it is small enough.
    pub(super) fn shrunk_to(&self, edge: u32) -> Self {
        if self.longest() <= edge {
            return self.clone();
        }
        let scaled = |side: u32| {
            (u64::from(side) * u64::from(edge) / u64::from(self.longest())).max(1) as u32
        };
        self.resized(scaled(self.width), scaled(self.height))
    }

    /// Half the size: takes noise and thin gaps away.
    pub(super) fn halved(&self) -> Self {
        self.resized((self.width / 2).max(1), (self.height / 2).max(1))
    }

    /// Double the size: for codes of one or two pixels a module.
    pub(super) fn doubled(&self) -> Self {
        if self.longest() > 800 {
            return self.clone();
        }
        let (width, height) = (self.width * 2, self.height * 2);
        let row = |y: u32| (0..width).map(move |x| (x / 2, y / 2));
        let pixels = (0..height)
            .flat_map(row)
            .map(|(x, y)| self.at(x, y))
            .collect();
        Self {
            pixels,
            width,
            height,
        }
    }

    /// Light for dark: for codes printed white on a dark card.
    pub(super) fn inverted(&self) -> Self {
        Self {
            pixels: self.pixels.iter().map(|level| 255 - level).collect(),
            ..*self
        }
    }

    /// Black everything that is clearly darker than the paper (the level only a twentieth exceeds).
    pub(super) fn split_below_paper(&self) -> Self {
        let mut counts = [0_usize; 256];
        for level in &self.pixels {
            counts[usize::from(*level)] += 1;
        }
        let mut above = self.pixels.len() / 20;
        let paper = (0..=255_u8).rev().find(|level| {
            let count = counts[usize::from(*level)];
            let reached = count > above;
            above = above.saturating_sub(count);
            reached
        });
        let limit = u16::from(paper.unwrap_or(255)) * 88 / 100;
        let split = |level: &u8| if u16::from(*level) < limit { 0 } else { 255 };
        Self {
            pixels: self.pixels.iter().map(split).collect(),
            ..*self
        }
    }

    fn at(&self, x: u32, y: u32) -> u8 {
        self.pixels[y as usize * self.width as usize + x as usize]
    }

    fn resized(&self, width: u32, height: u32) -> Self {
        let span = |at: u32, new: u32, old: u32| {
            let edge = |at: u32| (u64::from(at) * u64::from(old) / u64::from(new)) as u32;
            edge(at)..edge(at + 1).max(edge(at) + 1)
        };
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            let rows = span(y, height, self.height);
            for x in 0..width {
                let columns = span(x, width, self.width);
                let count = rows.len() as u32 * columns.len() as u32;
                let sum: u32 = rows
                    .clone()
                    .flat_map(|row| columns.clone().map(move |column| (column, row)))
                    .map(|(column, row)| u32::from(self.at(column, row)))
                    .sum();
                pixels.push((sum / count) as u8);
            }
        }
        Self {
            pixels,
            width,
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Luma;

    fn grey(levels: &[u8], width: u32) -> Luma {
        Luma {
            pixels: levels.to_vec(),
            width,
            height: levels.len() as u32 / width,
        }
    }

    #[test]
    fn greys_follow_the_eye_and_paper_shows_through() {
        let rgba = [255, 255, 255, 255, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0];
        let luma = Luma::from_rgba(&rgba, 2, 2).unwrap();
        assert_eq!(luma.pixels, [255, 0, 150, 255]);
        assert!(Luma::from_rgba(&rgba, 3, 2).is_none() && Luma::from_rgba(&[], 0, 0).is_none());
        assert!(Luma::from_rgba(&[], u32::MAX, u32::MAX).is_none());
    }

    #[test]
    fn sizes_change_by_the_mean() {
        let luma = grey(&[0, 100, 200, 100, 0, 100, 200, 100], 4);
        let half = luma.halved();
        assert_eq!(
            (half.width, half.height, half.pixels),
            (2, 1, vec![50, 150])
        );
        let same = luma.shrunk_to(4);
        assert_eq!((same.width, same.height), (4, 2));
        assert_eq!(luma.shrunk_to(1).pixels, [100]);
        let twice = luma.doubled();
        assert_eq!(
            (twice.width, twice.height, &twice.pixels[..4]),
            (8, 4, &[0, 0, 100, 100][..])
        );
    }

    #[test]
    fn paper_is_the_brightest_common_level() {
        let mut levels = vec![200_u8; 50];
        levels.extend([180, 150, 10, 255]);
        let split = grey(&levels, 1).split_below_paper();
        assert_eq!(split.pixels[48..], [255, 255, 255, 0, 0, 255]);
    }
}
