import type { Parts } from './parts.ts'

// npm passes a Ctrl-C on although the terminal already has, so one press arrives twice within moments.
const samePressMs = 700

/** The first Ctrl-C or SIGTERM stops everything in order and exits with `exitCode`, the second kills and exits 1. */
export function stopOnSignals(parts: Parts, exitCode = 0) {
  let firstAt: number | undefined
  const stop = () => {
    if (firstAt === undefined) {
      firstAt = Date.now()
      process.stdout.write('\n  Stopping (again to kill) …\n')
      parts
        .stop((name) => process.stdout.write(`  · ${name}\n`))
        .then(
          () => {
            process.stdout.write('  Stopped.\n')
            process.exit(exitCode)
          },
          (error) => {
            console.error(error)
            parts.kill()
            process.exit(1)
          },
        )
    } else if (Date.now() - firstAt > samePressMs) {
      parts.kill()
      process.stdout.write('  Killed.\n')
      process.exit(1)
    }
  }
  stopWithNpm(stop)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // A closed terminal must not end the stop half way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

// npm runs us under a shell that does not pass a SIGTERM on: that it is gone is all we notice.
function stopWithNpm(stop: () => void) {
  if (!process.env.npm_lifecycle_event) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    stop()
  }, 250)
  watch.unref()
}
