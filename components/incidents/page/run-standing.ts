import { Undo2 } from 'lucide-react'
import { runStateWords, type StateWord, targetStateWords } from '#components/response/words.ts'
import type { Incident } from '#contract/incidents.ts'

export type AnsweringRun = Incident['runs'][number]

/** What a run did for an incident, in one word with its look: green only while it is shown to keep its targets out. */
export function runStanding({ state, outcome, undone }: AnsweringRun): Pick<StateWord, 'word' | 'tone' | 'icon'> {
  if (undone) return { word: 'Undone', tone: 'attention', icon: Undo2 }
  switch (outcome) {
    case 'contained':
      return targetStateWords.contained
    case 'proving':
      return targetStateWords.proving
    case 'not-contained':
      return { ...targetStateWords['not-contained'], word: 'Not contained' }
    case 'unproved':
      return targetStateWords.unproved
    case 'failed':
      return targetStateWords.failed
    case 'done':
      return { ...plainly(state), tone: 'neutral' }
    case 'open':
      return plainly(state)
  }
}

// A state of another version has its own name only.
function plainly(state: string): Pick<StateWord, 'word' | 'tone' | 'icon'> {
  const known = Object.entries(runStateWords).find(([one]) => one === state)
  return known?.[1] ?? { ...runStateWords.planned, word: state }
}
