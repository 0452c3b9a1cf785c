import CalendarClock from 'lucide-solid/icons/calendar-clock';
import ListChecks from 'lucide-solid/icons/list-checks';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createMemo, Show, type JSX } from 'solid-js';
import { countDue } from '#store/queries/count-due.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { soonDays } from './due-day.ts';
import './due-card.css';

/** On the day list: what was to be done by now, and soon. */
export function DueCard(): JSX.Element {
  const { store } = useField();
  const now = createNow();
  const counts = fromLiveOf(
    createMemo(() => dayKey(now())),
    (day) => countDue(store, { today: day, soon: dayKey(Date.parse(`${day}T12:00:00`) + soonDays * 86_400_000) }),
    { open: 0, overdue: 0, soon: 0 },
  );
  return (
    <Show when={counts().open > 0}>
      <Card flush>
        <Show when={counts().overdue > 0}>
          <LinkRow href="/actions?show=overdue" class="due-late">
            <span class="row">
              <TriangleAlert size={20} aria-hidden="true" />
              {t('shell.actions.overdue', { count: counts().overdue })}
            </span>
          </LinkRow>
        </Show>
        <Show when={counts().soon > 0}>
          <LinkRow href="/actions" class="due-soon">
            <span class="row">
              <CalendarClock size={20} aria-hidden="true" />
              {t('shell.actions.soon', { count: counts().soon })}
            </span>
          </LinkRow>
        </Show>
        <LinkRow href="/actions">
          <span class="row">
            <ListChecks size={20} aria-hidden="true" />
            {t('shell.actions.all')}
          </span>
        </LinkRow>
      </Card>
    </Show>
  );
}
