//! E-mail addresses: the key by which the same one is recognised.

use super::fold::narrow;

/// The address in the form in which two spellings of the same address are equal: half width, lower
/// case, without `mailto:`, display name or blanks. `None` when there is no address in it.
/// Dots and `+tags` before the `@` are kept: at most hosts they tell two people apart.
#[must_use]
pub fn email_key(text: &str) -> Option<String> {
    let narrowed: String = text.chars().map(narrow).collect();
    let mut address = narrowed.trim();
    if let (Some(open), Some(close)) = (address.rfind('<'), address.rfind('>'))
        && open < close
    {
        address = &address[open + 1..close];
    }
    if address
        .get(..7)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    {
        address = &address[7..];
    }
    let address = address.split('?').next().unwrap_or(address);
    let key: String = address
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    let key = key.trim_end_matches(['.', ',', ';']);
    let (user, host) = key.rsplit_once('@')?;
    (!user.is_empty() && !host.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::email_key;

    #[test]
    fn spellings_of_one_address_share_a_key() {
        for (text, key) in [
            ("Li.Wei@Example.COM", Some("li.wei@example.com")),
            (" ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ ", Some("li@example.com")),
            ("mailto:a@b.cn?subject=x", Some("a@b.cn")),
            ("MAILTO:a@b.cn", Some("a@b.cn")),
            ("Li Wei <li@b.cn>", Some("li@b.cn")),
            ("li @ b.cn,", Some("li@b.cn")),
            ("a.b+show@gmail.com", Some("a.b+show@gmail.com")),
            ("王@公司.中国", Some("王@公司.中国")),
            ("no address", None),
            ("@b.cn", None),
            ("a@", None),
            ("", None),
        ] {
            assert_eq!(email_key(text).as_deref(), key, "{text}");
        }
    }
}
