//! Whole screens with sample data, one per address after `#`.

use super::people;
use crate::features::customers::view::{CustomerModel, CustomerView, FileLine, PersonLine, StageMark, Story, TaskLine};
use crate::features::device::view::{HealthLine, HealthModel, StorageModel, StorageView};
use crate::features::exhibitions::view::{Booth, BoothModel, CardShot, Caught, Draft, LeadList, LeadListModel, Pick, Today, lead_cell};
use crate::features::outbox::view::{ConflictCase, OutboxModel, OutboxView, ReturnedCase, WaitingLine};
use crate::features::start::view::{
    PassphraseModel, PassphraseView, SetupModel, SetupView, SignInModel, SignInView, UnlockModel, UnlockView,
};
use crate::routes::Route;
use crate::shell::{Person, ShellState};
use crate::ui::{Explanation, Glyph, GridModel, MenuItem, Moment, Nearness, Side, Sort, Subject, SyncState, Tone};
use leptos::context::Provider;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

fn words(text: &str) -> String {
    text.to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Does nothing: samples only show.
fn still<T: 'static>() -> Callback<T> {
    Callback::new(|_| {})
}

/// The screen of an address, in a frame with a person and a queue.
pub fn screen(part: &str) -> Option<AnyView> {
    let draw: fn() -> AnyView = match part {
        "booth" => booth,
        "leads" => leads,
        "customer" => customer,
        "outbox" => outbox,
        "storage" => storage,
        "signin" => sign_in,
        "setup" => setup,
        "passphrase" => passphrase,
        "unlock" => unlock,
        _ => return None,
    };
    let offline = part == "booth";
    let counts = |route: Route| match route {
        Route::Tasks => Some(8),
        Route::Leads => Some(12),
        _ => None,
    };
    let shell = ShellState {
        pending: Signal::from(if offline { 12 } else { 0 }),
        attention: Signal::from(3),
        online: Signal::from(!offline),
        offline_since: Signal::from(offline.then(|| words("09:52"))),
        synced_at: Signal::from(some("09:38")),
        person: Signal::from(Some(Person { name: words("林国栋"), role: words("业务部经理") })),
        organisation: Signal::from(some("明庭照明 · 惠州")),
        count: Callback::new(counts),
        create: StoredValue::new(vec![MenuItem::new("线索", || {}), MenuItem::new("客户", || {})]),
        ..ShellState::blank()
    };
    Some(view! { <Provider value=shell>{draw()}</Provider> }.into_any())
}

fn booth() -> AnyView {
    let draft = Draft::blank();
    draft.name.set(words("Marco Bellini"));
    draft.company.set(words("Lumen Casa S.r.l."));
    draft.reach.set(words("m@lumencasa.example"));
    draft.country.set(words("意大利"));
    draft.interest.set(words("a"));
    draft.products.set(vec![words("track"), words("linear")]);
    draft.next.set(words("visit"));
    draft.consent.set(true);
    let pick = |key: &str, name: &str, drawing| Pick { key: words(key), name: words(name), drawing };
    let times = ["10:38", "10:31", "10:24", "10:17", "09:50", "09:41", "09:33"];
    let order = [0, 1, 2, 3, 5, 14, 4];
    let caught = order.iter().zip(times).map(|(n, time)| {
        let lead = people::lead(people::id(*n));
        Caught {
            id: people::id(*n),
            grade: lead.grade,
            name: lead.name,
            about: format!("{} · {}", lead.company, lead.country),
            time: words(time),
            state: if time < "10" { lead.sync } else { SyncState::Local },
        }
    });
    let model = BoothModel {
        show: Signal::from(words("第140届广交会 · 12.2馆 G18 · 第 2 天")),
        draft,
        name_node: NodeRef::new(),
        card: Signal::from(Some(CardShot { src: None, caption: words("名片 · 已存本机") })),
        intake: None,
        known: Signal::from(some("受邀客户，已自动标「到场」。4 月采集过一条")),
        picks: Signal::from(vec![
            pick("track", "轨道射灯", Subject::TrackSpot),
            pick("linear", "线性吊灯", Subject::LinearPendant),
            pick("magnetic", "磁吸灯", Subject::Magnetic),
            pick("down", "防眩筒灯", Subject::Downlight),
        ]),
        product_count: Signal::from(46),
        owner: Signal::from(words("陈嘉敏")),
        saving: Signal::from(false),
        today: Signal::from(Today { total: 37, synced: 25, local: 12, failed: 0 }),
        recent: Signal::from(caught.collect::<Vec<_>>()),
        scan: still(),
        photo: still(),
        write: still(),
        file: still(),
        open_card: still(),
        compare: still(),
        all_products: still(),
        change_owner: still(),
        save: still(),
        close_day: still(),
    };
    view! { <Booth model on_guest=|| {} /> }.into_any()
}

