import { createContext, useContext, type Accessor } from 'solid-js';
import type { Profile, Store } from '#store/store.ts';
import type { CopyWork } from './second-copy.ts';
import type { SyncHandle, SyncState } from '#sync/sync-loop.ts';

/** What every screen of the field work stands on: an open store, the loop that empties its outbox, and whose it is. */
export type FieldWork = {
  readonly store: Store;
  readonly profile: Profile;
  readonly sync: SyncHandle;
  /** The loop's state as a signal. */
  readonly syncState: Accessor<SyncState>;
  readonly copy: CopyWork;
  /** Address of the questionnaire that was on screen when the app ended, null when none was. */
  readonly resumeAt: string | null;
};

export const FieldContext = createContext<FieldWork>();

/** The open store and its surroundings. */
export function useField(): FieldWork {
  const field = useContext(FieldContext);
  if (field === undefined) {
    throw new Error(
      'useField: no store is open here. Put the screen inside the field routes of routes.tsx, or wrap it in FieldContext.Provider.',
    );
  }
  return field;
}
