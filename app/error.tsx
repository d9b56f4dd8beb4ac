'use client'

/** A page outside the console failed. Plain, as every page carries its code. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main className="mx-auto max-w-sm px-4 pt-[14vh]">
      <h1 className="mb-3 text-lg font-semibold">This page could not be shown</h1>
      <p className="mb-4 text-muted">The server met an error while preparing it. Nothing was changed.</p>
      {error.digest ? <p className="mono mb-4 text-faint">Reference {error.digest}</p> : null}
      <button
        type="button"
        onClick={retry}
        className="h-8 rounded-md bg-accent-solid px-3 font-medium text-on-solid hover:bg-accent-solid-hover"
      >
        Try again
      </button>
    </main>
  )
}
