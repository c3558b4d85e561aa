import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { installMissing } from '../machine/debian.ts'
import { openJava } from './java.ts'
import type { Scenario } from './pretend-npm.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const HERE = join(import.meta.dirname, 'jenkins')

/** What starts a build, as Jenkins names it. */
export const causes = {
  push: 'jenkins.branch.BranchEventCause',
  polling: 'hudson.triggers.SCMTrigger$SCMTriggerCause',
  manual: 'hudson.model.Cause$UserIdCause',
}

export type Circumstances = {
  branch: string
  commit: string
  causes: string[]
  /** the parameters that were chosen */
  parameters?: Record<string, string>
  /** what the person who is asked says; without it no one is there */
  answer?: 'yes' | 'no'
  answeredBy?: string
  /** the build is aborted when its log says this */
  stopWhenSaid?: string
  environment?: Record<string, string>
}

/** How a build ended, what it asked, and what it published. */
type Build = {
  result: string
  description: string | null
  error?: string
  triggers: string[]
  options: string[]
  stages: { name: string; result: string }[]
  questions: { message: string; submitter: string }[]
  archived: string[]
  page: { name: string; text: string } | null
  junit: { files: number; tests: number; failures: number } | null
  said: string
}

export type Jenkins = Awaited<ReturnType<typeof openJenkins>>

/** Groovy as Jenkins embeds it (2.4), from Debian, which runs the project's Jenkinsfile; installed when it is missing. */
export async function openJenkins() {
  const { home } = await openJava()
  await installMissing({ groovy: 'groovy' }, ['/usr/bin'])
  const opens = ['java.lang', 'java.util'].map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`)
  const options = [...opens, '-XX:TieredStopAtLevel=1', '-Xshare:auto'].join(' ')
  const groovy = spawn('groovy', ['-cp', HERE, join(HERE, 'Jenkins.groovy'), join(ROOT, 'Jenkinsfile')], {
    // Without a locale, Java would read the French of a log as question marks.
    env: { ...process.env, LC_ALL: 'C.UTF-8', JAVA_HOME: home, JAVA_OPTS: options },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(groovy, 'close')
  const answers = createInterface(groovy.stdout)[Symbol.asyncIterator]()
  return {
    /** Runs one build in this folder, after those that were asked for before. */
    async build(workspace: string, given: Circumstances): Promise<Build> {
      groovy.stdin.write(`${JSON.stringify({ ...given, workspace })}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error('Groovy ended in the middle of a build.')
      return JSON.parse(value)
    },
    async close() {
      groovy.stdin.end()
      await ended
    },
  }
}

/** A workspace whose npm only pretends; `calls` are the arguments that it was given each time. */
export async function openWorkspace(scenario: Scenario) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-workspace-'))
  const [workspace, log] = [join(folder, 'workspace'), join(folder, 'calls')]
  await mkdir(workspace)
  await writeFile(log, '')
  const PATH = await addNpm(folder, `exec "${process.execPath}" "${import.meta.dirname}/pretend-npm.ts" "$@"`)
  const environment = { PATH, SCENARIO: JSON.stringify(scenario), CALLS: log }
  const calls = async (): Promise<string[][]> =>
    (await readFile(log, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  return {
    start: (jenkins: Jenkins, given: Circumstances) => jenkins.build(workspace, { ...given, environment }),
    calls,
    close: () => rm(folder, { recursive: true }),
  }
}

/**
 * Puts a program `npm` in front of the others that starts the real `tiptop` of this checkout, and otherwise is npm.
 * @returns the PATH that has it
 */
export function addTiptop(folder: string): Promise<string> {
  const tiptop = `exec "${process.execPath}" "${join(ROOT, 'ops', 'src', 'main.ts')}" "$@"`
  const script = `[ "$3" = tiptop ] && { shift 4; ${tiptop}; }\nPATH="\${PATH#*:}" exec npm "$@"`
  return addNpm(folder, script)
}

async function addNpm(folder: string, script: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${script}\n`)
  await chmod(join(bin, 'npm'), 0o755)
  return `${bin}:${process.env.PATH}`
}
