/**
 * Mutants of what the core is promised by its storages. The storages of the simulation stand for Kysely and Dexie; these show that the
 * promises of `#replica/ports.ts` are needed. That the real ones keep them is shown by H22, T2, T3 and the crash runs.
 */
import type { Mutant } from './mutants.ts';

const client = 'test/simulation/memory-client.ts';
const server = 'test/simulation/memory-server.ts';

export const portMutants: readonly Mutant[] = [
  {
    name: 'partial-commit',
    about: 'a server that dies keeps a part of the transaction',
    patches: [
      {
        file: server,
        find: "if (kill === 'before-commit') throw new Killed('before commit');",
        put: "if (kill === 'after-commit') { server.state = { ...copy, registers: server.state.registers }; throw new Killed('half way'); }",
      },
    ],
    budget: 100,
    rates: { chances: { killServer: 0.3 } },
  },
  {
    name: 'numbers-before-commit',
    about: 'a lower number becomes visible after a higher one',
    patches: [
      {
        file: server,
        find: 'const rows = (): PullRow[] => {',
        put: 'const late = state.commits.length > 1 && Number(state.commits.at(-2)?.mark) % 4 === 0 ? state.commits.at(-2) : undefined; const isLate = ({ gsn }: { gsn: number }): boolean => late !== undefined && gsn >= late.first && gsn <= late.last; const rows = (): PullRow[] => {',
      },
      {
        file: server,
        find: '.filter((saved) => saved.region.startsWith(prefix))',
        put: '.filter((saved) => saved.region.startsWith(prefix) && !isLate(saved))',
      },
    ],
    budget: 200,
  },
  {
    name: 'two-transactions',
    about: 'answer and op are saved one after the other',
    patches: [
      {
        file: client,
        find: '      client.state = after(client.state, plan);',
        put: '      client.state = after(client.state, { ...plan, ops: [], meta: client.state.meta, revision: plan.revision - 1 }); await client.pause?.(); client.state = after(client.state, plan);',
      },
    ],
    budget: 200,
    rates: { chances: { killPhone: 0.3 } },
  },
  {
    name: 'cursor-first',
    about: 'the cursor is saved before the rows behind it',
    patches: [
      {
        file: client,
        find: '      client.state = after(client.state, plan);',
        put: '      client.state = after(client.state, { ...plan, ops: [], registers: [], forget: [] }); await client.pause?.(); client.state = after(client.state, { ...plan, revision: client.state.meta.revision - 1 });',
      },
    ],
    budget: 200,
    rates: { chances: { killPhone: 0.3 } },
  },
  {
    name: 'unsorted-requeue',
    about: 'the outbox is offered in another order than it was written in',
    patches: [
      {
        file: client,
        find: '        .sort(bySeq)\n        .slice(0, limit),',
        put: '        .sort((a, b) => (a.op.hash < b.op.hash ? -1 : 1))\n        .slice(0, limit),',
      },
    ],
    budget: 30,
  },
  {
    name: 'other-tab-unnoticed',
    about: 'a plan is written although another tab wrote first',
    patches: [{ file: client, find: "if (client.state.meta.revision !== plan.revision) return 'stale';", put: '' }],
    budget: 100,
    rates: { chances: { otherTab: 0.3 } },
  },
];
