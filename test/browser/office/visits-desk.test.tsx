import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import '#app/ui/tokens.css';
import '#app/ui/base.css';
import { loadArea } from '#app/i18n/t.ts';
import { officeClient } from '#app/office/office-client.ts';
import { OfficeVisitsScreen } from '#app/office/visits-screen.tsx';
import { protocolHeader } from '#protocol/sync-wire.ts';
import type { VisitRow } from '#protocol/visits-wire.ts';
import { until, violations } from '../app/mount.ts';
import { reviewerSession } from './reviewer-session.ts';

const realFetch = window.fetch;
let asked: { path: string; body: unknown }[] = [];
let leave: () => void = () => undefined;
let offline = false;
let person = 'r1';
let visits: VisitRow[] = [];
let pageSize = 100;
/** What a change is answered with; null: taken. */
let refusal: { readonly problem: { readonly code: string; readonly detail: object } } | null = null;
// Neither person nor edition is among those that would be offered.
const plan = {
  date: '2026-11-23',
  time: '09:30',
  purpose: 'verification',
  instruments: ['two-integration', 'old-one'],
  people: ['p1', 'p9'],
  every: null,
  note: '带上去年的报告',
};

const firm = '湖北省某某高新技术产业开发区智能装备制造有限责任公司';
const visit = (over: Partial<VisitRow> = {}): VisitRow => ({
  visitId: 'v1',
  enterprise: '91420100MA4KABCD3X',
  enterpriseName: firm,
  regionName: '江夏区',
  date: '2026-11-23',
  time: '09:30',
  purpose: 'verification',
  state: 'planned',
  people: [{ person: 'p1', name: '张工' }],
  instruments: ['two-integration'],
  checkedInAt: null,
  checkedOutAt: null,
  demo: false,
  ...over,
});

beforeEach(async () => {
  await page.viewport(1440, 900);
  await Promise.all([loadArea('office'), loadArea('visits')]);
  officeClient.clear();
  asked = [];
  offline = false;
  person = 'r1';
  refusal = null;
  pageSize = 100;
  visits = [visit(), visit({ visitId: 'v2', state: 'under-way', checkedInAt: '2026-11-23T01:30:00.000Z' })];
  window.fetch = async (input, init) => {
    const path = input instanceof Request ? input.url : String(input);
    if (offline) throw new TypeError('Failed to fetch');
    asked.push({ path, body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : null });
    const reply = answer(path);
    const headers = { [protocolHeader]: '1', 'content-type': 'application/json' };
    if (reply === null) return new Response(null, { status: 204, headers });
    return new Response(JSON.stringify(reply), { headers, status: reply === refusal ? 409 : 200 });
  };
});
afterEach(() => {
  leave();
  window.fetch = realFetch;
});

function answer(path: string): object | null {
  if (path.includes('/cancel')) return null;
  if (path.includes('/change')) return refusal;
  if (path === '/api/office/visits/v1') return plan;
  if (path.startsWith('/api/session')) return reviewerSession(person);
  if (path.startsWith('/api/colleagues'))
    return { colleagues: [{ person: 'p1', name: '张工', role: 'surveyor', regionName: '江夏区' }] };
  if (path.startsWith('/api/office/facets'))
    return { regions: [], definitions: [{ id: 'two-integration', title: '两化融合评估诊断', levels: [] }] };
  if (path.startsWith('/api/office/assignments/choices'))
    return { people: [], firms: [{ code: '91420100MA4KABCD3X', name: firm, region: '420115', regionName: '江夏区' }] };
  if (path === '/api/office/visits') return { visitId: 'v3' };
  const after = new URL(path, 'http://desk').searchParams.get('after');
  const from = after === null ? 0 : Number(after);
  const next = from + pageSize < visits.length ? String(from + pageSize) : null;
  return { visits: visits.slice(from, from + pageSize), total: visits.length, next };
}

function open(address: string) {
  const root = document.createElement('div');
  document.body.append(root);
  const history = createMemoryHistory();
  history.set({ value: address });
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route path="/office/visits" component={OfficeVisitsScreen} />
      </MemoryRouter>
    ),
    root,
  );
  leave = () => {
    dispose();
    root.remove();
  };
  return { root, history };
}

test('[V42] the plan of visits is narrowed in its address, and only what is planned can be called off, with a reason that stays until it is', async () => {
  const { root, history } = open('/office/visits?from=2026-11-01');
  await until(() => root.querySelectorAll('tbody tr').length === 2);
  await until(() => root.textContent.includes('两化融合评估诊断'));
  expect(await violations(root)).toEqual([]);
  await page.getByRole('combobox', { name: '状态' }).selectOptions('planned');
  await until(() => history.get().includes('state=planned'));
  await until(() => asked.some(({ path }) => path.includes('state=planned') && path.includes('from=2026-11-01')));
  await until(() => root.querySelectorAll('tbody tr').length === 2);
  expect([...root.querySelectorAll('tbody button')].map((button) => button.textContent)).toEqual(['改', '取消']);
  await page.getByRole('button', { name: `取消 ${firm} 2026-11-23 的走访` }).click();
  await page.getByRole('button', { name: '取消走访' }).click();
  await until(() => root.querySelector('dialog[open] [aria-invalid="true"]') !== null);
  await page.getByLabelText('为什么不去了').fill('企业停产检修');
  offline = true;
  await page.getByRole('button', { name: '取消走访' }).click();
  await until(() => root.querySelector('dialog[open] [role="alert"]') !== null);
  offline = false;
  await page.getByRole('button', { name: '取消走访' }).click();
  await until(() => asked.some(({ path, body }) => path.endsWith('/v1/cancel') && JSON.stringify(body).includes('企业停产检修')));
});

