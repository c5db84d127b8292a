/** The words of the page of contradictions. */
import { catalogue } from '#web/kit/language.ts'
import type { Doubt, Rule } from '../domain/findings/check.ts'

type Counted = { readonly count: string }

export const findingMessages = catalogue(
  {
    title: 'What does not fit together',
    lead: 'Every published figure that is recorded here is compared with the others. Nothing on this page is written by hand: it is what the arithmetic finds.',
    certain: 'They cannot both hold as printed',
    certainNote:
      'Even if every digit was rounded and every word is taken generously, the ranges do not meet.',
    doubtful: 'In doubt',
    doubtfulNote:
      'Something does not fit, but a word, a definition or a basis may explain it. That is no contradiction.',
    noneCertain: 'No two of these figures contradict each other for certain.',
    noneDoubtful: 'Nothing is in doubt.',
    examined: ({ claims, checks }: { claims: string; checks: string }) =>
      `${claims} claims examined, ${checks} comparisons made.`,
    partly: ({ count }: Counted) =>
      `There are more claims than are examined at a time: the first ${count} in the order of the list.`,
    arithmetic: 'Arithmetic',
    gives: ({ formula, result }: { formula: string; result: string }) => `${formula} = ${result}`,
    claimed: ({ printed, range }: { printed: string; range: string }) =>
      `Printed: ${printed}, that is ${range}.`,
    before: ({ range }: { range: string }) => `The two steps before: ${range}.`,
    rounded: 'Computed ends are shown to three places; they are compared exactly.',
    reasons: 'Why it is a doubt',
    computedLabel: 'computed',
    claimedLabel: 'printed',
    gap: 'gap',
    described: ({ title }: { title: string }) =>
      `${title}: the computed and the printed range on one line; the text above says both.`,
    figures: 'The figures',
    compared: 'What is compared',
    computed: 'Computed',
    role: 'In the formula',
    stated: 'compared with',
    days: 'days of the period',
    years: 'years of the period',
    one: '1',
  },
  {
    title: '彼此不符的数字',
    lead: '此处记录的每个发布值都与其他数值比较。本页没有一处是手写的，都是计算所得。',
    certain: '按所印数字，两者不能同时成立',
    certainNote: '即使每个数位都是约数、每个用语都从宽理解，两个范围仍不相交。',
    doubtful: '存疑',
    doubtfulNote: '有不符之处，但可能由用语、定义或口径解释。这不算矛盾。',
    noneCertain: '这些数字中没有确定互相矛盾的。',
    noneDoubtful: '没有存疑之处。',
    examined: ({ claims, checks }) => `已检查 ${claims} 个发布值，比较 ${checks} 次。`,
    partly: ({ count }) => `发布值多于一次可检查的数量：按列表次序检查了前 ${count} 个。`,
    arithmetic: '计算',
    gives: ({ formula, result }) => `${formula} = ${result}`,
    claimed: ({ printed, range }) => `所印：${printed}，即 ${range}。`,
    before: ({ range }) => `之前两步：${range}。`,
    rounded: '计算所得的端点显示到三位小数；比较时用精确值。',
    reasons: '为何存疑',
    computedLabel: '计算所得',
    claimedLabel: '所印',
    gap: '差距',
    described: ({ title }) => `${title}：计算所得与所印的范围画在同一线上；上文已述。`,
    figures: '所涉数字',
    compared: '比较内容',
    computed: '计算所得',
    role: '在算式中',
    stated: '与之比较',
    days: '该时期的天数',
    years: '该时期的年数',
    one: '1',
  },
)

export const ruleMessages = catalogue(
  {
    same_fact: 'Two figures for one fact',
    formula: 'A figure and the formula that it follows from',
    change: 'A printed change and the printed levels',
    yearly_growth: 'Average yearly growth and the printed levels',
    multiple_and_growth: 'A multiple and the yearly growth over the same years',
    share: 'A share, its part and its whole',
    part_of_whole: 'A part that is more than its whole',
    sum_of_parts: 'Parts that together are more than the whole',
    completed_of_assigned: 'More completed than assigned',
    count_that_falls: 'A count that falls',
    break_in_series: 'A jump that the steps before do not prepare',
    one_figure_two_areas: 'One number, printed for an area and for a part of it',
    one_number_two_meanings: 'One number, printed for two things',
    ten_times: 'Scale words that are ten times apart',
  } satisfies Record<Rule, string>,
  {
    same_fact: '同一事实的两个数字',
    formula: '数值与其算式',
    change: '所印增减与所印数值',
    yearly_growth: '年均增长与所印数值',
    multiple_and_growth: '同一时期的倍数与年均增长',
    share: '比重、部分与整体',
    part_of_whole: '部分大于整体',
    sum_of_parts: '各部分之和大于整体',
    completed_of_assigned: '完成数多于任务数',
    count_that_falls: '下降的计数',
    break_in_series: '前后不连贯的跳升',
    one_figure_two_areas: '同一数字，既用于某地区又用于其一部分',
    one_number_two_meanings: '同一数字，用于两种事物',
    ten_times: '量级相差十倍',
  },
)

export const doubtMessages = catalogue(
  {
    edge: 'The ranges meet, but only at their edge: one of the numbers was rounded up or cut off.',
    rounding: 'They fit only if trailing zeros are rounding, or if “nearly” means far less.',
    price_basis:
      'One may be at current and the other at constant prices: yearly price changes of −2 to 5 % would explain it.',
    definition: 'The two may be defined, recognised or counted differently.',
    area: 'One of them may belong to the other area.',
    scale: 'A scale word may have slipped by ten in translation: 百亿 is ten billion.',
    period: 'The period of one of them is inferred, not printed.',
    unconfirmed: 'One of them was never compared with a source.',
    break:
      'A revised base or another set of areas is likelier than growth. Do not read it as growth.',
  } satisfies Record<Doubt, string>,
  {
    edge: '两个范围仅在边缘相交：其中一个数经过进位或截断。',
    rounding: '只有当末尾的零为约数，或“近”远小于所印数时，才相符。',
    price_basis: '一为现价、一为不变价：每年 −2% 至 5% 的价格变动即可解释。',
    definition: '两者的定义、认定层级或计数方法可能不同。',
    area: '其中一个可能属于另一地区。',
    scale: '翻译时量级可能差十倍：“百亿”是 ten billion。',
    period: '其中一个的时期为推定，并非所印。',
    unconfirmed: '其中一个从未与来源核对。',
    break: '口径修订或范围变化比增长更可能。请勿读作增长。',
  },
)
