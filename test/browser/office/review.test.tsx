import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '#app/ui/tokens.css';
import '#app/ui/base.css';
import { loadArea } from '#app/i18n/t.ts';
import { officeClient } from '#app/office/office-client.ts';
import { ReviewQueueScreen } from '#app/office/review/queue-screen.tsx';
import { ReviewScreen } from '#app/office/review/review-screen.tsx';
import { SecondReviewScreen } from '#app/office/review/second-screen.tsx';
import type { QueueRow, ReviewReply, SecondReply } from '#protocol/review-wire.ts';
import { buildAnswer, buildDetail, buildRow } from '../../office/support/builders.ts';
import { until, violations } from '../app/mount.ts';

const realFetch = window.fetch;
const root = 'a'.repeat(64);
const heads = 'b'.repeat(64);
let sent: { readonly path: string; readonly body: unknown }[] = [];
let role = 'reviewer';
let person = 'p';
let moved = false;
let signedOut = false;
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1440, 900);
  await Promise.all([loadArea('office'), loadArea('workflow')]);
  officeClient.clear();
  sent = [];
  role = 'reviewer';
  person = 'p';
  moved = false;
  signedOut = false;
  window.fetch = (input, init) => answer(input instanceof Request ? input.url : input.toString(), init);
});
afterEach(() => {
  leave();
  window.fetch = realFetch;
});

test('[V88] the queue by keys: j and x choose, the clean ones are approved together, and why others were left is said', async () => {
  open('/office/review');
  await until(() => document.querySelectorAll('.queue-choose').length === 4);
  expect(await violations(document.body)).toEqual([]);
  await userEvent.keyboard('xjx');
  expect(document.body.innerText).toContain('已选 2 份');
  await page.getByRole('button', { name: '批准没有问题的' }).click();
  await until(() => document.body.innerText.includes('必要证据不全'));
  expect(sent.find(({ path }) => path.endsWith('approve-clean'))?.body).toEqual({
    items: [
      { assessmentId: 'r0', heads },
      { assessmentId: 'r1', heads },
    ],
  });
});

test('[V84] keys: j to the clause, c to comment, r to return exactly what is commented, over what was looked at', async () => {
  open('/office/review/r0');
  await until(() => document.querySelectorAll('.items-row').length === 2 && document.body.innerText.includes('标为退回项'));
  expect(await violations(document.body)).toEqual([]);
  await userEvent.keyboard('jc');
  await userEvent.keyboard('请补拍铭牌{Escape}');
  expect(document.body.innerText).toContain('已标为退回项 1 处');
  await userEvent.keyboard('r');
  await page.getByRole('button', { name: '退回', exact: true }).last().click();
  expect(document.body.innerText).toContain('请写明理由');
  await page.getByLabelText('退回理由').fill('依据不足');
  // A day that is over gives nobody time.
  const day = document.querySelector('dialog input[type="date"]');
  if (day === null) throw new Error('no deadline is asked for');
  const deadline = page.elementLocator(day);
  await deadline.fill('2020-01-31');
  await page.getByRole('button', { name: '退回', exact: true }).last().click();
  await until(() => document.body.innerText.includes('这一天已经过了'));
  await deadline.fill('');
  await page.getByRole('button', { name: '退回', exact: true }).last().click();
  await until(() => document.body.innerText.includes('已退回。'));
  const commands = sent.filter(({ path }) => path.includes('/review/r0/'));
  expect(commands.map(({ path }) => path.split('/').at(-1))).toEqual(['remarks', 'return']);
  expect(commands[0]?.body).toEqual({ remarks: [{ path: 'jc03', text: '请补拍铭牌' }] });
  expect(commands[1]?.body).toEqual({
    heads,
    root,
    reason: '依据不足',
    deadline: null,
    items: [{ question: 'jc03', comment: '请补拍铭牌' }],
  });
});

test('[U114] a comment is sent when its clause is left; with one that is not sent yet, closing the page asks first', async () => {
  open('/office/review/r0');
  await until(() => document.querySelectorAll('.items-row').length === 2 && document.body.innerText.includes('标为退回项'));
  await userEvent.keyboard('jc');
  await userEvent.keyboard('请补拍铭牌{Escape}');
  const closing = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(closing);
  expect(closing.defaultPrevented).toBe(true);
  await userEvent.keyboard('k');
  await until(() => sent.some(({ path }) => path.endsWith('/remarks')));
  expect(sent.find(({ path }) => path.endsWith('/remarks'))?.body).toEqual({ remarks: [{ path: 'jc03', text: '请补拍铭牌' }] });
});

test('[V84] when it has moved the reviewer is told, and the comment stays', async () => {
  moved = true;
  open('/office/review/r7');
  await until(() => document.querySelectorAll('.items-row').length === 2 && document.body.innerText.includes('标为退回项'));
  await userEvent.keyboard('a');
  await page.getByRole('button', { name: '批准', exact: true }).last().click();
  await until(() => document.body.innerText.includes('刚才有了变化'));
});