fn leads() -> AnyView {
    let cells = StoredValue::new(None::<LeadListModel>);
    let grid = GridModel {
        rows: Signal::from(Arc::new((0..202).map(people::id).collect::<Vec<_>>())),
        cell: Callback::new(move |(row, column)| match cells.get_value() {
            Some(model) => lead_cell(model, row, column),
            None => ().into_any(),
        }),
        name: Callback::new(|row| people::lead(row).name),
        selected: RwSignal::new(HashSet::from([0, 1, 4].map(people::id))),
        sort: RwSignal::new(Some(Sort { column: 8, descending: false })),
        open: still(),
    };
    let view = |key: &str, name: &str, count: &str| (words(key), words(name), some(count));
    let late = Explanation {
        title: words("每条线索都有跟进日"),
        rule: words("线索必须有跟进人，首次跟进在 2 个工作日内。"),
        source: words("规则 R-098 · 客户服务管理办法 3.1.9"),
        way_out: None,
    };
    let model = LeadListModel {
        about: Signal::from(some("第140届广交会 · 202 条")),
        grid,
        row: Callback::new(|id| Some(people::lead(id))),
        views: Signal::from(vec![
            view("all", "全部", "202"),
            view("today", "今日必回", "6"),
            view("mine", "我的未跟进", "9"),
            view("free", "A 类未分配", "2"),
            view("visit", "要来厂", "17"),
        ]),
        view: RwSignal::new(words("all")),
        search: RwSignal::new(String::new()),
        filters: Signal::from(vec![
            (words("interest"), words("意向"), words("A、B、C")),
            (words("at"), words("记录"), words("10月15日起")),
        ]),
        addable: StoredValue::new(vec![MenuItem::new("跟进人", || {}), MenuItem::new("国家", || {})]),
        drop_filter: still(),
        late: Signal::from((3, late)),
        keep_view: still(),
        export: still(),
        assign: still(),
        change_next: still(),
        merge: still(),
        export_selected: still(),
    };
    cells.set_value(Some(model));
    view! { <LeadList model /> }.into_any()
}

