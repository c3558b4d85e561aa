import type { ComponentProps } from 'preact'
import { useState } from 'preact/hooks'
import { Text } from '../text.tsx'
import { Field } from './field.tsx'

type Props = Omit<ComponentProps<typeof Field>, 'type' | 'trailing'> & { showLabel: string; hideLabel: string }

/** A password field with a button that shows the password. */
export function PasswordField({ showLabel, hideLabel, ...field }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <Field
      {...field}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellcheck={false}
      trailing={
        <button
          type="button"
          onClick={() => setShown(!shown)}
          className="min-h-11 rounded-md px-3 text-sm font-semibold text-leaf hover:text-forest-deep"
        >
          <Text>{shown ? hideLabel : showLabel}</Text>
        </button>
      }
    />
  )
}
