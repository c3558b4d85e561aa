import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../failure.ts'
import { type ApplicationPiece, pieces } from '../../release/release.ts'
import type { Sandbox } from '../checks/sandbox.ts'
import type { Checkout } from '../commit.ts'

/** The bill of materials of each image, as CycloneDX in JSON. */
type BillsOfMaterials = Record<ApplicationPiece, string>

const billShape = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.object({ name: z.string() })) })
const packageShape = z.object({ workspaces: z.array(z.string()).default([]) })

/**
 * Lists the packages of each image by the lock file of its commit: those of its workspace, without what only developers
 * need. npm runs where the checks do, because the commit has settings for it.
 * @returns the bills, and how many packages are on each
 */
export async function drawUpBills(
  sandbox: Sandbox,
  { folder }: Checkout,
  signal: AbortSignal,
): Promise<{ bills: BillsOfMaterials; counted: string }> {
  const { workspaces } = packageShape.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  const bills = {} as BillsOfMaterials
  const counted: string[] = []
  for (const piece of pieces) {
    const own = workspaces.includes(piece) ? (['--workspace', piece] as const) : []
    const command = [
      'npm',
      'sbom',
      '--sbom-format',
      'cyclonedx',
      '--package-lock-only',
      '--omit',
      'dev',
      ...own,
    ] as const
    bills[piece] = await sandbox.run(command, { signal, pretend: EMPTY })
    counted.push(`${piece} ${packagesOn(bills[piece], piece)}`)
  }
  return { bills, counted: counted.join(', ') }
}

const EMPTY = JSON.stringify({ bomFormat: 'CycloneDX', components: [] })

function packagesOn(bill: string, piece: ApplicationPiece): number {
  try {
    return billShape.parse(JSON.parse(bill)).components.length
  } catch (cause) {
    throw new Failure('wrong-answer', `npm ne dit pas de quoi ${piece} est fait.`, {
      hint: '« npm sbom » dans ce dépôt montre ce que npm en dit.',
      cause,
    })
  }
}
