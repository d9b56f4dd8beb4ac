/** Something that a scenario keeps ready to show one weakness, and where it is found. */
export interface Exhibit {
  /** The weakness, by the name of the check that should see it. */
  readonly shows: string
  readonly kind: 'certificate' | 'ca' | 'thing' | 'policy' | 'template' | 'domain' | 'role' | 'client' | 'account'
  /** An id or name. */
  readonly id: string
}
