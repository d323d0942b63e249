//! One trade show with two hundred leads in every state.

use super::house::House;
use super::visitors::visitor;
use super::writer::{DAY_MS, Writer, text};
use shared::calendar::Date;
use shared::domain::exhibitions::{
    BoothLead, Exhibition, Interest, LeadState, NextStep, ShowScope,
};
use shared::entity::{Day, Decimal, Entity, Id, Instant, Kind, Ref, Value};

/// How many leads.
const LEADS: usize = 200;
/// On how many leads comes one of somebody whom a colleague has just met too.
const TWICE: usize = 40;

const NEEDS: &[&str] = &[
    "要一份中英文报价，FOB 深圳",
    "酒店 120 间房，月底定灯型",
    "想看 3000K 和 3500K 的样品",
    "问能不能做哑光香槟金",
    "连锁店改造，第一批 20 家",
    "要 DALI 调光，问驱动品牌",
    "",
    "",
];

pub(super) fn show_with_leads(writer: &mut Writer, house: &House, products: &[Id]) {
    let today = Date(i32::try_from(writer.now_ms / DAY_MS).unwrap_or_default());
    let first = today.plus_days(-6);
    writer.actor = house.user("lin");
    writer.at_ms = writer.now_ms - 60 * DAY_MS;
    let at = |date: Date, hour: i64| Instant {
        utc_ms: i64::from(date.0) * 86_400_000 + (hour - 8) * 3_600_000,
        zone: "Asia/Shanghai".to_owned(),
        wall: String::new(),
    };
    let (year, ..) = first.ymd();
    let show = Exhibition {
        name: format!("{year} 国际照明与空间展"),
        scope: ShowScope::International,
        from: Day(first.0),
        to: Day(first.plus_days(4).0),
        city: "广州".to_owned(),
        hall: "12.2 馆".to_owned(),
        booth: "G18".to_owned(),
        area: "72 m²，两面开口".to_owned(),
        fitout_at: at(first.plus_days(-3), 9),
        movein_at: at(first.plus_days(-1), 9),
        open_at: at(first, 9),
        products: products.iter().copied().map(Ref::to).collect(),
        lead: Ref::to(house.user("lin")),
        team: ["lin", "chen", "huang", "he", "wu", "zhang"]
            .map(|login| Ref::to(house.user(login)))
            .to_vec(),
        programme: "09:00 开馆 · 11:00 新品讲解 · 15:00 客户沙龙 · 17:30 收摊核对".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        ..Exhibition::default()
    };
    let show = writer.create(&show, Vec::new());
    for (step, from) in [(16, 1), (17, 2), (19, 3), (21, 4)] {
        writer.step(Exhibition::KIND, show, step, from, Vec::new());
    }
    let stand = Stand {
        house,
        products,
        show,
        first,
    };
    let mut who = BoothLead::default();
    for n in 0..LEADS {
        if n % TWICE != TWICE / 2 {
            who = visitor(&mut writer.dice, n);
        }
        lead(writer, &stand, n, who.clone());
    }
}

/// What every lead of the show shares.
struct Stand<'a> {
    house: &'a House,
    products: &'a [Id],
    show: Id,
    first: Date,
}

fn lead(writer: &mut Writer, stand: &Stand<'_>, n: usize, who: BoothLead) {
    let Stand {
        house,
        products,
        show,
        first,
    } = *stand;
    let sellers = ["chen", "huang", "he"];
    let day = n / 40;
    let open_ms = u64::try_from(first.plus_days(i32::try_from(day).unwrap_or(0)).0).unwrap_or(0)
        * DAY_MS
        + 3_600_000;
    let captured = (open_ms + (n % 40) as u64 * 720_000 + writer.dice.below(400_000) as u64)
        .min(writer.now_ms);
    writer.at_ms = captured;
    let catcher = house.user(sellers[writer.dice.below(sellers.len())]);
    writer.actor = catcher;
    let grade = match writer.dice.below(10) {
        0..=2 => Interest::A,
        3..=5 => Interest::B,
        6..=8 => Interest::C,
        _ => Interest::D,
    };
    let step = match grade {
        Interest::A => [NextStep::Quote, NextStep::Visit, NextStep::Sample][writer.dice.below(3)],
        Interest::B => [NextStep::Quote, NextStep::Sample, NextStep::Call][writer.dice.below(3)],
        Interest::C => NextStep::Call,
        _ => NextStep::None,
    };
    let mut liked: Vec<Ref<_>> = Vec::new();
    for _ in 0..1 + writer.dice.below(3) {
        if let Some(product) = writer
            .dice
            .pick(products)
            .copied()
            .filter(|id| !liked.contains(&Ref::to(*id)))
        {
            liked.push(Ref::to(product));
        }
    }
    let needs = writer.dice.pick(NEEDS).copied().unwrap_or_default();
    let many = writer.dice.chance(40);
    let lead = BoothLead {
        exhibition: Ref::to(show),
        left_none: who.phones.is_empty() && who.emails.is_empty(),
        products: liked,
        qty: Decimal {
            mantissa: if many {
                100 * (1 + writer.dice.below(12) as i64)
            } else {
                0
            },
            scale: 0,
        },
        interest: grade,
        needs_text: needs.to_owned(),
        next_step: step,
        captured_by: Ref::to(catcher),
        captured_at: Instant::utc(i64::try_from(captured).unwrap_or_default()),
        owner: Ref::to(catcher),
        ..who
    };
    let more = if many {
        Vec::new()
    } else {
        vec![(BoothLead::QTY, Value::Empty)]
    };
    let id = writer.create(&lead, more);
    live(writer, house, id, n, grade);
}

/// What happened to the lead after the show.
fn live(writer: &mut Writer, house: &House, id: Id, n: usize, grade: Interest) {
    let owner = house.user(["chen", "huang", "he"][n % 3]);
    let fate = writer.dice.below(10);
    if fate < 4 && grade != Interest::A {
        return;
    }
    let give = vec![(BoothLead::OWNER, Value::Ref(Kind(2), owner))];
    writer.actor = house.user("lin");
    writer.step(BoothLead::KIND, id, 16, LeadState::Captured.no(), give);
    if fate < 6 {
        return;
    }
    writer.actor = owner;
    writer.step(
        BoothLead::KIND,
        id,
        18,
        LeadState::Assigned.no(),
        Vec::new(),
    );
    if fate == 9 {
        let why = vec![(BoothLead::OUTCOME, text("同行，只收资料"))];
        writer.step(BoothLead::KIND, id, 21, LeadState::Following.no(), why);
    }
}
