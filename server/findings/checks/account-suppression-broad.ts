import { check } from '../check.ts'
import type { AccountFacts } from '../facts.ts'

type Broad = AccountFacts['suppressions']['broadest'][number]

// Half of a check that has three findings is no more than some triage.
const leastOfCheck = 10

export default check({
  about: 'account',
  // What people decided is in our own database: it is never missing or stale.
  reads: [],
  title: 'Suppression hides much at once',
  why: 'Whoever wants a weakness to stay unseen hides it; so does whoever is tired of a long list. Either is for somebody else to look at.',
  fix: 'Ask who decided it and why, and end it where the reason does not hold for all that it covers.',
  source: 'Our own judgement; NIST SP 800-53 Rev. 5, CA-5 and AU-6: accepted weaknesses are reviewed',
  severity: 'medium',
  parameters: {
    findings: { label: 'Hides at least', unit: 'findings', default: 100, min: 2, max: 1_000_000 },
    share: { label: 'Or this share of a check', unit: 'percent', default: 50, min: 5, max: 100 },
    perHour: { label: 'Decisions within an hour', unit: 'decisions', default: 20, min: 2, max: 10_000 },
  },
  judge({ suppressions: { broadest, lastHour, by } }, _now, { findings, share, perHour }) {
    const shareOf = ({ hides, openOfCheck }: Broad) =>
      openOfCheck !== null && openOfCheck >= leastOfCheck && hides * 100 >= share * openOfCheck
    const broad = broadest.filter((one) => one.hides >= findings || shareOf(one))
    const found = broad.map((one) => ({
      severity: 'medium' as const,
      reason: `suppression ${one.id}`,
      detail: `Suppression ${one.id} by ${one.by} hides ${extent(one)}`,
      related: [{ kind: 'suppression', name: one.id }],
    }))
    if (lastHour < perHour) return found.length > 0 ? found : null
    const many = { reason: 'sudden', detail: `At least ${perHour} suppressions within an hour, by ${by.join(', ')}` }
    return [...found, { severity: 'medium' as const, ...many }]
  },
})

// In powers of ten: one finding more or less is no other answer.
function extent({ hides, openOfCheck, check }: Broad): string {
  if (openOfCheck !== null && hides >= openOfCheck) return `all of ${check}`
  const least = 10 ** Math.floor(Math.log10(Math.max(1, hides)))
  const much = `${least} findings or more`
  return openOfCheck !== null && hides * 2 >= openOfCheck ? `half or more of ${check} (${much})` : much
}
