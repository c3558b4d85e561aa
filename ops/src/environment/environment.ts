/** The environments of the specification, in the order in which a release meets them. */
export const environments = ['dev', 'preprod', 'prod'] as const
export type Environment = (typeof environments)[number]

/** The branch that is deployed to each environment. */
export const branches: Record<Environment, string> = { dev: 'dev', preprod: 'preprod', prod: 'main' }
