import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '#app/ui/tokens.css';
import '#app/ui/base.css';
import { loadArea } from '#app/i18n/t.ts';
import { OfficeActionsScreen } from '#app/office/actions-screen.tsx';
import { officeClient } from '#app/office/office-client.ts';
import { actionViews } from '#protocol/actions-wire.ts';
import type { ActionDetail, ActionsReply, OfficeAction } from '#protocol/actions-wire.ts';
import { protocolHeader } from '#protocol/sync-wire.ts';
import { until, violations } from '../app/mount.ts';

const realFetch = window.fetch;
let asked: string[] = [];
let rows: readonly OfficeAction[] = [];
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1440, 900);
  await Promise.all([loadArea('office'), loadArea('actions')]);
  officeClient.clear();
  asked = [];
  rows = [action('a1', { overdue: true, due: '2026-01-01' }), action('a2', { state: 'closed', proven: false })];
  window.fetch = (input) => answer(input instanceof Request ? input.url : String(input));
});
afterEach(() => {
  leave();
  window.fetch = realFetch;
});

function action(actionId: string, change: Partial<OfficeAction> = {}): OfficeAction {
  return {
    actionId,
    enterpriseCode: '91420115DEM0000019',
    enterpriseName: '湖北省某某高新技术产业开发区智能装备制造有限责任公司',
    region: '420115',
    regionName: '江夏区',
    title: `整改 ${actionId}`,
    severity: 'major',
    ownerName: '李主任',
    due: '2027-01-31',
    gain: 1.5,
    state: 'open',
    proven: false,
    overdue: false,
    definitionTitle: '两化融合评估诊断',
    author: '张工',
    updatedAt: '2026-11-21T06:00:00.000Z',
    demo: false,
    ...change,
  };
}

function detail(of: OfficeAction): ActionDetail {
  const step = { field: 'state', reason: null, author: '李工', wallTime: '2026-11-21T06:00:00.000Z', quarantined: null } as const;
  const times = { serverTime: '2026-11-21T06:01:00.000Z' };
  return {
    ...of,
    assessment: 's1',
    proofAssessment: null,
    question: '设备台账',
    finding: '台账与现场不符',
    reason: null,
    before: [{ evidenceId: 'e1', caption: null, capturedAt: '2026-11-20T06:00:00.000Z', committedAt: null }],
    after: [],
    history: [
      { ...step, ...times, hash: 'h1', kind: 'create', field: null, value: null },
      { ...step, ...times, hash: 'h2', kind: 'set', value: 'reported' },
    ],
  };
}

async function answer(url: string): Promise<Response> {
  const { pathname, search } = new URL(url, 'http://desk.test');
  asked.push(decodeURIComponent(`${pathname}${search}`));
  const headers = { [protocolHeader]: '1', 'content-type': 'application/json' };
  const reply = (body: unknown): Response => new Response(JSON.stringify(body), { headers });
  const one = rows.find(({ actionId }) => pathname === `/api/office/actions/${actionId}`);
  if (one !== undefined) return reply(detail(one));
  if (pathname !== '/api/office/actions') return new Response('{}', { status: 404, headers });
  const counts = Object.fromEntries(actionViews.map((view) => [view, rows.length])) as ActionsReply['counts'];
  return reply({ total: rows.length, counts, authors: [{ id: 'p1', name: '张工' }], rows });
}

function open(address: string) {
  const root = document.createElement('div');
  document.body.append(root);
  const history = createMemoryHistory();
  history.set({ value: address });
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route path="/office/actions" component={OfficeActionsScreen} />
        <Route path="*rest" component={() => <p>elsewhere</p>} />
      </MemoryRouter>
    ),
    root,
  );
  leave = () => {
    leave = () => undefined;
    dispose();
    root.remove();
  };
  return { root, history };
}

const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '';

test('[V38] the desk says what is overdue and what was closed without its photos; a view is asked of the server and kept in the address', async () => {
  const { root, history } = open('/office/actions?view=nonsense');
  await until(() => root.querySelectorAll('tbody tr').length === 2);
  expect(asked).toContain('/api/office/actions');
  expect(text('tbody tr:nth-child(1)')).toContain('已超期');
  expect(text('tbody tr:nth-child(2)')).toContain('已销项，照片未到');
  expect(await violations(root)).toEqual([]);
  await page.getByRole('button', { name: '已超期 2' }).click();
  await until(() => asked.some((path) => path === '/api/office/actions?view=overdue'));
  expect(history.get()).toBe('/office/actions?view=overdue');
});

test('[V38] one opens beside the list with everybody’s steps, by keyboard too; opening reads the list no second time', async () => {
  const { root, history } = open('/office/actions');
  await until(() => root.querySelectorAll('tbody tr').length === 2);
  await page.getByRole('button', { name: '整改 a1' }).click();
  await until(() => root.querySelectorAll('.action-history li').length === 2);
  expect(text('.action-panel')).toContain('台账与现场不符');
  expect(text('.action-panel')).toContain('照片还在手机上');
  expect(text('.action-history')).toContain('企业已报完成');
  expect(await violations(root)).toEqual([]);
  await userEvent.keyboard('j');
  await until(() => history.get() === '/office/actions?open=a2');
  await userEvent.keyboard('{Escape}');
  await until(() => root.querySelector('.action-panel') === null);
  expect(asked.filter((path) => path === '/api/office/actions')).toHaveLength(1);
});

test('[V38] without any action the desk says where they come from', async () => {
  rows = [];
  const { root } = open('/office/actions');
  await until(() => root.textContent.includes('还没有整改事项'));
});
