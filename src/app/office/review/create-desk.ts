import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { ReviewReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { createCommand, isSignedOut } from '../create-command.ts';
import { createPerson } from '../create-person.ts';
import { officeClient } from '../office-client.ts';
import { createKeys } from './create-keys.ts';
import { notReturning, type ReviewWork } from './create-review.ts';
import type { DecisionKind } from './decide-sheet.tsx';
import { nextInQueue } from './queue-state.ts';
import { decide, type Command } from './review-api.ts';
import { passes, type ItemFilter } from './review-items.ts';

export type DeskOf = {
  readonly id: string;
  readonly work: ReviewWork;
  readonly detail: OfficeDetail;
  readonly review: ReviewReply;
};

/** Where the reviewer is in an assessment, what they do to it, and the keys for it. */
export function createDesk(props: DeskOf) {
  const navigate = useNavigate();
  const person = createPerson();
  const mayReview = (): boolean => person()?.role === 'reviewer';
  const [filter, setFilter] = createSignal<ItemFilter>('all');
  const [path, setPath] = createSignal<string | null>(null);
  const [viewing, setViewing] = createSignal<string | null>(null);
  const [deciding, setDeciding] = createSignal<DecisionKind | null>(null);
  const [done, setDone] = createSignal<string | null>(null);
  const command = createCommand();
  const shown = createMemo(() => props.work.items().filter((item) => passes(item, filter(), props.work.marked())));
  const current = createMemo(() => shown().find((item) => item.path === path()) ?? shown()[0] ?? null);
  createEffect(
    on(
      () => props.id,
      () => (setDone(null), setPath(null)),
      { defer: true },
    ),
  );
  const save = (): Promise<boolean> => command.run(props.work.save);
  // A page that is closed or dies forgets what it holds: a comment goes to the server as soon as its clause is left.
  const choose = (chosen: string | null): void => {
    setPath(chosen);
    if (mayReview() && props.work.unsaved() > 0) void save();
  };
  const move = (by: number): void => {
    const at = shown().findIndex((item) => item.path === current()?.path);
    choose(shown()[Math.min(shown().length - 1, Math.max(0, at + by))]?.path ?? null);
  };
  askBeforeClosing(() => props.work.unsaved() > 0);
  const next = async (): Promise<void> => {
    if (props.work.unsaved() > 0 && !(await save())) return;
    const id = nextInQueue(props.id);
    if (id === null) setDone(t('workflow.review.last'));
    else navigate(`/office/review/${encodeURIComponent(id)}`);
  };
  const carryOut = async (order: Command): Promise<void> => {
    const said = { return: 'doneReturn', approve: 'doneApprove', seal: 'doneSeal', amend: 'doneAmend' } as const;
    // Comments first: they are part of what is remembered, whatever becomes of the decision.
    const { id, review, work } = props;
    const both = async (): Promise<void> => {
      await work.save();
      await decide(id, review, order);
    };
    if (await command.run(both)) {
      setDeciding(null);
      work.setReturning(notReturning);
      work.setAmending('');
      setDone(t(`workflow.review.${said[order.kind]}`));
    } else if (isSignedOut(command.fault())) return;
    await officeClient.invalidateQueries({ queryKey: ['office', 'review'] });
    props.work.again();
  };
  const ask = (kind: DecisionKind): void => {
    if (!mayReview() || !props.review.may.includes(kind)) return;
    command.say(null);
    setDeciding(kind);
  };
  createKeys(() => deciding() === null && viewing() === null, {
    j: () => move(1),
    k: () => move(-1),
    a: () => ask('approve'),
    r: () => ask('return'),
    c: () => document.getElementById('review-comment')?.focus(),
    e: () => setViewing(current()?.answer.evidence[0] ?? null),
    s: () => void next(),
  });
  return {
    mayReview,
    filter,
    setFilter,
    current,
    shown,
    choose,
    viewing,
    setViewing,
    deciding,
    setDeciding,
    done,
    command,
    save,
    next,
    ask,
    carryOut,
  };
}

function askBeforeClosing(when: () => boolean): void {
  const beforeUnload = (event: BeforeUnloadEvent): void => {
    if (when()) event.preventDefault();
  };
  window.addEventListener('beforeunload', beforeUnload);
  onCleanup(() => window.removeEventListener('beforeunload', beforeUnload));
}
