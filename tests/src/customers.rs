//! Invented customers in any number, the same for the same seed: what lists and search are measured on.

/// A customer as search sees it.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Company.
    pub company: String,
    /// Contact person.
    pub contact: String,
    /// Mobile phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// City.
    pub city: String,
    /// A line about them.
    pub note: String,
    /// What people would type in pinyin for the company: the whole, and the initials.
    pub typed: [String; 2],
}

/// A small seeded generator.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % n as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

type Word = (&'static str, &'static str);

const CITIES: [Word; 16] = [
    ("深圳", "shen zhen"),
    ("广州", "guang zhou"),
    ("中山", "zhong shan"),
    ("东莞", "dong guan"),
    ("佛山", "fo shan"),
    ("宁波", "ning bo"),
    ("重庆", "chong qing"),
    ("长沙", "chang sha"),
    ("上海", "shang hai"),
    ("厦门", "xia men"),
    ("温州", "wen zhou"),
    ("义乌", "yi wu"),
    ("成都", "cheng du"),
    ("西安", "xi an"),
    ("青岛", "qing dao"),
    ("苏州", "su zhou"),
];
const BRAND: [Word; 40] = [
    ("欧", "ou"),
    ("普", "pu"),
    ("雷", "lei"),
    ("士", "shi"),
    ("华", "hua"),
    ("艺", "yi"),
    ("光", "guang"),
    ("明", "ming"),
    ("星", "xing"),
    ("辰", "chen"),
    ("瑞", "rui"),
    ("丰", "feng"),
    ("海", "hai"),
    ("王", "wang"),
    ("金", "jin"),
    ("达", "da"),
    ("莱", "lai"),
    ("宝", "bao"),
    ("利", "li"),
    ("源", "yuan"),
    ("三", "san"),
    ("雄", "xiong"),
    ("极", "ji"),
    ("佳", "jia"),
    ("美", "mei"),
    ("创", "chuang"),
    ("联", "lian"),
    ("信", "xin"),
    ("恒", "heng"),
    ("泰", "tai"),
    ("天", "tian"),
    ("鸿", "hong"),
    ("锐", "rui"),
    ("驰", "chi"),
    ("晶", "jing"),
    ("朗", "lang"),
    ("卓", "zhuo"),
    ("越", "yue"),
    ("新", "xin"),
    ("乐", "le"),
];
const TRADE: [Word; 8] = [
    ("照明", "zhao ming"),
    ("灯具", "deng ju"),
    ("光电", "guang dian"),
    ("电器", "dian qi"),
    ("科技", "ke ji"),
    ("国际贸易", "guo ji mao yi"),
    ("工程", "gong cheng"),
    ("智能家居", "zhi neng jia ju"),
];
const SURNAMES: [Word; 20] = [
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("黄", "huang"),
    ("赵", "zhao"),
    ("吴", "wu"),
    ("周", "zhou"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("马", "ma"),
    ("朱", "zhu"),
    ("胡", "hu"),
    ("郭", "guo"),
    ("何", "he"),
    ("高", "gao"),
    ("林", "lin"),
    ("曾", "zeng"),
];
const GIVEN: [Word; 20] = [
    ("伟", "wei"),
    ("芳", "fang"),
    ("娜", "na"),
    ("敏", "min"),
    ("静", "jing"),
    ("丽", "li"),
    ("强", "qiang"),
    ("磊", "lei"),
    ("军", "jun"),
    ("洋", "yang"),
    ("勇", "yong"),
    ("艳", "yan"),
    ("杰", "jie"),
    ("娟", "juan"),
    ("涛", "tao"),
    ("超", "chao"),
    ("海", "hai"),
    ("峰", "feng"),
    ("秀", "xiu"),
    ("霞", "xia"),
];
const FOREIGN: [&str; 24] = [
    "Nordic", "Lumen", "Bright", "Atlas", "Vega", "Meridian", "Solar", "Harbor", "Müller", "Costa",
    "Delta", "Orient", "Pacific", "Prima", "Astra", "Kraft", "Linea", "Aurora", "Baltic", "Zenith",
    "Iberia", "Royal", "Urban", "Global",
];
const KINDS: [&str; 6] = [
    "Lighting GmbH",
    "Trading Co., Ltd",
    "Imports LLC",
    "Électrique SARL",
    "Design AB",
    "Supply",
];
const PEOPLE: [&str; 12] = [
    "Anna", "Omar", "Lucas", "Marta", "Ivan", "Sofia", "John", "Fatima", "Erik", "Chloé", "Raj",
    "Diego",
];
const NOTES: [&str; 8] = [
    "春季展会认识，要样品报价",
    "老客户介绍，关注轨道灯",
    "要求提供检测报告",
    "Wants dimmable downlights, 500 pcs",
    "对交期有要求，月底回复",
    "酒店工程项目，分批交货",
    "Asked for CE and RoHS papers",
    "曾退换一次，已处理",
];

/// `n` customers, four in five Chinese.
pub fn customers(n: usize, seed: u64) -> Vec<Customer> {
    let mut dice = Dice::new(seed);
    (0..n)
        .map(|number| {
            if number % 5 == 4 {
                foreign(&mut dice)
            } else {
                chinese(&mut dice)
            }
        })
        .collect()
}

fn chinese(dice: &mut Dice) -> Customer {
    let city = dice.pick(&CITIES);
    let parts = [
        city,
        dice.pick(&BRAND),
        dice.pick(&BRAND),
        dice.pick(&BRAND),
        dice.pick(&TRADE),
    ];
    let company: String = parts.iter().map(|part| part.0).collect::<String>() + "有限公司";
    let syllables = parts.iter().flat_map(|part| part.1.split(' '));
    let whole: String = syllables.clone().collect();
    let initials: String = syllables
        .filter_map(|syllable| syllable.chars().next())
        .collect();
    let (family, given) = (dice.pick(&SURNAMES), dice.pick(&GIVEN));
    let second = if dice.below(3) == 0 {
        ("", "")
    } else {
        dice.pick(&GIVEN)
    };
    let number = dice.below(1_000_000_000);
    Customer {
        contact: [family.0, given.0, second.0].concat(),
        phone: format!("1{}{number:09}", 3 + dice.below(7)),
        email: format!(
            "{}{}{}@{}.cn",
            family.1,
            given.1,
            dice.below(1000),
            parts[1].1
        ),
        city: city.0.to_owned(),
        note: dice.pick(&NOTES).to_owned(),
        company,
        typed: [whole, initials],
    }
}

fn foreign(dice: &mut Dice) -> Customer {
    let (one, two) = (dice.pick(&FOREIGN), dice.pick(&FOREIGN));
    let (person, family) = (dice.pick(&PEOPLE), dice.pick(&FOREIGN));
    Customer {
        company: format!("{one} {two} {}", dice.pick(&KINDS)),
        contact: format!("{person} {family}"),
        phone: format!("+49 {} {:07}", 30 + dice.below(60), dice.below(10_000_000)),
        email: format!("{}.{}@{}.com", person, family, one).to_lowercase(),
        city: dice
            .pick(&["Berlin", "Dubai", "São Paulo", "Lyon", "Mumbai", "Chicago"])
            .to_owned(),
        note: dice.pick(&NOTES).to_owned(),
        typed: [one.to_lowercase(), two.to_lowercase()],
    }
}
