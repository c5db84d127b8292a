/** The page of one entry, from its proof. */
import { measureFromJson } from '#kernel/figures/cell.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import type { Leaf } from '#kernel/log/leaf.ts'
import { type Transfer, transferFromJson } from '#kernel/money/transfer.ts'
import { unreachable } from '#kernel/std/assert.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { bytesFromBase64 } from '#kernel/std/base64.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { erasedWords } from '#platform/http/erased-words.ts'
import type { EntryProof } from '#platform/http/log-reader.ts'
import { drawCode } from '#web/kit/code-drawing.ts'
import { formatCount } from '#web/kit/format.ts'
import type { Words } from '#web/kit/language.ts'
import type {
  DisclosedField,
  LeafContent,
  EntryView,
  MeasureLine,
  ProofPath,
  TransferLine,
} from '#web/pages/EntryPage.tsx'
import { checkPath, entryPath, receiptFile } from '#web/pages/paths.ts'
import { leafOf } from './entry-lines.ts'
import { actOf, tell } from './entry-words.ts'
import { type Head, levelOfNote, sizeAndRoot } from './heads.ts'

/**
 * `isShown`: whether this reader may see what it says; the disclosures are the reader's own. `origin`: where the
 * reader found this page.
 */
export function entryView(
  { port, name, size }: Head,
  proven: EntryProof,
  { isShown, origin }: { readonly isShown: boolean; readonly origin: string },
): EntryView {
  const { type, entry } = proven
  const { index } = entry
  const bytes = utf8Of(entry.leaf)
  const leaf = leafOf(bytes)
  const told = tell(isShown ? leaf : null)
  const proof = proofPath(proven)
  const isLast = index + 1 >= Math.max(size, proof.size)
  return {
    book: name,
    index,
    at: formatInstant(leaf.atMs),
    act: actOf(type),
    summary: told.summary,
    leafHashHex: hexOf(nodeHashing.leaf(bytes)),
    level: levelOfNote(proven.checkpoint, port),
    content: isShown
      ? {
          ...contentOf(leaf),
          disclosed: [
            ...entry.disclosures.flatMap(disclosedField),
            ...proven.erased.map(({ name: field, erasedAtMs }) => {
              return { name: field, value: erasedWords(erasedAtMs) }
            }),
          ],
          facts: told.facts,
          leafText: JSON.stringify(JSON.parse(entry.leaf), null, 2),
          leafBytes: bytes.length,
          receipt: receiptFile(name.id, index),
          code: drawCode(`${origin}${checkPath(receiptFile(name.id, index).href)}`),
        }
      : null,
    proof,
    ...(index === 0 ? {} : { previousHref: entryPath(name.id, index - 1) }),
    ...(isLast ? {} : { nextHref: entryPath(name.id, index + 1) }),
  }
}

function proofPath({ entry, checkpoint }: EntryProof): ProofPath {
  const lines = entry.path.split('\n').filter((line) => line !== '')
  return {
    ...sizeAndRoot(checkpoint),
    siblingsHex: lines.map((line) => hexOf(bytesFromBase64(line) ?? new Uint8Array())),
  }
}

function disclosedField(text: string): DisclosedField[] {
  const disclosure = parseDisclosure(text)
  if (!disclosure.ok) return []
  const { name, value } = disclosure.value
  const said = typeof value === 'string' ? value : canonicalText(value)
  return [{ name, value: { en: said, zh: said } }]
}

/** What every reader of a leaf sees; its disclosures go to parties alone. */
export function contentOf({
  transfers,
  measures,
  parties,
}: Pick<Leaf, 'transfers' | 'measures' | 'parties'>): Pick<
  LeafContent,
  'transfers' | 'measures' | 'parties' | 'disclosed'
> {
  return {
    transfers: transfers.flatMap((json, place) => {
      const transfer = transferFromJson(json)
      return transfer === undefined ? [] : [{ id: String(place), ...transferLine(transfer) }]
    }),
    measures: measures.flatMap((json): MeasureLine[] => {
      const measure = measureFromJson(json)
      if (measure === undefined) return []
      const sign = measure.amount > 0n ? '+' : ''
      return [{ ...measure, amount: `${sign}${formatCount(measure.amount)}` }]
    }),
    parties,
    disclosed: [],
  }
}

const PHASES = {
  open: { en: 'account opened', zh: '开户' },
  move: { en: 'posted', zh: '已入账' },
  hold: { en: 'held', zh: '已预留' },
  post: { en: 'hold posted', zh: '预留入账' },
  void: { en: 'hold voided', zh: '预留撤销' },
  expire: { en: 'hold expired', zh: '预留到期' },
} as const satisfies Record<Transfer['op'], Words>

function transferLine(transfer: Transfer): Omit<TransferLine, 'id'> {
  const phase = PHASES[transfer.op]
  switch (transfer.op) {
    case 'open':
      return { debit: transfer.account, credit: '', amountMinor: null, phase }
    case 'move':
    case 'hold': {
      const { debit, credit, amountMinor } = transfer
      return { debit, credit, amountMinor, phase }
    }
    case 'post':
      return { debit: transfer.hold, credit: '', amountMinor: transfer.amountMinor, phase }
    case 'void':
    case 'expire':
      return { debit: transfer.hold, credit: '', amountMinor: null, phase }
    default:
      return unreachable(transfer)
  }
}
