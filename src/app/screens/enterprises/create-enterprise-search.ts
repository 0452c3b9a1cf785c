import { createEffect, createMemo, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { registrySearch } from '#app/registry.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { openStates } from '#app/ui/assessment-row.tsx';
import { regionPrefix } from '#domain/regions.ts';
import type { FoundEnterprise } from '#store/registry-search.ts';
import { countOpen } from '#store/queries/list-assessments.ts';

export type EnterpriseSearch = {
  readonly text: Accessor<string>;
  readonly setText: (text: string) => void;
  /** How many fit; null until the first answer. */
  readonly total: Accessor<number | null>;
  /** The firm at a place of the result, null while its page is on the way. */
  readonly at: (index: number) => FoundEnterprise | null;
  /** Tells which rows are in sight, so that their pages are fetched. */
  readonly want: (from: number, to: number) => void;
  /** The registry could not be read. */
  readonly failed: Accessor<boolean>;
  readonly retry: () => void;
  /** How many open assessments a firm has on this phone. */
  readonly openCount: (code: string) => number;
};

const pageSize = 100;
const pauseMilliseconds = 120;
/** Where the list stood when it was left: coming back from a firm finds the same rows. */
let leftAt: { readonly text: string; readonly top: number } | null = null;

export function createEnterpriseSearch(initialText: string): EnterpriseSearch {
  const field = useField();
  const registry = registrySearch(field.store);
  const prefix = regionPrefix(field.profile.region);
  const [text, setText] = createSignal(initialText);
  const [asked, setAsked] = createSignal(initialText);
  const [version, setVersion] = createSignal(0);
  const [failed, setFailed] = createSignal(false);
  const [total, setTotal] = createSignal<number | null>(null);
  const [pages, setPages] = createSignal<ReadonlyMap<number, readonly FoundEnterprise[]>>(new Map());
  const [range, setRange] = createSignal({ from: 0, to: pageSize });
  const onTheWay = new Set<string>();

  onCleanup(registry.onChange(() => setVersion((before) => before + 1)));

  createEffect(() => {
    const wanted = text();
    const timer = setTimeout(() => setAsked(wanted), pauseMilliseconds);
    onCleanup(() => clearTimeout(timer));
  });

  /** One question and one state of the registry; pages of an older one are never mixed in. */
  const question = createMemo(() => ({ text: asked(), version: version() }));

  createEffect(() => {
    const current = question();
    // The rows on screen stay until the first page of the new answer replaces them.
    void load(current, 0, true);
  });

  createEffect(() => {
    const current = question();
    const { from, to } = range();
    for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) {
      if (page > 0 && !pages().has(page)) void load(current, page, false);
    }
  });

  onCleanup(() => {
    leftAt = { text: text(), top: window.scrollY };
  });
  createEffect(() => {
    if (total() === null) return;
    const place = untrack(() => (leftAt?.text === text() ? leftAt : null));
    leftAt = null;
    // After the list has its height.
    if (place !== null) requestAnimationFrame(() => window.scrollTo({ top: place.top, behavior: 'instant' }));
  });

  const load = async (current: ReturnType<typeof question>, page: number, fresh: boolean): Promise<void> => {
    const key = `${String(current.version)}/${String(page)}/${current.text}`;
    if (onTheWay.has(key)) return;
    onTheWay.add(key);
    try {
      const reply = await registry.search(current.text, { regionPrefix: prefix, limit: pageSize, offset: page * pageSize });
      if (question() !== current) return;
      setTotal(reply.total);
      setFailed(false);
      setPages((before) => new Map([...(fresh ? [] : before), [page, reply.entries]]));
    } catch (error) {
      reportError(error);
      setFailed(true);
    } finally {
      onTheWay.delete(key);
    }
  };

  const openByEnterprise = fromLive<ReadonlyMap<string, number>>(() => countOpen(field.store, openStates), new Map());

  return {
    text,
    setText,
    total,
    failed,
    retry: () => setVersion((before) => before + 1),
    at: (index) => pages().get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
    want: (from, to) => setRange({ from, to }),
    openCount: (code) => openByEnterprise().get(code) ?? 0,
  };
}
