import CalendarDays from 'lucide-solid/icons/calendar-days';
import { For, Show, type JSX } from 'solid-js';
import { dayKey, formatDay } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { AssessmentRow } from '#app/ui/assessment-row.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { createAssessmentDays, type AssessmentDays as Work } from './create-assessment-days.ts';
import './visits.css';

/** All assessments on this phone by day, with their state and where they are. */
export function AssessmentDays(): JSX.Element {
  const visits = createAssessmentDays();
  return (
    <Show when={visits.total() !== null}>
      <Show
        when={visits.total() !== 0}
        fallback={
          <EmptyState
            icon={CalendarDays}
            title={t('shell.visits.empty')}
            text={t('shell.visits.emptyText')}
            action={
              <ButtonLink variant="primary" href="/enterprises?start=1">
                {t('shell.today.start')}
              </ButtonLink>
            }
          />
        }
      >
        <Segmented
          label={t('shell.visits.filter')}
          quietLabel
          value={visits.filter()}
          onChange={(filter) => visits.setFilter(filter)}
          options={[
            { value: 'all', label: t('shell.action.all') },
            { value: 'open', label: t('shell.visits.filterOpen') },
            { value: 'phone', label: t('shell.visits.filterPhone') },
          ]}
        />
        <Days visits={visits} />
        <Voided visits={visits} />
      </Show>
    </Show>
  );
}

function Days(props: { readonly visits: Work }): JSX.Element {
  const now = createNow();
  const name = (at: string): string => {
    const key = dayKey(at);
    if (key === dayKey(now())) return `${t('shell.visits.today')} · ${formatDay(at)}`;
    if (key === dayKey(now() - 24 * 3600 * 1000)) return `${t('shell.visits.yesterday')} · ${formatDay(at)}`;
    return new Date(at).getFullYear() === new Date(now()).getFullYear() ? formatDay(at) : `${key.slice(0, 4)} · ${formatDay(at)}`;
  };
  return (
    <For
      each={props.visits.days()}
      fallback={<EmptyState icon={CalendarDays} title={t('shell.visits.nothing')} text={t('shell.visits.nothingText')} />}
    >
      {(day) => (
        <section class="stack-tight">
          <h2>{name(day.at)}</h2>
          <Card flush>
            <For each={day.assessments}>{(assessment) => <AssessmentRow assessment={assessment} />}</For>
          </Card>
        </section>
      )}
    </For>
  );
}

function Voided(props: { readonly visits: Work }): JSX.Element {
  return (
    <Show when={props.visits.voided().length > 0}>
      <details class="visits-voided">
        <summary>{t('shell.visits.voided', { count: props.visits.voided().length })}</summary>
        <div class="stack-tight">
          <p class="soft small">{t('shell.visits.voidedHint')}</p>
          <Card flush>
            <For each={props.visits.voided()}>{(assessment) => <AssessmentRow assessment={assessment} />}</For>
          </Card>
        </div>
      </details>
    </Show>
  );
}
