import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** What is demo, and must come back as it was. */
const files: Record<string, string> = {
  'config.xml': '<hudson><numExecutors>4</numExecutors></hudson>',
  'hudson.tasks.Mailer.xml': '<hudson.tasks.Mailer/>',
  'jenkins.model.JenkinsLocationConfiguration.xml': '<location/>',
  'scriptApproval.xml': '<scriptApproval/>',
  'queue.xml': '<queue/>',
  'nodes/agent-1/config.xml': '<slave/>',
  'init.groovy.d/first.groovy': 'println 1',
  'credentials.xml': '<token>{AQAAABAAAAAQ}</token>',
  'identity.key.enc': 'demo identity',
  'secret.key': 'demo key',
  'secrets/master.key': 'demo master key',
  'secrets/hudson.util.Secret': 'demo secret of secrets',
  'users/users.xml': '<users/>',
  'users/demo_123/config.xml': '<user/>',
  'jobs/nettoyage du soir/config.xml': '<project/>',
  'jobs/nettoyage du soir/nextBuildNumber': '12',
  'jobs/nettoyage du soir/builds/11/log': 'a log',
  'jobs/nettoyage du soir/workspace/big.bin': 'a workspace',
  'jobs/outils/config.xml': '<folder><credentials/></folder>',
  'jobs/outils/jobs/relevé/config.xml': '<flow-definition/>',
  'jobs/the-tip-top/config.xml': '<multibranch/>',
  'jobs/the-tip-top/branches/main/config.xml': '<flow-definition>main</flow-definition>',
  'jobs/the-tip-top/branches/feature-2Fjeu.k1a2b3/config.xml': '<flow-definition>feature</flow-definition>',
  'jobs/the-tip-top/branches/main/builds/7/build.xml': '<run/>',
  'jobs/the-tip-top/indexing/indexing.log': 'an indexing',
  'plugins/git.jpi.disabled': '',
  'fingerprints/ab/cd.xml': '<fingerprint/>',
  'caches/git-1/HEAD': 'ref: refs/heads/main',
}

/** A new server does not need these, or they would do harm there. */
const left = /^(queue\.xml|plugins\/|fingerprints\/|caches\/)|\/(builds|workspace|indexing)\//

/** What of {@link layJenkinsHome} makes this Jenkins this Jenkins. */
export const kept = Object.fromEntries(Object.entries(files).filter(([path]) => !left.test(path)))

/** Lays the home of a Jenkins, as Jenkins itself lays it out: two plugins, a folder, a multibranch pipeline. */
export async function layJenkinsHome(home: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true, mode: path.startsWith('secrets/') ? 0o700 : 0o755 })
    await writeFile(join(home, path), text, { mode: path.startsWith('secrets/') ? 0o600 : 0o644 })
  }
  await layPlugin(home, 'git', '5.10.1')
  await layPlugin(home, 'configuration-as-code', '2114.v67a_a_18696b_8f')
}

/** Its manifest has a line that goes on in the next one, as those of long names have. */
async function layPlugin(home: string, name: string, version: string): Promise<void> {
  const broken = `Plugin-Version: ${version.slice(0, 6)}\r\n ${version.slice(6)}`
  const manifest = `Manifest-Version: 1.0\r\nShort-Name: ${name}\r\n${version.length > 6 ? broken : `Plugin-Version: ${version}`}\r\n`
  await writeFile(
    join(home, 'plugins', `${name}.jpi`),
    zip({ 'WEB-INF/lib/first.jar': 'classes', 'META-INF/MANIFEST.MF': manifest }),
  )
}

/** A ZIP archive as Java's tools write it: compressed, its list at the end. */
function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(entries)) {
    const [content, title] = [deflateRawSync(text), Buffer.from(name)]
    const common = Buffer.alloc(26)
    for (const [value, place] of [
      [20, 0],
      [8, 4],
      [title.length, 22],
    ] as const)
      common.writeUInt16LE(value, place)
    for (const [value, place] of [
      [crc32(text), 10],
      [content.length, 14],
      [Buffer.byteLength(text), 18],
    ] as const)
      common.writeUInt32LE(value, place)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), common, title, content])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, title]))
    parts.push(entry)
    at += entry.length
  }
  const end = Buffer.alloc(18)
  const index = Buffer.concat(list)
  for (const place of [4, 6]) end.writeUInt16LE(list.length, place)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, index, Buffer.from('PK\x05\x06'), end])
}
