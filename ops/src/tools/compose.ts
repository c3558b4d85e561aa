import type { Command } from './shell.ts'

/** A compose project: one file, under one name, with these variables. */
export type Project = { file: string; env: Record<string, string> }

const compose = (project: Project, ...words: string[]): Command => [
  'docker',
  'compose',
  '--file',
  project.file,
  ...words,
]

/** Starts what is not running as the file says, and waits until it is healthy or `seconds` are over. */
export const upCommand = (project: Project, seconds: number): Command =>
  compose(project, 'up', '--detach', '--wait', '--wait-timeout', String(seconds), '--remove-orphans')

export const pullCommand = (project: Project): Command => compose(project, 'pull', '--quiet')
export const stopCommand = (project: Project): Command => compose(project, 'stop')
export const startCommand = (project: Project): Command => compose(project, 'start')
export const downCommand = (project: Project): Command =>
  compose(project, 'down', '--remove-orphans', '--timeout', '10')
export const logsCommand = (project: Project): Command => compose(project, 'logs', '--no-color', '--tail', '20')

/** The containers of a project, one JSON object a line. */
export const psCommand = (project: Project): Command => compose(project, 'ps', '--all', '--format', 'json')
