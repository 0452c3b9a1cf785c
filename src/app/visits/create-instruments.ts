import { listDefinitions } from '#store/queries/read-definition.ts';
import type { DefinitionSummary } from '#store/views.ts';
import { useField } from '../field-context.tsx';
import { fromLive } from '../ui/from-live.ts';

export type Instruments = {
  /** The newest edition of each, those on this phone first; null until read. */
  readonly newest: () => readonly DefinitionSummary[] | null;
  readonly titleOf: (instrument: string) => string;
};

/** The instruments that this phone knows of, by definition id. */
export function createInstruments(): Instruments {
  const { store } = useField();
  const known = fromLive<readonly DefinitionSummary[] | null>(() => listDefinitions(store), null);
  const newest = (): readonly DefinitionSummary[] | null =>
    known()
      ?.filter(({ latest }) => latest)
      .toSorted((a, b) => Number(b.here) - Number(a.here)) ?? null;
  return { newest, titleOf: (instrument) => newest()?.find(({ id }) => id === instrument)?.title ?? instrument };
}
