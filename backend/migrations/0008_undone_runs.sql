-- When what a run did was taken back: its file may be worked through again.
alter table runs add column undone_at timestamptz;
