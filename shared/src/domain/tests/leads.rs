//! Leads of a show: handed on, followed up, closed.

use super::*;

#[test]
fn r_097_a_lead_is_handed_on_only_with_who_how_interest_and_next_step() {
    let (mut store, mut device) = sales();
    device.make(BoothLead::KIND, id(50), create(Vec::new()));
    let owner = vec![(BoothLead::OWNER, Value::Ref(Kind(2), id(1)))];
    let codes: Vec<String> = blocked(&device, id(50), 16, &owner)
        .into_iter()
        .filter(|reason| reason.rule == 97)
        .map(|reason| format!("{}:{}", reason.code, reason.field))
        .collect();
    assert_eq!(codes, ["who:17", "no-contact-way:21", "gap:32", "gap:34"]);
    let early = step(&mut device, BoothLead::KIND, id(50), 16, owner.clone());
    // A photo of the card stands for who and how.
    for (no, value) in [
        (BoothLead::CARD_PHOTO, Value::Bytes(vec![7; 32])),
        (BoothLead::INTEREST, Value::Choice(2)),
        (BoothLead::NEXT_STEP, Value::Choice(4)),
        (BoothLead::EXHIBITION, Value::Ref(Exhibition::KIND, id(60))),
    ] {
        device.make(BoothLead::KIND, id(50), set(no, value));
    }
    assert_eq!(blocked(&device, id(50), 16, &owner), []);
    device.sync(&mut store);
    assert_eq!(device.receipt(early.id), Verdict::Rejected);
    step(&mut device, BoothLead::KIND, id(50), 16, owner);
    device.sync(&mut store);
    assert_eq!(state(&device, id(50)), LeadState::Assigned.no());
}

#[test]
fn r_097_left_none_is_an_answer() {
    let (_, mut device) = sales();
    let fields = vec![
        (BoothLead::NAME, text("路人")),
        (BoothLead::LEFT_NONE, Value::Bool(true)),
        (BoothLead::INTEREST, Value::Choice(4)),
        (BoothLead::NEXT_STEP, Value::Choice(5)),
        (BoothLead::EXHIBITION, Value::Ref(Exhibition::KIND, id(60))),
    ];
    device.make(BoothLead::KIND, id(50), create(fields.clone()));
    let owner = vec![(BoothLead::OWNER, Value::Ref(Kind(2), id(2)))];
    assert_eq!(blocked(&device, id(50), 16, &owner), []);
    // Without a name there is nobody to hand on.
    device.make(BoothLead::KIND, id(51), create(fields[1..].to_vec()));
    assert_eq!(
        blocked(&device, id(51), 16, &owner),
        [Reason::of_rule(97, "who").at(BoothLead::NAME)]
    );
}

fn show(store: &mut MemoryStore) {
    let day = |text: &str| Value::Day(calendar::Date::parse(text).unwrap().0);
    let fields = vec![
        (Exhibition::NAME, text("第140届广交会")),
        (Exhibition::FROM, day("2026-10-15")),
        (Exhibition::TO, day("2026-10-19")),
        (Exhibition::PROGRAMME, text("09:30 开馆")),
    ];
    let ops = [
        server_op(10, Exhibition::KIND, id(60), fields),
        server_op(
            11,
            Product::KIND,
            id(61),
            vec![(Product::NAME, text("轨道射灯"))],
        ),
    ];
    author(store, &ops, NOW).unwrap();
}

#[test]
fn r_098_the_first_follow_up_is_due_two_working_days_after_capture_or_after_the_show() {
    let (mut store, mut device) = sales();
    show(&mut store);
    device.sync(&mut store);
    // Friday 16 October 2026, 10:38 in Guangzhou.
    let captured = Value::Instant(Instant::utc(1_792_118_280_000));
    for (n, grade) in [(50u8, 1), (51, 2)] {
        let fields = vec![
            (BoothLead::NAME, text("Marco")),
            (BoothLead::EXHIBITION, Value::Ref(Exhibition::KIND, id(60))),
            (BoothLead::CAPTURED_AT, captured.clone()),
            (BoothLead::INTEREST, Value::Choice(grade)),
            (BoothLead::OWNER, Value::Ref(Kind(2), id(1))),
        ];
        device.make(BoothLead::KIND, id(n), create(fields));
    }
    device.sync(&mut store);
    let world = &device.client.world;
    let due = |lead: Id| {
        let ids = world.of_kind(Task::KIND);
        let task = ids
            .into_iter()
            .map(|id| Task::read(world.get(id).unwrap()))
            .find(|task| task.source.1 == lead);
        let task = task.unwrap();
        assert_eq!(
            (task.owner.get(), task.rule.as_str()),
            (Some(id(1)), "R-098")
        );
        calendar::standard()
            .zone()
            .local(calendar::Moment(task.due_at.utc_ms))
            .to_string()
    };
    assert_eq!(due(id(50)), "2026-10-20 17:30");
    assert_eq!(due(id(51)), "2026-10-21 17:30");
}

#[test]
fn r_098_the_follow_up_moves_with_the_owner_and_closing_needs_an_outcome() {
    let mut store = house();
    let mut device = Device::new(2, id(2));
    let Action::Create { mut fields, items } = lead(id(2), "Marco", "+39 02 1234567") else {
        unreachable!()
    };
    fields.push((BoothLead::EXHIBITION, Value::Ref(Exhibition::KIND, id(60))));
    device.make(BoothLead::KIND, id(50), Action::Create { fields, items });
    step(
        &mut device,
        BoothLead::KIND,
        id(50),
        16,
        vec![(BoothLead::OWNER, Value::Ref(Kind(2), id(1)))],
    );
    step(&mut device, BoothLead::KIND, id(50), 18, Vec::new());
    let world = &device.client.world;
    let task = world.of_kind(Task::KIND)[0];
    assert_eq!(
        Task::read(world.get(task).unwrap()).owner.get(),
        Some(id(1))
    );
    let customer = vec![(BoothLead::CUSTOMER, Value::Ref(Customer::KIND, id(20)))];
    assert_eq!(
        blocked(&device, id(50), 19, &customer),
        [Reason::of_rule(98, "no-outcome").at(BoothLead::OUTCOME)]
    );
    let mut args = customer;
    args.push((BoothLead::OUTCOME, text("建了客户")));
    step(&mut device, BoothLead::KIND, id(50), 19, args);
    device.sync(&mut store);
    assert_eq!(state(&device, id(50)), LeadState::Converted.no());
    assert_eq!(state(&device, task), TaskState::Open.no());
}

#[test]
fn r_099_the_booth_tablet_holds_show_team_and_products_without_asking_again() {
    let mut store = house();
    show(&mut store);
    let mut booth = Device::new(1, id(1));
    booth.sync(&mut store);
    // From here on there is no network.
    let world = &booth.client.world;
    assert_eq!(
        world.get(id(60)).unwrap().text(Exhibition::PROGRAMME),
        "09:30 开馆"
    );
    assert_eq!(world.of_kind(Product::KIND).len(), 1);
    assert_eq!(world.of_kind(User::KIND).len(), 2);
}
