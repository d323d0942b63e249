//! Contact ways in one line of text, as people type them: phones, e-mails, accounts, in any order.

use shared::exchange::phone::Number;

/// What one line says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    /// Telephone numbers as typed.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Anything else: an account of some messenger.
    pub accounts: Vec<String>,
}

impl Ways {
    /// Reads a line. Nothing of it is dropped.
    pub(super) fn read(line: &str) -> Self {
        let mut ways = Self::default();
        for part in line.split([',', '，', ';', '；', '、', '\n']) {
            let (emails, others): (Vec<&str>, Vec<&str>) =
                part.split_whitespace().partition(|word| is_email(word));
            ways.emails.extend(emails.into_iter().map(str::to_owned));
            let other = others.join(" ");
            if other.is_empty() {
                continue;
            }
            if is_account(&other) || Number::read(&other, "86").is_none() {
                ways.accounts.push(other);
            } else {
                ways.phones.push(other);
            }
        }
        ways
    }

    /// The line that reads back as the same.
    pub(super) fn line(phones: &[String], emails: &[String]) -> String {
        let plain = |phone: &String| phone.replace([',', '，', ';', '；', '、', '\n'], " ");
        let parts: Vec<String> = phones.iter().map(plain).chain(emails.to_vec()).collect();
        parts.join(", ")
    }
}

/// Something before and behind the sign; `@name` alone is an account.
fn is_email(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// Letters before the digits and no blank, as WeChat has them: `zhang88888`.
fn is_account(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@' || c == '_');
    starts && !text.contains([' ', ':', '：', '.', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_and_nothing_is_lost() {
        let ways =
            Ways::read("+86 755 2222 3333，m@lumencasa.example; Tel: 0755-1234567、zhang88888");
        assert_eq!(ways.phones, ["+86 755 2222 3333", "Tel: 0755-1234567"]);
        assert_eq!(ways.emails, ["m@lumencasa.example"]);
        assert_eq!(ways.accounts, ["zhang88888"]);
        let mixed = Ways::read("13800138000 a@b.c @telegram");
        assert_eq!(mixed.emails, ["a@b.c"]);
        assert_eq!(mixed.phones, ["13800138000 @telegram"]);
        assert_eq!(Ways::read(" , "), Ways::default());
    }

    #[test]
    fn several_numbers_survive_the_line() {
        let phones = ["+39 02 1234567".to_owned(), "0755-22, 8".to_owned()];
        let emails = ["m@l.example".to_owned()];
        let ways = Ways::read(&Ways::line(&phones, &emails));
        assert_eq!(ways.phones, ["+39 02 1234567", "0755-22 8"]);
        assert_eq!(ways.emails, emails);
    }
}
