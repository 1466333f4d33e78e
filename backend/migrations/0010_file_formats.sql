-- Workbooks are read as well as CSVs, and a format says what a person should know of it.
update import_files
set format = '{"type": "csv", "quote": "\"", "sheet": null, "sheets": [], "said": [], "notes": []}'::jsonb || format;
