//! Words about state, notices, waiting and emptiness.

use super::sheet::Spec;
use crate::ui::{
    Banner, Button, Due, Empty, Explanation, Facts, Glyph, Grade, Head, Meter, Nearness, Progress, Size, Skeleton,
    Sync, SyncState, Tab, Tabs, Tag, Tone, Who, Why,
};
use leptos::prelude::*;

#[component]
pub fn Words() -> impl IntoView {
    let tag = |(tone, words): (Tone, &'static str)| view! { <Tag tone words /> };
    let due = |(near, words): (Nearness, &'static str)| view! { <Due near=near words /> };
    let tab = |value: &'static str, label: &'static str, count: &str| Tab {
        value,
        label: label.into(),
        count: Some(count.to_owned()).into(),
    };
    let chosen = RwSignal::new("all");
    view! {
        <Spec title="状态用语" about="图形加字，从不只用颜色">
            <div class="line">{SyncState::ALL.map(|state| view! { <Sync state=state /> }).collect_view()}</div>
            <div class="line">
                {[(Nearness::Plain, "10 月 20 日"), (Nearness::Soon, "今天 18:00"), (Nearness::Late, "逾期 1 天"), (Nearness::Done, "早 17 小时")]
                    .map(due).collect_view()}
            </div>
            <div class="line">
                {[(Tone::Neutral, "采购"), (Tone::Line, "重要客户"), (Tone::Brand, "成交客户"), (Tone::Lamp, "变更待核准"), (Tone::Danger, "投诉"), (Tone::Info, "补录")]
                    .map(tag).collect_view()}
            </div>
            <div class="line">
                {['A', 'B', 'C', 'D'].map(|letter| view! { <Grade letter=letter /> }).collect_view()}
                <Who name="陈嘉敏" /><Who name="Marco Bellini" /><Who name="林国栋" large=true />
                <span class="code">"TS-2026-0087"</span><span class="kbd">"Ctrl K"</span>
            </div>
            <Tabs label="页签" chosen tabs=vec![tab("all", "全部", "202"), tab("today", "今日必回", "6")] panel="gallery-panel" />
            <div id="gallery-panel" role="tabpanel" aria-label="页签内容">
                <Facts facts=vec![
                    ("约定语言".to_owned(), Some("English".to_owned())),
                    ("来源渠道".to_owned(), Some("展会".to_owned())),
                    ("联系地址".to_owned(), None),
                ] />
            </div>
        </Spec>
    }
}

#[component]
pub fn Notices() -> impl IntoView {
    let more = |text: &str| Some(text.to_owned());
    view! {
        <Spec title="提示" about="先说安不安全，再说做什么">
            <Banner inset=true tone=Tone::Info icon=Glyph::CLOUD_OFF fact="离线 · 12 条待同步 · 全部已安全保存在本机" />
            <Banner inset=true tone=Tone::Lamp icon=Glyph::FORK fact="付款条件有两个值。" more=more("都留着，请选一个")>
                <Button size=Size::Small>"去选"</Button>
            </Banner>
            <Banner inset=true tone=Tone::Danger icon=Glyph::STOP fact="这台设备空间只剩 200 MB。" more=more("文字照常存，照片先传再拍")>
                <Button size=Size::Small>"现在同步"</Button>
            </Banner>
            <Banner inset=true icon=Glyph::LOCK fact="只读。" more=more("订单已确认，交期要客户签字才能改")>
                <Why explanation=Explanation::default() />
            </Banner>
        </Spec>
    }
}

#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <Spec title="空与等" about="空要指路，等超过 1 秒要有进度">
            <div class="cols">
                <div class="boxed"><Empty title="今天没有到期的事" text=Some("明天 3 件，最早 09:30 回访三亚云栖酒店。".to_owned()) drawn=true>
                    <a href="/gallery#outbox">"看接下来三天"</a>
                </Empty></div>
                <div class="boxed"><Empty title="没有这一项的权限" text=Some("财务信息是机密（L3），你的岗位能看到内部（L2）。要看请找陈嘉敏。".to_owned()) /></div>
                <div class="stack">
                    <Head title="正在解开" count=Some("8,214 位客户".to_owned()) />
                    <Progress label="正在解开本机资料" percent=Some(58.0) count=Some("4,801 / 8,214".to_owned()) />
                    <Progress label="上传照片" percent=Some(64.0) tone=Tone::Info />
                    <Progress label="正在做钥匙" percent=None::<f64> />
                    <Meter label="本机空间" percent=92.0 tone=Tone::Lamp />
                    <Skeleton lines=4 />
                </div>
            </div>
        </Spec>
    }
}
