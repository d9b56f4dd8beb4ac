import type { Health } from '#components/ui/badge.tsx'
import type { Responder } from '#contract/response-settings.ts'

/** Whether a quarantine would hold, as last read from AWS. */
const quarantineWords: Record<Responder['quarantine'], { word: string; health: Health; meaning: string }> = {
  ready: { word: 'Ready', health: 'ok', meaning: 'The group exists and carries the policy, which denies everything.' },
  'no-group': { word: 'No group', health: 'bad', meaning: 'AWS has no thing group of this name.' },
  'no-policy': { word: 'No policy', health: 'bad', meaning: 'AWS has no policy of this name.' },
  'not-attached': {
    word: 'Not attached',
    health: 'bad',
    meaning: 'Group and policy exist, but the policy is not attached: members keep all their permissions.',
  },
  'weak-policy': {
    word: 'Weak policy',
    health: 'bad',
    meaning: 'The policy exists but does not deny everything, so members keep some permissions.',
  },
  unknown: { word: 'Not read yet', health: 'unknown', meaning: 'AWS has not been asked.' },
}

const oldAfterMs = 3_600_000

/** The same in words; what was ready an hour ago and more is not said to be so now. */
export function quarantineInWords({ quarantine, quarantineReadAt }: Responder, now: number) {
  const old = quarantineReadAt === null || now - Date.parse(quarantineReadAt) > oldAfterMs
  return quarantine === 'ready' && old ? wasReady : quarantineWords[quarantine]
}

const wasReady = {
  word: 'Was ready',
  health: 'unknown',
  meaning: 'The group existed and carried the policy when it was last read. The next plan reads it again.',
} as const

type Permission = Responder['permissions'][number]

/** What AWS last said when an action was called: it cannot be asked beforehand. */
export const permissionWords: Record<Permission['state'], { word: string; health: Health }> = {
  allowed: { word: 'Allowed', health: 'ok' },
  denied: { word: 'Denied', health: 'bad' },
  unproved: { word: 'Not tried yet', health: 'unknown' },
}
