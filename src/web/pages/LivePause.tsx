/** Live parts can be held still. The button is of use only with the island, which shows it. */
import { Icon } from '#web/kit/Icon.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { homeMessages } from './home-messages.ts'

export function LivePause() {
  const t = useMessages(homeMessages)
  return (
    <p>
      <button
        type="button"
        className="btn plain"
        data-live-pause=""
        data-pause={t.pause}
        data-resume={t.resume}
        hidden
      >
        <Icon name="pause" />
        <span>{t.pause}</span>
      </button>
    </p>
  )
}
