import type { ComponentChildren } from 'preact'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/forms/form.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { accountWords } from '../words.ts'
import type { Submission } from './submission.ts'

type AccountFormProps = {
  lang: Lang
  submission: Submission
  words: { submit: string; busy: string; errorTitle?: string }
  /** the fields */
  children: ComponentChildren
  label?: string
  /** which fields are required, in sight */
  requiredNote?: string
  className?: string
  buttonClassName?: string
}

/** The fields of a form, then what went wrong, the button that sends them, and a word of patience on a slow network. */
export function AccountForm(props: AccountFormProps) {
  const { lang, submission, words, children, label = words.submit, className = 'gap-5', buttonClassName } = props
  const { requiredNote } = props
  const { submit, failure, busy, slow, crowded } = submission
  const { slow: slowly, crowded: inLine } = accountWords[lang]
  return (
    <Form onSubmit={submit} className={`grid ${className}`} label={label} requiredNote={requiredNote}>
      {children}
      {failure && !busy && (
        <Notice tone="error">
          {words.errorTitle && <strong className="block">{words.errorTitle}</strong>}
          <Text>{failureSentence(failure, lang)}</Text>
        </Notice>
      )}
      <Button type="submit" busy={busy} busyLabel={words.busy} className={buttonClassName}>
        {words.submit}
      </Button>
      <p role="status" className="empty:sr-only text-center text-soft">
        <Text>{crowded ? inLine : slow && slowly}</Text>
      </p>
    </Form>
  )
}
