import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { record } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Database } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { countAttempt } from './attempts.ts'
import { insertPerson } from './insert-person.ts'
import { setupState } from './queries.ts'
import { hashOf, newSecret, sameText } from './secrets.ts'

const key = 'setup-token'
const kept = z.object({ hash: z.string() })
const attemptsPerMinute = 5

/**
 * A new one-time token for making the first admin, replacing any before it; null when there is an admin. One made
 * less than `unlessYoungerThanMs` ago stays, and null is returned: another process has just shown it.
 */
export async function ensureSetupToken(database: Database, unlessYoungerThanMs = 0): Promise<string | null> {
  if (!(await setupState({ database })).needed) return null
  const token = newSecret('')
  const { rowCount } = await database.pool.query(
    `insert into settings as s (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()
     where s.updated_at <= now() - make_interval(secs => $3)`,
    [key, { hash: hashOf(token) }, unlessYoungerThanMs / 1000],
  )
  return rowCount ? token : null
}

/** Makes the first admin for whoever holds the one-time token. Of several at once, one succeeds. */
export async function claimSetup(context: Context, { token, ...admin }: FirstAdmin & { token: string }) {
  await countAttempt(context, 'setup', attemptsPerMinute)
  const passwordHash = await hashPassword(admin.password)
  return context.database.prisma.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ value: unknown }[]>`select value from settings where key = ${key} for update`
    const hash = kept.safeParse(row?.value).data?.hash ?? ''
    if (!sameText(hash, hashOf(token))) throw new Refusal('forbidden', 'That token is not valid, or has been used.')
    if (await hasAdmin(tx)) throw new Refusal('conflict', 'There is an admin already. Sign in instead.')
    await tx.setting.delete({ where: { key } })
    await addFirstAdmin(tx, context, admin, passwordHash)
    return { done: true as const }
  })
}

/** Makes the first admin without a browser. Returns false, changing nothing, when there is an admin. */
export async function createFirstAdmin(database: Database, admin: FirstAdmin): Promise<boolean> {
  const passwordHash = await hashPassword(admin.password)
  return database.prisma.$transaction(async (tx) => {
    if (await hasAdmin(tx)) return false
    await tx.setting.deleteMany({ where: { key } })
    await addFirstAdmin(tx, { actor: null, ipAddress: null }, admin, passwordHash)
    return true
  })
}

type FirstAdmin = { name: string; email: string; password: string }
type Transaction = Parameters<typeof insertPerson>[0]
type Who = Pick<Context, 'actor' | 'ipAddress'>

// Locked until the transaction's end, whichever way the first admin comes: the others wait, and then see one.
async function hasAdmin(tx: Transaction): Promise<boolean> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${key}))`
  return (await tx.user.count({ where: { role: 'admin', banned: false } })) > 0
}

async function addFirstAdmin(tx: Transaction, who: Who, { name, email }: FirstAdmin, passwordHash: string) {
  // An address that exists but is no admin (a disabled one, or a demoted one) is not taken over.
  const taken = await tx.user.count({ where: { email: email.toLowerCase() } })
  if (taken > 0) throw new Refusal('conflict', 'Somebody with that e-mail address exists already.')
  const id = await insertPerson(tx, { name, email, role: 'admin', passwordHash })
  const object = { kind: 'person', id, name: email }
  await record(tx, who, { action: 'setup.claimed', object, after: { name, role: 'admin' } })
}
