//! Templates are content: seeded, and edited by the organisation.

use super::*;

fn own_template(manager: &mut Device) {
    let seed = template(&manager.client.world, code::SAMPLE_ROOM).unwrap();
    let (fields, items) = copy_of(&seed, id(60));
    manager.make(ChecklistTemplate::KIND, id(60), create(fields, items));
}

#[test]
fn the_newest_template_with_a_code_counts_until_it_is_retired() {
    let mut store = works();
    let (_, mut manager, _) = devices();
    own_template(&mut manager);
    let seed = Template {
        record: id(60),
        ..template(&devices().0.client.world, code::SAMPLE_ROOM).unwrap()
    };
    assert_eq!(
        template(&manager.client.world, code::SAMPLE_ROOM),
        Some(seed)
    );
    let more = NewItem {
        field: ChecklistTemplate::ITEMS,
        item: id(61),
        // Between the second and the third.
        order: "000025".into(),
        fields: vec![(1, text("客人姓名写在欢迎牌上")), (5, Value::Bool(true))],
    };
    manager.make(ChecklistTemplate::KIND, id(60), Action::PutItem(more));
    let gone = Action::RemoveItem {
        field: ChecklistTemplate::ITEMS,
        item: result_id(id(60), 5),
    };
    let last = manager.make(ChecklistTemplate::KIND, id(60), gone);
    manager.sync(&mut store);
    assert_eq!(manager.receipt(last.id), Verdict::Accepted);
    let mine = template(&manager.client.world, code::SAMPLE_ROOM).unwrap();
    let numbers: Vec<_> = mine.items.iter().map(|item| item.no).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    // Where nobody wrote another language, the words are those there are.
    let words = &mine.items[2].text;
    assert_eq!(
        words.text(crate::language::Language::English),
        "客人姓名写在欢迎牌上"
    );
    assert_eq!(mine.items[2].evidence, Evidence::Tick);
    let all = super::super::templates(&manager.client.world);
    assert_eq!((all.len(), all[13].record), (25, id(60)));
    manager.make(
        ChecklistTemplate::KIND,
        id(60),
        set(ChecklistTemplate::RETIRED, Value::Bool(true)),
    );
    let back = template(&manager.client.world, code::SAMPLE_ROOM).unwrap();
    let (seed, _) = seeds().nth(13).unwrap();
    assert_eq!(back.record, seed);
}

#[test]
fn a_template_without_items_is_still_being_written() {
    let (_, mut manager, _) = devices();
    let code = vec![(ChecklistTemplate::CODE, text(code::LINE_5S))];
    manager.make(ChecklistTemplate::KIND, id(60), create(code, Vec::new()));
    let found = template(&manager.client.world, code::LINE_5S).unwrap();
    let (seed, _) = seeds().nth(14).unwrap();
    assert_eq!((found.record, found.items.len()), (seed, 10));
    assert_eq!(template(&manager.client.world, ""), None);
    assert_eq!(template(&manager.client.world, "CK-99"), None);
}

#[test]
fn a_template_edited_later_changes_no_run() {
    let mut store = works();
    let (mut sales, mut manager, _) = devices();
    own_template(&mut manager);
    manager.sync(&mut store);
    sales.sync(&mut store);
    make_run(&mut sales, code::SAMPLE_ROOM, id(1));
    let before = run_items(run(&sales));
    let edit = NewItem {
        field: ChecklistTemplate::ITEMS,
        item: result_id(id(60), 1),
        order: String::new(),
        fields: vec![(1, text("样品按客人喜好摆放"))],
    };
    manager.make(ChecklistTemplate::KIND, id(60), Action::PutItem(edit));
    manager.sync(&mut store);
    sales.sync(&mut store);
    let now = template(&sales.client.world, code::SAMPLE_ROOM).unwrap();
    assert_eq!(now.items[0].text.texts[0], "样品按客人喜好摆放");
    assert_eq!(run_items(run(&sales)), before);
    assert_eq!(before[0].text.texts[0], "样品按系列摆放整齐，无杂物");
    assert_eq!(run_name(run(&sales)).texts[2], "Sample room in order");
    // Nor can a run be asked something else under the answers it has.
    let other = Value::List(vec![Value::Group(vec![(1, text("另问一件"))])]);
    sales.make(ChecklistRun::KIND, RUN, set(ChecklistRun::ITEMS, other));
    sales.sync(&mut store);
    assert_eq!(run_items(run(&sales)), before);
}

#[test]
fn the_factory_visits_lists_ask_what_the_regulation_asks() {
    let world = &devices().0.client.world;
    let items = |code: &str| template(world, code).unwrap().items;
    for code in [code::LINE_5S, code::WAREHOUSE_5S] {
        for pillar in ["整理", "整顿", "清扫", "清洁", "素养"] {
            let own = items(code);
            let own = own
                .iter()
                .filter(|item| item.text.texts[0].starts_with(pillar));
            assert!(own.count() >= 2, "{code} {pillar}");
        }
    }
    let whole = |code: &str| {
        let texts = items(code)
            .into_iter()
            .map(|item| item.text.texts[0].clone());
        texts.collect::<String>()
    };
    for (code, words) in [
        (code::SAMPLE_ROOM, ["摆放", "标签", "灰尘", "照明", "新品"]),
        (
            code::MEETING_ROOM,
            ["会议室", "水果", "洗手间", "PPT", "画册"],
        ),
        (
            code::GREETING,
            ["出门迎接", "会客室", "致意问候", "PPT", "纪念品"],
        ),
        (
            code::FAREWELL,
            ["印象", "服务意见", "合作意向", "道别", "欢迎下次再来"],
        ),
        (
            code::INSPECTION,
            ["食宿", "生产情况", "验货", "品质", "生活"],
        ),
    ] {
        let text = whole(code);
        assert!(
            words.iter().all(|word| text.contains(word)),
            "{code}: {text}"
        );
    }
    let optional = items(code::GREETING);
    assert_eq!(optional.iter().filter(|item| !item.mandatory).count(), 3);
}