test('[U114] why a visit is called off is kept for that visit and for who typed it, until it is sent', async () => {
  visits = [visit(), visit({ visitId: 'v5', date: '2026-11-24' })];
  const { root } = open('/office/visits');
  const sheet = async (day: string): Promise<void> => {
    await page.getByRole('button', { name: `取消 ${firm} ${day} 的走访` }).click();
    await until(() => box() !== undefined);
  };
  const box = (): string | undefined => root.querySelector<HTMLInputElement>('dialog[open] input')?.value;
  const close = async (): Promise<void> => {
    await page.getByRole('button', { name: '关闭' }).click();
    await until(() => box() === undefined);
  };
  await sheet('2026-11-23');
  await page.getByLabelText('为什么不去了').fill('企业停产检修');
  await close();
  await sheet('2026-11-24');
  expect(box()).toBe('');
  await close();
  await sheet('2026-11-23');
  await until(() => box() === '企业停产检修');
  // The session ended, and somebody else signs in beside the open sheet.
  person = 'r2';
  await officeClient.invalidateQueries({ queryKey: ['office', 'session'] });
  await until(() => box() === '');
  await page.getByLabelText('为什么不去了').fill('换了人去');
  person = 'r1';
  await officeClient.invalidateQueries({ queryKey: ['office', 'session'] });
  await until(() => box() === '企业停产检修');
  offline = true;
  await page.getByRole('button', { name: '取消走访' }).click();
  await until(() => root.querySelector('dialog[open] [role="alert"]') !== null);
  offline = false;
  await close();
  await sheet('2026-11-23');
  await until(() => box() === '企业停产检修');
  await page.getByRole('button', { name: '取消走访' }).click();
  await until(() => box() === undefined);
  expect(asked.find(({ path }) => path.endsWith('/v1/cancel'))?.body).toMatchObject({ reason: '企业停产检修' });
  await sheet('2026-11-23');
  expect(box()).toBe('');
});

test('[V40] a visit is planned for a firm and for people who go', async () => {
  const { root } = open('/office/visits');
  await page.getByRole('button', { name: '安排走访' }).click();
  await page.getByRole('searchbox', { name: '企业' }).fill('智能');
  await page.getByRole('button', { name: new RegExp(`^${firm}`, 'u') }).click();
  await page.getByText('调研员 · 江夏区').click();
  const form = root.querySelector('dialog[open] form');
  form?.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
  await until(() => asked.some(({ body }) => body !== null));
  expect(asked.find(({ body }) => body !== null)?.body).toMatchObject({
    enterprise: '91420100MA4KABCD3X',
    people: ['p1'],
    purpose: 'verification',
  });
  await until(() => root.textContent.includes('已安排，去的人同步后收到'));
});

test('[V42] the list goes on page after page, and a change reads again what is shown', async () => {
  pageSize = 40;
  visits = Array.from({ length: 100 }, (_, index) => visit({ visitId: `v${String(index + 1)}` }));
  const { root } = open('/office/visits?from=2026-11-01');
  await until(() => root.querySelectorAll('tbody tr').length === 40);
  expect(root.textContent).toContain('100 次走访');
  expect(root.textContent).toContain('已列出 40 / 100 次');
  await page.getByRole('button', { name: '再列出一些' }).click();
  await until(() => root.querySelectorAll('tbody tr').length === 80);
  await page.getByRole('button', { name: '再列出一些' }).click();
  await until(() => root.querySelectorAll('tbody tr').length === 100);
  expect(root.textContent).not.toContain('再列出一些');
  // One is gone by the time the pages are read again.
  visits = visits.filter(({ visitId }) => visitId !== 'v2');
  await page
    .getByRole('button', { name: `改 ${firm} 2026-11-23 的走访` })
    .first()
    .click();
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => root.textContent.includes('已改好'));
  await until(() => root.querySelectorAll('tbody tr').length === 99);
});

test('[V93] a planned visit is changed from what it was when it was opened; a refusal says why and keeps what was typed', async () => {
  const { root } = open('/office/visits');
  await page.getByRole('button', { name: `改 ${firm} 2026-11-23 的走访` }).click();
  await until(() => root.querySelector('dialog[open] form') !== null);
  const dialog = root.querySelector('dialog[open]');
  expect(dialog?.textContent).toContain('old-one');
  expect(dialog?.textContent).toContain('p9');
  expect(await violations(root)).toEqual([]);
  await page.getByLabelText('日期').last().fill('2026-12-01');
  refusal = { problem: { code: 'visit.begun', detail: {} } };
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => dialog?.textContent.includes('不能再改或取消') === true);
  expect(dialog?.querySelector<HTMLInputElement>('input[type="date"]')?.value).toBe('2026-12-01');
  refusal = null;
  await page.getByRole('button', { name: '保存' }).click();
  await until(() => root.textContent.includes('已改好'));
  const sent = asked.filter(({ path }) => path.endsWith('/v1/change')).map(({ body }) => body);
  expect(sent).toEqual(Array.from({ length: 2 }, () => ({ seen: plan, plan: { ...plan, date: '2026-12-01' } })));
});
