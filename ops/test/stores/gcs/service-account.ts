import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto'
import { Refusal } from './refusal.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const ACCOUNT = 'sauvegardes@tiptop.iam.gserviceaccount.com'

/**
 * An account of a program: it signs who it is with its key, and is given a token for an hour (RFC 7523).
 * @see https://developers.google.com/identity/protocols/oauth2/service-account
 */
export function openServiceAccount(tokenUri: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const tokens = new Set<string>()
  return {
    privateKey,
    /** what its owner downloads when they make a key */
    credentials: JSON.stringify({
      type: 'service_account',
      project_id: 'tiptop',
      client_email: ACCOUNT,
      private_key_id: randomBytes(20).toString('hex'),
      private_key: privateKey,
      token_uri: tokenUri,
    }),
    /** @throws a {@link Refusal} for who is not the account */
    giveToken(form: string) {
      const asked = new URLSearchParams(form)
      const [head = '', claims = '', signature = ''] = (asked.get('assertion') ?? '').split('.')
      const isSigned = createVerify('sha256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')
      const { iss, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}')
      const isHis = iss === ACCOUNT && aud === tokenUri && exp > Date.now() / 1000
      if (asked.get('grant_type') !== GRANT || !isSigned || !isHis)
        throw new Refusal(400, 'invalid_grant', 'Invalid JWT Signature.')
      const token = randomBytes(24).toString('base64url')
      tokens.add(token)
      return { access_token: token, token_type: 'Bearer', expires_in: 3600 }
    },
    /** @throws a {@link Refusal} for who has no token */
    expectKnown(authorization = '') {
      if (!tokens.has(authorization.replace('Bearer ', ''))) throw new Refusal(401, 'authError', 'Invalid Credentials')
    },
  }
}
