import {
  CircleCheck,
  CircleHelp,
  CircleSlash,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
} from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { DeploymentHealth, DeploymentKind } from '#contract/deployments.ts'

export type Said = { word: string; tone: Tone; icon: LucideIcon; meaning: string }

/** How a deployment goes, and how it looks. Only counts make one green. */
export const deploymentHealthWords: Record<DeploymentHealth, Said> = {
  failing: { word: 'Failing', tone: 'bad', icon: TriangleAlert, meaning: 'Under way, and devices fail.' },
  stalled: { word: 'Stalled', tone: 'attention', icon: Hourglass, meaning: 'Under way, and devices do not get on.' },
  failed: { word: 'Failed', tone: 'bad', icon: OctagonAlert, meaning: 'Over, and no device has it.' },
  partly: { word: 'Partly done', tone: 'attention', icon: TriangleAlert, meaning: 'Over: some have it, some do not.' },
  running: { word: 'Running', tone: 'accent', icon: LoaderCircle, meaning: 'Under way, and devices get on.' },
  scheduled: { word: 'Scheduled', tone: 'neutral', icon: Clock, meaning: 'Not begun yet.' },
  succeeded: { word: 'Succeeded', tone: 'ok', icon: CircleCheck, meaning: 'Every device has it, by their own word.' },
  canceled: { word: 'Canceled', tone: 'neutral', icon: CircleSlash, meaning: 'Called off before its end.' },
  unknown: { word: 'Unknown', tone: 'unknown', icon: CircleHelp, meaning: 'Facts are missing or too old to tell.' },
}

/** One that goes on in its next maintenance window. */
export const waitingWords: Said = {
  ...{ word: 'Waiting (maintenance window)', tone: 'neutral', icon: Clock },
  meaning: 'It goes on when its next maintenance window opens.',
}

/** The two kinds, in AWS's words. */
export const deploymentKindWords: Record<DeploymentKind, string> = { job: 'IoT job', greengrass: 'Greengrass' }

export const deploymentsAbout = 'What is being rolled out, how far it has come, and who does not get it.'
