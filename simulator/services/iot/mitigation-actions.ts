import type { MitigationActionParams, MitigationActionType } from '@aws-sdk/client-iot'
import type { Fleet } from '../../fleet/fleet.ts'
import type { MitigationAction } from '../../fleet/mitigations.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { required, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest, limitExceeded, notFound } from '../refuse.ts'
import { paging } from './audit-tasks.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

const maxActions = 100

export const mitigationActions: IotHandlers = {
  CreateMitigationAction(input, { fleet }) {
    const { actions } = fleet.audits.mitigations
    const name = text(input.actionName, 'actionName', rules.auditName)
    if (actions.has(name)) throw alreadyExists(`Mitigation action ${name} already exists`)
    if (actions.size >= maxActions) throw limitExceeded(`An account may have ${maxActions} mitigation actions`)
    const now = fleet.now()
    const roleArn = required(input.roleArn, 'roleArn')
    const action = {
      name,
      id: fleet.newId(),
      roleArn,
      params: checked(input.actionParams),
      createdAt: now,
      modifiedAt: now,
    }
    actions.set(name, action)
    return { actionArn: fleet.arn('mitigationaction', name), actionId: action.id }
  },

  DescribeMitigationAction({ actionName }, { fleet }) {
    const { name, id, roleArn, params, createdAt, modifiedAt } = findAction(fleet, actionName)
    return {
      actionName: name,
      actionType: typeOf(params),
      actionArn: fleet.arn('mitigationaction', name),
      actionId: id,
      roleArn,
      actionParams: params,
      creationDate: epochDate(createdAt),
      lastModifiedDate: epochDate(modifiedAt),
    }
  },

  UpdateMitigationAction(input, { fleet }) {
    const action = findAction(fleet, input.actionName)
    action.roleArn = input.roleArn ?? action.roleArn
    if (input.actionParams) action.params = checked(input.actionParams)
    action.modifiedAt = fleet.now()
    return { actionArn: fleet.arn('mitigationaction', action.name), actionId: action.id }
  },

  DeleteMitigationAction({ actionName }, { fleet }) {
    fleet.audits.mitigations.actions.delete(required(actionName, 'actionName'))
    return {}
  },

  ListMitigationActions(input, { fleet }) {
    const all = [...fleet.audits.mitigations.actions.values()]
    const known = all.filter(({ params }) => !input.actionType || typeOf(params) === input.actionType)
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListMitigationActions', ...paging })
    const actionIdentifiers = items.map(({ name, createdAt }) => ({
      actionName: name,
      actionArn: fleet.arn('mitigationaction', name),
      creationDate: epochDate(createdAt),
    }))
    return { actionIdentifiers, nextToken: next }
  },
}

export function findAction({ audits }: Fleet, name: string | undefined): MitigationAction {
  const action = audits.mitigations.actions.get(required(name, 'actionName'))
  if (!action) throw notFound(`Mitigation action ${name} not found`)
  return action
}

const types: Record<keyof MitigationActionParams, MitigationActionType> = {
  updateDeviceCertificateParams: 'UPDATE_DEVICE_CERTIFICATE',
  updateCACertificateParams: 'UPDATE_CA_CERTIFICATE',
  addThingsToThingGroupParams: 'ADD_THINGS_TO_THING_GROUP',
  replaceDefaultPolicyVersionParams: 'REPLACE_DEFAULT_POLICY_VERSION',
  enableIoTLoggingParams: 'ENABLE_IOT_LOGGING',
  publishFindingToSnsParams: 'PUBLISH_FINDING_TO_SNS',
}

/** The kind of an action, which its parameters tell. */
export function typeOf(params: MitigationActionParams): MitigationActionType {
  const [kind] = kindsOf(params)
  if (!kind) throw invalidRequest('actionParams must hold the parameters of an action')
  return types[kind]
}

const kindsOf = (params: MitigationActionParams) =>
  (Object.keys(types) as (keyof MitigationActionParams)[]).filter((kind) => params[kind] !== undefined)

function checked(given: MitigationActionParams | undefined): MitigationActionParams {
  const params = required(given, 'actionParams')
  if (kindsOf(params).length !== 1) throw invalidRequest('actionParams must hold the parameters of one action')
  const { updateDeviceCertificateParams: device, updateCACertificateParams: ca } = params
  if ((device && device.action !== 'DEACTIVATE') || (ca && ca.action !== 'DEACTIVATE')) {
    throw invalidRequest('The only action on certificates is DEACTIVATE')
  }
  const groups = params.addThingsToThingGroupParams?.thingGroupNames
  if (params.addThingsToThingGroupParams && (!groups?.length || groups.length > 10)) {
    throw invalidRequest('thingGroupNames must name one to ten groups')
  }
  const template = params.replaceDefaultPolicyVersionParams?.templateName
  if (template !== undefined && template !== 'BLANK_POLICY') throw invalidRequest('The only template is BLANK_POLICY')
  if (params.enableIoTLoggingParams?.logLevel === 'DISABLED') throw invalidRequest('logLevel can not be DISABLED')
  return params
}
