/** Subject access and erasure as forms: a person for itself, an office for somebody who asked on paper. */
import { z } from 'zod'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { Ticked, typedText, typedWhole } from '#platform/http/form-fields.ts'
import { formRoute, type FormRoute } from '#platform/http/form-route.ts'
import { BASES, GROUND_CHARS_MAX, RETENTION_YEARS_MAX, WHEN } from '../contract.ts'
import type { CommandName, PrivacyCommand } from '../contract.ts'
import {
  approveFormPath,
  eraseFormPath,
  erasuresPath,
  myDataPath,
  periodFormPath,
  proposeFormPath,
  rejectFormPath,
  withdrawFormPath,
} from '../web/paths.ts'
import { refusalsOf, tellRefusal } from './refusals.ts'

const basisSentence = { en: 'Choose a ground.', zh: '请选择依据。' }
const whenSentence = { en: 'Choose when.', zh: '请选择时间。' }

function command<N extends CommandName>(fields: PrivacyCommand<N>): PrivacyCommand<N> {
  return fields
}

export function privacyForms(): readonly FormRoute[] {
  return [eraseForm(), withdrawForm(), proposeForm(), ...decisionForms(), periodForm()]
}

function eraseForm(): FormRoute {
  return formRoute({
    path: eraseFormPath,
    page: myDataPath,
    permission: 'privacy.ask',
    schema: z.strictObject({ basis: z.enum(BASES), when: z.enum(WHEN), understood: Ticked }),
    sentences: {
      basis: basisSentence,
      when: whenSentence,
      understood: {
        en: 'Say that you have read what follows: it cannot be undone.',
        zh: '请确认已阅读后果：删除后不能恢复。',
      },
    },
    refusals: refusalsOf('erase'),
    tell: tellRefusal,
    command: ({ person, principal, fields: { basis, when } }) => ({
      book: person.book,
      command: command<'erase'>({ type: 'privacy.erase', subject: principal.party, basis, when }),
    }),
  })
}

function withdrawForm(): FormRoute {
  return formRoute({
    path: withdrawFormPath,
    page: myDataPath,
    permission: 'privacy.ask',
    schema: z.strictObject({}),
    sentences: {},
    refusals: refusalsOf('withdraw-erasure'),
    command: ({ person, principal }) => ({
      book: person.book,
      command: command<'withdraw-erasure'>({
        type: 'privacy.withdraw-erasure',
        subject: principal.party,
      }),
    }),
  })
}

function proposeForm(): FormRoute {
  return formRoute({
    path: proposeFormPath,
    page: erasuresPath,
    permission: 'privacy.act-for',
    schema: z.strictObject({
      subject: z.string().trim().regex(PARTY_ID),
      basis: z.enum(BASES),
      when: z.enum(WHEN),
    }),
    sentences: {
      subject: {
        en: 'Write the pseudonym as it stands in the entries: pty_ and what follows.',
        zh: '请按条目所载填写代号：pty_ 及其后内容。',
      },
      basis: basisSentence,
      when: whenSentence,
    },
    refusals: refusalsOf('propose-erasure'),
    tell: tellRefusal,
    fieldOf: { subject_unknown: 'subject', erasure_asked: 'subject' },
    command: ({ person, principal: { party, organisation = party }, fields }) => ({
      book: person.book,
      command: command<'propose-erasure'>({
        type: 'privacy.propose-erasure',
        ...fields,
        by: organisation,
      }),
    }),
  })
}

const ofSubject = z.strictObject({ subject: z.string().regex(PARTY_ID) })

function decisionForms(): readonly FormRoute[] {
  const common = {
    page: erasuresPath,
    permission: 'privacy.act-for',
    params: ofSubject,
    schema: z.strictObject({}),
    sentences: {},
    tell: tellRefusal,
    done: () => erasuresPath,
  } as const
  return [
    formRoute({
      ...common,
      path: approveFormPath,
      refusals: refusalsOf('approve-erasure'),
      command: ({ person, params: { subject } }) => ({
        book: person.book,
        command: command<'approve-erasure'>({ type: 'privacy.approve-erasure', subject }),
      }),
    }),
    formRoute({
      ...common,
      path: rejectFormPath,
      refusals: refusalsOf('reject-erasure'),
      command: ({ person, params: { subject } }) => ({
        book: person.book,
        command: command<'reject-erasure'>({ type: 'privacy.reject-erasure', subject }),
      }),
    }),
  ]
}

/** For how long the book keeps: whoever came for no registry is refused by the decider's own word. */
function periodForm(): FormRoute {
  return formRoute({
    path: periodFormPath,
    page: erasuresPath,
    permission: 'privacy.act-for',
    schema: z.strictObject({
      years: typedWhole(RETENTION_YEARS_MAX).pipe(z.int().min(1)),
      ground: typedText(GROUND_CHARS_MAX),
    }),
    sentences: {
      years: {
        en: `Enter a whole number of years, at most ${RETENTION_YEARS_MAX}.`,
        zh: `请填写整数年数，至多 ${RETENTION_YEARS_MAX} 年。`,
      },
      ground: {
        en: `Name the law or order that asks for it, in at most ${GROUND_CHARS_MAX} characters.`,
        zh: `请写明依据的法律或命令，不超过 ${GROUND_CHARS_MAX} 字。`,
      },
    },
    refusals: refusalsOf('set-retention'),
    tell: tellRefusal,
    fieldOf: { retention_below_law: 'years' },
    command({ person, principal: { organisation }, fields }) {
      if (organisation === undefined) return { refused: 'retention_not_yours' }
      return {
        book: person.book,
        command: command<'set-retention'>({
          type: 'privacy.set-retention',
          registry: organisation,
          ...fields,
        }),
      }
    },
  })
}
