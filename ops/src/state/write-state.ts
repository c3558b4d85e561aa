import type { Files } from '../tools/files.ts'

/** Writes a file of the state: beside its place, on the disk, then under its name at once, so that it is never half there. */
export async function writeState(
  path: string,
  value: object,
  { write }: Pick<Files, 'write'>,
  mode = 0o640,
): Promise<void> {
  await write(path, `${JSON.stringify(value, null, 2)}\n`, mode)
}
