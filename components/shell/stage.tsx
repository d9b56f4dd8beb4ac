import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'

/** A single card on an empty page: sign-in, first setup, and the pages that say something is missing. */
export function Stage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-10">
      <div className="w-full max-w-sm rounded-lg border border-line bg-surface p-6">
        <p className="mb-5 flex items-center gap-2 font-semibold">
          <Logo className="size-6" />
          Fleetwarden
        </p>
        <h1 className="mb-3 text-lg font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  )
}
