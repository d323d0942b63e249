//! Which functions may come later: by the modules their names speak of.

/// Paths of modules, such as `app::record`.
pub(crate) struct List {
    later: Vec<String>,
    /// Texts in the names of what stays all the same: what the gates need of such a module, and what the
    /// linker may have folded into one, under any of the names.
    stays: Vec<String>,
}

/// Instructions of what is likely to have twins.
const SMALL: u64 = 40;

impl List {
    /// One path a line; `#` starts a comment, `!` a text of what stays.
    pub(crate) fn read(text: &str) -> Self {
        let lines = text
            .lines()
            .map(|line| line.split('#').next().unwrap_or(""));
        let paths = lines.map(str::trim).filter(|line| !line.is_empty());
        let (mut later, mut stays) = (Vec::new(), Vec::new());
        for path in paths {
            match path.strip_prefix('!') {
                Some(path) => stays.push(path.trim().to_owned()),
                None => later.push(path.to_owned()),
            }
        }
        Self { later, stays }
    }

    /// True where a function lies in one of the modules, or was made for a type of one. A small one of the
    /// second sort is nobody's: the linker folds equal functions into one, under any of their names, so it
    /// goes where it is called.
    pub(crate) fn holds(&self, name: &str, instructions: u64) -> bool {
        let name = without_hashes(name);
        let own = name.trim_start_matches(['<', '&', '(']);
        if instructions <= SMALL && !self.later.iter().any(|path| own.starts_with(path.as_str())) {
            return false;
        }
        !self.stays.iter().any(|text| name.contains(text.as_str()))
            && self.later.iter().any(|path| mentions(&name, path))
    }
}

/// Names carry the hash of each crate: `app[656154f08601649]::record`.
pub(crate) fn without_hashes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let hash = after.find(|c: char| !c.is_ascii_hexdigit());
        rest = match hash {
            Some(end) if end > 6 && after[end..].starts_with(']') => &after[end + 1..],
            _ => {
                out.push('[');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// The path itself or something below it, not `app::recorder` for `app::record`.
fn mentions(name: &str, path: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    name.match_indices(path).any(|(at, _)| {
        let before = name[..at].chars().next_back();
        let after = name[at + path.len()..].chars().next();
        !before.is_some_and(|c| inner(c) || c == ':') && !after.is_some_and(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_itself_below_and_as_a_type() {
        let list =
            List::read("# the office\napp::record\n\napp::ui::grid # tables\n!alloc::raw_vec\n");
        for name in [
            "app[656154f08601649]::record::form::open",
            "<app::ui::grid::Cell as core[c5930c85a12de822]::clone::Clone>::clone",
            "<alloc::vec::Vec<app[656154f08601649]::record::Line>>::push",
        ] {
            assert!(list.holds(name, 200), "{name}");
        }
        for name in [
            "app[656154f08601649]::recorder::open",
            "app::ui::grid_lines",
            "other::app::record",
            "core::slice::sort::<[u8; 32]>",
            "<alloc::raw_vec::RawVec<app::record::Line>>::grow_one",
        ] {
            assert!(!list.holds(name, 200), "{name}");
        }
        let made_for = "<alloc::rc::Rc<app::record::Line>>::drop_slow";
        assert!(list.holds(made_for, 200) && !list.holds(made_for, 20));
        assert!(list.holds("app::record::open", 20));
    }
}
