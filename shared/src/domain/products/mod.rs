//! Products (requirements §3.4).

use crate::choice;
use crate::entity::{Instant, ListOf, Money, Text};
use shared_derive::Entity;

choice! {
    /// 承诺品类.
    pub enum PolicyClass: "policy-class" {
        FittedElectronics = 1 => "fitted-electronics",
        BulbSpeaker = 2 => "bulb-speaker",
        Film = 3 => "film",
        Disposable = 4 => "disposable",
        StickOn = 5 => "stick-on",
        NoFitting = 6 => "no-fitting",
        Manufactured = 7 => "manufactured",
    }
}

choice! {
    /// 阶段: decides 技术部 or 品管部.
    pub enum Phase: "phase" { Development = 1 => "development", Mass = 2 => "mass" }
}

/// 产品.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 4, key = "product", compartment = Reference, level = L1, title = name)]
pub struct Product {
    /// 品号.
    #[field(16, required, search, listed)]
    pub code: Text,
    /// 名称.
    #[field(17, required, search, listed)]
    pub name: Text,
    /// 款式.
    #[field(18, required, listed)]
    pub style: Text,
    /// 材质.
    #[field(19)]
    pub material: Text,
    /// 承诺品类.
    #[field(20, required)]
    pub policy_class: PolicyClass,
    /// 阶段.
    #[field(21, required, listed)]
    pub phase: Phase,
    /// 转量产时间.
    #[field(22)]
    pub phase_changed_at: Instant,
    /// 质量标准.
    #[field(23, required)]
    pub standard: Text,
    /// 质保期.
    #[field(24)]
    pub guarantee_term: Text,
    /// 价格表: the price people quote.
    #[field(25, level = L2, critical)]
    pub price_list: Money,
    /// 底价.
    #[field(26, level = L3, critical)]
    pub floor_price: Money,
    /// 良品件要求.
    #[field(27)]
    pub good_part_criteria: ListOf<Text>,
    /// The drawing that stands for the product where no photo is.
    #[field(28)]
    pub drawing: Text,
    /// 说明, for guests.
    #[field(29, kind = FieldKind::LongText)]
    pub description: Text,
}
