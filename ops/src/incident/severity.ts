import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import type { Environment } from '../environment/environment.ts'

export const severities = ['P1', 'P2', 'P3'] as const
export type Severity = (typeof severities)[number]

type Way = {
  word: string
  /** the nodes that the triage goes through */
  nodes: readonly DiagramNode[]
  /** how long a decision may take; null: it is not waited for, or made at once */
  decideMinutes: number | null
  todo: string
}

/** The three ways of 4.3, from the question of severity on. */
export const ways: Record<Severity, Way> = {
  P1: {
    word: 'critique',
    nodes: ['4.3/E', '4.3/F'],
    decideMinutes: null,
    todo: 'Retour en arrière tout de suite.',
  },
  P2: {
    word: 'majeur',
    nodes: ['4.3/E', '4.3/G', '4.3/I'],
    decideMinutes: 15,
    todo: 'Quinze minutes pour chercher : sans correction rapide, retour en arrière.',
  },
  P3: {
    word: 'mineur',
    nodes: ['4.3/E', '4.3/H'],
    decideMinutes: null,
    todo: 'Corriger par un déploiement : aucun retour en arrière.',
  },
}

/** In 4.2 the same question has two answers. */
export const preprodNodes: Record<Severity, readonly DiagramNode[]> = {
  P1: ['4.2/C', '4.2/E'],
  P2: ['4.2/C', '4.2/E'],
  P3: ['4.2/C', '4.2/D'],
}

/** What the operator is to type after having graded an incident. */
export function nextSteps(environment: Environment, severity: Severity, command: string | null): string[] {
  const rollback = command ?? `tiptop diagnose ${environment}`
  const steps: Record<Severity, string[]> = {
    P1: [rollback, `tiptop incident watch ${environment}`],
    P2: [
      `tiptop incident note ${environment} --decision "correction rapide, ou retour en arrière"`,
      `tiptop deploy ${environment}   (si une correction rapide existe)`,
      `${rollback}   (sinon)`,
      `tiptop incident watch ${environment}`,
    ],
    P3: [
      `tiptop incident plan ${environment} "la correction" --owner NOM --until AAAA-MM-JJ`,
      `tiptop deploy ${environment}   (la correction)`,
      `tiptop incident corrected ${environment}`,
      `tiptop incident close ${environment}`,
    ],
  }
  return steps[severity]
}
