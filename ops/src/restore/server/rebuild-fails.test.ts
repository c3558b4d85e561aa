import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failAtEachStep } from '../../../test/recording/recording-server.ts'
import { loseServer } from '../../../test/recording/servers/lost-server.ts'
import { readMaintenance } from '../../release/maintenance.ts'

const LAST = 'Déclarer le serveur reconstruit'

test('whatever step fails, a second try goes on from there, and the site opens only at the end', async () => {
  const { lost, machine, rebuild } = await loseServer()
  let closed = false
  const titles = await failAtEachStep(rebuild, async title => {
    closed ||= title === 'Montrer la page de maintenance'
    const reopened = title === 'Rouvrir le site' || title === LAST
    expect((await readMaintenance(machine.home)) !== null, title).toBe(closed && !reopened)
    // The last step did its work: this server would be a living one.
    if (title === LAST) await writeFile(join(machine.home.folder, '.rebuilding'), '')
  })
  expect(titles.length).toBeGreaterThan(12)
  expect(machine.model.databases.get('tiptop')?.plays).toBe(5)
  await lost.close()
})
