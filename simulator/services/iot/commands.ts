import { type Command, type CommandExecution, statusAt } from '../../fleet/command.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { required, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

const executionPageMax = 100
const maxPayloadBytes = 32 * 1024

/** What devices can be told, and what became of it. Telling them is the jobs data plane's affair. */
export const commands: IotHandlers = {
  CreateCommand({ commandId, displayName, description, payload, payloadTemplate }, { fleet }) {
    const name = text(commandId, 'commandId', rules.commandId)
    if (payloadTemplate !== undefined) throw invalid('payloadTemplate is not simulated')
    const { content, contentType = 'application/octet-stream' } = required(payload, 'payload')
    const bytes = required(content, 'payload.content')
    if (bytes.length > maxPayloadBytes) throw invalid(`The payload exceeds ${maxPayloadBytes} bytes`)
    if (fleet.commands.get(name)) throw new AwsError('ConflictException', `Command ${name} already exists`)
    fleet.commands.add({ name, displayName, description, payload: bytes, contentType, createdAt: fleet.now() })
    return { commandId: name, commandArn: fleet.arn('command', name) }
  },

  GetCommand({ commandId }, { fleet }) {
    const name = text(commandId, 'commandId', rules.commandId)
    const command = fleet.commands.get(name)
    if (!command) throw notFound(`Command ${name} does not exist`)
    const { description, payload, contentType } = command
    const namespace = 'AWS-IoT' as const
    return { ...summary(fleet, command), namespace, description, payload: { content: payload, contentType } }
  },

  ListCommands(input, { fleet }) {
    const { items, next } = paginate(input, fleet.commands, { operation: 'ListCommands' })
    return { commands: items.map((command) => summary(fleet, command)), nextToken: next }
  },

  GetCommandExecution({ executionId, targetArn }, { fleet }) {
    const execution = fleet.commandExecutions.get(required(executionId, 'executionId'))
    if (!execution || execution.targetArn !== required(targetArn, 'targetArn')) {
      throw notFound(`Command execution ${executionId} does not exist`)
    }
    const status = statusAt(execution, fleet.clock.now())
    const silence = status === 'TIMED_OUT' ? noResponse : undefined
    return {
      ...executionSummary(fleet, execution),
      statusReason: execution.reason ?? silence,
      parameters: execution.parameters,
      executionTimeoutSeconds: execution.timeoutS,
      lastUpdatedAt: new Date(execution.updatedAt),
    }
  },

  ListCommandExecutions(input, { fleet }) {
    const { commandArn, targetArn, status, startedTimeFilter, completedTimeFilter } = input
    if ((commandArn === undefined) === (targetArn === undefined)) {
      throw invalidRequest('Exactly one of commandArn and targetArn is required')
    }
    if ((startedTimeFilter === undefined) === (completedTimeFilter === undefined)) {
      throw invalidRequest('Exactly one of startedTimeFilter and completedTimeFilter is required')
    }
    const found = [...fleet.commandExecutions.values()].filter(
      (execution) =>
        (!commandArn || fleet.arn('command', execution.command.name) === commandArn) &&
        (!targetArn || execution.targetArn === targetArn) &&
        (!status || statusAt(execution, fleet.clock.now()) === status) &&
        isWithin(startedTimeFilter, execution.startedAt) &&
        isWithin(completedTimeFilter, execution.completedAt),
    )
    const options = { operation: 'ListCommandExecutions', max: executionPageMax }
    const { items, next } = paginate(input, inPresentOrder(found.toReversed()), options)
    return { commandExecutions: items.map((execution) => executionSummary(fleet, execution)), nextToken: next }
  },
}

interface TimeFilter {
  after?: string | undefined
  before?: string | undefined
}

/** AWS writes these times as `yyyy-MM-ddTHH:mm`, UTC. */
function isWithin(filter: TimeFilter | undefined, time: number | undefined) {
  if (!filter) return true
  if (time === undefined) return false
  const { after, before } = filter
  return (!after || time >= Date.parse(`${after}Z`)) && (!before || time <= Date.parse(`${before}Z`))
}

const noResponse = { reasonCode: '$NO_RESPONSE_FROM_DEVICE', reasonDescription: undefined }

const summary = (fleet: Fleet, { name, displayName, createdAt }: Command) => ({
  commandId: name,
  commandArn: fleet.arn('command', name),
  displayName,
  deprecated: false,
  pendingDeletion: false,
  createdAt: epochDate(createdAt),
  lastUpdatedAt: epochDate(createdAt),
})

function executionSummary(fleet: Fleet, execution: CommandExecution) {
  const { id, command, targetArn, createdAt, startedAt, completedAt } = execution
  return {
    executionId: id,
    commandArn: fleet.arn('command', command.name),
    targetArn,
    status: statusAt(execution, fleet.clock.now()),
    createdAt: new Date(createdAt),
    startedAt: startedAt === undefined ? undefined : new Date(startedAt),
    completedAt: completedAt === undefined ? undefined : new Date(completedAt),
  }
}

const invalid = (message: string) => new AwsError('ValidationException', message)
