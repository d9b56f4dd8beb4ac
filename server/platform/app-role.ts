import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Tables a role may only add to: `insert` names the columns it may give. None means that it may only read. */
export type Guarded = Record<string, { except?: readonly string[] }>

/**
 * Gives a role what web and worker need, and nothing more: the rows of every ordinary table, and of the guarded ones
 * what `guarded` says. Run by the owner after each migration; running it again changes nothing. `also` names schemas
 * whose tables are used whole. Throws when the role does not exist, or could get around it all.
 */
export async function grantAppRole(ownerUrl: string, role: string, guarded: Guarded, also: readonly string[]) {
  await asOwner(ownerUrl, async (client) => {
    const name = pg.escapeIdentifier(role)
    await client.query('begin')
    await requireHarmless(client, role)
    const { rows } = await client.query("select current_setting('server_version_num')::int as version")
    // Statistics are gathered after great changes; before version 17 that needed the table's owner and is skipped.
    const maintain = rows[0]?.version >= 170_000 ? ', maintain' : ''
    for (const schema of ['public', ...also])
      await client.query(wholeSchema(pg.escapeIdentifier(schema), name, maintain))
    await client.query('revoke create on schema public from public')
    for (const [table, { except }] of Object.entries(guarded)) await guard(client, table, name, except)
    for (const schema of also) await openRowSecurity(client, schema, role)
    await requireGuarded(client, role, Object.keys(guarded))
    await client.query('commit')
  })
}

/** Makes the login `role` on a server of our own, with a new password. Returns the address to connect with. */
export async function createLogin(ownerUrl: string, role: string): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  await asOwner(ownerUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    const how = rowCount ? 'alter' : 'create'
    await client.query(`${how} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(password)}`)
  })
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.href
}

// On a connection of its own; what it leaves open when it fails ends with it.
async function asOwner(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url, application_name: 'fleetwarden-migrate' })
  // Who waits for a statement hears of a lost connection; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const wholeSchema = (schema: string, role: string, maintain: string) => `
  grant usage on schema ${schema} to ${role};
  grant select, insert, update, delete${maintain} on all tables in schema ${schema} to ${role};
  grant usage, select on all sequences in schema ${schema} to ${role};
  alter default privileges in schema ${schema} grant select, insert, update, delete${maintain} on tables to ${role};
  alter default privileges in schema ${schema} grant usage, select on sequences to ${role}`

async function guard(client: pg.Client, table: string, role: string, except: readonly string[] | undefined) {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attname <> all ($2)`,
    [table, except ?? []],
  )
  if (rows.length === 0) return
  const columns = rows.map(({ column }) => pg.escapeIdentifier(column)).join(', ')
  await client.query(`revoke all on ${pg.escapeIdentifier(table)} from ${role};
    grant select${except ? `, insert (${columns})` : ''} on ${pg.escapeIdentifier(table)} to ${role}`)
}

// Tables of a library may have row security on without a policy, which hides every row from all but their owner.
async function openRowSecurity(client: pg.Client, schema: string, role: string) {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = to_regnamespace($1) and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = $2)`,
    [schema, role],
  )
  for (const { name } of rows) {
    const policy = pg.escapeIdentifier(role)
    await client.query(`create policy ${policy} on ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}
      to ${policy} using (true) with check (true)`)
  }
}

async function requireHarmless(client: pg.Client, role: string) {
  const { rows } = await client.query<{ powerful: boolean; owner: boolean }>(
    `select rolsuper or rolcreaterole or rolbypassrls or rolreplication as powerful,
       pg_has_role(oid, current_user, 'member') as owner
     from pg_roles where rolname = $1`,
    [role],
  )
  const found = rows[0]
  if (!found) throw new Error(`There is no role ${role}. Make it first: create role ${role} login password '…'`)
  if (found.powerful) throw new Error(`The role ${role} is a superuser or may make roles: it could change anything.`)
  if (found.owner)
    throw new Error(`The role ${role} is, or is a member of, the role that owns the tables. Use another.`)
}

async function requireGuarded(client: pg.Client, role: string, tables: readonly string[]) {
  const { rows } = await client.query<{ name: string }>(mayChange, [role, tables])
  if (rows.length === 0) return
  throw new Error(
    `The role ${role} can still change ${rows.map(({ name }) => name).join(', ')}, through another role or PUBLIC.`,
  )
}

/** Of tables ($2) those that a role ($1) may update, delete from or truncate, as their owner or otherwise. */
export const mayChange = `select name from unnest($2::text[]) name where to_regclass(name) is not null and (
  has_any_column_privilege($1::text, name, 'UPDATE') or has_table_privilege($1::text, name, 'DELETE')
  or has_table_privilege($1::text, name, 'TRUNCATE')
  or pg_has_role($1::text, (select relowner from pg_class where oid = to_regclass(name)), 'USAGE'))`
