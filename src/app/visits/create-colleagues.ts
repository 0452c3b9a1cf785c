import { createMemo, createSignal, onMount, type Accessor } from 'solid-js';
import { serverPersonId } from '#domain/person.ts';
import { personHeader, protocolHeader } from '#protocol/sync-wire.ts';
import { colleaguesReplySchema } from '#protocol/visits-wire.ts';
import { keepPeople } from '#store/commands/keep-people.ts';
import { listPeople } from '#store/queries/read-people.ts';
import { useField } from '../field-context.tsx';
import { fromLive } from '../ui/from-live.ts';

export type Person = { readonly person: string; readonly name: string };

export type Colleagues = {
  readonly nameOf: Accessor<ReadonlyMap<string, string>>;
  /** Whom a visit may be planned with: this person first. Without a network those that this phone has seen. */
  readonly choice: Accessor<readonly Person[]>;
  readonly loading: Accessor<boolean>;
};

/** Who may go along: told by the server where there is one, and kept for when there is none. */
export function createColleagues(ask: boolean): Colleagues {
  const { store, profile } = useField();
  const nameOf = fromLive<ReadonlyMap<string, string>>(() => listPeople(store), new Map([[profile.personId, profile.name]]));
  const [told, setTold] = createSignal<readonly Person[] | null>(null);
  const [loading, setLoading] = createSignal(false);
  const askServer = async (): Promise<void> => {
    setLoading(true);
    const people = await fetchColleagues(profile.personId);
    setLoading(false);
    if (people === null) return;
    setTold(people);
    // Names that could not be kept are only missing offline.
    await keepPeople(store, people).catch(() => undefined);
  };
  onMount(() => {
    if (ask && navigator.onLine) void askServer();
  });
  return {
    nameOf,
    loading,
    choice: createMemo(() => {
      const seen = told() ?? [...nameOf()].map(([person, name]) => ({ person, name }));
      const others = seen.filter(({ person }) => person !== profile.personId && person !== serverPersonId);
      return [{ person: profile.personId, name: profile.name }, ...others];
    }),
  };
}

/** Null: no server of ours answered, or this role is not told. */
async function fetchColleagues(me: string): Promise<readonly Person[] | null> {
  try {
    const reply = await fetch('/api/colleagues', {
      headers: { [personHeader]: me },
      credentials: 'same-origin',
      redirect: 'error',
    });
    if (!reply.ok || !reply.headers.has(protocolHeader)) return null;
    return colleaguesReplySchema.parse(await reply.json()).colleagues;
  } catch {
    return null;
  }
}
