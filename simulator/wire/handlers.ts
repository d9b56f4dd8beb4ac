/** The operations an SDK package knows, as its commands name them. */
type OperationName<Sdk> = Extract<keyof Sdk, `${string}Command`> extends `${infer Name}Command` ? Name : never

type CommandOf<Sdk, Name extends string> = `${Name}Command` extends keyof Sdk ? Sdk[`${Name}Command`] : never

/** A command without required members may be built from nothing at all, which must not count as its input. */
type InputOf<Command> = Command extends new (...input: infer Parameters) => unknown ? InputIn<Parameters> : never
type InputIn<Parameters> = Parameters extends [infer Input] ? Input : never

type OutputOf<Command> = Command extends new (
  ...input: never[]
) => infer Instance
  ? Instance extends { resolveMiddleware(...parts: never[]): (...input: never[]) => Promise<{ output: infer Output }> }
    ? Omit<Output, '$metadata'>
    : never
  : never

/** Some or all operations of an SDK package as plain functions, typed by the SDK's own commands. */
export type Handlers<Sdk, Call> = {
  [Name in OperationName<Sdk>]?: (
    input: InputOf<CommandOf<Sdk, Name>>,
    call: Call,
  ) => OutputOf<CommandOf<Sdk, Name>> | Promise<OutputOf<CommandOf<Sdk, Name>>>
}
