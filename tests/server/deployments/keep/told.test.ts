import { expect, test } from 'vitest'
import { softwareIn } from '#server/aws/package-shadow.ts'
import { messageIn } from '#server/deployments/keep/message.ts'
import { tellsSecurity } from '#server/deployments/keep/security-update.ts'
import { packageIn } from '#server/sync/job-facts.ts'

test.each([
  [null, null],
  [{}, null],
  [{ reason: '  ' }, null],
  [{ reason: 'Disk full', step: 'install' }, 'Disk full'],
  [{ Message: 'No route', reason: 'network' }, 'No route'],
  [{ 'deployment-failure-cause': 'Rolled back', 'deployment-error-stack': '[A, B]' }, 'Rolled back'],
  [{ anything: 'one word' }, 'one word'],
  [{ volts: '2.9', slot: 'b' }, 'volts: 2.9, slot: b'],
  [{ reason: 'x'.repeat(2_000) }, `${'x'.repeat(999)}…`],
])('what a device says: %j', (details, message) => expect(messageIn(details)).toBe(message))

test.each([
  [{ name: 'security-patch-7' }, true],
  [{ name: 'SecurityFix' }, true],
  [{ name: 'sec-update-2026' }, true],
  [{ name: 'fix_cve-2026_openssl' }, true],
  [{ name: 'sector-7', description: 'Second try' }, false],
  [{ name: 'x', description: 'Closes CVE-2026-12345' }, true],
  [{ name: 'x', tags: { security: 'true' } }, true],
  [{ name: 'x', tags: { security: 'no' } }, false],
  [{ name: 'x', tags: { purpose: 'Security' } }, true],
  [{ name: 'x', document: '{"type":"security","url":"https://example.com"}' }, true],
  [{ name: 'x', document: '{"securityUpdate":true}' }, true],
  [{ name: 'x', document: '{"url":"https://example.com/security/feed"}' }, false],
  [{ name: 'x', document: 'security, but no JSON' }, false],
  [{ name: 'x', document: '["security"]' }, false],
])('whether it is for security: %j', (told, expected) => expect(tellsSecurity(told)).toBe(expected))

const shadow = (reported: unknown) => JSON.stringify({ reported: {}, name: { $package: { reported } } })

test.each([
  [undefined, []],
  ['no json, but $package', []],
  [shadow('text'), []],
  [
    shadow({ firmware: { version: '1.0', attributes: {} }, other: { version: 5 }, '': { version: '1' } }),
    ['firmware 1.0'],
  ],
  [shadow({ firmware: { version: 'a\u0000' }, lib: { version: '2' } }), ['firmware a\ufffd', 'lib 2']],
  [JSON.stringify({ name: { other: { reported: { $package: 1 } } } }), []],
])('software in a shadow: %s', (text, expected) =>
  expect(softwareIn(text).map((one) => `${one.package} ${one.version}`)).toEqual(expected),
)

test.each([
  ['arn:aws:iot:eu-west-1:1:package/firmware/version/1.2.0', { name: 'firmware', version: '1.2.0' }],
  ['arn:aws:iot:eu-west-1:1:package/firmware', null],
  ['nonsense', null],
])('a package version in %s', (arn, expected) => expect(packageIn(arn)).toEqual(expected))
