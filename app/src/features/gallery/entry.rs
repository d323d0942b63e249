//! Fields and choices.

use super::sheet::Spec;
use crate::i18n::tr;
use crate::t;
use crate::ui::{
    Check, ChipMany, ChipOne, Chips, Drawing, Field, FieldGroup, FilePick, Format, Glyph, Pick, PhotoTile, SearchBox, Segment,
    Segmented, Select, Subject, TextArea, TextInput,
};
use leptos::prelude::*;

#[component]
pub fn Fields() -> impl IntoView {
    let text = |value: &str| RwSignal::new(value.to_owned());
    let options = vec![("visit".to_owned(), "来厂考察".to_owned()), ("quote".to_owned(), "报价".to_owned())];
    view! {
        <Spec title="输入" about="标签在上，错误说怎么改">
            <div class="fields">
                <Field label="默认"><TextInput value=text("") placeholder="姓名、公司或电话" /></Field>
                <Field label="填好"><TextInput value=text("赵明远") /></Field>
                <Field label="错误" error=Some("手机少 2 位。填 11 位，或点「未留」".to_owned())>
                    <TextInput value=text("138 0752 11") format=Format::Phone />
                </Field>
                <Field label="禁用"><TextInput value=text("先选客户") disabled=true /></Field>
                <Field label="只读"><TextInput value=text("11 月 13 日，改要客户签字") readonly=true /></Field>
                <Field label="下拉" required=t!("required")><Select value=text("visit") options=options /></Field>
                <Field label="日期"><TextInput value=text("2026-10-19") format=Format::Day /></Field>
                <Field label="数量" note="套"><TextInput value=text("1200") format=Format::Decimal /></Field>
                <Field label="口令"><TextInput value=text("秘密") format=Format::Secret /></Field>
                <Field label="多行" help=Some("草稿已存本机".to_owned())><TextArea value=text("客人问带 DALI 的版本") /></Field>
                <SearchBox text=text("") label=t!("find-hint") keys="Ctrl K" />
                <SearchBox text=text("mbl") label=t!("find-hint") />
            </div>
        </Spec>
    }
}

#[component]
pub fn Choices() -> impl IntoView {
    let interest = RwSignal::new("a".to_owned());
    let many = RwSignal::new(vec!["quote".to_owned()]);
    let segment = |value, label: &'static str, icon| Segment { value, label: label.into(), icon: Some(icon) };
    let segments = vec![segment("board", "看板", Glyph::BOARD), segment("table", "表格", Glyph::LIST)];
    let grade = move |letter: &'static str| view! {
        <ChipOne chosen=interest value=letter>
            <b>{letter.to_uppercase()}</b><i>{move || tr(&format!("interest-{letter}-means"), &[])}</i>
        </ChipOne>
    };
    view! {
        <Spec title="选择" about="一眼看全就用标签片，两到四种看法用分段">
            <Chips class="grades" legend="意向" quiet=true>{["a", "b", "c", "d"].map(grade).collect_view()}</Chips>
            <Chips legend="要什么">
                <ChipMany chosen=many value="quote">"报价"</ChipMany>
                <ChipMany chosen=many value="sample">"样品"</ChipMany>
                <ChipMany chosen=many value="off" disabled=true>"停用"</ChipMany>
            </Chips>
            <div class="cols">
                <FieldGroup label="勾选">
                    <Check value=RwSignal::new(true)>"客人已同意留资料"</Check>
                    <Check value=RwSignal::new(false)>"也寄新品资料"<small>"一年约四次"</small></Check>
                </FieldGroup>
                <div><Segmented label="显示方式" chosen=RwSignal::new("table") segments /></div>
                <div class="line">
                    <FilePick pick=Pick::Camera icon=Glyph::CAMERA label="拍名片" on_pick=|_| {} />
                    <FilePick pick=Pick::Files(".vcf") icon=Glyph::FILE label="从文件" on_pick=|_| {} />
                </div>
                <PhotoTile src=None::<String> caption="名片 · 已存本机" on_open=|| {}>
                    <Drawing subject=Subject::Card />
                </PhotoTile>
            </div>
        </Spec>
    }
}
