import Camera from 'lucide-solid/icons/camera';
import Trash from 'lucide-solid/icons/trash';
import { createUniqueId, For, onCleanup, Show, untrack, type JSX } from 'solid-js';
import type { EvidenceRule, Question, RepeatNode } from '#definition/compiled.ts';
import { rowPath } from '#engine/answers.ts';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { Tag } from '#app/ui/card.tsx';
import '#app/ui/field.css';
import '#app/ui/segmented.css';
import { anyPhoto, EvidenceStrip } from './evidence-strip.tsx';
import { useForm } from './form-context.tsx';
import { typedText } from './typed-text.ts';
import { QuestionDispute } from './question-dispute.tsx';
import { QuestionInput } from './question-input.tsx';

type RowProps = {
  readonly repeat: RepeatNode;
  readonly rowId: string;
  readonly number: number;
  readonly onRemove: () => void;
  readonly onNext: () => void;
};

/** A name and a short choice, in a row of fixed height. */
export function CompactRow(props: RowProps): JSX.Element {
  const { editable } = useForm();
  const path = (question: Question): string => rowPath(props.repeat.name, props.rowId, question.name);
  return (
    <li class="repeat-row">
      <span class="repeat-row-number" aria-hidden="true">
        {props.number}
      </span>
      <Show when={props.repeat.children[0]}>
        {(first) => (
          <RowName
            question={first().question}
            path={path(first().question)}
            number={props.number}
            onNext={() => props.onNext()}
          />
        )}
      </Show>
      <Show when={props.repeat.children[1]}>
        {(second) => <RowChoice question={second().question} path={path(second().question)} number={props.number} />}
      </Show>
      <Show when={editable()}>
        <IconButton icon={Trash} label={t('form.repeat.remove', { number: props.number })} onClick={() => props.onRemove()} />
      </Show>
    </li>
  );
}

/** A row whose questions do not fit one line: all of them, one under the other, each with its evidence. */
export function FullRow(props: RowProps): JSX.Element {
  const { editable, evidence, audience, verify } = useForm();
  /** The firm's own rows are the firm's to remove. */
  const removable = (): boolean => verify === null || verify.isFoundRow(props.rowId);
  const path = (question: Question): string => rowPath(props.repeat.name, props.rowId, question.name);
  /** A row that asks for no evidence can still carry a photo: it hangs on the row's first question. */
  const anywhere = (): string | null => {
    const asked = props.repeat.children.some(({ question }) => question.evidence !== null);
    const first = props.repeat.children[0]?.question;
    return asked || first === undefined || audience === 'firm' ? null : path(first);
  };
  return (
    <li class="repeat-row-full card">
      <div class="repeat-row-head">
        <span class="repeat-row-title">
          {t('form.repeat.row', { number: props.number })}
          <Show when={verify?.isFoundRow(props.rowId)}>
            {' '}
            <Tag>{t('form.verify.foundRow')}</Tag>
          </Show>
        </span>
        <Show when={editable()}>
          <span class="row">
            <Show when={anywhere()}>
              {(first) => (
                <IconButton
                  icon={Camera}
                  label={t('form.repeat.photo', { number: props.number })}
                  onClick={() => void evidence.open(first())}
                />
              )}
            </Show>
            <Show when={removable()}>
              <IconButton
                icon={Trash}
                label={t('form.repeat.remove', { number: props.number })}
                onClick={() => props.onRemove()}
              />
            </Show>
          </span>
        </Show>
      </div>
      <For each={props.repeat.children}>{({ question }) => <RowQuestion question={question} path={path(question)} />}</For>
    </li>
  );
}

function RowQuestion(props: { readonly question: Question; readonly path: string }): JSX.Element {
  const { form, evidence, audience } = useForm();
  const rule = (): EvidenceRule | null =>
    audience === 'firm' ? null : (props.question.evidence ?? (evidence.isUsed(props.path) ? anyPhoto : null));
  return (
    <Show when={form.node(props.path).relevant}>
      <div class="repeat-row-question">
        <Show when={audience === 'staff'}>
          <QuestionDispute question={props.question} path={props.path} />
        </Show>
        <QuestionInput question={props.question} path={props.path} words={props.question.label} describedBy={undefined} />
        <Show when={rule()}>{(found) => <EvidenceStrip question={props.path} rule={found()} words={null} />}</Show>
      </div>
    </Show>
  );
}

function RowName(props: {
  readonly question: Question;
  readonly path: string;
  readonly number: number;
  readonly onNext: () => void;
}): JSX.Element {
  const { form, editable } = useForm();
  onCleanup(() => form.leave(untrack(() => props.path)));
  const take = (text: string): void => form.set(props.path, text.trim() === '' ? null : text, 'typing');
  return (
    <div class="field-box repeat-row-name">
      <input
        id={`text-${props.path.replaceAll('/', '-')}`}
        aria-label={t('form.repeat.cell', { number: props.number, label: props.question.label })}
        placeholder={props.question.label}
        autocomplete="off"
        enterkeyhint="next"
        value={String(form.node(props.path).value ?? '')}
        readOnly={!editable()}
        {...typedText(take)}
        onBlur={() => form.leave(props.path)}
        onKeyDown={(event) => {
          // Enter that closes a pinyin choice is not a new row.
          if (event.key === 'Enter' && !event.isComposing && event.currentTarget.value.trim() !== '') props.onNext();
        }}
      />
    </div>
  );
}

function RowChoice(props: { readonly question: Question; readonly path: string; readonly number: number }): JSX.Element {
  const { form, editable } = useForm();
  const name = createUniqueId();
  return (
    <fieldset class="repeat-row-choice">
      <legend class="visually-hidden">{t('form.repeat.cell', { number: props.number, label: props.question.label })}</legend>
      <div class="segmented">
        <For each={form.choices(props.path)}>
          {(choice) => (
            <label>
              <input
                class="visually-hidden"
                type="radio"
                autocomplete="off"
                name={name}
                value={choice.name}
                disabled={!editable()}
                checked={form.node(props.path).value === choice.name}
                onChange={() => form.set(props.path, choice.name, 'tap')}
              />
              {choice.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
