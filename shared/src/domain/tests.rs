//! The rules of the customer archive and of exhibitions, each by its number.

use super::customers::{
    self, Contact, Customer, CustomerType, Decision, Duplicate, Interaction, RecordState, Stage,
};
use super::exhibitions::{self, BoothLead, Exhibition, LeadState};
use super::organisation::{GrantScope, User};
use super::products::Product;
use super::tasks::{Attachment, Task, TaskState};
use crate::calendar;
use crate::entity::{Entity, FieldKind, Id, Instant, Kind, Merge, Record, Value};
use crate::sync::server::{MemoryStore, author};
use crate::sync::tests::{Device, NOW, house, id, lead, server_op, set, user_fields};
use crate::sync::{Action, Look, Reason, Verdict, apply};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn create(fields: Vec<(u16, Value)>) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

fn whole_customer() -> Vec<(u16, Value)> {
    vec![
        (Customer::NAME, text("杭州栖木软装有限公司")),
        (
            Customer::CUSTOMER_TYPE,
            Value::Choice(CustomerType::Company.no()),
        ),
        (Customer::STAGE, Value::Choice(Stage::Prospect.no())),
        (Customer::SOURCE, Value::Choice(6)),
        (Customer::OWNER, Value::Ref(Kind(2), id(1))),
        (Customer::LANGUAGE, text("zh-Hans")),
        (Customer::ADDRESS, text("杭州市")),
    ]
}

fn contact_of(customer: Id, phone: &str) -> Action {
    create(vec![
        (Contact::CUSTOMER, Value::Ref(Customer::KIND, customer)),
        (Contact::NAME, text("王海峰")),
        (Contact::PHONES, Value::List(vec![text(phone)])),
    ])
}

fn sales() -> (MemoryStore, Device) {
    (house(), Device::new(1, id(1)))
}

fn state(device: &Device, record: Id) -> u32 {
    device.client.world.get(record).map(Record::state).unwrap()
}

fn blocked(device: &Device, record: Id, step: u16, args: &[(u16, Value)]) -> Vec<Reason> {
    let record = device.client.world.get(record).unwrap();
    let schema = super::schema(record.kind).unwrap();
    let arrow = apply::transition(schema.states.unwrap(), step).unwrap();
    apply::blockers(&device.client.world, schema, record, arrow, &args.to_vec())
}

fn step(
    device: &mut Device,
    kind: Kind,
    record: Id,
    no: u16,
    args: Vec<(u16, Value)>,
) -> crate::sync::Op {
    let from = state(device, record);
    device.make(
        kind,
        record,
        Action::Step {
            transition: no,
            from,
            bound: None,
            args,
        },
    )
}

#[test]
fn r_001_an_archive_is_complete_with_all_eight_things_and_not_before() {
    let (mut store, mut device) = sales();
    device.make(Customer::KIND, id(20), create(whole_customer()));
    device.sync(&mut store);
    let missing = customers::completeness(
        &device.client.world,
        device.client.world.get(id(20)).unwrap(),
    );
    assert_eq!(missing.missing, [Reason::of_rule(1, "no-contact")]);
    assert_eq!(
        (state(&device, id(20)), missing.percent),
        (RecordState::Incomplete.no(), 87)
    );
    device.make(Contact::KIND, id(21), contact_of(id(20), "0571-88886666"));
    device.sync(&mut store);
    assert_eq!(state(&device, id(20)), RecordState::Complete.no());
    device.make(Customer::KIND, id(20), set(Customer::ADDRESS, Value::Empty));
    device.sync(&mut store);
    assert_eq!(state(&device, id(20)), RecordState::Incomplete.no());
}

#[test]
fn r_001_a_retail_person_needs_a_name_and_one_contact_way() {
    let (mut store, mut device) = sales();
    let person = vec![
        (
            Customer::CUSTOMER_TYPE,
            Value::Choice(CustomerType::Person.no()),
        ),
        (Customer::STAGE, Value::Choice(Stage::Won.no())),
        (Customer::OWNER, Value::Ref(Kind(2), id(1))),
        (Customer::MEMBER_NO, text("M-1")),
    ];
    device.make(Customer::KIND, id(20), create(person));
    device.sync(&mut store);
    assert_eq!(state(&device, id(20)), RecordState::Incomplete.no());
    device.make(
        Customer::KIND,
        id(20),
        set(Customer::PHONE, text("13800138000")),
    );
    device.sync(&mut store);
    assert_eq!(state(&device, id(20)), RecordState::Complete.no());
}

