import { For, Show, type JSX } from 'solid-js';
import { listReturned, type ReturnedView } from '#store/queries/list-returned.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { fromLive } from '#app/ui/from-live.ts';
import './returned.css';

/** What the bureau sent back, before everything else of the day. */
export function ReturnedToday(): JSX.Element {
  const { store } = useField();
  const now = createNow();
  const returned = fromLive<readonly ReturnedView[]>(() => listReturned(store), []);
  return (
    <Show when={returned().length > 0}>
      <Card flush class="returned-today">
        <For each={returned()}>
          {(each) => (
            <LinkRow href={`/assessments/${each.assessmentId}`}>
              <span class="strong">{each.enterpriseName}</span>
              <br />
              <span class="returned-count">{countWords(each)}</span> · <Deadline day={each.decision.deadline} now={now()} />
              <Show when={each.decision.reason}>
                {(reason) => (
                  <>
                    <br />
                    <span class="soft small">{t('workflow.phone.reason', { reason: reason() })}</span>
                  </>
                )}
              </Show>
            </LinkRow>
          )}
        </For>
      </Card>
    </Show>
  );
}

function countWords({ decision }: ReturnedView): string {
  const left = decision.items.filter(({ handled }) => !handled).length;
  if (decision.items.length === 0) return t('workflow.phone.returnedWhole');
  const all = t('workflow.phone.returned', { count: decision.items.length });
  if (left === 0) return `${all}，${t('workflow.phone.allHandled')}`;
  return left === decision.items.length ? all : `${all}，${t('workflow.phone.left', { count: left })}`;
}

export function Deadline(props: { readonly day: string | null; readonly now: number }): JSX.Element {
  return (
    <Show when={props.day} fallback={<span class="soft">{t('workflow.phone.noDeadline')}</span>}>
      {(day) => (
        <span classList={{ 'returned-late': day() < dayKey(props.now) }}>
          {t(day() < dayKey(props.now) ? 'workflow.phone.overdue' : 'workflow.phone.deadline', { day: day() })}
        </span>
      )}
    </Show>
  );
}