test('[U114] a session that ends while a return or grades are written takes nothing: one signs in beside it and presses again', async () => {
  open('/office/review/r5');
  await until(() => document.querySelectorAll('.items-row').length === 2 && document.body.innerText.includes('标为退回项'));
  await userEvent.keyboard('r');
  await until(() => document.activeElement?.tagName === 'TEXTAREA');
  await userEvent.keyboard('依据不足');
  signedOut = true;
  await page.getByRole('button', { name: '退回', exact: true }).last().click();
  await until(() => document.querySelector('dialog[open]')?.textContent.includes('在新窗口登录') === true);
  expect(await violations(document.body)).toEqual([]);
  expect(document.querySelector('dialog[open] a[target="_blank"]')).not.toBeNull();
  signedOut = false;
  await page.getByRole('button', { name: '退回', exact: true }).last().click();
  await until(() => document.body.innerText.includes('已退回。'));
  expect(sent.at(-1)?.body).toMatchObject({ reason: '依据不足' });

  leave();
  open('/office/review/r5/second');
  await until(() => document.querySelectorAll('.second-clause').length === 1);
  await page.getByRole('radio', { name: '没人专门管' }).click();
  signedOut = true;
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => document.body.innerText.includes('在新窗口登录'));
  signedOut = false;
  leave();
  open('/office/review/r5/second');
  await until(() => document.querySelectorAll('.second-clause').length === 1);
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => document.body.innerText.includes('已保存'));
  expect(sent.at(-1)?.body).toEqual({ grades: [{ path: 'jc03', grade: 0 }] });
});

test('[U114] what one person typed and did not send is shown to nobody else on the same page', async () => {
  const box = (): string | undefined => document.querySelector<HTMLTextAreaElement>('#review-comment')?.value;
  const openAs = async (id: string): Promise<void> => {
    leave();
    officeClient.clear();
    person = id;
    open('/office/review/r6');
    await until(() => document.querySelectorAll('.items-row').length === 2 && box() !== undefined);
  };
  await openAs('p');
  await userEvent.keyboard('jc');
  await userEvent.keyboard('铭牌看不清');
  expect(box()).toBe('铭牌看不清');
  await openAs('p2');
  await userEvent.keyboard('j');
  expect(box()).toBe('');
  await openAs('p');
  await userEvent.keyboard('j');
  await until(() => box() === '铭牌看不清');
});

test('[U114] the reason of an amendment is there again when its sheet is opened again, and goes with the sending', async () => {
  open('/office/review/r8');
  await until(() => document.querySelectorAll('.items-row').length === 2);
  const box = (): string | undefined => document.querySelector<HTMLTextAreaElement>('dialog[open] textarea')?.value;
  await page.getByRole('button', { name: '更正', exact: true }).first().click();
  await until(() => box() === '');
  await userEvent.keyboard('统计口径改了');
  await userEvent.keyboard('{Escape}');
  leave();
  open('/office/review/r8');
  await until(() => document.querySelectorAll('.items-row').length === 2);
  await page.getByRole('button', { name: '更正', exact: true }).first().click();
  await until(() => box() === '统计口径改了');
  await page.getByRole('button', { name: '开始更正' }).click();
  await until(() => box() === undefined);
  await page.getByRole('button', { name: '更正', exact: true }).first().click();
  await until(() => box() === '');
});

test('[X85] at twice the text size the desk scrolls sideways nowhere: its columns stand under each other', async () => {
  const text = document.documentElement.style;
  text.fontSize = '200%';
  try {
    for (const [width, height] of [
      [1440, 900],
      [1280, 800],
    ] as const) {
      await page.viewport(width, height);
      open('/office/review/r0');
      await until(() => document.querySelectorAll('.items-row').length === 2 && document.body.innerText.includes('标为退回项'));
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      const sideways = [...document.querySelectorAll('.review, .review *')].filter(
        (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'auto',
      );
      expect(sideways.map(({ className }) => className)).toEqual([]);
      leave();
    }
  } finally {
    text.fontSize = '';
  }
});

test('[V83] who may not review sees no buttons and is told so', async () => {
  role = 'auditor';
  open('/office/review/r0');
  await until(() => document.body.innerText.includes('只能查看'));
  await userEvent.keyboard('ar');
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(document.querySelector('#review-comment')).toBeNull();
});

test('[V92] the second reviewer sees clause and evidence, no answer, and saves grades', async () => {
  open('/office/review/r0/second');
  await until(() => document.querySelectorAll('.second-clause').length === 1);
  expect(await violations(document.body)).toEqual([]);
  expect(document.body.innerText).not.toContain('独立的一级部门，');
  await page.getByRole('radio', { name: '没人专门管' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => document.body.innerText.includes('已保存'));
  expect(sent.at(-1)?.body).toEqual({ grades: [{ path: 'jc03', grade: 0 }] });
});

function open(address: string): void {
  const history = createMemoryHistory();
  history.set({ value: address });
  const place = document.createElement('div');
  document.body.append(place);
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route path="/office/review" component={ReviewQueueScreen} />
        <Route path="/office/review/:id" component={ReviewScreen} />
        <Route path="/office/review/:id/second" component={SecondReviewScreen} />
      </MemoryRouter>
    ),
    place,
  );
  leave = () => {
    dispose();
    place.remove();
    leave = () => undefined;
  };
}

