import type { Provenance } from './provenance.ts';

/** A quantity of a firm that several definitions ask for. */
export type Fact = {
  readonly id: string;
  readonly title: string;
  readonly type: 'number' | 'text' | 'choice' | 'choices';
  readonly unit: string | null;
  /** `year`: of a calendar year; `now`: of the day of the visit. */
  readonly period: 'year' | 'now';
  /** Months after the end of its period for which the value is offered without a warning. */
  readonly shelfLifeMonths: number;
  /** What is counted, in words. */
  readonly formula: string;
  /** Option names, for choices. */
  readonly options: readonly string[];
  /** Id of the definition whose level is this fact; null where only a question tells it. */
  readonly levelOf: string | null;
  readonly provenance: Provenance;
};

export type FactDictionary = Readonly<Record<string, Fact>>;

/** The fact that tells which year `last-year` is. */
export const baseYearFact = 'base_year';
