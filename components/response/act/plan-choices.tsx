'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { plural } from '#components/ui/format.ts'
import { Field, Select } from '#components/ui/input.tsx'
import { actions } from '#contract/actions.ts'
import type { ActionOptions, PlanSummary, Run } from '#contract/response.ts'
import { duration } from '../words.ts'
import { openAct } from './act.ts'
import { Part } from './plan-part.tsx'
import { useResponder, useRights } from './use-rights.ts'

type Choosing = { run: Run; plan: PlanSummary; busy: boolean; onReplan: (options: ActionOptions) => void }

/** What the operator decides beside the targets. Each choice is planned at once. */
export function PlanChoices(choosing: Choosing) {
  return (
    <>
      <Routes {...choosing} />
      <Options {...choosing} />
    </>
  )
}

/** Ways to the same end with their arithmetic; only offered where there are several. */
function Routes({ run, plan, busy, onReplan }: Choosing) {
  const { whyNot } = useRights(run.account)
  if (plan.routes.length < 2) return null
  const group = run.selection.scope === 'things' ? run.selection.filters.group : undefined
  // A policy on a whole group is an action of its own, on that group.
  const whyNotPolicy = group === undefined ? 'Asked for from a list of that group' : whyNot('deny-group')
  const choose = (route: Route) => {
    if (route !== 'policy') onReplan({ ...run.options, route })
    else if (group !== undefined)
      openAct({
        kind: 'plan',
        account: run.account,
        action: 'deny-group',
        selection: { scope: 'named', names: [group] },
        seen: { count: 1, name: group },
      })
  }
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold">Which way</legend>
      <div className="flex flex-col gap-1.5">
        {plan.routes.map(({ route, sentence, calls, seconds, cacheMinutes, chosen }) => (
          <label
            key={route}
            className="flex gap-2.5 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={`${run.id}-route`}
              checked={run.options.route === undefined ? chosen : run.options.route === route}
              disabled={route === 'policy' && whyNotPolicy !== undefined}
              aria-disabled={busy}
              onChange={() => choose(route)}
              className="mt-1 size-4 shrink-0 accent-accent-solid"
            />
            <span className="min-w-0">
              {sentence}
              <span className="block text-xs text-muted tabular-nums">
                {plural(calls, 'call')}, {duration(seconds)}
                {cacheMinutes > 0 ? `, then up to ${cacheMinutes} min until AWS’s policy caches expire` : ''}
                {route === 'policy' && whyNotPolicy ? `. ${whyNotPolicy}` : ''}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
type Route = PlanSummary['routes'][number]['route']

function Options({ run, plan, busy, onReplan }: Choosing) {
  const responder = useResponder(run.account)
  const { options, action } = run
  const contains = actions[action].contains
  const closes = action === 'disconnect-client' || plan.calls.some(({ operation }) => operation === 'DeleteConnection')
  if (!contains && !closes) return null
  const noTopic = responder !== undefined && !responder.stopTopic
  return (
    <Part title="Options">
      <div className="flex flex-col gap-1">
        {contains ? (
          <Checkbox
            checked={options.askToStop ?? false}
            disabled={noTopic}
            aria-disabled={busy}
            onChange={({ target }) => onReplan({ ...options, askToStop: target.checked })}
          >
            Ask the device to stop first, because it cannot hear once it is cut off
            {noTopic ? <span className="text-muted"> (no stop topic is set for this account)</span> : null}
          </Checkbox>
        ) : null}
        {closes ? (
          <Checkbox
            checked={options.cleanSession ?? false}
            aria-disabled={busy}
            onChange={({ target }) => onReplan({ ...options, cleanSession: target.checked })}
          >
            Throw the session away as well: its subscriptions and queued messages
          </Checkbox>
        ) : null}
        <LeaveGroup run={run} plan={plan} busy={busy} onReplan={onReplan} />
      </div>
    </Part>
  )
}

/** AWS keeps a thing in ten groups and one of a hierarchy; one that cannot join the quarantine may leave a group. */
function LeaveGroup({ run, plan, busy, onReplan }: Choosing) {
  const joins = run.action === 'cut-off-thing' || run.action === 'quarantine-thing'
  const cannotJoin = !plan.calls.some(({ operation }) => operation === 'AddThingToThingGroup')
  const asked = run.options.leaveGroup !== undefined
  const ready = useResponder(run.account)?.quarantine === 'ready' && run.options.route !== 'certificates'
  const wanted = joins && ready && run.target !== null && (cannotJoin || asked)
  const thing = useQuery({
    ...api.things.get.queryOptions({ input: { account: run.account, name: run.target ?? '' } }),
    enabled: wanted,
  })
  // AWS keeps a dynamic group's members itself.
  const groups = thing.data?.allGroups.flatMap(({ name, billing, dynamic }) => (billing || dynamic ? [] : [name])) ?? []
  if (!wanted || groups.length === 0) return null
  return (
    <Field label="Group to leave" hint="Only where it cannot join the quarantine group otherwise. Undo puts it back.">
      <Select
        value={run.options.leaveGroup ?? ''}
        aria-disabled={busy}
        options={[{ value: '', label: 'None' }, ...groups.map((name) => ({ value: name, label: name }))]}
        onChange={({ target }) => onReplan({ ...run.options, leaveGroup: target.value || undefined })}
      />
    </Field>
  )
}
