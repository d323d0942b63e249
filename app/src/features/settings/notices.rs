//! Taking in the holiday notice of a year: a file of holiday-cn, <https://github.com/NateScarlet/holiday-cn>.

use crate::i18n::tr;
use crate::record::{read_file, reason_words};
use crate::replica::{Act, Replica};
use crate::ui::Toaster;
use leptos::task::spawn_local;
use shared::domain::settings::{NoticeError, WorkCalendar, holiday_item, read_notice};
use shared::entity::{Entity, Id};

/// Takes the files one after the other; says of each what came of it.
pub fn take(replica: Replica, toaster: Toaster, calendar: Id, files: Vec<web_sys::File>) {
    spawn_local(async move {
        for file in files {
            let said = one(replica, calendar, file).await;
            toaster.say(said);
        }
    });
}

async fn one(replica: Replica, calendar: Id, file: web_sys::File) -> String {
    let text = read_file(file)
        .await
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(text) = text else {
        return tr("file-unread", &[]);
    };
    let (notice, source) = match read_notice(&text) {
        Ok(read) => read,
        Err(error) => return refused(&error),
    };
    let act = Act::put_item(WorkCalendar::KIND, calendar, holiday_item(&notice, &source));
    let reasons = replica.refusal(&act);
    if let Some(reason) = reasons.first() {
        return reason_words(WorkCalendar::SCHEMA, reason);
    }
    match replica.act(replica.seen(), vec![act]).await {
        Ok(_) => tr(
            "notice-taken",
            &[("year", notice.year().to_string().into())],
        ),
        Err(error) => error.to_string(),
    }
}

/// What is wrong with a file, and what to do.
fn refused(error: &NoticeError) -> String {
    let (key, what) = match error {
        NoticeError::Json(byte) => ("notice-no-json", byte.to_string()),
        NoticeError::Missing(name) => ("notice-missing", (*name).to_owned()),
        NoticeError::Day(day) => ("notice-bad-day", day.to_string()),
        NoticeError::Year(year) => ("notice-bad-year", year.to_string()),
        NoticeError::Holiday(_) => ("notice-contradicts", String::new()),
        NoticeError::NotAnnounced(year) => ("notice-not-announced", year.to_string()),
    };
    tr(key, &[("what", what.into())])
}
