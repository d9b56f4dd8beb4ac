import { expect, test } from 'vitest'
import { executionWords } from '#components/deployments/execution-words.ts'
import { changeInWords } from '#components/deployments/placed/change-words.ts'
import { thresholdWords, typeThresholdWords } from '#components/deployments/settings/threshold-words.ts'
import { driftWords, planWords, whyWords } from '#components/deployments/software/words.ts'
import { stallWords } from '#components/deployments/stall-words.ts'
import { deploymentHealthWords, deploymentKindWords } from '#components/deployments/words.ts'
import {
  deploymentHealth,
  deploymentKind,
  deploymentThresholds,
  executionStatus,
  softwareDrift,
  stallCause,
  typeThresholds,
  unupdatable,
} from '#contract/deployments.ts'

test.each([
  ['health', deploymentHealthWords, deploymentHealth.options],
  ['state of a device', executionWords, executionStatus.options],
  ['cause of a stall', stallWords, stallCause.options],
  ['kind', deploymentKindWords, deploymentKind.options],
  ['kind of drift', driftWords, softwareDrift.shape.kind.options],
  ['reason not to be updated', whyWords, unupdatable.shape.why.options],
  ['state of a plan', planWords, unupdatable.shape.state.options],
  ['threshold', thresholdWords, Object.keys(deploymentThresholds.shape)],
  ['threshold of a type', typeThresholdWords, Object.keys(typeThresholds.shape)],
])('every %s has words', (_, words, all) => {
  expect(Object.keys(words).sort()).toEqual([...all].sort())
})

test('a form allows as much as the contract', () => {
  for (const [key, { most }] of Object.entries(thresholdWords)) {
    const field = deploymentThresholds.shape[key as keyof typeof thresholdWords]
    expect(field.safeParse(most).success, key).toBe(true)
    expect(field.safeParse(most + 1).success, key).toBe(false)
  }
})

test('only what every device has is green', () => {
  const green = Object.entries(deploymentHealthWords).filter(([, { tone }]) => tone === 'ok')
  expect(green.map(([health]) => health)).toEqual(['succeeded'])
})

test('a change that nobody judged yet says so', () => {
  expect(changeInWords({ kind: null })).toMatchObject({ tone: 'unknown' })
  expect(changeInWords({ kind: 'downgrade' })).toMatchObject({ tone: 'bad' })
})
