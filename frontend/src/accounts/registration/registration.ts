import type { ProfileChange, RegisterRequest } from '@tiptop/contract/accounts.ts'
import { PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { looksLikeEmail } from '../form/email-address.ts'
import { type FormReading, readingOf } from '../form/reading.ts'
import { type BirthDateFault, type BirthDateParts, readBirthDate } from './birth-date.ts'

export type RegistrationForm = {
  firstName: string
  lastName: string
  email: string
  password: string
  birthDate: BirthDateParts
  acceptsRules: boolean
  newsletter: boolean
}

type RegistrationFaults = Partial<
  Record<'firstName' | 'lastName' | 'email' | 'password' | 'acceptsRules', true> & { birthDate: BirthDateFault }
>

export const emptyRegistration: RegistrationForm = {
  firstName: '',
  lastName: '',
  email: '',
  password: '',
  birthDate: { day: '', month: '', year: '' },
  acceptsRules: false,
  newsletter: false,
}

/** Returns the request for this form, or the fault of each field, by the same rules as the backend. */
export function readRegistration(
  form: RegistrationForm,
  language: 'fr' | 'en',
  now: Date,
): FormReading<RegisterRequest, RegistrationFaults> {
  const faults: RegistrationFaults = {}
  if (!form.firstName.trim()) faults.firstName = true
  if (!form.lastName.trim()) faults.lastName = true
  if (!looksLikeEmail(form.email)) faults.email = true
  if (form.password.length < PASSWORD_MIN_LENGTH) faults.password = true
  if (!form.acceptsRules) faults.acceptsRules = true
  const birth = readBirthDate(form.birthDate, now)
  if ('fault' in birth) return { faults: { ...faults, birthDate: birth.fault } }
  const { firstName, lastName, email, password, newsletter } = form
  const request: RegisterRequest = {
    email: email.trim(),
    password,
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    birthDate: birth.date,
    acceptsRules: true,
    newsletter,
    language,
  }
  return readingOf(faults, request)
}

/** The same for the part of the form that completes an account created through a provider. */
export function readCompletion(
  { birthDate, acceptsRules }: Pick<RegistrationForm, 'birthDate' | 'acceptsRules'>,
  language: 'fr' | 'en',
  now: Date,
): FormReading<ProfileChange, RegistrationFaults> {
  const birth = readBirthDate(birthDate, now)
  const faults: RegistrationFaults = acceptsRules ? {} : { acceptsRules: true }
  if ('fault' in birth) return { faults: { ...faults, birthDate: birth.fault } }
  return readingOf(faults, { birthDate: birth.date, acceptsRules: true, language })
}
