import Pencil from 'lucide-solid/icons/pencil';
import { Show, type JSX } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { useField } from '#app/field-context.tsx';
import { formatDay, formatList } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { CalendarButton, calendarFileName } from '#app/visits/calendar-button.tsx';
import { createColleagues } from '#app/visits/create-colleagues.ts';
import { createInstruments } from '#app/visits/create-instruments.ts';
import { dayOf, namesOf } from '#app/visits/visit-text.ts';

/** What was planned, to be changed or taken into a calendar. */
export function PlanCard(props: { readonly visit: VisitOf; readonly firm: EnterpriseView | null }): JSX.Element {
  const { profile } = useField();
  const { nameOf } = createColleagues(false);
  const { titleOf } = createInstruments();
  const record = (): VisitOf['record'] => props.visit.record;
  const names = (): string => formatList(namesOf(record().people, nameOf(), profile.personId));
  const open = (): boolean => props.visit.state === 'planned' || props.visit.state === 'under-way';
  return (
    <Card title={t('visits.visit.plan')}>
      <div class="stack-tight">
        <dl class="facts">
          <dt>{t('visits.visit.when')}</dt>
          <dd>
            {formatDay(dayOf(props.visit))} {record().time ?? t('visits.allDay')}
          </dd>
          <dt>{t('visits.visit.who')}</dt>
          <dd>{names() === '' ? t('visits.peopleNobody') : names()}</dd>
          <Show when={record().every}>
            {(every) => (
              <>
                <dt>{t('visits.visit.every')}</dt>
                <dd>{t('visits.form.recurring', { count: every() })}</dd>
              </>
            )}
          </Show>
          <Show when={record().note}>
            {(note) => (
              <>
                <dt>{t('visits.visit.note')}</dt>
                <dd class="plan-note">{note()}</dd>
              </>
            )}
          </Show>
        </dl>
        <div class="visit-actions">
          <Show when={open()}>
            <ButtonLink icon={Pencil} href={`/visits/${props.visit.visitId}/edit`}>
              {t('visits.visit.edit')}
            </ButtonLink>
          </Show>
          <Show when={props.visit.state === 'planned'}>
            <CalendarButton
              visits={[props.visit]}
              firmOf={() => props.firm}
              titleOf={titleOf}
              label={t('visits.calendar')}
              fileName={calendarFileName(props.visit)}
            />
          </Show>
        </div>
      </div>
    </Card>
  );
}
