import { createMemo, createSignal, type Accessor } from 'solid-js';
import { distanceBetween, orderOfTravel, type Place } from '#domain/travel.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { firmPlaces, goesOn, listVisits } from '#store/queries/read-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import { useField } from '../field-context.tsx';
import { dayKey } from '../i18n/format.ts';
import { createNow } from '../ui/create-now.ts';
import { fromLive, fromLiveOf } from '../ui/from-live.ts';
import { locate } from './locate.ts';

export type VisitDay = { readonly date: string; readonly visits: readonly VisitOf[] };

export type VisitList = {
  /** Null until first read. */
  readonly total: Accessor<number | null>;
  /** How many are other people's alone. */
  readonly others: Accessor<number>;
  /** Today, then the days to come; visits that are under way stand today whatever their day. */
  readonly days: Accessor<readonly VisitDay[]>;
  /** Newest first: done, cancelled, and planned for a day that has passed. */
  readonly past: Accessor<readonly VisitOf[]>;
  readonly coming: Accessor<readonly VisitOf[]>;
  readonly today: Accessor<string>;
  readonly whose: Accessor<Whose>;
  readonly setWhose: (whose: Whose) => void;
  /** Metres from where the person is, null where that or the firm's place is not known. */
  readonly metres: (visit: VisitOf) => number | null;
  /** How today is ordered. */
  readonly order: Accessor<Order>;
  readonly setOrder: (order: Order) => Promise<void>;
  readonly way: Accessor<'idle' | 'locating' | 'failed'>;
};

export type Whose = 'mine' | 'all';
export type Order = 'time' | 'way';

export function createVisitList(): VisitList {
  const { store, profile } = useField();
  const now = createNow();
  const today = createMemo(() => dayKey(now()));
  const all = fromLive<readonly VisitOf[] | null>(() => listVisits(store), null);
  const [whose, setWhose] = createSignal<Whose>('mine');
  const [order, setOrder] = createSignal<Order>('time');
  const [here, setHere] = createSignal<Place | null>(null);
  const [way, setWay] = createSignal<'idle' | 'locating' | 'failed'>('idle');
  const isMine = (visit: VisitOf): boolean => goesOn(visit, profile.personId);
  const shown = createMemo(() => (all() ?? []).filter((visit) => whose() === 'all' || isMine(visit)));
  const firms = createMemo(() => [...new Set(shown().map(({ record }) => record.enterprise as string))]);
  const places = fromLiveOf<readonly string[] | null, ReadonlyMap<string, Place>>(
    () => (here() === null ? null : firms()),
    async (wanted) => (wanted === null ? new Map() : firmPlaces(store, wanted)),
    new Map(),
  );
  const metres = ({ record }: VisitOf): number | null => {
    const [from, to] = [here(), places().get(record.enterprise)];
    return from === null || to === undefined ? null : distanceBetween(from, to);
  };
  const isComing = ({ state, record }: VisitOf): boolean =>
    state === 'under-way' || (state === 'planned' && record.date >= today());
  const dayFor = ({ state, record }: VisitOf): string => (state === 'under-way' ? today() : record.date);
  const coming = createMemo(() => shown().filter(isComing));
  const inOrder = (visits: readonly VisitOf[]): readonly VisitOf[] => {
    const begun = visits.filter(({ state }) => state === 'under-way');
    const rest = visits.filter(({ state }) => state !== 'under-way');
    if (order() === 'time') return [...begun, ...rest];
    const stops = rest.map((visit) => ({ id: visit.visitId, time: visit.record.time, metres: metres(visit), visit }));
    return [...begun, ...orderOfTravel(stops).map(({ visit }) => visit)];
  };
  return {
    total: () => all()?.length ?? null,
    others: createMemo(() => (all() ?? []).filter((visit) => !isMine(visit)).length),
    coming,
    days: createMemo(() => {
      const byDay = new Map<string, VisitOf[]>();
      for (const visit of coming()) byDay.set(dayFor(visit), [...(byDay.get(dayFor(visit)) ?? []), visit]);
      return [...byDay]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([date, visits]) => ({ date, visits: date === today() ? inOrder(visits) : visits }));
    }),
    past: createMemo(() =>
      shown()
        .filter((visit) => !isComing(visit))
        .toReversed(),
    ),
    today,
    whose,
    setWhose: (next) => setWhose(next),
    metres,
    order,
    setOrder: async (next) => {
      setOrder(next);
      if (next === 'time') return;
      setWay('locating');
      const located = await locate();
      if (located.kind === 'got') setHere(located.position);
      setWay(located.kind === 'got' ? 'idle' : 'failed');
    },
    way,
  };
}

/** The firms of these visits as this phone knows them. */
export function createFirms(codes: Accessor<readonly string[]>): (code: string) => EnterpriseView | null {
  const { store } = useField();
  const key = createMemo(() => [...new Set(codes())].sort().join(' '));
  const firms = fromLiveOf<string, ReadonlyMap<string, EnterpriseView>>(
    key,
    async (wanted) => {
      const found = new Map<string, EnterpriseView>();
      const read = await Promise.all(
        wanted
          .split(' ')
          .filter((code) => code !== '')
          .map((code) => readEnterprise(store, code)),
      );
      for (const firm of read) if (firm !== null) found.set(firm.code, firm);
      return found;
    },
    new Map(),
  );
  return (code) => firms().get(code) ?? null;
}
