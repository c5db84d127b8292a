/** The acts of a consumer as forms of its pages. Ids come from the form's key, so that two clicks are one act. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import { optionalField, typedText } from '#platform/http/form-fields.ts'
import { formRoute, type FormRoute } from '#platform/http/form-route.ts'
import {
  CAUSES,
  CONTEST_REASONS,
  ContractId,
  Party,
  ProductId,
  REASON_CHARS_MAX,
  RefundId,
  UseId,
  type CommandName,
  type PrepaidCommand,
} from '../contract.ts'
import { findCard } from '../store/cards.ts'
import { cardPath, cardsPath } from '../web/paths.ts'
import { refusalsOf } from './refusals.ts'

const BUY = 'prepaid.buy'
const detail = optionalField(typedText(REASON_CHARS_MAX))
const SENTENCES = {
  detail: {
    en: `Say it in at most ${REASON_CHARS_MAX} characters.`,
    zh: `请在 ${REASON_CHARS_MAX} 字以内说明。`,
  },
}

const ofUse = z.strictObject({ use: UseId })
const ofRefund = z.strictObject({ refund: RefundId })

function command<N extends CommandName>(fields: PrepaidCommand<N>): PrepaidCommand<N> {
  return fields
}

export function consumerForms(): readonly FormRoute[] {
  return [
    formRoute({
      path: '/prepaid/uses/:use/confirm',
      page: '/prepaid/uses/:use/contest',
      permission: BUY,
      params: ofUse,
      schema: z.strictObject({}),
      sentences: {},
      refusals: refusalsOf('confirm-use'),
      command: ({ person, params }) => ({
        book: person.book,
        command: command<'confirm-use'>({ type: 'prepaid.confirm-use', use: params.use }),
      }),
      done: () => cardsPath,
    }),
    formRoute({
      path: '/prepaid/uses/:use/contest',
      permission: BUY,
      params: ofUse,
      schema: z.strictObject({ reason: z.enum(CONTEST_REASONS), detail }),
      sentences: {
        ...SENTENCES,
        reason: { en: 'Choose what happened.', zh: '请选择发生了什么。' },
      },
      refusals: refusalsOf('contest-use'),
      command: ({ person, params, fields }) => ({
        book: person.book,
        command: command<'contest-use'>({
          type: 'prepaid.contest-use',
          use: params.use,
          reason: fields.reason,
          ...(fields.detail === undefined ? {} : { detail: fields.detail }),
        }),
      }),
      done: () => cardsPath,
    }),
    formRoute({
      path: '/prepaid/at/:shop',
      permission: BUY,
      params: z.strictObject({ shop: Party }),
      schema: z.strictObject({ contract: ContractId }),
      sentences: { contract: { en: 'Choose one of your cards.', zh: '请选择一张卡。' } },
      refusals: refusalsOf('check-in'),
      command: ({ person, params, fields, key }) => ({
        book: person.book,
        command: command<'check-in'>({
          type: 'prepaid.check-in',
          use: contentId('use_', [key]),
          contract: fields.contract,
          shop: params.shop,
        }),
      }),
      done: ({ fields }) => cardPath(fields.contract),
    }),
    buyForm(),
    ...refundForms(),
  ]
}

function buyForm(): FormRoute {
  return formRoute({
    path: '/prepaid/buy/:product',
    permission: BUY,
    params: z.strictObject({ product: ProductId }),
    schema: z.strictObject({
      experience: z.enum(['none', 'had']),
      textSha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    sentences: {
      experience: {
        en: 'Say whether you had this service before: it decides the seven-day right.',
        zh: '请说明此前是否体验过该服务：这关系到七日退款权。',
      },
      textSha256: {
        en: 'Load the page again: the text that you read is not known any more.',
        zh: '请重新载入页面：您阅读的文本已失效。',
      },
    },
    refusals: refusalsOf('sign'),
    command: ({ person, params, fields, key }) => ({
      book: person.book,
      command: command<'sign'>({
        type: 'prepaid.sign',
        contract: contentId('con_', [key]),
        product: params.product,
        hasPriorExperience: fields.experience === 'had',
        textSha256: fields.textSha256,
      }),
    }),
    done: ({ key }) => cardPath(contentId('con_', [key])),
  })
}

export interface PayIn {
  readonly reference: string
  readonly amountMinor: bigint
  readonly payer: string
}

const ARRIVAL_MS_MAX = 10_000
const LOOK_MS = 250

/** Paying by a click, at the simulated bank; it answers when the bank's notice has reached the book. */
export function payForm(
  pool: pg.Pool,
  payIn: (book: string, payment: PayIn) => Promise<void>,
): FormRoute {
  return formRoute({
    path: '/prepaid/cards/:contract/pay',
    page: '/prepaid/cards/:contract',
    permission: BUY,
    params: z.strictObject({ contract: ContractId }),
    schema: z.strictObject({}),
    sentences: {},
    refusals: refusalsOf('propose-match'),
    async command({ person: { book, name }, principal, params: { contract } }) {
      const card = await findCard(pool, book, contract)
      if (card === undefined || card.contract.consumer !== principal.party) {
        return { refused: 'contract_unknown' }
      }
      const { state, priceMinor } = card.contract
      if (state !== 'signed') return { refused: 'contract_not_signed' }
      await payIn(book, { reference: contract, amountMinor: priceMinor, payer: name.zh })
      for (let waitedMs = 0; waitedMs < ARRIVAL_MS_MAX; waitedMs += LOOK_MS) {
        const now = await findCard(pool, book, contract)
        if (now?.contract.state !== 'signed') break
        await sleep(LOOK_MS)
      }
      return { leadsTo: cardPath(contract) }
    },
  })
}

function refundForms(): readonly FormRoute[] {
  return [
    formRoute({
      path: '/prepaid/cards/:contract/refund',
      permission: BUY,
      params: z.strictObject({ contract: ContractId }),
      schema: z.strictObject({ cause: z.enum(CAUSES), detail }),
      sentences: {
        ...SENTENCES,
        cause: { en: 'Choose why it ends.', zh: '请选择因何结束。' },
      },
      refusals: refusalsOf('ask-refund'),
      command: ({ person, params, fields, key }) => ({
        book: person.book,
        command: command<'ask-refund'>({
          type: 'prepaid.ask-refund',
          refund: contentId('rfd_', [key]),
          contract: params.contract,
          cause: fields.cause,
          ...(fields.detail === undefined ? {} : { detail: fields.detail }),
        }),
      }),
      done: ({ params }) => cardPath(params.contract),
    }),
    formRoute({
      path: '/prepaid/refunds/:refund/withdraw',
      page: '/prepaid/refunds/:refund',
      permission: BUY,
      params: ofRefund,
      schema: z.strictObject({}),
      sentences: {},
      refusals: refusalsOf('withdraw-refund'),
      command: ({ person, params }) => ({
        book: person.book,
        command: command<'withdraw-refund'>({
          type: 'prepaid.withdraw-refund',
          refund: params.refund,
        }),
      }),
    }),
    formRoute({
      path: '/prepaid/refunds/:refund/account',
      page: '/prepaid/refunds/:refund',
      permission: BUY,
      params: ofRefund,
      schema: z.strictObject({ account: typedText(60) }),
      sentences: {
        account: { en: 'Give the number of an account in your name.', zh: '请填写您名下的账号。' },
      },
      refusals: refusalsOf('give-account'),
      command: ({ person, params, fields }) => ({
        book: person.book,
        command: command<'give-account'>({
          type: 'prepaid.give-account',
          refund: params.refund,
          account: fields.account,
        }),
      }),
    }),
  ]
}
