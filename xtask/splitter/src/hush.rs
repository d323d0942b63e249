//! Panics that nobody hears become plain traps.
//!
//! A panic of the app ends in a trap. Before that the standard library writes a message, which in a browser
//! goes nowhere: there is no standard error, and nobody sets a hook (`clippy.toml` sees to that). What it takes
//! to write that costs 20 kB of the download: at each place that can panic the address of a message, and in
//! the data the file, line and column of that place.
//!
//! So every call of a function that can do nothing but panic becomes a trap, and the places become noughts.
//! Nothing else is different: the same conditions end in the same trap.

use super::list::without_hashes;
use std::collections::BTreeSet;
use walrus::ir::{
    self, Block, Br, BrIf, BrTable, Call, IfElse, Instr, InstrSeq, InstrSeqId, Loop, Unreachable,
    VisitorMut,
};
use walrus::{
    ConstExpr, Data, DataKind, FunctionId, FunctionKind, LocalFunction, Module, ir::Value,
};

/// Where all panics come together, and what is left when there is no memory.
const ENDS: &[&str] = &[
    "core::panicking::panic_fmt",
    "core::panicking::panic_nounwind_fmt",
    "std::panicking::rust_panic_with_hook",
    "std::panicking::panic_with_hook",
    "alloc::alloc::handle_alloc_error",
];

/// Words of a library that nobody reads, and that bring the printing of floats with them: they are empty.
const SILENT: &[&str] =
    &["<indexed_db_futures::error::simple_value::SimpleValueError as core::fmt::Display>::fmt"];

/// What was done, for the line the build prints.
pub(crate) struct Hushed {
    pub(crate) calls: usize,
    pub(crate) places: usize,
}

pub(crate) fn hush(module: &mut Module) -> Hushed {
    silence(module);
    let doomed = doomed(module);
    let mut trap = Trap {
        doomed: &doomed,
        calls: 0,
    };
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        ir::dfs_pre_order_mut(&mut trap, function, entry);
    }
    let calls = trap.calls;
    walrus::passes::gc::run(module);
    Hushed {
        calls,
        places: forget_places(module),
    }
}

/// Empties the functions of [`SILENT`]: they write nothing and say that all went well.
fn silence(module: &mut Module) {
    let named = module.funcs.iter().filter(|function| {
        let name = without_hashes(function.name.as_deref().unwrap_or(""));
        matches!(function.kind, FunctionKind::Local(_)) && SILENT.contains(&&*name)
    });
    let silent: Vec<FunctionId> = named.map(|function| function.id()).collect();
    for id in silent {
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let entry = function.entry_block();
        let fine = ir::Const {
            value: Value::I32(0),
        };
        function.block_mut(entry).instrs = vec![(fine.into(), Default::default())];
    }
}

/// Functions that do nothing but end, [`ENDS`] first and then whatever can only lead to them.
fn doomed(module: &Module) -> BTreeSet<FunctionId> {
    let named = module.funcs.iter().filter(|function| {
        let name = without_hashes(function.name.as_deref().unwrap_or(""));
        let is = |end: &&str| {
            let rest = name.strip_prefix(*end);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        matches!(function.kind, FunctionKind::Local(_)) && ENDS.iter().any(is)
    });
    let mut doomed: BTreeSet<FunctionId> = named.map(|function| function.id()).collect();
    if doomed.is_empty() {
        return doomed;
    }
    loop {
        let more: Vec<FunctionId> = module
            .funcs
            .iter_local()
            .filter(|(id, function)| !doomed.contains(id) && only_ends(function, &doomed))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            return doomed;
        }
        doomed.extend(more);
    }
}

/// Whether a function has no way out but a trap or a doomed call, and does nothing before that which
/// somebody else could see.
fn only_ends(function: &LocalFunction, doomed: &BTreeSet<FunctionId>) -> bool {
    let mut ways = Ways {
        function,
        doomed,
        reached: BTreeSet::new(),
        acts: false,
    };
    let entry = function.entry_block();
    let through = ways.through(entry);
    !through && !ways.acts
}

struct Ways<'a> {
    function: &'a LocalFunction,
    doomed: &'a BTreeSet<FunctionId>,
    /// Blocks that something inside jumps out of.
    reached: BTreeSet<InstrSeqId>,
    /// Calls something that may return, or goes round.
    acts: bool,
}

