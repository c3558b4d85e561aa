/** The environments of the specification, in the order in which a release meets them. */
export const environments = ['dev', 'preprod', 'prod'] as const
export type Environment = (typeof environments)[number]
