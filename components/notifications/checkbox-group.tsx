'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'

type Option = { value: string; label: string; hint?: string }

/** Some of several, as checkboxes of one name in a form. */
export function CheckboxGroup({ label, name, options, chosen }: CheckboxGroupProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {options.map(({ value, label: word, hint }) => (
          <Checkbox key={value} name={name} value={value} defaultChecked={chosen.includes(value)}>
            {word}
            {hint ? <span className="text-muted"> {hint}</span> : null}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}
type CheckboxGroupProps = { label: string; name: string; options: readonly Option[]; chosen: readonly string[] }
