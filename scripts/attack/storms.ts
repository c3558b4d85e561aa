import { type Attack, tally } from './attack.ts'
import type { Stack } from './stack.ts'
import { Visitor } from './visitor.ts'

const RACERS = 10
const ROUNDS = 25

async function racers({ https }: Stack, count: number, net: number): Promise<Visitor[]> {
  const all = Array.from({ length: count }, (_, n) => new Visitor(https, `127.0.${net}.${n + 1}`))
  for (const one of all) await one.register()
  return all
}

async function employee(stack: Stack, address: string): Promise<Visitor> {
  const person = new Visitor(stack.https, address)
  await person.register()
  await stack.giveRole(person.email, 'employee', 'nice')
  await person.signIn()
  return person
}

/** One ticket wins once, however many play it in the same moment. */
const sameCode: Attack = {
  name: `${RACERS} players send the same code at once, ${ROUNDS} times`,
  async run(stack) {
    const players = await racers(stack, RACERS, 10)
    const statuses: number[] = []
    let uneven = 0
    for (let round = 0; round < ROUNDS; round++) {
      const code = await stack.newCode()
      const answers = await Promise.all(players.map(player => player.post('/api/plays', { code })))
      statuses.push(...answers.map(({ status }) => status))
      if (answers.filter(({ status }) => status === 201).length !== 1) uneven++
    }
    const clean = statuses.every(status => status === 201 || status === 409)
    return { held: uneven === 0 && clean, seen: `${tally(statuses)}; ${uneven} rounds with another number of winners` }
  },
}

/** A prize is handed over by one of two employees, in whatever order their requests meet. */
const samePrize: Attack = {
  name: 'two employees hand over the same prizes at once, four times each',
  async run(stack) {
    const [player] = (await racers(stack, 1, 11)) as [Visitor]
    const [one, other] = [await employee(stack, '127.0.11.101'), await employee(stack, '127.0.11.102')]
    const statuses: number[] = []
    let twice = 0
    for (let round = 0; round < 8; round++) {
      const code = await stack.newCode()
      await player.post('/api/plays', { code })
      const path = `/api/handover/tickets/${code.replace('-', '')}`
      const claims = (who: Visitor) =>
        Array.from({ length: 4 }, () => who.post(`${path}/claim`, { identityChecked: true, informationMatches: true }))
      const sent = await Promise.all([one, other].map(who => Promise.all(claims(who))))
      statuses.push(...sent.flat().map(({ status }) => status))
      if (sent.filter(answers => answers.some(({ status }) => status === 200)).length !== 1) twice++
    }
    const clean = statuses.every(status => status < 500 && status > 0)
    return { held: twice === 0 && clean, seen: `${tally(statuses)}; ${twice} prizes not handed over by exactly one` }
  },
}

export const storms = [sameCode, samePrize]
