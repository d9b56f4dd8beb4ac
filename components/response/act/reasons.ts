import type { TargetKind } from '#contract/actions.ts'
import type { ReasonCategory } from '#contract/response.ts'
import { categoryWords } from '../words.ts'

const categories = Object.keys(categoryWords) as ReasonCategory[]
// Why a rollout is stopped or tried again is another question than why a device is kept out.
const ofRollouts: readonly ReasonCategory[] = ['failed-rollout', 'bad-version', 'wrong-target']
// What is set up is done to no device yet.
const ofSetup: readonly ReasonCategory[] = ['policy-violation', 'exercise', 'other']
const ofBoth: readonly ReasonCategory[] = ['malfunction', 'exercise', 'other']

/** The kinds of reason that fit what an action is aimed at, for a select; its first entry is no choice yet. */
export function reasonOptions(target: TargetKind) {
  const fitting =
    target === 'account'
      ? ofSetup
      : target === 'deployment'
        ? [...ofRollouts, ...ofBoth]
        : categories.filter((one) => !ofRollouts.includes(one))
  return [{ value: '', label: 'Choose one' }, ...fitting.map((value) => ({ value, label: categoryWords[value] }))]
}

/** What was chosen of them; nothing for any other text. */
export function reasonCategoryOf(text: string): ReasonCategory | '' {
  return categories.find((one) => one === text) ?? ''
}
