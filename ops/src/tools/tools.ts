import type { Files } from './files.ts'
import type { Notices } from './notices.ts'
import type { Registry } from './registry.ts'
import type { Shell } from './shell.ts'
import type { Web } from './web.ts'

/** Everything outside of this program that a procedure looks at or changes. */
export type Tools = {
  shell: Shell
  files: Files
  registry: Registry
  web: Web
  notices: Notices
  now(): Date
}
