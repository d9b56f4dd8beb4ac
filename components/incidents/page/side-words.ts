import type { Tone } from '#components/ui/badge.tsx'
import type { Party } from '#contract/incidents.ts'

export const addressesShown = 6

/** "A", "B", …: what the sides are called on this page, in the order in which they are given. */
export function sideNames(sides: readonly Pick<Party, 'key'>[]) {
  return new Map(sides.map(({ key }, at) => [key, at < 26 ? String.fromCharCode(65 + at) : String(at + 1)]))
}

/** What the panel of the sides is called: more than two are not both. */
export const sidesTitle = (sides: readonly unknown[]) => (sides.length > 2 ? `All ${sides.length} sides` : 'Both sides')

const roles: Record<Party['seenAs'], { word: string; meaning: string }> = {
  victim: { word: 'Thrown out', meaning: 'It was there first, and was displaced.' },
  newcomer: { word: 'Newcomer', meaning: 'It came while the other had the session.' },
  both: { word: 'Both ways', meaning: 'It displaced the other, and was displaced by it.' },
}

export const roleOf = ({ seenAs }: Pick<Party, 'seenAs'>) => roles[seenAs]

/** AWS's "PENDING_TRANSFER" as it is written everywhere else: "Pending transfer". */
export function statusWord(status: string) {
  const words = status.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** AWS's word for a certificate's status, as a colour. */
export function statusTone(status: string): Tone {
  if (status === 'ACTIVE') return 'ok'
  return status === 'REVOKED' ? 'bad' : 'attention'
}