fn customer() -> AnyView {
    let fact = |name: &str, value: &str| (words(name), words(value));
    let stage = |icon, name: &str, about: &str, moment| StageMark { icon, name: words(name), about: words(about), moment };
    let story = |moment, icon, title: &str, time: &str, text: &str, meta: &[&str]| Story {
        key: words(title),
        moment,
        icon,
        title: words(title),
        time: words(time),
        href: None,
        text: some(text),
        meta: meta.iter().map(|m| words(m)).collect(),
        sync: None,
    };
    let person = |name: &str, role: &str, about: &str, phone: bool| PersonLine {
        name: words(name),
        role: some(role),
        about: words(about),
        phone: phone.then(|| words("tel:+4722000000")),
        mail: some("mailto:a@nordlys.example"),
    };
    let task = |title: &str, about: &str, near, due: &str| TaskLine { key: words(title), title: words(title), about: words(about), due: (near, words(due)) };
    let file = |icon, name: &str, when: &str, sync| FileLine { icon, name: words(name), when: words(when), sync };
    let model = CustomerModel {
        name: Signal::from(words("Nordlys Belysning AS")),
        number: Signal::from(words("KH-2026-0117")),
        tags: Signal::from(vec![(Tone::Brand, words("成交客户")), (Tone::Line, words("重要客户")), (Tone::Danger, words("1 件投诉处理中"))]),
        facts: Signal::from(vec![
            fact("业务负责人", "陈嘉敏"), fact("国家", "挪威 · 奥斯陆"), fact("约定语言", "English"), fact("来源渠道", "展会"),
            fact("今年成交", "US$ 214,600"), fact("沟通频率", "每月电话，上次 9 月 30 日"),
        ]),
        stages: Signal::from(vec![
            stage(Glyph::TENT, "展会线索", "4 月 17 日 · A", Moment::Done),
            stage(Glyph::DOOR, "来厂考察", "5 月 11 日 · 4.6 分", Moment::Done),
            stage(Glyph::BOX, "样品", "6 月 2 日已认同", Moment::Done),
            stage(Glyph::FILE, "大货订单", "9 月 15 日出货", Moment::Done),
            stage(Glyph::STOP, "投诉", "处理中 · 第 7 天", Moment::Now),
            stage(Glyph::HEART, "回访", "答复后 3 天内", Moment::Planned),
        ]),
        sync: Signal::from(SyncState::Synced),
        part: RwSignal::new("all"),
        story: Signal::from(vec![
            story(Moment::Planned, Glyph::HEART, "回访：投诉答复后", "计划 10 月 22 日", "重要客户用电话。话题：调光测试结果、补货时间、年底备货。", &[]),
            story(Moment::Late, Glyph::STOP, "投诉：轨道射灯调光到 20 % 以下频闪", "10 月 9 日 10:10", "奥斯陆两家门店 126 套，涉及批次 2609-A。要求书面 8D 和补货时间。", &["责任人周慧", "TS-2026-0087", "下一个时限：周一 10 月 19 日，原因与措施"]),
            story(Moment::Done, Glyph::HEART, "回访：交付后", "9 月 30 日 15:30", "Ingrid：「包装很好，安装队说轨道卡扣比上一批紧。」满意度：满意。", &["陈嘉敏 · 电话 12 分钟", "1 条改进建议已转工程部"]),
            story(Moment::Done, Glyph::LAMP, "样品第 2 轮已认同", "6 月 2 日", "第 1 轮退回：光束角要 24°，原样 36°。第 2 轮书面认同，留样 2 件。", &["F-14 书面认同书"]),
            story(Moment::Done, Glyph::DOOR, "来厂考察，2 位客人", "5 月 11 日至 12 日", "看了样品室、老化线、积分球实验室。合作意向 A，印象 4.6 分：「实验室比想象的认真。」", &[]),
            story(Moment::Done, Glyph::TENT, "第139届广交会采集", "4 月 17 日 11:26", "对轨道射灯感兴趣，意向 A，下一步报价。离线采集，当晚 19:40 同步。", &[]),
        ]),
        whole: Signal::from((92.0, words("资料完整，还能更好"), vec![(words("a"), words("质量联系人的电话")), (words("b"), words("所属集团"))])),
        tasks: Signal::from(vec![
            task("告知客户进度", "陈嘉敏 · 投诉 0087", Nearness::Soon, "今天 11:30"),
            task("补货 126 套的船期", "何伟 · 生管部", Nearness::Plain, "周一"),
            task("寄 24° 新透镜样 2 件", "陈嘉敏 · 来厂时的承诺", Nearness::Plain, "10/21"),
        ]),
        people: Signal::from(vec![
            person("Ingrid Halvorsen", "采购", "称呼 Ms. Halvorsen · English", true),
            person("Lars Moen", "技术", "调光系统问题找他 · Norsk、English", true),
            person("Eirik Dahl", "质量", "没有电话，只有邮箱", false),
        ]),
        files: Signal::from(vec![
            file(Glyph::FILE, "样品书面认同书 R2.pdf", "6/2", None),
            file(Glyph::VIDEO, "频闪现象-奥斯陆店.mp4", "", Some(SyncState::Queued)),
            file(Glyph::PHOTO, "装柜照片（12 张）", "9/14", None),
        ]),
        more: StoredValue::new(vec![MenuItem::new("合并…", || {}), MenuItem::new("导出", || {})]),
        call: still(),
        note: still(),
        complete: still(),
        finish: still(),
        add_task: still(),
        add_person: still(),
    };
    view! { <CustomerView model /> }.into_any()
}

