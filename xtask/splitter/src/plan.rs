//! Who goes where: decided once on the whole module, by the places functions have in it.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{self, Value, Visitor};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, LocalFunction,
    Module, TableId,
};

/// The import through which the page brings the later half.
const BRING: &str = "bringTheLaterHalf";

/// A function by its index in the whole module: ids differ between two readings of it, indexes do not.
pub(crate) type Index = usize;

pub(crate) struct Plan {
    /// The import that brings the later half.
    pub(crate) bring: Index,
    /// The table all calls through pointers go by.
    pub(crate) table_size: u64,
    /// Functions of the later half, with their places in the table.
    pub(crate) later: BTreeMap<Index, Vec<u32>>,
    /// Those of them whose place is new: only called directly so far.
    pub(crate) added: Vec<Index>,
    /// Functions of the first half and of the page that the later half calls.
    pub(crate) lent: BTreeSet<Index>,
    functions: usize,
}

impl Plan {
    /// Decides by the names of the functions and their sizes in instructions.
    pub(crate) fn new(whole: &Module, is_later: impl Fn(&str, u64) -> bool) -> Result<Self> {
        let bring = bring(whole)?;
        let (table, table_size) = table(whole)?;
        let places = places(whole, table)?;
        let exported = exported(whole);
        let named: BTreeSet<Index> = locals(whole)
            .filter(|(id, _)| !exported.contains(id))
            .filter(|(id, local)| {
                let name = whole.funcs.get(*id).name.as_deref();
                name.is_some_and(|name| is_later(name, local.size()))
            })
            .map(|(id, _)| id.index())
            .collect();
        ensure!(
            !named.is_empty(),
            "no function matches the list: were the names stripped?"
        );

        let calls: BTreeMap<Index, BTreeSet<Index>> = locals(whole)
            .map(|(id, function)| (id.index(), called(function)))
            .collect();
        let roots = exported
            .iter()
            .map(|id| id.index())
            .chain(places.keys().copied());
        let needed = reached(roots.filter(|index| !named.contains(index)), &calls, &named);
        let mut later: BTreeMap<Index, Vec<u32>> = calls
            .keys()
            .filter(|index| !needed.contains(index))
            .map(|index| (*index, places.get(index).cloned().unwrap_or_default()))
            .collect();

        // What the first half calls directly in the later one needs a place in the table.
        let mut next = u32::try_from(table_size)?;
        let mut added = BTreeSet::new();
        for (_, callees) in calls.iter().filter(|(index, _)| !later.contains_key(index)) {
            added.extend(
                callees
                    .iter()
                    .filter(|callee| later.get(callee).is_some_and(Vec::is_empty)),
            );
        }
        for index in &added {
            later.insert(*index, vec![next]);
            next += 1;
        }

        let lent = later.keys().flat_map(|index| &calls[index]);
        let lent = lent
            .filter(|callee| !later.contains_key(callee))
            .copied()
            .collect();
        let added = added.into_iter().collect();
        Ok(Self {
            bring,
            table_size,
            later,
            added,
            lent,
            functions: calls.len(),
        })
    }

    /// The place of a function of the later half that the first half calls.
    pub(crate) fn place(&self, index: Index) -> Option<u32> {
        self.later.get(&index)?.first().copied()
    }

    /// The name under which a function is lent to the later half.
    pub(crate) fn lent_name(index: Index) -> String {
        format!("f{index}")
    }

    /// Which later function stands at which place of the table, one a line.
    pub(crate) fn names_of_places(&self, whole: &Module) -> String {
        let mut lines = Vec::new();
        for function in whole.funcs.iter() {
            let name = function.name.as_deref().unwrap_or("?");
            let places = self.later.get(&function.id().index()).into_iter().flatten();
            lines.extend(places.map(|place| format!("{place} {name}\n")));
        }
        lines.concat()
    }

    pub(crate) fn summary(&self) -> String {
        format!(
            "{} of {} functions come later; {} new places in the table, {} functions lent",
            self.later.len(),
            self.functions,
            self.added.len(),
            self.lent.len()
        )
    }
}

fn bring(whole: &Module) -> Result<Index> {
    let import = whole
        .imports
        .iter()
        .find(|import| import.name.contains(BRING));
    match import.map(|import| &import.kind) {
        Some(walrus::ImportKind::Function(id)) => Ok(id.index()),
        _ => bail!("the module does not import {BRING}"),
    }
}

/// The function table and its size.
pub(crate) fn table(module: &Module) -> Result<(TableId, u64)> {
    let id = module
        .tables
        .main_function_table()?
        .context("the module has no function table")?;
    Ok((id, module.tables.get(id).initial))
}

/// Where each function lies in the table.
fn places(whole: &Module, table: TableId) -> Result<BTreeMap<Index, Vec<u32>>> {
    let mut places: BTreeMap<Index, Vec<u32>> = BTreeMap::new();
    for element in whole.elements.iter() {
        let ElementKind::Active {
            table: into,
            offset,
        } = &element.kind
        else {
            continue;
        };
        if *into != table {
            continue;
        }
        let (ConstExpr::Value(Value::I32(offset)), ElementItems::Functions(functions)) =
            (offset, &element.items)
        else {
            bail!("the function table is filled in a way this tool does not know");
        };
        for (place, function) in (u32::try_from(*offset)?..).zip(functions) {
            places.entry(function.index()).or_default().push(place);
        }
    }
    Ok(places)
}

/// What the page calls by name, and what runs at the start.
fn exported(whole: &Module) -> BTreeSet<FunctionId> {
    let exported = whole.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    exported.chain(whole.start).collect()
}

fn locals(whole: &Module) -> impl Iterator<Item = (FunctionId, &LocalFunction)> {
    whole
        .funcs
        .iter()
        .filter_map(|function| match &function.kind {
            FunctionKind::Local(local) => Some((function.id(), local)),
            _ => None,
        })
}

/// Everything `roots` call, directly or not, without going through `apart`.
fn reached(
    roots: impl Iterator<Item = Index>,
    calls: &BTreeMap<Index, BTreeSet<Index>>,
    apart: &BTreeSet<Index>,
) -> BTreeSet<Index> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<Index> = roots.collect();
    while let Some(index) = open.pop() {
        if !apart.contains(&index) && reached.insert(index) {
            open.extend(calls.get(&index).into_iter().flatten());
        }
    }
    reached
}

/// The functions a function names.
fn called(function: &LocalFunction) -> BTreeSet<Index> {
    struct Calls(BTreeSet<Index>);
    impl<'a> Visitor<'a> for Calls {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.insert(function.index());
        }
    }
    let mut calls = Calls(BTreeSet::new());
    ir::dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}
