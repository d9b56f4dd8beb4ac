'use client'

import { Button } from '#components/ui/button.tsx'

/** One page of the console failed; the shell around it stays. Plain, because every page carries it. */
export default function ConsoleError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-10 text-center">
      <h1 className="font-medium">This page could not be shown</h1>
      <p className="text-muted">The server met an error while preparing it. Nothing was changed.</p>
      {error.digest ? <p className="mono text-faint">Reference {error.digest}</p> : null}
      <Button className="mt-3" onClick={retry}>
        Try again
      </Button>
    </div>
  )
}
