import { Ban, CircleCheck, CircleHelp, CircleSlash, Clock, Hourglass, LoaderCircle, OctagonX } from 'lucide-react'
import type { ExecutionStatus } from '#contract/deployments.ts'
import type { Said } from './words.ts'

/** AWS's states of one device, and how they look. */
export const executionWords: Record<ExecutionStatus, Said> = {
  QUEUED: { word: 'Queued', tone: 'neutral', icon: Clock, meaning: 'The device has not taken it up.' },
  IN_PROGRESS: { word: 'In progress', tone: 'accent', icon: LoaderCircle, meaning: 'The device works on it.' },
  SUCCEEDED: { word: 'Succeeded', tone: 'ok', icon: CircleCheck, meaning: 'The device says that it is done.' },
  FAILED: { word: 'Failed', tone: 'bad', icon: OctagonX, meaning: 'The device says that it failed.' },
  TIMED_OUT: { word: 'Timed out', tone: 'bad', icon: Hourglass, meaning: 'It took longer than the timer allows.' },
  REJECTED: { word: 'Rejected', tone: 'bad', icon: Ban, meaning: 'The device refused it.' },
  REMOVED: { word: 'Removed', tone: 'neutral', icon: CircleSlash, meaning: 'The thing left the target or is gone.' },
  CANCELED: { word: 'Canceled', tone: 'neutral', icon: CircleSlash, meaning: 'Called off for this device.' },
  UNKNOWN: { word: 'Unknown', tone: 'unknown', icon: CircleHelp, meaning: 'Nothing says how it stands.' },
}
