//! The grid with fifty thousand rows, drawings, paper.

use super::people;
use super::sheet::Spec;
use crate::ui::{BulkBar, Button, Column, Drawing, Glyph, Grade, Grid, GridModel, Icon, Subject, Sync};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

#[component]
pub fn Table() -> impl IntoView {
    let cell = |(row, column): (Uuid, usize)| {
        let lead = people::lead(row);
        match column {
            0 => lead.grade.map(|letter| view! { <Grade letter=letter /> }).into_any(),
            1 => view! { <a href="/gallery#customer" tabindex="-1">{lead.name}</a> }.into_any(),
            2 => lead.company.into_any(),
            3 => (row.as_u128() * 40).to_string().into_any(),
            _ => view! { <Sync state=lead.sync /> }.into_any(),
        }
    };
    let model = GridModel {
        rows: Signal::from(Arc::new((0..50_000).map(people::id).collect::<Vec<_>>())),
        cell: Callback::new(cell),
        name: Callback::new(|row| people::lead(row).name),
        selected: RwSignal::new(HashSet::from([people::id(1)])),
        sort: RwSignal::new(None),
        open: Callback::new(|_| {}),
    };
    let columns = vec![
        Column::new("意向", 5.0),
        Column { heading: true, ..Column::new("姓名", 12.0) },
        Column::new("公司", 12.0),
        Column { end: true, ..Column::new("数量", 7.0) },
        Column { sortable: false, ..Column::new("同步", 8.0) },
    ];
    let count = Signal::derive(move || model.selected.with(HashSet::len));
    view! {
        <Spec title="表格" about="键盘走格，表头不动；五万行，一屏元素">
            <Grid label="五万行样例" model columns />
            <BulkBar count on_clear=move || model.selected.update(HashSet::clear)>
                <Button icon=Glyph::USER>"分配跟进人"</Button>
            </BulkBar>
        </Spec>
    }
}

#[component]
pub fn Drawn() -> impl IntoView {
    let glyph = |(name, glyph): &(&'static str, Glyph)| view! { <li title=*name><Icon glyph=*glyph /></li> };
    view! {
        <Spec title="图标与产品画" about="24 格，1.5 px 线，圆头。灯光只用一层淡色">
            <ul class="glyphs">{Glyph::ALL.iter().map(glyph).collect_view()}</ul>
            <ul class="drawings">{Subject::ALL.map(|subject| view! { <li><Drawing subject /></li> }).collect_view()}</ul>
        </Spec>
    }
}

#[component]
pub fn Paper() -> impl IntoView {
    view! {
        <Spec title="打印" about="A4，黑白可读，编号在左上，纸面与表单同名">
            <div class="form-a4">
                <header>
                    <div><span>"惠州市明庭照明有限公司　F-02　B 版　1/1"</span><h3>"展会客户登记表"</h3></div>
                    <div><span>"单号 XS-2026-0087"</span></div>
                </header>
                <table><tbody>
                    <tr><th scope="row">"姓名"</th><td>"Marco Bellini"</td><th scope="row">"公司"</th><td>"Lumen Casa S.r.l."</td></tr>
                    <tr><th scope="row">"需求"</th><td colspan="3">"轨道射灯 24°，带 DALI。"</td></tr>
                    <tr><th scope="row">"记录人"</th><td class="sign"></td><th scope="row">"客人签名"</th><td class="sign"></td></tr>
                </tbody></table>
                <footer><span>"指纹 7c4e 91b2"</span><span>"zh-Hans"</span></footer>
            </div>
        </Spec>
    }
}
