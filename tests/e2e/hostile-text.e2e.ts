import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { CreateThingCommand, DeleteThingCommand, RegisterCertificateWithoutCACommand } from '@aws-sdk/client-iot'
import * as x509 from '@peculiar/x509'
import { iot } from '#tests/support/e2e-aws.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { syncFeeds } from '#tests/support/e2e-sync.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const markup = '<img src=x onerror=alert(1)>'
const formula = '=HYPERLINK("http://example.invalid","click")'
const attributes = {
  markup,
  formula,
  script: '</script><script>alert(1)</script>',
  turned: 'right-to-left \u202egnp.exe',
  unicode: 'naïve Ωμέγα 温度センサー مستشعر 👩🏽‍🚒',
  quoted: 'comma, "quote" and; semicolon',
  template: '{{constructor}} <%= 7*7 %>',
}

test.describe('Text that is out to hurt', { tag: '@first-light' }, () => {
  test.use({ role: 'responder' })
  const name = `-1-${Date.now()}`
  test.beforeEach(async ({ page }) => {
    page.on('dialog', (dialog) => expect(dialog.message(), 'a script of the fleet ran').toBeNull())
  })

  test('a thing’s attributes are text on its page and in the list, and no formula in the export', async ({ page }) => {
    await iot.send(new CreateThingCommand({ thingName: name, attributePayload: { attributes: { site: '=A1' } } }))
    await syncFeeds(page, 'things', async () => {
      const [row] = await sql('select 1 from things where name = $1', [name])
      return row !== undefined
    })
    // AWS refuses most of these; other servers that speak its protocol do not.
    await sql('update things set attributes = $2 where name = $1', [name, JSON.stringify(attributes)])
    await open(page, `/fleet/1/${encodeURIComponent(name)}`)
    const shown = page.getByRole('region', { name: 'Attributes' })
    for (const value of Object.values(attributes)) await expect(shown.getByText(value, { exact: true })).toBeVisible()

    await open(page, `/fleet?attribute=${encodeURIComponent(`markup=${markup}`)}`)
    await expect(rowsOf(page, 'Things')).toHaveCount(1)
    await expect(page.getByRole('button', { name: `Remove filter Attribute: markup=${markup}` })).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    const [header = [], record = []] = await recordsIn(await download)
    for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(record[header.indexOf('name')]).toBe(`'${name}`)
    expect(JSON.parse(record[header.indexOf('attributes')] ?? '')).toEqual(attributes)

    const view = `${markup} ${Date.now()}`
    await page.getByRole('button', { name: 'Saved views' }).click()
    await page.getByRole('menuitem', { name: 'Save this view…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(view)
    await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('button', { name: `View: ${view}` }).click()
    await page.getByRole('menuitem', { name: `Delete “${view}”` }).click()
    await expect(page.getByRole('button', { name: 'Saved views' })).toBeVisible()
    await iot.send(new DeleteThingCommand({ thingName: name }))
  })

  test('names inside a certificate are text, and no formula in the export', async ({ page }) => {
    const commonName = `=SUM(A1:A9) ${markup}`
    const { certificateId = '' } = await iot.send(
      new RegisterCertificateWithoutCACommand({ certificatePem: await certificateOf(commonName), status: 'INACTIVE' }),
    )
    await syncFeeds(page, 'certificates', async () => {
      const [row] = await sql('select 1 from certificates where certificate_id = $1 and described_at is not null', [
        certificateId,
      ])
      return row !== undefined
    })
    await open(page, `/credentials/1/${certificateId}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(commonName)
    await expect(page.getByRole('region', { name: 'Certificate', exact: true })).toContainText('onerror=alert(1)')

    await open(page, `/credentials?search=${certificateId}`)
    await expect(rowsOf(page, 'Certificates')).toContainText(markup)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    const [, record = []] = await recordsIn(await download)
    expect(record).toContain(`'${commonName}`)
    for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  })
})

async function certificateOf(commonName: string): Promise<string> {
  x509.cryptoProvider.set(webcrypto as Crypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    notAfter: new Date(Date.now() + 365 * 86_400_000),
    signingAlgorithm: algorithm,
    keys,
  })
  return certificate.toString('pem')
}
