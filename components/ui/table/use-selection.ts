'use client'

import { useState } from 'react'
import { nothingSelected, type Selection } from './selection.ts'

/** A selection of what is on screen: under another `key`, such as another page or filter, it begins with none. */
export function useSelection(key: string) {
  const [selected, setSelected] = useState({ key, chosen: nothingSelected })
  const selection = selected.key === key ? selected.chosen : nothingSelected
  return [selection, (chosen: Selection) => setSelected({ key, chosen })] as const
}
