/**
 * What each step of a check means, in one sentence and two languages: what it proves when it passes, and
 * what is wrong when it fails. The last sentences say what no receipt proves.
 */
import type { Level } from './signed-checkpoint.ts'
import type { Reason, StepName, Verdict } from './verify.ts'

export type Sentence = { readonly en: string; readonly zh: string }

/** What a passed step has shown. */
export const PASSED: Readonly<Record<StepName, Sentence>> = {
  policy: {
    en: 'A policy says which logs and witnesses are trusted.',
    zh: '已载入信任策略，其中列明受信任的日志与见证方。',
  },
  receipt: { en: 'The file is a receipt of this format.', zh: '文件符合回执格式。' },
  proof: {
    en: 'The receipt holds an inclusion proof and a checkpoint.',
    zh: '回执内含包含性证明和检查点。',
  },
  leaf: {
    en: 'The entry is in canonical form, so it can be read in one way only.',
    zh: '条目为规范格式，只有一种读法。',
  },
  inclusion: {
    en: 'The path leads from this entry, at its index, up to a root.',
    zh: '路径从该序号的条目向上推算出一个根。',
  },
  root: {
    en: 'That root is the root in the checkpoint: the entry is in this tree, unchanged.',
    zh: '推算的根与检查点的根一致：条目在此树中，未被改动。',
  },
  origin: {
    en: 'The entry was written for this book, and the policy knows its log.',
    zh: '条目属于此账簿，其日志在信任策略之内。',
  },
  log_signature: {
    en: 'The log signed the checkpoint: the hub cannot deny this entry.',
    zh: '日志已签署检查点：枢纽不能否认该条目。',
  },
  cosignatures: {
    en: 'Every signature by a witness that the policy knows is valid.',
    zh: '策略所列见证方的签名均有效。',
  },
  quorum: {
    en: 'The witnesses were counted against the rule of the policy.',
    zh: '已按策略规则清点见证方。',
  },
  times: {
    en: 'No time in the receipt lies in the future.',
    zh: '回执中的时间均不晚于现在。',
  },
  disclosures: {
    en: 'Each disclosed value is the one that the entry committed to.',
    zh: '每个披露值均与条目中的承诺相符。',
  },
}

/** Why a step failed. */
export const FAILED: Readonly<Record<Reason, Sentence>> = {
  policy_missing: {
    en: 'No trust policy is loaded, so nothing can be judged.',
    zh: '未载入信任策略，无法判断。',
  },
  receipt_malformed: {
    en: 'The file is not a receipt: a field is missing, unknown, repeated or too long.',
    zh: '文件不是回执：字段缺失、未知、重复或过长。',
  },
  proof_malformed: {
    en: 'The inclusion proof is not written as the format demands.',
    zh: '包含性证明不符合格式要求。',
  },
  note_malformed: {
    en: 'The signed checkpoint is not written as the format demands.',
    zh: '已签名的检查点不符合格式要求。',
  },
  checkpoint_malformed: {
    en: 'The checkpoint does not state an origin, a size and a root as it must.',
    zh: '检查点未按要求写明来源、大小和根。',
  },
  leaf_too_long: {
    en: 'The entry is longer than any entry can be.',
    zh: '条目超过允许的最大长度。',
  },
  leaf_not_canonical: {
    en: 'The entry is not in canonical form, so it could be read in two ways.',
    zh: '条目不是规范格式，可能有两种读法。',
  },
  leaf_malformed: {
    en: 'The entry lacks a field that every entry has, or has one that none has.',
    zh: '条目缺少必备字段，或含有未知字段。',
  },
  path_impossible: {
    en: 'No tree of this size has such a path for this index.',
    zh: '该大小的树中不存在此序号的这种路径。',
  },
  root_differs: {
    en: 'The path does not lead to the root in the checkpoint: the entry or the proof was changed.',
    zh: '路径推算的根与检查点不符：条目或证明已被改动。',
  },
  origin_unknown: {
    en: 'The policy does not know the log that this checkpoint names.',
    zh: '信任策略不认识检查点所列的日志。',
  },
  book_differs: {
    en: 'The entry was written for another book than the one whose log this is.',
    zh: '条目属于另一账簿，与此日志不符。',
  },
  log_signature_missing: {
    en: 'The log has not signed this checkpoint.',
    zh: '日志未签署此检查点。',
  },
  log_signature_wrong: {
    en: 'A signature in the name of the log is wrong: the checkpoint was changed or forged.',
    zh: '以日志名义的签名无效：检查点被改动或伪造。',
  },
  log_key_ended: {
    en: 'Signed by a key of the log that signs no more, and no witnesses saw the checkpoint before that key ended.',
    zh: '签名所用的日志密钥已经停用，且在停用之前没有足够的见证方见过此检查点。',
  },
  cosignature_wrong: {
    en: 'A signature in the name of a known witness is wrong, so the whole checkpoint is refused.',
    zh: '以已知见证方名义的签名无效，整个检查点不予采信。',
  },
  quorum_unmet: {
    en: 'The log has signed, but fewer witnesses than the policy demands have seen this tree.',
    zh: '日志已签名，但见证方数未达到策略要求。',
  },
  time_in_future: {
    en: 'The receipt states a time that has not come yet.',
    zh: '回执中的时间尚未到来。',
  },
  disclosure_malformed: {
    en: 'A disclosure is not written as the format demands.',
    zh: '某项披露不符合格式要求。',
  },
  disclosure_repeated: {
    en: 'The receipt discloses the same field twice.',
    zh: '回执对同一字段重复披露。',
  },
  disclosure_not_committed: {
    en: 'A disclosed value is not the one that the entry committed to.',
    zh: '某项披露值与条目中的承诺不符。',
  },
}

