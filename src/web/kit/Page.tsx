/**
 * The shell of every page: notice, mast, matter, foot. It is a whole document that reads without a
 * script; islands only add to marked elements.
 */
import type { ReactNode } from 'react'
import { Arch } from './Arch.tsx'
import { Done } from './Done.tsx'
import { formatCount, formatList } from './format.ts'
import { Hash } from './Hash.tsx'
import { catalogue, languages, localPath, otherLanguage, sentenceGap } from './language.ts'
import { Link } from './Link.tsx'
import { type FootCheckpoint, useLanguage, useMessages, usePage, useVisit } from './page-context.ts'
import { Returned } from './Returned.tsx'
import { Time } from './Time.tsx'

const messages = catalogue(
  {
    hub: 'Hongqiao',
    skip: 'Skip to the content',
    notice: 'Notice',
    demo: 'Demonstration.',
    demoNote:
      'People, shops, contracts and sums are invented. Published figures about the hub are real and carry their source.',
    main: 'Main',
    thisPage: 'About this page',
    bands: 'What the bands mean',
    check: 'How to check',
    accessibility: 'Accessibility',
    you: 'You',
    signIn: 'Sign in',
    signOut: 'Sign out',
    error: 'Error',
    checkpoint: ({ size }: { size: string }) => `Checkpoint ${size}`,
    root: 'Root',
    ownKey: 'signed by the book’s own key; no witness has cosigned it',
    cosigned: ({ names }: { names: string }) => `signed by the book, cosigned by ${names}`,
  },
  {
    hub: '虹桥',
    skip: '跳到正文',
    notice: '提示',
    demo: '演示环境。',
    demoNote: '人员、商户、合同与金额均为虚构；关于枢纽的已发布数字是真实的，并注明出处。',
    main: '主导航',
    thisPage: '关于本页',
    bands: '虹纹的含义',
    check: '怎样核验',
    accessibility: '无障碍',
    you: '您',
    signIn: '登录',
    signOut: '退出',
    error: '错误',
    checkpoint: ({ size }) => `检查点 ${size}`,
    root: '根',
    ownKey: '由账簿自身的密钥签名；尚无见证方联署',
    cosigned: ({ names }) => `由账簿签名，${names}联署`,
  },
)

type PageProps = {
  readonly title: string
  /** The place in the mast that this page belongs to. */
  readonly place: string | null
  readonly children: ReactNode
  /** Names of the client entries that enhance this page. */
  readonly islands?: readonly string[]
  readonly isError?: boolean
  /** Whether the page itself places the note on what was just done; otherwise it stands on top. */
  readonly placesDone?: boolean
  /** `work` is wider and denser, `counter` has larger targets, `phone` is one thumb-wide column. */
  readonly layout?: 'reading' | 'work' | 'counter' | 'phone'
}

const density = {
  reading: undefined,
  work: 'work',
  counter: 'counter',
  phone: undefined,
} as const

export function Page(props: PageProps) {
  const { title, place, children, islands = [], isError = false, placesDone = false } = props
  const { layout = 'reading' } = props
  const { language, demonstration, checkpoint, visit } = usePage()
  const { returned, person } = visit
  const t = useMessages(messages)
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'} data-density={density[layout]}>
      <DocumentHead
        title={returned === null ? title : `${t.error}: ${title}`}
        islands={person === null ? islands : [...new Set([...islands, 'form'])]}
        isError={isError}
      />
      <body>
        <a className="vh skip" href="#main">
          {t.skip}
        </a>
        {demonstration && (
          <aside className="demo" aria-label={t.notice}>
            <p className="wrap">
              <strong>{t.demo}</strong>
              {sentenceGap(language)}
              {t.demoNote}
            </p>
          </aside>
        )}
        <Mast place={place} />
        <main id="main" tabIndex={-1}>
          <div className={layout === 'phone' ? 'wrap phone' : 'wrap'}>
            <Returned />
            {!placesDone && <Done />}
            {children}
          </div>
        </main>
        <Foot checkpoint={checkpoint} />
      </body>
    </html>
  )
}

