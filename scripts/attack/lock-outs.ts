import { type Attack, tally } from './attack.ts'
import { CONTROL_PASSWORD } from './stack.ts'
import { Visitor } from './visitor.ts'

/** The owner's browser, which signed in before, is not stopped by the guesses of others. */
const othersPasswords: Attack = {
  name: 'sixty wrong passwords of thirty addresses for an account whose owner signs in meanwhile',
  async run({ https }) {
    const owner = new Visitor(https, '127.0.20.1')
    await owner.register()
    await owner.signIn()
    const guessers = Array.from({ length: 30 }, (_, n) => new Visitor(https, `127.0.21.${n + 1}`))
    const guesses: number[] = []
    for (const guesser of guessers)
      for (const password of ['mot de passe deviné', 'un autre mot de passe'])
        guesses.push((await guesser.signIn(password, owner.email)).status)
    const own = await Promise.all(Array.from({ length: 3 }, () => owner.signIn()))
    const statuses = own.map(({ status }) => status)
    return {
      held: statuses.every(status => status === 200) && !guesses.includes(200),
      seen: `guesses ${tally(guesses)}; the owner ${tally(statuses)}`,
    }
  },
}

/** Wrong codes from a shop's network stop the guesser, and not the honest player beside them. */
const sharedAddress: Attack = {
  name: 'a hundred and twenty wrong codes from the address that an honest player shares',
  async run({ https, newCode }) {
    const address = '127.0.22.1'
    const honest = new Visitor(https, address)
    await honest.register()
    const first = await honest.post('/api/plays', { code: await newCode() })
    const guesses: number[] = []
    for (let account = 0; account < 12; account++) {
      const guesser = new Visitor(https, `127.0.23.${account + 1}`)
      await guesser.register()
      const there = new Visitor(https, address)
      for (const [name, value] of guesser.cookies) there.cookies.set(name, value)
      const codes = Array.from({ length: 10 }, (_, n) => `AAAAAAAA${'CDEFGHJKMN'[n]}${'PQRSTUVWXY'[account % 10]}`)
      const answers = await Promise.all(codes.map(code => there.post('/api/plays', { code })))
      guesses.push(...answers.map(({ status }) => status))
    }
    const second = await honest.post('/api/plays', { code: await newCode() })
    return {
      held: first.status === 201 && second.status === 201 && !guesses.includes(201),
      seen: `guesses ${tally(guesses)}; the honest player ${first.status} before, ${second.status} after`,
    }
  },
}

/** Wrong passwords close the control room to their own address. */
const controlRoom: Attack = {
  name: 'two hundred wrong passwords for the control room while the operator enters it',
  async run({ https }) {
    const as = (password: string) => ({
      authorization: `Basic ${Buffer.from(`astreinte:${password}`).toString('base64')}`,
    })
    const [guesser, operator] = [new Visitor(https, '127.0.24.1'), new Visitor(https, '127.0.24.2')]
    const rush = Array.from({ length: 200 }, (_, n) => guesser.get('/exploitation/', as(`essai-${n}`)))
    const own: number[] = []
    for (let times = 0; times < 10; times++)
      own.push((await operator.get('/exploitation/', as(CONTROL_PASSWORD))).status)
    const guesses = (await Promise.all(rush)).map(({ status }) => status)
    return {
      held: own.every(status => status === 200) && guesses.every(status => status === 401 || status === 429),
      seen: `guesses ${tally(guesses)}; the operator ${tally(own)}`,
    }
  },
}

export const lockOuts = [othersPasswords, sharedAddress, controlRoom]
