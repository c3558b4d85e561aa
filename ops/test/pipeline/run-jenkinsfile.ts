import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { installMissing } from '../machine/debian.ts'
import { CI } from './ci-files.ts'
import { openJava } from './java.ts'
import type { Scenario } from './pretend-gate.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const HERE = join(import.meta.dirname, 'jenkins')

/** What starts a build, as Jenkins names it. */
export const causes = {
  push: 'hudson.plugins.git.GitStatus$CommitHookCause',
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
  /** files of the branch, by path; a build may lay them, and must run none of them */
  pushed?: Record<string, string>
}

/** How a build ended, what it asked, and what it published. */
type Build = {
  checkedOut: { branch: string; into: string } | null
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

/** A workspace before a gate that only pretends; `calls` are the arguments that `tiptop` would be given each time. */
export async function openWorkspace(scenario: Scenario) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-workspace-'))
  const [workspace, log] = [join(folder, 'workspace'), join(folder, 'calls')]
  await mkdir(workspace)
  await writeFile(log, '')
  const PATH = await addSsh(folder, `exec "${process.execPath}" "${import.meta.dirname}/pretend-gate.ts" "$@"`)
  const environment = { PATH, DEPLOY_ACCOUNT: 'tiptop', SCENARIO: JSON.stringify(scenario), CALLS: log }
  const calls = async (): Promise<string[][]> =>
    (await readFile(log, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  return {
    folder: workspace,
    start: (jenkins: Jenkins, given: Circumstances) => jenkins.build(workspace, { ...given, environment }),
    calls,
    close: () => rm(folder, { recursive: true }),
  }
}

/**
 * Puts a program `ssh` in front of the others that opens the real gate on this machine, with these options.
 * @returns the PATH that has it
 */
export function addGate(folder: string, options: readonly string[]): Promise<string> {
  const gate = [process.execPath, join(ROOT, 'ops', 'src', 'gate.ts'), ...options].map(word => `"${word}"`).join(' ')
  return addSsh(folder, `SSH_ORIGINAL_COMMAND="$6" exec ${gate}`)
}

async function addSsh(folder: string, script: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\n${script}\n`)
  await chmod(join(bin, 'ssh'), 0o755)
  return `${bin}:${join(CI, 'jenkins')}:${process.env.PATH}`
}
