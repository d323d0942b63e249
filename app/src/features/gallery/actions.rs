//! Buttons, and what opens from them.

use super::sheet::Spec;
use crate::ui::{
    Button, ButtonLink, Dialog, Explanation, Field, Glyph, Icon, IconButton, Kind, Menu, MenuItem, Size, TextInput,
    Toaster, Why,
};
use leptos::prelude::*;

const KINDS: [(Kind, &str); 5] = [
    (Kind::Primary, "主要"),
    (Kind::Plain, "普通"),
    (Kind::Quiet, "安静"),
    (Kind::Danger, "破坏"),
    (Kind::Link, "链接"),
];

#[component]
pub fn Buttons() -> impl IntoView {
    let row = |(kind, name): (Kind, &'static str)| view! {
        <div class="line">
            <Button kind icon=Glyph::SAVED>{name}</Button>
            <Button kind>"存下"</Button>
            <Button kind busy=true>"正在存"</Button>
            <Button kind blocked=Some("还不能存：先选客户。".to_owned())>"禁用"</Button>
            <Button kind size=Size::Small>"小"</Button>
        </div>
    };
    view! {
        <Spec title="按钮" about="一屏一个主要按钮。禁用必须能问为什么">
            {KINDS.map(row).collect_view()}
            <div class="line">
                <Button kind=Kind::Primary size=Size::Large icon=Glyph::SAVED>"存下，下一位"</Button>
                <IconButton icon=Glyph::PHONE label="打电话" on_press=|| {} />
                <IconButton icon=Glyph::MORE label="更多" kind=Kind::Plain size=Size::Small on_press=|| {} />
                <ButtonLink href="/gallery#booth">"采集线索"</ButtonLink>
                <ButtonLink href="/gallery#leads">"展会线索"</ButtonLink>
                <ButtonLink href="/gallery#customer">"客户"</ButtonLink>
                <ButtonLink href="/gallery#outbox">"待处理"</ButtonLink>
                <ButtonLink href="/gallery#storage">"这台设备"</ButtonLink>
                <ButtonLink href="/gallery#signin">"登录"</ButtonLink>
                <ButtonLink href="/gallery#setup">"建立组织"</ButtonLink>
                <ButtonLink href="/gallery#passphrase">"设口令"</ButtonLink>
                <ButtonLink href="/gallery#unlock">"解锁"</ButtonLink>
            </div>
        </Spec>
    }
}

#[component]
pub fn Floating() -> impl IntoView {
    let toaster: Toaster = expect_context();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let why = Explanation {
        title: "确认后的交期是承诺".to_owned(),
        rule: "订单确认后，承诺交期、数量、运送方式只读；凭客户签字和部门经理审核才改，新旧都留。".to_owned(),
        source: "规则 R-080 · 客户服务管理办法 3.2.8".to_owned(),
        way_out: Some("请客户签字，再交部门经理审核。".to_owned()),
    };
    let items = || vec![
        MenuItem { icon: Some(Glyph::PEN), ..MenuItem::new("改", || {}) },
        MenuItem { icon: Some(Glyph::MERGE), ..MenuItem::new("合并…", || {}) },
        MenuItem { danger: true, icon: Some(Glyph::CLOSE), ..MenuItem::new("标为无效…", || {}) },
    ];
    view! {
        <Spec title="浮层" about="点开才有，Esc 关，焦点回到原处">
            <div class="line">
                <Why explanation=why />
                <Menu label="更多" items=items()><Icon glyph=Glyph::MORE /><span class="vh">"更多"</span></Menu>
                <Button on_press=move || open.set(true)>"开对话框"</Button>
                <Button on_press=move || toaster.say("已存本机 · 线索 Marco Bellini")>"提示"</Button>
                <Button on_press=move || toaster.say_undoable("已作废 1 条", || {})>"可撤销的提示"</Button>
            </div>
            <Dialog
                open
                title="作废这张样品订单"
                actions=move || view! {
                    <Button on_press=move || open.set(false)>"取消"</Button>
                    <Button kind=Kind::Danger on_press=move || open.set(false)>"作废"</Button>
                }
            >
                <Field label="理由" required="必填"><TextInput value=reason /></Field>
            </Dialog>
        </Spec>
    }
}
