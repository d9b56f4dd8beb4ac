import fs from 'node:fs'

export type Counts = { passed: number; failed: number; skipped: number }

/** Reads vitest's JSON report. A file that could not be loaded counts as one failure, and so does a bare bad exit. */
export function vitestCounts(file: string, exitCode: number): Counts {
  const report = readReport(file) as VitestReport | undefined
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  return {
    passed: report.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

// One or two journeys that only pass at the second try are the machine's; more are ours.
const secondTriesAllowed = 2

/**
 * Reads Playwright's JSON report. An error outside any test counts as one failure, and so does a bare bad exit.
 * Journeys that passed at the second try, which Playwright names at its end, have passed while they are few.
 */
export function playwrightCounts(file: string, exitCode: number): Counts {
  const report = readReport(file) as PlaywrightReport | undefined
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, flaky, unexpected, skipped } = report.stats
  const few = flaky <= secondTriesAllowed
  const failed = unexpected + (few ? 0 : flaky) + report.errors.length
  return { passed: expected + (few ? flaky : 0), failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

type PlaywrightReport = {
  stats: { expected: number; flaky: number; unexpected: number; skipped: number }
  errors: unknown[]
}

function readReport(file: string): unknown {
  if (!fs.existsSync(file)) return undefined
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}
