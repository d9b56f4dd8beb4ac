import { execFile } from 'node:child_process'
import fs from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { links } from '#contract/links.ts'
import type { ControlResult, Report, ReportSummary, SigningKey } from '#contract/reports.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { send } from '#tests/support/e2e-runs.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'
import { readPdf, textsOf } from '#tests/support/pdf.ts'

const makingMs = 60_000
const scope = { accounts: [], groups: [] }

test.describe('Reports', { tag: '@reports' }, () => {
  test.use({ role: 'responder' })
  test.setTimeout(120_000)

  test('a control is vouched for, with what shows it, until it is to be reviewed', async ({ page }) => {
    const controls = await ask<ControlResult[]>(page, '/controls')
    const control = controls.find((one) => one.kind === 'attested' && one.attestation === null)
    if (!control) throw new Error('Every attested control has been vouched for')
    await open(page, links.controls({ kind: 'attested', search: control.title }))
    await page.getByRole('table', { name: 'Controls' }).getByRole('link', { name: control.title }).click()
    const header = page.locator('header').filter({ has: page.getByRole('heading', { level: 1, name: control.title }) })
    await expect(header).toContainText('Unknown')
    await page.getByRole('button', { name: 'Vouch for it…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Vouch for a control' })
    const submit = dialog.getByRole('button', { name: 'Vouch for it' })
    await expect(submit).toHaveAccessibleDescription('Say in a sentence what you vouch for')
    await dialog.getByLabel('Statement').fill('Seen on the line of plant 2 with the person who keeps it.')
    await dialog.getByLabel('Link to what shows it').fill('https://wiki.example/plant-2')
    const file = { name: 'protocol.txt', mimeType: 'text/plain', buffer: Buffer.from('What was seen') }
    await dialog.getByLabel('File that shows it').setInputFiles(file)
    await dialog.getByLabel('To be reviewed in').selectOption('90')
    await submit.click()
    await expect(dialog).toHaveCount(0)
    await expect(header).toContainText('Pass')
    const attestations = page.getByRole('region', { name: 'Attestations' })
    await expect(attestations).toContainText('Seen on the line of plant 2')
    const kept = await downloaded(page, attestations.getByRole('link', { name: 'protocol.txt' }))
    expect(fs.readFileSync(await kept.path(), 'utf8')).toBe('What was seen')
  })

  test('a report is made, read, taken away and compared, and its seal tells a changed byte', async ({ page }) => {
    const title = `Evidence ${Date.now()}`
    const before = await send<ReportSummary>(
      page,
      '/reports',
      { title: `${title}, before`, framework: null, scope },
      { status: 202 },
    )
    await open(page, links.reports())
    const make = page.getByRole('button', { name: 'Make a report…' })
    const dialog = page.getByRole('dialog', { name: 'Make a report' })
    await make.press('Enter')
    await expect(dialog.getByLabel('Title')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(make).toBeFocused()
    await make.click()
    await dialog.getByLabel('Title').fill(title)
    await dialog.getByRole('button', { name: 'Make report' }).click()
    await expect(dialog).toHaveCount(0)
    const row = rowsOf(page, 'Reports').filter({ hasText: new RegExp(`${title}(?!,)`) })
    await expect(row).toContainText('Ready', { timeout: makingMs })
    await row.getByRole('link', { name: title }).click()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const report = await ask<Report>(page, `/reports/${id}`)
    await expect(page.getByRole('region', { name: 'Summary' })).toContainText(`Of ${report.results.length} controls`)

    const downloads = page.getByRole('region', { name: 'Downloads' })
    const registers = page.getByRole('region', { name: 'Registers' })
    const things = registers.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Things as CSV' }) })
    const [, ...records] = await recordsIn(await downloaded(page, things.getByRole('link')))
    const { rows = 0 } = report.registers.find(({ name }) => name === 'things') ?? {}
    await expect(things).toContainText(`${rows.toLocaleString('en')} rows`)
    expect(records).toHaveLength(rows)
    const pdf = await bytesOf(await downloaded(page, downloads.getByRole('link', { name: 'PDF' })))
    expect(textsOf(readPdf(pdf).tree, 'H1')).toEqual([expect.stringContaining(title)])
    const oscal = await bytesOf(await downloaded(page, downloads.getByRole('link', { name: 'OSCAL' })))
    expect(JSON.parse(oscal.toString())).toHaveProperty('assessment-results')

    const sealed = await downloaded(page, downloads.getByRole('link', { name: 'Sealed bundle' }))
    const bundle = await bytesOf(sealed)
    const key = `${await sealed.path()}.pem`
    fs.writeFileSync(key, (await ask<SigningKey>(page, '/signing-key')).publicKey)
    expect(await verified(await sealed.path(), key)).toMatchObject({ code: 0 })
    const name = 'registers/certificates.csv'
    const changed = `${await sealed.path()}.changed.zip`
    fs.writeFileSync(changed, withChangedByte(bundle, name))
    const found = await verified(changed, key)
    expect(found).toMatchObject({ code: 1 })
    expect(found.said).toContain(`CHANGED  ${name}`)

    await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Reports' }).click()
    for (const one of [title, before.title])
      await page.getByRole('checkbox', { name: new RegExp(`^Select report \\d+, ${one}$`) }).check()
    await page.getByRole('button', { name: 'Compare' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Two reports compared' })).toBeVisible()
    const sides = page.getByRole('region', { name: /^(From|To)$/ })
    await expect(sides.first()).toContainText(before.title)
    await expect(sides.last()).toContainText(title)
    await expect(page.getByRole('region', { name: 'Controls that changed' })).toBeVisible()
  })
})

async function downloaded(page: Page, link: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return download
}

const bytesOf = async (download: Download) => fs.readFileSync(await download.path())

/** The archive with one bit of a file's content turned over: 30 bytes and its name stand before what is packed. */
function withChangedByte(archive: Buffer, name: string): Buffer {
  const at = archive.indexOf(name)
  if (at < 0) throw new Error(`The archive has no ${name}`)
  const changed = Buffer.from(archive)
  const place = at + name.length + 40
  changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
  return changed
}

/** What `npm run verify-report` says of an archive, and its exit code. */
function verified(file: string, key: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', 'scripts/verify-report.ts', file, '--key', key]
    execFile(process.execPath, command, (error, said) => resolve({ code: error ? Number(error.code) : 0, said }))
  })
}
