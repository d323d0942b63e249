//! The design system: small components on native elements. Knows no domain.
