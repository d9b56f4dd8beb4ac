import { sql } from '#tests/support/e2e-database.ts'
import { open } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('Policies judged', { tag: '@findings' }, () => {
  test('a policy that looks scoped is told, with the narrow form and whom it would break', async ({ page }) => {
    await open(page, '/policies/1/tracker-by-client-id')
    const points = page.getByRole('region', { name: 'What to put right' })
    const point = points.getByRole('listitem').filter({ hasText: 'Its client ID looks scoped and is not' })
    await expect(point).toContainText('Critical')
    await expect(point).toContainText('Also in AWS’s audit')
    const narrow = point.getByRole('region', { name: /^Narrow form for/ })
    await expect(async () => {
      if (!(await narrow.isVisible())) await point.getByRole('button', { name: 'Show the narrow form' }).click()
      await expect(narrow).toBeVisible({ timeout: 2_000 })
    }).toPass()
    await expect(narrow.getByRole('insertion').filter({ hasText: 'iot:Connection.Thing.ThingName' })).toBeVisible()
    await expect(narrow.getByRole('deletion').filter({ hasText: 'iot:ClientId' })).toBeVisible()
    await expect(point).toContainText(/It would (break nobody|keep out)/)
    await expect(page.getByRole('region', { name: 'What it lets a device do' })).toContainText('any client ID')
  })

  test('a thing says what it may do, and answers whether it may do something else', async ({ page }) => {
    const [device] = await sql<{ name: string }>(
      `select t.name from things t join thing_certificates l on l.thing_row_id = t.id
       join policy_targets a on a.certificate_row_id = l.certificate_row_id join policies p on p.id = a.policy_row_id
       where t.account_id = 1 and p.name = 'meter-standard' order by t.id limit 1`,
    )
    const name = device?.name ?? ''
    await open(page, `/fleet/1/${name}`)
    const may = page.getByRole('region', { name: 'What it may do' })
    await expect(may).toContainText(`the client ID ${name}`)
    await expect(may).toContainText(`the topic halden/telemetry/${name}`)
    const asks = may.getByRole('region', { name: 'May it do this?' })
    await asks.getByLabel('Topic').fill(`halden/telemetry/${name}`)
    await asks.getByRole('button', { name: 'Ask' }).click()
    await expect(asks).toContainText('A statement allows it, and none denies it.')
    await expect(asks.getByRole('group', { name: 'The statement that decides' })).toContainText('halden/telemetry')
    await asks.getByLabel('Topic').fill('halden/telemetry/another')
    await asks.getByRole('button', { name: 'Ask' }).click()
    await expect(asks).toContainText('No statement allows it.')
  })
})
