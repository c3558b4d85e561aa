import type { Profile, ProfileChange, RegisterRequest } from '@tiptop/contract/accounts.ts'
import { isEmailAddress } from '@tiptop/contract/email-address.ts'
import { PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { isPersonName } from '@tiptop/contract/person-name.ts'
import type { Failure } from '../../api-client.ts'
import { type FormReading, readingOf } from '../form/reading.ts'
import { type BirthDateFault, type BirthDateParts, birthDateParts, readBirthDate } from './birth-date.ts'

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

/** Returns the request for this form, or the fault of each field, by the rules of the backend that need no clock. */
export function readRegistration(
  form: RegistrationForm,
  language: 'fr' | 'en',
): FormReading<RegisterRequest, RegistrationFaults> {
  const faults = nameFaults(form)
  if (!isEmailAddress(form.email)) faults.email = true
  if (form.password.length < PASSWORD_MIN_LENGTH) faults.password = true
  if (!form.acceptsRules) faults.acceptsRules = true
  const birth = readBirthDate(form.birthDate)
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

export type CompletionForm = Pick<RegistrationForm, 'firstName' | 'lastName' | 'birthDate' | 'acceptsRules'>

/** Returns what is known already of the form that completes an account created through a provider. */
export function completionOf({ firstName, lastName, birthDate, acceptedRules }: Profile): CompletionForm {
  const { birthDate: unknown } = emptyRegistration
  return {
    firstName,
    lastName,
    birthDate: birthDate === null ? unknown : birthDateParts(birthDate),
    acceptsRules: acceptedRules,
  }
}

/** The same as {@link readRegistration} for the form that completes an account created through a provider. */
export function readCompletion(
  form: CompletionForm,
  language: 'fr' | 'en',
): FormReading<ProfileChange, RegistrationFaults> {
  const birth = readBirthDate(form.birthDate)
  const faults: RegistrationFaults = { ...nameFaults(form), ...(!form.acceptsRules && { acceptsRules: true }) }
  if ('fault' in birth) return { faults: { ...faults, birthDate: birth.fault } }
  const names = { firstName: form.firstName.trim(), lastName: form.lastName.trim() }
  return readingOf(faults, { ...names, birthDate: birth.date, acceptsRules: true, language })
}

function nameFaults({ firstName, lastName }: Pick<RegistrationForm, 'firstName' | 'lastName'>): RegistrationFaults {
  return { ...(!isPersonName(firstName) && { firstName: true }), ...(!isPersonName(lastName) && { lastName: true }) }
}

/** Returns the field that a refusal by the backend is about, or null. */
export function refusedFields(failure: Failure): RegistrationFaults | null {
  return failure.kind === 'refused' && failure.code === 'adults-only' ? { birthDate: 'minor' } : null
}
