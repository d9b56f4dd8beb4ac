import { testAnswers } from './facts.ts'

testAnswers('Rule 1: Identity', {
  'credential-lifecycle': {
    fail: { checks: { 'certificate-inactive-yet-connected': 'critical' } },
    attention: { figures: { 'response-time-p90': [30 * 86_400, 4] } },
    unknown: { figures: { 'response-time-p90': 'stale' } },
  },
  'hardware-protected-keys': {
    attention: { figures: { 'cores-with-hardware-keys': [90, 100] } },
    unknown: { figures: { 'cores-with-hardware-keys': 'stale' } },
  },
  'unique-credential': {
    fail: { checks: { 'certificate-shared': 'critical' } },
    attention: { figures: { 'certificates-of-one-thing': [90, 100] } },
    unknown: { figures: { 'certificates-of-one-thing': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'unique-identity': {
    fail: { checks: { 'client-unregistered': 'critical' } },
    attention: { checks: { 'client-unregistered': 'medium' } },
    unknown: { checks: { 'client-unregistered': 'some unread' } },
  },
})

testAnswers('Rule 2: Access', {
  'access-review': {
    fail: { checks: { 'certificate-unattached': 'critical' } },
    attention: { figures: { 'tokens-with-end': [90, 100] } },
    unknown: { figures: { 'tokens-with-end': 'stale' } },
  },
  'consumption-limits': {
    fail: { figures: { 'message-rate-coverage': [30, 100] } },
    attention: { figures: { 'message-rate-coverage': [90, 100] } },
    unknown: { figures: { 'message-rate-coverage': 'stale' } },
  },
  'entry-points-closed': {
    fail: { checks: { 'policy-overly-permissive': 'critical' } },
    attention: { checks: { 'policy-overly-permissive': 'medium' } },
    unknown: { figures: { 'audited-roles-too-wide': 'stale' } },
  },
  'trust-boundaries': {
    fail: { checks: { 'policy-cross-site-wildcard': 'critical' } },
    attention: { figures: { 'policies-measured': [90, 100] } },
    unknown: { figures: { 'policies-measured': 'stale' } },
  },
})

testAnswers('Rule 3: Cryptography', {
  'channels-protected': {
    fail: { checks: { 'domain-configuration-old-tls': 'critical' } },
    attention: { figures: { 'endpoints-with-current-tls': [90, 100] } },
    unknown: { figures: { 'endpoints-with-current-tls': 'stale' } },
  },
  'data-integrity': {
    fail: { checks: { 'domain-configuration-old-tls': 'critical' } },
    attention: { checks: { 'domain-configuration-old-tls': 'medium' } },
    unknown: { figures: { 'deployments-encrypted': 'stale' } },
  },
  'open-protocols': {
    fail: { checks: { 'certificate-weak-key': 'critical' } },
    attention: { checks: { 'certificate-weak-key': 'medium' } },
    unknown: { checks: { 'certificate-weak-key': 'some unread' } },
  },
})

testAnswers('Rule 4: Updates', {
  'automatic-patches': {
    fail: { figures: { 'security-updates-blocked': [3, null] } },
    attention: { figures: { 'things-behind': [3, null] } },
    unknown: { figures: { 'things-behind': 'stale' } },
  },
  'cannot-update-register': {
    attention: { figures: { 'unupdatable-planned': [90, 100] } },
    unknown: { figures: { 'unupdatable-planned': 'stale' } },
  },
  'deployments-watched': {
    'not-applicable': 'nothing is there',
    fail: { figures: { 'deployments-succeeding': [30, 100] } },
    attention: { figures: { 'deployments-succeeding': [90, 100] } },
    unknown: { figures: { 'deployments-succeeding': 'stale' } },
  },
  'downgrades-prevented': {
    attention: { figures: { 'software-downgrades': [3, null] } },
    unknown: { figures: { 'software-downgrades': 'stale' } },
  },
  'software-changes-answered': {
    attention: { figures: { 'software-unannounced': [3, null] } },
    unknown: { figures: { 'software-unannounced': 'stale' } },
  },
  'software-inventory': {
    fail: { figures: { 'things-with-known-software': [30, 100] } },
    attention: { figures: { 'things-with-known-software': [90, 100] } },
    unknown: { figures: { 'things-with-known-software': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'stalled-updates-alert': {
    fail: { figures: { 'targets-delivering': [0, 0] } },
    attention: { figures: { 'targets-delivering': [90, 100] } },
    unknown: { figures: { 'targets-delivering': 'stale' } },
  },
  'updates-encrypted': {
    fail: { figures: { 'deployments-encrypted': [30, 100] } },
    unknown: { figures: { 'deployments-encrypted': 'stale' } },
  },
  'updates-signed': {
    attention: { figures: { 'deployments-signed': [90, 100] } },
    unknown: { figures: { 'deployments-signed': 'stale' } },
  },
})

testAnswers('Rule 5: Audit and monitoring', {
  'activity-logged': {
    fail: { checks: { 'account-logging-off': 'critical' } },
    attention: { figures: { 'accounts-audited': [90, 100] } },
    unknown: { figures: { 'accounts-audited': 'stale' } },
  },
  'activity-monitored': {
    fail: { figures: { 'behaviour-coverage': [30, 100] } },
    attention: { figures: { 'alarms-judged': [80, 100] } },
    unknown: { figures: { 'alarms-judged': 'stale' } },
  },
  'incident-plan-exercised': {
    attention: { figures: { 'incidents-unassigned': [3, null] } },
    unknown: { figures: { 'incidents-unassigned': 'stale' } },
  },
})

testAnswers('Rule 6: Health of controls', {
  'controls-in-outage': {
    fail: { checks: { 'account-single-region': 'critical' } },
    attention: { figures: { 'people-told-of-feeds': [90, 100] } },
    unknown: { figures: { 'people-told-of-feeds': 'stale' } },
  },
  'controls-tested': {
    fail: { figures: { 'trail-intact': [30, 100] } },
    attention: { figures: { 'targets-delivering': [90, 100] } },
    unknown: { figures: { 'trail-intact': 'stale' } },
  },
})

testAnswers('Rule 7: Impact', {
  'defence-in-layers': {
    fail: { figures: { 'behaviour-coverage': [30, 100] } },
    attention: { figures: { 'second-region-things': [90, 100] } },
    unknown: { figures: { 'second-region-things': 'stale' } },
  },
  'impact-measured': {
    fail: { figures: { 'attachments-scoped': [30, 100] } },
    attention: { figures: { 'attachments-scoped': [90, 100] } },
    unknown: { figures: { 'attachments-scoped': 'stale' } },
  },
  'least-privilege': {
    fail: { checks: { 'policy-overly-permissive': 'critical' } },
    attention: { figures: { 'attachments-scoped': [90, 100] } },
    unknown: { figures: { 'attachments-scoped': 'stale' } },
  },
})

testAnswers('Rule 8: Attack surface', {
  'attack-surface-review': {
    fail: { checks: { 'account-suppression-broad': 'critical' } },
    attention: { figures: { 'reports-made': [0, null] } },
    unknown: { figures: { 'reports-made': 'stale' } },
  },
  'secure-defaults': {
    fail: { checks: { 'account-logging-off': 'critical' } },
    attention: { checks: { 'account-logging-off': 'medium' } },
    unknown: { checks: { 'account-logging-off': 'some unread' } },
    'not-applicable': 'nothing is there',
  },
  'unused-entry-points': {
    fail: { checks: { 'certificate-unattached': 'critical' } },
    attention: { checks: { 'certificate-unattached': 'medium' } },
    unknown: { checks: { 'certificate-unattached': 'some unread' } },
  },
})

testAnswers('Rule 10: Vulnerabilities', {
  'disclosures-correlated': {
    fail: { figures: { 'things-with-known-software': [30, 100] } },
    attention: { figures: { 'things-with-known-software': [90, 100] } },
    unknown: { figures: { 'things-with-known-software': 'stale' } },
  },
})
