'use client'

import { Button } from '#components/ui/button.tsx'
import type { Account } from '#contract/accounts.ts'
import type { Responder } from '#contract/response-settings.ts'
import { openAct } from '../act/act.ts'

/** Plans the creation of what is missing of a quarantine, and shows the plan before anything is asked for. */
export function PrepareQuarantine({ account, responder, whyNot }: PrepareQuarantineProps) {
  function plan() {
    if (!account) return
    openAct({
      kind: 'plan',
      account: account.id,
      action: 'prepare-quarantine',
      selection: { scope: 'named', names: [account.awsAccountId] },
      seen: { count: 1, name: account.name },
    })
  }
  return (
    <Button size="sm" disabledReason={whyNot ?? responder.whyNot ?? undefined} onClick={plan}>
      Create them…
    </Button>
  )
}
type PrepareQuarantineProps = { account: Account | undefined; responder: Responder; whyNot: string | undefined }
