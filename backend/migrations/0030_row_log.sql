-- The log of rows is written far more often than it is looked into: as text, a row costs half of what it does parsed.
alter table import_rows
  alter column input type json using input::json,
  alter column contact type json using contact::json,
  alter column changed type json using to_json(changed),
  alter column previous type json using previous::json,
  alter column warnings type json using warnings::json,
  alter column errors type json using errors::json;
