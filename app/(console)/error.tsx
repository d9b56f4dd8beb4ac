'use client'

import { ErrorState } from '#components/ui/error-state.tsx'

/** One page of the console failed; the shell around it stays. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">Error</h1>
      <ErrorState title="This page could not be shown" reference={error.digest} onRetry={reset}>
        The server met an error while preparing it. Nothing was changed.
      </ErrorState>
    </>
  )
}
