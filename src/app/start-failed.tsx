import type { JSX } from 'solid-js';
import { t } from './i18n/t.ts';
import './ui/button.css';
import './ui/notice.css';

/** The last thing that can still be shown. It needs no other chunk, since a missing one may be the reason. */
export function StartFailed(props: { readonly title?: string | undefined; readonly text: string }): JSX.Element {
  return (
    <main class="splash-text stack">
      <h1>{t('shell.app.name')}</h1>
      <div class="notice notice-red" role="alert">
        <div class="notice-body stack-tight">
          <p class="notice-title">{props.title ?? t('shell.app.loadFailed')}</p>
          <p>{props.text}</p>
          <div>
            <button type="button" class="button button-primary" onClick={() => window.location.reload()}>
              {t('shell.app.reload')}
            </button>
          </div>
        </div>
      </div>
    </main>
  );
}
