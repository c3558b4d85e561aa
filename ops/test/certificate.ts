import { join } from 'node:path'
import { run } from './machine/run.ts'

type Asked = { names?: string[]; expired?: boolean }

/** A certificate that is its own authority, as `fullchain.pem` and `privkey.pem` of a folder. */
export async function makeCertificate(
  folder: string,
  { names = ['tiptop.test', 'api.tiptop.test'], expired = false }: Asked = {},
): Promise<void> {
  const [key, request, certificate] = ['privkey.pem', 'request.pem', 'fullchain.pem'].map(name =>
    join(folder, name),
  ) as [string, string, string]
  await run([
    'openssl',
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    key,
    '-out',
    request,
    '-subj',
    `/CN=${names[0]}`,
    '-addext',
    `subjectAltName=${names.map(alternative).join(',')}`,
  ])
  await run([
    'openssl',
    'x509',
    '-req',
    '-in',
    request,
    '-signkey',
    key,
    '-out',
    certificate,
    '-copy_extensions',
    'copy',
    '-days',
    expired ? '-1' : '2',
  ])
}

/** An address is looked for among addresses by most programs, and among names by some. */
const alternative = (name: string) => (/^[\d.]+$/.test(name) ? `IP:${name},DNS:${name}` : `DNS:${name}`)
