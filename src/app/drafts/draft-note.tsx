import { Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import type { FormDraft } from './create-draft.ts';

/** Says that a form begins with what was typed before, and offers it blank. */
export function DraftNote(props: { readonly draft: FormDraft }): JSX.Element {
  return (
    <Show when={props.draft.restored()}>
      <Notice tone="info" actions={<Button onClick={() => props.draft.startOver()}>{t('shell.draft.startOver')}</Button>}>
        {t('shell.draft.restored')}
      </Notice>
    </Show>
  );
}