/// Two values of a payment term.
pub fn conflict_sides() -> Vec<Side> {
    let value = |parts: &[(&str, bool)]| parts.iter().map(|(text, differs)| (words(text), *differs)).collect();
    vec![
        Side {
            who: words("陈嘉敏"),
            device: (Glyph::TABLET, words("展会平板 2")),
            when: words("昨天 16:42"),
            value: value(&[("T/T ", false), ("20", true), (" % 定金，", false), ("80", true), (" % 出货前", false)]),
            context: some("展位上和 Ingrid 当面谈的，附语音 38 秒"),
            choose: words("用陈嘉敏的"),
        },
        Side {
            who: words("黄志远"),
            device: (Glyph::LAPTOP, words("办公电脑")),
            when: words("昨天 17:15"),
            value: value(&[("T/T 30 % 定金，70 % 见提单", false), (" 30 天", true)]),
            context: some("按 10 月 14 日客户邮件"),
            choose: words("用黄志远的"),
        },
    ]
}

fn health() -> HealthModel {
    let line = |icon, fact: &str, meaning: &str, meter, warn| HealthLine { icon, fact: words(fact), meaning: words(meaning), meter, warn };
    HealthModel {
        device: Signal::from(some("办公电脑 · 林国栋")),
        lines: Signal::from(vec![
            line(Glyph::SHIELD_OK, "两份记录一致", "主库和备用日志逐条核对，09:38", None, false),
            line(Glyph::LOCK, "已加密，浏览器已答应长期保存", "离线授权到 10 月 23 日", None, false),
            line(Glyph::SAVED, "空间够用", "412 MB，可用 3.1 GB", Some(12.0), false),
            line(Glyph::CLOUD_OK, "服务器已备份到 09:15", "之后的 23 条这里也留着一份", None, false),
            line(Glyph::CLOCK, "平板 2 的钟快 4 分钟", "时间已自动校正，不影响先后", None, true),
            line(Glyph::DOWNLOAD, "救援文件 9 天没取", "出差、展会前取一次", None, true),
        ]),
        rescue: still(),
        check: still(),
    }
}

