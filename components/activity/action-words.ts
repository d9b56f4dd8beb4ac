/** What the trail's actions are called on the page; one that is not named here shows its own name. */
export const actionWords: Record<string, string> = {
  'account.added': 'Added an account',
  'account.changed': 'Changed an account',
  'person.added': 'Added a person',
  'person.disabled': 'Disabled a person',
  'person.enabled': 'Enabled a person',
  'person.role-changed': 'Changed a role',
  'session.revoked': 'Signed a session out',
  'setup.claimed': 'Created the first admin',
  'sync.requested': 'Asked for a sync',
  'token.created': 'Created an API token',
  'token.revoked': 'Revoked an API token',
}
