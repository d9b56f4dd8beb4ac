import type { BrowserContext, Page } from '@playwright/test'

/** What a page must not do unless the journey provokes it: violate its policy, fail, or complain in the console. */
export type Trouble = {
  readonly seen: readonly string[]
  /** Words of what this journey brings about on purpose. */
  expect(pattern: RegExp): void
}

/** Listens to every page of a context from its first script on. */
export async function listenForTrouble(context: BrowserContext): Promise<Trouble> {
  const all: string[] = []
  const expected: RegExp[] = []
  await context.exposeFunction('reportViolation', (text: string) => all.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const where = `${event.sourceFile}:${event.lineNumber}`
      const report = Reflect.get(window, 'reportViolation') as (text: string) => void
      report(`policy violation on ${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${where}`)
    })
  })
  context.on('weberror', (error) => all.push(`uncaught: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    all.push(`console ${message.type()} on ${pathOf(message.page())}: ${message.text()} ${message.location().url}`)
  })
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // Leaving a page gives up what it was still fetching ahead, and its event stream; a download becomes a file.
    if (!/ERR_ABORTED/.test(reason)) all.push(`request failed: ${request.method()} ${request.url()} ${reason}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) all.push(`status ${response.status()}: ${response.url()}`)
  })
  return {
    get seen() {
      return all.filter((text) => !expected.some((pattern) => pattern.test(text)))
    },
    expect: (pattern) => expected.push(pattern),
  }
}

function pathOf(page: Page | null): string {
  return page ? new URL(page.url(), 'http://nowhere.invalid').pathname : 'a worker'
}
