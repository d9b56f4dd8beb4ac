/** One entry on its way: `json` is the line that is sent, the same text that the export writes, without `sealed`. */
export type Outgoing = { position: number; at: Date; action: string; result: string; json: string }

/** Somewhere the trail is streamed to. */
export type Target = {
  /** Names it in the database and on the page: file, syslog or webhook. */
  name: string
  /** Where that is, without anything secret. */
  address: string
  /** Delivers all of these, in order. Throws when any may not have arrived: they are then delivered again. */
  deliver(entries: readonly Outgoing[], signal: AbortSignal): Promise<void>
}
