import type { ResponderAws } from '#server/aws/responder.ts'
import { stableJson } from '#server/history/content-hash.ts'
import { callFailure } from '../failure.ts'
import { type StepParams, step } from '../step.ts'

type Attachment = Extract<StepParams, { kind: 'attach-policy' | 'detach-policy' }>

/** Creates a policy. One of that name with another document is left as it is, which is a failure. */
export const createPolicy = step('create-policy', {
  operation: 'CreatePolicy',
  needs: { reads: ['iot:GetPolicy'], applies: ['iot:CreatePolicy'] },
  describe: ({ policy, document }) => ({
    kind: 'create-policy',
    operation: 'CreatePolicy',
    subject: policy,
    from: null,
    to: document,
    sentence: `Create the policy ${policy}`,
  }),
  read: async (aws, { policy }) => {
    const found = await aws.getPolicy(policy)
    return found && (found.document ?? '')
  },
  isDone: (current, { document }) => current !== null && sameDocument(current, document),
  async apply(aws, { policy, document }) {
    try {
      return await aws.createPolicy(policy, document)
    } catch (error) {
      const failure = callFailure(error, 'invalid')
      if (failure?.details.name !== 'ResourceAlreadyExistsException') throw error
      const found = await aws.getPolicy(policy)
      if (!sameDocument(found?.document ?? '', document)) throw error
      return { requestId: failure.details.requestId ?? null }
    }
  },
  inverse: () => null,
})

/** Creates a static group, which AWS allows twice with the same properties. */
export const createGroup = step('create-group', {
  operation: 'CreateThingGroup',
  needs: { reads: ['iot:DescribeThingGroup'], applies: ['iot:CreateThingGroup'] },
  describe: ({ group }) => ({
    kind: 'create-group',
    operation: 'CreateThingGroup',
    subject: group,
    from: null,
    to: 'static group',
    sentence: `Create the thing group ${group}`,
  }),
  read: async (aws, { group }) => ((await aws.describeGroup(group)) ? 'exists' : null),
  isDone: (current) => current !== null,
  async apply(aws, { group, description }) {
    try {
      return await aws.createGroup(group, description)
    } catch (error) {
      const failure = callFailure(error, 'invalid')
      if (failure?.details.name !== 'ResourceAlreadyExistsException') throw error
      return { requestId: failure.details.requestId ?? null }
    }
  },
  inverse: () => null,
})

/** Attaches a policy to a certificate or a thing group, by ARN. */
export const attachPolicy = step('attach-policy', {
  operation: 'AttachPolicy',
  needs: { reads: ['iot:ListAttachedPolicies'], applies: ['iot:AttachPolicy'] },
  describe: ({ policy, target }) => ({
    kind: 'attach-policy',
    operation: 'AttachPolicy',
    subject: nameIn(target),
    from: 'not attached',
    to: `${policy} attached`,
    sentence: `Attach the policy ${policy} to ${nameIn(target)}`,
  }),
  read: readAttachment,
  isDone: (current) => current === 'attached',
  apply: (aws, { policy, target }) => aws.attachPolicy(policy, target),
  inverse: ({ policy, target }, before) =>
    before === 'not attached' ? { kind: 'detach-policy', policy, target } : null,
})

/** Detaches a policy. A target that is gone has none. */
export const detachPolicy = step('detach-policy', {
  operation: 'DetachPolicy',
  needs: { reads: ['iot:ListAttachedPolicies'], applies: ['iot:DetachPolicy'] },
  describe: ({ policy, target }) => ({
    kind: 'detach-policy',
    operation: 'DetachPolicy',
    subject: nameIn(target),
    from: `${policy} attached`,
    to: 'not attached',
    sentence: `Detach the policy ${policy} from ${nameIn(target)}`,
  }),
  read: readAttachment,
  isDone: (current) => current !== 'attached',
  apply: (aws, { policy, target }) => aws.detachPolicy(policy, target),
  inverse: ({ policy, target }, before) => (before === 'attached' ? { kind: 'attach-policy', policy, target } : null),
})

async function readAttachment(aws: ResponderAws, { policy, target }: Attachment): Promise<string | null> {
  try {
    return (await aws.attachedPolicies(target)).includes(policy) ? 'attached' : 'not attached'
  } catch (error) {
    if (callFailure(error, 'gone')) return null
    throw error
  }
}

const nameIn = (arn: string) => arn.slice(arn.indexOf('/') + 1)

function sameDocument(a: string, b: string): boolean {
  try {
    return stableJson(JSON.parse(a)) === stableJson(JSON.parse(b))
  } catch {
    return false
  }
}
