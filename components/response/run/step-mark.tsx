import { CircleCheck, CircleDashed, CircleDot, CircleSlash, LoaderCircle, OctagonX } from 'lucide-react'
import type { TargetStep } from '#contract/response.ts'
import { WordMark } from '../badges.tsx'
import type { StateWord } from '../words.ts'

const stepStateWords: Record<TargetStep['state'], StateWord> = {
  planned: { word: 'To come', tone: 'neutral', icon: CircleDashed, meaning: 'Not called yet.' },
  intended: { word: 'Sent', tone: 'accent', icon: LoaderCircle, meaning: 'On its way; the answer is not stored yet.' },
  applied: { word: 'Applied', tone: 'accent', icon: CircleDot, meaning: 'AWS accepted it; not read back yet.' },
  confirmed: { word: 'Confirmed', tone: 'ok', icon: CircleCheck, meaning: 'Read back from AWS as it was meant.' },
  failed: { word: 'Failed', tone: 'bad', icon: OctagonX, meaning: 'AWS refused it, or did not answer.' },
  skipped: { word: 'Skipped', tone: 'neutral', icon: CircleSlash, meaning: 'AWS was as it should be already.' },
}

/** Where one call to AWS stands. */
export function StepMark({ state }: { state: TargetStep['state'] }) {
  return <WordMark said={stepStateWords[state]} />
}