#[test]
fn r_003_new_customer_is_computed_and_cannot_be_typed() {
    let (mut store, mut device) = sales();
    device.make(Customer::KIND, id(20), create(whole_customer()));
    let typed = device.make(
        Customer::KIND,
        id(20),
        set(Customer::IS_NEW, Value::Bool(false)),
    );
    device.sync(&mut store);
    assert_eq!(device.receipt(typed.id), Verdict::Rejected);
    assert!(customers::is_new(
        &device.client.world,
        id(20),
        customers::CONFIRMING
    ));
    // An interaction stands in for the first kind of record that ends being new.
    let sale = create(vec![(
        Interaction::CUSTOMER,
        Value::Ref(Customer::KIND, id(20)),
    )]);
    device.make(Interaction::KIND, id(30), sale);
    let confirming = [(Interaction::KIND, Interaction::CUSTOMER)];
    assert!(!customers::is_new(
        &device.client.world,
        id(20),
        &confirming
    ));
}

#[test]
fn r_005_type_and_stage_are_asked_for_and_filter_every_list() {
    let (mut store, mut device) = sales();
    let fields = whole_customer()
        .into_iter()
        .filter(|(no, _)| ![Customer::CUSTOMER_TYPE, Customer::STAGE].contains(no));
    device.make(Customer::KIND, id(20), create(fields.collect()));
    device.make(Contact::KIND, id(21), contact_of(id(20), "0571-88886666"));
    device.sync(&mut store);
    let gaps = customers::completeness(
        &device.client.world,
        device.client.world.get(id(20)).unwrap(),
    )
    .missing;
    let fields: Vec<(u16, u16)> = gaps.iter().map(|gap| (gap.rule, gap.field)).collect();
    assert_eq!(fields, [(5, Customer::CUSTOMER_TYPE), (5, Customer::STAGE)]);
    for no in [Customer::CUSTOMER_TYPE, Customer::STAGE] {
        assert!(Customer::SCHEMA.field(no).unwrap().flags.indexed);
    }
}

#[test]
fn r_008_the_same_person_on_two_tablets_is_kept_twice_and_proposed_once() {
    let mut store = house();
    let (mut one, mut two) = (Device::new(1, id(1)), Device::new(2, id(2)));
    one.make(
        BoothLead::KIND,
        id(50),
        lead(id(1), "王海峰", "138 0013 8000"),
    );
    two.make(
        BoothLead::KIND,
        id(51),
        lead(id(2), "Wang Haifeng", "+86-13800138000"),
    );
    one.sync(&mut store);
    two.sync(&mut store);
    assert!(two.client.world.get(id(50)).is_some() && two.client.world.get(id(51)).is_some());
    let proposals = two.client.world.of_kind(Duplicate::KIND);
    assert_eq!(proposals.len(), 1);
    let proposal = Duplicate::read(two.client.world.get(proposals[0]).unwrap());
    assert_eq!(
        (proposal.newer.1, proposal.older.1, proposal.basis),
        (id(51), id(50), vec!["phone".to_owned()])
    );
    // Saying they are two people needs a reason.
    assert_eq!(
        blocked(&two, proposals[0], 18, &[]),
        [Reason::of_rule(301, "gap").at(Duplicate::REASON)]
    );
    step(
        &mut two,
        Duplicate::KIND,
        proposals[0],
        18,
        vec![(Duplicate::REASON, text("父子"))],
    );
    two.sync(&mut store);
    assert_eq!(state(&two, proposals[0]), Decision::Distinct.no());
    // Nobody is asked twice.
    two.make(
        BoothLead::KIND,
        id(51),
        set(BoothLead::EMAILS, Value::List(vec![text("m@x.example")])),
    );
    two.make(
        BoothLead::KIND,
        id(50),
        set(BoothLead::EMAILS, Value::List(vec![text("m@x.example")])),
    );
    two.sync(&mut store);
    assert_eq!(state(&two, proposals[0]), Decision::Distinct.no());
    assert_eq!(two.client.world.of_kind(Duplicate::KIND).len(), 1);
}

