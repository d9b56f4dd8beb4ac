import type { Locator, Page } from '@playwright/test'
import { expect } from './e2e-test.ts'

/** Goes to an address and waits until its heading listens, so that the first click is not lost. */
export async function open(page: Page, address: string) {
  await page.goto(address)
  await alive(page)
}

/** Waits until React has taken over the page that the server painted. */
export async function alive(page: Page) {
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeVisible()
  await expect
    .poll(() => heading.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__react'))))
    .toBe(true)
}

/** The rows of a table without its header. */
export function rowsOf(page: Page, table: string): Locator {
  return page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
}

/** The texts of one column of a table, by its header; read at once, so that the rows belong together. */
export async function columnOf(page: Page, table: string, header: string): Promise<string[]> {
  const [headers, ...rows] = await page
    .getByRole('table', { name: table })
    .evaluate((element) =>
      element instanceof HTMLTableElement
        ? [...element.rows].map((row) =>
            [...row.cells].map((cell) => cell.innerText.replaceAll(/\s*\n\s*/g, ' ').trim()),
          )
        : [],
    )
  const at = headers?.indexOf(header) ?? -1
  if (at < 0) throw new Error(`${table} has no column ${header}, only ${headers?.join(', ')}`)
  return rows.map((cells) => cells[at] ?? '')
}

/** "2,156" as a number. */
export function numberIn(text: string | null): number {
  const digits = /\d[\d,]*/.exec(text ?? '')?.[0]
  if (digits === undefined) throw new Error(`No number in “${text}”`)
  return Number(digits.replaceAll(',', ''))
}

/** The value beside a label in a list of facts. */
export async function factOf(within: Locator, label: string): Promise<Locator> {
  const terms = (await within.getByRole('term').allTextContents()).map((text) => text.trim())
  const at = terms.indexOf(label)
  if (at < 0) throw new Error(`There is no fact ${label}, only ${terms.join(', ')}`)
  return within.getByRole('definition').nth(at)
}

/** How many rows the pager under a list says there are. */
export async function totalOf(page: Page): Promise<number> {
  const text = await page.getByRole('navigation', { name: 'Pages' }).textContent()
  return numberIn(/ of ([\d,]+)/.exec(text ?? '')?.[1] ?? text)
}
