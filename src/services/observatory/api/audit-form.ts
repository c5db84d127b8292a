/** What the page of the signature sends: a text, its day, and the corrections that were made. */
import { z } from 'zod'
import { optionalField, TypedDay } from '#platform/http/form-fields.ts'
import { type FormRoute, formRoute } from '#platform/http/form-route.ts'
import { parseJson } from '#kernel/std/canonical-json.ts'
import { Corrections } from '../contract.ts'
import { auditMessages } from '../web/audit-messages.ts'
import { auditSignPath } from '../web/audit-paths.ts'
import { signatureOf } from './audit-signature.ts'
import type { KeptKnown } from './known-figures.ts'

/** A form of 32 KiB holds no more of a text that is not in Latin letters. */
const SIGNED_CHARS_MAX = 30_000

const Typed = z.strictObject({
  text: z.string().min(1).max(SIGNED_CHARS_MAX),
  date: optionalField(z.string().trim().pipe(TypedDay)),
  corrections: optionalField(
    z.string().transform((json, context) => {
      const read = parseJson(json)
      const list = read.ok ? Corrections.safeParse(read.value) : undefined
      if (list?.success === true) return list.data
      context.addIssue({ code: 'custom', message: 'Expected a list of corrections.' })
      return z.NEVER
    }),
  ),
})

function sentence(name: 'textWrong' | 'dateWrong' | 'correctionsWrong') {
  return { en: auditMessages.en[name], zh: auditMessages.zh[name] }
}

export function auditSignForm(known: KeptKnown): FormRoute {
  return formRoute({
    path: auditSignPath,
    permission: 'claims.import',
    schema: Typed,
    sentences: {
      text: sentence('textWrong'),
      date: sentence('dateWrong'),
      corrections: sentence('correctionsWrong'),
    },
    refusals: {},
    async command({ fields, books }) {
      const [book = ''] = books.keys()
      return { book, command: signatureOf(fields, await known.load()) }
    },
  })
}
