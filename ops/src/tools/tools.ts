import type { Target } from '../environment/target.ts'
import { dryFiles, type Files, openFiles } from './files.ts'
import { dryNotices, type Notices, openNotices } from './notices.ts'
import { dryRegistry, openRegistry, type Registry } from './registry.ts'
import { dryShell, openShell, type Shell } from './shell.ts'
import { dryWeb, openWeb, type Web } from './web.ts'

/** Everything outside of this program that a procedure looks at or changes. */
export type Tools = {
  shell: Shell
  files: Files
  registry: Registry
  web: Web
  notices: Notices
  now(): Date
}

export async function openTools(target: Target): Promise<Tools> {
  return {
    shell: openShell(),
    files: openFiles(),
    registry: await openRegistry(target),
    web: await openWeb(target),
    notices: await openNotices(target),
    now: () => new Date(),
  }
}

/** The same tools for a dry run: they look, and tell what they would change. Nothing else knows of dry runs. */
export async function dryTools(target: Target, tell: (line: string) => void): Promise<Tools> {
  const tools = await openTools(target)
  return {
    ...tools,
    shell: dryShell(tell),
    files: dryFiles(tell),
    registry: dryRegistry(tools.registry, tell),
    web: dryWeb(tools.web, tell),
    notices: dryNotices(tell),
  }
}
