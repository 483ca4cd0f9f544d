//! Gives the plans numbers by which a plan that costs more is never worse. A row that an operator
//! edited stays as it is.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Plan {
    Table,
    Name,
    PerMinute,
    PerDay,
    Sockets,
    Channels,
}

/// Requests a minute and a day, sockets, channels a socket.
type Numbers = (i64, Option<i64>, i64, i64);

/// Name, numbers until now, numbers from now on. `business` has the same.
const PLANS: [(&str, Numbers, Numbers); 3] = [
    ("anonymous", (30, None, 1_000, 100), (30, Some(500), 5, 20)),
    ("free", (60, Some(1_000), 2, 20), (60, Some(1_000), 10, 50)),
    ("pro", (600, Some(100_000), 50, 500), (600, Some(100_000), 100, 500)),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, old, new) in PLANS {
            change(manager, name, old, new).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, old, new) in PLANS {
            change(manager, name, new, old).await?;
        }
        Ok(())
    }
}

/// Change a plan's numbers where all of them are still `from`.
async fn change(
    manager: &SchemaManager<'_>,
    name: &str,
    from: Numbers,
    to: Numbers,
) -> Result<(), DbErr> {
    let is_day = |day: Option<i64>| match day {
        Some(day) => Expr::col(Plan::PerDay).eq(day),
        None => Expr::col(Plan::PerDay).is_null(),
    };
    let update = Query::update()
        .table(Plan::Table)
        .value(Plan::PerMinute, to.0)
        .value(Plan::PerDay, to.1)
        .value(Plan::Sockets, to.2)
        .value(Plan::Channels, to.3)
        .and_where(Expr::col(Plan::Name).eq(name))
        .and_where(Expr::col(Plan::PerMinute).eq(from.0))
        .and_where(is_day(from.1))
        .and_where(Expr::col(Plan::Sockets).eq(from.2))
        .and_where(Expr::col(Plan::Channels).eq(from.3))
        .to_owned();
    manager.execute(update).await
}
