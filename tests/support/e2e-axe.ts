import type { Page } from '@playwright/test'
import axe, { type AxeResults } from 'axe-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules that look at colours: all that a theme can break. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it stands, by all rules or some: one line per rule, with the elements and why. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // As the debugger's own script, which the page's policy does not concern; once for each page that is loaded.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
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

/** What axe finds on the page as it stands, and of its colours in the dark theme, which changes nothing else. */
export async function findingsInBothThemes(page: Page): Promise<string[]> {
  await settled(page)
  const light = await axeFindings(page)
  const before = await wear(page, 'dark')
  const dark = await axeFindings(page, colourRules)
  await wear(page, before)
  return [...light, ...dark.map((finding) => `in the dark, ${finding}`)]
}

/** Changes the theme and waits until its colours are there. Returns the one before. */
async function wear(page: Page, theme: string): Promise<string> {
  const before = await page.evaluate((wanted) => {
    const { dataset } = document.documentElement
    const before = dataset.theme ?? 'light'
    dataset.theme = wanted
    return before
  }, theme)
  await settled(page)
  return before
}

/** Until nothing fades any more: what is half closed or half dark has colours that nobody reads by. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(fading.map(({ finished }) => finished))
  })
}

/** By how many pixels the page is wider than the window; what scrolls inside it does not count. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