fn outbox() -> AnyView {
    let waiting = |what: &str, about: &str, when: &str, state| WaitingLine { what: words(what), about: words(about), when: words(when), state };
    let rule = Explanation {
        title: words("资料完整才能下样品订单"),
        rule: words("「资料不全」的客户不能接受确认的样品订单、合同评审或大货订单。采集和保存从不拦。"),
        source: words("规则 R-002 · 项目客户服务管理操作规范 一（二）"),
        way_out: some("补上约定语言和联系地址。"),
    };
    let model = OutboxModel {
        conflicts: Signal::from(vec![ConflictCase {
            key: words("c1"),
            title: words("付款条件改成了两个值"),
            about: words("Nordlys Belysning AS · 财务信息 · 两人都在离线时改了同一项，两个值都留着"),
            sides: conflict_sides(),
            original: some("原来是 T/T 30 % 定金，70 % 见提单副本 · 9 月 2 日起"),
        }]),
        returned: Signal::from(vec![
            ReturnedCase {
                key: words("r1"),
                title: words("样品订单没被接受"),
                about: words("成都观邸设计 · 离线-YP-7F3A · 你昨天 18:20 在平板上存的，内容完整保留"),
                state: SyncState::Rejected,
                reason: words("客户资料不全，不能下样品订单。补上这两项就能重发："),
                fixes: vec![(words("约定语言"), words("/gallery#customer")), (words("联系地址"), words("/gallery#customer"))],
                rule: Some(rule),
            },
            ReturnedCase {
                key: words("r2"),
                title: words("你同意的方案，罗总已先退回"),
                about: words("接待方案 · Riad Éclairage · 你在 08:52 离线同意第 2 版；罗总 08:47 退回了同一版"),
                state: SyncState::Review,
                reason: words("先到的决定有效，你的意见已留档。罗总写：「晚餐改厂内，合计压到 ¥2,000 内。」"),
                fixes: Vec::new(),
                rule: None,
            },
        ]),
        waiting: Signal::from(vec![
            waiting("线索 Kim Do-yoon 的名片照片", "照片 2.1 MB · 已传 64 %", "09:50", SyncState::Syncing),
            waiting("频闪现象-奥斯陆店.mp4", "录像 38 MB · 等 Wi-Fi", "09:44", SyncState::Queued),
            waiting("往来记录：Priya 电话", "文字 · 下一次联网先传", "09:36", SyncState::Local),
            waiting("检查表 CK-07 会议室", "第 3 次重试，10:02 再试 · 服务器忙", "09:31", SyncState::Failed),
        ]),
        health: health(),
        choose: still(),
        choose_other: still(),
        repair: still(),
        keep_draft: still(),
        void: still(),
        sync: still(),
    };
    view! { <OutboxView model /> }.into_any()
}

fn storage() -> AnyView {
    let model = StorageModel {
        health: health(),
        summary: Signal::from(some("12 条只在这台设备上，都已加密写好。")),
        import: still(),
    };
    view! { <StorageView model /> }.into_any()
}

fn sign_in() -> AnyView {
    let model = SignInModel {
        account: RwSignal::new(words("chen")),
        password: RwSignal::new(words("secret")),
        error: Signal::derive(|| Some(crate::i18n::tr("signin-wrong", &[]))),
        offline: Signal::from(false),
        busy: Signal::from(false),
        sign_in: still(),
        invited: still(),
    };
    view! { <SignInView model /> }.into_any()
}

fn setup() -> AnyView {
    let model = SetupModel {
        code: RwSignal::new(String::new()),
        code_error: Signal::from(None),
        organisation: RwSignal::new(words("明庭照明")),
        zone: RwSignal::new(words("Asia/Shanghai")),
        zones: Signal::from(vec![(words("Asia/Shanghai"), words("中国 · 上海")), (words("Europe/Oslo"), words("挪威 · 奥斯陆"))]),
        name: RwSignal::new(words("林国栋")),
        account: RwSignal::new(words("lin")),
        password: RwSignal::new(String::new()),
        password_error: Signal::from(None),
        busy: Signal::from(false),
        create: still(),
    };
    view! { <SetupView model /> }.into_any()
}

fn passphrase() -> AnyView {
    let model = PassphraseModel {
        first: RwSignal::new(words("secret")),
        second: RwSignal::new(words("secre")),
        error: Signal::derive(|| Some(crate::i18n::tr("passphrase-differ", &[]))),
        busy: Signal::from(false),
        choose: still(),
    };
    view! { <PassphraseView model /> }.into_any()
}

fn unlock() -> AnyView {
    let model = UnlockModel {
        name: Signal::from(words("陈嘉敏")),
        passphrase: RwSignal::new(words("secret")),
        node: NodeRef::new(),
        error: Signal::from(None),
        pending: Signal::from(12),
        progress: Signal::from(Some((58.0, words("4,801 / 8,214")))),
        busy: Signal::from(true),
        unlock: still(),
        other: still(),
    };
    view! { <UnlockView model /> }.into_any()
}
