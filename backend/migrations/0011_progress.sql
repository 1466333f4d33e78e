-- How far a run is in its source, in bytes where it has them, and how fast it moves: records a second, the last seconds
-- weighing most.
alter table runs
  add column bytes_done bigint,
  add column bytes_total bigint,
  add column moved_at timestamptz,
  add column records_per_second double precision;
