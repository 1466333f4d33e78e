-- A contact is written anew whenever it changes. Where its page has room for the new version, and no index holds what
-- changes, none of the indexes gets an entry: that is a third of the work. An import of a whole list changes all contacts of
-- a page at once, and would leave a table of this size behind anyway.
alter table contacts set (fillfactor = 50);
