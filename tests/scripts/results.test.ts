import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { oversizedFiles, unpinnedDependencies } from '#scripts/test/repository.ts'
import { playwrightCounts, vitestCounts } from '#scripts/test/results.ts'

const passing = { status: 'passed', assertionResults: [{ status: 'passed' }] }
const unloadable = { status: 'failed', assertionResults: [] }

test.each([
  ['all green', [passing], 0, 0, { passed: 5, failed: 0, skipped: 1 }],
  [
    'a failed test',
    [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
    2,
    1,
    { passed: 5, failed: 2, skipped: 1 },
  ],
  ['a file that does not load', [passing, unloadable], 0, 1, { passed: 5, failed: 1, skipped: 1 }],
  ['an error outside every test', [passing], 0, 1, { passed: 5, failed: 1, skipped: 1 }],
])('vitest: %s', (_, testResults, numFailedTests, exitCode, counts) => {
  const report = { numPassedTests: 5, numFailedTests, numPendingTests: 1, numTodoTests: 0, testResults }
  expect(vitestCounts(written(report), exitCode)).toEqual(counts)
})

test.each([
  ['all green', { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, [], 0, { passed: 3, failed: 0, skipped: 0 }],
  [
    'two at the second try',
    { expected: 3, unexpected: 0, flaky: 2, skipped: 0 },
    [],
    0,
    { passed: 5, failed: 0, skipped: 0 },
  ],
  ['three of them', { expected: 3, unexpected: 0, flaky: 3, skipped: 0 }, [], 0, { passed: 3, failed: 3, skipped: 0 }],
  ['a failed one', { expected: 3, unexpected: 1, flaky: 0, skipped: 0 }, [], 1, { passed: 3, failed: 1, skipped: 0 }],
  [
    'nothing ran',
    { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
    ['no tests'],
    1,
    { passed: 0, failed: 1, skipped: 0 },
  ],
])('Playwright: %s', (_, stats, errors, exitCode, counts) => {
  expect(playwrightCounts(written({ stats, errors }), exitCode)).toEqual(counts)
})

test('a run that left no report failed', () => {
  expect(vitestCounts('/nowhere.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(playwrightCounts('/nowhere.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('anything but one exact version is not pinned', () => {
  const file = written({
    dependencies: { exact: '1.2.3', beta: '18.4.0-beta.17', caret: '^1.0.0' },
    devDependencies: { latest: 'latest', range: '1.x' },
  })
  const folder = path.dirname(file)
  fs.renameSync(file, path.join(folder, 'package.json'))
  expect(unpinnedDependencies(folder).map((line) => line.split(' ')[0])).toEqual(['caret', 'latest', 'range'])
})

test('a large file is found, with git and without', () => {
  const folder = path.dirname(written({}))
  fs.mkdirSync(path.join(folder, 'docs', 'deep'), { recursive: true })
  fs.mkdirSync(path.join(folder, 'node_modules'))
  for (const name of ['docs/deep/large.png', 'node_modules/large.js']) {
    fs.writeFileSync(path.join(folder, name), Buffer.alloc(1.5 * 2 ** 20))
  }
  expect(oversizedFiles(folder)).toEqual(['docs/deep/large.png has 1.5 MiB'])
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  fs.writeFileSync(path.join(folder, '.gitignore'), 'node_modules')
  expect(oversizedFiles(folder)).toEqual(['docs/deep/large.png has 1.5 MiB'])
})

function written(report: object): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-results-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'report.json')
  fs.writeFileSync(file, JSON.stringify(report))
  return file
}
