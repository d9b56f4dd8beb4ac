'use client'

import { ErrorState } from '#components/ui/error-state.tsx'

/** There is no plan, so there is nothing to ask for: why, and the way to try again. */
export function NotPlanned({ why, onRetry, retrying }: { why: string; onRetry: () => void; retrying: boolean }) {
  return (
    <ErrorState title="It could not be planned, and nothing was changed" onRetry={onRetry} retrying={retrying}>
      {why}
    </ErrorState>
  )
}
