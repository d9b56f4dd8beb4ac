import type { ActionOptions } from '#contract/response.ts'
import type { StepParams } from './step.ts'

/** A fact and its age; `fromAws` when it was asked for this plan. */
export type Aged = { at: Date | null; fromAws: boolean }

export type CertificateFacts = {
  certificateId: string
  arn: string | null
  /** In AWS's words; null when AWS does not have it (any more). */
  status: string | null
  /** Whether its last day is over: AWS IoT keeps a session that it opened, and opens no other. */
  expired: boolean
  /** Names of the things it is attached to; null: not known. */
  things: string[] | null
  /** Of those things: their client IDs as far as they are known. */
  clients: string[]
  /** Client IDs that records of connections, or the incident it is about, show with this certificate. */
  seen: string[]
  /** Of all these client IDs: those that somebody connected as last with another credential. */
  heldByOthers: { clientId: string; credential: string }[]
  /** Of those things: the ones that have another active certificate to go on with, and their client IDs. */
  replaced: { thing: string; clients: string[] }[]
  /** The rule of the never-touch list that covers one of those things. */
  neverTouch: string | null
}

export type SessionFacts = { clientId: string; connected: boolean | null; since: Date | null; observedAt: Date | null }

export type GroupFacts = {
  name: string
  dynamic: boolean
  /** From the root down, itself last. */
  path: string[]
  policies: string[]
}

/** What is known of one target, and how old the oldest of it is. */
export type TargetFacts = Aged & {
  name: string
  identity: string | null
  exists: boolean
  /** The rule of the never-touch list that covers it or anything its plan would change. */
  neverTouch: string | null
} & (
    | {
        kind: 'thing'
        typeName: string | null
        attributes: Record<string, string>
        groups: GroupFacts[]
        certificates: CertificateFacts[]
        otherPrincipals: string[]
        sessions: SessionFacts[]
        jobs: { jobId: string; status: string }[] | null
        /** Memberships a quarantine of ours took away, to be restored by a release. */
        leftForQuarantine: string[]
      }
    | { kind: 'certificate'; certificate: CertificateFacts; sessions: SessionFacts[] }
    | { kind: 'client'; session: SessionFacts; thing: string | null; expired: boolean }
    | {
        kind: 'thing-group'
        arn: string | null
        dynamic: boolean
        /** Of the group and all groups below it. */
        members: number
        /** Names and client IDs of the first of them. */
        things: string[]
        clients: string[]
        policies: string[]
      }
    | {
        kind: 'audit-finding'
        check: string
        reason: string
        /** What it is about, in our words. */
        subject: { kind: string; name: string }
        /** Device Defender skips what is suppressed there. */
        suppressed: boolean
        /** The id that this run's task has in AWS, the same however often it is planned. */
        task: string
        /** The action that was chosen, as AWS defines it now; null: none was, or AWS has none of that name. */
        mitigation: { name: string; type: string } | null
        /** Of a policy: it has another default version than the one that was found. */
        changedSince: boolean
        /** Things that use the certificate, or that the policy is attached to, however; and the names of the first. */
        reach: number
        things: string[]
      }
    | {
        kind: 'deployment'
        rollout: 'job' | 'greengrass'
        /** AWS's id of it. */
        id: string
        /** In AWS's words; null when AWS does not have it (any more). */
        status: string | null
        queued: number
        inProgress: number
        /** Whether AWS ends devices that say nothing more. */
        timer: boolean
        /** Where it did not succeed, and has not succeeded or begun anew since; by name. */
        failed: string[]
        /** Where it failed, and what it brings succeeded since or is under way again. */
        settled: number
        /** Of `failed`, how many refused it; left out of it: deleted things, and those that AWS took out of the job for good. */
        left: { refused: number; gone: number; removed: number }
        /** Rules of the never-touch list that cover devices it would tell something, by their names. */
        covered: Map<string, string>
        /** A hash of the document, and the name of the first of the jobs that retry it. */
        document: string
        retry: string
      }
    /** `group` is an ARN, `policy` a document; null when AWS has none. `dynamic`: nothing can be added to it. */
    | { kind: 'account'; group: string | null; dynamic: boolean; policy: string | null; attached: boolean }
    /** What a run did, its latest call first, and what AWS says now of each; undefined: it could not be read. */
    | { kind: 'undo'; done: { params: StepParams; before: string | null; now: string | null | undefined }[] }
  )

export type FactsOf<Kind extends TargetFacts['kind']> = Extract<TargetFacts, { kind: Kind }>

/** What the installation says about one account: names of the quarantine, the stop message. */
export type ResponderSetup = {
  quarantineGroup: string
  quarantinePolicy: string
  quarantineReady: boolean
  quarantineGroupArn: string | null
  /** The quarantine group's place in its hierarchy, from the root down, itself last. */
  quarantinePath: string[]
  /** Whether the quarantine policy exists and denies everything, wherever it is attached. */
  policyReady: boolean
  stopTopic: string | null
  stopPayload: string | null
  awsAccountId: string
  region: string
}

/** What an action would do to one target. `steps` in order; `skip` says why there are none. */
export type ActionPlan = {
  steps: StepParams[]
  skip: string | null
  /** Things that lose access. */
  things: string[]
  /** Client IDs whose sessions must be gone for it to be contained. */
  clients: string[]
  shared: { certificateId: string; things: string[]; included: boolean }[]
  /** Devices that are told to do or to stop something. */
  touches?: number
  /** Client IDs that are connected and that no undo brings back. */
  stranded?: string[]
  warnings: string[]
}

/** One file in actions/: what it does to one target. Pure: facts and options in, steps out. The file's name is its id. */
export type Action<Kind extends TargetFacts['kind'] = TargetFacts['kind']> = {
  plan(target: FactsOf<Kind>, options: ActionOptions, setup: ResponderSetup): ActionPlan
}

/** Declares an action on one kind of target; the planner only hands it facts of that kind. */
export const action = <Kind extends TargetFacts['kind']>(_kind: Kind, definition: Action<Kind>): Action =>
  definition as unknown as Action

/** A plan that leaves a target alone, and why. */
export const skipped = (why: string): ActionPlan => ({
  steps: [],
  skip: why,
  things: [],
  clients: [],
  shared: [],
  warnings: [],
})
