import type { JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import './brand.css';

/** Mark, name and the one line that says what this is. */
export function Brand(): JSX.Element {
  return (
    <div class="brand">
      <img src="/icons/icon.svg" alt="" width={56} height={56} />
      <div>
        <p class="brand-name">{t('shell.app.name')}</p>
        <p class="soft">{t('shell.app.line')}</p>
      </div>
    </div>
  );
}
