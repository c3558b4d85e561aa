import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEnvironment } from '../../frontend/e2e/environment.ts'
import { nginxConf } from '../../frontend/server/nginx-conf.ts'
import { freePort } from '../../scripts/embedded-postgres.ts'
import { startNginx } from '../../scripts/nginx/nginx.ts'
import { openChildren } from '../../scripts/process/children.ts'
import { buildSite, siteFolder } from '../../scripts/start/site.ts'

/**
 * Starts the whole platform in a temporary folder, with the site behind two nginx as on a server: that of the image,
 * and one in front that sends `/api/` to the backend. Sets the facts of the journeys, whose people it shares.
 */
export async function openSite() {
  const children = openChildren()
  const undo: (() => Promise<unknown>)[] = [() => children.stop()]
  const close = async () => {
    for (const stop of undo.reverse()) await stop()
  }
  try {
    const scratch = await mkdtemp(join(tmpdir(), 'tiptop-bench-pages-'))
    undo.push(() => rm(scratch, { recursive: true, force: true }))
    const [apiPort, webPort, sitePort, frontPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
    const [apiUrl, url] = [`http://localhost:${apiPort}`, `http://localhost:${frontPort}`]
    const site = { apiUrl, webUrl: url, distDir: 'dist-bench', environment: 'prod' as const }
    await buildSite(children, site, () => {})
    const addresses = { apiPort, webPort, apiUrl, webUrl: `http://localhost:${webPort}` }
    const facts = await startEnvironment({ children, addresses, siteFolder: siteFolder(site) }, undo)
    process.env.E2E_FACTS = JSON.stringify(facts)

    const place = { listen: String(sitePort), root: join(siteFolder(site), 'public'), scratch, resolver: '127.0.0.1' }
    await writeFile(join(scratch, 'site.conf'), await nginxConf(siteFolder(site), place))
    await writeFile(join(scratch, 'api.conf'), `set $api "http://127.0.0.1:${apiPort}";\n`)
    await writeFile(join(scratch, 'front.conf'), frontConf(scratch, { frontPort, sitePort, apiPort }))
    await writeFile(join(scratch, 'empty.html'), EMPTY)
    for (const conf of ['site.conf', 'front.conf']) undo.push((await startNginx(join(scratch, conf))).stop)
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

const EMPTY = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Bonjour</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="Rien"></head>
<body><main><h1>Bonjour</h1></main></body></html>`

type Ports = { frontPort: number; sitePort: number; apiPort: number }

const frontConf = (scratch: string, { frontPort, sitePort, apiPort }: Ports) => `
worker_processes 2;
pid ${scratch}/front.pid;
error_log stderr warn;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${scratch}/front-body;
  proxy_temp_path ${scratch}/front-proxy;
  fastcgi_temp_path ${scratch}/front-fastcgi;
  uwsgi_temp_path ${scratch}/front-uwsgi;
  scgi_temp_path ${scratch}/front-scgi;
  upstream site { server 127.0.0.1:${sitePort}; keepalive 32; }
  server {
    listen ${frontPort};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    location = /empty.html { root ${scratch}; default_type text/html; }
    location /api/ { proxy_pass http://127.0.0.1:${apiPort}/; }
    location / { proxy_pass http://site; }
  }
}
`
