import { plural } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import type { LastChance } from '#contract/things.ts'

type Said = { health: 'ok' | 'attention' | 'bad' | 'unknown'; title: string; detail: string; at: string | null }

const typical = ({ typicalGapS, longestGapS, gapsObserved }: LastChance) => {
  if (typicalGapS === null) return ''
  const longest = longestGapS === null ? '' : `, at most ${span(longestGapS * 1000)} so far`
  return `It usually stays away ${span(typicalGapS * 1000)}${longest} (${plural(gapsObserved, 'absence')} observed).`
}

const sayings: Record<LastChance['state'], (chance: LastChance) => Said> = {
  'connected-now': (chance) =>
    chance.at
      ? {
          health: 'ok',
          title: 'Connected now',
          detail: `Send it a new certificate before it leaves. ${typical(chance)}`.trim(),
          at: chance.at,
        }
      : {
          health: 'bad',
          title: 'Now, while it is connected',
          detail: `Once this connection ends, its certificate may not let it in again. ${typical(chance)}`.trim(),
          at: null,
        },
  estimated: (chance) => ({
    health: 'attention',
    title: 'Last visit expected',
    detail: `${typical(chance)} Have a new certificate ready for it by then.`.trim(),
    at: chance.at,
  }),
  passed: (chance) => ({
    health: 'bad',
    title: 'Last chance has passed',
    detail: chance.at
      ? `By its habit it does not come back before the certificate expires. ${typical(chance)}`.trim()
      : 'The certificate has expired, so it cannot connect to be given another.',
    at: chance.at,
  }),
  'never-connected': () => ({
    health: 'attention',
    title: 'Has never connected',
    detail: 'There is no visit to wait for: rotating may need someone at the device.',
    at: null,
  }),
  'not-enough-observed': ({ gapsObserved }) => ({
    health: 'unknown',
    title: 'Not observed for long enough',
    detail: `${gapsObserved === 0 ? 'No absence' : plural(gapsObserved, 'absence')} observed so far, too few to say when it comes back.`,
    at: null,
  }),
  'presence-unknown': () => ({
    health: 'unknown',
    title: 'Unknown',
    detail: 'AWS does not tell when it connects, because fleet indexing does not cover connectivity.',
    at: null,
  }),
  'no-expiry': () => ({
    health: 'unknown',
    title: 'No last day to count back from',
    detail: 'It has no active certificate whose last day is known.',
    at: null,
  }),
}

/** When a device should last be seen before its certificate lapses, in plain words for every state. */
export function describeLastChance(chance: LastChance): Said {
  return sayings[chance.state](chance)
}
