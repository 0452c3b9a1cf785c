import { For, Show, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { listDisputes, type NamedDisputes } from '#store/queries/list-disputes.ts';

/** Records in which people filled in different things: nothing waits to be sent, somebody has to decide. */
export function DisputedRecords(): JSX.Element {
  const { store } = useField();
  const records = fromLive<readonly NamedDisputes[]>(() => listDisputes(store), []);
  return (
    <Show when={records().length > 0}>
      <section class="stack-tight">
        <h2>{t('shell.sync.disputes')}</h2>
        <p class="soft small">{t('form.disputed.text')}</p>
        <Card flush>
          <For each={records()}>
            {({ kind, id, title, count }) => (
              <LinkRow href={`/${places[kind]}/${id}`}>
                <span class="strong">{title}</span> <span class="soft small">{t('shell.sync.disputeCount', { count })}</span>
              </LinkRow>
            )}
          </For>
        </Card>
      </section>
    </Show>
  );
}

const places = { assessment: 'assessments', enterprise: 'enterprises', action: 'actions', visit: 'visits' } as const;
