'use client'

import './globals.css'

/** The root layout itself failed, so nothing of the shell can be relied on. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <title>Error · Fleetwarden</title>
        <main className="mx-auto flex max-w-sm flex-col items-start gap-3 px-4 pt-[14vh]">
          <h1 className="text-lg font-semibold">Fleetwarden could not be shown</h1>
          <p className="text-muted">The server met an error. Nothing was changed.</p>
          {error.digest ? <p className="mono text-faint">Reference {error.digest}</p> : null}
          <button
            type="button"
            onClick={retry}
            className="h-8 rounded-md bg-accent-solid px-3 font-medium text-on-solid hover:bg-accent-solid-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
