import type { Tone } from '#components/ui/badge.tsx'
import type { ThingSoftware } from '#contract/deployments.ts'

type Kind = NonNullable<ThingSoftware['changes'][number]['kind']>

const words: Record<Kind, { word: string; tone: Tone }> = {
  first: { word: 'Seen first', tone: 'neutral' },
  announced: { word: 'By a deployment', tone: 'ok' },
  unannounced: { word: 'Unannounced', tone: 'bad' },
  downgrade: { word: 'Downgrade', tone: 'bad' },
  removed: { word: 'Removed', tone: 'attention' },
}

/** What is made of a change of version; one that was not judged yet says so. */
export function changeInWords({ kind }: Pick<ThingSoftware['changes'][number], 'kind'>) {
  return kind === null ? { word: 'Not judged yet', tone: 'unknown' as const } : words[kind]
}
