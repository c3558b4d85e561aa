import { expect, test } from 'vitest'
import { record } from '../../test/record.ts'
import { runProcedure, type Step } from './procedure.ts'
import { openProgress } from './progress.ts'

function start(recipe: (step: Step) => Promise<unknown>, signal = new AbortController().signal) {
  const seen = record()
  return { ...seen, ended: runProcedure({ ...seen, signal }, recipe) }
}

const fail = (message: string) => () => {
  throw new Error(message)
}

test('a procedure runs its steps in order and gives what they give', async () => {
  const run = start(async step => {
    const previous = await step('2.4/V', 'Copier la base', () => 'dump')
    return step('2.4/Y', 'Noter le point de retour', () => `${previous} noted`)
  })
  expect(await run.ended).toEqual({ outcome: 'done', value: 'dump noted' })
  expect(run.steps()).toEqual(['2.4/V started', '2.4/V done', '2.4/Y started', '2.4/Y done'])
  expect(run.written.at(-1)).toMatchObject({ kind: 'ended', outcome: 'done' })
})

test('a failing step stops the procedure, and what was done is taken back, the last first', async () => {
  const undone: string[] = []
  const run = start(async step => {
    await step('2.4/V', 'un', () => {}, { undo: async () => undone.push('V') })
    await step('2.4/AH', 'deux', fail('image cassée'), { undo: async () => undone.push('AH') })
    await step('2.4/AI', 'trois', () => undone.push('never'))
  })
  expect(await run.ended).toMatchObject({ outcome: 'undone', error: { message: 'image cassée' } })
  expect(undone).toEqual(['AH', 'V'])
  expect(run.steps()).toEqual([
    '2.4/V started',
    '2.4/V done',
    '2.4/AH started',
    '2.4/AH failed',
    'undo 2.4/AH started',
    'undo 2.4/AH done',
    'undo 2.4/V started',
    'undo 2.4/V done',
  ])
  expect(run.written.at(-1)).toMatchObject({ kind: 'ended', outcome: 'undone', reason: 'image cassée' })
})

test('a failure with nothing to take back has only failed', async () => {
  const run = start(step => step('2.3/J', 'lint', fail('lint rouge')))
  expect(await run.ended).toMatchObject({ outcome: 'failed' })
})

test('an undo that fails leaves the others to be tried, and a person to look', async () => {
  const undone: string[] = []
  const run = start(async step => {
    await step('2.4/V', 'un', () => {}, { undo: async () => undone.push('V') })
    await step('2.4/AH', 'deux', () => {}, { undo: fail('le serveur ne répond plus') as never })
    await step('2.4/AI', 'trois', fail('503'))
  })
  expect(await run.ended).toMatchObject({ outcome: 'stuck', error: { message: '503' } })
  expect(undone).toEqual(['V'])
})

test('a step is tried again as often as it says, and each try is written down', async () => {
  let tries = 0
  const run = start(step =>
    step('2.4/AI', 'santé', () => (++tries < 3 ? fail(`essai ${tries}`)() : 'ok'), {
      retry: { times: 10, everyMs: 1 },
    }),
  )
  expect(await run.ended).toMatchObject({ outcome: 'done', value: 'ok' })
  expect(run.steps()).toEqual(['2.4/AI started', '2.4/AI retried', '2.4/AI retried', '2.4/AI done'])
})

test('tries come to an end', async () => {
  let tries = 0
  const run = start(step =>
    step('2.3/AJ', 'santé', () => fail(`essai ${++tries}`)(), { retry: { times: 10, everyMs: 0 } }),
  )
  expect(await run.ended).toMatchObject({ outcome: 'failed', error: { message: 'essai 10' } })
})

test('asked to stop, the step at work ends, no other begins, and what was done is undone', async () => {
  const stop = new AbortController()
  const undone: string[] = []
  const run = start(async step => {
    await step('2.4/V', 'un', () => {}, { undo: async () => undone.push('V') })
    await step(
      '2.4/AI',
      'santé',
      () => {
        stop.abort(new Error('arrêt demandé'))
        throw new Error('pas encore prêt')
      },
      { retry: { times: 10, everyMs: 60_000 } },
    )
    await step('2.4/AO', 'jamais', () => undone.push('never'))
  }, stop.signal)
  expect(await run.ended).toMatchObject({ outcome: 'undone' })
  expect(undone).toEqual(['V'])
})

test('steps that run side by side each have lines of their own', async () => {
  const run = start(step =>
    Promise.all([step('2.4/L', 'lint', () => 'lint'), step('2.4/M', 'tests', async ({ tell }) => tell('12 réussis'))]),
  )
  await run.ended
  expect(run.steps().toSorted()).toEqual(['2.4/L done', '2.4/L started', '2.4/M done', '2.4/M started'])
  expect(run.written).toContainEqual(expect.objectContaining({ node: '2.4/M', state: 'done', detail: '12 réussis' }))
})

