/** What stands behind every page: what a receipt proves, how to check, what the bands mean. */
import { Link } from '#web/kit/Link.tsx'
import { catalogue } from '#web/kit/language.ts'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { StateArch } from '#web/kit/State.tsx'
import type { ProofState } from '#web/kit/symbols.ts'
import { booksPath, evidencePath, verifyPath } from './paths.ts'

const messages = catalogue(
  {
    title: 'How to read these pages',
    lead: 'Every act gets a receipt that anyone can check. Every figure carries its source.',
    proves: 'What a receipt proves',
    itProves: 'It proves',
    proves1: 'The entry stands in the book at its number, with exactly these words.',
    proves2:
      'The book’s own key signed a state that contains it, and the named witnesses cosigned.',
    proves3: 'Nothing before it was changed, moved or left out since: the root would be another.',
    not: 'It does not prove',
    not1: 'That what was said is true. It proves who said it and when it was recorded.',
    not2: 'That no later entry corrects it.',
    not3: 'Without witnesses: that the book shows everyone the same. A witness that cosigns attests this.',
    not4: 'That nothing was left out of your own numbering. A gap in it shows; an entry that never got a number does not.',
    proof: 'How the proof works, in plain words',
    proofNote: 'For readers who have never heard of hashes.',
    plain1:
      'Every entry has a fingerprint: a short row of letters that comes out of its text. Change one letter of the text, and another fingerprint comes out.',
    plain2:
      'Two fingerprints joined give a third, and so on upward, until one is left for the whole book: its root. Whoever changes an old entry changes the root.',
    plain3:
      'The book signs its root. Your receipt holds your entry, the few fingerprints on its way up, and that signature. Your own machine joins them and sees whether the signed root comes out.',
    plain4:
      'Witnesses keep the last root that they saw and sign only a book that has grown from it. So the hub cannot show you one past and others another without their help.',
    plain5:
      'Monitors read every entry, join all fingerprints anew, and count the money again. A witness sees no entries; a monitor does.',
    whoSees: 'Who would notice what',
    notice1: 'An entry of yours was changed or taken out: you, with your receipt alone.',
    notice2:
      'The book shows others another past: any two readers who compare, and every witness at once.',
    notice3: 'The book became shorter: every witness, every monitor, and you.',
    notice4:
      'An entry about you was never numbered as yours: not you alone, but a monitor who reads all entries.',
    notice5:
      'What was said is untrue: nobody, by these means. For that there are documents, courts, and your own eyes.',
    evidence: 'What is known against these books',
    check: 'How to check',
    check1: 'Save the receipt from the page of an entry.',
    check2: 'Drop it on the page that checks. It works without a network, and can be installed.',
    check3: 'Or use the public verifier on your own machine:',
    check4: 'The books can be read by any tool that knows tlog-tiles (c2sp.org).',
    verify: 'Check a receipt',
    books: 'Open the books',
    bands: 'What the bands mean',
    bandsText:
      'Seven bands, their widths from the first seven bytes of a root. The left half is what we computed, the right half what others signed. Two different roots look different; equal bands are a hint, the check is the proof.',
    closed: 'Closed: both sides agree. Witnessed, confirmed, agrees.',
    open: 'Open: one side is there, the other is awaited.',
    quoted: 'Dotted: somebody else said it; we keep it with its source.',
    broken: 'Broken: both are there and do not meet. Contested, or it does not match.',
    accessibility: 'Accessibility',
    accessibilityText:
      'These pages aim at WCAG 2.2 AA. They can be used by keyboard alone, at 400 % zoom, on a phone, in dark colours and on paper, and read without a script. No state is shown by colour alone. Checking a receipt on the page needs a script; the command line does not.',
  },
  {
    title: '怎样读这些页面',
    lead: '每个行为都有任何人可验证的回执。每个数字都带着来源。',
    proves: '回执能证明什么',
    itProves: '能证明',
    proves1: '条目就在账簿的这个号上，一字不差。',
    proves2: '账簿自身的密钥签过含有它的状态，所列见证方已联署。',
    proves3: '此前的一切未被改动、移动或漏掉：否则根就不同。',
    not: '不能证明',
    not1: '不能证明所说属实。它证明谁说的、何时记录。',
    not2: '不能证明后来没有条目更正它。',
    not3: '没有见证方时：不能证明账簿给每个人看的是同一本。见证方的联署证明这一点。',
    not4: '不能证明您的编号没有遗漏。缺号看得出；从未获得编号的条目看不出。',
    proof: '用大白话说证明',
    proofNote: '写给从未听说过哈希的读者。',
    plain1: '每个条目都有指纹：由其文字算出的一小串字母。文字改一个字，算出的就是另一个指纹。',
    plain2: '两个指纹合成第三个，逐级向上，直到整本账簿只剩一个：根。谁改动旧条目，根就变了。',
    plain3:
      '账簿签署自己的根。回执里有您的条目、向上路径上的几个指纹和这个签名。您自己的机器把它们合起来，看是否得到被签名的根。',
    plain4:
      '见证方记着上次见到的根，只签署由它生长而来的账簿。所以没有他们帮忙，枢纽不能给您看一种过去、给别人看另一种。',
    plain5: '监察者读取每个条目，重新合成全部指纹，重新清点款项。见证方看不到条目，监察者看得到。',
    whoSees: '出了什么事，谁会发现',
    notice1: '您的条目被改动或拿走：您自己，只凭回执。',
    notice2: '账簿给别人看的是另一种过去：任何两位相互比对的读者，以及每个见证方。',
    notice3: '账簿变短了：每个见证方、每个监察者，还有您。',
    notice4: '关于您的条目从未编入您的名下：您一人发现不了，读取全部条目的监察者可以。',
    notice5: '所说不实：用这些办法谁也发现不了。那要靠文件、法院和您自己的眼睛。',
    evidence: '对这些账簿已知的不利证据',
    check: '怎样核验',
    check1: '从条目页面保存回执。',
    check2: '拖到验证页面。没有网络也行，还可以安装。',
    check3: '或在自己的机器上使用公开的验证程序：',
    check4: '任何懂得 tlog-tiles（c2sp.org）的工具都能读取账簿。',
    verify: '验证回执',
    books: '打开账簿',
    bands: '虹纹的含义',
    bandsText:
      '七条带，宽度取自根的前七个字节。左半是我们算出的，右半是他方签认的。两个不同的根看起来不同；虹纹相同只是提示，核验才是证明。',
    closed: '闭合：双方一致。已见证、已确认、相符。',
    open: '敞开：一方已在，另一方尚待。',
    quoted: '点线：他方所说；我们连同来源保留。',
    broken: '断开：双方都在而不相合。有异议，或不相符。',
    accessibility: '无障碍',
    accessibilityText:
      '这些页面以 WCAG 2.2 AA 为目标。可仅用键盘、放大至 400%、在手机上、深色、打印使用，没有脚本也能阅读。任何状态都不只用颜色表示。在页面上验证回执需要脚本；命令行则不需要。',
  },
)

