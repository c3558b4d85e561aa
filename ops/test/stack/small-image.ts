import { createHash } from 'node:crypto'
import type { Machine } from './machine.ts'

/** Puts images of a few bytes into a registry, for tests that never run them. */

type Manifest = { schemaVersion: 2; mediaType: string; [part: string]: unknown }
type Content = { mediaType: string; digest: string; size: number }

const OCI = 'application/vnd.oci.image'

/** @param says makes it an image like no other; @returns its digest */
export async function pushSmallImage(machine: Machine, repository: string, tag: string, says: string): Promise<string> {
  const config = await pushBlob(
    machine,
    repository,
    `${OCI}.config.v1+json`,
    JSON.stringify({ architecture: 'amd64', os: 'linux', says }),
  )
  const layer = await pushBlob(machine, repository, `${OCI}.layer.v1.tar`, `layer of ${says}`)
  const mediaType = `${OCI}.manifest.v1+json`
  return pushManifest(machine, repository, tag, { schemaVersion: 2, mediaType, config, layers: [layer] })
}

/** An image with an attestation beside it, under one name: what buildx sends by default. */
export async function pushIndex(machine: Machine, repository: string, tag: string, says: string): Promise<string> {
  const parts: string[] = []
  for (const part of ['image', 'attestation'])
    parts.push(await pushSmallImage(machine, repository, `${tag}-${part}`, `${part} of ${says}`))
  const manifests = await Promise.all(
    parts.map(async digest => {
      const size = (await (await ask(machine, 'GET', `${repository}/manifests/${digest}`)).arrayBuffer()).byteLength
      return { mediaType: `${OCI}.manifest.v1+json`, digest, size }
    }),
  )
  return pushManifest(machine, repository, tag, { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests })
}

/** Removes an image, as cleaning a registry does: every tag on it goes along. */
export async function deleteImage(machine: Machine, repository: string, digest: string): Promise<void> {
  await ask(machine, 'DELETE', `${repository}/manifests/${digest}`)
}

async function pushManifest(machine: Machine, repository: string, tag: string, manifest: Manifest) {
  const body = JSON.stringify(manifest)
  await ask(machine, 'PUT', `${repository}/manifests/${tag}`, body, manifest.mediaType)
  return digestOf(body)
}

async function pushBlob(machine: Machine, repository: string, mediaType: string, body: string): Promise<Content> {
  const begun = await ask(machine, 'POST', `${repository}/blobs/uploads/`)
  const upload = new URL(begun.headers.get('location') ?? '')
  upload.searchParams.set('digest', digestOf(body))
  await ask(machine, 'PUT', upload.href, body, 'application/octet-stream')
  return { mediaType, digest: digestOf(body), size: Buffer.byteLength(body) }
}

async function ask(machine: Machine, method: string, path: string, body?: string, type = '') {
  const { registry, registryUser, registryPassword } = machine
  const authorization = `Basic ${Buffer.from(`${registryUser}:${registryPassword}`).toString('base64')}`
  const headers = { authorization, accept: `${OCI}.manifest.v1+json`, ...(type && { 'content-type': type }) }
  const response = await fetch(new URL(path, `http://${registry}/v2/`), { method, headers, ...(body && { body }) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
