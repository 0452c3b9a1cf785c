import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal } from 'solid-js';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import { emptyQueue, readQueue as queueOf, writeQueue } from '#protocol/review-wire.ts';
import type { ApproveCleanReply, QueueQuery, QueueReply, QueueRow } from '#protocol/review-wire.ts';
import { createCommand } from '../create-command.ts';
import { createPerson } from '../create-person.ts';
import { createServerQuery } from '../create-server-query.ts';
import { readFacets } from '../office-api.ts';
import { createKeys } from './create-keys.ts';
import { noteQueue } from './queue-state.ts';
import { approveClean, assign, readQueue } from './review-api.ts';

/** The queue's state: the filters live in the address, what is chosen does not outlast them. */
export function createQueue() {
  const [parameters, setParameters] = useSearchParams<Record<string, string>>();
  const navigate = useNavigate();
  const query = createMemo((): QueueQuery => {
    const given = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, value ?? '']));
    return queueOf(given) ?? emptyQueue;
  });
  const address = (): string => new URLSearchParams(writeQueue(query())).toString();
  const list = createServerQuery(() => {
    const at = address();
    return { key: ['review', at], load: (signal: AbortSignal) => readQueue(at, signal) };
  });
  const offered = createServerQuery(() => ({ key: ['facets'], load: readFacets }));
  const person = createPerson();
  const reply = (): QueueReply | null => list.value();
  const rows = (): readonly QueueRow[] => reply()?.rows ?? [];
  const mayReview = (): boolean => person()?.role === 'reviewer';
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = createSignal(0);
  const [outcome, setOutcome] = createSignal<ApproveCleanReply | null>(null);
  const command = createCommand();
  createEffect(() => noteQueue(rows(), `/office/review?${address()}`));
  createEffect(() => {
    address();
    setChosen(new Set<string>());
    setCurrent(0);
  });
  const change = (part: Partial<QueueQuery>): void => {
    const next = { ...query(), ...part };
    const blank = Object.fromEntries(Object.keys(emptyQueue).map((name) => [name, null]));
    setParameters({ ...blank, ...Object.fromEntries(writeQueue(next)) });
  };
  const hrefOf = (row: QueueRow): string =>
    `/office/review/${encodeURIComponent(row.assessmentId)}${query().tab === 'second' ? '/second' : ''}`;
  const toggle = (id: string): void =>
    void setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const approveChosen = async (): Promise<void> => {
    const items = rows().flatMap(({ assessmentId, heads }) => (chosen().has(assessmentId) ? { assessmentId, heads } : []));
    await command.run(() => approveClean(items), setOutcome);
    setChosen(new Set<string>());
    list.again();
  };
  const giveTo = async (person: string | null): Promise<void> => {
    const slot = query().tab === 'second' ? 'second' : 'first';
    const ids = [...chosen()];
    const giveAll = async (): Promise<void> => {
      for (const id of ids) await assign(id, slot, person);
    };
    await command.run(giveAll);
    list.again();
  };
  const at = (): QueueRow | undefined => rows()[current()];
  createKeys(() => outcome() === null, {
    j: () => setCurrent((now) => Math.max(0, Math.min(rows().length - 1, now + 1))),
    k: () => setCurrent((now) => Math.max(0, now - 1)),
    x: () => mayReview() && toggle(at()?.assessmentId ?? ''),
    Enter: () => {
      const row = at();
      if (row !== undefined) navigate(hrefOf(row));
    },
  });
  return {
    query,
    list,
    reply,
    rows,
    facets: (): OfficeFacets | null => offered.value(),
    mayReview,
    chosen,
    setChosen,
    current,
    outcome,
    setOutcome,
    command,
    change,
    hrefOf,
    toggle,
    approveChosen,
    giveTo,
  };
}
