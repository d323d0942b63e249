//! What is sold, and to whom.

use super::house::House;
use super::writer::{DAY_MS, Writer, text};
use shared::domain::customers::{
    Channel, Contact, ContactRole, Customer, CustomerType, DataFormat, Direction, Interaction,
    InteractionOutcome, Mood, Source, Stage,
};
use shared::domain::products::{Phase, PolicyClass, Product};
use shared::entity::{Currency, Id, Instant, Money, Ref};

/// Code, name, style, material, drawing, price in US cents, text for guests.
#[rustfmt::skip]
const LAMPS: &[(&str, &str, &str, &str, &str, i64, &str)] = &[
    ("MT-TS35", "轨道射灯", "四线 35W", "铝 · 哑黑", "track-spot", 2480, "15/24/36° 可换透镜，显色 Ra 97"),
    ("MT-TS12", "迷你轨道射灯", "单线 12W", "铝 · 白", "track-spot", 1190, "展柜用，最小直径 45 mm"),
    ("MT-LP12", "线性吊灯", "1.2 m 36W", "铝 · 乳白罩", "linear-pendant", 4350, "上下出光，可拼接"),
    ("MT-LP24", "线性吊灯 长款", "2.4 m 72W", "铝 · 乳白罩", "linear-pendant", 7900, "上下出光，可拼接"),
    ("MT-MG20", "磁吸灯", "48V 20W", "铝 · 哑黑", "magnetic", 1890, "免工具换位，DALI 调光"),
    ("MT-DL09", "防眩筒灯", "开孔 75 mm 9W", "压铸铝", "downlight", 690, "UGR < 16，深藏光源"),
    ("MT-DL15", "防眩筒灯 大号", "开孔 95 mm 15W", "压铸铝", "downlight", 890, "UGR < 16，深藏光源"),
    ("MT-PN66", "面板灯", "600×600 40W", "铝 · PMMA", "panel", 1650, "背光式，5 年质保"),
    ("MT-ST24", "灯带", "24V 14.4 W/m", "铜 · 硅胶", "strip", 420, "每米 480 珠，无光斑"),
    ("MT-WL10", "户外壁灯", "上下出光 10W", "压铸铝 · 砂灰", "wall-light", 1780, "IP65，防盐雾 1000 h"),
    ("MT-BL08", "草坪灯", "600 mm 8W", "铝 · 砂黑", "bollard", 2260, "IP65，360° 出光"),
    ("MT-BL15", "庭院灯", "900 mm 15W", "铝 · 砂黑", "bollard", 3340, "IP65，360° 出光"),
];

pub(super) fn products(writer: &mut Writer, house: &House) -> Vec<Id> {
    writer.actor = house.user("lin");
    let mut ids = Vec::new();
    for (n, (code, name, style, material, drawing, cents, about)) in LAMPS.iter().enumerate() {
        let usd = |minor| Money {
            minor,
            currency: Currency(*b"USD"),
        };
        let product = Product {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            style: (*style).to_owned(),
            material: (*material).to_owned(),
            policy_class: PolicyClass::Manufactured,
            phase: if n % 5 == 4 {
                Phase::Development
            } else {
                Phase::Mass
            },
            standard: "GB/T 7000.1 · IEC 60598-1".to_owned(),
            guarantee_term: "5 年".to_owned(),
            price_list: usd(*cents),
            floor_price: usd(cents * 82 / 100),
            drawing: (*drawing).to_owned(),
            description: (*about).to_owned(),
            ..Product::default()
        };
        ids.push(writer.create(&product, Vec::new()));
    }
    ids
}

/// Name, country, city, language, industry, contact, title, phone, e-mail, stage.
type Firm = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u8,
);

#[rustfmt::skip]
const FIRMS: &[Firm] = &[
    ("Noor Lighting LLC", "阿联酋", "Dubai, Al Quoz 3", "en", "灯饰批发", "Ahmed Al-Farsi", "Purchasing Director", "+971 4 338 2210", "ahmed@noorlighting.example", 3),
    ("Lumen Casa S.r.l.", "意大利", "Milano, Via Tortona 31", "it", "设计师渠道", "Marco Bellini", "Titolare", "+39 02 8940 1122", "m@lumencasa.example", 3),
    ("Nordljus AB", "瑞典", "Malmö, Norra Vallgatan 70", "en", "酒店工程", "Sven Lindqvist", "Project Manager", "+46 40 12 34 56", "sven@nordljus.example", 2),
    ("Atelier Lueur", "法国", "Lyon, 12 rue Mercière", "fr", "设计事务所", "Chloé Martin", "Architecte d'intérieur", "+33 4 72 10 11 12", "chloe@lueur.example", 2),
    ("Hanbit Interiors", "韩国", "Seoul, Seongdong-gu", "ko", "商业空间", "Kim Do-yoon", "Buyer", "+82 2 555 0101", "dykim@hanbit.example", 2),
    ("Svitlo Group", "乌克兰", "Kyiv", "en", "灯饰零售", "Olena Kovalenko", "Category Manager", "+380 44 390 11 22", "olena@svitlo.example", 1),
    ("Deepa Lights Pvt Ltd", "印度", "Mumbai, Andheri East", "en", "灯饰批发", "Priya Raman", "Import Manager", "+91 22 4015 7788", "priya@deepalights.example", 3),
    ("Jasno Sp. z o.o.", "波兰", "Warszawa, ul. Prosta 20", "en", "工程照明", "Tomasz Wójcik", "Sales Director", "+48 22 123 45 67", "tomasz@jasno.example", 2),
    ("Casa Clara Ltda", "巴西", "São Paulo, Pinheiros", "en", "家居连锁", "Lucas Ferreira", "Compras", "+55 11 3031 2020", "lucas@casaclara.example", 1),
    ("Světlo Plus s.r.o.", "捷克", "Brno", "en", "灯饰零售", "Hana Svobodová", "Nákupčí", "+420 541 210 300", "hana@svetloplus.example", 3),
    ("杭州栖木软装设计有限公司", "中国", "杭州市西湖区文三路 90 号", "zh-Hans", "软装设计", "王海峰", "采购经理", "0571-88886666", "wang@qimu.example", 3),
    ("成都观邸设计有限公司", "中国", "成都市锦江区东大街 216 号", "zh-Hans", "室内设计", "赵明远", "设计总监", "028-86661200", "zhao@guandi.example", 2),
    ("深圳拾光照明工程有限公司", "中国", "深圳市南山区科苑路 8 号", "zh-Hans", "工程照明", "刘芳", "总经理", "0755-26018899", "liu@shiguang.example", 3),
    ("三亚云栖度假酒店", "中国", "三亚市海棠区", "zh-Hans", "酒店", "孙晓", "工程部经理", "0898-38881111", "sun@yunqi.example", 3),
    ("北京方略空间设计有限公司", "中国", "北京市朝阳区望京 SOHO", "zh-Hans", "商业空间", "李想", "合伙人", "010-84562200", "li@fanglue.example", 2),
    ("苏州半亩园林景观有限公司", "中国", "苏州市姑苏区平江路 88 号", "zh-Hans", "景观", "周宁", "项目经理", "0512-67271818", "zhou@banmu.example", 1),
    ("上海澄光商业照明有限公司", "中国", "上海市静安区江场路 1228 号", "zh-Hans", "商业照明", "何俊", "采购总监", "021-66501166", "he@chengguang.example", 3),
    ("台灣晨曦燈飾股份有限公司", "中国台湾", "新北市板橋區文化路", "zh-Hant", "燈飾零售", "林雅婷", "採購", "+886 2 2960 1234", "yating@chenxi.example", 2),
];

