import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

export const ROOT = join(import.meta.dirname, '..', '..', '..')
export const CI = join(ROOT, 'environments', 'ci')

export const readCi = (file: string): string => readFileSync(join(CI, file), 'utf8')

/** The part of a compose file that is looked at. */
type Compose = {
  services: Record<
    string,
    {
      image: string
      environment?: Record<string, string>
      secrets?: (string | { source: string; target: string })[]
      volumes?: string[]
      ports?: string[]
      networks?: string[]
      group_add?: string[]
      privileged?: boolean
      cap_drop?: string[]
      network_mode?: string
      mem_limit?: string
      restart?: string
      healthcheck?: object
    }
  >
  networks: Record<string, { internal?: boolean }>
  volumes: Record<string, object>
  secrets: Record<string, { file: string }>
}

export const readCompose = (): Compose => parse(readCi('compose.yaml'), { merge: true })

/** `${NAME}`, and nothing around it: a value that stands in no file. */
const variable = z.string().regex(/^\$\{[A-Z_]+\}$/)
const permission = z.string().regex(/^(Overall|View|Job|Run)\/[A-Z][a-z]+$/)
const allowed = z.strictObject({ name: z.string(), permissions: z.array(permission).min(1) })

/** What of Jenkins' configuration as code is used here; anything else is a word that Jenkins would stumble on. */
export const jenkinsShape = z.strictObject({
  jenkins: z.strictObject({
    systemMessage: z.string(),
    numExecutors: z.int().min(2),
    labelString: z.literal('gate'),
    mode: z.literal('EXCLUSIVE'),
    slaveAgentPort: z.literal(-1),
    securityRealm: z.strictObject({
      local: z.strictObject({
        allowsSignup: z.literal(false),
        users: z.array(z.strictObject({ id: variable, password: variable })).min(1),
      }),
    }),
    authorizationStrategy: z.strictObject({
      globalMatrix: z.strictObject({
        entries: z.array(z.union([z.strictObject({ user: allowed }), z.strictObject({ group: allowed })])),
      }),
    }),
    globalNodeProperties: z.array(
      z.strictObject({
        envVars: z.strictObject({ env: z.array(z.strictObject({ key: z.string(), value: z.string() })) }),
      }),
    ),
  }),
  credentials: z.strictObject({
    system: z.strictObject({
      domainCredentials: z.array(
        z.strictObject({
          credentials: z.array(
            z.strictObject({
              usernamePassword: z.strictObject({
                id: z.string(),
                description: z.string(),
                scope: z.enum(['GLOBAL', 'SYSTEM']),
                username: variable,
                password: variable,
              }),
            }),
          ),
        }),
      ),
    }),
  }),
  unclassified: z.strictObject({
    location: z.strictObject({ url: variable, adminAddress: variable }),
  }),
  jobs: z.array(z.strictObject({ script: z.string() })).min(1),
})

/** The plugin that each word of Jenkinsfile and jenkins.yaml comes with; `null`: Jenkins itself. */
export const plugins: Record<string, string | null> = {
  agent: 'pipeline-model-definition',
  archiveArtifacts: 'workflow-basic-steps',
  checkout: 'workflow-scm-step',
  currentBuild: 'workflow-cps',
  deleteDir: 'workflow-basic-steps',
  dir: 'workflow-basic-steps',
  error: 'workflow-basic-steps',
  input: 'pipeline-input-step',
  junit: 'junit',
  logRotator: null,
  pollSCM: null,
  publishHTML: 'htmlpublisher',
  readJSON: 'pipeline-utility-steps',
  script: 'pipeline-model-definition',
  sh: 'workflow-durable-task-step',
  stage: 'pipeline-stage-step',
  timeout: 'workflow-basic-steps',
  timestamps: 'timestamper',
  unstable: 'workflow-basic-steps',
  GitSCM: 'git',
  // jenkins.yaml
  cpsScm: 'workflow-cps',
  credentials: 'credentials',
  folder: 'cloudbees-folder',
  globalMatrix: 'matrix-auth',
  jobs: 'job-dsl',
  pipelineJob: 'workflow-job',
  usernamePassword: 'credentials',
}
