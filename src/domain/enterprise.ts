/** The firm. Its id is its 18-character unified social credit code (GB 32100). */
import type { RegionCode } from '#shared/ids.ts';

/** What only those see who need it: the policy's `finance.read`. Absent, not null, in what others are sent. */
export const financeFields = ['revenue'] as const satisfies readonly (keyof EnterpriseRecord)[];

/** What the op that creates an enterprise carries; later edits are `set` ops on the same property names. */
export type EnterpriseRecord = {
  readonly code: string;
  readonly name: string;
  readonly region: RegionCode;
  /** GB/T 4754-2017 code: a letter and two to four digits such as `C34`; null when not known. */
  readonly industry: string | null;
  /** Persons. */
  readonly headcount: number | null;
  /** Business revenue of the last year, 10,000 yuan (万元). */
  readonly revenue: number | null;
  readonly address: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
  /** Demonstration data, shown with the mark 演示. */
  readonly demo: boolean;
};
