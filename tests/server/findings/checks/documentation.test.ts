import { expect, test } from 'vitest'
import { checks } from '#generated/checks.ts'
import type { Check, CheckedKind } from '#server/findings/check.ts'

const headings: Record<CheckedKind, string> = {
  certificate: 'Certificates',
  'ca-certificate': 'CA certificates',
  thing: 'Things',
  client: 'Clients',
  policy: 'Policies',
  account: 'Accounts',
  'role-alias': 'Role aliases',
  'domain-configuration': 'Domain configurations',
  'provisioning-template': 'Provisioning templates',
}

const rank = ['critical', 'high', 'medium', 'low', 'info']

function row([id, { title, severity, audit, auditReason, parameters }]: [string, Check]): string {
  const numbers = Object.values(parameters ?? {}).map(
    ({ label, unit, default: usual, min, max }) => `${label}: ${usual} ${unit} (${min} to ${max})`,
  )
  const theirs = audit ? `${audit}${auditReason ? `, ${auditReason}` : ''}` : ''
  return `| \`${id}\` | ${title} | ${severity} | ${numbers.join('; ')} | ${theirs} |`
}

function chapter(kind: CheckedKind): string {
  const own = (Object.entries(checks) as [string, Check][])
    .filter(([, { about }]) => about === kind)
    .toSorted(([a, one], [b, other]) => rank.indexOf(one.severity) - rank.indexOf(other.severity) || a.localeCompare(b))
  const head = ['| Check | Finding | At worst | Numbers | Also said by the audit |', '|---|---|---|---|---|']
  return [`## ${headings[kind]}`, '', ...head, ...own.map(row)].join('\n')
}

// Written anew by `npx vitest run tests/server/findings/checks -u`; never edited by hand.
test('docs/checks.md lists every check as it is', async () => {
  const text = [
    '# The checks',
    'Written from `server/findings/checks/`. What a finding is, and how to add a check: [findings.md](findings.md).',
    ...(Object.keys(headings) as CheckedKind[]).map(chapter),
  ]
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../../../../docs/checks.md')
})
