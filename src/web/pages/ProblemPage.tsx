/** What cannot be shown, why in one sentence, and what can be done instead. */
import { formatCount } from '#web/kit/format.ts'
import { catalogue, type Words } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages, useVisit } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { booksPath, homePath, signInPath, verifyPath } from './paths.ts'

export type ProblemView =
  | { readonly kind: 'not_found' }
  /** Signed in, but not as somebody who may see this. */
  | { readonly kind: 'forbidden' }
  /** The code is stable; the sentence says why, and what would be accepted. */
  | { readonly kind: 'refused'; readonly code: string; readonly why: Words }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }

const messages = catalogue(
  {
    not_found: 'There is nothing at this address',
    notFoundWhy: 'The address may have been mistyped. What was once recorded is never removed.',
    forbidden: 'This is for somebody else',
    forbiddenWhy: ({ name }: { name: string }) =>
      `You are signed in as ${name}. This page, or what you sent, is for people with another task. Nothing was done.`,
    another: 'Sign in as somebody else',
    refused: 'This was refused',
    unavailable: 'We cannot answer right now',
    unavailableWhy: ({ seconds }: { seconds: string }) =>
      `The books cannot be read at the moment; nothing in them is lost. Try again in ${seconds} seconds.`,
    offline: 'Receipts can be checked without us:',
    verify: 'Check a receipt',
    home: 'To the first page',
    books: 'To the books',
    code: 'Code',
  },
  {
    not_found: '此地址没有内容',
    notFoundWhy: '地址可能有误。凡已记录的，从不删除。',
    forbidden: '此处供他人使用',
    forbiddenWhy: ({ name }) =>
      `您以“${name}”的身份登录。此页面或所提交的事项由其他岗位办理，未作任何处理。`,
    another: '换一个身份登录',
    refused: '此请求被拒绝',
    unavailable: '暂时无法答复',
    unavailableWhy: ({ seconds }) => `账簿暂时无法读取，其中内容没有丢失。请 ${seconds} 秒后再试。`,
    offline: '没有我们也能验证回执：',
    verify: '验证回执',
    home: '到首页',
    books: '到账簿',
    code: '代码',
  },
)

export function ProblemPage(view: ProblemView) {
  const language = useLanguage()
  const { person } = useVisit()
  const t = useMessages(messages)
  const title = t[view.kind]
  return (
    <Page title={title} place={null} isError>
      <Head title={title}>
        {view.kind === 'not_found' && <p className="lead soft">{t.notFoundWhy}</p>}
        {view.kind === 'forbidden' && (
          <p className="lead soft">{t.forbiddenWhy({ name: person?.name[language] ?? '' })}</p>
        )}
        {view.kind === 'refused' && <p className="lead soft">{view.why[language]}</p>}
        {view.kind === 'unavailable' && (
          <p className="lead soft">
            {t.unavailableWhy({ seconds: formatCount(view.retryAfterSeconds) })}
          </p>
        )}
        {(view.kind === 'refused' || view.kind === 'forbidden') && (
          <p className="fine">
            {t.code} <code>{view.kind === 'refused' ? view.code : view.kind}</code>
          </p>
        )}
      </Head>
      <p className="row">
        <Link href={homePath}>{t.home}</Link>
        <Link href={booksPath}>{t.books}</Link>
        {view.kind === 'forbidden' && <Link href={signInPath}>{t.another}</Link>}
        <span>
          {view.kind === 'unavailable' && `${t.offline} `}
          <Link href={verifyPath}>{t.verify}</Link>
        </span>
      </p>
    </Page>
  )
}
