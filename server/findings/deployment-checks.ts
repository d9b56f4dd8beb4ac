import type { CheckText } from './describe.ts'

/** What deployments say as a witness of their own (server/deployments/judge), by the names of its checks. */
export const deploymentChecks: Record<string, CheckText> = {
  'deployment-stalled': {
    title: 'Deployment does not get on',
    why: 'Devices keep their old software, and AWS never says so: what is queued waits for ever, and what has no timer never ends.',
    fix: 'See why its devices do not get on, and remove the cause; or cancel it and roll it out again with a timeout.',
    source: 'AWS IoT Jobs: states of executions and timers',
    subjectKind: 'deployment',
    severity: 'medium',
  },
  'deployment-failing': {
    title: 'Deployment fails on devices',
    why: 'A rollout that goes on failing spreads a fault, and the devices stay without what it brings.',
    fix: 'Read what the devices say, cancel the rollout, and retry the failed ones only once the cause is gone.',
    source: 'AWS IoT Jobs: counts decide, COMPLETED does not',
    subjectKind: 'deployment',
    severity: 'medium',
  },
  'security-update-blocked': {
    title: 'Security updates cannot be deployed to devices',
    why: 'A weakness that has its remedy stays open on the devices that the update does not reach.',
    fix: 'Go through the devices that it does not reach, by cause; what cannot be updated belongs in the register with a plan.',
    source: 'ETSI EN 303 645, 5.3; NISTIR 8259A, software update',
    subjectKind: 'deployment',
    severity: 'high',
  },
  'software-downgrade': {
    title: 'Device runs older software than before',
    why: 'Older software brings back weaknesses that were closed: a known way to attack an update.',
    fix: 'Find out who or what put it there. If nobody meant it, treat the device as taken over until that is known.',
    source: 'Software Package Catalog: what devices report',
    subjectKind: 'thing',
    severity: 'high',
  },
  'software-unannounced': {
    title: 'Software changed that no deployment brought',
    why: 'What devices run should change by deployments alone: anything else is a hand on the device, or somebody else’s.',
    fix: 'Ask who works on the device; if it was meant, state the version for its type or group.',
    source: 'Software Package Catalog: what devices report',
    subjectKind: 'thing',
    severity: 'medium',
  },
}
