import { X509Certificate } from 'node:crypto'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import type { Certificate, CertificateBreakdown, ExpiryTimeline } from '#contract/certificates.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { columnOf, factOf, numberIn, open, rowsOf, totalOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const concerns = [
  ['shared', 'Shared by several things', 'Shared'],
  ['unattached', 'Attached to nothing', 'Unattached'],
  ['leftover', 'One of several active on a thing', 'Several active'],
  ['no-policy', 'Without a policy', 'No policy'],
  ['pending-too-long', 'Pending too long', 'Pending too long'],
] as const

test.describe('Credentials', { tag: '@first-light' }, () => {
  test('a figure, a bar of the chart and a row of its table lead to exactly the rows they count', async ({ page }) => {
    await open(page, '/credentials')
    const figure = page.getByRole('link', { name: /^Expire within 30 days [\d,]+/ })
    const within30 = numberIn((await figure.textContent())?.replace('Expire within 30 days', '') ?? '')
    await figure.click()
    await expect(page).toHaveURL(/expiresWithinDays=30/)
    await expect.poll(() => totalOf(page)).toBe(within30)
    await expect.poll(() => columnOf(page, 'Certificates', 'Status')).toContain('Active')

    await open(page, '/credentials')
    const timeline = await ask<ExpiryTimeline>(page, '/certificates/timeline')
    const soonest = timeline.days.find(({ certificates }) => certificates > 0)
    if (!soonest) throw new Error('Nothing expires soon in the demo fleet')
    const panel = page.getByRole('region', { name: 'When do active certificates expire?' })
    await expect(
      panel.getByRole('img', { name: /^When do active certificates expire\? [\d,]+ certificates in/ }),
    ).toBeVisible()
    await panel.getByRole('button', { name: 'Show as table (t)' }).focus()
    await page.keyboard.press('t')
    const twin = panel.getByRole('group', { name: /as a table$/ }).getByRole('table')
    await expect(twin.getByRole('row')).toHaveCount(timeline.days.length + 1)
    const row = twin.getByRole('row').filter({ has: page.getByRole('button', { name: soonest.day }) })
    await expect(row.getByRole('cell')).toHaveText(String(soonest.certificates))
    await row.getByRole('button').click()
    await expect(page).toHaveURL(new RegExp(`expiresOn=${soonest.day}`))
    await expect(rowsOf(page, 'Certificates')).toHaveCount(soonest.certificates)
  })

  for (const [concern, title, mark] of concerns) {
    test(`“${title}” lists as many certificates as it says, and each shows it`, async ({ page }) => {
      await open(page, '/credentials')
      const panel = page.getByRole('region', { name: 'What else needs a look?' })
      const link = panel.getByRole('link', { name: new RegExp(`^${title}`) })
      const count = numberIn((await link.textContent())?.replace(title, '') ?? '')
      expect(count, 'the demo fleet has some').toBeGreaterThan(0)
      await link.click()
      await expect(page).toHaveURL(new RegExp(`concern=${concern}`))
      await expect.poll(() => totalOf(page)).toBe(count)
      for (const marks of await columnOf(page, 'Certificates', 'Concerns')) expect(marks).toContain(mark)
      if (concern === 'shared') {
        await rowsOf(page, 'Certificates').first().getByRole('link').first().click()
        const drawer = page.getByRole('dialog')
        await expect(drawer).toContainText('One stolen key speaks for every thing it is attached to')
      }
    })
  }

  test('the list is filtered by hand, and its export holds the same', async ({ page }) => {
    await open(page, '/credentials')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('option', { name: 'In use for more than' }).click()
    await page.getByLabel('In use for more than').fill('700')
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByRole('button', { name: 'Remove filter In use for more than: 700 days' })).toBeVisible()
    await page
      .getByRole('complementary', { name: 'Facets' })
      .getByRole('button', { name: /^Active/ })
      .click()
    await expect(page).toHaveURL(/status=ACTIVE/)
    const { count } = await ask<{ count: number }>(page, '/certificates/count?olderThanDays=700&status=ACTIVE')
    await expect.poll(() => totalOf(page)).toBe(count)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    expect(await recordsIn(await download)).toHaveLength(count + 1)
  })

  test('what a certificate page says is what its PEM says, for every kind of key and signature', async ({ page }) => {
    const { keys, signatures } = await ask<CertificateBreakdown>(page, '/certificates/breakdown')
    const known = ({ value }: { value: string }) => value !== 'unknown'
    const filters = [
      ...keys.filter(known).map(({ value }) => `key=${encodeURIComponent(value)}`),
      ...signatures.filter(known).map(({ value }) => `signature=${encodeURIComponent(value)}`),
    ]
    expect(filters.length).toBeGreaterThan(5)
    for (const filter of filters) {
      const [certificate] = (await ask<{ items: Certificate[] }>(page, `/certificates?${filter}&limit=1`)).items
      if (!certificate) throw new Error(`No certificate with ${filter}`)
      await test.step(`${filter}: ${certificate.commonName}`, async () => {
        await open(page, `/credentials/${certificate.account}/${certificate.certificateId}`)
        const pem = (await page.getByRole('group', { name: 'PEM' }).textContent()) ?? ''
        const parsed = new X509Certificate(pem)
        const facts = page.getByRole('region', { name: 'Certificate', exact: true })
        const text = async (label: string) => ((await (await factOf(facts, label)).textContent()) ?? '').trim()
        const instant = async (label: string) => (await factOf(facts, label)).getByRole('time').getAttribute('datetime')
        const { asymmetricKeyType, asymmetricKeyDetails } = parsed.publicKey
        const bits = asymmetricKeyDetails?.modulusLength ?? curveBits[asymmetricKeyDetails?.namedCurve ?? '']
        expect(await text('Key')).toBe(`${asymmetricKeyType === 'rsa' ? 'RSA' : 'EC'} ${bits}`)
        expect(plainHex(await text('Serial number'))).toBe(plainHex(parsed.serialNumber))
        expect(await instant('Valid from')).toBe(new Date(parsed.validFrom).toISOString())
        expect(await instant('Valid until')).toBe(new Date(parsed.validTo).toISOString())
        expect(plainHex(await text('SHA-256 fingerprint'))).toBe(plainHex(parsed.fingerprint256))
        const names = parsed.subject.split('\n').map((part) => part.slice(part.indexOf('=') + 1))
        for (const name of names) expect(await text('Subject')).toContain(name)
      })
    }
  })

  test('a device’s page says until when its certificate can be replaced', async ({ page }) => {
    const query = '/certificates?expiresWithinDays=7&limit=1'
    const [certificate] = (await ask<{ items: Certificate[] }>(page, query)).items
    if (!certificate) throw new Error('Nothing expires this week in the demo fleet')
    await open(page, `/credentials/${certificate.account}/${certificate.certificateId}`)
    await expect(page.getByRole('region', { name: 'What needs attention' })).toContainText(/Expires in/)
    await expect(page.getByRole('region', { name: 'Things' })).toContainText('Last chance to rotate')
  })

  test('a CA page tells its state, what it issued, and leads to those', async ({ page }) => {
    const authorities = await ask<CaCertificate[]>(page, '/ca-certificates')
    await open(page, '/credentials')
    await page
      .getByRole('navigation', { name: 'Kinds of certificate' })
      .getByRole('link', { name: 'CA certificates' })
      .click()
    await expect(page.getByRole('heading', { name: 'CA certificates', level: 1 })).toBeVisible()
    await expect(rowsOf(page, 'CA certificates')).toHaveCount(authorities.length)
    const partner = authorities.find(({ commonName }) => commonName === 'Meridian Device CA 2021')
    await page.getByRole('link', { name: 'Meridian Device CA 2021' }).click()
    const drawer = page.getByRole('dialog', { name: 'Meridian Device CA 2021' })
    await expect(drawer).toContainText(/Expires in \d+ days/)
    await drawer.getByRole('link', { name: 'Open CA certificate' }).click()
    await expect(page.getByRole('heading', { name: 'Meridian Device CA 2021', level: 1 })).toBeVisible()
    await expect(page.getByRole('region', { name: 'What needs attention' })).toContainText(/Expires in \d+ days/)
    await expect(page.getByRole('main')).toContainText(String(partner?.certificates))
  })
})

const curveBits: Record<string, number> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }
const plainHex = (text: string) =>
  /^[0-9a-f]*/.exec(text.replaceAll(/[:\s]/g, '').toLowerCase())?.[0].replace(/^0+/, '')
