import type { ReasonCategory } from '#contract/response.ts'
import { categoryWords } from '../words.ts'

const categories = Object.keys(categoryWords) as ReasonCategory[]

/** For a select; its first entry is no choice yet. */
export const reasonOptions = [
  { value: '', label: 'Choose one' },
  ...categories.map((value) => ({ value, label: categoryWords[value] })),
]

/** What was chosen of them; nothing for any other text. */
export function reasonCategoryOf(text: string): ReasonCategory | '' {
  return categories.find((one) => one === text) ?? ''
}
