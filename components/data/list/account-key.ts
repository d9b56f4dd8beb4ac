/**
 * The two parts of a row's id such as `1:device-telemetry`, undefined when it is none. No name is asked for that holds
 * the mark before the account ends, so the first one divides them.
 */
export function parseAccountKey(key: string | undefined) {
  const [, account, name] = /^(\d{1,9})[:/](.{1,128})$/.exec(key ?? '') ?? []
  return account && name ? { account: Number(account), name } : undefined
}
