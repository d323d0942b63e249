//! Who comes to the stand: two of three from China, everybody another person of another firm.

use super::dice::Dice;
use shared::domain::exhibitions::BoothLead;

/// Visitors of one country.
struct Country {
    name: &'static str,
    /// Calling code and the first digits of a mobile number.
    code: &'static str,
    language: &'static str,
    people: [&'static str; 5],
    firms: [&'static str; 5],
}

const fn c(
    name: &'static str,
    code: &'static str,
    language: &'static str,
    people: [&'static str; 5],
    firms: [&'static str; 5],
) -> Country {
    Country {
        name,
        code,
        language,
        people,
        firms,
    }
}

#[rustfmt::skip]
const ABROAD: &[Country] = &[
    c("阿联酋", "+971 50 ", "en", ["Ahmed Al-Farsi", "Layla Mansoor", "Khalid Rashid", "Noora Saeed", "Yousef Karam"], ["Noor Lighting LLC", "Falcon Interiors", "Marjan Contracting", "Sahara Lux", "Creek Projects FZE"]),
    c("摩洛哥", "+212 6 ", "fr", ["Fatima Zahra", "Youssef Benali", "Salma Idrissi", "Karim Tazi", "Hind Alaoui"], ["Riad Éclairage", "Atlas Lumière", "Médina Déco", "Casa Luminaires", "Zellige Projets"]),
    c("瑞典", "+46 70 ", "en", ["Sara Lindqvist", "Erik Nyström", "Maja Ek", "Oskar Dahl", "Elin Sjöberg"], ["Nordljus AB", "Skär Interiör", "Polstjärnan AB", "Ljusverket", "Björk & Ljus"]),
    c("墨西哥", "+52 55 ", "es", ["Diego Herrera", "Lucía Robles", "Andrés Vega", "Paola Cruz", "Mateo Ríos"], ["Luz Viva SA", "Faro Norte", "Grupo Candil", "Obra Clara", "Taller Lucero"]),
    c("日本", "+81 90 ", "ja", ["Yuki Tanaka", "Haruto Mori", "Aoi Fujita", "Ren Okada", "Mio Hayashi"], ["あかり商事", "和光デザイン", "北斗電材", "月灯設計", "みなと照明"]),
    c("德国", "+49 171 ", "de", ["Anna Schmidt", "Jonas Weber", "Lena Krüger", "Felix Brandt", "Mia Vogel"], ["Lichtwerk GmbH", "Hafenlicht KG", "Studio Hell", "Leuchtraum GmbH", "Nord Elektro"]),
    c("尼日利亚", "+234 80 ", "en", ["James Okafor", "Chioma Eze", "Tunde Balogun", "Amaka Obi", "Femi Ade"], ["Brightway Ltd", "Lagos Light House", "Savanna Projects", "Delta Fixtures", "Sunrise Homes"]),
    c("美国", "+1 415 555 ", "en", ["Emily Carter", "Noah Brooks", "Olivia Reed", "Ethan Cole", "Grace Hill"], ["Hearth & Beam Inc.", "Pacific Fixture Co.", "Lowlight Studio", "Granite Hotels", "Maple Home Supply"]),
    c("越南", "+84 90 ", "vi", ["Nguyễn Minh Anh", "Trần Quốc Bảo", "Lê Thu Hà", "Phạm Gia Huy", "Võ Lan Chi"], ["Ánh Dương Co.", "Sao Mai Decor", "Hà Thành Light", "Cửu Long JSC", "Trúc Xanh"]),
    c("葡萄牙", "+351 91 ", "pt", ["Pedro Almeida", "Inês Sousa", "Rui Marques", "Beatriz Lopes", "Tiago Neves"], ["Candeia Lda", "Luz do Tejo", "Porto Projectos", "Casa Farol", "Azulejo Hotéis"]),
    c("约旦", "+962 79 ", "ar", ["Omar Haddad", "Rana Khoury", "Sami Nasser", "Dina Azar", "Fadi Salem"], ["Shams Trading", "Petra Lighting", "Amman Décor", "Jordan Valley Co.", "Qamar Electric"]),
    c("塞尔维亚", "+381 64 ", "en", ["Ivana Petrović", "Marko Jović", "Jelena Ilić", "Nikola Savić", "Ana Kostić"], ["Svetlost d.o.o.", "Dunav Projekt", "Beli Grad", "Zora Enterijer", "Luča"]),
    c("土耳其", "+90 532 ", "tr", ["Mehmet Yılmaz", "Elif Demir", "Can Aydın", "Zeynep Kaya", "Emre Şahin"], ["Işık Aydınlatma A.Ş.", "Boğaz Mimarlık", "Anadolu Avize", "Fener Proje", "Ege Otelcilik"]),
    c("印尼", "+62 812 ", "en", ["Siti Rahma", "Budi Santoso", "Dewi Lestari", "Agus Wijaya", "Putri Ayu"], ["Cahaya Nusantara", "Bali Lumina", "Karya Terang", "Merapi Design", "Bintang Hotel Group"]),
    c("爱尔兰", "+353 87 ", "en", ["Liam O'Brien", "Aoife Kelly", "Conor Walsh", "Niamh Byrne", "Sean Doyle"], ["Clearview Homes", "Liffey Lighting", "Galway Glow", "Emerald Fit-out", "Harbour Hotels"]),
];

const FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗",
];
const GIVEN: &[&str] = &[
    "海峰", "芳", "明远", "晓", "想", "宁", "俊", "雅琴", "志强", "雨桐", "文静", "国栋", "倩",
    "建华", "子涵", "一鸣",
];
const PLACES: &[&str] = &[
    "杭州", "成都", "深圳", "佛山", "中山", "苏州", "厦门", "西安", "武汉", "青岛",
];
/// As many as share no divisor with the number of places: a pair of both returns late.
const TRADES: &[&str] = &[
    "观邸设计",
    "拾光照明",
    "栖木软装",
    "半亩园林",
    "方略空间",
    "云栖酒店",
    "澄光商照",
    "木石营造",
    "知白家居",
    "里外建筑",
    "青禾民宿",
    "南风灯饰",
    "一间设计",
    "远山文旅",
    "星河百货",
    "原舍工程",
    "合木展陈",
    "千灯商贸",
    "云上民宿",
    "明德地产",
    "小满餐饮",
];

/// The `n`-th visitor, without what was said at the stand.
pub(super) fn visitor(dice: &mut Dice, n: usize) -> BoothLead {
    let digits = |dice: &mut Dice| format!("{:04}", dice.below(10_000));
    let (head, tail) = (digits(dice), digits(dice));
    if n.is_multiple_of(3)
        && let Some(from) = ABROAD.get(n / 3 % ABROAD.len())
    {
        let nth = n / 3 / ABROAD.len() % from.people.len();
        let (name, company) = (from.people[nth], from.firms[nth]);
        let handle = name.to_lowercase().replace([' ', '\''], ".");
        let handle: String = handle
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
            .collect();
        return BoothLead {
            name: name.to_owned(),
            company: company.to_owned(),
            country: from.name.to_owned(),
            language: from.language.to_owned(),
            phones: vec![format!("{}{head} {tail}", from.code)],
            emails: vec![format!("{handle}@example.com")],
            ..BoothLead::default()
        };
    }
    let family = dice.pick(FAMILY).copied().unwrap_or_default();
    let given = dice.pick(GIVEN).copied().unwrap_or_default();
    // Some only leave a name.
    let silent = dice.chance(4);
    let (company, phones) = match silent {
        true => (String::new(), Vec::new()),
        false => (
            format!(
                "{}{}有限公司",
                PLACES[n % PLACES.len()],
                TRADES[n % TRADES.len()]
            ),
            vec![format!("13{}{head}{tail}", n % 10)],
        ),
    };
    BoothLead {
        name: format!("{family}{given}"),
        company,
        country: "中国".to_owned(),
        language: "zh-Hans".to_owned(),
        phones,
        ..BoothLead::default()
    }
}
