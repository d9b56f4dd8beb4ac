import type { Tone } from '#components/ui/badge.tsx'
import type { HistoryEntry } from '#contract/history.ts'

type Said = { title: string; tone: Tone; changes: Change[] }
/** One value before and after, in text; null when there was none. */
export type Change = { name: string | null; before: string | null; after: string | null }

const kinds: Record<string, string> = {
  certificate: 'Certificate',
  'ca-certificate': 'CA certificate',
  thing: 'Thing',
  'thing-group': 'Thing group',
  'billing-group': 'Billing group',
  policy: 'Policy',
  principal: 'Principal',
  cognito: 'Cognito identity',
}

/** What kind of thing a history row talks about, as a word to begin a sentence with. */
function kindWord(kind: string | null) {
  return kind ? (kinds[kind] ?? sentence(kind)) : 'Something'
}

/** One observed change as a title, a look and the values on both sides. Kinds of change it does not know still read. */
export function describeChange({ change, relatedKind, before, after, subjectKind }: HistoryEntry): Said {
  switch (change) {
    case 'joined':
      return { title: `Joined ${kindWord(relatedKind).toLowerCase()}`, tone: 'accent', changes: [] }
    case 'left':
      return { title: `Left ${kindWord(relatedKind).toLowerCase()}`, tone: 'attention', changes: [] }
    case 'recreated':
      return { title: `${kindWord(subjectKind)} deleted and created again`, tone: 'attention', changes: [] }
    case 'attached':
      return { title: `${kindWord(relatedKind)} attached`, tone: 'accent', changes: [] }
    case 'detached':
      return { title: `${kindWord(relatedKind)} detached`, tone: 'attention', changes: [] }
    case 'gone':
      return { title: `${kindWord(subjectKind)} no longer listed by AWS`, tone: 'bad', changes: [] }
    case 'returned':
      return { title: `${kindWord(subjectKind)} listed by AWS again`, tone: 'ok', changes: [] }
    case 'first-seen':
    case 'added':
      return { title: `${kindWord(subjectKind)} first seen`, tone: 'neutral', changes: [] }
    default: {
      const changes = changesOf(before, after)
      const gained = before === null || before === undefined
      const lost = after === null || after === undefined
      const verb = gained && !lost ? 'set' : lost && !gained ? 'removed' : 'changed'
      return { title: `${sentence(change)} ${verb}`, tone: toneOf(change, after), changes }
    }
  }
}

function toneOf(change: string, after: unknown): Tone {
  if (change !== 'status') return 'neutral'
  return after === 'ACTIVE' ? 'ok' : after === 'REVOKED' ? 'bad' : 'attention'
}

/** Objects are compared name by name, everything else as a whole. */
function changesOf(before: unknown, after: unknown): Change[] {
  if (isRecord(before) || isRecord(after)) {
    const was = isRecord(before) ? before : {}
    const is = isRecord(after) ? after : {}
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .sort()
      .map((name) => ({ name, before: textOf(was[name]), after: textOf(is[name]) }))
      .filter((one) => one.before !== one.after)
  }
  const whole = { name: null, before: textOf(before), after: textOf(after) }
  return whole.before === null && whole.after === null ? [] : [whole]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown) {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function sentence(word: string) {
  const spaced = word.replaceAll(/[-_]/g, ' ').replaceAll(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`)
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
