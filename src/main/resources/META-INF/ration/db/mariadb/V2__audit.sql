-- Ration, schema version 2, for MariaDB: what operators do. Instants are milliseconds since 1970-01-01T00:00:00Z.

-- One row per act. It outlives the account.
create table if not exists ration_audit (
    id              varchar(36) character set ascii collate ascii_bin not null primary key,  -- random
    acted_at        bigint       not null,
    actor           varchar(200) not null,
    act             varchar(20)  not null,
    account_id      varchar(64) character set ascii collate ascii_bin,                 -- null: on no single account, or the key has been erased
    key_id          varchar(64) character set ascii collate ascii_bin,
    scope           varchar(64),
    period          varchar(16),
    quota_key       varchar(200),
    account_version bigint,                                   -- the account's admin_version after the act
    value_before    bigint,
    value_after     bigint,
    until_before    bigint,
    until_after     bigint,
    reason          varchar(400) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists ration_audit_account on ration_audit (account_id, acted_at);
create index if not exists ration_audit_key on ration_audit (key_id);
create index if not exists ration_audit_time on ration_audit (acted_at);

-- For lists of accounts, which are sorted by key. No index has a column that a charge changes.
create index if not exists ration_account_list on ration_account (quota_key, id);

update ration_meta set content = '2' where name = 'schema';
