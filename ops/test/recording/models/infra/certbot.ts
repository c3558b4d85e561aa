import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isThere } from '../../../../src/tools/files.ts'
import { makeCertificate } from '../../../certificate.ts'
import type { ProgramModel } from '../../server-model.ts'

/** An authority that gives what it is asked for once, and finds it good from then on. */
export const certbot: ProgramModel = async command => {
  if (command[0] !== 'certbot') return null
  const valuesOf = (name: string) =>
    command.filter(word => word.startsWith(`--${name}=`)).map(word => word.slice(name.length + 3))
  const folder = join(valuesOf('config-dir')[0] ?? '', 'live', valuesOf('cert-name')[0] ?? '')
  if (await isThere(folder)) return 'Certificate not yet due for renewal'
  await mkdir(folder, { recursive: true })
  await makeCertificate(folder, { names: valuesOf('domain') })
  return ''
}
