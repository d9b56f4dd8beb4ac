import type { ResourceIdentifier } from '@aws-sdk/client-iot'
import { isSameResource, suppressionOf } from '../../audit/suppressions.ts'
import { checkNames, type Suppression } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { oneOf, required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest, notFound } from '../refuse.ts'
import { paging } from './audit-tasks.ts'
import type { IotHandlers } from './handlers.ts'

const maxDescription = 1000

export const auditSuppressions: IotHandlers = {
  CreateAuditSuppression(input, { fleet }) {
    const { audits } = fleet
    const check = oneOf(input.checkName, 'checkName', checkNames)
    const resource = identified(input.resourceIdentifier)
    const suppression: Suppression = { check, resource, ...terms(fleet, input) }
    const known = suppressionOf(fleet, check, resource)
    const repeated = input.clientRequestToken && audits.suppressionTokens.get(input.clientRequestToken)
    if (known && repeated === known) return {}
    if (known) throw alreadyExists(`A suppression of ${check} for this resource already exists`)
    audits.suppressions.push(suppression)
    if (input.clientRequestToken) audits.suppressionTokens.set(input.clientRequestToken, suppression)
    return {}
  },

  DescribeAuditSuppression({ checkName, resourceIdentifier }, { fleet }) {
    return described(find(fleet, checkName, resourceIdentifier))
  },

  UpdateAuditSuppression(input, { fleet }) {
    const suppression = find(fleet, input.checkName, input.resourceIdentifier)
    const { expiresAt, description } = suppression
    const isTimed = input.expirationDate !== undefined || input.suppressIndefinitely !== undefined
    const changed = isTimed ? terms(fleet, input) : { expiresAt, description: input.description }
    suppression.expiresAt = changed.expiresAt
    suppression.description = changed.description ?? description
    return {}
  },

  DeleteAuditSuppression({ checkName, resourceIdentifier }, { fleet }) {
    const { audits } = fleet
    const gone = find(fleet, checkName, resourceIdentifier)
    audits.suppressions = audits.suppressions.filter((one) => one !== gone)
    return {}
  },

  ListAuditSuppressions(input, { fleet }) {
    const { checkName, resourceIdentifier, ascendingOrder = false } = input
    const known = fleet.audits.suppressions
      .filter(({ check, resource }) => {
        return (
          (!checkName || check === checkName) && (!resourceIdentifier || isSameResource(resourceIdentifier, resource))
        )
      })
      .sort((a, b) => (a.expiresAt ?? Number.MAX_SAFE_INTEGER) - (b.expiresAt ?? Number.MAX_SAFE_INTEGER))
    if (!ascendingOrder) known.reverse()
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListAuditSuppressions', ...paging })
    return { suppressions: items.map(described), nextToken: next }
  },
}

interface Terms {
  expirationDate?: Date | undefined
  suppressIndefinitely?: boolean | undefined
  description?: string | undefined
}

/** Either until a day to come, or for ever. */
function terms(fleet: Fleet, { expirationDate, suppressIndefinitely = false, description }: Terms) {
  if ((expirationDate !== undefined) === suppressIndefinitely) {
    throw invalidRequest('Either an expirationDate or suppressIndefinitely must be given')
  }
  if (expirationDate && expirationDate.getTime() <= fleet.clock.now()) {
    throw invalidRequest('expirationDate must be in the future')
  }
  if (description !== undefined && description.length > maxDescription) {
    throw invalidRequest(`description must have at most ${maxDescription} characters`)
  }
  return { expiresAt: expirationDate?.getTime(), description }
}

function identified(resource: ResourceIdentifier | undefined): ResourceIdentifier {
  const given = required(resource, 'resourceIdentifier')
  const kinds = Object.values(given).filter((value) => value !== undefined)
  if (kinds.length !== 1) throw invalidRequest('resourceIdentifier must name one resource')
  return given
}

function find(fleet: Fleet, checkName: string | undefined, resource: ResourceIdentifier | undefined): Suppression {
  const check = oneOf(checkName, 'checkName', checkNames)
  const found = suppressionOf(fleet, check, identified(resource))
  if (!found) throw notFound(`There is no suppression of ${check} for this resource`)
  return found
}

const described = ({ check, resource, expiresAt, description }: Suppression) => ({
  checkName: check,
  resourceIdentifier: resource,
  ...(expiresAt === undefined ? { suppressIndefinitely: true } : { expirationDate: new Date(expiresAt) }),
  ...(description !== undefined && { description }),
})
