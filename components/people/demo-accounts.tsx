'use client'

import { useState } from 'react'
import { signIn } from '#components/data/sign-in.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/error-state.tsx'

export type DemoPerson = { role: string; email: string }

/** The demo's people, one click each. Shown only where the fleet is simulated. */
export function DemoAccounts({ people, password, next }: { people: DemoPerson[]; password: string; next: string }) {
  const [entering, setEntering] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  async function enter({ email }: DemoPerson) {
    setEntering(email)
    setError(null)
    try {
      await signIn({ email, password })
      window.location.assign(next)
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'That did not work.')
      setEntering(null)
    }
  }
  return (
    <section aria-label="Demo accounts" className="mt-5 flex flex-col gap-3 border-t border-line pt-4">
      <p className="text-sm text-muted">This is the demo with a simulated fleet. Look around as:</p>
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <div className="grid grid-cols-2 gap-2">
        {people.map((person) => (
          <Button
            key={person.email}
            busy={entering === person.email}
            onClick={() => enter(person)}
            data-tip={`${person.email}, password ${password}`}
          >
            {person.role[0]?.toUpperCase()}
            {person.role.slice(1)}
          </Button>
        ))}
      </div>
    </section>
  )
}
