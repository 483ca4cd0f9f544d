//! Column types that need more than one word to mean the same on all three databases.

use sea_orm_migration::{
    SchemaManager,
    prelude::{Alias, ColumnDef, IntoIden},
    sea_orm::DbBackend,
};

/// A short text that can be indexed and tells upper from lower case; MariaDB's default collation
/// does not.
pub(crate) fn word(manager: &SchemaManager<'_>, name: impl IntoIden) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::MySql => {
            column.custom(Alias::new("varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
        }
        DbBackend::Postgres | DbBackend::Sqlite => {
            column.string_len(191);
        }
        _ => {
            column.string_len(191);
        }
    }
    column
}

/// A text of any length; `text` of MySQL ends at 64 KiB.
pub(crate) fn long_text(manager: &SchemaManager<'_>, name: impl IntoIden) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::MySql => {
            column.custom(Alias::new("longtext CHARACTER SET utf8mb4"));
        }
        _ => {
            column.text();
        }
    }
    column
}