impl Ways<'_> {
    /// Whether what stands after a block can be reached.
    fn through(&mut self, block: InstrSeqId) -> bool {
        let function = self.function;
        for (instr, _) in &function.block(block).instrs {
            let goes_on = match instr {
                Instr::Unreachable(_) => false,
                Instr::Call(Call { func }) if self.doomed.contains(func) => false,
                Instr::Br(Br { block }) => {
                    self.reached.insert(*block);
                    false
                }
                Instr::BrIf(BrIf { block }) => {
                    self.reached.insert(*block);
                    true
                }
                Instr::BrTable(BrTable {
                    blocks, default, ..
                }) => {
                    self.reached.extend(blocks.iter().chain([default]));
                    false
                }
                Instr::Block(Block { seq }) => self.through(*seq),
                Instr::IfElse(IfElse {
                    consequent,
                    alternative,
                }) => {
                    let then = self.through(*consequent);
                    self.through(*alternative) || then
                }
                Instr::Loop(Loop { .. })
                | Instr::Return(_)
                | Instr::Call(_)
                | Instr::CallIndirect(_)
                | Instr::CallRef(_)
                | Instr::ReturnCall(_)
                | Instr::ReturnCallIndirect(_)
                | Instr::ReturnCallRef(_)
                | Instr::Try(_)
                | Instr::TryTable(_)
                | Instr::Throw(_)
                | Instr::ThrowRef(_) => {
                    self.acts = true;
                    return true;
                }
                _ => true,
            };
            if !goes_on {
                return self.reached.contains(&block);
            }
        }
        true
    }
}

/// Puts a trap in the place of each doomed call; what stands after it is never reached.
struct Trap<'a> {
    doomed: &'a BTreeSet<FunctionId>,
    calls: usize,
}

impl VisitorMut for Trap<'_> {
    fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
        let doomed =
            |instr: &Instr| matches!(instr, Instr::Call(call) if self.doomed.contains(&call.func));
        if let Some(at) = seq.instrs.iter().position(|(instr, _)| doomed(instr)) {
            seq.instrs[at].0 = Unreachable {}.into();
            seq.instrs.truncate(at + 1);
            self.calls += 1;
        }
    }
}

/// Bytes of a `core::panic::Location`: where the file's name is, its length, line, column.
const PLACE: usize = 16;

/// Turns places in the source and the names of files there into noughts; returns how many places.
fn forget_places(module: &mut Module) -> usize {
    let segments: Vec<Segment<'_>> = module.data.iter().filter_map(Segment::of).collect();
    let mut noughts: Vec<(u32, usize)> = Vec::new();
    for segment in &segments {
        let words = segment.bytes.len() / 4;
        let first = (4 - segment.start % 4) % 4;
        for at in (0..words).map(|word| first as usize + 4 * word) {
            if let Some(file) = file_of_place(segment.bytes.get(at..at + PLACE), &segments) {
                noughts.push((segment.start + at as u32, PLACE));
                noughts.push(file);
            }
        }
    }
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let Some(start) = start(data) else { continue };
        for (at, length) in &noughts {
            let Some(from) = at.checked_sub(start) else {
                continue;
            };
            if let Some(bytes) = data.value.get_mut(from as usize..from as usize + length) {
                bytes.fill(0);
            }
        }
    }
    noughts.len() / 2
}

struct Segment<'a> {
    start: u32,
    bytes: &'a [u8],
}

impl<'a> Segment<'a> {
    fn of(data: &'a Data) -> Option<Self> {
        Some(Self {
            start: start(data)?,
            bytes: &data.value,
        })
    }

    fn slice(&self, at: u32, length: u32) -> Option<&'a [u8]> {
        let from = at.checked_sub(self.start)? as usize;
        self.bytes.get(from..from.checked_add(length as usize)?)
    }
}

/// Where a segment lies in memory.
fn start(data: &Data) -> Option<u32> {
    match data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(at)),
            ..
        } => Some(at.cast_unsigned()),
        _ => None,
    }
}

