'use client'

import { useEffect, useRef, useState } from 'react'
import { SearchInput } from './input.tsx'

const settleMs = 250

/** A search input that reports what was typed once typing pauses, and follows `value` when it changes elsewhere. */
export function SearchBox({ label, value, onChange, placeholder, className }: SearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const reported = useRef(value)
  const report = useRef(onChange)
  useEffect(() => {
    report.current = onChange
  })
  useEffect(() => {
    if (value === reported.current) return
    reported.current = value
    setTyped(value)
  }, [value])
  useEffect(() => {
    if (typed === reported.current) return
    const timer = setTimeout(() => {
      reported.current = typed
      report.current(typed)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchInput
      aria-label={label}
      placeholder={placeholder ?? label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className={className}
    />
  )
}
type SearchBoxProps = {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string | undefined
  className?: string
}
