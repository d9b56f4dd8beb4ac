import type { FleetBuilder } from '../fleet-builder.ts'
import { resourcesOf, scopedTo, statements } from './policies.ts'

export type WeakPolicies = ReturnType<typeof weakPolicies>

const ownName = '$' + '{iot:Connection.Thing.ThingName}'

/** What the other policies of the demo do not show yet, a weakness each, and two that devices need besides. */
export function weakPolicies(build: FleetBuilder) {
  const arn = resourcesOf(build.fleet)
  const allow = (Action: string | string[], ...Resource: string[]) => ({ Effect: 'Allow', Action, Resource })
  const either = (topic: string) => [arn(`topic/${topic}`), arn(`topicfilter/${topic}`)]
  return {
    anyClient: build.policy(
      'kiosk-any-client',
      statements(allow('iot:Connect', arn('client/*')), allow('iot:Publish', arn('topic/halden/kiosks/*'))),
    ),
    notAction: build.policy(
      'maintenance-except-shadows',
      statements({ Effect: 'Allow', NotAction: ['iot:UpdateThingShadow', 'iot:DeleteThingShadow'], Resource: '*' }),
    ),
    notResource: build.policy(
      'all-but-billing-topics',
      statements({ Effect: 'Allow', Action: 'iot:Publish', NotResource: arn('topic/halden/billing/*') }),
    ),
    /** Subscribing to `halden/building/#` brings the vault's messages all the same. */
    building: build.policy(
      'building-except-vault',
      statements(allow('iot:Subscribe', arn('topicfilter/halden/building/*')), {
        Effect: 'Deny',
        Action: 'iot:Subscribe',
        Resource: arn('topicfilter/halden/building/vault/*'),
      }),
    ),
    /** Any site's alarms, wherever the device stands. */
    crossSite: build.policy(
      'site-observer',
      statements(
        allow('iot:Subscribe', arn('topicfilter/halden/sites/*/alarms')),
        allow('iot:Receive', arn('topic/halden/sites/*/alarms')),
      ),
    ),
    /** Denies what nothing allows. */
    idleDeny: build.policy(
      'no-payments',
      statements({ Effect: 'Deny', Action: 'iot:Publish', Resource: arn('topic/halden/payments/none') }),
    ),
    /** Narrow today, and one SetDefaultPolicyVersion away from everything. */
    latent: latent(build, arn),
    /** Attached to a group above many, so that all below have it. */
    region: build.policy(
      'emea-announcements',
      statements(
        allow('iot:Subscribe', arn('topicfilter/halden/emea/announcements')),
        allow('iot:Receive', arn('topic/halden/emea/announcements')),
      ),
    ),
    claim: build.policy(
      'fleet-provisioning-claim',
      statements(
        allow('iot:Connect', arn('client/line-*')),
        allow(['iot:Publish', 'iot:Receive'], arn('topic/$aws/certificates/create/*')),
        allow(['iot:Publish', 'iot:Receive'], arn('topic/$aws/provisioning-templates/line-onboarding/provision/*')),
        allow(
          'iot:Subscribe',
          arn('topicfilter/$aws/certificates/create/*'),
          arn('topicfilter/$aws/provisioning-templates/line-onboarding/provision/*'),
        ),
      ),
    ),
    /** Whoever opens one device off the partner’s line sends for all of them. */
    wideClaim: build.policy(
      'partner-claim',
      statements(
        allow('iot:Connect', arn('client/partner-*')),
        allow(
          ['iot:Publish', 'iot:Receive'],
          arn('topic/$aws/certificates/create/*'),
          arn('topic/$aws/provisioning-templates/partner-line/provision/*'),
          arn('topic/halden/partner/telemetry'),
        ),
        allow(
          'iot:Subscribe',
          arn('topicfilter/$aws/certificates/create/*'),
          arn('topicfilter/$aws/provisioning-templates/partner-line/provision/*'),
        ),
      ),
    ),
    /** Variables are not replaced in the old grammar, and no such action is known. */
    oldGrammar: build.policy('bench-2015', {
      Version: '2008-10-17',
      Statement: [allow(['iot:Publsh', 'iot:Publish'], arn(`topic/halden/bench/${ownName}`))],
    }),
    /** Device-side reports, and their copy under a topic that rules see for certain. */
    agent: build.policy(
      'gateway-with-agent',
      scopedTo(
        arn,
        allow(['iot:Publish', 'iot:Subscribe', 'iot:Receive'], ...either(`$aws/things/${ownName}/defender/metrics/*`)),
        allow('iot:Publish', arn(`topic/fleetwarden/device-reports/${ownName}`)),
      ),
    ),
  }
}

function latent(build: FleetBuilder, arn: (resource: string) => string) {
  const wide = statements({ Effect: 'Allow', Action: 'iot:*', Resource: '*' })
  return build.policy('bench-instruments', wide, scopedTo(arn))
}
