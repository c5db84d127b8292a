/**
 * What the catalogue of the database says of locality: a table belongs to one book if its rows can lie on the
 * server of their book alone, with everything that keeps them right.
 */
import type pg from 'pg'

export interface NotLocal {
  readonly table: string
  readonly why: string
}

interface TableRow {
  readonly table: string
  readonly first_key: string | null
  readonly is_book_set: boolean
}

/** Tables whose primary key does not begin with the book. */
const TABLES = `select c.relname as table,
    (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where i.indrelid = c.oid and i.indisprimary) as first_key,
    coalesce((select a.attnotnull from pg_attribute a where a.attrelid = c.oid and a.attname = 'book'), false)
      as is_book_set
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`

/** What would need to look at the rows of other books, or into another table. */
const CONSTRAINTS = `
  select c.relname as table, 'the unique index ' || x.relname || ' does not begin with the book' as why
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
  where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace and a.attname <> 'book'
  union all
  select c.relname, 'the constraint ' || k.conname || ' excludes or refers to other rows'
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where k.contype in ('f', 'x', 't') and c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, 'the trigger ' || t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
  union all
  select coalesce(c.relname, s.relname), 'the sequence ' || s.relname
  from pg_class s
  left join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
  left join pg_class c on c.oid = d.refobjid
  where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace
  union all
  select c.relname, 'it is a view' from pg_class c
  where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace`

export interface Catalogue {
  /** Every table, in order. */
  readonly tables: readonly string[]
  readonly notLocal: readonly NotLocal[]
}

export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const { rows: tables } = await client.query<TableRow>(TABLES)
  const { rows: bound } = await client.query<NotLocal>(CONSTRAINTS)
  const keyed = tables
    .filter((row) => row.first_key !== 'book' || !row.is_book_set)
    .map(({ table, first_key: key }) => ({ table, why: `its key begins with ${key ?? 'nothing'}` }))
  return { tables: tables.map(({ table }) => table), notLocal: [...keyed, ...bound] }
}
