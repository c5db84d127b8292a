/**
 * Forms of pages: sent by POST without a script, shown again with what was typed. A field finds by its name
 * what was typed and what to put right, so a page says each only once.
 */
import type { ReactNode } from 'react'
import { assert } from '#kernel/std/assert.ts'
import { describedBy, FormContext, useField } from './form-context.ts'
import { Icon } from './Icon.tsx'
import { localPath } from './language.ts'
import { useLanguage, useVisit } from './page-context.ts'

type FormProps = {
  /** The path of its FormRoute with the `:name`s filled in, without the language. */
  readonly action: string
  /** What of the page's query the page needs when it is shown again, e.g. `?code=5120`. */
  readonly query?: string
  /** Names the form for screen readers where it has no heading of its own. */
  readonly label?: string
  readonly className?: string
  readonly children: ReactNode
}

/** A form of a private page: with its key, so that a double click or a reload is one act. */
export function Form({ action, query = '', label, className = 'flow', children }: FormProps) {
  const language = useLanguage()
  const { formKey } = useVisit()
  assert(formKey !== '', `the form ${action} stands on a private page`)
  return (
    <form
      className={className}
      method="post"
      action={`${localPath(language, action)}${query}`}
      aria-label={label}
      data-form=""
      noValidate
    >
      <input type="hidden" name="key" value={formKey} />
      <FormContext value={action}>{children}</FormContext>
    </form>
  )
}

/** A value that the page knows already. */
export function Hidden({ name, value }: { readonly name: string; readonly value: string }) {
  return <input type="hidden" name={name} value={value} />
}

type FieldFrameProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly children: ReactNode
}

export function FieldFrame({ id, label, hint, error, children }: FieldFrameProps) {
  return (
    <div className={error === undefined ? 'field' : 'field bad'}>
      <label htmlFor={id}>{label}</label>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
    </div>
  )
}

export function HintAndError({ id, hint, error }: Omit<FieldFrameProps, 'label' | 'children'>) {
  return (
    <>
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
    </>
  )
}

/** What all fields share. Inside a Form, id, error and typed value come from its name. */
export type FieldProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly id?: string
  readonly error?: string
  /** What stands in it at first. */
  readonly value?: string
  readonly autoComplete?: string
}

type TextFieldProps = FieldProps & {
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'search' | 'tel'
  /** `huge` at a counter, `slim` in a line of a list. */
  readonly size?: 'huge' | 'slim'
  readonly hasFocus?: boolean
}

export function Field(props: TextFieldProps) {
  const { name, label, hint, inputMode, autoComplete, size, hasFocus } = props
  const state = useField(name)
  const id = props.id ?? state.id
  const error = props.error ?? state.error
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <input
        className={size === undefined ? 'input' : `input ${size}`}
        id={id}
        name={name}
        defaultValue={state.value ?? props.value}
        inputMode={inputMode}
        autoComplete={autoComplete}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- at a counter the page is the one field, and everything is done by keyboard.
        autoFocus={hasFocus}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, error)}
      />
    </FieldFrame>
  )
}

type SubmitProps = {
  readonly children: ReactNode
  /** One filled button a page; `against` contests or refuses. */
  readonly kind?: 'filled' | 'plain' | 'against'
  /** What it says while it is being sent. */
  readonly busy?: string
  /** Sent only by the button that was pressed, where a form has several. */
  readonly name?: string
  readonly value?: string
}

export function Submit({ children, kind = 'filled', busy, name, value }: SubmitProps) {
  return (
    <button
      className={kind === 'filled' ? 'btn' : `btn ${kind}`}
      type="submit"
      name={name}
      value={value}
      data-busy={busy}
    >
      {children}
    </button>
  )
}
