//! The life cycle of a run: what stops it, and what it keeps.

use super::*;

#[test]
fn r_210_a_duty_list_is_submitted_when_all_mandatory_items_are_answered_and_signed() {
    let mut store = works();
    let (mut sales, mut manager, mut engineer) = devices();
    make_run(&mut sales, code::SAMPLE_ROOM, id(3));
    sales.sync(&mut store);
    engineer.sync(&mut store);
    step(&mut engineer, START, Vec::new());
    tick(&mut engineer, 1, Answer::Yes);
    tick(&mut engineer, 2, Answer::Yes);
    put(&mut engineer, |run| {
        answer(run, 3, &given(Answer::No, "", id(3)))
    });
    let left = progress(run(&engineer));
    assert_eq!((left.answered, left.of, left.mandatory_left), (1, 5, 4));
    let wanted = [
        ("item-no-photo", "1"),
        ("item-no-reason", "3"),
        ("item-unanswered", "4"),
        ("item-unanswered", "5"),
        ("unsigned", ""),
    ];
    let why = blocks(&engineer, SUBMIT, &Vec::new());
    assert_eq!(codes(&why), wanted);
    // The reason says in every language which item it is.
    assert_eq!(why[2].args[1], "照明全亮，样灯逐一点亮，无故障");
    assert!(why[2].args[3].starts_with("All lights on"));
    let early = submit(&mut engineer);
    engineer.sync(&mut store);
    assert_eq!(engineer.receipt(early.id), Verdict::Rejected);
    tick_all(&mut engineer);
    assert_eq!(progress(run(&engineer)).mandatory_left, 0);
    let unsigned = blocks(&engineer, SUBMIT, &Vec::new());
    assert_eq!(
        unsigned,
        [Reason::of_rule(210, "unsigned").at(ChecklistRun::SIGNATURE)]
    );
    let submitted = submit(&mut engineer);
    let own = step(&mut engineer, CONFIRM, Vec::new());
    engineer.sync(&mut store);
    assert_eq!(engineer.receipt(submitted.id), Verdict::Accepted);
    assert_eq!(engineer.receipt(own.id), Verdict::Rejected);
    manager.sync(&mut store);
    let confirmed = step(&mut manager, CONFIRM, Vec::new());
    manager.sync(&mut store);
    assert_eq!(manager.receipt(confirmed.id), Verdict::Accepted);
    assert_eq!(run(&manager).state(), RunState::Confirmed.no());
    assert_eq!(run(&manager).text(1), "JC-2026-0001");
}

#[test]
fn r_210_what_is_missing_after_its_time_is_overdue_to_the_next_leader() {
    let mut store = works();
    let (mut sales, _, _) = devices();
    sales.sync(&mut store);
    make_run(&mut sales, code::SAMPLE_ROOM, id(3));
    let now = NOW as i64;
    assert!(!overdue(run(&sales), now - 1));
    assert!(overdue(run(&sales), now));
    // The engineer heads his own department: what he misses goes one up.
    assert_eq!(next_leader(&sales.client.world, run(&sales)), Some(id(2)));
    sales.make(
        ChecklistRun::KIND,
        RUN,
        set(ChecklistRun::EXECUTOR, Value::Ref(Kind(2), id(1))),
    );
    assert_eq!(next_leader(&sales.client.world, run(&sales)), Some(id(3)));
    step(&mut sales, START, Vec::new());
    tick_all(&mut sales);
    submit(&mut sales);
    assert!(!overdue(run(&sales), now));
}

#[test]
fn r_210_a_returned_list_keeps_the_old_signature_aside_and_is_signed_anew() {
    let mut store = works();
    let (mut sales, mut manager, _) = devices();
    make_run(&mut sales, code::GREETING, id(1));
    step(&mut sales, START, Vec::new());
    // What is shown only where needed may stay unanswered.
    for no in 1..=3 {
        tick(&mut sales, no, Answer::Yes);
    }
    submit(&mut sales);
    sales.sync(&mut store);
    manager.sync(&mut store);
    let gap = Reason::of_rule(301, "gap").at(ChecklistRun::RETURN_REASON);
    assert_eq!(blocks(&manager, RETURN, &Vec::new()), [gap]);
    let why = vec![(ChecklistRun::RETURN_REASON, text("没有拍照"))];
    let returned = step(&mut manager, RETURN, why);
    manager.sync(&mut store);
    assert_eq!(manager.receipt(returned.id), Verdict::Accepted);
    sales.sync(&mut store);
    assert_eq!(run(&sales).state(), RunState::Returned.no());
    assert_eq!(run(&sales).text(ChecklistRun::RETURN_REASON), "没有拍照");
    let (_, kept) = run(&sales).facts(ChecklistRun::RETURNS).next().unwrap();
    assert_eq!(kept.value.part(2), Some(&sign(id(1), at(), None)));
    step(&mut sales, RESUME, Vec::new());
    assert_eq!(
        codes(&blocks(&sales, SUBMIT, &Vec::new())),
        [("unsigned", "")]
    );
    let again = submit(&mut sales);
    sales.sync(&mut store);
    assert_eq!(sales.receipt(again.id), Verdict::Accepted);
    assert!(run(&sales).get(ChecklistRun::RETURN_REASON).is_none());
}

