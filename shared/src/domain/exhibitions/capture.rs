//! R-097 what a lead needs before it is handed on; R-098 what it needs to be closed.

use super::{BoothLead, LeadState};
use crate::domain::customers::target_blocks;
use crate::entity::{Record, Transition, VOID_STATE};
use crate::rules;
use crate::sync::{Look, Reason};

/// (name or company or card photo) + one contact way (a card photo counts) or 未留 +
/// interest + next step. The first save accepts less; this is the 待补 list.
pub fn capture_gaps(lead: &Record) -> Vec<Reason> {
    if !rules::on(97) {
        return Vec::new();
    }
    let has = |no: u16| lead.get(no).is_some();
    let photo = has(BoothLead::CARD_PHOTO);
    let mut gaps = Vec::new();
    let mut want = |filled: bool, code: &str, field: u16| {
        if !filled {
            gaps.push(Reason::of_rule(97, code).at(field));
        }
    };
    want(
        photo || has(BoothLead::NAME) || has(BoothLead::COMPANY),
        "who",
        BoothLead::NAME,
    );
    let reach = [BoothLead::PHONES, BoothLead::EMAILS, BoothLead::IM]
        .into_iter()
        .any(|no| {
            // Two values are two ways to reach somebody, not none.
            lead.cell(no)
                .is_some_and(|cell| cell.versions.iter().any(|v| !v.value.is_blank()))
        });
    let asked = lead.get(BoothLead::LEFT_NONE) == Some(&crate::entity::Value::Bool(true));
    want(photo || reach || asked, "no-contact-way", BoothLead::PHONES);
    want(has(BoothLead::INTEREST), "gap", BoothLead::INTEREST);
    want(has(BoothLead::NEXT_STEP), "gap", BoothLead::NEXT_STEP);
    gaps
}

/// What blocks a lead's step.
pub fn lead_guard(look: &dyn Look, lead: &Record, arrow: &Transition) -> Vec<Reason> {
    if arrow.to == VOID_STATE {
        return Vec::new();
    }
    let closing = [LeadState::Converted, LeadState::Merged, LeadState::Invalid].map(LeadState::no);
    let merging = arrow.to == LeadState::Merged.no();
    // What a second capture of one visitor lacks, the first may have.
    let mut reasons = if lead.state() == LeadState::Captured.no() && !merging {
        capture_gaps(lead)
    } else {
        Vec::new()
    };
    if closing.contains(&arrow.to) && rules::on(98) && lead.get(BoothLead::OUTCOME).is_none() {
        reasons.push(Reason::of_rule(98, "no-outcome").at(BoothLead::OUTCOME));
    }
    let aim = [BoothLead::SAME_AS, BoothLead::CUSTOMER];
    if merging && aim.iter().all(|no| lead.get(*no).is_none()) {
        reasons.push(Reason::of_rule(8, "merge-target").at(BoothLead::SAME_AS));
    }
    if let Some(into) = lead.reference(BoothLead::SAME_AS).filter(|_| merging) {
        reasons.extend(target_blocks(look, lead, into, BoothLead::SAME_AS));
    }
    reasons
}