function DocumentHead({
  title,
  islands,
  isError,
}: Required<Pick<PageProps, 'title' | 'islands' | 'isError'>>) {
  const { path, assets } = usePage()
  const t = useMessages(messages)
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · ${t.hub}`}</title>
      <meta name="color-scheme" content="light dark" />
      {isError && <meta name="robots" content="noindex" />}
      {!isError &&
        languages.map((language) => (
          <link
            key={language}
            rel="alternate"
            hrefLang={language === 'zh' ? 'zh-CN' : language}
            href={localPath(language, path)}
          />
        ))}
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="manifest" href="/manifest.webmanifest" />
      {assets.styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      {islands.map((name) => (
        <script key={name} type="module" src={assets.islands[name]} />
      ))}
    </head>
  )
}

function Mast({ place }: { readonly place: string | null }) {
  const { language, path, places } = usePage()
  const t = useMessages(messages)
  const other = otherLanguage(language)
  const otherTag = other === 'zh' ? 'zh-CN' : 'en'
  return (
    <header className="mast">
      <div className="wrap">
        <Link className="mark" href="/">
          <Mark />
          <span>
            <b>
              Hongqiao <i lang="zh-CN">虹桥</i>
            </b>
          </span>
        </Link>
        <nav className="nav" aria-label={t.main}>
          {places.map(({ id, name, href }) => (
            <Link key={id} href={href} isCurrent={id === place}>
              {name[language]}
            </Link>
          ))}
        </nav>
        <div className="nav push">
          <a href={localPath(other, path)} lang={otherTag} hrefLang={otherTag}>
            {other === 'zh' ? '中文' : 'English'}
          </a>
          <You />
        </div>
      </div>
    </header>
  )
}

/** Who is signed in, and the way out; or the way in, where there is one. */
function You() {
  const language = useLanguage()
  const { person, hasSignIn } = useVisit()
  const t = useMessages(messages)
  if (person === null) return hasSignIn ? <Link href="/sign-in">{t.signIn}</Link> : null
  const { name, organisation } = person
  return (
    <form
      className="you"
      method="post"
      action={localPath(language, '/sign-out')}
      aria-label={t.you}
    >
      <p>
        <b>{name[language]}</b>
        {organisation !== null && <span className="soft">{organisation[language]}</span>}
      </p>
      <button type="submit">{t.signOut}</button>
    </form>
  )
}

/** Three fine bands and one solid band that meet at the crown, on a deck. */
export function Mark() {
  return (
    <svg viewBox="0 0 44 25" aria-hidden="true" fill="none">
      <g className="mk-l">
        <path d="M1.85 21.5A20.20 20.20 0 0 1 21.40 2.75" strokeWidth="1.7" />
        <path d="M5.01 21.5A17.05 17.05 0 0 1 21.40 5.90" strokeWidth="1.7" />
        <path d="M8.18 21.5A13.90 13.90 0 0 1 21.40 9.05" strokeWidth="1.7" />
      </g>
      <g className="mk-r">
        <path d="M22.60 5.90A17.05 17.05 0 0 1 38.99 21.5" strokeWidth="8" />
      </g>
      <path className="mk-d" d="M0 23.5H44" strokeWidth="2.2" />
    </svg>
  )
}

function Foot({ checkpoint }: { readonly checkpoint: FootCheckpoint | null }) {
  const t = useMessages(messages)
  return (
    <footer className="foot">
      <div className="wrap row row-end">
        {checkpoint !== null && <FootState checkpoint={checkpoint} />}
        <nav className="row small" aria-label={t.thisPage}>
          <Link href="/about#check">{t.check}</Link>
          <Link href="/about#bands">{t.bands}</Link>
          <Link href="/about#accessibility">{t.accessibility}</Link>
        </nav>
      </div>
    </footer>
  )
}

function FootState({ checkpoint }: { readonly checkpoint: FootCheckpoint }) {
  const language = useLanguage()
  const t = useMessages(messages)
  const { bookName, size, rootHex, at, cosigners, href } = checkpoint
  const names = formatList(
    language,
    cosigners.map((name) => name[language]),
  )
  return (
    <div className="row">
      <Arch rootHex={rootHex} shape="seal" state={cosigners.length > 0 ? 'closed' : 'open'} />
      <p className="small">
        <Link href={href}>
          <strong>{t.checkpoint({ size: formatCount(size) })}</strong>
        </Link>
        {` · ${bookName[language]} · `}
        <Time at={at} format="long" />
        <br />
        <span className="soft">
          {t.root} <Hash hex={rootHex} /> ·{' '}
          {cosigners.length > 0 ? t.cosigned({ names }) : t.ownKey}
        </span>
      </p>
    </div>
  )
}
