//! The line through time, and values side by side.

use super::screens::conflict_sides;
use super::sheet::Spec;
use crate::ui::{Button, Case, Change, Diff, Drawing, DrawingSize, Event, Glyph, Moment, Subject, SyncState, Tag, Thread, Tone, Versus};
use leptos::prelude::*;

#[component]
pub fn Lines() -> impl IntoView {
    view! {
        <Spec title="脉络" about="一家客户，一条线">
            <Thread label="往来">
                <Event moment=Moment::Planned icon=Glyph::HEART title="回访：投诉答复后" time="计划 10 月 22 日" text=Some("重要客户用电话。".to_owned()) />
                <Event moment=Moment::Late icon=Glyph::STOP title="投诉：轨道射灯调光到 20 % 以下频闪" time="10 月 9 日 10:10" href="/gallery#customer" text=Some("奥斯陆两家门店 126 套。".to_owned())>
                    <div class="thumbs"><span class="thumb"><Drawing subject=Subject::TrackSpot size=DrawingSize::Small /></span></div>
                    <div class="meta"><Tag tone=Tone::Danger words="处理中" /><span>"责任人周慧"</span><span class="code">"TS-2026-0087"</span></div>
                </Event>
                <Event moment=Moment::Now icon=Glyph::PEN title="进行中" time="现在" />
                <Event moment=Moment::Done icon=Glyph::BOX title="样品第 2 轮已认同" time="6 月 2 日" />
                <Event icon=Glyph::TENT title="第139届广交会采集" time="4 月 17 日 11:26" />
            </Thread>
        </Spec>
    }
}

#[component]
pub fn Compared() -> impl IntoView {
    let change = |label: &str, was: Option<&str>, now: Option<&str>| Change {
        label: label.to_owned(),
        was: was.map(str::to_owned),
        now: now.map(str::to_owned),
    };
    let changes = vec![
        change("承诺交期", Some("9 月 8 日"), Some("9 月 15 日")),
        change("礼品", None, Some("罗浮山茶礼盒 3 盒")),
        change("备注", Some("先打样"), None),
    ];
    view! {
        <Spec title="对照" about="新旧并排，两个值一样大">
            <Diff changes=changes />
            <Case
                title="付款条件改成了两个值"
                about="Nordlys Belysning AS · 财务信息 · 两人都在离线时改了同一项，两个值都留着"
                state=SyncState::Conflict
                note=Some("另一个值会留在历史里，随时能换回".to_owned())
                actions=|| view! { <Button>"都不对，另填"</Button> }
            >
                <Versus sides=conflict_sides() on_choose=|_| {} />
            </Case>
        </Spec>
    }
}
