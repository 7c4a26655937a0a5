-- What a version to come might do, of which nodes of version 1 must know nothing.
alter table ration_account add column added bigint default 0 not null;
update ration_meta set content = '2' where name = 'schema';
