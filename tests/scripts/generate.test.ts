import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestOf } from '#scripts/files.ts'
import { registrySource, writeRegistry } from '#scripts/generate/registries.ts'

let folder: string
const registry = { folder: 'checks', name: 'checks', idType: 'CheckId' }

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-generate-'))
})

afterEach(() => fs.rmSync(folder, { recursive: true }))

test('the file name is the id', () => {
  expect(registrySource(registry, ['certificate-expiring', 'new'])).toBe(
    [
      "import theCertificateExpiring from '#checks/certificate-expiring.ts'",
      "import theNew from '#checks/new.ts'",
      '',
      '/** Every file of checks, by its name. */',
      'export const checks = {',
      "  'certificate-expiring': theCertificateExpiring,",
      "  'new': theNew,",
      '} as const',
      '',
      'export type CheckId = keyof typeof checks',
      '',
    ].join('\n'),
  )
})

test('a registry is written when the list of files changes, and only then', () => {
  const target = path.join(folder, 'generated', 'checks.ts')
  expect(writeRegistry(folder, registry)).toBe(true)
  expect(fs.readFileSync(target, 'utf8')).not.toContain('import')
  fs.mkdirSync(path.join(folder, 'checks', 'parts'), { recursive: true })
  for (const name of ['b.ts', 'a-1.ts', 'README.md', 'parts/c.ts'])
    fs.writeFileSync(path.join(folder, 'checks', name), '')
  expect(writeRegistry(folder, registry)).toBe(true)
  expect(fs.readFileSync(target, 'utf8')).toMatch(/'a-1': theA1,\n {2}'b': theB,\n}/)
  expect(writeRegistry(folder, registry)).toBe(false)
})

test('a digest tells content, names and moves apart', () => {
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text)
  write('a', '1')
  const first = digestOf(folder, ['a', 'absent'])
  expect(digestOf(folder, ['a'])).toBe(first)
  write('a', '2')
  const second = digestOf(folder, ['a'])
  fs.renameSync(path.join(folder, 'a'), path.join(folder, 'b'))
  expect(new Set([first, second, digestOf(folder, ['b'])]).size).toBe(3)
})
