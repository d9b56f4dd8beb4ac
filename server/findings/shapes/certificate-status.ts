/**
 * Whether a certificate lets its holder in, or will after a transfer; what Device Defender's certificate checks look at
 * (Developer Guide, "Audit checks").
 */
export const mayConnect = ({ status }: { status: string }) => status === 'ACTIVE' || status === 'PENDING_TRANSFER'
