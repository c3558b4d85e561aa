import { sendOnce, whyNoAnswer } from '../../tools/https.ts'
import { type CiCheck, differs } from '../findings.ts'

/** Where nginx of continuous integration answers for its three names. */
type CiDoor = { domain: string; address: { host: string; port: number }; trusted: string[] }

/** Asks nginx for each name, whatever DNS says: webhooks come this way. */
export function doorChecks({ domain, address, trusted }: CiDoor): CiCheck[] {
  return ['jenkins', 'git', 'sonar'].map(name => ({
    what: `${name}.${domain}`,
    async look() {
      const host = `${name}.${domain}`
      const url = new URL(`https://${host}:${address.port}/`)
      const signal = AbortSignal.timeout(10_000)
      const { status } = await sendOnce({ url, door: address, trusted, method: 'GET', headers: {}, signal }).catch(
        (error: Error) => {
          throw differs(
            `${host} ne répond pas sur le port ${address.port} : ${whyNoAnswer(error, host)}.`,
            'nginx tourne-t-il (docker ps) ? Son certificat est-il celui de ce nom ?',
          )
        },
      )
      if (status >= 500)
        throw differs(
          `${host} répond ${status} : nginx ne trouve rien derrière ce nom.`,
          'Démarrez ce service (docker compose up), puis recommencez.',
        )
      return `répond ${status}`
    },
  }))
}
