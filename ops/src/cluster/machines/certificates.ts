import { join } from 'node:path'
import { isThere } from '../../tools/files.ts'
import type { Tools } from '../../tools/tools.ts'

type CertificateTools = Pick<Tools, 'shell' | 'files'>

/** Days that the authority and the certificates of the machines are valid: ten years, and a little over two. */
const AUTHORITY_DAYS = 3650
const MACHINE_DAYS = 800
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const

/** Makes the authority that the machines of the cluster know each other by, unless it is there. */
export async function makeAuthority(folder: string, { shell }: CertificateTools): Promise<void> {
  const [key, certificate] = [join(folder, 'authority.key'), join(folder, 'authority.crt')]
  if (await isThere(certificate)) return
  const subject = ['-subj', '/CN=Thé Tip Top, grappe', '-days', String(AUTHORITY_DAYS)]
  const uses = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await shell.run(['openssl', 'req', '-x509', ...NEW_KEY, '-keyout', key, '-out', certificate, ...subject, ...uses])
}

/**
 * Makes the key and the certificate of a machine in its folder, unless they are there, with the authority beside them.
 * @param addresses where others reach it; through HAProxy a database is reached as `database` as well
 */
export async function makeCertificate(
  authority: string,
  folder: string,
  addresses: string[],
  { shell, files }: CertificateTools,
): Promise<void> {
  await files.copy(join(authority, 'authority.crt'), join(folder, 'authority.crt'))
  const [key, request, certificate] = ['key', 'csr', 'crt'].map(end => join(folder, `machine.${end}`)) as [
    string,
    string,
    string,
  ]
  if (await isThere(certificate)) return
  const names = [...addresses.map(address => `IP:${address}`), 'DNS:localhost', 'DNS:database'].join(',')
  const subject = ['-subj', '/CN=tiptop', '-addext', `subjectAltName=${names}`]
  await shell.run(['openssl', 'req', '-new', ...NEW_KEY, '-keyout', key, '-out', request, ...subject])
  const signer = [
    '-CA',
    join(authority, 'authority.crt'),
    '-CAkey',
    join(authority, 'authority.key'),
    '-CAcreateserial',
  ]
  const days = ['-days', String(MACHINE_DAYS), '-copy_extensions', 'copy']
  await shell.run(['openssl', 'x509', '-req', '-in', request, '-out', certificate, ...signer, ...days])
  await files.remove(request)
}
