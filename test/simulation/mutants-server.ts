/** Mutants of the server's half: taking pushes, judging, folding, building pages. */
import type { Mutant } from './mutants.ts';

const push = 'src/replica/accept-push.ts';
const folding = 'src/replica/folding.ts';
const pull = 'src/replica/build-pull.ts';
const register = 'src/oplog/register.ts';
const judge = 'src/server/judge-op.ts';

export const serverMutants: readonly Mutant[] = [
  {
    name: 'no-dedupe',
    about: 'an op that is here already is taken again',
    patches: [{ file: push, find: 'known.push(receipt);', put: 'fresh.push(op);' }],
    budget: 20,
  },
  {
    name: 'no-fork-check',
    about: 'two phones may write as one device',
    patches: [
      {
        file: push,
        find: 'if (receipt?.hash !== op.hash) return { known, fresh, fork: true, lastHash };',
        put: 'if (receipt === undefined) break;',
      },
      { file: push, find: 'if (op.prev !== lastHash) return { known, fresh, fork: true, lastHash };', put: '' },
    ],
    budget: 60,
  },
  {
    name: 'accept-gap',
    about: 'ops behind a hole are taken',
    patches: [
      { file: push, find: 'if (op.seq !== last + 1) break;', put: '' },
      { file: push, find: 'if (op.prev !== lastHash) return { known, fresh, fork: true, lastHash };', put: '' },
    ],
    budget: 60,
  },
  {
    name: 'ack-before-commit',
    about: 'the reply leaves although the transaction came to nothing',
    patches: [
      {
        file: push,
        find: 'return ports.storage.transaction(async (tx) => {',
        put: 'let early: Outcome<PushReply> | null = null; return ports.storage.transaction(async (tx) => {',
      },
      {
        file: push,
        find: 'await ports.project(tx, folding.touched());',
        put: "early = ok({ proto: protocolVersion, epoch: await tx.epoch(), last, ok: sorted.fresh.map(({ hash }) => hash), fork: false, receipts: stored.map(({ receipt }) => receipt), beacon: '' }); await ports.project(tx, folding.touched());",
      },
      {
        file: push,
        find: '      beacon: ports.beacon(),\n    });\n  });',
        put: '      beacon: ports.beacon(),\n    });\n  }).catch((error: unknown) => { if (early === null) throw error; return early; });',
      },
    ],
    budget: 300,
    rates: { chances: { killServer: 0.4 } },
  },
  {
    name: 'no-hash-check',
    about: 'ops are not hashed again where they arrive',
    patches: [
      { file: push, find: "if (hashOp(op, sha256) !== op.hash) return problem('sync.bad-hash', { seq: op.seq });", put: '' },
    ],
    budget: 60,
    rates: { turns: { attack: 40 } },
  },
  {
    name: 'no-signature-check',
    about: 'whoever knows a chain may write on it',
    patches: [
      {
        file: push,
        find: "if (!(await signed)) return refused(problem('sync.bad-signature'));",
        put: 'void signed;',
      },
    ],
    budget: 60,
    rates: { turns: { attack: 40 } },
  },
  {
    name: 'older-protocol-taken',
    about: 'another protocol is taken as ours',
    patches: [{ file: push, find: 'if (request.proto !== protocolVersion)', put: 'if (request.proto > protocolVersion)' }],
    budget: 400,
    harmless:
      'The simulated older app differs by its number only; what a refusal protects against is a change of meaning that no run of one version can show. Named test: R17.',
  },
  {
    name: 'unknown-schema-folded',
    about: 'ops of a schema that the server does not know are folded',
    patches: [{ file: push, find: ' || op.schema > opSchemaVersion', put: '' }],
    budget: 100,
    rates: { turns: { app: 40 } },
  },
  {
    name: 'relay-refused',
    about: 'ops of another person’s device are refused',
    patches: [
      {
        file: push,
        find: "if (device === null) return refused(problem('sync.unknown-device', { device: request.device }));",
        put: "if (device === null || device.owner !== signedIn) return refused(problem('sync.unknown-device', { device: request.device }));",
      },
    ],
    budget: 60,
    rates: { turns: { handOver: 40 } },
  },
  {
    name: 'relay-judged-by-carrier',
    about: 'relayed ops are judged by who brings them',
    patches: [
      {
        file: folding,
        find: 'await judge.foresee(ops);',
        put: 'await judge.foresee(ops.map((op) => ({ ...op, author: signedIn })));',
      },
      {
        file: folding,
        find: 'judge.judge(op, subject, { signedIn, released })',
        put: 'judge.judge({ ...op, author: signedIn }, subject, { signedIn, released })',
      },
    ],
    budget: 600,
    rates: { turns: { handOver: 60, carry: 60, scope: 0 } },
  },
  {
    name: 'refused-step-blocks',
    about: 'a step that may not be written stops what comes after it',
    patches: [
      {
        file: push,
        find: '    for (const op of step) quarantined.set(op.hash, verdict);\n  }\n  return quarantined;',
        put: "    for (const op of step) quarantined.set(op.hash, verdict);\n    if (verdict.waitsFor === null) throw new Error('refused');\n  }\n  return quarantined;",
      },
    ],
    budget: 60,
  },
  {
    name: 'refused-op-folded',
    about: 'what was set aside changes heads all the same',
    patches: [{ file: folding, find: 'if (refusedBy !== null) return { problem: refusedBy, waitsFor: null };', put: '' }],
    budget: 60,
  },
  {
    name: 'refused-op-leaves-a-hole',
    about: 'what was set aside does not advance the chain',
    patches: [
      {
        file: push,
        find: 'const last = device.last + sorted.fresh.length;',
        put: 'const last = device.last + sorted.fresh.length - quarantined.size;',
      },
    ],
    budget: 60,
  },
  {
    name: 'steps-cut',
    about: 'each op is judged for itself, not with its step',
    patches: [{ file: push, find: 'before.step === op.step && before.device === op.device', put: 'before === op' }],
    budget: 200,
    rates: { chances: { badValue: 0.15, manyOps: 0.6 } },
  },
  {
    name: 'waiting-forgotten',
    about: 'what came before its entity stays set aside when it comes',
    patches: [{ file: push, find: 'const waiting = await tx.waitingFor(entityId);', put: 'const waiting: readonly Op[] = [];' }],
    budget: 400,
    rates: { turns: { restore: 40, scope: 0 } },
  },
  {
    name: 'waiting-here-forgotten',
    about: 'what came before its entity in the same push stays set aside',
    patches: [
      {
        file: push,
        find: 'stepsOf(fresh.filter(({ hash }) => quarantined.get(hash)?.waitsFor === entityId))',
        put: 'stepsOf([])',
      },
    ],
    budget: 5000,
    rates: { turns: { restore: 40, forget: 80, backup: 40, scope: 0 } },
  },
  {
    name: 'superseded-not-asked',
    about: 'an op that comes after the one that overwrote it becomes a head',
    patches: [
      {
        file: folding,
        find: 'for (const hash of await tx.superseded([...hashes, ...ops.flatMap(({ was }) => was ?? [])])) parents.add(hash);',
        put: '',
      },
    ],
    budget: 400,
    rates: {
      turns: { restore: 15, evict: 0, clone: 0, app: 0, attack: 0, scope: 0, pull: 250, push: 220 },
      chances: { drop: 0.03, workflow: 0, silent: 0 },
      assessments: 1,
    },
  },
  {
    name: 'replaced-not-asked',
    about: 'an op that comes after its re-issue becomes a head beside it',
    patches: [{ file: folding, find: 'for (const hash of await tx.replaced(hashes)) replaced.add(hash);', put: '' }],
    // A hole must be closed by re-issue and filled by a parcel afterwards.
    budget: 8000,
    rates: {
      turns: {
        scope: 0,
        app: 0,
        attack: 0,
        share: 0,
        handOver: 150,
        carry: 15,
        forget: 250,
        backup: 120,
        restore: 30,
        pull: 250,
        deliver: 700,
        evict: 0,
        clone: 0,
      },
      chances: { workflow: 0, drop: 0.02, silent: 0.1, badValue: 0 },
      assessments: 1,
    },
  },
  {
    name: 'was-is-no-name',
    about: 'naming the op that was re-issued does not name its re-issue',
    patches: [
      { file: register, find: ' || (op.was !== null && parents.has(op.was))', put: '' },
      { file: register, find: ' || (head.was !== null && op.parents.includes(head.was))', put: '' },
    ],
    budget: 600,
    rates: { turns: { clone: 40, handOver: 40, restore: 30 }, assessments: 1 },
  },
  {
    name: 'latest-clock-wins',
    about: 'of two heads the one with the later clock stays',
    patches: [
      {
        file: register,
        find: '  return { ...register, heads };',
        put: '  return { ...register, heads: heads.length > 1 ? [latestHead([heads[0], ...heads.slice(1)])] : heads };',
      },
    ],
    budget: 30,
  },
  {
    name: 'conflict-overwritten',
    about: 'a plain answer settles a conflict that its author saw',
    patches: [
      {
        file: folding,
        find: "if (op.kind === 'set' && settlesConflict(op, registerAt(key, op))) return denied('conflict');",
        put: '',
      },
    ],
    budget: 2000,
    harmless:
      'Nothing is lost: the answer names both values as parents. That only a resolve may settle is a rule for people (R19), with a test of its own.',
  },
  {
    name: 'judged-by-arrival',
    about: 'a workflow step is judged by the state at arrival, not by what its author saw',
    patches: [
      {
        file: judge,
        find: "if (op.seen === null) return 'draft';",
        put: 'if (op.seen !== owner.entityId) return owner.state as AssessmentState;',
      },
    ],
    budget: 1500,
    rates: { chances: { workflow: 0.4 }, turns: { scope: 0 } },
  },
  {
    name: 'submission-holds-for-ever',
    about: 'a late answer does not reopen what was submitted',
    patches: [
      {
        file: folding,
        find: 'if (!(await hasWorkflow(owner))) continue;',
        put: "if (row.state === 'submitted' || !(await hasWorkflow(owner))) continue;",
      },
    ],
    budget: 100,
    rates: { chances: { workflow: 0.2 } },
  },
  {
    name: 'scored-too-seldom',
    about: 'only the first thing that a push touches is projected and scored',
    patches: [
      {
        file: push,
        find: 'await ports.project(tx, folding.touched());',
        put: 'await ports.project(tx, folding.touched().slice(0, 1));',
      },
    ],
    budget: 60,
  },
  {
    name: 'epoch-ignored-by-server',
    about: 'a cursor of another epoch is taken for one of this',
    patches: [
      {
        file: pull,
        find: 'request.epoch === null || request.epoch === epoch ? Math.max(0, request.cursor) : 0',
        put: 'Math.max(0, request.cursor)',
      },
    ],
    budget: 2000,
    harmless:
      'The phone compares the epoch itself, takes nothing of such a page and begins anew; the server’s own look saves it from building the page.',
  },
  {
    name: 'scope-not-grown',
    about: 'what comes into scope is not named',
    patches: [{ file: pull, find: 'grown: [...scope.grown],', put: 'grown: [],' }],
    budget: 100,
    rates: { turns: { scope: 60 } },
  },
  {
    name: 'scope-not-purged',
    about: 'what leaves the scope is not named',
    patches: [{ file: pull, find: 'purge: [...scope.purge],', put: 'purge: [],' }],
    budget: 100,
    rates: { turns: { scope: 60 } },
  },
  {
    name: 'cursor-passes-a-page',
    about: 'the cursor of a full page jumps to the newest number',
    patches: [
      {
        file: pull,
        find: 'const cursor = more ? last : Math.max(from, head);',
        put: 'const cursor = Math.max(last, from, head);',
      },
    ],
    budget: 60,
  },
];
