import type { StallCause } from '#contract/deployments.ts'

/** What each cause says of the devices that share it. */
export const stallSays: Record<StallCause, string> = {
  'device-offline': 'The devices are offline: they take the update when they come back',
  'behind-another': 'The devices are busy with another update that is before this one',
  'no-timer': 'The devices began and say nothing more, and no timer ends it',
  'no-change': 'Nothing has moved for many looks, though devices are waiting',
  'rollout-throttled': 'The rollout has not come to them yet: its rate is limited',
  'maintenance-window': 'The deployment goes on in its next maintenance window',
  rejected: 'The devices refuse it',
  'agent-silent': 'The devices are connected, and their agent takes nothing',
  'core-stale': 'The cores have reported nothing for long: they may be dead',
  undecided: 'Nothing tells why',
}
