/** The articles of the court's interpretation that a sum comes from. */
import { formatList } from '#web/kit/format.ts'
import { catalogue } from '#web/kit/language.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'

const messages = catalogue(
  {
    articles: ({ list, count }: { list: string; count: number }) =>
      `Supreme People’s Court, 法释〔2025〕4号, ${count === 1 ? 'article' : 'articles'} ${list}.`,
  },
  { articles: ({ list }) => `最高人民法院 法释〔2025〕4号 第${list}条。` },
)

export function ArticlesNote({ articles }: { readonly articles: readonly number[] }) {
  const language = useLanguage()
  const t = useMessages(messages)
  const list = formatList(language, articles.map(String))
  return <p className="fine">{t.articles({ list, count: articles.length })}</p>
}
