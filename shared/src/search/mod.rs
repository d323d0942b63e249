//! Search text and matching: 汉字, pinyin, initials, traditional and simplified, phone tails.
