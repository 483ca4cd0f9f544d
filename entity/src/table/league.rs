//! `league`: every league seen, and the slug it was given.

use sea_orm::entity::prelude::*;

/// One league of one sport. A row is never deleted and its slug never changes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "league")]
pub struct Model {
    /// Ours.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The sport's slug.
    pub sport: String,
    /// The upstream's number; unique within the sport.
    pub upstream_id: String,
    /// The word in URLs and channels; unique within the sport.
    pub slug: String,
    /// The name as the upstream writes it.
    pub name: String,
    /// `World` for international competitions.
    pub country: Option<String>,
    /// The current season's name.
    pub season: Option<String>,
    /// Address of the emblem.
    pub logo: Option<String>,
    /// Address of the country's flag.
    pub flag: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
