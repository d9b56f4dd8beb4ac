import {
  Ban,
  CircleCheck,
  CircleHelp,
  CircleSlash,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  TriangleAlert,
} from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { DeploymentHealth, DeploymentKind, ExecutionStatus } from '#contract/deployments.ts'

type Said = { word: string; tone: Tone; icon: LucideIcon; meaning: string }

/** How a deployment goes, and how it looks. Only counts make one green. */
export const deploymentHealthWords: Record<DeploymentHealth, Said> = {
  failing: { word: 'Failing', tone: 'bad', icon: TriangleAlert, meaning: 'Under way, and devices fail.' },
  stalled: { word: 'Stalled', tone: 'attention', icon: Hourglass, meaning: 'Under way, and devices do not get on.' },
  failed: { word: 'Failed', tone: 'bad', icon: OctagonX, meaning: 'Over, and no device has it.' },
  partly: { word: 'Partly done', tone: 'attention', icon: TriangleAlert, meaning: 'Over: some have it, some do not.' },
  running: { word: 'Running', tone: 'accent', icon: LoaderCircle, meaning: 'Under way, and devices get on.' },
  scheduled: { word: 'Scheduled', tone: 'neutral', icon: Clock, meaning: 'Not begun yet.' },
  succeeded: { word: 'Succeeded', tone: 'ok', icon: CircleCheck, meaning: 'Every device has it, by their own word.' },
  canceled: { word: 'Canceled', tone: 'neutral', icon: CircleSlash, meaning: 'Called off before its end.' },
  unknown: { word: 'Unknown', tone: 'unknown', icon: CircleHelp, meaning: 'Facts are missing or too old to tell.' },
}

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

/** The two kinds, in AWS's words. */
export const deploymentKindWords: Record<DeploymentKind, string> = { job: 'IoT job', greengrass: 'Greengrass' }

export const deploymentsAbout = 'What is being rolled out, how far it has come, and who does not get it.'
