//! The customer archive (requirements §4.1).

use super::*;

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
