/**
 * Makes a database as the backend does, and prints what its catalogue says of it. In a process of its own, since jest
 * does not run the backend's modules as they are.
 */
import { openDb } from "../../backend/src/db/open.ts";
import { acrossOrganizations } from "../../backend/src/db/reach.ts";

const ours = "n.nspname = 'public'";

const questions = {
  columns: `
    select c.relname as "table", a.attname as name, a.attnotnull as "isNotNull", a.attidentity <> '' as "isIdentity",
      coalesce(pg_get_expr(d.adbin, d.adrelid), '') as "default"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where ${ours} and c.relkind in ('r', 'p') order by 1, a.attnum`,
  uniques: `
    select c.relname as "table", i.relname as name, x.indisprimary as "isPrimary",
      pg_get_indexdef(x.indexrelid, 1, true) as "first"
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('r', 'p') and x.indisunique order by 1, 2`,
  indexed: `
    select c.relname as "table", i.relname as name, a.attname as "column"
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where ${ours} and (a.attnum = any(x.indkey) or exists (
      select 1 from pg_depend d where d.objid = x.indexrelid and d.refobjid = c.oid and d.refobjsubid = a.attnum))
    order by 1, 2, 3`,
  foreignKeys: `
    select c.relname as "table", o.conname as name, t.relname as target,
      array(select a.attname::text from unnest(o.conkey) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k)
        as columns
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_class t on t.oid = o.confrelid
    join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and o.contype = 'f' order by 1, 2`,
  exclusions: `
    select c.relname as "table", o.conname as name
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and o.contype = 'x' order by 1, 2`,
  triggers: `
    select c.relname as "table", t.tgname as name
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and not t.tgisinternal order by 1, 2`,
  rules: `
    select c.relname as "table", r.rulename as name
    from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('r', 'p') order by 1, 2`,
  sequences: `
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind = 'S' order by 1`,
  walls: `
    select c.relname as "table", c.relrowsecurity as "isOn", c.relforcerowsecurity as "bindsOwner",
      coalesce(jsonb_agg(jsonb_build_object(
        'for', p.polcmd, 'isPermissive', p.polpermissive, 'roles', p.polroles::text,
        'reads', pg_get_expr(p.polqual, p.polrelid), 'writes', pg_get_expr(p.polwithcheck, p.polrelid)
      )) filter (where p.oid is not null), '[]') as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_policy p on p.polrelid = c.oid
    where ${ours} and c.relkind in ('r', 'p') group by 1, 2, 3 order by 1`,
  views: `
    select c.relname as name, coalesce('security_invoker=true' = any(c.reloptions), false) as "isInvokers"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('v', 'm') order by 1`,
};

const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataFolder = "" } = process.env;
const onError = (error) => {
  throw error;
};
const db = await openDb({ databaseUrl, dataFolder, onError }, new Date());
const catalogue = {};
await acrossOrganizations("the catalogue is of all", async () => {
  for (const [name, text] of Object.entries(questions)) catalogue[name] = await db.query({ text });
});
await db.close();
process.stdout.write(JSON.stringify(catalogue));
