//! Labels and messages in 简体中文, 繁體中文 and English.