/// The name of the file, where the bytes are a place: nothing else points to a path that ends in `.rs`
/// and goes on with a line and a column.
fn file_of_place(bytes: Option<&[u8]>, segments: &[Segment<'_>]) -> Option<(u32, usize)> {
    let mut words = bytes?.chunks_exact(4).map(|word| {
        let word = <[u8; 4]>::try_from(word);
        word.map_or(0, u32::from_le_bytes)
    });
    let (file, length, line, column) = (words.next()?, words.next()?, words.next()?, words.next()?);
    if !(4..512).contains(&length) || !(1..100_000).contains(&line) || !(1..1_000).contains(&column)
    {
        return None;
    }
    let name = segments.iter().find_map(|it| it.slice(file, length))?;
    let is_path = name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic);
    is_path.then_some((file, length as usize))
}

#[cfg(test)]
mod tests {
    use super::super::cut::parse;
    use super::*;

    /// `index` panics beside its work, `fail` and `slice_fail` do nothing else, `told` tells somebody first.
    const WHOLE: &str = r#"(module
        (import "page" "log" (func $log (param i32)))
        (memory 1)
        (data (i32.const 64) "src/lib.rs\00\00\40\00\00\00\0a\00\00\00\07\00\00\00\05\00\00\00kept")
        (data (i32.const 128) "\40\00\00\00\0a\00\00\00\00\00\00\00\05\00\00\00")
        (func $"core[c5930c85a12de822]::panicking::panic_fmt" (param i32 i32) (call $log (i32.const 1)) (unreachable))
        (func $fail (param i32)
            (i32.store (i32.const 0) (local.get 0))
            (call $"core[c5930c85a12de822]::panicking::panic_fmt" (i32.const 4) (local.get 0)) (unreachable))
        (func $slice_fail (param i32)
            (block $other (br_if $other (local.get 0)) (call $fail (i32.const 76)) (unreachable))
            (call $fail (i32.const 92)) (unreachable))
        (func $told (param i32) (call $log (local.get 0)) (call $fail (local.get 0)) (unreachable))
        (func $round (loop $again (br $again)))
        (func $index (export "index") (param i32) (result i32)
            (block $bad (br_if $bad (local.get 0)) (return (i32.const 9)))
            (call $slice_fail (i32.const 76)) (unreachable))
        (func (export "told") (call $told (i32.const 3)) (call $round)))"#;

    fn hushed() -> (Hushed, Module) {
        let mut module = parse(&wat::parse_str(WHOLE).unwrap()).unwrap();
        let done = hush(&mut module);
        (done, module)
    }

    #[test]
    fn what_only_panics_is_a_trap_and_gone() {
        let (done, mut module) = hushed();
        let names: Vec<_> = module
            .funcs
            .iter()
            .filter_map(|it| it.name.as_deref())
            .collect();
        assert_eq!(names, ["log", "told", "round", "index"]);
        assert!(done.calls >= 2, "by `index` and by `told`: {}", done.calls);
        // It still is a module, and `told` still tells.
        let again = parse(&module.emit_wasm()).unwrap();
        assert_eq!(again.imports.iter().count(), 1);
    }

    #[test]
    fn places_are_forgotten_and_nothing_beside_them() {
        let (done, module) = hushed();
        assert_eq!(done.places, 1, "a line of nought is no place");
        let data: Vec<&[u8]> = module
            .data
            .iter()
            .map(|data| data.value.as_slice())
            .collect();
        assert_eq!(data[0][..28], [0; 28]);
        assert_eq!(&data[0][28..], b"kept");
        assert_ne!(data[1], [0; 16]);
    }

    #[test]
    fn words_nobody_reads_are_not_written() {
        let name = SILENT[0].replacen(
            "indexed_db_futures",
            "indexed_db_futures[c5930c85a12de822]",
            1,
        );
        let text = format!(
            r#"(module (import "page" "log" (func $log (param i32)))
            (func $float (param i32) (call $log (local.get 0)))
            (func $"{name}" (param i32 i32) (result i32) (call $float (local.get 0)) (i32.const 1))
            (func (export "says") (result i32) (call $"{name}" (i32.const 3) (i32.const 4))))"#
        );
        let mut module = parse(&wat::parse_str(text).unwrap()).unwrap();
        hush(&mut module);
        assert_eq!(
            module.imports.iter().count(),
            0,
            "what it would have written is gone"
        );
        let bytes = module.emit_wasm();
        assert!(parse(&bytes).is_ok());
    }
}
