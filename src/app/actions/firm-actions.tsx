import { createMemo, For, Show, type JSX } from 'solid-js';
import type { ActionOf } from '#oplog/project-action.ts';
import { listActions } from '#store/queries/read-action.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { ActionRow } from './action-row.tsx';

const shown = 3;

/** The next actions of a firm, on its page; nothing where it never had one. */
export function FirmActions(props: { readonly enterprise: string }): JSX.Element {
  const { store } = useField();
  const now = createNow();
  const all = fromLiveOf<string, readonly ActionOf[]>(
    createMemo(() => props.enterprise),
    (enterprise) => listActions(store, { enterprise }),
    [],
  );
  const open = (): readonly ActionOf[] => all().filter(({ state }) => state === 'open' || state === 'reported');
  return (
    <Show when={all().length > 0}>
      <section class="stack-tight">
        <h2>{t('shell.actions.firm')}</h2>
        <Card flush>
          <For each={open().slice(0, shown)}>
            {(action) => (
              <LinkRow href={`/actions/${action.actionId}`}>
                <ActionRow action={action} today={dayKey(now())} hideFirm />
              </LinkRow>
            )}
          </For>
          <LinkRow href={`/actions?firm=${props.enterprise}`}>
            {open().length === 0 ? t('shell.actions.firmNone') : t('shell.actions.firmOpen', { count: open().length })}
          </LinkRow>
        </Card>
      </section>
    </Show>
  );
}
