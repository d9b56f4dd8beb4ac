import { record } from '#server/activity/record.ts'
import type { AuthEndpoint } from '#server/people/auth-endpoints.ts'
import { asRole } from '#server/people/person.ts'
import { halfSignedIn } from '#server/people/sign-in.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import type { Actor } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import type { Web } from './process.ts'

type Fields = Record<string, unknown>
/** What somebody asked of an endpoint: `actor` is null before they are signed in. */
export type Asked = { endpoint: AuthEndpoint; incoming: Incoming; actor: Actor | null }

/** Keeps in the trail what an endpoint did for whom; `answer` is better-auth's own, with the person and the session. */
export async function noteDone({ database }: Web, { endpoint, incoming, actor }: Asked, answer: Fields): Promise<void> {
  const action = endpoint.did(answer, actor)
  if (!action) return
  const person = actor ?? (await personIn(database, answer))
  const who = { actor: person, ipAddress: incoming.ipAddress }
  await record(database.prisma, who, { action, subject: person?.email ?? null })
}

/**
 * Keeps in the trail that somebody tried in vain to sign in or to change how they do. better-auth has already turned
 * down whoever tries too often, and those are not kept. The answer is the same whether or not this can be written.
 */
export async function noteFailed(
  web: Web,
  { endpoint, incoming, actor }: Asked,
  request: { headers: Headers; body: Fields },
  answer: { status: number; code: unknown },
): Promise<void> {
  const { failed } = endpoint
  if (!failed || !wasJudged(answer)) return
  const { prisma } = web.database
  try {
    const person = actor ?? (await halfSignedIn(web.database, web.settings, request.headers))
    const email = typeof request.body.email === 'string' ? request.body.email.slice(0, 254).toLowerCase() : null
    // A code without a sign-in before it is no attempt at anybody's account.
    if (!person && !email) return
    const aimedAt =
      person ?? (email ? await prisma.user.findUnique({ where: { email }, select: { id: true, email: true } }) : null)
    await record(
      prisma,
      { actor: person, ipAddress: incoming.ipAddress, name: 'Somebody' },
      {
        action: failed,
        subject: person?.email ?? email,
        ...(aimedAt && { object: { kind: 'person', id: aimedAt.id, name: aimedAt.email } }),
        result: answer.status === 403 ? 'refused' : 'failed',
      },
    )
  } catch (error) {
    log.error({ err: error }, 'A failed attempt was not recorded')
  }
}

// 401 and 403 are answers to whoever is somebody; of the 400s only a wrong password is, the others are bad input.
function wasJudged({ status, code }: { status: number; code: unknown }): boolean {
  return status === 401 || status === 403 || (status === 400 && code === 'INVALID_PASSWORD')
}

async function personIn({ prisma }: Web['database'], { user, token }: Fields): Promise<Actor | null> {
  const id = typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : ''
  const row = await prisma.user.findUnique({ where: { id }, select: { id: true, name: true, email: true, role: true } })
  if (!row) return null
  const session =
    typeof token === 'string' ? await prisma.session.findUnique({ where: { token }, select: { id: true } }) : null
  return { ...row, role: asRole(row.role), ...(session && { sessionId: session.id }) }
}
