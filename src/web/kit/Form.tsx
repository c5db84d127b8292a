/** Fields keep what was typed; errors stand above, and at the field with their way out. */
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { catalogue } from './language.ts'
import { useMessages } from './page-context.ts'

export type FieldError = { readonly fieldId: string; readonly message: string }

const messages = catalogue(
  {
    oneThing: 'One thing to put right',
    things: ({ count }: { count: number }) => `${count} things to put right`,
  },
  {
    oneThing: '有一处需要改正',
    things: ({ count }: { count: number }) => `有 ${count} 处需要改正`,
  },
)

/** First in main; the island of the form moves the focus to it. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }) {
  const t = useMessages(messages)
  if (errors.length === 0) return null
  return (
    <div className="note broken" role="alert" tabIndex={-1} data-error-summary="">
      <h2>{errors.length === 1 ? t.oneThing : t.things({ count: errors.length })}</h2>
      <ul>
        {errors.map(({ fieldId, message }) => (
          <li key={fieldId}>
            <a href={`#${fieldId}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

type FieldProps = {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly error?: string
  readonly value?: string
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'search'
  readonly autoComplete?: string
}

export function Field({
  id,
  name,
  label,
  hint,
  error,
  value,
  inputMode,
  autoComplete,
}: FieldProps) {
  const described = [
    hint === undefined ? '' : `${id}-hint`,
    error === undefined ? '' : `${id}-error`,
  ].filter((part) => part !== '')
  return (
    <div className={error === undefined ? 'field' : 'field bad'}>
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="err" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
      <input
        className="input"
        id={id}
        name={name}
        defaultValue={value}
        inputMode={inputMode}
        autoComplete={autoComplete}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
      />
    </div>
  )
}

export function Submit({ children }: { readonly children: ReactNode }) {
  return (
    <button className="btn" type="submit">
      {children}
    </button>
  )
}
