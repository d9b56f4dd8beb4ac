import type { Page } from '@playwright/test'
import type { Cause, Incident, IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { axeFindings, findingsInBothThemes } from '#tests/support/e2e-axe.ts'
import { product } from '#tests/support/e2e-environment.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { settleSoon, undo } from '#tests/support/e2e-runs.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

type Conflict = { id: string; clientIds: string[]; sides: { certificateId: string; sourceIp: string }[] }

const pageOf = ({ id }: Pick<Incident, 'id'>) => `/incidents/${id}`
const header = (page: Page) => page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })
const side = (page: Page, name: string) => page.getByRole('listitem', { name: `Side ${name}` })

// A brisk conflict: three take-overs within seconds instead of a minute.
const pace = 0.1
const label = 'journey'

test.describe('Duplicate client IDs', { tag: '@incidents' }, () => {
  test.use({ role: 'responder' })
  test.setTimeout(150_000)

  // They need half a minute until they are incidents: most of it goes by while the first journey waits for its own.
  const fights = {} as Record<'written' | 'joined' | 'member' | 'contained' | 'inbox', Conflict>
  test.beforeAll(async () => {
    await settleSoon()
    fights.member = await fight('flapping-link')
    fights.joined = await fight('second-process')
    fights.written = await fight('second-process')
    fights.contained = await fight('two-credentials-one-client-id')
    fights.inbox = await fight('same-credential-two-places')
  })
  test.afterAll(() => endFights({ label }))

  test('a clone is named within a minute, with both sides and the right cause, and triaged by keyboard alone', async ({
    page,
  }) => {
    const conflict = await fight('same-credential-two-places')
    const [clientId = ''] = conflict.clientIds
    try {
      const incident = await incidentOf(page, clientId, 'same-credential-two-places')
      await open(page, '/')
      await page.keyboard.press('g')
      await page.keyboard.press('n')
      await expect(page.getByRole('heading', { name: 'Incidents', level: 1 })).toBeVisible()
      await page.keyboard.press('/')
      await page.keyboard.type(clientId)
      await expect(page).toHaveURL(/search=/)
      await expect(rowsOf(page, 'Incidents')).toHaveCount(1)
      const row = rowsOf(page, 'Incidents').first()
      await expect(row).toContainText('Same credential, two places')
      await page.getByRole('searchbox', { name: 'Search client IDs' }).blur()
      await page.keyboard.press('j')
      await expect(row).toBeFocused()
      await page.keyboard.press('Enter')
      const drawer = page.getByRole('dialog', { name: clientId })
      await expect(drawer.getByRole('region', { name: 'Both sides' })).toContainText('Side B')
      await expect(page).toHaveURL(new RegExp(`open=${incident.id}`))
      await page.keyboard.press('a')
      await expect(page.getByText(`Incident ${incident.number} is yours`)).toBeVisible()
      await expect(row).toContainText('Demo responder')
      const moving = page.getByRole('dialog', { name: `Move incident ${incident.number}` })
      await page.keyboard.press('s')
      await moving.getByRole('button', { name: 'Triage', exact: true }).press('Enter')
      await expect(moving).toHaveCount(0)
      await expect(row).toContainText('Triaged')
      await page.keyboard.press('s')
      await expect(moving.getByRole('button', { name: 'Triage', exact: true })).toHaveAccessibleDescription(/already/)
      await page.keyboard.press('Escape')
      await expect(moving).toHaveCount(0)
      await expect(drawer).toBeVisible()

      await open(page, pageOf(incident))
      await expect(header(page)).toContainText('Same credential from two places')
      for (const { sourceIp } of conflict.sides) {
        await expect(page.getByRole('region', { name: 'Both sides' })).toContainText(sourceIp)
      }
      await expect(side(page, 'A').getByRole('link').first()).toHaveAttribute(
        'href',
        new RegExp(conflict.sides[0]?.certificateId ?? 'none'),
      )
      await expect(page.getByRole('region', { name: 'How we know' })).toContainText(/for|against/)
      await expect(page.getByRole('region', { name: 'Which policy lets it happen?' })).toContainText('Side A')
      await expect(page.getByRole('img', { name: /Who had the session when/ })).toBeVisible()
      await expect(rowsOf(page, 'Records').first()).toContainText(clientId)
    } finally {
      await endFights(conflict)
    }
  })

  test('people write, tick, dismiss and take up again; a viewer reads why they cannot', async ({ page, visitor }) => {
    const incident = await foughtOut(page, fights.written)
    await open(page, pageOf(incident))
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await expect(timeline.getByLabel('Comment')).toBeVisible()
    await page.keyboard.press('c')
    await expect(timeline.getByLabel('Comment')).toBeFocused()
    await page.keyboard.type('Asked the site, @adm')
    await expect(timeline.getByRole('list', { name: 'People to mention' })).toContainText('@Demo admin')
    await page.keyboard.press('Tab')
    await expect(timeline.getByLabel('Comment')).toHaveValue('Asked the site, @Demo admin ')
    await page.keyboard.press('Control+Enter')
    await expect(timeline.getByRole('list').last()).toContainText('Asked the site, @Demo admin')

    const tasks = page.getByRole('region', { name: 'Tasks' })
    await tasks.getByLabel('New task').fill('Look at the supervisor')
    await tasks.getByRole('button', { name: 'Add task' }).click()
    await tasks.getByRole('checkbox', { name: 'Look at the supervisor' }).check()
    await expect(tasks).toContainText(/1 of \d+ done/)
    await expect(timeline).toContainText('Look at the supervisor')
    await tasks.getByRole('button', { name: 'Edit tasks…' }).click()
    const editing = page.getByRole('dialog', { name: 'Edit tasks' })
    await expect(editing.getByRole('textbox', { name: 'Task 1', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await page.keyboard.type('Ring the site')
    await page.keyboard.press('Alt+ArrowUp')
    await expect(editing.getByRole('textbox', { name: 'Task 1', exact: true })).toHaveValue('Ring the site')
    await editing.getByRole('button', { name: 'Save' }).click()
    await expect(tasks.getByRole('checkbox').first()).toHaveAccessibleName('Ring the site')
    await expect(tasks.getByRole('checkbox', { name: 'Look at the supervisor' })).toBeChecked()

    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Change severity…' }).click()
    await page.getByRole('dialog').getByLabel('Severity').selectOption('Low')
    await page.getByRole('dialog').getByLabel('Why').fill('A test rig')
    await page.getByRole('button', { name: 'Set severity' }).click()
    await expect(header(page)).toContainText('Severity set by Demo responder: A test rig')

    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Dismiss…' }).click()
    const dialog = page.getByRole('dialog', { name: `Dismiss incident ${incident.number}` })
    await dialog.getByLabel('Why').fill('Known, the rig is rebuilt')
    await dialog.getByRole('button', { name: 'Dismiss', exact: true }).click()
    await expect(header(page)).toContainText('Known, the rig is rebuilt')
    await expect(header(page)).toContainText('Dismissed')
    await page.getByRole('button', { name: 'Take up again' }).click()
    await expect(header(page)).toContainText('Triaged')

    const viewer = await visitor('viewer')
    await open(viewer, pageOf(incident))
    await expect(viewer.getByRole('button', { name: 'Resolve' })).toHaveAccessibleDescription(/responder role/)
    await expect(viewer.getByRole('button', { name: 'Comment' })).toHaveAccessibleDescription(/responder role/)
  })

  test('one incident is joined to another and taken out again', async ({ page }) => {
    const one = await foughtOut(page, fights.joined)
    const other = await foughtOut(page, fights.member)
    await open(page, pageOf(one))
    const together = page.getByRole('region', { name: 'Belongs together' })
    await expect(together.getByRole('button', { name: 'Join with another…' })).toBeVisible()
    await page.keyboard.press('m')
    const dialog = page.getByRole('dialog', { name: `Join incident ${one.number} with another` })
    await expect(dialog.getByRole('searchbox')).toBeFocused()
    await page.keyboard.type(other.clientId)
    const candidate = dialog.getByRole('radio', { name: new RegExp(other.clientId) })
    await expect(dialog.getByRole('radio')).toHaveCount(1)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await expect(candidate).toBeChecked()
    await dialog.getByRole('radio', { name: `#${one.number} stands for #${other.number}` }).check()
    await expect(dialog).toContainText(`Incident ${other.number} leaves the inbox`)
    expect.soft(await axeFindings(page), 'joining').toEqual([])
    await dialog.getByRole('button', { name: `Join #${other.number} to #${one.number}` }).press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(together).toContainText(other.clientId)
    await together.getByRole('button', { name: `Take out ${other.clientId}` }).click()
    await expect(together).not.toContainText(other.clientId)
    expect((await ask<Incident>(page, `/incidents/${other.id}`)).state).not.toBe('merged')
  })

  test('a playbook that two people change is overwritten by neither unseen, and is given back', async ({
    page,
    visitor,
  }) => {
    const [mine, theirs] = [await visitor('approver', /409/), await visitor('admin')]
    for (const person of [mine, theirs]) {
      await open(person, links.playbooks())
      await person.getByRole('button', { name: 'Edit Undecided' }).click()
      await person.getByRole('textbox', { name: 'Step 1' }).fill(`Written by ${person === mine ? 'me' : 'them'}`)
    }
    await theirs.getByRole('button', { name: 'Save' }).click()
    await expect(theirs.getByRole('list', { name: 'Steps of Undecided' })).toContainText('Written by them')
    await mine.getByRole('button', { name: 'Save' }).click()
    const conflict = mine.getByRole('region', { name: 'Undecided' }).getByRole('alert')
    await expect(conflict).toContainText('Demo admin changed it')
    await expect(conflict.getByRole('list', { name: 'Only in theirs' })).toContainText('Written by them')
    // Scrolled, some button may lie half under the page's bar.
    await mine.evaluate(() => window.scrollTo(0, 0))
    expect.soft(await axeFindings(mine), 'a conflict').toEqual([])
    await conflict.getByRole('button', { name: 'Replace theirs with yours' }).click()
    await expect(mine.getByRole('list', { name: 'Steps of Undecided' })).toContainText('Written by me')
    await mine.getByRole('button', { name: 'Reset Undecided' }).click()
    await expect(mine.getByRole('region', { name: 'Undecided' })).toContainText('given back by Demo approver')
    await open(page, links.playbooks())
    await expect(page.getByRole('button', { name: 'Edit Undecided' })).toHaveAccessibleDescription(/approver role/)
  })

  test('a side is shut out from the page, and the incident learns that it is contained', async ({ page }) => {
    const [clientId = ''] = fights.contained.clientIds
    let run = ''
    try {
      const incident = await incidentOf(page, clientId, 'two-credentials-one-client-id')
      await open(page, `/fleet/${incident.account}/${clientId}`)
      const named = page.getByRole('region', { name: 'What needs attention' })
      await named.getByRole('link', { name: `Incident ${incident.number} is open` }).click()
      await expect(page).toHaveURL(new RegExp(incident.id))
      const answers = page.getByRole('region', { name: 'What ends it' })
      await answers
        .getByRole('button', { name: /^Deactivate/ })
        .last()
        .click()
      const dialog = page.getByRole('dialog')
      await expect(dialog.getByText(`It answers incident ${incident.number}.`)).toBeVisible({ timeout: 20_000 })
      const losing = dialog.getByRole('region', { name: 'Who loses access' })
      await expect(losing.getByRole('link', { name: `Incident ${incident.number}` })).toBeVisible()
      await dialog.getByLabel('Kind of reason').selectOption('exercise')
      await dialog.getByLabel('Why').fill('A journey of the browser tests')
      await dialog.getByRole('button', { name: /^Deactivate/ }).click()
      const opened = dialog.getByRole('link', { name: /^Open run/ })
      run = (await opened.getAttribute('href'))?.split('/').at(-1) ?? ''
      await expect(dialog).toContainText('Contained', { timeout: 60_000 })
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      const link = answers.getByRole('link', { name: /^Run \d/ })
      await expect(link).toBeVisible()
      await expect(header(page)).toContainText('Contained', { timeout: 60_000 })
      await expect(answers).toContainText(/contained in \d/)
    } finally {
      await endFights(fights.contained)
      if (run) await undo(page, { id: run })
    }
  })

  test('the inbox keeps its filters in the address; what opens over it is accessible in both themes', async ({
    page,
  }) => {
    const incident = await foughtOut(page, fights.inbox)
    const check = async (what: string) => expect.soft(await findingsInBothThemes(page), what).toEqual([])
    await open(page, `/incidents?open=${incident.id}`)
    await expect(page.getByRole('dialog').getByRole('region', { name: 'How we know' })).toBeVisible()
    await check('a drawer')
    await page.keyboard.press('s')
    await expect(page.getByRole('dialog', { name: /^Move incident/ })).toBeVisible()
    await check('the state menu')
    await page.getByRole('button', { name: 'Dismiss…' }).click()
    await expect(page.getByRole('dialog').getByLabel('Why')).toBeVisible()
    await check('dismissing')
    await open(page, '/incidents')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('option', { name: 'Cause' }).click()
    await page.getByRole('option', { name: 'Flapping link' }).click()
    await expect(page).toHaveURL(/cause=flapping-link/)
    await page.reload()
    await expect(page.getByRole('button', { name: 'Remove filter Cause: Flapping link' })).toBeVisible()
  })
})

/** Has virtual devices play a conflict for real, on the simulator's side; nothing tells the product. */
async function fight(cause: Exclude<Cause, 'undecided'>): Promise<Conflict> {
  return (await control('POST', { cause, pace, label })) as Conflict
}

const endFights = (which: { id: string } | { label: string }) =>
  control('DELETE', 'id' in which ? { id: which.id } : which)

/** The incident of a fight, which is over by then: nothing changes it any more but the journey. */
async function foughtOut(page: Page, conflict: Conflict): Promise<IncidentSummary> {
  const incident = await incidentOf(page, conflict.clientIds[0] ?? '')
  await endFights(conflict)
  return incident
}

async function control(method: string, data: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${product.simulator.port}/_simulator/conflicts`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  })
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** The incident of a client ID, within the minute that it may take; with a cause, once that is its cause. */
async function incidentOf(page: Page, clientId: string, cause?: Cause): Promise<IncidentSummary> {
  const read = async () => {
    const address = `/incidents?open=true&search=${encodeURIComponent(clientId)}`
    const { items } = await ask<{ items: IncidentSummary[] }>(page, address)
    return items.find((one) => one.clientId === clientId)
  }
  await expect
    .poll(async () => (await read())?.[cause ? 'cause' : 'clientId'], {
      message: `the incident of ${clientId}`,
      timeout: 60_000,
      intervals: [1000],
    })
    .toBe(cause ?? clientId)
  const incident = await read()
  if (!incident) throw new Error(`No incident of ${clientId}`)
  return incident
}
