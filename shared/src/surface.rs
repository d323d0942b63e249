//! which of the three surfaces a screen is, and how large a target must be on it.

use crate::rules;

/// 手机, 平板, 桌面.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Surface {
    /// From 360 px: one hand.
    Phone,
    /// From 768 px: the booth tablet.
    Tablet,
    /// From 1280 px: the office.
    Desktop,
}

impl Surface {
    /// The surface for a width in CSS pixels.
    pub fn of(width: u32) -> Surface {
        match width {
            _ if !rules::on(290) => Surface::Desktop,
            0..768 => Surface::Phone,
            768..1280 => Surface::Tablet,
            _ => Surface::Desktop,
        }
    }

    /// The smallest side of anything that can be tapped, in CSS pixels.
    pub fn min_target(self) -> u32 {
        match self {
            Surface::Phone | Surface::Tablet => 44,
            Surface::Desktop => 24,
        }
    }

    /// The value of `data-density`.
    pub fn density(self) -> &'static str {
        match self {
            Surface::Phone | Surface::Tablet => "touch",
            Surface::Desktop => "regular",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_290_phone_tablet_and_desktop_each_have_their_layout_and_target() {
        let at = |width| (Surface::of(width), Surface::of(width).min_target());
        assert_eq!(at(360), (Surface::Phone, 44));
        assert_eq!(at(767), (Surface::Phone, 44));
        assert_eq!(at(1024), (Surface::Tablet, 44));
        assert_eq!(at(1280), (Surface::Desktop, 24));
    }
}
