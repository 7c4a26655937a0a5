-- Ration, schema version 1, for PostgreSQL. Instants are milliseconds since 1970-01-01T00:00:00Z.

-- One row per counter: (namespace, scope, period, quota_key).
create table if not exists ration_account (
    id              varchar(64)  collate "C" not null primary key,  -- 16 digits of key_id, 48 of SHA-256 of the identity
    key_id          varchar(64)  collate "C" not null,              -- SHA-256 of namespace and key
    namespace       varchar(64)  not null,
    scope           varchar(64)  not null,
    period          varchar(16)  not null,              -- the unit: month, 30d, ...
    quota_key       varchar(200) not null,
    zone            varchar(64)  not null,              -- of the window
    anchor          integer      not null,              -- of the window: the day on which its month begins
    used            bigint       not null,
    reserved        bigint       not null,              -- the sum of the open holds
    held_until      bigint,                             -- the first end of an open hold
    holds           bigint       not null,              -- how many are open
    granted         bigint       not null,              -- extra units of the window
    quota_limit     bigint       not null,              -- of the last charge, for display
    limit_override  bigint,
    override_until  bigint,
    override_reason varchar(400),
    override_by     varchar(200),
    closing_limit   bigint,                             -- of a window that is over, kept when an act came after it
    threshold_mark  bigint       not null,
    period_start    bigint,                             -- null until the first unit is counted
    reset_at        bigint,
    admin_version   bigint       not null,
    updated_at      bigint       not null,
    constraint ration_account_counts check (used >= 0 and reserved >= 0 and holds >= 0 and granted >= 0),
    constraint ration_account_limits check (quota_limit >= 0 and (limit_override is null or limit_override >= 0)),
    constraint ration_account_window check ((period_start is null and reset_at is null) or period_start < reset_at)
) with (fillfactor = 70);                              -- room for updates in place

create index if not exists ration_account_key on ration_account (key_id);

-- What was used in windows that are over.
create table if not exists ration_closed_window (
    account_id   varchar(64) collate "C" not null,
    period_start bigint      not null,
    reset_at     bigint      not null,
    used         bigint      not null,
    quota_limit  bigint      not null,                  -- in force at the end, with what was granted
    granted      bigint      not null,
    namespace    varchar(64) not null,
    brief        integer     not null,                  -- 1: of a period shorter than a day, kept apart
    constraint ration_closed_window_pk primary key (account_id, period_start),
    constraint ration_closed_window_counts check (used >= 0 and quota_limit >= 0 and granted >= 0),
    constraint ration_closed_window_window check (period_start < reset_at)
);

-- For ration.keep-windows: the oldest first.
create index if not exists ration_closed_window_age on ration_closed_window (namespace, brief, reset_at, account_id);

-- One row per account of a charge with an id. Touched under the lock of its account only.
create table if not exists ration_receipt (
    account_id    varchar(64)  collate "C" not null,
    charge_id     varchar(64)  collate "C" not null,  -- SHA-256 of the id
    charges_hash  varchar(64)  collate "C" not null,  -- SHA-256 of the list of charges
    line_no       integer      not null,                -- the position of the charge in the list, from 0
    line_count    integer      not null,                -- how many charges of the list are remembered
    nonce         bigint       not null,                -- random, of the call that was charged
    state         varchar(8)   not null,                -- HELD, COUNTED or OVER
    cost          bigint       not null,                -- of the charge
    units         bigint       not null,                -- held or counted now
    window_start  bigint       not null,                -- of the window in which they are
    taken_at      bigint       not null,                -- of the first answer
    ends_at       bigint       not null,                -- of the hold; of a charge that was none, taken_at
    forget_at     bigint       not null,                -- from then on the id means nothing
    answer_zone   varchar(64)  not null,                -- the first answer: the window and what it said
    answer_anchor integer      not null,
    answer_used   bigint       not null,
    answer_held   bigint       not null,
    answer_limit  bigint       not null,
    answer_reset  bigint       not null,
    constraint ration_receipt_pk primary key (account_id, charge_id),
    constraint ration_receipt_counts check (cost >= 0 and units >= 0 and answer_used >= 0 and answer_held >= 0 and answer_limit >= 0)
);

-- One id stands for one list, also where two lists have no account in common.
create unique index if not exists ration_receipt_charge on ration_receipt (charge_id, line_no);

create index if not exists ration_receipt_open on ration_receipt (account_id, ends_at) where state = 'HELD';
create index if not exists ration_receipt_forget on ration_receipt (account_id, forget_at);
create index if not exists ration_receipt_age on ration_receipt (forget_at, account_id);

-- One row per act. It outlives the account.
create table if not exists ration_audit (
    id              varchar(36)  collate "C" not null primary key,  -- random, on an account behind its first 8 digits
    namespace       varchar(64)  not null,
    acted_at        bigint       not null,
    actor           varchar(200) not null,
    act             varchar(20)  not null,
    account_id      varchar(64)  collate "C",                 -- null: on no single account, or the key has been erased
    key_id          varchar(64)  collate "C",
    scope           varchar(64),
    period          varchar(16),
    quota_key       varchar(200),
    account_version bigint,                                   -- the account's admin_version after the act
    value_before    bigint,
    value_after     bigint,
    until_before    bigint,
    until_after     bigint,
    reason          varchar(400) not null
);

create index if not exists ration_audit_account on ration_audit (account_id, acted_at);
create index if not exists ration_audit_key on ration_audit (key_id);
create index if not exists ration_audit_time on ration_audit (namespace, acted_at);

-- For lists of accounts, which are sorted by key. No index has a column that a charge changes.
create index if not exists ration_account_list on ration_account (namespace, quota_key, id);

-- What a node compares at its start.
create table if not exists ration_meta (
    name    varchar(100) not null primary key,
    content varchar(200) not null
);

-- Code of this version and later ones may use these tables.
insert into ration_meta (name, content) values ('oldest_code', '1');
insert into ration_meta (name, content) values ('schema', '1');
