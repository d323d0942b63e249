//! Who may be the same person: kept twice, proposed once, merged and taken back.

use super::*;

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
