/** What may go wrong in a schedule, how often, and how often it did. */

const kinds = [
  'drop',
  'duplicate',
  'reorder',
  'serverKilled',
  'phoneKilled',
  'otherTab',
  'restore',
  'silentRestore',
  'restoresMeet',
  'evict',
  'clone',
  'fork',
  'clockJump',
  'quarantined',
  'stale',
  'waited',
  'tampered',
  'forged',
  'revoked',
  'widened',
  'grown',
  'purged',
  'handedOver',
  'relayed',
  'carried',
  'cutOff',
  'forgotten',
  'hole',
  'olderApp',
  'newerApp',
  'unknownSchema',
  'reopened',
] as const;

export type Fault = (typeof kinds)[number];
export type Faults = Record<Fault, number>;

export function noFaults(): Faults {
  return Object.fromEntries(kinds.map((kind) => [kind, 0])) as Faults;
}

/** What the next turn of a schedule is, by weight. */
export type Turns = {
  readonly edit: number;
  readonly push: number;
  readonly pull: number;
  readonly snapshot: number;
  readonly deliver: number;
  readonly clockJump: number;
  readonly backup: number;
  readonly restore: number;
  readonly evict: number;
  readonly clone: number;
  readonly scope: number;
  readonly handOver: number;
  readonly carry: number;
  readonly share: number;
  readonly forget: number;
  readonly app: number;
  readonly attack: number;
};

/** Chances within a turn. */
export type Chances = {
  readonly drop: number;
  readonly duplicate: number;
  readonly killServer: number;
  readonly killPhone: number;
  readonly otherTab: number;
  /** A restore that does not change the epoch. */
  readonly silent: number;
  readonly badValue: number;
  /** A tap that writes several ops. */
  readonly manyOps: number;
  /** Finish, submit or void instead of an answer. */
  readonly workflow: number;
  /** A first pull by a phone that has not pulled yet. */
  readonly firstPull: number;
};

export type Rates = { readonly turns: Turns; readonly chances: Chances; readonly assessments: number };

export const usualRates: Rates = {
  turns: {
    edit: 250,
    push: 130,
    pull: 120,
    snapshot: 30,
    deliver: 440,
    clockJump: 15,
    backup: 20,
    restore: 12,
    evict: 9,
    clone: 9,
    scope: 15,
    handOver: 12,
    carry: 15,
    share: 8,
    forget: 15,
    app: 10,
    attack: 6,
  },
  chances: {
    drop: 0.2,
    duplicate: 0.12,
    killServer: 0.08,
    killPhone: 0.05,
    otherTab: 0.04,
    silent: 0.3,
    badValue: 0.03,
    manyOps: 0.25,
    workflow: 0.08,
    firstPull: 1,
  },
  assessments: 2,
};

export type RateChange = {
  readonly turns?: Partial<Turns>;
  readonly chances?: Partial<Chances>;
  readonly assessments?: number;
};

export function changed(rates: Rates, { turns = {}, chances = {}, assessments = rates.assessments }: RateChange): Rates {
  return { turns: { ...rates.turns, ...turns }, chances: { ...rates.chances, ...chances }, assessments };
}
