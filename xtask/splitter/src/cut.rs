//! The two halves, each made from a fresh reading of the whole module.

use super::plan::{Index, Plan, table};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use walrus::ir::{self, CallIndirect, Const, Instr, InstrSeq, Value, VisitorMut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportedFunction, Module, ModuleConfig, TableId, TypeId, ValType,
};

/// What the later half calls the first one.
const FIRST: &str = "first";

/// Reads a module with its names; nothing but code is written again.
pub(crate) fn parse(bytes: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config
        .generate_producers_section(false)
        .generate_dwarf(false);
    config.parse(bytes)
}

/// The half that starts: later functions gone, their places held by stubs, and everything lent out.
pub(crate) fn first(bytes: &[u8], plan: &Plan) -> Result<Vec<u8>> {
    let mut module = parse(bytes)?;
    let ids = ids(&module);
    let (table, _) = table(&module)?;
    let stubs = stubs(&mut module, plan, &ids, table)?;

    redirect_calls(&mut module, plan, table)?;
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions {
                if let Some(stub) = stubs.get(&function.index()) {
                    *function = *stub;
                }
            }
        }
    }
    let added = plan.added.iter().map(|index| stubs[index]).collect();
    fill(&mut module, table, u32::try_from(plan.table_size)?, added);
    let size = plan.table_size + plan.added.len() as u64;
    module.tables.get_mut(table).initial = size;
    if let Some(maximum) = &mut module.tables.get_mut(table).maximum {
        *maximum = (*maximum).max(size);
    }

    for index in &plan.lent {
        module.exports.add(&Plan::lent_name(*index), ids[index]);
    }
    let memory = module.get_memory_id()?;
    module.exports.add("memory0", memory);
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for table in tables {
        module.exports.add(&format!("t{}", table.index()), table);
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for global in globals {
        module.exports.add(&format!("g{}", global.index()), global);
    }
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// The half that comes later: it starts nothing, brings no data, and takes its places in the table.
pub(crate) fn later(bytes: &[u8], plan: &Plan) -> Result<Vec<u8>> {
    let mut module = parse(bytes)?;
    let ids = ids(&module);
    let (table, _) = table(&module)?;
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for id in elements {
        module.tables.iter_mut().for_each(|table| {
            table.elem_segments.remove(&id);
        });
        module.elements.delete(id);
    }
    let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in data {
        module.memories.iter_mut().for_each(|memory| {
            memory.data_segments.remove(&id);
        });
        module.data.delete(id);
    }

    for index in &plan.lent {
        borrow(&mut module, ids[index], &Plan::lent_name(*index))?;
    }
    share(&mut module)?;

    // Neighbours in the table are written in one go.
    let mut places: BTreeMap<u32, FunctionId> = BTreeMap::new();
    for (index, at) in &plan.later {
        places.extend(at.iter().map(|place| (*place, ids[index])));
    }
    let mut run: Vec<FunctionId> = Vec::new();
    let mut start = 0;
    for (place, function) in places {
        if place != start + run.len() as u32 {
            fill(&mut module, table, start, std::mem::take(&mut run));
            start = place;
        }
        run.push(function);
    }
    fill(&mut module, table, start, run);
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn ids(module: &Module) -> BTreeMap<Index, FunctionId> {
    module
        .funcs
        .iter()
        .map(|function| (function.id().index(), function.id()))
        .collect()
}

fn active(table: TableId, place: u32) -> ElementKind {
    let offset = ConstExpr::Value(Value::I32(place.cast_signed()));
    ElementKind::Active { table, offset }
}

fn fill(module: &mut Module, table: TableId, start: u32, run: Vec<FunctionId>) {
    if !run.is_empty() {
        let id = module
            .elements
            .add(active(table, start), ElementItems::Functions(run));
        module.tables.get_mut(table).elem_segments.insert(id);
    }
}

/// One stub for every later function with a place: bring the half, then call what now is there.
fn stubs(
    module: &mut Module,
    plan: &Plan,
    ids: &BTreeMap<Index, FunctionId>,
    table: TableId,
) -> Result<BTreeMap<Index, FunctionId>> {
    let early = early(module, ids[&plan.bring]);
    // Alike side by side, and by place: some thousand of them pack into a third less.
    let mut wanted: Vec<_> = plan
        .later
        .keys()
        .filter_map(|index| {
            let ty = module.funcs.get(ids[index]).ty();
            Some((ty, plan.place(*index)?, *index))
        })
        .collect();
    wanted.sort_unstable();
    let mut stubs = BTreeMap::new();
    for (ty, place, index) in wanted {
        let (params, results) = module.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let args: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
        let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
        let mut body = builder.func_body();
        for arg in &args {
            body.local_get(*arg);
        }
        body.i32_const(place.cast_signed()).call(early);
        body.call_indirect(ty, table);
        stubs.insert(index, builder.finish(args, &mut module.funcs));
    }
    Ok(stubs)
}

/// Brings the half for a call of this place, and gives the place back.
fn early(module: &mut Module, bring: FunctionId) -> FunctionId {
    let place = module.locals.add(ValType::I32);
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
    let mut body = builder.func_body();
    body.local_get(place).call(bring).local_get(place);
    builder.finish(vec![place], &mut module.funcs)
}

/// Calls from what stays to what goes: through the table.
fn redirect_calls(module: &mut Module, plan: &Plan, table: TableId) -> Result<()> {
    struct Redirect<'a> {
        plan: &'a Plan,
        table: TableId,
        types: &'a BTreeMap<Index, TypeId>,
        pointed_at: bool,
    }
    impl VisitorMut for Redirect<'_> {
        fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
            let mut at = 0;
            while at < seq.instrs.len() {
                let (instr, location) = &seq.instrs[at];
                let location = *location;
                match instr {
                    Instr::Call(call) => {
                        let index = call.func.index();
                        if let Some(place) = self.plan.place(index) {
                            let value = Value::I32(place.cast_signed());
                            let ty = self.types[&index];
                            seq.instrs[at].0 = CallIndirect {
                                ty,
                                table: self.table,
                            }
                            .into();
                            seq.instrs.insert(at, (Const { value }.into(), location));
                            at += 1;
                        }
                    }
                    Instr::RefFunc(func) => {
                        self.pointed_at |= self.plan.later.contains_key(&func.func.index());
                    }
                    _ => {}
                }
                at += 1;
            }
        }
    }
    let types: BTreeMap<Index, TypeId> = module
        .funcs
        .iter()
        .map(|function| (function.id().index(), function.ty()))
        .collect();
    let mut redirect = Redirect {
        plan,
        table,
        types: &types,
        pointed_at: false,
    };
    for (id, function) in module.funcs.iter_local_mut() {
        if !plan.later.contains_key(&id.index()) {
            let entry = function.entry_block();
            ir::dfs_pre_order_mut(&mut redirect, function, entry);
        }
    }
    ensure!(
        !redirect.pointed_at,
        "a reference to a function that comes later"
    );
    Ok(())
}

