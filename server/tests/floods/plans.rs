//! The plans' numbers.

use crate::{
    servers::Server,
    support::{app, start},
};
use entity::table::plan;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use server::{limits::PlanLimits, store::Database};

fn numbers(plan: &PlanLimits) -> [u64; 4] {
    let day = plan.per_day.map_or(u64::MAX, u64::from);
    [plan.per_minute.into(), day, plan.sockets.into(), plan.channels.into()]
}

#[tokio::test]
async fn a_plan_that_costs_more_is_never_worse_in_any_column() {
    let app = app(&[]).await;
    let plans = ["free", "pro", "business"].map(|name| app.plans.get(name));
    let ladder: Vec<_> = [app.plans.anonymous()].into_iter().chain(plans).collect();
    let said: Vec<_> = ladder.iter().map(|plan| (plan.name.as_str(), numbers(plan))).collect();
    assert_eq!(
        said,
        [
            ("anonymous", [30, 500, 5, 20]),
            ("free", [60, 1_000, 10, 50]),
            ("pro", [600, 100_000, 100, 500]),
            ("business", [6_000, 5_000_000, 1_000, 10_000]),
        ]
    );
    for pair in ladder.windows(2) {
        let (less, more) = (numbers(&pair[0]), numbers(&pair[1]));
        assert!(less.iter().zip(more).all(|(less, more)| *less <= more), "{pair:?}");
        let calls = pair.iter().map(|plan| server::limits::calls_a_day(plan)).collect::<Vec<_>>();
        assert!(calls[0] <= calls[1], "{calls:?}");
    }
    // What holds until the table is read, and without it.
    assert_eq!(PlanLimits::anonymous(), *app.plans.anonymous());
}

/// Where the table has the numbers of before, and one was edited.
async fn migrates(url: String) {
    let database = Database::connect(&url).await.unwrap();
    database.migrate().await.unwrap();
    let pool = database.pool();
    let read = async |name: &str| {
        let row = plan::Entity::find_by_id(name).one(pool).await.unwrap().unwrap();
        (row.per_minute, row.per_day, row.sockets, row.channels)
    };
    let names = Migrator::get_migration_models(pool).await.unwrap();
    let since = names.iter().position(|row| row.version.contains("plan_numbers")).unwrap();
    let steps = u32::try_from(names.len() - since).unwrap();
    Migrator::down(pool, Some(steps)).await.unwrap();
    assert_eq!(read("free").await, (60, Some(1_000), 2, 20));
    assert_eq!(read("anonymous").await, (30, None, 1_000, 100));
    let row = plan::Entity::find().filter(plan::Column::Name.eq("pro")).one(pool).await.unwrap();
    let mut row = row.unwrap().into_active_model();
    row.sockets = Set(7);
    row.update(pool).await.unwrap();
    Migrator::up(pool, None).await.unwrap();
    assert_eq!(read("free").await, (60, Some(1_000), 10, 50));
    assert_eq!(read("anonymous").await, (30, Some(500), 5, 20));
    assert_eq!(read("pro").await, (600, Some(100_000), 7, 500), "an operator's edit stays");
}

#[tokio::test]
async fn the_numbers_come_to_plans_that_nobody_edited_on_sqlite() {
    migrates("sqlite::memory:".to_owned()).await;
}

#[tokio::test]
async fn the_numbers_come_to_plans_that_nobody_edited_on_postgresql() {
    Server::Postgres.on(migrates).await;
}

#[tokio::test]
async fn the_numbers_come_to_plans_that_nobody_edited_on_mariadb() {
    Server::Maria.on(migrates).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_state_the_numbers_that_the_table_has() {
    let service = start(&[]).await;
    let pool = service.app.database.pool();
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{}{path}", service.address)).await.unwrap();
        answer.text().await.unwrap()
    };
    let shipped = "Free: 60 requests a minute, 1,000 a day, 10 live sockets.";
    let register = get("/register").await;
    assert!(register.contains(shipped), "{register}");
    let row = plan::Entity::find_by_id("free").one(pool).await.unwrap().unwrap();
    let edit =
        plan::ActiveModel { per_minute: Set(77), sockets: Set(12), ..row.into_active_model() };
    edit.update(pool).await.unwrap();
    service.app.plans.refresh().await.unwrap();
    let register = get("/register").await;
    assert!(register.contains("Free: 77 requests a minute, 1,000 a day, 12 live sockets."));
    service.stop().await;
}
