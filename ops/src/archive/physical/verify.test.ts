import { expect, test } from 'vitest'
import { verifyFaults } from './verify.ts'

const SEGMENT = '17-1/0000000100000000/000000010000000000000006-9343e9d3a791122e93debc0c44304b644d09861c.zst'
const good = `stanza: tiptop
status: ok
  archiveId: 17-1, total WAL checked: 13, total valid WAL: 13
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261123-094948F, status: valid, total files checked: 1265, total valid files: 1265
`

test('a repository in which all is well has no fault', () => {
  expect(verifyFaults(good)).toEqual([])
})

test('a damaged file is named, and so is a base backup that is not valid', () => {
  const said = `2026-11-23 10:50:10.132 P01   INFO: invalid result ${SEGMENT}: [29] Data corruption detected
stanza: tiptop
status: error
  archiveId: 17-1, total WAL checked: 14, total valid WAL: 13
  backup: 20261123-094948F, status: invalid, total files checked: 1265, total valid files: 1264
`
  expect(verifyFaults(said)).toEqual([
    `${SEGMENT} est abîmé`,
    'la sauvegarde de base 20261123-094948F n’est pas valide (invalid)',
  ])
})

test('a fault in other words is a fault, and so is silence', () => {
  expect(verifyFaults(good.replace('ok', 'error'))).toHaveLength(1)
  expect(verifyFaults('')).toHaveLength(1)
})
