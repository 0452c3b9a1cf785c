import { createSignal, type Accessor, type Setter } from 'solid-js';
import type { VisitPlan, VisitPurpose } from '#domain/visit.ts';
import type { PersonId } from '#shared/ids.ts';

/** How often a visit recurs, as the form offers it. */
export const rhythms = ['none', '3', '6', '12', 'other'] as const;
export type Rhythm = (typeof rhythms)[number];

/** Texts are kept as typed. */
export type TypedPlan = {
  readonly date: string;
  readonly time: string;
  readonly purpose: VisitPurpose;
  readonly instruments: readonly string[];
  readonly people: readonly string[];
  readonly rhythm: Rhythm;
  readonly months: string;
  readonly note: string;
};

export type PlanDraft = {
  readonly date: Accessor<string>;
  readonly setDate: Setter<string>;
  /** Empty: some time that day. */
  readonly time: Accessor<string>;
  readonly setTime: Setter<string>;
  readonly purpose: Accessor<VisitPurpose>;
  readonly setPurpose: (purpose: VisitPurpose) => void;
  readonly instruments: Accessor<readonly string[]>;
  readonly choose: (instrument: string, on: boolean) => void;
  readonly people: Accessor<readonly string[]>;
  readonly send: (person: string, on: boolean) => void;
  readonly rhythm: Accessor<Rhythm>;
  readonly setRhythm: (rhythm: Rhythm) => void;
  readonly months: Accessor<string>;
  readonly setMonths: Setter<string>;
  readonly note: Accessor<string>;
  readonly setNote: Setter<string>;
  /** What is wrong with it, told once somebody has tried to save. */
  readonly wrong: (part: 'date' | 'people' | 'months') => boolean;
  /** All of it as it stands, and back. */
  readonly typed: () => TypedPlan;
  readonly retype: (typed: TypedPlan) => void;
  /** Null where something is wrong. */
  readonly take: () => VisitPlan | null;
};

/** A visit's plan while it is typed. */
export function createPlan(initial: VisitPlan): PlanDraft {
  const [date, setDate] = createSignal(initial.date);
  const [time, setTime] = createSignal(initial.time ?? '');
  const [purpose, setPurpose] = createSignal<VisitPurpose>(initial.purpose);
  const [instruments, setInstruments] = createSignal<readonly string[]>(initial.instruments);
  const [people, setPeople] = createSignal<readonly string[]>(initial.people);
  const [rhythm, setRhythm] = createSignal<Rhythm>(rhythmOf(initial.every));
  const [months, setMonths] = createSignal(initial.every === null ? '' : String(initial.every));
  const [note, setNote] = createSignal(initial.note ?? '');
  const [tried, setTried] = createSignal(false);
  const every = (): number | null => (rhythm() === 'none' ? null : Number(rhythm() === 'other' ? months() : rhythm()));
  const isWrong = (part: 'date' | 'people' | 'months'): boolean => {
    switch (part) {
      case 'date':
        return !/^\d{4}-\d\d-\d\d$/u.test(date());
      case 'people':
        return people().length === 0;
      case 'months': {
        const value = every();
        return value !== null && !(Number.isInteger(value) && value >= 1 && value <= 60);
      }
    }
  };
  return {
    date,
    setDate,
    time,
    setTime,
    purpose,
    setPurpose: (next) => setPurpose(next),
    instruments,
    choose: (id, on) => setInstruments((list) => toggled(list, id, on)),
    people,
    send: (id, on) => setPeople((list) => toggled(list, id, on)),
    rhythm,
    setRhythm: (next) => setRhythm(next),
    months,
    setMonths,
    note,
    setNote,
    wrong: (part) => tried() && isWrong(part),
    typed: () => ({
      date: date(),
      time: time(),
      purpose: purpose(),
      instruments: instruments(),
      people: people(),
      rhythm: rhythm(),
      months: months(),
      note: note(),
    }),
    retype: (typed) => {
      setDate(typed.date);
      setTime(typed.time);
      setPurpose(typed.purpose);
      setInstruments(typed.instruments);
      setPeople(typed.people);
      setRhythm(typed.rhythm);
      setMonths(typed.months);
      setNote(typed.note);
    },
    take: () => {
      setTried(true);
      if (isWrong('date') || isWrong('people') || isWrong('months')) return null;
      return {
        date: date(),
        // Some browsers add seconds.
        time: time() === '' ? null : time().slice(0, 5),
        purpose: purpose(),
        instruments: instruments(),
        people: people() as readonly PersonId[],
        every: every(),
        note: note().trim() === '' ? null : note().trim(),
      };
    },
  };
}

function toggled(list: readonly string[], id: string, on: boolean): readonly string[] {
  return on ? [...list.filter((each) => each !== id), id] : list.filter((each) => each !== id);
}

function rhythmOf(every: number | null): Rhythm {
  if (every === null) return 'none';
  return rhythms.find((rhythm) => rhythm === String(every)) ?? 'other';
}