#[test]
fn whoever_keeps_the_system_confirms_nothing() {
    let mut store = works();
    let admin = user_fields("系统管理员", "SYS_ADMIN", GrantScope::All);
    author(&mut store, &[server_op(20, User::KIND, id(4), admin)], NOW).unwrap();
    let (mut sales, _, _) = devices();
    make_run(&mut sales, code::GREETING, id(1));
    sales.sync(&mut store);
    let look = crate::sync::server::StoreLook::new(&store);
    let may = |n| {
        let leader = crate::entity::Who::Head;
        crate::access::may_step(&look, id(n), leader, ChecklistRun::SCHEMA, run(&sales))
    };
    // The heads of the unit and of the one above; not the executor, not whoever keeps the system.
    assert_eq!([1, 2, 3, 4].map(may), [false, true, true, false]);
}

#[test]
fn a_step_that_is_not_in_the_catalogue_is_refused() {
    let mut store = works();
    let (mut sales, _, _) = devices();
    make_run(&mut sales, code::GREETING, id(1));
    for transition in [SUBMIT, CONFIRM, RETURN, RESUME] {
        let op = step(&mut sales, transition, Vec::new());
        sales.sync(&mut store);
        assert!(!sales.receipt(op.id).took_effect(), "{transition}");
    }
    assert_eq!(run(&sales).state(), RunState::Waiting.no());
}

#[test]
fn r_211_an_item_whose_evidence_is_in_the_system_ticks_only_by_opening_that_list() {
    let mut store = works();
    let (mut sales, _, _) = devices();
    make_run(&mut sales, "CK-01", id(1));
    step(&mut sales, START, Vec::new());
    let row = run_items(run(&sales)).remove(5);
    assert_eq!(
        (row.no, row.evidence, row.list.as_str()),
        (6, Evidence::System, "case")
    );
    let refused = answer(run(&sales), 6, &given(Answer::Yes, "", id(1))).unwrap_err();
    assert_eq!(
        (refused.rule, codes(std::slice::from_ref(&refused))[0]),
        (211, ("item-not-opened", "6"))
    );
    // A tick that an app makes without asking is saved, and does not count.
    let yes = vec![(2, Answer::Yes.to_value())];
    let forged = NewItem {
        field: ChecklistRun::RESULTS,
        item: result_id(RUN, 6),
        order: "00006".into(),
        fields: yes,
    };
    let forged = put(&mut sales, |_| Ok(forged));
    for no in (1..=11).filter(|no| *no != 6) {
        tick(&mut sales, no, Answer::Yes);
    }
    sales.sync(&mut store);
    assert_eq!(sales.receipt(forged.id), Verdict::Accepted);
    assert_eq!(
        codes(&blocks(&sales, SUBMIT, &signed(&sales))),
        [("item-not-opened", "6")]
    );
    assert_eq!(progress(run(&sales)).mandatory_left, 1);
    put(&mut sales, |run| open_list(run, 6, at(), id(1)));
    assert_eq!(blocks(&sales, SUBMIT, &signed(&sales)), []);
}

#[test]
fn r_211_opening_the_list_is_the_tick() {
    let (mut sales, _, _) = devices();
    make_run(&mut sales, "CK-01", id(1));
    put(&mut sales, |run| open_list(run, 6, at(), id(1)));
    let said = result(run(&sales), 6).unwrap();
    assert_eq!((said.answer, said.by), (Some(Answer::Yes), Some(id(1))));
    // Having looked, one may say that something is wrong; looking again does not change that.
    let wrong = given(Answer::No, "少一条", id(1));
    put(&mut sales, |run| answer(run, 6, &wrong));
    put(&mut sales, |run| open_list(run, 6, at(), id(1)));
    let said = result(run(&sales), 6).unwrap();
    assert_eq!(
        (said.answer, said.reason.as_str()),
        (Some(Answer::No), "少一条")
    );
    assert!(open_list(run(&sales), 1, at(), id(1)).is_err());
    // Without the rule one could answer blind.
    make_other(&mut sales);
    let other = sales.client.world.get(id(71)).unwrap();
    assert!(answer(other, 6, &wrong).is_err());
}

fn make_other(sales: &mut Device) {
    let template = template(&sales.client.world, "CK-01").unwrap();
    let fields = run_fields(&template, None, None, None, Day(20_701), None);
    sales.make(ChecklistRun::KIND, id(71), create(fields, Vec::new()));
}
