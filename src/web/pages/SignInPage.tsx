/** The made-up people of the demonstration, by what they do; one click signs in. */
import type { Role } from '#kernel/identity/principal.ts'
import { catalogue, localPath, type Words } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { homePath, signInPath, verifyPath } from './paths.ts'

export type PersonaLine = {
  readonly id: string
  readonly role: Role
  readonly name: Words
  readonly what: Words
  readonly organisation: Words | null
}

export type SignInView = {
  /** By rank; null where there is no sign-in. */
  readonly personas: readonly PersonaLine[] | null
  /** A page of this hub to go to afterwards, with its language. */
  readonly next: string | null
}

const messages = catalogue(
  {
    title: 'Sign in',
    lead: 'These people are made up. Choose one, and see the hub as they do. No password is needed, because only this machine is served.',
    none: 'There is no sign-in here',
    noneWhy:
      'This hub does not run as a demonstration, so nobody signs in by a click. Programs use keys; whatever is public can be read without either.',
    empty: 'Nobody is here yet. The people come with the data of the demonstration.',
    as: ({ name }: { name: string }) => `Sign in as ${name}`,
    home: 'To the first page',
    verify: 'Check a receipt',
  },
  {
    title: '登录',
    lead: '以下人员均为虚构。选择一位，以其身份查看本平台。无需密码，因为本服务只对本机开放。',
    none: '此处没有登录',
    noneWhy: '本平台未以演示方式运行，不能一键登录。程序使用密钥；凡公开的内容，无需登录即可查阅。',
    empty: '此处尚无人员。人员随演示数据一并载入。',
    as: ({ name }) => `以${name}的身份登录`,
    home: '到首页',
    verify: '验证回执',
  },
)

/** In the order of the page. */
const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  consumer: { en: 'Consumers', zh: '消费者' },
  'shop-head': { en: 'Heads of shops', zh: '商户负责人' },
  'shop-clerk': { en: 'Counter clerks', zh: '商户前台' },
  logistics: { en: 'Consignors and consignees', zh: '发货人与收货人' },
  registrar: { en: 'Registrars', zh: '登记人员' },
  notary: { en: 'Notaries', zh: '公证员' },
  regulator: { en: 'Regulators', zh: '监管人员' },
  bank: { en: 'The bank', zh: '银行' },
  operator: { en: 'Operators', zh: '运行人员' },
  publisher: { en: 'Publishers', zh: '发布人员' },
  auditor: { en: 'Auditors', zh: '审计人员' },
}

export function SignInPage({ personas, next }: SignInView) {
  const t = useMessages(messages)
  if (personas === null) return <NoSignIn />
  const groups = Object.entries(ROLE_WORDS).flatMap(([role, title]) => {
    const of = personas.filter((persona) => persona.role === role)
    return of.length === 0 ? [] : [{ role, title, of }]
  })
  return (
    <Page title={t.title} place={null} islands={['form']}>
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
      </Head>
      {groups.length === 0 && <Empty>{t.empty}</Empty>}
      {groups.map((group) => (
        <Group key={group.role} {...group} next={next} />
      ))}
    </Page>
  )
}

function NoSignIn() {
  const t = useMessages(messages)
  return (
    <Page title={t.none} place={null}>
      <Head title={t.none}>
        <p className="lead soft">{t.noneWhy}</p>
      </Head>
      <p className="row">
        <Link href={homePath}>{t.home}</Link>
        <Link href={verifyPath}>{t.verify}</Link>
      </p>
    </Page>
  )
}

type GroupProps = {
  readonly role: string
  readonly title: Words
  readonly of: readonly PersonaLine[]
  readonly next: string | null
}

function Group({ role, title, of, next }: GroupProps) {
  const language = useLanguage()
  return (
    <Section id={`as-${role}`} title={title[language]}>
      <ul className="people">
        {of.map((persona) => (
          <PersonaRow key={persona.id} persona={persona} next={next} />
        ))}
      </ul>
    </Section>
  )
}

function PersonaRow({
  persona: { id, name, what, organisation },
  next,
}: {
  readonly persona: PersonaLine
  readonly next: string | null
}) {
  const language = useLanguage()
  const t = useMessages(messages)
  return (
    <li>
      <p>
        <b>{name[language]}</b>
        <span className="soft">
          {what[language]}
          {organisation !== null && ` · ${organisation[language]}`}
        </span>
      </p>
      <form method="post" action={localPath(language, signInPath)} data-form="">
        <input type="hidden" name="persona" value={id} />
        {next !== null && <input type="hidden" name="next" value={next} />}
        <button className="btn plain" type="submit">
          {t.as({ name: name[language] })}
        </button>
      </form>
    </li>
  )
}
