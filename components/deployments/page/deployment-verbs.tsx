'use client'

import { CircleSlash, RotateCw } from 'lucide-react'
import { openAct, type PlanRequest } from '#components/response/act/act.ts'
import { useRights } from '#components/response/act/use-rights.ts'
import { nameOf } from '#components/response/words.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Menu } from '#components/ui/menu.tsx'
import type { Deployment } from '#contract/deployments.ts'
import type { ActionOptions } from '#contract/response.ts'
import { whyNotCancel, whyNotRetryFailed } from '#contract/why-not.ts'

const stop = <CircleSlash aria-hidden className="size-3.5" />

/** Cancel, cancel with force, retry the failed only: each opens with its plan and says why it cannot be. */
export function DeploymentVerbs({ deployment }: { deployment: Deployment }) {
  const { account, kind, name, counts, retryable, awsStatus } = deployment
  const { whyNot } = useRights(account)
  const plan = (action: PlanRequest['action'], options?: ActionOptions) =>
    openAct({
      kind: 'plan',
      account,
      action,
      selection: { scope: 'named', names: [`${kind}/${name}`] },
      options,
      seen: { count: 1, name: nameOf('deployment', `${kind}/${name}`) },
    })
  if (kind === 'greengrass')
    return (
      <Button
        icon={stop}
        disabledReason={whyNot('cancel-greengrass-deployment') ?? whyNotCancel({ kind, awsStatus })}
        onClick={() => plan('cancel-greengrass-deployment')}
      >
        Cancel…
      </Button>
    )
  return (
    <>
      <Button
        icon={<RotateCw aria-hidden className="size-3.5" />}
        disabledReason={whyNot('retry-failed-job') ?? whyNotRetryFailed({ kind, ...counts, retryable })}
        onClick={() => plan('retry-failed-job')}
      >
        {retryable > 0 ? `Retry ${formatCount(retryable)} failed…` : 'Retry failed…'}
      </Button>
      <Menu
        label="Cancel"
        align="end"
        icon={stop}
        items={[
          {
            label: 'Cancel what is queued…',
            hint: 'Devices that began go on',
            disabledReason: whyNot('cancel-job') ?? whyNotCancel({ kind, awsStatus }),
            onSelect: () => plan('cancel-job'),
          },
          {
            label: 'Cancel with force…',
            hint: 'Stops devices that began, too',
            danger: true,
            disabledReason: whyNot('cancel-job') ?? whyNotCancel({ kind, awsStatus }, true),
            onSelect: () => plan('cancel-job', { force: true }),
          },
        ]}
      />
    </>
  )
}
