/** Mutants of the phone's half: writing, offering, confirming, pulling, re-issuing. */
import type { Mutant } from './mutants.ts';

const push = 'src/replica/plan-push.ts';
const pull = 'src/replica/plan-pull.ts';
const reissue = 'src/replica/plan-reissue.ts';
const step = 'src/replica/plan-step.ts';
const overlay = 'src/replica/overlay.ts';
const makeOp = 'src/oplog/make-op.ts';
const phone = 'test/simulation/phone.ts';

/** Scopes that come and go while answers are late. */
const restless = {
  turns: { scope: 300, snapshot: 250, pull: 250, deliver: 900, restore: 0, evict: 0, clone: 0, app: 0, attack: 0, forget: 0 },
  chances: { drop: 0.02, duplicate: 0.3 },
} as const;
/** Answers of a server that was put back to an image since. */
const lateAnswers = {
  turns: { restore: 30, backup: 40, clone: 40, handOver: 40, carry: 60, scope: 30 },
  chances: { silent: 1, drop: 0.05, duplicate: 0.3 },
} as const;
const silent = { turns: { restore: 50, backup: 40 }, chances: { silent: 1 } } as const;

export const phoneMutants: readonly Mutant[] = [
  {
    name: 'ack-by-seq',
    about: 'whatever has a number up to the server’s last counts as delivered',
    patches: [
      {
        file: push,
        find: 'const delivered = new Set(reply.ok.filter((hash) => mine.has(hash)));',
        put: 'const delivered = new Set(sent.ops.filter(({ seq, hash }) => seq <= reply.last && mine.has(hash)).map(({ hash }) => hash));',
      },
      {
        file: push,
        find: 'const receipt = receipts.get(entry.op.hash) ?? null;',
        put: "const receipt = receipts.get(entry.op.hash) ?? { hash: entry.op.hash, gsn: 0, serverTime: '', state: 'stored' as const, problem: null };",
      },
    ],
    budget: 60,
  },
  {
    name: 'delete-on-send',
    about: 'what was sent is offered no more, whatever becomes of it',
    patches: [
      {
        file: phone,
        find: 'nextBatch: (limit, skip = new Set()) => planPush(client.read, skip, limit),',
        put: 'nextBatch: async (limit, skip = new Set()) => { const batch = await planPush(client.read, skip, limit); const ops = new Map(client.state.ops); for (const { hash } of batch?.ops ?? []) { const own = ops.get(hash); if (own !== undefined) ops.set(hash, { ...own, offered: false }); } client.state = { ...client.state, ops }; return batch; },',
      },
    ],
    budget: 30,
  },
  {
    name: 'epoch-ignored-by-phone',
    about: 'another epoch is taken for the same server',
    patches: [
      { file: pull, find: 'const newEpoch = meta.epoch !== null && meta.epoch !== page.epoch;', put: 'const newEpoch = false;' },
      { file: push, find: "if (meta.epoch !== null && meta.epoch !== reply.epoch) return { kind: 'restored' };", put: '' },
    ],
    budget: 100,
    rates: { turns: { restore: 40 } },
  },
  {
    name: 'cursor-hash-ignored',
    about: 'a silent restore is not seen at the cursor',
    patches: [
      {
        file: pull,
        find: 'const movedUnder = page.from === meta.cursor && page.hashAtCursor !== meta.cursorHash;',
        put: 'const movedUnder = false;',
      },
    ],
    budget: 2000,
    rates: silent,
    harmless: 'The head that the phone has seen says the same, and more. See head-not-remembered.',
  },
  {
    name: 'confirmed-not-asked',
    about: 'the phone does not ask whether what was confirmed is still there',
    patches: [
      {
        file: pull,
        find: '(page.lost === meta.seen?.hash || meta.confirmed.some(({ hash }) => hash === page.lost))',
        put: 'page.lost === meta.seen?.hash',
      },
    ],
    budget: 300,
    rates: { turns: silent.turns, chances: { silent: 1, firstPull: 0 } },
  },
  {
    name: 'confirmed-asked-once',
    about: 'a new confirmation takes the place of one that no pull has found again',
    patches: [
      {
        file: push,
        find: 'return [...known.filter(({ hash }) => !asked.has(hash)), ...added]',
        put: 'return [...known.filter(({ hash, gsn }) => gsn === null && !asked.has(hash)), ...added]',
      },
    ],
    budget: 4000,
    rates: { turns: { ...silent.turns, clone: 30 }, chances: { silent: 1, firstPull: 0.2 } },
  },
  {
    name: 'head-not-remembered',
    about: 'the phone asks about its cursor only, not about the state that the page was read in',
    patches: [
      {
        file: pull,
        find: '(page.lost === meta.seen?.hash || meta.confirmed.some(({ hash }) => hash === page.lost))',
        put: 'meta.confirmed.some(({ hash }) => hash === page.lost)',
      },
    ],
    budget: 5000,
    rates: { turns: { ...silent.turns, pull: 250, deliver: 600 }, chances: { silent: 1 } },
  },
  {
    name: 'numbers-not-compared',
    about: 'an op that has another number than before is not noticed in a push reply',
    patches: [{ file: push, find: "if (await isRenumbered(reader, meta, reply)) return { kind: 'restored' };", put: '' }],
    budget: 1500,
    rates: lateAnswers,
    harmless:
      'The next pull finds the op under another number. It is the second lock of late-reply-believed: see late-reply-and-numbers.',
  },
  {
    name: 'late-reply-believed',
    about: 'a reply to what was sent before a restore was met confirms all the same',
    patches: [{ file: push, find: 'if (sent.restores !== meta.restores)', put: 'if (sent.restores < 0)' }],
    budget: 1500,
    rates: lateAnswers,
    harmless: 'Another epoch shows itself, and in a silent restore the next pull finds the op gone or renumbered.',
  },
  {
    name: 'late-reply-and-numbers',
    about: 'both at once',
    patches: [
      { file: push, find: 'if (sent.restores !== meta.restores)', put: 'if (sent.restores < 0)' },
      { file: push, find: "if (await isRenumbered(reader, meta, reply)) return { kind: 'restored' };", put: '' },
    ],
    budget: 4000,
    rates: lateAnswers,
  },
  {
    name: 'clone-not-seen',
    about: 'heads under the own device that were never written here mean nothing',
    patches: [
      {
        file: pull,
        find: "if (await isCloned(reader, meta, page.rows)) return { kind: 'cloned', device: meta.device };",
        put: '',
      },
    ],
    budget: 2000,
    harmless:
      'The twin that writes next finds the fork at its push: nothing is acknowledged by number. The look at heads only ends the shared identity sooner.',
  },
  {
    name: 'no-probe',
    about: 'a fork is believed without offering the op before it',
    patches: [
      {
        file: push,
        find: "return before === undefined ? { kind: 'fork' } : { kind: 'probe', before };",
        put: "return { kind: 'fork' };",
      },
    ],
    budget: 2000,
    rates: silent,
    harmless:
      'A restored server is taken for a fork and the rest goes on under a fresh device: nothing is lost, an identity is. R5 and R7 hold the probe.',
  },
  {
    name: 'hole-not-closed',
    about: 'the phone waits for a hole that nobody can fill',
    patches: [
      {
        file: push,
        find: "if (hole) return chain.some(({ op }) => op.seq === reply.last + 1) ? { kind: 'fine' } : { kind: 'fork' };",
        put: "if (hole) return { kind: 'fine' };",
      },
    ],
    budget: 600,
    rates: { turns: { forget: 100, backup: 60, restore: 40, pull: 200 } },
  },
  {
    name: 'restored-not-offered',
    about: 'after a restore only what was not confirmed is offered',
    patches: [
      {
        file: 'src/replica/restored.ts',
        find: "own.filter(({ state, offered }) => state !== 'replaced' && !offered).map((entry) => ({ ...entry, offered: true }))",
        put: '[]',
      },
    ],
    budget: 100,
    rates: { turns: { restore: 40 } },
  },
  {
    name: 'reissue-without-was',
    about: 'a re-issued op does not say what it was',
    patches: [{ file: reissue, find: 'prev: tip.lastHash, was }', put: 'prev: tip.lastHash, was: null }' }],
    budget: 600,
    rates: { turns: { clone: 40, handOver: 60, carry: 40 }, assessments: 1 },
  },
  {
    name: 'reissue-one-name',
    about: 'parents that were re-issued are named by the new name only',
    patches: [
      {
        file: makeOp,
        find: 'op.parents.flatMap((parent) => [parent, renamed.get(parent) ?? parent])',
        put: 'op.parents.map((parent) => renamed.get(parent) ?? parent)',
      },
    ],
    budget: 3000,
    rates: { turns: { clone: 60, evict: 4 }, assessments: 1 },
  },
  {
    name: 'parents-one-name',
    about: 'a head that was re-issued is named by its new name only',
    patches: [{ file: step, find: 'return was === null ? [hash] : [hash, was];', put: 'return was === hash ? [] : [hash];' }],
    budget: 3000,
    rates: { turns: { clone: 60, evict: 4, restore: 20 }, assessments: 1 },
  },
  {
    name: 'reissue-same-device',
    about: 'after a fork the phone goes on under the same id',
    patches: [{ file: phone, find: 'const fresh = newDevice();', put: 'const fresh = client.state.meta.device;' }],
    budget: 60,
  },
  {
    name: 'reuse-device-id',
    about: 'a wiped phone begins its chain anew under the same id',
    patches: [
      {
        file: phone,
        find: 'client.state = emptyClient(person, newDevice());',
        put: 'client.state = emptyClient(person, client.state.meta.device);',
      },
    ],
    budget: 2000,
    rates: { turns: { evict: 60, clone: 30, restore: 40, share: 30 } },
    harmless:
      'The server sees the fork at the first op, since only hashes count, and the phone goes on under a fresh id by itself. K6 holds the rule.',
  },
  {
    name: 'step-cut-in-two',
    about: 'a batch ends in the middle of a step',
    patches: [{ file: push, find: 'while (end > 0 && ops[end - 1]?.step === after) end -= 1;', put: 'void after;' }],
    budget: 1500,
    rates: { chances: { badValue: 0.2, manyOps: 0.8 }, turns: { push: 60 } },
  },
  {
    name: 'folded-pull-merged',
    about: 'heads of a page are added to those known instead of taking their place',
    patches: [
      {
        file: pull,
        find: 'const base = row.heads as Head[];',
        put: 'const base = [...(known?.base ?? []).filter(({ hash }) => row.heads.every((head) => head.hash !== hash)), ...row.heads] as Head[];',
      },
    ],
    budget: 60,
  },
  {
    name: 'older-row-wins',
    about: 'a row is taken although a later one is known',
    patches: [
      {
        file: pull,
        find: 'if (known !== null && known.baseEra === eraOf(meta) && known.baseGsn >= row.gsn) return null;',
        put: '',
      },
    ],
    budget: 2000,
    harmless:
      'Pages that are not for the cursor are not taken and snapshots older than it neither, so no older row arrives; the look at numbers is a second lock.',
  },
  {
    name: 'late-page-taken',
    about: 'a page for another cursor is taken',
    patches: [
      {
        file: pull,
        find: 'if (page.from !== meta.cursor || page.scopeFrom !== meta.scopeVersion)',
        put: 'if (page.scopeFrom !== meta.scopeVersion)',
      },
    ],
    budget: 1500,
  },
  {
    name: 'late-scope-taken',
    about: 'what came and went since another scope than the phone has is taken for news',
    patches: [
      {
        file: pull,
        find: 'if (page.from !== meta.cursor || page.scopeFrom !== meta.scopeVersion)',
        put: 'if (page.from !== meta.cursor)',
      },
    ],
    budget: 600,
    rates: restless,
  },
  {
    name: 'old-snapshot-taken',
    about: 'a snapshot from before the cursor is taken',
    patches: [{ file: pull, find: ' || reply.at < meta.cursor', put: '' }],
    // A record must leave the scope, change and return between question and answer; R28 shows the loss directly.
    budget: 4000,
    rates: restless,
  },
  {
    name: 'unasked-snapshot-taken',
    about: 'a snapshot of what has left the scope again is taken',
    patches: [{ file: pull, find: ' || !meta.grown.includes(entityId)', put: '' }],
    budget: 4000,
    rates: restless,
  },
  {
    name: 'growth-not-fetched',
    about: 'the phone forgets what came into scope',
    patches: [{ file: pull, find: 'grown: [...grown],', put: 'grown: grown.size > 0 ? [] : [],' }],
    budget: 150,
    rates: { turns: { scope: 60 } },
  },
  {
    name: 'purge-ignored',
    about: 'the phone keeps what left the scope',
    patches: [{ file: pull, find: '...(await registersOf(reader, page.purge as EntityId[])),', put: '' }],
    budget: 100,
    rates: { turns: { scope: 60 } },
  },
  {
    name: 'purge-takes-unsent',
    about: 'what was not sent goes with what left the scope',
    patches: [
      {
        file: pull,
        find: "const waiting = own.filter(({ offered, state }) => offered || state === 'quarantined');",
        put: 'const waiting = own.filter(() => false);',
      },
    ],
    budget: 300,
    rates: { turns: { scope: 60 } },
  },
  {
    name: 'old-era-kept',
    about: 'after a restore registers that the server does not have stay',
    patches: [{ file: pull, find: '...(complete ? await registersBefore(reader, era, applied.registers) : []),', put: '' }],
    budget: 300,
    rates: { turns: { restore: 40, evict: 30 } },
  },
  {
    name: 'covered-shown-twice',
    about: 'own ops stay on top of a base that contains them',
    patches: [
      {
        file: push,
        find: "return own.state === 'stored' && own.receiptEra === base.baseEra && (own.receipt?.gsn ?? Infinity) <= base.baseGsn;",
        put: "return own.state === 'replaced' && base.baseGsn < 0;",
      },
    ],
    budget: 60,
  },
  {
    name: 'quarantined-shown-as-head',
    about: 'what the server set aside stays among the heads',
    patches: [{ file: overlay, find: "if (state === 'quarantined') held", put: "if (state === 'waiting' && op.seq < 0) held" }],
    budget: 60,
  },
  {
    name: 'release-not-taken',
    about: 'the phone does not take the news that an op was released',
    patches: [{ file: pull, find: 'if (receipts.size === 0) return [];', put: 'if (receipts.size >= 0) return [];' }],
    budget: 2000,
    rates: { turns: { restore: 40, scope: 0 } },
  },
  {
    name: 'handed-kept',
    about: 'what another phone told stays, though the server never said so',
    patches: [{ file: pull, find: '...(await handedBefore(reader, spoken, applied.registers)),', put: '' }],
    budget: 300,
    rates: { turns: { share: 60, scope: 40 } },
  },
  {
    name: 'handed-dropped-early',
    about: 'what another phone told goes with the first page, before its ops were sent',
    patches: [
      {
        file: pull,
        find: 'return meta.handed.filter((id) => !still.has(id));',
        put: 'return still.size < 0 ? [] : meta.handed;',
      },
    ],
    budget: 1000,
    rates: { turns: { share: 60 } },
    harmless: 'What was told comes by pull as soon as its ops were sent: only what a screen shows in between would be missing.',
  },
  {
    name: 'carried-cut',
    about: 'carried ops are sent in smaller lots than their author signed',
    patches: [
      {
        file: push,
        find: 'ops: await signedAsOne(reader, ops[0]?.hash, carried.until),',
        put: 'ops: ops.slice(0, Math.max(1, ops.findIndex(({ hash }) => hash === carried.until))),',
      },
    ],
    budget: 500,
    rates: { turns: { share: 60 } },
  },
  {
    name: 'carried-under-own-name',
    about: 'a phone reissues in its own name what it carries for another',
    patches: [{ file: push, find: "if (verdict.kind === 'fork' && !isCarried)", put: "if (verdict.kind === 'fork')" }],
    budget: 1000,
    rates: { turns: { share: 60, restore: 40 } },
  },
];
