import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeAppFile } from './judge-app-file.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
const own = await readFile(join(ROOT, 'environments', 'server', 'app.yaml'), 'utf8')
/** The file with this in the place of the first such text. */
const changed = (from: string, to: string) => {
  expect(own).toContain(from)
  return own.replace(from, to)
}
const inBackend = (lines: string) =>
  changed('  backend:\n    <<: *server\n', `  backend:\n    <<: *server\n    ${lines}\n`)

test('the file of this release asks for nothing that a release does not receive', () => {
  expect(judgeAppFile(own)).toEqual([])
})

test.each([
  ['a folder of the server', inBackend('volumes: ["/:/host"]'), 'services.backend.volumes.0'],
  ['the socket of the engine', inBackend('volumes: ["/var/run/docker.sock:/s"]'), 'services.backend.volumes.0'],
  [
    'a mount in its long form',
    inBackend('volumes: [{ type: bind, source: /, target: /h }]'),
    'services.backend.volumes.0',
  ],
  ['a folder through a setting', inBackend(`volumes: ["\${TIPTOP_HOME:?}:/home"]`), 'services.backend.volumes.0'],
  [
    'a folder as the shared volume',
    changed(
      `static: { name: "\${STACK:?}-static", external: true }`,
      'static: { driver_opts: { type: none, o: bind, device: / } }',
    ),
    'volumes.static.driver_opts',
  ],
  ['the volume of the database', changed(`"\${STACK:?}-static"`, `"\${STACK:?}-infra_data"`), 'volumes.static.name'],
  ['all privileges', inBackend('privileged: true'), 'services.backend.privileged'],
  [
    'privileges through an anchor',
    changed('  init: true\n', '  init: true\n  privileged: true\n'),
    'services.backend.privileged',
  ],
  [
    'privileges through a fragment of its own',
    inBackend('<<: { pid: host }').replace('    <<: *server\n', ''),
    'services.backend.pid',
  ],
  ['a capability', inBackend('cap_add: [SYS_ADMIN]'), 'services.backend.cap_add'],
  ['its capabilities kept', changed('cap_drop: [ALL]', 'cap_drop: []'), 'services.backend.cap_drop'],
  [
    'another profile of the kernel',
    changed('["no-new-privileges:true"]', '["seccomp:unconfined"]'),
    'services.backend.security_opt.0',
  ],
  ['a device', inBackend('devices: ["/dev/sda"]'), 'services.backend.devices'],
  ['the network of the server', inBackend('network_mode: host'), 'services.backend.network_mode'],
  ['a port', inBackend('ports: ["2222:22"]'), 'services.backend.ports'],
  [
    'the name of another on the network',
    changed(`aliases: ["backend-\${COLOUR:?}"]`, 'aliases: [nginx]'),
    'services.backend.networks',
  ],
  ['another network', changed(`edge: { name: "\${STACK:?}-edge"`, 'edge: { name: "tiptop-ci"'), 'networks.edge.name'],
  [
    'an image of its own choice',
    changed(`image: \${BACKEND_IMAGE:?}`, 'image: evil.example/miner'),
    'services.migrate.image',
  ],
  [
    'an image by default',
    changed(`image: \${BACKEND_IMAGE:?}`, `image: \${BACKEND_IMAGE:-evil}`),
    'services.migrate.image',
  ],
  ['a secret of tiptop', changed('secrets: [owner-url]', 'secrets: [registry-password]'), 'services.migrate.secrets.0'],
  ['a secret under another name', changed('secrets/smtp-url"', 'secrets/registry-password"'), 'secrets.smtp-url.file'],
  [
    'a variable of the deploying process',
    changed(`WEB_URL: \${NEXT_PUBLIC_WEB_URL:?}`, 'WEB_URL: $$$AWS_SECRET_ACCESS_KEY'),
    '$AWS_SECRET_ACCESS_KEY',
  ],
  ['a service of its own', changed('services:\n', 'services:\n  miner: { image: evil }\n'), 'services.miner'],
  ['another file', `include: [../../../secrets.yaml]\n${own}`, 'include'],
  ['another file’s service', inBackend('extends: { file: /srv/x.yaml, service: y }'), 'services.backend.extends'],
  ['a second document', `${own}\n---\nservices: { backend: { privileged: true } }\n`, 'le fichier'],
  ['a key twice', inBackend('read_only: true\n    read_only: false'), 'le fichier'],
  ['nothing that is a file of compose', 'x', 'le fichier'],
])('a release that asks for %s is refused, and the place is named', (_what, text, place) => {
  expect(judgeAppFile(text).join('\n')).toContain(place)
})
