/** The words of a check of a whole book. */
import { catalogue } from '#web/kit/language.ts'

type At = { readonly size: string; readonly origin: string }

export const bookMessages = catalogue(
  {
    folder: 'Choose a folder: a whole book',
    checking: ({ done, of }: { done: string; of: string }) =>
      `Hashing the book: ${done} of ${of} entries.`,
    opening: 'Opening the book.',
    sound: 'This book is sound',
    unsound: 'Do not rely on this book',
    unreadable: 'This book cannot be read',
    tooLarge: 'This book is too large for a browser',
    tooLargeDo: 'The command line takes it, whatever its size:',
    tooManyFiles: 'These are more files than a browser should open at once.',
    stands: ({ size, origin }: At) =>
      `All ${size} entries of ${origin} lead to the root that was signed.`,
    hashesOnly: 'There are no entries in this folder, so hashes alone were checked.',
    checked: 'What was checked',
    signed: 'The book signed the checkpoint.',
    cosigned: ({ names }: { names: string }) => `Cosigned by ${names}.`,
    hashed: 'Every tile was hashed anew, up to the signed root.',
    replayed:
      'Every entry was read and replayed: each could happen where it stands, money is conserved, and no account is overdrawn.',
    unchecked: 'What this does not show',
    limitTrue: 'That what was recorded is true.',
    limitNewest:
      'That this is the newest state of the book, or that others were shown the same: compare its checkpoint with witnesses.',
    limitNumbers:
      'Running numbers of parties, and values that entries only commit to: these are for whoever holds receipts.',
    incomplete:
      'Files are missing or cannot be read. That says nothing about the book: get the folder again, whole.',
    detail: 'In detail',
    why_checkpoint_refused: 'The checkpoint is not signed by whom the policy trusts.',
    why_not_witnessed: 'Fewer witnesses than demanded have cosigned.',
    why_forked: 'The book has signed two pasts.',
    why_truncated: 'The book shows fewer entries than it has signed.',
    why_tile_wrong: 'What lies here does not hash to the root that was signed.',
    why_entry_wrong: 'An entry is not the one that was hashed, or cannot have happened.',
    why_money_wrong: 'Amounts do not sum up.',
  },
  {
    folder: '选择文件夹：整本账簿',
    checking: ({ done, of }) => `正在重算账簿：${of} 条中的 ${done} 条。`,
    opening: '正在打开账簿。',
    sound: '这本账簿完好',
    unsound: '不要采信这本账簿',
    unreadable: '这本账簿读不出',
    tooLarge: '这本账簿对浏览器来说太大',
    tooLargeDo: '命令行可以验证，大小不限：',
    tooManyFiles: '文件过多，不宜在浏览器中一次打开。',
    stands: ({ size, origin }) => `${origin} 的全部 ${size} 条都通向被签名的根。`,
    hashesOnly: '文件夹中没有条目，因此只验证了哈希。',
    checked: '验证了什么',
    signed: '账簿已签署检查点。',
    cosigned: ({ names }) => `见证方：${names}。`,
    hashed: '每一片哈希都已重算，直到被签名的根。',
    replayed: '每一条都已读取并重放：各条在其位置上均可发生，资金守恒，没有账户透支。',
    unchecked: '这不能说明什么',
    limitTrue: '不能说明所记录的内容属实。',
    limitNewest: '不能说明这是账簿的最新状态，也不能说明他人看到的相同：请与见证方的检查点比对。',
    limitNumbers: '不含当事方的编号，以及条目仅作承诺的值：那由持有回执者验证。',
    incomplete: '文件缺失或读不出。这并不说明账簿有问题：请重新取得完整的文件夹。',
    detail: '详情',
    why_checkpoint_refused: '检查点不是由策略所信任者签署的。',
    why_not_witnessed: '见证方数未达到要求。',
    why_forked: '账簿签署了两种历史。',
    why_truncated: '账簿所示的条目少于其签署过的。',
    why_tile_wrong: '此处的内容算不到被签名的根。',
    why_entry_wrong: '某条目不是当初被哈希的那条，或者不可能发生。',
    why_money_wrong: '金额不平。',
  },
)
