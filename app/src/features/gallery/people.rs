//! Sample people for the gallery: made up, and the same every time.

use crate::features::exhibitions::view::LeadRow;
use crate::ui::{Nearness, SyncState};
use uuid::Uuid;

type Sample = (char, &'static str, &'static str, &'static str, &'static str, &'static str, u8, &'static str, u8);

/// Grade, name, company, country, products, next step, state, owner, how far on its way.
const SAMPLES: [Sample; 19] = [
    ('A', "Ahmed Al-Farsi", "Noor Lighting LLC", "阿联酋", "轨道射灯、磁吸灯", "报价", 0, "", 0),
    ('B', "王海峰", "杭州栖木软装", "中国", "线性吊灯", "样品", 0, "", 0),
    ('C', "未识别", "只有名片照片", "—", "未填", "电话跟进", 0, "", 1),
    ('A', "Chloé Martin", "Atelier Lueur", "法国", "户外壁灯、线性吊灯", "来厂考察", 1, "陈嘉敏", 2),
    ('A', "赵明远", "成都观邸设计", "中国", "轨道射灯、防眩筒灯、面板灯", "报价", 1, "黄志远", 2),
    ('B', "Kim Do-yoon", "Hanbit Interiors", "韩国", "磁吸灯", "样品", 1, "陈嘉敏", 3),
    ('B', "Olena Kovalenko", "Svitlo Group", "乌克兰", "草坪灯", "报价", 1, "黄志远", 2),
    ('A', "Marco Bellini", "Lumen Casa S.r.l.", "意大利", "轨道射灯、线性吊灯", "来厂考察", 2, "陈嘉敏", 2),
    ('A', "Priya Raman", "Deepa Lights Pvt", "印度", "面板灯、灯带", "报价", 2, "黄志远", 2),
    ('B', "刘芳", "深圳拾光照明", "中国", "灯带", "样品", 2, "陈嘉敏", 2),
    ('C', "Tomasz Wójcik", "Jasno Sp. z o.o.", "波兰", "防眩筒灯", "电话跟进", 2, "黄志远", 2),
    ('B', "Fatima Zahra", "Riad Éclairage", "摩洛哥", "线性吊灯、户外壁灯", "电话跟进", 0, "", 0),
    ('C', "张伟", "个人", "中国", "灯带", "无", 0, "", 2),
    ('C', "Lucas Ferreira", "Casa Clara Ltda", "巴西", "面板灯", "电话跟进", 1, "黄志远", 2),
    ('B', "Sara Lindqvist", "Nordljus AB", "瑞典", "户外壁灯、草坪灯", "报价", 2, "陈嘉敏", 2),
    ('B', "孙晓", "三亚云栖酒店", "中国", "户外壁灯、灯带", "来厂考察", 3, "黄志远", 2),
    ('A', "Hana Svobodová", "Světlo Plus s.r.o.", "捷克", "轨道射灯、磁吸灯", "样品", 3, "陈嘉敏", 4),
    ('B', "李想", "北京方略设计", "中国", "防眩筒灯、轨道射灯", "报价", 3, "陈嘉敏", 5),
    ('B', "周宁", "苏州半亩园林", "中国", "草坪灯", "样品", 3, "黄志远", 2),
];

/// The id of the `n`th sample.
pub fn id(n: usize) -> Uuid {
    Uuid::from_u128(n as u128)
}

/// The sample with an id; the list repeats.
pub fn lead(id: Uuid) -> LeadRow {
    let n = usize::try_from(id.as_u128() % SAMPLES.len() as u128).unwrap_or(0);
    let (grade, name, company, country, products, next, state, owner, sync) = SAMPLES[n];
    let due = match n {
        7 => (Nearness::Soon, "今天 14:00"),
        8 => (Nearness::Late, "逾期 1 天"),
        15..=18 => (Nearness::Done, "KH-2026-0479"),
        _ => (Nearness::Plain, "10月20日 前回"),
    };
    let states = ["捕获", "已分配", "跟进中", "转客户"];
    let syncs = [
        SyncState::Local, SyncState::Queued, SyncState::Synced, SyncState::Partial, SyncState::Conflict,
        SyncState::Rejected,
    ];
    LeadRow {
        grade: Some(grade),
        name: name.to_owned(),
        company: company.to_owned(),
        country: country.to_owned(),
        products: products.to_owned(),
        next: next.to_owned(),
        state: (states[usize::from(state)].to_owned(), state == 3),
        owner: Some(owner.to_owned()).filter(|owner| !owner.is_empty()),
        due: (due.0, due.1.to_owned()),
        sync: syncs[usize::from(sync)],
    }
}
