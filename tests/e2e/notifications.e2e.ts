import { createHmac } from 'node:crypto'
import { links } from '#contract/links.ts'
import { webReceiver } from '#tests/server/notifications/receivers.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('Notifications', { tag: '@incidents' }, () => {
  test.use({ role: 'admin' })

  test('a channel is tried, a rule is said in words, and a message leads to the page it tells of', async ({
    page,
    visitor,
    trouble,
  }) => {
    const receiver = await webReceiver()
    const id = `${Date.now()}`
    const [channel, rule, secret] = [`Hook ${id}`, `Rule ${id}`, `a secret for ${id}`]
    // A secret that is too short is refused.
    trouble.expect(/400/)
    try {
      await open(page, links.notifications())
      await page.getByRole('button', { name: 'Add channel…' }).click()
      const adding = page.getByRole('dialog', { name: 'Add a channel' })
      await adding.getByLabel('Kind').selectOption('Webhook')
      await adding.getByLabel('Name').fill(channel)
      await adding.getByLabel('Address').fill(`${receiver.url}/a-path-to-keep`)
      await adding.getByLabel('Secret that signs the messages').fill('short')
      await adding.getByRole('button', { name: 'Add channel' }).click()
      await expect(adding.getByText(/secret of at least 16 characters/)).toBeVisible()
      await adding.getByLabel('Secret that signs the messages').fill(secret)
      await adding.getByRole('button', { name: 'Add channel' }).click()
      await expect(adding).toBeHidden()

      const row = rowsOf(page, 'Channels').filter({ hasText: channel })
      await expect(row).toContainText('Not used yet')
      const kept = await sql(`select target, secret, sealed from notification_channels where name = $1`, [channel])
      expect(JSON.stringify(kept), 'nothing is stored in the clear').not.toMatch(/a-path-to-keep|a secret for/)
      await row.getByRole('button', { name: `Test ${channel}` }).click()
      await expect(row).toContainText('Test arrived')
      await expect(row).toContainText('Working')
      expect(receiver.got).toHaveLength(1)

      await page.getByRole('button', { name: 'Add rule…' }).click()
      const ruling = page.getByRole('dialog', { name: 'Add a rule' })
      await ruling.getByLabel('Name').fill(rule)
      await ruling.getByLabel('Send to').selectOption(channel)
      for (const about of [/^Findings/, /^Response runs/, /^Feeds/, /^The trail/])
        await ruling.getByLabel(about).uncheck()
      await ruling.getByLabel('Group for (minutes)').fill('0')
      await ruling.getByLabel('Quiet from (UTC)').fill('22:00')
      await ruling.getByLabel('Quiet until (UTC)').fill('06:00')
      await ruling.getByRole('button', { name: 'Add rule' }).click()
      const said = `High and above, about incidents, to ${channel}, each at once, quiet 22:00–06:00 UTC except critical`
      await expect(page.getByText(said)).toBeVisible()

      await sql(
        `insert into notices (key, about, severity, title, body, path) values ($1, 'incident', 'critical', $2, '', $3)`,
        [id, `Told ${id}`, links.incidents()],
      )
      const message = page.getByRole('row').filter({ hasText: `Told ${id}` })
      await expect(message).toContainText('Sent')
      const got = receiver.got.find(({ body }) => body.includes(`Told ${id}`))
      const signed = `${got?.headers['x-fleetwarden-timestamp']}.${got?.body}`
      expect(got?.headers['x-fleetwarden-signature']).toBe(createHmac('sha256', secret).update(signed).digest('hex'))
      await page.goto(JSON.parse(got?.body ?? '').notices[0].url)
      await expect(page.getByRole('heading', { level: 1, name: 'Incidents' })).toBeVisible()

      const theirs = await visitor('viewer')
      await open(theirs, links.notifications())
      await expect(theirs.getByText(said)).toBeVisible()
      await expect(theirs.getByRole('button', { name: `Change ${channel}` })).toHaveAccessibleDescription(/admin/)
      for (const hidden of [secret, 'a-path-to-keep']) await expect(theirs.getByText(hidden)).toHaveCount(0)

      await open(page, links.notifications())
      await row.getByRole('button', { name: `Change ${channel}` }).click()
      await page.getByRole('button', { name: 'Remove…' }).click()
      await page.getByRole('button', { name: /^Yes, remove/ }).click()
      await expect(row).toHaveCount(0)
      await expect(page.getByText(said)).toHaveCount(0)
    } finally {
      await receiver.close()
    }
  })
})
