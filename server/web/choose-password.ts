import { z } from 'zod'
import { password } from '#contract/people.ts'
import { record } from '#server/activity/record.ts'
import { countAttempt } from '#server/people/attempts.ts'
import { choosePassword } from '#server/people/commands/passwords.ts'
import { requireOwnPage } from '#server/platform/api/authorize.ts'
import { takeJson } from '#server/platform/api/body.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

const asked = z.object({ currentPassword: z.string().max(128), newPassword: password })
// As many as better-auth lets through of changes to a password.
const attemptsPerMinute = 5

/** Takes the password of one's own in the place of a temporary one: all that a session begun with such a one may do. */
export async function answerChoice(web: Web, request: Request): Promise<Response> {
  return serve(web, request, '/auth/choose-password', async (incoming) => {
    if (request.method !== 'POST') return problemResponse(problem(405), { allow: 'POST' })
    const actor = await incoming.recognise()
    if (!actor?.sessionId) throw new Refusal('unauthenticated', 'Sign in first.')
    requireOwnPage(actor, incoming.origin)
    const taken = await takeJson(request)
    if (!(taken instanceof Request)) return problemResponse(taken)
    const body = asked.safeParse(await taken.json().catch(() => null))
    if (!body.success) throw new Refusal('invalid', 'The new password must have 12 to 128 characters.')
    await countAttempt(incoming, 'choose-password', attemptsPerMinute)
    const { currentPassword: current, newPassword: next } = body.data
    const context = { ...incoming, actor }
    if ((await choosePassword(context, { current, next })) === 'chosen') return Response.json({})
    const object = { kind: 'person', id: actor.id, name: actor.email }
    await record(web.database.prisma, context, { action: 'password.not-changed', object, result: 'failed' })
    throw new Refusal('invalid', 'That is not the temporary password.')
  })
}
