import type { Page } from '@playwright/test'
import axe, { type AxeResults } from 'axe-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules that look at colours: all that a theme can break. */
export const colourRules = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it stands, by all rules or some: one line per rule, with the elements and why. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // As the debugger's own script, which the page's policy does not concern.
  await page.evaluate(axe.source)
  const only = rules ? { type: 'rule' as const, values: [...rules] } : { type: 'tag' as const, values: standards }
  const { violations } = await page.evaluate(async (runOnly): Promise<AxeResults> => {
    const { run } = Reflect.get(window, 'axe') as typeof axe
    return run(document, { runOnly, resultTypes: ['violations'] })
  }, only)
  return violations.map(({ id, help, nodes }) => {
    const where = nodes
      .slice(0, 4)
      .map((node) => `\n    ${node.html.slice(0, 160)}\n      ${node.failureSummary?.replaceAll('\n', ' ')}`)
    return `${id}: ${help} (${nodes.length}×)${where.join('')}`
  })
}

/** By how many pixels the page is wider than the window; what scrolls inside it does not count. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
