//! Checklists (requirements §3.0, §5.1): templates as content that people edit, and the runs in which
//! somebody goes through one. Start at [`template()`], go on with [`run_fields`] and [`answer`].

mod answer;
mod item;
mod leader;
mod progress;
mod returns;
mod run;
mod seed;
mod template;

pub use answer::{Given, answer, open_list, photos, result_id, sign};
pub use item::{CheckItem, Evidence, ITEM};
pub use leader::{next_leader, overdue};
pub use progress::{Answered, Progress, progress, refused, result, rows, submit_blocks};
pub use returns::{add_run, run_effects};
pub use run::{Answer, ChecklistRun, RESULT, RunState, run_guard, run_items, run_name};
pub use run::{BINDS, executor, run_fields};
pub use seed::seeds;
pub use template::{
    ChecklistTemplate, Period, Template, copy_of, template, template_keys, templates,
};

/// Codes of the seeded templates that other systems start runs of.
pub mod code {
    /// 样品室整理整顿.
    pub const SAMPLE_ROOM: &str = "CK-14";
    /// 产线5S.
    pub const LINE_5S: &str = "CK-15";
    /// 仓库5S.
    pub const WAREHOUSE_5S: &str = "CK-16";
    /// 会议室布置.
    pub const MEETING_ROOM: &str = "CK-17";
    /// 迎接.
    pub const GREETING: &str = "CK-18";
    /// 送别.
    pub const FAREWELL: &str = "CK-19";
    /// 验货/驻厂接待.
    pub const INSPECTION: &str = "CK-20";
    /// 展会筹备.
    pub const EXHIBITION: &str = "CK-21";
    /// 电话接听.
    pub const CALL: &str = "CK-22";
    /// 八步曲向导.
    pub const EIGHT_STEPS: &str = "CK-24";
}

#[cfg(test)]
mod tests;
