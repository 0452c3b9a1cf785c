import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, onCleanup, onMount, type Accessor } from 'solid-js';
import {
  actionsPageSize,
  readActionsQuery,
  writeActionsQuery,
  type ActionsQuery,
  type ActionsReply,
} from '#protocol/actions-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { readActions } from './actions-api.ts';
import { createServerQuery } from './create-server-query.ts';
import { isTyping } from './is-typing.ts';

export type ActionsList = {
  readonly query: Accessor<ActionsQuery>;
  /** A change of filter begins at the first page. */
  readonly change: (change: Partial<ActionsQuery>) => void;
  readonly clear: () => void;
  /** The last that was read; null before. */
  readonly reply: Accessor<ActionsReply | null>;
  readonly problem: Accessor<Problem | null>;
  readonly refreshing: Accessor<boolean>;
  readonly again: () => void;
  readonly openId: Accessor<string | null>;
  readonly open: (actionId: string | null) => void;
};

/** Filter, page and open action live in the address, so that a view can be kept and sent. */
export function createActionsList(): ActionsList {
  const [parameters] = useSearchParams<Record<string, string>>();
  const navigate = useNavigate();
  const text = createMemo(() => new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, value ?? ''])));
  // What is opened stays out of the list's identity: opening must not read the list again.
  const key = createMemo(() => new URLSearchParams(writeActionsQuery(readActionsQuery(text()).query)).toString());
  const query = createMemo(() => readActionsQuery(new URLSearchParams(key())).query);
  const openId = createMemo(() => text().get('open'));
  const list = createServerQuery(() => {
    const wanted = query();
    return { key: ['actions', key()], load: (signal: AbortSignal) => readActions(wanted, signal) };
  });
  const go = (next: ActionsQuery, open: string | null): void => {
    const address = new URLSearchParams(writeActionsQuery(next));
    if (open !== null) address.set('open', open);
    const search = address.toString();
    navigate(`/office/actions${search === '' ? '' : `?${search}`}`, { replace: true, scroll: false });
  };
  const reply = createMemo<ActionsReply | null>((last) => {
    const read = list.read();
    if (read.kind === 'ready') return read.value;
    // While another page is on its way the one before stays on screen.
    return read.kind === 'loading' ? last : null;
  }, null);
  const move = (by: number): void => {
    const rows = reply()?.rows ?? [];
    const at = rows.findIndex(({ actionId }) => actionId === openId());
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next !== undefined) go(query(), next.actionId);
  };
  onMount(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Escape' && openId() !== null) go(query(), null);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
  return {
    query,
    change: (change) => go({ ...query(), offset: 0, ...change }, openId()),
    clear: () => go(readActionsQuery(new URLSearchParams()).query, openId()),
    reply,
    problem: list.failed,
    refreshing: () => {
      const read = list.read();
      return read.kind === 'loading' || (read.kind === 'ready' && read.refreshing);
    },
    again: list.again,
    openId,
    open: (actionId) => go(query(), actionId),
  };
}

/** First and last number of the page on screen, from 1. */
export function pageOf({ offset }: ActionsQuery, { rows, total }: ActionsReply) {
  return { from: offset + 1, to: offset + rows.length, total, next: offset + actionsPageSize < total };
}
