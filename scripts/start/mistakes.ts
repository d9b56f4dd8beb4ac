import { EnvironmentError } from '#server/platform/env.ts'

/** Runs a script's work. What the environment has wrong is told in its own words, without a stack, and ends with 1. */
export async function tellMistakes(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
