import { expect, test } from 'vitest';
import { logLine } from '#server/log-line.ts';

const at = Date.UTC(2026, 10, 21);
const read = (line: string) => JSON.parse(line) as { what: string; message: string; stack: string[]; code: string | null };

test('[H122] a fault is one line, whatever its message holds; a stack names places and repeats nothing', () => {
  const evil = 'x\r\n{"at":"forged"}\u2028\u202e end';
  const line = logLine(new Error(evil), `GET /api/x\r\nforged`, at);
  expect(line.split(/[\r\n\u2028\u2029]/u)).toHaveLength(1);
  expect(line).not.toMatch(/[\u202a-\u202e]/u);
  expect(read(line).stack.length).toBeGreaterThan(0);
  expect(read(line).stack.join('')).not.toContain('forged');
});

test('[H122] a signed address of a file is cut out, and what an error carries beside its message is left out', () => {
  const failed = Object.assign(new Error('duplicate key at /api/blobs/id.hash.person.1.mac'), {
    code: '23505',
    detail: 'Key (account)=(zhangsan) already exists.',
    parameters: ['Passw0rd!'],
    cause: new Error('Passw0rd!'),
  });
  const line = logLine(failed, 'GET /api/blobs/id.hash.person.1.mac', at);
  for (const secret of ['mac', 'zhangsan', 'Passw0rd!']) expect(line).not.toContain(secret);
  expect(read(line)).toMatchObject({ code: '23505', what: 'GET /api/blobs/…' });
  expect(logLine('thrown text', 'job', at)).not.toContain('thrown text');
});