#[test]
fn r_008_colleagues_are_not_one_visitor_and_their_company_is_found_by_its_name() {
    let (mut store, mut device) = sales();
    let visitors = [
        (50, "王海峰", "栖木软装"),
        (51, "李婷", "杭州栖木软装有限公司"),
        (52, "王海峰 ", "杭州栖木软装"),
        (53, "李婷", "杭州栖木软装股份有限公司"),
        (54, "", "杭州栖木软装"),
        (55, "李婷", "光华照明"),
    ];
    for (n, name, company) in visitors {
        let fields = [(BoothLead::NAME, name), (BoothLead::COMPANY, company)];
        let fields = fields.map(|(no, value)| (no, text(value)));
        device.make(BoothLead::KIND, id(n), create(fields.into()));
    }
    device.make(Customer::KIND, id(20), create(whole_customer()));
    let late = vec![
        (BoothLead::NAME, text("赵敏")),
        (BoothLead::COMPANY, text("杭州栖木软装")),
    ];
    device.make(BoothLead::KIND, id(56), create(late));
    device.sync(&mut store);
    let world = &device.client.world;
    let mut pairs: Vec<(Id, Id)> = world
        .of_kind(Duplicate::KIND)
        .into_iter()
        .map(|proposal| Duplicate::read(world.get(proposal).unwrap()))
        .map(|proposal| (proposal.older.1, proposal.newer.1))
        .collect();
    pairs.sort();
    let pair = |older: u8, newer: u8| (id(older), id(newer));
    assert_eq!(
        pairs,
        [
            // The customer, whoever came first.
            pair(20, 56),
            pair(51, 20),
            // The same name.
            pair(51, 53),
            // A card without a name may be anybody's.
            pair(51, 54),
            pair(52, 20),
            pair(52, 54),
            pair(53, 20),
            pair(53, 54),
            pair(54, 20),
            pair(54, 56),
        ]
    );
}

/// Two customers that share a phone, with a contact each; the proposal between them.
fn twins(store: &mut MemoryStore, device: &mut Device) -> Id {
    device.make(Customer::KIND, id(20), create(whole_customer()));
    device.make(Contact::KIND, id(21), contact_of(id(20), "0571-88886666"));
    let twin = vec![
        (Customer::NAME, text("杭州栖木软装有限公司")),
        (Customer::OWNER, Value::Ref(Kind(2), id(1))),
        (Customer::WEBSITE, text("qimu.example")),
    ];
    device.make(Customer::KIND, id(25), create(twin));
    device.make(Contact::KIND, id(26), contact_of(id(25), "13700000000"));
    device.sync(store);
    device.client.world.of_kind(Duplicate::KIND)[0]
}

fn do_all(store: &mut MemoryStore, device: &mut Device, deeds: customers::Deeds) {
    for (kind, record, action) in deeds {
        device.make(kind, record, action);
    }
    device.sync(store);
    assert!(device.client.world.pending().next().is_none());
}

fn get(device: &Device, record: Id) -> Record {
    device.client.world.get(record).unwrap().clone()
}

/// Folds one record into another, with these values of the one that goes.
fn fold(store: &mut MemoryStore, device: &mut Device, (kept, gone): (Id, Id), taken: &[u16]) {
    let (kept, gone) = (get(device, kept), get(device, gone));
    let value = |no: &u16| (*no, gone.get(*no).unwrap().clone());
    let chosen = taken.iter().map(value).collect();
    let proposal = device
        .client
        .world
        .get(Id::of_pair(kept.id, gone.id, "R-008"));
    let deeds = customers::merge_ops(&kept, &gone, chosen, proposal, "一人两张名片");
    do_all(store, device, deeds);
}

