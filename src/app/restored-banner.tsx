import { createSignal, Show, type JSX } from 'solid-js';
import type { Restored } from '#store/second-copy/restore-copies.ts';
import { useField } from './field-context.tsx';
import { t } from './i18n/t.ts';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import { workWords } from './ui/work-words.ts';

/** The database had lost work, and the second copy brought it back; or could not, which must be known too. */
export function RestoredBanner(): JSX.Element {
  const field = useField();
  const [seen, setSeen] = createSignal<Restored | null>(null);
  const news = (): Restored | null => (field.copy.restored() === seen() ? null : field.copy.restored());
  return (
    <Show when={news()}>
      {(restored) => (
        <Notice
          tone={restored().unreadable > 0 ? 'red' : 'amber'}
          title={titleOf(restored())}
          actions={
            <Button variant="quiet" onClick={() => setSeen(restored())}>
              {t('shell.action.close')}
            </Button>
          }
        >
          {restored().unreadable > 0
            ? t('shell.banner.restoredPart', { count: restored().unreadable })
            : t('shell.banner.restoredText')}
        </Notice>
      )}
    </Show>
  );
}

function titleOf(restored: Restored): string {
  const what = workWords(restored);
  return what === '' ? t('shell.banner.copyUnreadable') : t('shell.banner.restored', { what });
}
