import type { Child } from './children.ts'

/** Something running that has to be ended: a child process, or a database. */
export type Part = { name: string; stop(): Promise<void>; kill(): void }

/** What is running, in the order in which it was started. */
export type Parts = {
  add(part: Part): () => void
  child(child: Child): () => void
  /** Ends everything, the youngest first, so that nobody loses what it still needs. */
  stop(saying?: (name: string) => void): Promise<void>
  /** Ends everything at once. */
  kill(): void
  readonly stopping: boolean
}

export function createParts(): Parts {
  const running = new Set<Part>()
  let stopping = false
  const parts: Parts = {
    add(part) {
      // A step that was under way when the stop began must not leave its child behind.
      if (stopping) part.kill()
      else running.add(part)
      return () => running.delete(part)
    },
    child: (child) => parts.add({ name: child.name, stop: () => child.stop(), kill: () => child.kill() }),
    async stop(saying) {
      stopping = true
      for (const part of [...running].reverse()) {
        saying?.(part.name)
        await part.stop()
        running.delete(part)
      }
    },
    kill() {
      stopping = true
      for (const part of [...running].reverse()) part.kill()
    },
    get stopping() {
      return stopping
    },
  }
  return parts
}
