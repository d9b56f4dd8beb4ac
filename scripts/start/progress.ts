/** One line per step, with the time it took. On a terminal the running step counts up in place. */
export type Progress = {
  step<T>(doing: string, work: () => Promise<{ said: string; result: T }>): Promise<T>
  note(text: string): void
}

type Output = { write(text: string): unknown; isTTY?: boolean | undefined }

// Without a terminal a step is silent until it ends, unless it takes long enough to look stuck.
const looksStuckMs = 3_000

export function createProgress(output: Output = process.stdout): Progress {
  const terminal = Boolean(output.isTTY)
  return {
    note: (text) => output.write(`  ${text}\n`),
    async step(doing, work) {
      const from = performance.now()
      const elapsed = () => `${((performance.now() - from) / 1000).toFixed(1)} s`
      const timer = terminal
        ? setInterval(() => output.write(`\r\x1b[2K  · ${line(doing, elapsed())}`), 100)
        : setTimeout(() => output.write(`  · ${doing} …\n`), looksStuckMs)
      const close = (mark: string, said: string) => {
        clearInterval(timer)
        output.write(`${terminal ? '\r\x1b[2K' : ''}  ${mark} ${line(said, elapsed())}\n`)
      }
      try {
        const { said, result } = await work()
        close('✓', said)
        return result
      } catch (error) {
        close('✗', doing)
        throw error
      }
    },
  }
}

function line(text: string, time: string): string {
  return `${text.padEnd(56)} ${time.padStart(8)}`
}
