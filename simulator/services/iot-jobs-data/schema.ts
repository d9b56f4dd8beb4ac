/**
 * The one operation of the jobs data plane that is simulated, as AWS's model has it ("StartCommandExecution"), written in
 * the SDK's own notation: the SDK keeps it in a package of its own.
 */
const namespace = 'com.amazonaws.iotjobsdataplane'

const text = 0
const number = 1
const boolean = 2
const blob = 21

const value = [
  3,
  namespace,
  'CommandParameterValue',
  0,
  ['S', 'B', 'I', 'L', 'D', 'BIN', 'UL'],
  [text, boolean, number, number, number, blob, text],
]
const parameters = [2, namespace, 'CommandExecutionParameterMap', 0, text, () => value]
const request = [
  3,
  namespace,
  'StartCommandExecutionRequest',
  0,
  ['targetArn', 'commandArn', 'parameters', 'executionTimeoutSeconds', 'clientToken'],
  [text, text, () => parameters, number, text],
]
const response = [3, namespace, 'StartCommandExecutionResponse', 0, ['executionId'], [text]]

const error = (name: string, httpError: number) => [-3, namespace, name, { httpError }, ['message'], [text]]

export const iotJobsDataSchema = {
  StartCommandExecution: [
    9,
    namespace,
    'StartCommandExecution',
    { http: ['POST', '/command-executions', 200] },
    () => request,
    () => response,
  ],
  ConflictException: error('ConflictException', 409),
  InternalServerException: error('InternalServerException', 500),
  ResourceNotFoundException: error('ResourceNotFoundException', 404),
  ServiceQuotaExceededException: error('ServiceQuotaExceededException', 402),
  ThrottlingException: error('ThrottlingException', 429),
  ValidationException: error('ValidationException', 400),
}