export function AboutPage() {
  const t = useMessages(messages)
  const states: readonly (readonly [ProofState, string])[] = [
    ['closed', t.closed],
    ['open', t.open],
    ['quoted', t.quoted],
    ['broken', t.broken],
  ]
  return (
    <Page title={t.title} place={null}>
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
      </Head>
      <Section id="proves" title={t.proves}>
        <div className="cols cols-2">
          <List title={t.itProves} items={[t.proves1, t.proves2, t.proves3]} />
          <List title={t.not} items={[t.not1, t.not2, t.not3, t.not4]} />
        </div>
      </Section>
      <Section id="proof" title={t.proof} note={<p>{t.proofNote}</p>}>
        <ol className="do flow">
          {[t.plain1, t.plain2, t.plain3, t.plain4, t.plain5].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <List title={t.whoSees} items={[t.notice1, t.notice2, t.notice3, t.notice4, t.notice5]} />
        <p className="small">
          <Link href={evidencePath}>{t.evidence}</Link>
        </p>
      </Section>
      <Section id="check" title={t.check}>
        <ol className="do flow">
          <li>
            {t.check1} <Link href={booksPath}>{t.books}</Link>
          </li>
          <li>
            {t.check2} <Link href={verifyPath}>{t.verify}</Link>
          </li>
          <li>
            {t.check3} <code>hongqiao verify receipt.json</code>
          </li>
          <li>{t.check4}</li>
        </ol>
      </Section>
      <Section id="bands" title={t.bands}>
        <p>{t.bandsText}</p>
        <ul className="states">
          {states.map(([state, words]) => (
            <li key={state}>
              <StateArch state={state} /> {words}
            </li>
          ))}
        </ul>
      </Section>
      <Section id="accessibility" title={t.accessibility}>
        <p>{t.accessibilityText}</p>
      </Section>
    </Page>
  )
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <div className="flow">
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
