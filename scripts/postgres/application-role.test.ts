import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { APPLICATION_ROLE, openToApplication } from './application-role.ts'

const ownerUrl = inject('postgresUrl')

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** A user who owns nothing and may make nothing. @returns the database's address for that user */
async function ordinaryUser(): Promise<string> {
  const name = `ordinary_${randomBytes(4).toString('hex')}`
  await ask(ownerUrl, `create role ${name} login password 'ordinary'`)
  return Object.assign(new URL(ownerUrl), { username: name, password: 'ordinary' }).href
}

test('the backend enters under its own role, with the password that the owner gives it', async () => {
  const url = await openToApplication(ownerUrl, inject('applicationPassword'))
  expect(await ask(url, 'select current_user as role')).toEqual([{ role: APPLICATION_ROLE }])
  expect(new URL(url).pathname).toBe(new URL(ownerUrl).pathname)
})

test('a password that opens already is not given again, so an owner without that right can start as well', async () => {
  const password = inject('applicationPassword')
  const url = await openToApplication(await ordinaryUser(), password)
  expect(await ask(url, 'select current_user as role')).toEqual([{ role: APPLICATION_ROLE }])
})

test('an owner who may not give it a password reads what a superuser has to do, and no password shows', async () => {
  const given = openToApplication(await ordinaryUser(), 'a-password-of-nobody')
  await expect(given).rejects.toThrow(/superutilisateur.*alter role tiptop_application login.*APPLICATION_PASSWORD/s)
  await expect(given).rejects.not.toThrow('a-password-of-nobody')
})
