//! Maps from pairs, in little code.

use std::collections::BTreeMap;

/// What `collect()` makes, one pair at a time; of two with one key the later wins. The standard way sorts
/// the pairs first, which costs the app up to 20 kB of machine code for every pair of types, and gains
/// nothing where they come sorted or few.
pub fn ordered<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::ordered;
    use std::collections::BTreeMap;

    #[test]
    fn is_what_collect_makes() {
        let pairs = [(2, 'b'), (1, 'a'), (2, 'c')];
        assert_eq!(
            ordered(pairs),
            pairs.into_iter().collect::<BTreeMap<_, _>>()
        );
    }
}