#[test]
fn r_008_merging_keeps_all_children_and_takes_what_was_chosen() {
    let (mut store, mut device) = sales();
    let proposal = twins(&mut store, &mut device);
    fold(
        &mut store,
        &mut device,
        (id(20), id(25)),
        &[Customer::WEBSITE],
    );
    let survivor = get(&device, id(20));
    assert_eq!(survivor.text(Customer::WEBSITE), "qimu.example");
    assert_eq!(
        get(&device, id(26)).reference(Contact::CUSTOMER),
        Some(id(20))
    );
    assert_eq!(state(&device, id(25)), RecordState::Merged.no());
    assert_eq!(state(&device, proposal), Decision::Same.no());
    let stands = |of: Id| customers::standing(&device.client.world, of).map(|record| record.id);
    assert_eq!(
        (stands(id(25)), stands(id(26))),
        (Some(id(20)), Some(id(20)))
    );
    // Nobody edits what is gone, and nothing is found in it again.
    let late = device.make(Customer::KIND, id(25), set(Customer::INDUSTRY, text("灯")));
    device.make(Customer::KIND, id(27), create(whole_customer()));
    device.sync(&mut store);
    assert_eq!(device.receipt(late.id), Verdict::NeedsReview);
    let again = Id::of_pair(id(25), id(27), "R-008");
    assert!(device.client.world.get(again).is_none());
    assert!(
        device
            .client
            .world
            .get(Id::of_pair(id(20), id(27), "R-008"))
            .is_some()
    );
}

#[test]
fn r_008_what_is_written_about_a_merged_customer_goes_to_the_survivor() {
    let (mut store, mut device) = sales();
    let mut away = Device::new(2, id(1));
    twins(&mut store, &mut device);
    away.sync(&mut store);
    let call = create(vec![(
        Interaction::CUSTOMER,
        Value::Ref(Customer::KIND, id(25)),
    )]);
    away.make(Interaction::KIND, id(30), call);
    fold(&mut store, &mut device, (id(20), id(25)), &[]);
    away.sync(&mut store);
    device.sync(&mut store);
    for device in [&away, &device] {
        let call = get(device, id(30));
        assert_eq!(call.reference(Interaction::CUSTOMER), Some(id(20)));
    }
}

#[test]
fn r_008_a_merge_is_taken_back_with_all_it_moved_and_nothing_else() {
    let (mut store, mut device) = sales();
    let proposal = twins(&mut store, &mut device);
    fold(
        &mut store,
        &mut device,
        (id(20), id(25)),
        &[Customer::WEBSITE],
    );
    let (gone, decided) = (get(&device, id(25)), get(&device, proposal));
    do_all(
        &mut store,
        &mut device,
        customers::part_ops(&gone, Some(&decided)),
    );
    let of = |contact: u8| get(&device, id(contact)).reference(Contact::CUSTOMER);
    assert_eq!((of(21), of(26)), (Some(id(20)), Some(id(25))));
    assert_eq!(state(&device, id(25)), RecordState::Incomplete.no());
    assert_eq!(customers::merged_into(&get(&device, id(25))), None);
    assert_eq!(state(&device, proposal), Decision::Open.no());
    // What the survivor took over is its own now.
    assert_eq!(get(&device, id(20)).text(Customer::WEBSITE), "qimu.example");
}

#[test]
fn r_008_two_captures_of_one_visitor_become_one_lead_with_one_follow_up() {
    let (mut store, mut device) = sales();
    let show = (BoothLead::EXHIBITION, Value::Ref(Exhibition::KIND, id(9)));
    for n in [50, 51] {
        device.make(
            BoothLead::KIND,
            id(n),
            lead(id(1), "Marco", "+39 02 1234567"),
        );
    }
    device.make(BoothLead::KIND, id(51), set(show.0, show.1));
    // The second lacks what a lead must have before anybody follows it; the first has it.
    device.make(
        BoothLead::KIND,
        id(51),
        set(BoothLead::INTEREST, Value::Empty),
    );
    let photo = create(vec![(Attachment::OF, Value::Ref(BoothLead::KIND, id(51)))]);
    device.make(Attachment::KIND, id(60), photo);
    device.sync(&mut store);
    fold(
        &mut store,
        &mut device,
        (id(50), id(51)),
        &[BoothLead::EXHIBITION],
    );
    let reminder = |of: u8| state(&device, exhibitions::follow_up_id(id(of)));
    assert_eq!(reminder(50), TaskState::Open.no());
    assert_eq!(reminder(51), TaskState::Cancelled.no());
    assert_eq!(get(&device, id(60)).reference(Attachment::OF), Some(id(50)));
    assert_eq!(state(&device, id(51)), LeadState::Merged.no());
    let into_itself = vec![
        (BoothLead::OUTCOME, text("同一人")),
        (BoothLead::SAME_AS, Value::Ref(BoothLead::KIND, id(50))),
    ];
    assert_eq!(
        blocked(&device, id(50), 20, &into_itself)
            .into_iter()
            .filter(|reason| reason.rule == 8)
            .collect::<Vec<_>>(),
        [Reason::of_rule(8, "merge-target").at(BoothLead::SAME_AS)]
    );
    let gone = get(&device, id(51));
    do_all(&mut store, &mut device, customers::part_ops(&gone, None));
    let gone = get(&device, id(51));
    assert_eq!((gone.state(), gone.get(BoothLead::SAME_AS)), (1, None));
    assert_eq!(get(&device, id(60)).reference(Attachment::OF), Some(id(51)));
    let reminder = state(&device, exhibitions::follow_up_id(id(51)));
    assert_eq!(reminder, TaskState::Open.no());
}

