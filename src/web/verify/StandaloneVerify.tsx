/** The check of receipts as one file: the same desk, with no hub around it. */
import { NOT_PROVEN } from '#kernel/log/verify-words.ts'
import { FullHash } from '#web/kit/Hash.tsx'
import { catalogue, type Language, otherLanguage } from '#web/kit/language.ts'
import { Facts, Section } from '#web/kit/Section.tsx'
import { type DeskPolicy, VerifyDesk } from './VerifyDesk.tsx'
import { verifyMessages } from './verify-messages.ts'

/** The policies of the file, and the SHA-256 of the text of each in hex. */
export type EmbeddedPolicy = DeskPolicy & { readonly sha256Hex: string }

export const standaloneMessages = catalogue(
  {
    alone:
      'This is one file. It works from a stick or a folder, asks no network, and sends nothing: its own rules forbid it.',
    embedded: 'What this file came with',
    embeddedNote:
      'The policies that were put into this file. Compare their fingerprints with those that you get elsewhere. A policy that you drop here takes the place of the one for its book.',
    noPolicy: 'This file came without a policy: drop one here first.',
  },
  {
    alone:
      '这是一个单独的文件。可从 U 盘或文件夹打开，不联网，也不发送任何数据：其自身规则禁止联网。',
    embedded: '此文件自带的策略',
    embeddedNote: '放入此文件的策略。请与别处取得的指纹比对。拖入的策略会取代同一账簿的自带策略。',
    noPolicy: '此文件未带策略：请先拖入一份。',
  },
)

type StandaloneProps = {
  readonly policies: readonly EmbeddedPolicy[]
  readonly language: Language
}

export function StandaloneVerify({ policies, language }: StandaloneProps) {
  const t = standaloneMessages[language]
  const other = otherLanguage(language)
  return (
    <>
      <header className="mast">
        <div className="wrap">
          <span className="mark">
            <b>
              Hongqiao <i lang="zh-CN">虹桥</i>
            </b>
          </span>
          <div className="nav push">
            <a href={`#${other}`} data-verify-language="" lang={other === 'zh' ? 'zh-CN' : 'en'}>
              {other === 'zh' ? '中文' : 'English'}
            </a>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <div className="wrap">
          <VerifyDesk policies={policies} language={language} />
          <Section id="embedded" title={t.embedded} note={<p>{t.embeddedNote}</p>}>
            <p>{t.alone}</p>
            {policies.length === 0 && <p>{t.noPolicy}</p>}
            <Facts
              facts={policies.map(({ origin, sha256Hex }) => ({
                term: origin,
                value: <FullHash hex={sha256Hex} />,
              }))}
            />
          </Section>
          <Section id="limits" title={verifyMessages[language].limits}>
            <ul>
              {NOT_PROVEN.map((sentence) => (
                <li key={sentence.en}>{sentence[language]}</li>
              ))}
            </ul>
          </Section>
        </div>
      </main>
    </>
  )
}
