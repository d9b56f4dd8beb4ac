/** How a line of text is set: sizes in points, `leading` from one line to the next. */
export type Style = { font: FontName; size: number; leading: number; color: string }
export type FontName = 'regular' | 'bold'

// Dark on white at 7:1 and more, so that it reads in print and for weak eyes.
const ink = '#1c1f26'
const pale = '#4a5060'
export const ruleColor = '#c9ced8'

export const styles = {
  title: { font: 'bold', size: 22, leading: 28, color: ink },
  memoTitle: { font: 'bold', size: 18, leading: 23, color: ink },
  lead: { font: 'regular', size: 11, leading: 16, color: pale },
  chapter: { font: 'bold', size: 15, leading: 20, color: ink },
  heading: { font: 'bold', size: 12, leading: 16, color: ink },
  name: { font: 'bold', size: 10, leading: 14, color: ink },
  body: { font: 'regular', size: 9.5, leading: 13.5, color: ink },
  strong: { font: 'bold', size: 9.5, leading: 13.5, color: ink },
  label: { font: 'regular', size: 9.5, leading: 13.5, color: pale },
  note: { font: 'regular', size: 8.5, leading: 12, color: pale },
  foot: { font: 'regular', size: 8, leading: 11, color: pale },
} satisfies Record<string, Style>
