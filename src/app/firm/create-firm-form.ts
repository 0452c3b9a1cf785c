import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { CompiledDefinition, Section } from '#definition/compiled.ts';
import type { Completeness } from '#diagnosis/completeness.ts';
import type { Answers, AnswerValue } from '#engine/answers.ts';
import type { FirmChange, FirmFormReply } from '#protocol/firm-link-wire.ts';
import { ok, type Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { createForm, type AnswerPort } from '#app/form/create-form.ts';
import type { FormWork } from '#app/form/form-context.tsx';
import { noEvidenceDesk } from '#app/form/no-evidence.ts';
import type { FirmApi } from './firm-api.ts';

const retryMs = 5_000;

export type FirmForm = {
  readonly work: FormWork;
  /** Sections that show. */
  readonly sections: Accessor<readonly Section[]>;
  readonly progress: Accessor<Completeness>;
  /** Paths at which somebody of the station has another answer. */
  readonly disputed: Accessor<readonly string[]>;
  /** The link takes nothing more: why. What is on screen stays. */
  readonly closed: Accessor<Problem | null>;
  readonly handedInAt: Accessor<string | null>;
  /** Saves what waits, then says that the firm is done; a refusal says why not. */
  readonly handIn: () => Promise<Outcome<unknown>>;
};

/** The questionnaire over a server instead of a store: an answer is saved when the server has said so. */
export function createFirmForm(api: FirmApi, reply: FirmFormReply, compiled: CompiledDefinition): FirmForm {
  const heads = new Map(reply.answers.map((answer) => [answer.path, answer.heads]));
  const [disputed, setDisputed] = createSignal<ReadonlySet<string>>(
    new Set(reply.answers.filter((answer) => answer.disputed).map(({ path }) => path)),
  );
  const [closed, setClosed] = createSignal<Problem | null>(null);
  const [handedInAt, setHandedInAt] = createSignal(reply.handedInAt);

  const send = async (change: FirmChange) => {
    const outcome = await api.change(change);
    if (outcome.kind === 'refused' && isOver(outcome.problem)) setClosed(outcome.problem);
    return outcome;
  };
  const port: AnswerPort = {
    setAnswer: async (path, value) => {
      const plain = typeof value === 'object' && value !== null ? [...value] : value;
      const outcome = await send({ kind: 'answer', path, value: plain, heads: [...(heads.get(path) ?? [])] });
      if (outcome.kind === 'refused') return outcome;
      heads.set(path, outcome.value.heads);
      const now = new Set(disputed());
      if (outcome.value.disputed) now.add(path);
      else now.delete(path);
      setDisputed(now);
      return ok({ savedAt: outcome.value.savedAt });
    },
    addRow: async (repeat) => {
      const outcome = await send({ kind: 'add-row', repeat });
      return outcome.kind === 'refused' ? outcome : ok({ ...outcome.value, rowId: outcome.value.rowId ?? '' });
    },
    removeRow: (rowId) => send({ kind: 'remove-row', rowId }),
  };
  const form = createForm(compiled, answersOf(reply), port);
  keepSafe(form);

  const sections = createMemo(() => compiled.sections.filter((section) => form.node(section.name).relevant));
  const progress = createMemo(() => {
    form.version();
    return form.completeness({});
  });
  const work: FormWork = {
    audience: 'firm',
    form,
    evidence: noEvidenceDesk,
    facts: { offer: () => null, adopt: () => undefined },
    keep: null,
    keepReason: null,
    disputed: () => [],
    settling: () => 'role',
    verify: null,
    editable: () => closed() === null,
  };
  return {
    work,
    sections,
    progress,
    disputed: () => [...disputed()],
    closed,
    handedInAt,
    handIn: async () => {
      if (!(await form.flush())) {
        const state = form.saveState();
        if (state.kind === 'failed') return { kind: 'refused', problem: state.problem };
      }
      const outcome = await api.handIn();
      if (outcome.kind === 'ok') setHandedInAt(outcome.value.handedInAt);
      return outcome;
    },
  };
}

/** No later try would be taken. */
function isOver({ code }: Problem): boolean {
  return code === 'firm-link.unknown' || code === 'firm-link.closed';
}

function answersOf({ answers, rows }: FirmFormReply): Answers {
  const values: Record<string, AnswerValue> = {};
  const inRows = new Map<string, Record<string, AnswerValue>>();
  for (const { path, value } of answers) {
    const [, row, question] = path.split('/');
    if (row === undefined || question === undefined) values[path] = value;
    else inRows.set(row, { ...inRows.get(row), [question]: value });
  }
  const byRepeat: Record<string, { readonly id: string; readonly values: Record<string, AnswerValue> }[]> = {};
  for (const { repeat, rowId } of rows) (byRepeat[repeat] ??= []).push({ id: rowId, values: inRows.get(rowId) ?? {} });
  return { values, rows: byRepeat };
}

/** What could not be saved stays on screen and is tried again by itself; closing the page asks first. */
function keepSafe(form: FormWork['form']): void {
  const flush = (): void => void form.flush();
  const beforeUnload = (event: BeforeUnloadEvent): void => {
    if (form.busy()) event.preventDefault();
  };
  document.addEventListener('visibilitychange', flush);
  window.addEventListener('pagehide', flush);
  window.addEventListener('online', flush);
  window.addEventListener('beforeunload', beforeUnload);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', flush);
    window.removeEventListener('pagehide', flush);
    window.removeEventListener('online', flush);
    window.removeEventListener('beforeunload', beforeUnload);
  });
  createEffect(() => {
    const state = form.saveState();
    if (state.kind !== 'failed' || isOver(state.problem)) return;
    const timer = setTimeout(flush, retryMs);
    onCleanup(() => clearTimeout(timer));
  });
}
