//! Maps, sets and sorted lists in little code: the standard ways bring a sort of their own for every type,
//! 4 to 12 kB each in the app.

mod map;

pub use map::{Entry, SortedMap};

use core::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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

/// What `collect()` makes, one by one.
pub fn ordered_set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}

/// What `sort` does: places are sorted, by the one sort there is for numbers, and the items then put where
/// they belong.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// What `sort_by` does: equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let places = places(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    arrange(items, places);
}

/// What `sort_by_key` does: for keys that cost nothing to look at.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// What `sort_by_cached_key` does: each key is made once.
pub fn sort_by_cached_key<T, K: Ord>(items: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let places = places(items.len(), &mut |a, b| keys[a].cmp(&keys[b]));
    arrange(items, places);
}

/// Puts at each place the item that `places` names for it.
fn arrange<T>(items: &mut [T], mut places: Vec<usize>) {
    for start in 0..items.len() {
        // Each item of a circle makes room for the one that belongs there.
        let mut at = start;
        loop {
            let from = core::mem::replace(&mut places[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Which of `count` items belongs at each place.
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::{ordered, ordered_set, sort, sort_by, sort_by_cached_key, sort_by_key};
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn is_what_collect_makes() {
        let pairs = [(2, 'b'), (1, 'a'), (2, 'c')];
        assert_eq!(
            ordered(pairs),
            pairs.into_iter().collect::<BTreeMap<_, _>>()
        );
    }

    #[test]
    fn a_set_is_what_collect_makes() {
        let items = [3, 1, 3, 2];
        assert_eq!(ordered_set(items), BTreeSet::from(items));
    }

    #[test]
    fn a_list_is_sorted_as_the_standard_library_does() {
        let mut seed = 1_u32;
        for length in 0..60_usize {
            let mut items: Vec<(u32, usize)> = (0..length)
                .map(|at| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 29, at)
                })
                .collect();
            let mut wanted = items.clone();
            wanted.sort_by_key(|(key, _)| *key);
            let mut shuffled = items.clone();
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            assert_eq!(items, wanted);
            sort_by_key(&mut shuffled, |(key, _)| *key);
            assert_eq!(shuffled, wanted);
            shuffled.reverse();
            sort_by_cached_key(&mut shuffled, |(key, at)| (*key, *at));
            assert_eq!(shuffled, wanted);
            shuffled.reverse();
            sort(&mut shuffled);
            assert_eq!(shuffled, wanted);
        }
    }
}