pub(super) fn customers(writer: &mut Writer, house: &House) {
    let sellers = ["chen", "huang", "he"];
    for (n, firm) in FIRMS.iter().enumerate() {
        let (name, country, address, language, industry, person, title, phone, mail, stage) = *firm;
        let owner = house.user(sellers[n % sellers.len()]);
        writer.actor = owner;
        writer.at_ms = writer.now_ms - (380 - n as u64 * 19) * DAY_MS;
        let customer = Customer {
            name: name.to_owned(),
            customer_type: CustomerType::Company,
            stage: Stage::from_no(u32::from(stage)),
            country: country.to_owned(),
            // Some archives have gaps, as in life.
            address: if n % 6 == 5 {
                String::new()
            } else {
                address.to_owned()
            },
            industry: industry.to_owned(),
            source: if n % 3 == 0 {
                Source::Exhibition
            } else {
                Source::Web
            },
            owner: Ref::to(owner),
            language: language.to_owned(),
            data_format: if n % 4 == 1 {
                DataFormat::Cad
            } else {
                DataFormat::None
            },
            regular: stage == 3 && n % 2 == 0,
            marketing_consent: n % 5 != 4,
            ..Customer::default()
        };
        let id = writer.create(&customer, Vec::new());
        let contact = Contact {
            customer: Ref::to(id),
            name: person.to_owned(),
            title: title.to_owned(),
            phones: vec![phone.to_owned()],
            emails: vec![mail.to_owned()],
            language: language.to_owned(),
            salutation: if language.starts_with("zh") {
                "您好".to_owned()
            } else {
                "Dear".to_owned()
            },
            consent: true,
            role: if n % 2 == 0 {
                ContactRole::Buys
            } else {
                ContactRole::Decides
            },
            ..Contact::default()
        };
        let contact = writer.create(&contact, Vec::new());
        calls(writer, id, contact, owner, n);
    }
}

/// Subject, summary, channel.
#[rustfmt::skip]
const TALK: &[(&str, &str, Channel)] = &[
    ("询轨道射灯价格", "要 35W 四线款，先报 200 套 FOB 深圳，问能不能换 24° 透镜。", Channel::Mail),
    ("样品收到了", "样品已收，色温偏暖，要求 3500K 再打一套。", Channel::Chat),
    ("问交期", "酒店 6 月开业，问 4 月底能不能出第一柜。", Channel::Phone),
    ("付款方式", "想改 30/70 见提单副本，请经理定。", Channel::Mail),
    ("约来厂时间", "计划下月带设计师来厂，看老化线和样品室。", Channel::Phone),
    ("要 IES 文件", "要筒灯两款的 IES 和 LM-80 报告。", Channel::Mail),
];

fn calls(writer: &mut Writer, customer: Id, contact: Id, handler: Id, n: usize) {
    for k in 0..2 + n % 3 {
        let Some((subject, summary, channel)) = TALK.get((n * 2 + k) % TALK.len()).copied() else {
            continue;
        };
        let at = writer.now_ms - ((60 * (3 - k.min(2)) + n) as u64) * DAY_MS;
        writer.at_ms = at;
        let talk = Interaction {
            customer: Ref::to(customer),
            contact: Ref::to(contact),
            direction: if k % 2 == 0 {
                Direction::In
            } else {
                Direction::Out
            },
            channel,
            at: Instant::utc(i64::try_from(at).unwrap_or_default()),
            subject: subject.to_owned(),
            summary: summary.to_owned(),
            mood: Mood::Calm,
            outcome: InteractionOutcome::Answered,
            handler: Ref::to(handler),
            ..Interaction::default()
        };
        writer.create(
            &talk,
            vec![(
                shared::domain::customers::Interaction::SUBJECT,
                text(subject),
            )],
        );
    }
}
