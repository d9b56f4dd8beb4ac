/** What pseudonymising does and does not do, for whoever is handed a report: a paragraph each. */
export const pseudonymWords: readonly string[] = [
  'Pseudonymised: names of things, client IDs, IDs, common names and serial numbers of certificates, addresses and the values of things’ attributes are tokens. One name has one token in every file and every report of this installation; only the key that stays there leads back.',
  'In free text, names that are known in any account of the installation are tokens, in whatever case and also as a part of a longer word with hyphens, dots, colons or underscores; so are addresses, certificate IDs, and their beginnings of 16 digits or more. Not found there are names of fewer than three characters, names joined with other letters or digits, host names, and what only a person recognises.',
  'Left as they are: people, AWS accounts, thing groups and types, policies, roles, topics, deployments and software, all times, and what people wrote but for the names in it.',
  'Registers that AWS lists by name stand in no order. Times are exact: whoever knows when a device was made, connected or changed may tell from them which one it is. Read it before it leaves the company.',
]

/** The same for the README of a bundle, in lines. */
export const whatStays = `Without names

${pseudonymWords
  .map((one) => one.replaceAll('’', "'"))
  .map(inLines)
  .join('\n\n')}
`

function inLines(text: string): string {
  return text.replace(/(.{1,110})(?: |$)/g, '$1\n').trimEnd()
}
