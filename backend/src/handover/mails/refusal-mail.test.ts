import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { DECLARED, startCounter } from '../../../test/counter.ts'

const { backend, employee, played, eventsOf, later } = await startCounter({ tickets: 20 })
const sacha = await employee()

async function mailsTo(email: string) {
  await backend.app.background.settled()
  return backend.outbox.filter(mail => mail.to === email)
}

test.each([
  ['fr', 'no-card', /il manquait une pièce d’identité.+Revenez avec une pièce en cours de validité/],
  ['fr', 'other-name', /le nom de la pièce présentée.+«\sMon compte\s»/],
  ['fr', 'other-birth-date', /la date de naissance.+dites-le à la boutique/],
  ['fr', 'unreadable-card', /illisible ou périmée.+lisible/],
  ['fr', undefined, /Revenez en personne, avec une pièce d’identité en cours de validité/],
  ['en', 'no-card', /Come back with a valid card/],
  ['en', 'other', /Come back in person/],
] as const)(
  'a refusal (%s, %s) tells the player by mail what to bring, and not what the employee wrote [1.2/O]',
  async (language, cause, bring) => {
    const email = `refused-${language}-${cause}@example.test`
    const { code, url } = await played({ email, language })
    const reason = 'Carte au nom de sa sœur'
    expect((await sacha.post(`${url}/refuse`, { reason, ...(cause && { cause }) })).status).toBe(200)
    reached('1.2/O')
    const [mail, ...more] = await mailsTo(email)
    expect(more).toEqual([])
    expect(mail?.text).toMatch(bring)
    expect(mail?.text).toContain(`${code.slice(0, 5)}-${code.slice(5)}`)
    expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain('sœur')
    const [event] = await eventsOf(code)
    expect(event?.details).toMatchObject({ reason, ...(cause && { cause }) })
  },
)

test('a refusal sent twice writes one mail; a prize that no longer waits writes none', async () => {
  const email = 'refused-twice@example.test'
  const { url } = await played({ email })
  const refuse = () => sacha.post(`${url}/refuse`, { reason: 'Pas de pièce', cause: 'no-card' })
  await Promise.all([refuse(), refuse(), refuse()])
  expect(await mailsTo(email)).toHaveLength(1)
  await sacha.post(`${url}/claim`, DECLARED)
  later(61_000)
  expect((await refuse()).status).toBe(200)
  expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('vous attend'),
    expect.stringContaining('remis'),
  ])
})

test('a refusal is answered while the mail server is silent', async () => {
  backend.clock.at = null
  const { url } = await played()
  const { mailer } = backend.tools
  const send = mailer.send
  const silent = Promise.withResolvers<void>()
  mailer.send = () => silent.promise
  const { status } = await sacha.post(`${url}/refuse`, { reason: 'Pas de pièce', cause: 'no-card' })
  mailer.send = send
  silent.resolve()
  expect(status).toBe(200)
})
