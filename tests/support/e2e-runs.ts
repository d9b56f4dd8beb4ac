import type { Page } from '@playwright/test'
import type { Certificate } from '#contract/certificates.ts'
import type { Run, RunState } from '#contract/response.ts'
import type { Guards } from '#contract/response-settings.ts'
import { sql } from './e2e-database.ts'
import { product } from './e2e-environment.ts'
import { ask, expect } from './e2e-test.ts'

const settleMs = 60_000

/** Sends a command as the signed-in page would. Fails unless it is answered with `status`. */
export async function send<Answer>(page: Page, address: string, data: object, { method = 'POST', status = 200 } = {}) {
  const answer = await page.request.fetch(`/api${address}`, {
    method,
    data,
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(answer.status(), `${method} /api${address}: ${await answer.text()}`).toBe(status)
  return (await answer.json()) as Answer
}

/** A run as soon as it has come to one of these states. */
export async function runWhen(page: Page, id: string, ...states: RunState[]): Promise<Run> {
  const read = () => ask<Run>(page, `/response/runs/${id}`)
  await expect
    .poll(async () => (await read()).state, { message: `run ${id} comes to ${states}`, timeout: settleMs })
    .toMatch(new RegExp(`^(${states.join('|')})$`))
  return read()
}

/** Plans an action on certificates of the first account, and waits for the plan. */
export async function planOf(page: Page, action: string, names: string[]): Promise<Run> {
  const selection = { scope: 'named', names }
  const { id } = await send<Run>(page, '/response/runs', { account: 1, action, selection }, { status: 201 })
  return runWhen(page, id, 'planned')
}

/** Asks for a plan to be executed. */
export const request = (page: Page, { id, digest, plan }: Run) =>
  send<Run>(page, `/response/runs/${id}/request`, {
    digest,
    reason: 'A journey of the browser tests',
    category: 'exercise',
    ...(plan?.guards.typed ? { typed: plan.guards.typed } : {}),
  })

/** Puts back what a run changed, and waits until that is done. */
export async function undo(page: Page, { id }: Pick<Run, 'id'>) {
  const { id: undoing } = await send<Run>(page, `/response/runs/${id}/undo`, {}, { status: 201 })
  await request(page, await runWhen(page, undoing, 'planned'))
  await runWhen(page, undoing, 'done')
}

/** Changes the guards as an admin; returns the way to put them back. */
export async function withGuards(admin: Page, changes: Partial<Guards>) {
  const before = await ask<Guards>(admin, '/response/guards')
  await send<Guards>(admin, '/response/guards', { ...before, ...changes }, { method: 'PUT' })
  return () => send<Guards>(admin, '/response/guards', before, { method: 'PUT' })
}

/** Has containment be said after the shortest time there is: journeys wait for it. */
export const settleSoon = async () => {
  await sql(
    `insert into settings (key, value) values ('response-guards', '{"settleS":5}')
     on conflict (key) do update set value = settings.value || '{"settleS":5}', updated_at = now()`,
  )
}

/** Active certificates that one thing each has, oldest first. `skip` keeps journeys apart. */
export async function activeCertificates(page: Page, count: number, skip: number): Promise<string[]> {
  const { items } = await ask<{ items: Certificate[] }>(
    page,
    '/certificates?account=1&status=ACTIVE&sort=created&limit=200',
  )
  const found = items.filter(({ thingCount, concerns }) => thingCount === 1 && concerns.length === 0)
  const chosen = found.slice(skip, skip + count).map(({ certificateId }) => certificateId)
  expect(chosen).toHaveLength(count)
  return chosen
}

/** Makes AWS fail single operations; none ends it. */
export async function failing(operations: Record<string, object>) {
  const response = await fetch(`http://127.0.0.1:${product.simulator.port}/_simulator/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operations }),
  })
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`)
}
