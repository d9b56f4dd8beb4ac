import { toLiteralText } from '#server/platform/sql.ts'
import { checksStatement } from '../facts/checks.ts'
import { figuresById } from '../facts/figures.ts'
import { csvSelect } from '../register.ts'
import { registers } from '../registers/all.ts'
import type { FactScope } from '../scope.ts'

/** The queries behind checks, figures and registers, as they were run, each a file of the bundle. */
export function queryFiles(scope: FactScope): { name: string; content: string }[] {
  const told = [
    { name: 'checks', title: 'What every check says', text: checksStatement(scope) },
    ...Object.entries(figuresById).map(([id, figure]) => ({
      name: `figures/${id}`,
      title: figure.title,
      text: figure.sql(scope),
    })),
    ...registers.map((register) => ({
      name: `registers/${register.name}`,
      title: register.title,
      text: csvSelect(register, scope),
    })),
  ]
  return told.map(({ name, title, text }) => ({
    name: `queries/${name}.sql`,
    content: `-- ${title}\n${toLiteralText(text)};\n`,
  }))
}
