'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { api, statusOf } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Select } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import { links } from '#contract/links.ts'
import type { Person } from '#contract/people.ts'
import { type Role, roles, whyNotRole } from '#contract/roles.ts'
import { PersonDialog } from './person-dialog.tsx'
import { PersonState } from './person-state.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { TemporaryPasswordDialog } from './temporary-password-dialog.tsx'

type Change = { id: string; role?: Role; disabled?: boolean }

const roleOptions = roles.map((role) => ({ value: role, label: role }))

/** Who may sign in, and as what. For admins. */
export function PeoplePage() {
  const [adding, setAdding] = useState(false)
  const [resetting, setResetting] = useState<Person | null>(null)
  const me = useMe()
  const whyNot = whyNotRole(me?.role, 'admin')
  const people = useQuery({ ...api.people.list.queryOptions(), enabled: me?.role === 'admin', refetchInterval: 60_000 })
  const columns = usePeopleColumns(me?.id, setResetting)
  return (
    <SettingsFrame current={links.people()}>
      <Panel
        title="People"
        flush
        actions={
          <Button size="sm" variant="primary" disabledReason={whyNot} onClick={() => setAdding(true)}>
            Add person…
          </Button>
        }
      >
        {whyNot || statusOf(people.error) === 403 ? (
          <EmptyState title="For admins">{whyNot ?? 'Your role does not show other people.'}</EmptyState>
        ) : (
          <DataTable
            tall
            label="People"
            noun="people"
            columns={columns}
            rows={people.data}
            rowId={({ id }) => id}
            failed={failureOf(people, 'The people')}
          />
        )}
      </Panel>
      <PersonDialog open={adding} onClose={() => setAdding(false)} />
      {resetting ? <TemporaryPasswordDialog open person={resetting} onClose={() => setResetting(null)} /> : null}
    </SettingsFrame>
  )
}

function usePeopleColumns(myId: string | undefined, onReset: (person: Person) => void): Column<Person>[] {
  const queries = useQueryClient()
  const { mutate, isPending, variables } = useMutation(
    api.people.update.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.people.key() }),
      onError: (error) => toast({ tone: 'bad', title: 'Not changed', detail: error.message }),
    }),
  )
  // Said by the one that asked, so that taking it back offers no Undo of its own.
  const change = useCallback(
    (next: Change, undo: Change) =>
      mutate(next, {
        onSuccess: ({ name, disabled, role }) =>
          toast({
            tone: 'ok',
            title: disabled ? `${name} is disabled` : `${name} is ${role}`,
            detail: disabled ? 'Signed out everywhere, and cannot sign in.' : undefined,
            action: { label: 'Undo', run: () => mutate(undo) },
          }),
      }),
    [mutate],
  )
  const changing = isPending ? variables.id : null
  return useMemo(
    () => [
      {
        id: 'name',
        header: 'Name',
        always: true,
        className: 'w-[48%] min-w-44 max-w-0',
        cell: ({ name, email }) => (
          <span className="flex min-w-0 flex-col">
            <Cut className="leading-4">{name}</Cut>
            <Cut className="text-xs text-muted">{email}</Cut>
          </span>
        ),
      },
      {
        id: 'role',
        header: 'Role',
        cell: ({ id, name, role }) => (
          <Select
            aria-label={`Role of ${name}`}
            value={role}
            disabled={changing === id}
            options={roleOptions}
            onChange={(event) => change({ id, role: event.target.value as Role }, { id, role })}
          />
        ),
      },
      {
        id: 'factor',
        header: 'Two-factor',
        cell: ({ twoFactor }) => <Status health={twoFactor ? 'ok' : 'attention'}>{twoFactor ? 'On' : 'Off'}</Status>,
      },
      {
        id: 'state',
        header: 'State',
        cell: (person) => <PersonState {...person} />,
      },
      { id: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <RelativeTime at={lastSeenAt} never="never" /> },
      {
        id: 'act',
        header: 'Access',
        align: 'end',
        always: true,
        cell: (person) => (
          <Access person={person} mine={person.id === myId} busy={changing === person.id} {...{ change, onReset }} />
        ),
      },
    ],
    [change, changing, myId, onReset],
  )
}

function Access({ person, mine, busy, change, onReset }: AccessProps) {
  const { id, name, disabled } = person
  return (
    <span className="flex justify-end gap-1.5">
      <Button
        size="sm"
        aria-label={`Set a temporary password for ${name}`}
        disabledReason={mine ? 'Change your own password under Me' : undefined}
        onClick={() => onReset(person)}
      >
        Password…
      </Button>
      <Button
        size="sm"
        aria-label={`${disabled ? 'Enable' : 'Disable'} ${name}`}
        busy={busy}
        disabledReason={mine ? 'You cannot disable yourself' : undefined}
        onClick={() => change({ id, disabled: !disabled }, { id, disabled })}
      >
        {disabled ? 'Enable' : 'Disable'}
      </Button>
    </span>
  )
}
type AccessProps = {
  person: Person
  mine: boolean
  busy: boolean
  change: (next: Change, undo: Change) => void
  onReset: (person: Person) => void
}