test('asked to stop, a step that ends well all the same is the last one', async () => {
  const stop = new AbortController()
  const begun: string[] = []
  const run = start(async step => {
    await step('2.4/V', 'un', () => stop.abort(new Error('arrêt demandé')))
    await step('2.4/AO', 'jamais', () => begun.push('never'))
  }, stop.signal)
  expect(await run.ended).toMatchObject({ outcome: 'failed', error: { message: 'arrêt demandé' } })
  expect(begun).toEqual([])
})

test('the operator sees each try with its reason, which try went well, what was found and what is taken back', async () => {
  const shown: string[] = []
  let tries = 0
  await runProcedure(
    {
      ...record(),
      progress: openProgress({ write: text => shown.push(text.replace(/ \(.* s\)\n$/, ' (…)\n')) }),
      signal: new AbortController().signal,
    },
    async step => {
      const retry = { times: 3, everyMs: 0 }
      await step('2.4/V', 'Copier', ({ tell }) => tell('12 Mo'), { undo: async () => {} })
      await step('2.4/AI', 'Santé', () => ++tries > 1 || fail('502')(), { retry })
      await step('2.4/AO', 'Parcours', fail('503'))
    },
  )
  expect(shown).toEqual([
    '  … 2.4/V   Copier · 12 Mo\n',
    '  ✓ 2.4/V   Copier · 12 Mo (…)\n',
    '  … 2.4/AI  Santé · essai 1 sur 3 : 502\n',
    '  … 2.4/AI  Santé · au 2e essai\n',
    '  ✓ 2.4/AI  Santé · au 2e essai (…)\n',
    '  ✗ 2.4/AO  Parcours · 503 (…)\n',
    '  ↩ 2.4/V   défaire : Copier (…)\n',
  ])
})

test('a step that could not see what it was to look at stops nothing, and is not shown as done well', async () => {
  const shown: string[] = []
  const seen = record()
  const progress = openProgress({ write: text => shown.push(text) })
  const { outcome } = await runProcedure({ ...seen, progress, signal: new AbortController().signal }, async step => {
    await step('2.4/AO', 'Pages', ({ unseen }) => unseen('pas vues'))
  })
  expect(outcome).toBe('done')
  expect(shown.at(-1)).toMatch(/^ {2}\? 2\.4\/AO {2}Pages · pas vues /)
  expect(seen.written).toContainEqual(expect.objectContaining({ state: 'done', detail: 'pas vues', unseen: true }))
})

test('what a step found stays its last word, whichever try went well', async () => {
  let tries = 0
  const run = start(step =>
    step('2.4/AI', 'santé', ({ tell }) => (++tries < 2 ? fail('502')() : tell('200')), {
      retry: { times: 2, everyMs: 0 },
    }),
  )
  await run.ended
  expect(run.written).toContainEqual(expect.objectContaining({ state: 'retried', detail: '502' }))
  expect(run.written).toContainEqual(expect.objectContaining({ state: 'done', detail: '200' }))
})

test('what has ended, a step or the procedure, has its duration in the journal', async () => {
  const startedAt = performance.now()
  const run = start(step => step('2.4/V', 'un', () => {}))
  await run.ended
  const upTo = Math.ceil(performance.now() - startedAt)
  const durations = run.written.map(entry => ('ms' in entry ? entry.ms : null))
  expect(durations).toEqual([null, expect.any(Number), expect.any(Number)])
  expect(Math.max(...durations.map(Number))).toBeLessThanOrEqual(upTo)
})

test('a step stands for several nodes, and an undo may be a node of the diagram itself', async () => {
  const run = start(async step => {
    await step(['2.4/AH', '2.1/W'], 'basculer', () => {}, {
      undo: { node: '2.4/AN', title: 'remettre la version précédente', act: ({ tell }) => tell('1.3.0') },
    })
    await step('2.4/AI', 'santé', fail('502'))
  })
  await run.ended
  expect(run.written).toContainEqual(expect.objectContaining({ node: '2.4/AH', also: ['2.1/W'], state: 'done' }))
  expect(run.written).toContainEqual(
    expect.objectContaining({ kind: 'undo', node: '2.4/AN', title: 'remettre la version précédente', detail: '1.3.0' }),
  )
})

test('no step begins that cannot be written down, and what was done is taken back all the same', async () => {
  const undone: string[] = []
  const seen = record()
  let fault: Error | null = null
  const journal = { ...seen.journal, fault: () => fault }
  const ending = await runProcedure({ ...seen, journal, signal: new AbortController().signal }, async step => {
    await step('2.4/V', 'un', () => {}, { undo: async () => undone.push('V') })
    await step('2.4/AH', 'deux', () => (fault = new Error('le disque est trop plein')), {
      undo: async () => undone.push('AH'),
    })
    await step('2.4/AI', 'trois', () => undone.push('never'), { retry: { times: 10, everyMs: 60_000 } })
  })
  expect(ending).toMatchObject({ outcome: 'undone', error: { message: 'le disque est trop plein' } })
  expect(undone).toEqual(['AH', 'V'])
})