/// Turns a function into an import from the first half.
fn borrow(module: &mut Module, id: FunctionId, name: &str) -> Result<()> {
    let ty = module.funcs.get(id).ty();
    if let FunctionKind::Import(imported) = &module.funcs.get(id).kind {
        let import = module.imports.get_mut(imported.import);
        FIRST.clone_into(&mut import.module);
        name.clone_into(&mut import.name);
        return Ok(());
    }
    let import = module.imports.add(FIRST, name, id);
    module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    Ok(())
}

/// Memory, tables and globals are those of the first half.
fn share(module: &mut Module) -> Result<()> {
    let memory = module.get_memory_id().context("one memory")?;
    let import = module.imports.add(FIRST, "memory0", memory);
    module.memories.get_mut(memory).import = Some(import);
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for id in tables {
        let import = module.imports.add(FIRST, &format!("t{}", id.index()), id);
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        table.maximum = None;
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let import = module.imports.add(FIRST, &format!("g{}", id.index()), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ImportKind;

    /// A gate that opens a screen, directly and through the table; the screen calls an aid that the
    /// gate uses too, one that only it uses, and the page.
    const WHOLE: &str = r#"(module
        (import "./app_bg.js" "__wbg_bringTheLaterHalf_1" (func $bring (param i32)))
        (import "./app_bg.js" "__wbg_log_2" (func $log (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 8) "text")
        (table 3 3 funcref)
        (global $stack (mut i32) (i32.const 64))
        (elem (i32.const 1) $"app::record::open" $"app::gate::close")
        (func $"app::gate::close" (result i32) (call $shared (i32.const 1)))
        (func $"app::gate::start" (export "start") (result i32)
            (drop (call $"app::record::list" (i32.const 2)))
            (call_indirect (result i32) (i32.const 1)))
        (func $shared (param i32) (result i32) (local.get 0))
        (func $own (param i32) (result i32) (global.set $stack (local.get 0)) (i32.load (i32.const 8)))
        (func $"app::record::open" (result i32) (call $log (i32.const 7)) (call $shared (call $own (i32.const 3))))
        (func $"app::record::list" (param i32) (result i32) (call $"app::record::open")))"#;

    fn halves() -> (Plan, Module, Module) {
        let bytes = wat::parse_str(WHOLE).unwrap();
        let plan = Plan::new(&parse(&bytes).unwrap(), |name, _| {
            name.starts_with("app::record")
        })
        .unwrap();
        let first = parse(&first(&bytes, &plan).unwrap()).unwrap();
        let later = parse(&later(&bytes, &plan).unwrap()).unwrap();
        (plan, first, later)
    }

    fn names(module: &Module) -> Vec<String> {
        let locals = module
            .funcs
            .iter()
            .filter(|f| matches!(f.kind, FunctionKind::Local(_)));
        let mut names: Vec<_> = locals.filter_map(|f| f.name.clone()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_only_later_code_calls_comes_later_too() {
        let (plan, first, later) = halves();
        assert_eq!(
            names(&later),
            ["app::record::list", "app::record::open", "own"]
        );
        assert_eq!(
            names(&first),
            ["app::gate::close", "app::gate::start", "shared"]
        );
        assert_eq!(plan.later.len(), 3);
    }

    #[test]
    fn places_in_the_table_are_held_by_stubs_and_taken_over() {
        let (_, first, later) = halves();
        let (table_of_first, size) = table(&first).unwrap();
        assert_eq!(size, 4, "one new place: the list, called directly so far");
        assert_eq!(first.tables.get(table_of_first).maximum, Some(4));
        let filled = |module: &Module| -> Vec<(i32, usize)> {
            let mut places: Vec<_> = module
                .elements
                .iter()
                .map(|element| match (&element.kind, &element.items) {
                    (
                        ElementKind::Active {
                            offset: ConstExpr::Value(Value::I32(at)),
                            ..
                        },
                        ElementItems::Functions(functions),
                    ) => (*at, functions.len()),
                    other => panic!("{other:?}"),
                })
                .collect();
            places.sort_unstable();
            places
        };
        assert_eq!(filled(&first), [(1, 2), (3, 1)]);
        assert_eq!(
            filled(&later),
            [(1, 1), (3, 1)],
            "the gate's own place stays"
        );
    }

    #[test]
    fn the_later_half_brings_code_and_nothing_else() {
        let (_, first, later) = halves();
        assert_eq!(later.data.iter().count(), 0);
        assert_eq!(later.exports.iter().count(), 0);
        for import in later.imports.iter() {
            assert_eq!(import.module, FIRST);
            let lent = first
                .exports
                .iter()
                .any(|export| export.name == import.name);
            assert!(lent, "{} is not lent", import.name);
        }
        let functions = later
            .imports
            .iter()
            .filter(|i| matches!(i.kind, ImportKind::Function(_)));
        assert_eq!(functions.count(), 2, "the page's log and the shared aid");
        assert_eq!(first.data.iter().count(), 1);
    }

    #[test]
    fn a_module_without_names_is_refused() {
        let bytes = wat::parse_str(WHOLE).unwrap();
        assert!(Plan::new(&parse(&bytes).unwrap(), |_, _| false).is_err());
    }
}
