-- Ration, schema version 1, for MariaDB. Instants are milliseconds since 1970-01-01T00:00:00Z.
-- Texts are compared as they are: by code points, blanks at the end included.

-- One row per counter: (scope, period, quota_key).
create table if not exists ration_account (
    id              varchar(64)  character set ascii collate ascii_bin not null primary key,  -- SHA-256 of the identity
    key_id          varchar(64)  character set ascii collate ascii_bin not null,              -- SHA-256 of the key
    scope           varchar(64)  not null,
    period          varchar(16)  not null,              -- the unit: month, 30d, ...
    quota_key       varchar(200) not null,
    zone            varchar(64)  not null,              -- of the window
    anchor          integer      not null,              -- of the window: the day on which its month begins
    used            bigint       not null,
    reserved        bigint       not null,
    granted         bigint       not null,              -- extra units of the window
    quota_limit     bigint       not null,              -- of the last charge, for display
    limit_override  bigint,
    override_until  bigint,
    override_reason varchar(400),
    override_by     varchar(200),
    threshold_mark  bigint       not null,
    period_start    bigint,                             -- null until the first unit is counted
    reset_at        bigint,
    admin_version   bigint       not null,
    updated_at      bigint       not null,
    constraint ration_account_counts check (used >= 0 and reserved >= 0 and granted >= 0),
    constraint ration_account_limits check (quota_limit >= 0 and (limit_override is null or limit_override >= 0)),
    constraint ration_account_window check ((period_start is null and reset_at is null) or period_start < reset_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists ration_account_key on ration_account (key_id);

-- What was used in windows that are over.
create table if not exists ration_closed_window (
    account_id   varchar(64) character set ascii collate ascii_bin not null,
    period_start bigint      not null,
    reset_at     bigint      not null,
    used         bigint      not null,
    quota_limit  bigint      not null,                  -- in force at the end, with what was granted
    granted      bigint      not null,
    constraint ration_closed_window_pk primary key (account_id, period_start),
    constraint ration_closed_window_counts check (used >= 0 and quota_limit >= 0 and granted >= 0),
    constraint ration_closed_window_window check (period_start < reset_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- What a node compares at its start.
create table if not exists ration_meta (
    name    varchar(40)  not null primary key,
    content varchar(200) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert into ration_meta (name, content) values ('schema', '1');
