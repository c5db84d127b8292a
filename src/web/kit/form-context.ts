/** What the fields of one form know: their ids, what was typed, and what to put right. */
import { createContext, use } from 'react'
import { useLanguage, useVisit } from './page-context.ts'

/** The path that the form is sent to, without language and query; it is what tells forms of a page apart. */
export const FormContext = createContext<string | null>(null)

type FieldState = {
  readonly id: string
  readonly value: string | undefined
  readonly error: string | undefined
  /** Whether this form came back: then a box that is not among the values was not ticked. */
  readonly isReturned: boolean
}

export function useField(name: string): FieldState {
  const language = useLanguage()
  const action = use(FormContext)
  const { returned } = useVisit()
  const id = fieldId(action ?? '', name)
  if (returned === null || returned.action !== action) {
    return { id, value: undefined, error: undefined, isReturned: false }
  }
  const error = returned.errors.find((one) => one.name === name)?.sentence[language]
  return { id, value: returned.values[name], error, isReturned: true }
}

/** The same for the summary on top and for the field itself. */
export function fieldId(action: string, name: string): string {
  return `${action}-${name}`.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-/, '')
}

export function describedBy(id: string, hint?: string, error?: string): string | undefined {
  const ids = [
    hint === undefined ? '' : `${id}-hint`,
    error === undefined ? '' : `${id}-error`,
  ].filter((part) => part !== '')
  return ids.length === 0 ? undefined : ids.join(' ')
}
