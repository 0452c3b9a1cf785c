import { createMemo, createSignal, type Accessor } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { PersonId } from '#shared/ids.ts';
import { problem, type Problem } from '#shared/problems.ts';
import { giveSection } from '#store/commands/plan-visit.ts';
import { listPeople } from '#store/queries/read-people.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import { useField } from '../field-context.tsx';
import { fromLiveOf } from '../ui/from-live.ts';

export type Owner = { readonly person: string; readonly name: string; readonly mine: boolean };

export type SectionOwners = {
  /** Who may ask a section: the people of the visit and this one; empty where there is nobody to share with. */
  readonly people: Accessor<readonly Owner[]>;
  readonly ownerOf: (section: string) => Owner | null;
  /** Some section is somebody's. */
  readonly split: Accessor<boolean>;
  readonly give: (section: string, person: string | null) => Promise<void>;
  readonly problem: Accessor<Problem | null>;
};

/** Whose part each section of an assessment is, as its visit says; nobody's outside a visit. */
export function createSectionOwners(visitId: Accessor<string | null>, assessment: string): SectionOwners {
  const { store, profile } = useField();
  const [failed, setFailed] = createSignal<Problem | null>(null);
  const visit = fromLiveOf<string | null, VisitOf | null>(
    visitId,
    async (id) => (id === null ? null : readVisit(store, id)),
    null,
  );
  // Outside a visit nothing is read.
  const names = fromLiveOf<boolean, ReadonlyMap<string, string>>(
    () => visitId() !== null,
    async (inVisit) => (inVisit ? listPeople(store) : new Map<string, string>()),
    new Map(),
  );
  const owner = (person: string): Owner => {
    const mine = person === profile.personId;
    return { person, name: mine ? profile.name : (names().get(person) ?? person.slice(0, 6)), mine };
  };
  const given = createMemo(() => {
    const sections = Object.entries(visit()?.sections ?? {});
    const mine = sections.filter(([key]) => key.startsWith(`${assessment}/`));
    return new Map(mine.map(([key, person]) => [key.slice(assessment.length + 1), person]));
  });
  return {
    people: createMemo(() => {
      const now = visit();
      if (now === null || now.state === 'cancelled') return [];
      const known = new Set<string>([profile.personId, ...now.record.people, ...given().values()]);
      return known.size < 2 ? [] : [...known].map(owner);
    }),
    ownerOf: (section) => {
      const person = given().get(section);
      return person === undefined ? null : owner(person);
    },
    split: () => given().size > 0,
    problem: failed,
    give: async (section, person) => {
      const id = visitId();
      if (id === null) return;
      setFailed(null);
      try {
        const outcome = await giveSection(store, id, { assessment, section }, person as PersonId | null);
        if (outcome.kind === 'refused') setFailed(outcome.problem);
      } catch {
        // A lost database handle throws; the person must learn that nothing was written.
        setFailed(problem('storage.unavailable'));
      }
    },
  };
}
