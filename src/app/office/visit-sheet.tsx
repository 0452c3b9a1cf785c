import { createSignal, type JSX } from 'solid-js';
import type { VisitPlan } from '#domain/visit.ts';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import type { Colleague } from '#protocol/visits-wire.ts';
import { dayKey } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Sheet } from '../ui/sheet.tsx';
import { createPlan } from '../visits/create-plan.ts';
import { PlanForm } from '../visits/plan-form.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { readChoices } from './assignments-api.ts';
import { createCommand } from './create-command.ts';
import { instrumentChoices, peopleChoices } from './plan-choices.ts';
import { SearchPicker, type Choice } from './search-picker.tsx';
import { orderVisit } from './visits-api.ts';
import './assignments.css';

/** Plans a visit for people. */
export function VisitSheet(props: {
  readonly open: boolean;
  readonly people: readonly Colleague[];
  readonly instruments: OfficeFacets['definitions'];
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const [firm, setFirm] = createSignal<Pick<Choice, 'id' | 'name'> | null>(null);
  const { busy, fault, say, run } = createCommand();
  const close = (): void => {
    setFirm(null);
    say(null);
    props.onClose();
  };
  const save = async (plan: VisitPlan): Promise<void> => {
    const chosen = firm();
    if (chosen === null) return say(t('visits.desk.firmMissing'));
    if (!(await run(() => orderVisit(chosen.id, plan)))) return;
    setFirm(null);
    props.onDone();
  };
  const initial: VisitPlan = {
    date: dayKey(Date.now()),
    time: null,
    purpose: 'verification',
    instruments: [],
    people: [],
    every: null,
    note: null,
  };
  return (
    <Sheet open={props.open} title={t('visits.desk.plan')} onClose={close}>
      <div class="stack">
        <SearchPicker
          label={t('visits.desk.firm')}
          hint={t('visits.desk.pickFirm')}
          chosen={firm()}
          onChoose={setFirm}
          search={searchFirms}
        />
        <PlanForm
          plan={createPlan(initial)}
          instruments={instrumentChoices(props.instruments)}
          people={peopleChoices(props.people)}
          peopleHint={props.people.length === 0 ? t('visits.desk.peopleNone') : null}
          saveText={t('visits.desk.plan')}
          busy={busy()}
          onSave={(plan) => void save(plan)}
        />
        <FaultNotice fault={fault()} />
      </div>
    </Sheet>
  );
}

async function searchFirms(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { firms } = await readChoices('firm', text, signal);
  return firms.map(({ code, name, regionName }) => ({ id: code, name, detail: `${code} · ${regionName}` }));
}
