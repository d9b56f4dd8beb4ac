import type { SecurityProfile } from '../../fleet/detect.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { isOpen, profileIdentifier } from './detect.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

const paging = { max: 250, fallback: 25 }

export const securityProfiles: IotHandlers = {
  ListSecurityProfiles(input, { fleet }) {
    const { metricName } = input
    const has = ({ behaviors }: SecurityProfile) => !metricName || behaviors.some(({ metric }) => metric === metricName)
    const known = all(fleet).filter(has)
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListSecurityProfiles', ...paging })
    return { securityProfileIdentifiers: items.map((profile) => profileIdentifier(fleet, profile)), nextToken: next }
  },

  DescribeSecurityProfile({ securityProfileName }, { fleet }) {
    const profile = find(fleet, securityProfileName)
    return {
      securityProfileName: profile.name,
      securityProfileArn: fleet.arn('securityprofile', profile.name),
      securityProfileDescription: profile.description,
      behaviors: [...profile.behaviors],
      version: 1,
      creationDate: epochDate(profile.createdAt),
      lastModifiedDate: epochDate(profile.createdAt),
    }
  },

  ListTargetsForSecurityProfile(input, { fleet }) {
    const targets = find(fleet, input.securityProfileName).targets.map((arn) => ({ arn }))
    const operation = 'ListTargetsForSecurityProfile'
    const { items, next } = paginate(input, inPresentOrder(targets), { operation, ...paging })
    return { securityProfileTargets: items, nextToken: next }
  },

  ListSecurityProfilesForTarget(input, { fleet }) {
    const arn = required(input.securityProfileTargetArn, 'securityProfileTargetArn')
    const known = all(fleet).filter(({ targets }) => targets.includes(arn))
    const operation = 'ListSecurityProfilesForTarget'
    const { items, next } = paginate(input, inPresentOrder(known), { operation, ...paging })
    const securityProfileTargetMappings = items.map((profile) => {
      return { securityProfileIdentifier: profileIdentifier(fleet, profile), target: { arn } }
    })
    return { securityProfileTargetMappings, nextToken: next }
  },

  GetBehaviorModelTrainingSummaries(input, { fleet }) {
    const wanted = input.securityProfileName
    const models = isOpen(fleet) ? fleet.detect.models : []
    const known = models.filter(({ profile }) => !wanted || profile.name === wanted)
    const operation = 'GetBehaviorModelTrainingSummaries'
    const { items, next } = paginate(input, inPresentOrder(known), { operation, max: 10 })
    const summaries = items.map(
      ({ profile, behaviorName, status, collectedFrom, collectedPercentage, refreshedAt }) => ({
        securityProfileName: profile.name,
        behaviorName,
        trainingDataCollectionStartDate: new Date(collectedFrom),
        modelStatus: status,
        datapointsCollectionPercentage: collectedPercentage,
        ...(refreshedAt !== undefined && { lastModelRefreshDate: new Date(refreshedAt) }),
      }),
    )
    return { summaries, nextToken: next }
  },
}

const all = (fleet: Fleet) => (isOpen(fleet) ? [...fleet.detect.profiles.values()] : [])

function find(fleet: Fleet, name: string | undefined): SecurityProfile {
  const profile = all(fleet).find((one) => one.name === required(name, 'securityProfileName'))
  if (!profile) throw notFound(`Security profile ${name} not found`)
  return profile
}