/** What a verified receipt stands for. */
export const LEVELS: Readonly<Record<Level, Sentence>> = {
  logged: {
    en: 'Logged: the hub signed a tree with this entry, and no independent witness is counted yet.',
    zh: '已入账：枢纽已签署含此条目的树，尚未计入独立见证。',
  },
  witnessed: {
    en: 'Witnessed: as many witnesses as the policy demands saw this tree, so the hub cannot show others a different past without being found out.',
    zh: '已见证：见证方数达到策略要求，枢纽若向他人出示不同的历史必被发现。',
  },
}

/** What no receipt proves. */
export const NOT_PROVEN: readonly Sentence[] = [
  {
    en: 'A receipt proves that the entry was recorded, not that what it says is true.',
    zh: '回执证明条目已被记录，不证明其内容属实。',
  },
  {
    en: 'It does not prove that nothing else was recorded, or that a later entry has not changed its effect.',
    zh: '回执不证明没有其他记录，也不证明后续条目未改变其效力。',
  },
  {
    en: 'The time of the entry is the word of the hub; a witness confirms only that the tree existed when it signed.',
    zh: '条目时间由枢纽陈述；见证方仅确认其签名时该树已存在。',
  },
]

/** What several receipts of one party show together, and what they cannot. */
export const LONE_PARTY: Sentence = {
  en: 'A party alone finds a gap in its numbers. It does not find an entry that the hub never numbered as its own: for that somebody must read all entries.',
  zh: '当事方独自能发现编号的缺口，但发现不了枢纽从未编入其名下的条目：那需要有人读取全部条目。',
}

type FailureClass =
  | 'cannot_judge'
  | 'malformed'
  | 'not_in_log'
  | 'not_trusted'
  | 'time'
  | 'disclosure'

const CLASSES: Readonly<Record<Reason, FailureClass>> = {
  policy_missing: 'cannot_judge',
  receipt_malformed: 'malformed',
  proof_malformed: 'malformed',
  note_malformed: 'malformed',
  checkpoint_malformed: 'malformed',
  leaf_too_long: 'malformed',
  leaf_not_canonical: 'malformed',
  leaf_malformed: 'malformed',
  path_impossible: 'not_in_log',
  root_differs: 'not_in_log',
  origin_unknown: 'not_trusted',
  book_differs: 'not_trusted',
  log_signature_missing: 'not_trusted',
  log_signature_wrong: 'not_trusted',
  log_key_ended: 'not_trusted',
  cosignature_wrong: 'not_trusted',
  quorum_unmet: 'not_trusted',
  time_in_future: 'time',
  disclosure_malformed: 'disclosure',
  disclosure_repeated: 'disclosure',
  disclosure_not_committed: 'disclosure',
}

/** 1 and 2 are left to crashes and wrong usage. */
const EXIT_CODES: Readonly<Record<FailureClass, number>> = {
  cannot_judge: 10,
  malformed: 11,
  not_in_log: 12,
  not_trusted: 13,
  time: 14,
  disclosure: 15,
}

/** The exit code of a command that prints this verdict: 0 only for a verified receipt. */
export function exitCodeOf(verdict: Verdict): number {
  return verdict.verified ? 0 : EXIT_CODES[CLASSES[verdict.reason]]
}
