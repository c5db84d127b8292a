/** What the book may refuse to record, as sentences with a way out. */
import type { ProblemTexts } from '#platform/http/route.ts'
import type { ClaimRefusal } from '../contract.ts'

export const refusals: ProblemTexts<ClaimRefusal> = {
  claim_differs: {
    en: 'Another value stands recorded for this place in the source. If it was misread, publish the right one as the next vintage.',
    zh: '该来源的同一处已记录了另一内容。如系误读，请将正确值作为下一版次发布。',
  },
  unknown_indicator: {
    status: 422,
    en: 'This indicator is not in the catalogue.',
    zh: '指标目录中没有这个指标。',
  },
  unknown_area: {
    status: 422,
    en: 'This area is not in the catalogue.',
    zh: '地区目录中没有这个地区。',
  },
  unit_does_not_fit: {
    status: 422,
    en: 'This unit does not fit the indicator and the kind of figure.',
    zh: '该单位与指标及数值类型不符。',
  },
  base_missing: {
    status: 422,
    en: 'A figure of this kind means nothing without what it refers to: give its base.',
    zh: '此类数值须说明比较对象：请填写基准。',
  },
  published_in_future: {
    status: 422,
    en: 'The date of publication lies in the future.',
    zh: '发布日期在未来。',
  },
  vintage_skipped: {
    en: 'The vintage before this one is not in the book.',
    zh: '账簿中没有上一版次。',
  },
}
