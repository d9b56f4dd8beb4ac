import { testAnswers } from './facts.ts'

testAnswers('AWS IoT Core', {
  'client-id-conflicts-watched': {
    'not-applicable': 'nothing is there',
    fail: { checks: { 'account-logging-off': 'critical' } },
    attention: { figures: { 'incidents-unassigned': [3, null] } },
    unknown: { figures: { 'incidents-unassigned': 'stale' } },
  },
  'client-ids-unique': {
    'not-applicable': 'nothing is there',
    fail: { checks: { 'policy-client-id-variable': 'critical' } },
    attention: { figures: { 'conflicts-open': [3, null] } },
    unknown: { figures: { 'conflicts-open': 'stale' } },
  },
  'device-advisor': {
    fail: { checks: { 'account-role-without-source-condition': 'critical' } },
    attention: { checks: { 'account-role-without-source-condition': 'medium' } },
    unknown: { checks: { 'account-role-without-source-condition': 'some unread' } },
  },
  'device-clocks': {
    fail: { checks: { 'certificate-not-yet-valid': 'critical' } },
    attention: { checks: { 'certificate-not-yet-valid': 'medium' } },
    unknown: { checks: { 'certificate-not-yet-valid': 'some unread' } },
  },
  'identities-apart': {
    fail: { checks: { 'certificate-shared': 'critical' } },
    attention: { checks: { 'certificate-shared': 'medium' } },
    unknown: { figures: { 'audited-roles-too-wide': 'stale' } },
  },
  'permissive-policies-sought': {
    fail: { checks: { 'account-audit-off': 'critical' } },
    attention: { figures: { 'accounts-audited': [90, 100] } },
    unknown: { figures: { 'accounts-audited': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'provisioned-by-template': {
    fail: { checks: { 'provisioning-template-without-hook': 'critical' } },
    attention: { figures: { 'templates-with-hook': [90, 100] } },
    unknown: { figures: { 'templates-with-hook': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'scoped-actions': {
    fail: { checks: { 'policy-overly-permissive': 'critical' } },
    attention: { figures: { 'attachments-scoped': [90, 100] } },
    unknown: { figures: { 'attachments-scoped': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'second-region': {
    fail: { checks: { 'account-single-region': 'critical' } },
    attention: { figures: { 'second-region-policies': [90, 100] } },
    unknown: { figures: { 'second-region-policies': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'server-validated': {
    fail: { checks: { 'domain-configuration-ailing-server-certificate': 'critical' } },
    attention: { checks: { 'domain-configuration-ailing-server-certificate': 'medium' } },
    unknown: { checks: { 'domain-configuration-ailing-server-certificate': 'some unread' } },
  },
})

testAnswers('Device agents', {
  'agent-deployment-protected': {
    attention: { figures: { 'deployments-signed': [90, 100] } },
    unknown: { figures: { 'deployments-signed': 'stale' } },
  },
  'agent-isolated': {
    'not-applicable': 'nothing is there',
    fail: { figures: { 'port-alarms': [3, null] } },
    attention: { figures: { 'port-coverage': [90, 100] } },
    unknown: { figures: { 'port-alarms': 'stale' } },
  },
  'agent-survives': {
    attention: { figures: { 'components-broken': [3, null] } },
    unknown: { figures: { 'components-broken': 'stale' } },
  },
})

testAnswers('Behaviour and response', {
  'behaviour-answered': {
    'not-applicable': 'nothing is there',
    fail: { figures: { 'behaviour-coverage': [30, 100] } },
    attention: { figures: { 'time-to-contain-p90': [30 * 86_400, 4] } },
    unknown: { figures: { 'time-to-contain-p90': 'stale' } },
  },
  'intended-actions-only': {
    fail: { checks: { 'policy-overly-permissive': 'critical' } },
    attention: { figures: { 'attachments-scoped': [90, 100] } },
    unknown: { figures: { 'attachments-scoped': 'stale' } },
    'not-applicable': 'nothing is there',
  },
  'logs-relayed': {
    fail: { checks: { 'account-logging-off': 'critical' } },
    attention: { figures: { 'trail-streamed': [90, 100] } },
    unknown: { figures: { 'trail-intact': 'stale' } },
  },
  'tight-before-heavy': {
    fail: { figures: { 'behaviour-coverage': [30, 100] } },
    attention: { figures: { 'behaviour-coverage': [90, 100] } },
    unknown: { figures: { 'behaviour-coverage': 'stale' } },
    'not-applicable': 'nothing is there',
  },
})

testAnswers('Onboarding and operations', {
  'data-protected': {
    fail: { checks: { 'domain-configuration-old-tls': 'critical' } },
    attention: { figures: { 'endpoints-with-current-tls': [90, 100] } },
    unknown: { figures: { 'endpoints-with-current-tls': 'stale' } },
  },
  'newcomers-untrusted': {
    fail: { checks: { 'policy-claim-too-wide': 'critical' } },
    attention: { figures: { 'templates-with-hook': [90, 100] } },
    unknown: { figures: { 'templates-with-hook': 'stale' } },
  },
  'theft-of-one-is-one': {
    fail: { checks: { 'certificate-shared': 'critical' } },
    attention: { figures: { 'attachments-scoped': [90, 100] } },
    unknown: { figures: { 'attachments-scoped': 'stale' } },
  },
  'tried-before-the-fleet': {
    attention: { figures: { 'drills-held': [0, null] } },
    unknown: { figures: { 'drills-held': 'stale' } },
  },
})
