import Plus from 'lucide-solid/icons/plus';
import { createMemo, createSignal, For, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Question, RepeatNode } from '#definition/compiled.ts';
import { rowPath } from '#engine/answers.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { useForm } from './form-context.tsx';
import { QuestionDispute } from './question-dispute.tsx';
import { CompactRow, FullRow } from './repeat-row.tsx';
import { visibleRows } from './repeat-window.ts';
import './repeat-editor.css';

/** Above this many rows only those near the screen are in the document. */
const windowFrom = 30;

/** Rows of a repeat as compact cards. Row 500 is added as fast as row 1. */
export function RepeatEditor(props: { readonly repeat: RepeatNode }): JSX.Element {
  const { form, editable, disputed, audience, verify } = useForm();
  const rows = (): readonly string[] => form.rows(props.repeat.name);
  /** What the firm said and what was found do not fit one line. */
  const compact = createMemo(() => verify === null && isCompact(props.repeat));
  const windowed = (): boolean => compact() && rows().length > windowFrom;
  const [scroll, setScroll] = createSignal({ top: 0, height: 2_000 });
  const [rowHeight, setRowHeight] = createSignal(0);
  let list: HTMLOListElement | undefined;
  const shown = createMemo(() => {
    const all = rows();
    if (!windowed()) return { first: 0, last: all.length - 1 };
    return visibleRows(all.length, rowHeight(), scroll().top, scroll().height);
  });

  /** Rows of one height have no room for them: they stand before the list. */
  const disputes = createMemo(() => {
    if (!compact() || audience === 'firm') return [];
    return rows().flatMap((rowId, at) =>
      props.repeat.children
        .map(({ question }) => ({ question, path: rowPath(props.repeat.name, rowId, question.name), number: at + 1 }))
        .filter(({ path }) => disputed(path).length > 1),
    );
  });

  const measure = (): void => {
    if (list === undefined) return;
    const { top } = list.getBoundingClientRect();
    setRowHeight(
      Number.parseFloat(getComputedStyle(list).getPropertyValue('--row-height')) *
        Number.parseFloat(getComputedStyle(list).fontSize),
    );
    setScroll({ top: Math.max(0, -top), height: window.innerHeight });
  };
  onMount(() => {
    measure();
    const options = { passive: true } as const;
    window.addEventListener('scroll', measure, options);
    window.addEventListener('resize', measure, options);
    onCleanup(() => {
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
    });
  });

  const add = async (): Promise<void> => {
    const rowId = await form.addRow(props.repeat.name);
    const first = props.repeat.children[0]?.question;
    if (rowId === null || first === undefined) return;
    measure();
    const path = rowPath(props.repeat.name, rowId, first.name);
    requestAnimationFrame(() => {
      const input = document.getElementById(`text-${path.replaceAll('/', '-')}`);
      input?.focus({ preventScroll: true });
      input?.scrollIntoView({ block: 'center' });
    });
  };

  return (
    <div class="stack-tight">
      <Show when={compact() && rows().length > 0 && props.repeat.children[1]}>
        {(second) => <p class="soft small">{t('form.repeat.asks', { question: second().question.label })}</p>}
      </Show>
      <For each={disputes()}>
        {({ question, path, number }) => (
          <QuestionDispute question={question} path={path} words={t('form.repeat.cell', { number, label: question.label })} />
        )}
      </For>
      <ol
        ref={(element) => (list = element)}
        class={`repeat-rows${windowed() ? ' repeat-rows-windowed' : ''}`}
        style={windowed() ? { '--rows': String(rows().length), '--first': String(shown().first) } : {}}
        aria-label={props.repeat.label}
      >
        <For each={rows().slice(shown().first, shown().last + 1)}>
          {(rowId) => (
            <Dynamic
              component={compact() ? CompactRow : FullRow}
              repeat={props.repeat}
              rowId={rowId}
              number={rows().indexOf(rowId) + 1}
              onRemove={() => form.removeRow(props.repeat.name, rowId)}
              onNext={() => void add()}
            />
          )}
        </For>
      </ol>
      <Show when={rows().length === 0}>
        <p class="soft small">{t('form.repeat.empty')}</p>
      </Show>
      <Button icon={Plus} wide disabled={!editable()} onClick={() => void add()}>
        {verify === null ? t('form.repeat.add', { count: rows().length }) : t('form.verify.addFound', { count: rows().length })}
      </Button>
    </div>
  );
}

/** One name and one short choice without evidence fit a row of fixed height; other repeats are shown in full. */
function isCompact(repeat: RepeatNode): boolean {
  const [first, second, ...others] = repeat.children.map((node) => node.question);
  if (first?.type !== 'text' || second === undefined || others.length > 0) return false;
  return isShortChoice(second) && first.evidence === null && second.evidence === null;
}

function isShortChoice(question: Question): boolean {
  return (
    question.type === 'select_one' && question.choices.length <= 3 && question.choices.every((choice) => choice.label.length <= 4)
  );
}
