import { createSignal, Show, type JSX } from 'solid-js';
import type { ActionPlan } from '#domain/finding.ts';
import { t } from '#app/i18n/t.ts';
import { Field } from '#app/ui/field.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { addMonths } from './due-day.ts';

type Pick = 'month' | 'quarter' | 'pick' | 'undated';

/** What is to be done, by whom, by when, and what it may bring. Texts are kept as typed. */
export function PlanFields(props: {
  readonly plan: PlanText;
  readonly today: string;
  /** Where the expected gain comes from, in words. */
  readonly gainHint: string;
  /** Problems are told once somebody tried to save. */
  readonly tried: boolean;
  readonly onChange: (change: Partial<PlanText>) => void;
}): JSX.Element {
  const quick = (months: number): string => addMonths(props.today, months);
  const [picking, setPicking] = createSignal(false);
  const picked = (): Pick => {
    if (picking()) return 'pick';
    if (props.plan.due === '') return 'undated';
    if (props.plan.due === quick(1)) return 'month';
    return props.plan.due === quick(3) ? 'quarter' : 'pick';
  };
  const pick = (which: Pick): void => {
    setPicking(which === 'pick');
    if (which === 'month') props.onChange({ due: quick(1) });
    if (which === 'quarter') props.onChange({ due: quick(3) });
    if (which === 'undated') props.onChange({ due: '' });
  };
  return (
    <>
      <Field
        label={t('actions.raise.action')}
        placeholder={t('actions.raise.actionHint')}
        value={props.plan.title}
        maxLength={500}
        problem={props.tried && props.plan.title.trim() === '' ? t('actions.raise.actionMissing') : null}
        onType={(title) => props.onChange({ title })}
      />
      <Field
        label={t('actions.raise.owner')}
        optional
        placeholder={t('actions.raise.ownerHint')}
        value={props.plan.ownerName}
        maxLength={100}
        onType={(ownerName) => props.onChange({ ownerName })}
      />
      <Segmented
        label={t('actions.due.label')}
        value={picked()}
        onChange={pick}
        options={[
          { value: 'month', label: t('actions.due.month') },
          { value: 'quarter', label: t('actions.due.quarter') },
          { value: 'pick', label: t('actions.due.pick') },
          { value: 'undated', label: t('actions.due.undated') },
        ]}
      />
      <Show when={picked() === 'pick'} fallback={<p class="soft small">{props.plan.due}</p>}>
        <Field
          label={t('actions.due.label')}
          quietLabel
          type="date"
          value={props.plan.due}
          onCommit={(due) => props.onChange({ due })}
        />
      </Show>
      <Field
        label={t('actions.gain.label')}
        optional
        inputmode="decimal"
        unit={t('actions.gain.points')}
        hint={props.gainHint}
        value={props.plan.gain}
        maxLength={10}
        problem={props.tried && gainOf(props.plan.gain) === 'wrong' ? t('actions.gain.bad') : null}
        onType={(gain) => props.onChange({ gain })}
      />
    </>
  );
}

/** A plan as it is being typed; a blank text is nothing. */
export type PlanText = {
  readonly title: string;
  readonly ownerName: string;
  readonly due: string;
  readonly gain: string;
};

/** Null while something in it cannot be written. */
export function planOf(text: PlanText): ActionPlan | null {
  const gain = gainOf(text.gain);
  if (text.title.trim() === '' || gain === 'wrong') return null;
  const owner = text.ownerName.trim();
  return { title: text.title.trim(), ownerName: owner === '' ? null : owner, due: text.due === '' ? null : text.due, gain };
}

export function planText({ title, ownerName, due, gain }: ActionPlan): PlanText {
  return { title, ownerName: ownerName ?? '', due: due ?? '', gain: gain === null ? '' : String(gain) };
}

function gainOf(text: string): number | null | 'wrong' {
  const typed = text.trim().replace('，', '.').replace(',', '.');
  if (typed === '') return null;
  const number = Number(typed);
  return Number.isFinite(number) && Math.abs(number) <= 1000 ? number : 'wrong';
}