function answer(path: string, init: RequestInit | undefined): Promise<Response> {
  const address = new URL(path, 'http://desk.test');
  const reply = (body: unknown, status = 200): Promise<Response> =>
    Promise.resolve(
      status === 204
        ? new Response(null, { status, headers: { 'x-sync-proto': '1' } })
        : Response.json(body, { status, headers: { 'x-sync-proto': '1' } }),
    );
  if (init?.method === 'POST') {
    sent.push({ path: address.pathname, body: JSON.parse(typeof init.body === 'string' ? init.body : '') as unknown });
    if (address.pathname.endsWith('approve-clean'))
      return reply({
        approved: [{ assessmentId: 'r0', enterpriseName: '第0家' }],
        left: [{ assessmentId: 'r1', enterpriseName: '第1家', reasons: ['evidence'] }],
      });
    if (moved) return reply({ problem: { code: 'review.moved', detail: {} } }, 409);
    if (signedOut) return reply({ problem: { code: 'auth.signed-out', detail: {} } }, 401);
    return reply(null, 204);
  }
  switch (address.pathname) {
    case '/api/session':
      return reply({
        person: { id: person, account: 'a', name: '李强', role, region: '420100', regionName: '武汉市', demo: false },
        secondFactor: 'shown',
        serverPublicKey: '',
        recoveryPublicKey: '',
        rescuePublicKey: '',
        lease: { at: '2026-11-21T00:00:00.000Z', until: '2026-12-05T00:00:00.000Z', signature: '' },
        serverTime: '2026-11-21T00:00:00.000Z',
        epoch: 'e',
      });
    case '/api/office/facets':
      return reply({ regions: [], definitions: [] });
    case '/api/office/review':
      return reply({ rows: [0, 1, 2].map(queued), total: 3, reviewers: [{ person: 'p2', name: '王芳', regionName: '武汉市' }] });
    default:
      if (address.pathname.endsWith('/second')) return reply(second);
      if (address.pathname.startsWith('/api/office/review/')) return reply(review(address.pathname.split('/').at(-1) ?? ''));
      return reply(detail(address.pathname.split('/').at(-1) ?? ''));
  }
}

function queued(index: number): QueueRow {
  return {
    ...buildRow({
      assessmentId: `r${String(index)}`,
      enterpriseName: `湖北省某某高新技术产业开发区第${String(index)}家有限责任公司`,
    }),
    heads,
    reviewer: null,
    second: null,
    deadline: null,
    overdue: false,
    age: index,
    remarks: 0,
    graded: 0,
  };
}

function review(assessmentId: string): ReviewReply {
  return {
    assessmentId,
    heads,
    root,
    version: 1,
    may: assessmentId === 'r8' ? ['amend'] : ['return', 'approve'],
    decision: null,
    remarks: [],
    verified: [{ path: 'jc03', text: '没人专门管', reason: '现场没有任命文件', author: '王芳', at: '2026-11-20T01:00:00.000Z' }],
    signatures: [{ side: 'firm', name: '李主任', at: '2026-11-20T01:00:00.000Z', holds: false }],
    obstacles: [],
    unclean: ['evidence'],
    proposals: [],
    versions: [],
    reviewer: null,
    second: null,
    drawn: true,
    graded: 0,
  };
}

function detail(assessmentId: string) {
  const lead = buildAnswer({ path: 'jc03', question: 'jc03', label: '谁牵头管数字化？', value: 'c', text: '独立的一级部门' });
  return buildDetail({
    assessmentId,
    state: 'submitted',
    sections: [
      {
        name: 'jc',
        label: '基础建设',
        relevant: true,
        answered: 2,
        total: 2,
        parts: [
          { kind: 'answer', answer: buildAnswer() },
          { kind: 'answer', answer: lead },
        ],
      },
    ],
  });
}

const second: SecondReply = {
  assessmentId: 'r0',
  enterpriseName: '第0家',
  regionName: '武汉市',
  definitionTitle: '两化融合评估诊断',
  mine: true,
  clauses: [
    {
      path: 'jc03',
      section: '基础建设',
      label: '谁牵头管数字化？',
      guidance: null,
      choices: ['没人专门管', '独立的一级部门'],
      evidence: [],
      grade: null,
    },
  ],
  evidence: [],
};
