'use client'

import { Stage } from '#components/shell/stage.tsx'
import { Button } from '#components/ui/button.tsx'

/** A page outside the console failed. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Stage title="This page could not be shown">
      <p className="mb-4 text-muted">The server met an error while preparing it. Nothing was changed.</p>
      {error.digest ? <p className="mono mb-4 text-faint">Reference {error.digest}</p> : null}
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </Stage>
  )
}
