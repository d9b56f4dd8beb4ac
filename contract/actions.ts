import type { Role } from './roles.ts'

/**
 * What an action is aimed at. A client is an MQTT client ID; an account is one AWS account and Region; a finding of an
 * audit is named by the id that AWS gave it; a deployment by its kind and AWS's name for it, such as job/patch-1.
 */
export type TargetKind = 'thing' | 'certificate' | 'client' | 'thing-group' | 'account' | 'audit-finding' | 'deployment'

/** What the console says of an action before any plan: words for the button and how serious it is. */
export type ActionWords = {
  target: TargetKind
  /** The verb phrase on the button, without its object's count. */
  label: string
  /** The weakest role that may ask for it. */
  role: Role
  /** AWS has no way back: certificates stay revoked for ever. */
  final: boolean
  /** Whether it is meant to keep a device out, so that "contained" has to be shown for it. */
  contains: boolean
}

const words = <Id extends string>(table: Record<Id, ActionWords>) => table

/** Every response action. Its rules are the file of the same name in server/response/actions. */
export const actions = words({
  // Deactivates its own certificates, quarantines it, closes its sessions, and watches until it is out.
  'cut-off-thing': {
    target: 'thing',
    label: 'Cut off',
    role: 'responder',
    final: false,
    contains: true,
  },
  // Adds it to the quarantine group, whose policy denies everything.
  'quarantine-thing': {
    target: 'thing',
    label: 'Quarantine',
    role: 'responder',
    final: false,
    contains: true,
  },
  // Takes it out of the quarantine group and restores the memberships there were.
  'release-thing': {
    target: 'thing',
    label: 'Release',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Sets it INACTIVE: no device can connect with it until it is reactivated.
  'deactivate-certificate': {
    target: 'certificate',
    label: 'Deactivate',
    role: 'responder',
    final: false,
    contains: true,
  },
  // Sets it ACTIVE: devices that hold it can connect again.
  'reactivate-certificate': {
    target: 'certificate',
    label: 'Reactivate',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Sets it REVOKED for ever. AWS never lets a revoked certificate change its status again.
  'revoke-certificate': {
    target: 'certificate',
    label: 'Revoke',
    role: 'responder',
    final: true,
    contains: true,
  },
  // Closes its live session. The device may connect again at once.
  'disconnect-client': {
    target: 'client',
    label: 'Disconnect',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Attaches the deny-all policy to a whole thing group: one call for all its members.
  'deny-group': {
    target: 'thing-group',
    label: 'Deny group',
    role: 'approver',
    final: false,
    contains: true,
  },
  // Puts back what a run changed: statuses, memberships and attachments as they were before.
  restore: {
    target: 'thing',
    label: 'Undo',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Creates the quarantine thing group and its deny-all policy, and attaches one to the other.
  'prepare-quarantine': {
    target: 'account',
    label: 'Create quarantine group and policy',
    role: 'admin',
    final: false,
    contains: false,
  },
  // Has Device Defender apply one of the account’s mitigation actions to what an audit found.
  'apply-mitigation': {
    target: 'audit-finding',
    label: 'Apply a mitigation action',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Cancels a job: devices that wait get it no more. With force, devices that began are told to stop, too.
  'cancel-job': {
    target: 'deployment',
    label: 'Cancel',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Rolls out the same document again, as a new job, on the devices alone where it failed, timed out or was refused.
  'retry-failed-job': {
    target: 'deployment',
    label: 'Retry failed devices of',
    role: 'responder',
    final: false,
    contains: false,
  },
  // Cancels a Greengrass deployment: cores that have not received it never will. The others keep it.
  'cancel-greengrass-deployment': {
    target: 'deployment',
    label: 'Cancel',
    role: 'responder',
    final: false,
    contains: false,
  },
})

export type ActionId = keyof typeof actions

export const actionIds = Object.keys(actions) as [ActionId, ...ActionId[]]
