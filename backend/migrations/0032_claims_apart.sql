-- Whose a delivery is stands apart from when it is due. A claim then changes nothing that is indexed; and with room in the
-- page, no index is written for it.
alter table deliveries add column claimed_until timestamptz;
alter table deliveries set (fillfactor = 50);
