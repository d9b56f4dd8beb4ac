import { randomUUID } from 'node:crypto'
import type { CommandParameterValue } from '@aws-sdk/client-iot'
import type { Command, CommandExecution } from '../../fleet/command.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { AwsError } from '../../wire/aws-error.ts'
import type { Call } from '../call.ts'
import { notFound } from '../refuse.ts'

interface StartCommandExecution {
  targetArn?: string
  commandArn?: string
  parameters?: Record<string, CommandParameterValue>
  executionTimeoutSeconds?: number
  clientToken?: string
}

const usualTimeoutS = 10
const longestTimeoutS = 43_200

export const iotJobsDataOperations = {
  /** Tells one device. The same client token again gives the execution there is. */
  StartCommandExecution(input: StartCommandExecution, { fleet }: Call) {
    const { targetArn = '', commandArn = '', executionTimeoutSeconds: timeoutS = usualTimeoutS, clientToken } = input
    if (timeoutS < 1 || timeoutS > longestTimeoutS) throw invalid(`Invalid executionTimeoutSeconds ${timeoutS}`)
    const commandName = fleet.nameIn(commandArn, 'command')
    const command = commandName === undefined ? undefined : fleet.commands.get(commandName)
    if (!command) throw notFound(`Command ${commandArn} does not exist`)
    const device = deviceIn(fleet, targetArn)
    const before = clientToken === undefined ? undefined : fleet.commandTokens.get(clientToken)
    if (before) {
      if (before.command === command && before.targetArn === targetArn) return { executionId: before.id }
      throw new AwsError('ConflictException', 'The client token was used for another execution')
    }
    const now = fleet.clock.now()
    const execution: CommandExecution = {
      id: randomUUID(),
      command,
      targetArn,
      parameters: input.parameters,
      timeoutS,
      createdAt: now,
      status: 'CREATED',
      reason: undefined,
      startedAt: undefined,
      completedAt: undefined,
      updatedAt: now,
    }
    fleet.commandExecutions.set(execution.id, execution)
    if (clientToken !== undefined) fleet.commandTokens.set(clientToken, execution)
    tell(fleet, device, command, execution)
    return { executionId: execution.id }
  },
}

/** `things/name` or `clients/id`, as in the topics of commands. */
function deviceIn(fleet: Fleet, targetArn: string): string {
  const thing = fleet.nameIn(targetArn, 'thing')
  if (thing !== undefined) {
    if (!fleet.things.get(thing)) throw notFound(`Thing ${thing} not found`)
    return `things/${thing}`
  }
  const client = fleet.nameIn(targetArn, 'client')
  if (client === undefined) throw invalid(`Invalid targetArn ${targetArn}`)
  return `clients/${client}`
}

const formats: Readonly<Record<string, string>> = { 'application/json': '/json', 'application/cbor': '/cbor' }

function tell(fleet: Fleet, device: string, { payload, contentType }: Command, { id }: CommandExecution) {
  const topic = `$aws/commands/${device}/executions/${id}/request${formats[contentType] ?? ''}`
  fleet.deliver?.({ topic, payload, qos: 1, retain: false })
}

const invalid = (message: string) => new AwsError('ValidationException', message)
