import type { IncomingHttpHeaders } from 'node:http'

/** Who calls and where, as the SigV4 headers say. Signatures are not verified: the simulator only listens on loopback. */
export interface Caller {
  accessKeyId: string | undefined
  sessionToken: string | undefined
  region: string | undefined
  signingName: string | undefined
}

const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/

export function credentialScope(headers: IncomingHttpHeaders): Caller {
  const [, accessKeyId, region, signingName] = scope.exec(headers.authorization ?? '') ?? []
  const token = headers['x-amz-security-token']
  return { accessKeyId, region, signingName, sessionToken: Array.isArray(token) ? token[0] : token }
}
