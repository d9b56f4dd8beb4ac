import type { DeploymentThresholds, TypeThresholds } from '#contract/deployments.ts'

type Words = { label: string; unit: string; about: string; most: number }

/** Thresholds that may differ by thing type. `most` is what the contract allows. */
export const typeThresholdWords: Record<keyof TypeThresholds, Words> = {
  queuedMinutes: {
    label: 'Queued',
    unit: 'minutes',
    about: 'A connected device that has not taken it up for longer does not get on.',
    most: 43_200,
  },
  inProgressMinutes: {
    label: 'In progress',
    unit: 'minutes',
    about: 'A device that works on it and says nothing for longer does not get on.',
    most: 43_200,
  },
  offlineHours: {
    label: 'Offline',
    unit: 'hours',
    about: 'Waiting for a device that is offline counts as a stall only after so long.',
    most: 8_760,
  },
  agentSilentHours: {
    label: 'Agent silent',
    unit: 'hours',
    about: 'Connected, and takes no job for longer: its agent is silent.',
    most: 8_760,
  },
  coreStaleHours: {
    label: 'Core stale',
    unit: 'hours',
    about: 'A Greengrass core keeps its last HEALTHY; older than this it is not believed.',
    most: 8_760,
  },
}

/** All of them, with those of deployments as a whole. */
export const thresholdWords: Record<keyof DeploymentThresholds, Words> = {
  ...typeThresholdWords,
  unchangedPolls: {
    label: 'Counts unchanged',
    unit: 'looks',
    about: 'Devices wait, and no count moved for so many looks: the deployment stands still.',
    most: 1_000,
  },
  failingPercent: {
    label: 'Failing from',
    unit: '%',
    about: 'So many of the devices that ended failed, timed out or refused: the deployment is failing.',
    most: 100,
  },
  neverUpdatedDays: {
    label: 'Never updated',
    unit: 'days',
    about: 'Offered updates for longer, and never took one: it cannot be updated.',
    most: 3_650,
  },
}
