//! 参观记录: where guests were led, what they were told and what they said.

use super::anchor::{VISIT, at};
use crate::choice;
use crate::domain::organisation::{OrgUnit, User};
use crate::domain::settings::zone_of;
use crate::entity::{
    Blob, Entity, FieldType, Id, Instant, Kind, ListOf, Record, Ref, Text, Value, common,
};
use crate::ordered;
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::op::Fields;
use shared_derive::Entity;

choice! {
    /// 地点 of a stop.
    pub enum Place: "tour-place" {
        SampleRoom = 1 => "sample-room", Line = 2 => "line", Warehouse = 3 => "warehouse",
        Laboratory = 4 => "laboratory", MeetingRoom = 5 => "meeting-room", Other = 6 => "other",
    }
}

choice! {
    /// 介绍: what guests are told about the company.
    pub enum Topic: "tour-topic" {
        Scale = 1 => "scale", History = 2 => "history", Management = 3 => "management",
        Capacity = 4 => "capacity", Quality = 5 => "quality", Products = 6 => "products",
    }
}

/// 参观记录. Time, place and escort are prefilled, see [`stop_fields`].
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 36, key = "tour-stop", compartment = Visit, level = L2, home = visit, title = items)]
pub struct TourStop {
    /// 来访.
    #[field(16, required, indexed, kind = FieldKind::Ref(VISIT))]
    pub visit: (Kind, Id),
    /// 地点.
    #[field(17, required, listed)]
    pub place: Place,
    /// 时间.
    #[field(18, required, listed)]
    pub at: Instant,
    /// 陪同.
    #[field(19, required, indexed, listed)]
    pub escort: Ref<User>,
    /// 介绍.
    #[field(20, listed)]
    pub topics: ListOf<Topic>,
    /// 已放映PPT.
    #[field(21)]
    pub ppt_shown: bool,
    /// 已送画册; the stock goes down by [`super::issue`].
    #[field(22)]
    pub catalogue_given: bool,
    /// 已送纪念品; likewise.
    #[field(23)]
    pub souvenir_given: bool,
    /// 展示样品.
    #[field(24, search, kind = FieldKind::LongText)]
    pub items: Text,
    /// 客人反馈.
    #[field(25, search, kind = FieldKind::LongText)]
    pub remarks: Text,
    /// 客人同意拍照.
    #[field(26)]
    pub photo_consent: bool,
    /// 照片: only while the guests agree.
    #[field(27, personal)]
    pub photos: ListOf<Blob>,
}

/// The fields a new stop starts with: nobody types time, place or himself.
pub fn stop_fields(look: &dyn Look, of: &Record, place: Place, now_ms: i64, user: Id) -> Fields {
    let unit = of.reference(common::UNIT).unwrap_or_default();
    let zone = zone_of(look, of.reference(common::UNIT));
    let mut fields = vec![
        (TourStop::VISIT, Value::Ref(VISIT, of.id)),
        (TourStop::PLACE, Value::Choice(place.no())),
        (TourStop::AT, at(now_ms, zone.name())),
        (TourStop::ESCORT, Value::Ref(User::KIND, user)),
    ];
    if !unit.is_nil() {
        fields.push((common::UNIT, Value::Ref(OrgUnit::KIND, unit)));
    }
    fields
}

/// Photos without the guests' consent are not kept, also when they take it back.
pub fn stop_effects(work: &mut Work<'_, '_>, _: Option<&Record>, after: &Record) {
    let agreed = after.get(TourStop::PHOTO_CONSENT) == Some(&Value::Bool(true));
    if agreed || after.cell(TourStop::PHOTOS).is_none() {
        return;
    }
    let mut stop = after.clone();
    stop.slots.remove(&TourStop::PHOTOS);
    work.overlay.put(stop);
}

/// The stops of a visit, in the order of their times.
fn stops(look: &dyn Look, visit: Id) -> Vec<TourStop> {
    let ids = look
        .at(&child_key(TourStop::KIND, TourStop::VISIT, visit))
        .ids;
    let mut stops: Vec<TourStop> = ids
        .into_iter()
        .filter_map(|id| Some(TourStop::read(&*look.record(id).known()?)))
        .collect();
    ordered::sort_by_key(&mut stops, |stop| stop.at.utc_ms);
    stops
}

/// Guests saw samples or the works: what R-056 asks of a visit. A meeting room is no tour.
pub fn has_tour_stop(look: &dyn Look, visit: Id) -> bool {
    let toured = [
        Place::SampleRoom,
        Place::Line,
        Place::Warehouse,
        Place::Laboratory,
    ];
    stops(look, visit)
        .iter()
        .any(|stop| toured.contains(&stop.place))
}

/// What guests were told and given so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Presented {
    /// Topics covered, in their order.
    pub covered: Vec<Topic>,
    /// Topics R-055 names that are still open.
    pub open: Vec<Topic>,
    /// The company's PPT was shown.
    pub ppt: bool,
    /// A catalogue was given.
    pub catalogue: bool,
    /// A souvenir was given.
    pub souvenir: bool,
}

/// what was presented on a visit and what is still open, over all its stops.
pub fn presented(look: &dyn Look, visit: Id) -> Presented {
    const ASKED: [Topic; 5] = [
        Topic::Scale,
        Topic::History,
        Topic::Management,
        Topic::Capacity,
        Topic::Quality,
    ];
    if !rules::on(55) {
        return Presented::default();
    }
    let stops = stops(look, visit);
    let told = |topic: &Topic| stops.iter().any(|stop| stop.topics.contains(topic));
    Presented {
        covered: Topic::ALL.iter().copied().filter(told).collect(),
        open: ASKED.into_iter().filter(|topic| !told(topic)).collect(),
        ppt: stops.iter().any(|stop| stop.ppt_shown),
        catalogue: stops.iter().any(|stop| stop.catalogue_given),
        souvenir: stops.iter().any(|stop| stop.souvenir_given),
    }
}

/// The topics a stop starts with as its list value, for a form.
impl Topic {
    /// Several topics as the value of [`TourStop::TOPICS`].
    pub fn list(topics: &[Topic]) -> Value {
        topics.to_vec().to_value()
    }
}
