//! Company names: the key by which the same company is recognised (R-008).

use super::fold::fold;

/// Legal forms at the end of a name, longest first where one ends another. Latin ones are whole
/// words, written as they look once dots are gone.
const FORMS_HAN: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "股份公司",
    "有限公司",
    "集团公司",
    "集團公司",
    "株式会社",
    "株式會社",
    "公司",
    "集团",
    "集團",
];
const FORMS_LATIN: &[&[&str]] = &[
    &["gmbh", "and", "co", "kg"],
    &["company", "limited"],
    &["pty", "ltd"],
    &["pte", "ltd"],
    &["pvt", "ltd"],
    &["private", "limited"],
    &["co", "ltd"],
    &["co", "kg"],
    &["sp", "z", "oo"],
    &["sdn", "bhd"],
    &["s", "r", "l"],
    &["s", "p", "a"],
    &["s", "a"],
    &["sa", "de", "cv"],
    &["a", "s"],
    &["b", "v"],
    &["gmbh"],
    &["mbh"],
    &["ag"],
    &["kg"],
    &["ohg"],
    &["ug"],
    &["ek"],
    &["ltd"],
    &["limited"],
    &["llc"],
    &["llp"],
    &["plc"],
    &["inc"],
    &["incorporated"],
    &["corp"],
    &["corporation"],
    &["co"],
    &["company"],
    &["group"],
    &["holdings"],
    &["holding"],
    &["srl"],
    &["sarl"],
    &["sas"],
    &["sasu"],
    &["spa"],
    &["sa"],
    &["sl"],
    &["slu"],
    &["ltda"],
    &["eireli"],
    &["bv"],
    &["nv"],
    &["ab"],
    &["as"],
    &["asa"],
    &["oy"],
    &["oyj"],
    &["aps"],
    &["kft"],
    &["doo"],
    &["sro"],
    &["zrt"],
    &["ooo"],
    &["oao"],
    &["zao"],
    &["ооо"],
    &["оао"],
    &["зао"],
    &["ао"],
    &["kk"],
    &["jsc"],
    &["fze"],
    &["fzco"],
    &["fzc"],
    &["bhd"],
    &["pt"],
];

/// The name in the form in which two spellings of the same company are equal: folded (width, case,
/// accents), without punctuation, blanks, a leading "the" and the legal form. `None` when nothing
/// is left; a name made of legal forms alone keeps its letters.
#[must_use]
pub fn company_key(name: &str) -> Option<String> {
    let folded = fold(name).replace('&', " and ").replace('.', "");
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut rest = words.as_slice();
    while let Some(shorter) = FORMS_LATIN
        .iter()
        .filter_map(|form| rest.strip_suffix(*form))
        .chain(rest.strip_suffix(&["and"]))
        .find(|shorter| !shorter.is_empty())
    {
        rest = shorter;
    }
    if let Some(shorter) = rest
        .strip_prefix(&["the"])
        .filter(|shorter| !shorter.is_empty())
    {
        rest = shorter;
    }
    let joined = rest.concat();
    let mut key = joined.as_str();
    // 广州市某某灯饰有限公司(总部): what stands behind the form stays, only an end is cut.
    while let Some(shorter) = FORMS_HAN
        .iter()
        .find_map(|form| key.strip_suffix(form))
        .filter(|shorter| !shorter.is_empty())
    {
        key = shorter;
    }
    (!key.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::company_key;

    #[test]
    fn spellings_of_one_company_share_a_key() {
        for same in [
            &[
                "深圳市光华照明有限公司",
                "深圳市光华照明股份有限公司",
                "深圳市光华照明　有限公司",
                "深圳市光华照明",
            ][..],
            &["光华集团有限公司", "光华集团", "光华"],
            &[
                "Lumen Ltd.",
                "LUMEN LTD",
                "Lumen Limited",
                "Lumen Co., Ltd.",
                "Ｌｕｍｅｎ",
                "The Lumen Company",
            ],
            &["Müller GmbH", "Muller GmbH & Co. KG", "MÜLLER"],
            &["Luce S.r.l.", "Luce SRL", "luce s.r.l", "Luce S. r. l."],
            &["Świat Sp. z o.o.", "swiat"],
            &["Luz S.A. de C.V.", "luz"],
            &["Lys A/S", "LYS"],
            &["Smith & Sons Inc", "Smith and Sons, Inc."],
            &["ООО", "ООО"],
        ] {
            let keys: Vec<_> = same.iter().map(|name| company_key(name)).collect();
            assert!(
                keys[0].is_some() && keys.iter().all(|key| *key == keys[0]),
                "{same:?} {keys:?}"
            );
        }
    }

    #[test]
    fn different_companies_keep_different_keys() {
        for (one, other) in [
            ("深圳市光华照明有限公司", "广州市光华照明有限公司"),
            ("Lumen Ltd", "Lumina Ltd"),
            ("Co Ltd", "Inc"),
            ("IKEA", "IKE A/S"),
        ] {
            assert_ne!(company_key(one), company_key(other), "{one} {other}");
        }
        assert_eq!(company_key("有限公司").as_deref(), Some("有限公司"));
        assert_eq!(company_key("Ltd.").as_deref(), Some("ltd"));
        assert_eq!(company_key(" -- "), None);
        assert_eq!(company_key(""), None);
    }
}
