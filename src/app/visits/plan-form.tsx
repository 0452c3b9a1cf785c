import { For, Show, untrack, type JSX } from 'solid-js';
import { visitPurposes, type VisitPlan } from '#domain/visit.ts';
import { dayKey } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import '../ui/field.css';
import { OptionRow } from '../ui/option-row.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { rhythms, type PlanDraft, type Rhythm } from './create-plan.ts';
import './plan-form.css';

export type Choice = { readonly id: string; readonly label: string; readonly detail: string | null };

/** What a visit's plan says, on phone and desk. Hands over a plan that is whole; says in its place what is not. */
export function PlanForm(props: {
  readonly plan: PlanDraft;
  readonly instruments: readonly Choice[];
  readonly people: readonly Choice[];
  readonly peopleHint: string | null;
  readonly saveText: string;
  readonly busy: boolean;
  readonly onSave: (plan: VisitPlan) => void;
}): JSX.Element {
  // A form is of one plan.
  const plan = untrack(() => props.plan);
  const save = (): void => {
    const whole = plan.take();
    if (whole !== null) props.onSave(whole);
  };
  return (
    <form
      class="stack"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <When plan={plan} />
      <Segmented
        label={t('visits.form.purpose')}
        value={plan.purpose()}
        onChange={plan.setPurpose}
        options={visitPurposes.map((value) => ({ value, label: t(`visits.purpose.${value}`) }))}
      />
      <Choices
        title={t('visits.form.people')}
        name="person"
        choices={props.people}
        chosen={plan.people()}
        onChoose={plan.send}
        problem={plan.wrong('people') ? t('visits.form.peopleMissing') : null}
        hint={props.peopleHint}
      />
      <Choices
        title={t('visits.form.instruments')}
        name="instrument"
        choices={props.instruments}
        chosen={plan.instruments()}
        onChoose={plan.choose}
        problem={null}
        hint={props.instruments.length === 0 ? t('visits.form.instrumentsNone') : t('visits.form.instrumentsHint')}
      />
      <Segmented<Rhythm>
        label={t('visits.form.every')}
        value={plan.rhythm()}
        onChange={plan.setRhythm}
        options={rhythms.map((value) => ({ value, label: rhythmText(value) }))}
      />
      <Show when={plan.rhythm() === 'other'}>
        <Field
          label={t('visits.form.everyMonthsLabel')}
          inputmode="numeric"
          unit={t('visits.form.months')}
          value={plan.months()}
          onType={plan.setMonths}
          problem={plan.wrong('months') ? t('visits.form.everyWrong') : null}
        />
      </Show>
      <label class="field">
        <span class="field-label">
          {t('visits.form.note')}
          <span class="field-optional"> {t('shell.field.optional')}</span>
        </span>
        <span class="field-box">
          <textarea
            rows={3}
            maxLength={2000}
            autocomplete="off"
            placeholder={t('visits.form.noteHint')}
            value={plan.note()}
            onInput={(event) => plan.setNote(event.currentTarget.value)}
          />
        </span>
      </label>
      <Button type="submit" variant="primary" size="large" wide disabled={props.busy}>
        {props.saveText}
      </Button>
    </form>
  );
}

function When(props: { readonly plan: PlanDraft }): JSX.Element {
  const isPast = (): boolean => props.plan.date() !== '' && props.plan.date() < dayKey(Date.now());
  return (
    <div class="plan-when">
      <Field
        label={t('visits.form.date')}
        type="date"
        required
        value={props.plan.date()}
        onType={props.plan.setDate}
        problem={props.plan.wrong('date') ? t('visits.form.dateMissing') : null}
        hint={isPast() ? t('visits.form.past') : null}
      />
      <Field
        label={t('visits.form.time')}
        optional
        type="time"
        value={props.plan.time()}
        onType={props.plan.setTime}
        hint={t('visits.form.timeHint')}
      />
    </div>
  );
}

function Choices(props: {
  readonly title: string;
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChoose: (id: string, on: boolean) => void;
  readonly problem: string | null;
  readonly hint: string | null;
}): JSX.Element {
  return (
    <fieldset class="plan-choices">
      <legend class="field-label">{props.title}</legend>
      <For each={props.choices}>
        {(choice) => (
          <OptionRow
            type="checkbox"
            name={props.name}
            value={choice.id}
            label={choice.label}
            detail={choice.detail}
            checked={props.chosen.includes(choice.id)}
            onSelect={(on) => props.onChoose(choice.id, on)}
          />
        )}
      </For>
      <div aria-live="polite">
        <Show when={props.problem}>{(problem) => <p class="field-problem">{problem()}</p>}</Show>
      </div>
      <Show when={props.hint}>{(hint) => <p class="field-hint">{hint()}</p>}</Show>
    </fieldset>
  );
}

function rhythmText(rhythm: Rhythm): string {
  if (rhythm === 'none') return t('visits.form.everyNone');
  return rhythm === 'other' ? t('visits.form.everyOther') : t('visits.form.everyMonths', { count: rhythm });
}
