import { inEnglish, privatePages, publicPages } from '../pages.ts'
import { makePerson, playAll, takeCode } from '../people.ts'
import { expect, test } from './journey.ts'

test('every page of a visitor and of a player runs, without error and without scrolling sideways', async ({
  phone,
}) => {
  test.slow()
  const visit = async (path: string) => {
    await phone.open(path)
    const { overflow, broken } = await phone.run(() => ({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      broken: document.querySelectorAll('main').length !== 1 || !document.querySelector('h1'),
    }))
    expect({ overflow: Math.max(overflow, 0), broken }, path).toEqual({ overflow: 0, broken: false })
  }
  for (const path of [...publicPages, ...['/', '/inscription'].map(inEnglish), '/nulle-part']) await visit(path)
  const person = await makePerson()
  await playAll(person, [await takeCode()])
  await phone.signIn(person)
  for (const path of privatePages.filter(path => path !== '/inscription/completer')) await visit(path)
})