#[test]
fn r_010_the_timeline_gathers_what_happened_with_a_customer() {
    let (mut store, mut device) = sales();
    device.make(Customer::KIND, id(20), create(whole_customer()));
    let at = |ms: i64| Value::Instant(Instant::utc(ms));
    let customer = Value::Ref(Customer::KIND, id(20));
    for (n, ms) in [(30u8, 5_000), (31, 9_000)] {
        let fields = vec![
            (Interaction::CUSTOMER, customer.clone()),
            (Interaction::AT, at(ms)),
            (Interaction::SUBJECT, text(&format!("来电 {n}"))),
        ];
        device.make(Interaction::KIND, id(n), create(fields));
    }
    device.make(
        BoothLead::KIND,
        id(50),
        lead(id(1), "Marco", "+39 02 1234567"),
    );
    device.make(BoothLead::KIND, id(50), set(BoothLead::CUSTOMER, customer));
    device.sync(&mut store);
    let entries = customers::timeline(&device.client.world, id(20));
    let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
    // The lead, the task that came with it, then the calls, newest first.
    assert_eq!(ids.len(), 4);
    assert!(ids[..2].contains(&id(50)));
    assert_eq!(ids[2..], [id(31), id(30)]);
}

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

#[test]
fn r_301_the_first_save_takes_gaps_and_the_next_state_does_not() {
    let (mut store, mut device) = sales();
    for (kind, n) in [
        (Customer::KIND, 20u8),
        (BoothLead::KIND, 50),
        (Task::KIND, 70),
        (Interaction::KIND, 30),
    ] {
        let made = device.make(kind, id(n), create(Vec::new()));
        device.sync(&mut store);
        assert_eq!(device.receipt(made.id), Verdict::Accepted, "{kind:?}");
    }
    let gaps = blocked(&device, id(70), 16, &[]);
    assert!(gaps.contains(&Reason::of_rule(301, "gap").at(Task::TITLE)));
}

#[test]
fn every_choice_and_field_number_is_used_once_and_refers_to_a_known_kind() {
    for entry in super::REGISTRY {
        let schema = entry.schema;
        let same = super::REGISTRY
            .iter()
            .filter(|e| e.schema.kind == schema.kind || e.schema.key == schema.key);
        assert_eq!(same.count(), 1, "{}", schema.key);
        for spec in schema.fields {
            if let FieldKind::Ref(kind) = spec.kind {
                assert!(
                    kind.0 == 0 || super::schema(kind).is_some(),
                    "{}.{}",
                    schema.key,
                    spec.key
                );
            }
            assert!(spec.merge != Merge::Fact || !spec.flags.critical);
        }
    }
}

#[test]
fn a_user_of_the_house_reads_back() {
    let store = house();
    let look = crate::sync::server::StoreLook::new(&store);
    let record = look.record(id(1)).known().unwrap().into_owned();
    assert_eq!(User::read(&record).name, "陈嘉敏");
    assert!(!user_fields("x", "SALES", GrantScope::Own).is_empty());
}
