'use client'

import { Unplug } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { ThingDetail } from '#contract/things.ts'
import { openAct } from './act.ts'
import { useRights } from './use-rights.ts'
import { whyNotThing } from './why-not.ts'

/** Closes a thing's live session, beside what is said of it. */
export function DisconnectButton({ thing }: { thing: ThingDetail }) {
  const { account, name } = thing
  const { whyNot, responder } = useRights(account)
  const client = thing.clientId ?? name
  const known = { ...thing, groups: [] }
  return (
    <Button
      size="sm"
      icon={<Unplug aria-hidden className="size-3.5" />}
      disabledReason={whyNot('disconnect-client') ?? whyNotThing('disconnect-client', known, responder)}
      onClick={() =>
        openAct({
          kind: 'plan',
          account,
          action: 'disconnect-client',
          selection: { scope: 'named', names: [client] },
          seen: { count: 1, name: client },
        })
      }
    >
      Disconnect…
    </Button>
  )
}
