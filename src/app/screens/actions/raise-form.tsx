import Camera from 'lucide-solid/icons/camera';
import { createSignal, createUniqueId, For, Show, untrack, type JSX } from 'solid-js';
import { expectedGain, type ExpectedGain } from '#diagnosis/expected-gain.ts';
import { severities, type Severity } from '#domain/finding.ts';
import type { EntityId } from '#shared/ids.ts';
import { raiseFinding } from '#store/commands/raise-finding.ts';
import type { EvidenceView } from '#store/views.ts';
import { pointsText, severityText } from '#app/actions/action-words.ts';
import { addMonths } from '#app/actions/due-day.ts';
import { planOf, PlanFields, type PlanText } from '#app/actions/plan-fields.tsx';
import { createWrite } from '#app/create-write.ts';
import { DraftNote } from '#app/drafts/draft-note.tsx';
import { createDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { createBlobUrl } from '#app/form/create-blob-url.ts';
import { useForm } from '#app/form/form-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { describedBy, FieldNotes } from '#app/ui/field.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import '#app/form/text-question.css';

type Typed = {
  readonly severity: Severity;
  readonly text: string;
  readonly agreed: boolean;
  readonly plan: PlanText;
  /** Photos of the clause that do not show it. */
  readonly left: readonly string[];
};

/** What was found at a clause, what shows it, and what is to be done about it: written as one step. */
export function RaiseForm(props: {
  readonly assessmentId: string;
  /** Null: about the assessment as a whole. */
  readonly question: string | null;
  readonly clause: string;
  readonly onDone: () => void;
}): JSX.Element {
  const { store } = useField();
  const { evidence } = useForm();
  const today = dayKey(store.clock.now());
  const gain = createGain(untrack(() => props.question));
  const [typed, setTyped] = createSignal(blank(today, gain));
  const change = (part: Partial<Typed>): void => void setTyped((before) => ({ ...before, ...part }));
  const about = untrack(() => `finding/${props.assessmentId}/${props.question ?? ''}`);
  const draft = createDraft(store, about, typed, setTyped);
  const [tried, setTried] = createSignal(false);
  const { busy, problem, run } = createWrite();
  const pieces = (): readonly EvidenceView[] => (props.question === null ? [] : evidence.of(props.question));
  const photos = (): readonly EntityId[] =>
    pieces().flatMap(({ evidenceId }) => (typed().left.includes(evidenceId) ? [] : [evidenceId as EntityId]));
  const save = async (): Promise<void> => {
    setTried(true);
    const { severity, text, agreed, plan } = typed();
    const written = agreed ? planOf(plan) : null;
    if (text.trim() === '' || (agreed && written === null)) return;
    const { assessmentId, question } = props;
    const action = written === null ? null : { ...written, before: photos() };
    const finding = { question, severity, text: text.trim(), photos: photos(), action };
    if (!(await run(() => raiseFinding(store, assessmentId, finding)))) return;
    draft.sent();
    props.onDone();
  };
  return (
    <div class="stack">
      <DraftNote draft={draft} />
      <p>
        <span class="soft small">{t('actions.raise.of')}</span>
        <br />
        {props.clause}
      </p>
      <Segmented
        label={t('actions.raise.severity')}
        value={typed().severity}
        onChange={(severity) => change({ severity })}
        options={severities.map((value) => ({ value, label: severityText(value) }))}
      />
      <FindingText
        value={typed().text}
        problem={tried() && typed().text.trim() === '' ? t('actions.raise.textMissing') : null}
        onType={(text) => change({ text })}
      />
      <Show when={props.question}>
        {(question) => (
          <Photos
            question={question()}
            pieces={pieces()}
            left={typed().left}
            onToggle={(id) => change({ left: toggled(typed().left, id) })}
          />
        )}
      </Show>
      <label class="row">
        <input type="checkbox" checked={typed().agreed} onChange={(event) => change({ agreed: event.currentTarget.checked })} />
        <span class="strong">{t('actions.raise.agree')}</span>
      </label>
      <Show when={typed().agreed}>
        <PlanFields
          plan={typed().plan}
          today={today}
          gainHint={gainHint(gain)}
          tried={tried()}
          onChange={(part) => change({ plan: { ...typed().plan, ...part } })}
        />
      </Show>
      <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      <Button variant="primary" size="large" wide disabled={busy()} onClick={() => void save()}>
        {t('actions.raise.save')}
      </Button>
    </div>
  );
}

function blank(today: string, gain: ExpectedGain | null): Typed {
  const plan = { title: '', ownerName: '', due: addMonths(today, 1), gain: gain === null ? '' : pointsText(gain.points) };
  return { severity: 'major', text: '', agreed: true, plan, left: [] };
}

function gainHint(gain: ExpectedGain | null): string {
  if (gain === null) return t('actions.gain.unknown');
  return t('actions.gain.hintOf', { measure: gain.measureName, points: pointsText(gain.points) });
}

/** Once, when the form opens: what is typed over it stays. */
function createGain(question: string | null): ExpectedGain | null {
  const { form } = useForm();
  return question === null ? null : untrack(() => expectedGain(form.compiled, form.view, form.score(), question));
}

/** Those of the clause; more can be taken. */
function Photos(props: {
  readonly question: string;
  readonly pieces: readonly EvidenceView[];
  readonly left: readonly string[];
  readonly onToggle: (id: string) => void;
}): JSX.Element {
  const { evidence } = useForm();
  return (
    <section class="stack-tight">
      <h3>{t('actions.raise.photos')}</h3>
      <p class="soft small">{props.pieces.length === 0 ? t('actions.raise.photosNone') : t('actions.raise.photosHint')}</p>
      <ul class="picture-row">
        <For each={props.pieces.map(({ evidenceId }) => evidenceId)}>
          {(id, at) => (
            <li>
              <Choice id={id} number={at() + 1} on={!props.left.includes(id)} onToggle={() => props.onToggle(id)} />
            </li>
          )}
        </For>
      </ul>
      <Button icon={Camera} onClick={() => void evidence.open(props.question)}>
        {t('actions.raise.shoot')}
      </Button>
    </section>
  );
}

function toggled(before: readonly string[], id: string): readonly string[] {
  return before.includes(id) ? before.filter((each) => each !== id) : [...before, id];
}

function FindingText(props: {
  readonly value: string;
  readonly problem: string | null;
  readonly onType: (text: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class={`field${props.problem === null ? '' : ' field-invalid'}`}>
      <label for={id} class="field-label">
        {t('actions.raise.text')}
      </label>
      <div class="field-box">
        <textarea
          id={id}
          class="text-question-long"
          rows={3}
          maxLength={2000}
          placeholder={t('actions.raise.textHint')}
          value={props.value}
          aria-invalid={props.problem === null ? undefined : 'true'}
          aria-describedby={describedBy(id, null, props.problem)}
          onInput={(event) => props.onType(event.currentTarget.value)}
        />
      </div>
      <FieldNotes id={id} problem={props.problem} />
    </div>
  );
}

function Choice(props: {
  readonly id: string;
  readonly number: number;
  readonly on: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  const { evidence } = useForm();
  const source = createBlobUrl(() => evidence.port.thumbnail(props.id));
  return (
    <label class="picture-choice">
      <span class="picture">
        <Show when={source()}>{(url) => <img src={url()} alt="" />}</Show>
      </span>
      <input
        type="checkbox"
        checked={props.on}
        aria-label={t('actions.raise.photoUse', { number: props.number })}
        onChange={() => props.onToggle()}
      />
    </label>
  );
}
