import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import '#app/ui/tokens.css';
import '#app/ui/base.css';
import { loadArea } from '#app/i18n/t.ts';
import { OfficeAssessmentScreen } from '#app/office/office-assessment-screen.tsx';
import { officeClient } from '#app/office/office-client.ts';
import { OfficeListScreen } from '#app/office/office-list-screen.tsx';
import { columnIds } from '#app/office/table-columns.tsx';
import { readQuery } from '#protocol/office-query.ts';
import type { OfficeDetail, OfficeRow } from '#protocol/office-wire.ts';
import { buildAnswer, buildDetail, buildRow } from '../../office/support/builders.ts';
import { until, violations } from '../app/mount.ts';

const total = 20_000;
const realFetch = window.fetch;
let asked: string[] = [];
let offline = false;
let signedOut = false;
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1440, 900);
  await loadArea('office');
  officeClient.clear();
  asked = [];
  offline = false;
  signedOut = false;
  window.fetch = (input) => answer(input instanceof Request ? input.url : String(input));
});
afterEach(() => {
  leave();
  window.fetch = realFetch;
});

describe('the list', () => {
  test('[X60] of 20,000 assessments only the rows in sight are in the page, at the top and in the middle', async () => {
    open('/office');
    await until(() => rows().length > 5);
    expect(document.querySelector('table')?.getAttribute('aria-rowcount')).toBe('20001');
    expect(rows().length).toBeLessThan(60);
    scroller().scrollTop = 64 * 12_000;
    await until(() => names().some((name) => name.includes('第12005家')));
    expect(rows().length).toBeLessThan(60);
    expect(asked.filter((path) => path.includes('offset=')).length).toBeLessThan(6);
  });

  test('[X61] filters live in the address and are asked of the server; an unknown value there is dropped', async () => {
    const history = open('/office?state=submitted&region=nonsense');
    await until(() => rows().length > 5);
    expect(asked.some((path) => path.includes('state=submitted') && !path.includes('nonsense'))).toBe(true);
    await page.getByRole('searchbox').fill('光电');
    await until(() => history.get().includes('q='));
    expect(decodeURIComponent(history.get())).toBe('/office?state=submitted&q=光电');
    await until(() => asked.some((path) => decodeURIComponent(path).includes('q=光电')));
  });

  test('[X62] j, k, Enter and Esc: down, up, open beside the list, back to the row', async () => {
    const history = open('/office');
    await until(() => rows().length > 5);
    await userEvent.keyboard('jjjk');
    expect(document.activeElement?.textContent).toContain('第1家');
    await userEvent.keyboard('{Enter}');
    await until(() => document.querySelector('.detail-firm') !== null);
    expect(history.get()).toBe('/office?open=a1');
    expect(rows().length).toBeGreaterThan(5);
    await userEvent.keyboard('j');
    await until(() => history.get() === '/office?open=a2');
    await userEvent.keyboard('{Escape}');
    await until(() => document.querySelector('.detail-firm') === null);
    expect(document.activeElement?.textContent).toContain('第2家');
  });

  test('[X63] typing j into the search box searches and moves nothing', async () => {
    open('/office');
    await until(() => rows().length > 5);
    await page.getByRole('searchbox').click();
    await userEvent.keyboard('jj');
    expect(document.querySelector('tr.current')).toBeNull();
  });

  test('[X64] a column that is taken out stays out after the page is opened anew', async () => {
    localStorage.removeItem('xunzhen.office.columns');
    open('/office');
    await until(() => rows().length > 5);
    await page.getByRole('button', { name: '显示列' }).click();
    await page.getByRole('checkbox', { name: '照片' }).click();
    leave();
    open('/office');
    await until(() => rows().length > 5);
    expect([...document.querySelectorAll('thead th')].map((cell) => cell.textContent)).not.toContain('照片');
    localStorage.removeItem('xunzhen.office.columns');
  });

  test('[X83] the columns that stand there by default fit a window of 1280 pixels', async () => {
    await page.viewport(1280, 800);
    open('/office');
    await until(() => rows().length > 5 && document.querySelectorAll('.filter-bar select').length === 2);
    expect(scroller().scrollWidth).toBe(scroller().clientWidth);
    const cut = [...document.querySelectorAll('.desk-table td, .desk-table thead th')].filter(
      (cell) => cell.scrollWidth > cell.clientWidth,
    );
    expect(cut.map((cell) => cell.textContent)).toEqual([]);
    const tops = [...document.querySelectorAll('.filter-bar > *')].map((part) => part.getBoundingClientRect().top);
    expect(new Set(tops).size).toBe(1);
  });

  test('[X61] first and last day of submission stand behind one button, which says what is chosen', async () => {
    const history = open('/office?from=2026-11-01');
    await until(() => rows().length > 5);
    await page.getByRole('button', { name: '2026-11-01 – …' }).click();
    await page.getByLabelText('提交止').fill('2026-11-20');
    await until(() => history.get().includes('to=2026-11-20'));
    expect(document.querySelector('.filter-button-active')?.textContent).toBe('2026-11-01 – 2026-11-20');
  });

  test('[X84] on paper the list is no wider than the sheet, whatever columns it has, and says which rows are printed', async () => {
    localStorage.setItem('xunzhen.office.columns', JSON.stringify(columnIds.slice(1)));
    // As wide as A4 across, between its margins.
    await page.viewport(1016, 700);
    open('/office');
    await until(() => rows().length > 5);
    await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
    const [table, note] = [document.querySelector('.desk-table'), document.querySelector<HTMLElement>('.table-scroll > p')];
    const width = table?.getBoundingClientRect().width ?? 0;
    const cut = [...document.querySelectorAll('.desk-table th, .desk-table td')].filter(
      (cell) => cell.scrollWidth > cell.clientWidth + 1,
    );
    const said = note?.innerText;
    await cdp().send('Emulation.setEmulatedMedia', { media: '' });
    localStorage.removeItem('xunzhen.office.columns');
    expect(width).toBeGreaterThan(0);
    expect(width).toBeLessThanOrEqual(1016);
    expect(cut.map((cell) => cell.textContent)).toEqual([]);
    expect(said).toMatch(/第 1–\d+ 份，共 20000 份/u);
    expect(note?.checkVisibility()).toBe(false);
  });

  test('[X65] without a network the page says so and tries again when told', async () => {
    offline = true;
    open('/office');
    await until(() => document.body.innerText.includes('此页需要联网'));
    offline = false;
    await page.getByRole('button', { name: '再试一次' }).click();
    await until(() => rows().length > 5);
  });
});

test('[X70] when the session has ended nothing that was read stays on screen', async () => {
  open('/office?open=a1');
  await until(() => document.querySelector('.detail-firm') !== null && rows().length > 5);
  signedOut = true;
  await page.getByRole('button', { name: '刷新' }).click();
  await until(() => rows().length === 0 && document.querySelector('.detail-firm') === null);
  expect(document.body.innerText).toContain('请先登录');
});

test('[X71] leaving the desk empties its memory: whoever signs in next finds nothing', async () => {
  open('/office');
  await until(() => rows().length > 5);
  expect(officeClient.getQueryCache().getAll().length).toBeGreaterThan(2);
  leave();
  expect(officeClient.getQueryCache().getAll()).toEqual([]);
});

describe('the detail', () => {
  test('[X66] tabs move by arrow keys; a conflict shows every candidate; nothing violates axe', async () => {
    open('/office/assessments/a7');
    await until(() => document.querySelector('[role=tab]') !== null);
    document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(document.activeElement?.textContent).toContain('答案');
    expect(document.body.innerText).toContain('没人专门管');
    expect(document.body.innerText).toContain('独立的一级部门');
    for (const key of ['{Home}', '{ArrowRight}', '{ArrowRight}', '{ArrowRight}']) {
      await userEvent.keyboard(key);
      expect(await violations(document.body)).toEqual([]);
    }
    await userEvent.keyboard('{Home}');
  });

  test('[X67] an assessment that is not there, or not theirs to see, reads the same', async () => {
    open('/office/assessments/absent');
    await until(() => document.body.innerText.includes('没有找到这份评估'));
  });

  test('[X68] [U117] on paper overview, answers and evidence stand one after the other, without a button', async () => {
    open('/office/assessments/a7');
    await until(() => document.querySelector('[role=tab]') !== null);
    window.dispatchEvent(new Event('beforeprint'));
    expect([...document.querySelectorAll('[role=tabpanel]')].map(({ id }) => id)).toEqual([
      'detail-overview',
      'detail-answers',
      'detail-evidence',
    ]);
    const buttons = (): readonly Element[] => [...document.querySelectorAll('.button, .icon-button')];
    const shown = (): number => buttons().filter((button) => button.checkVisibility()).length;
    expect(shown()).toBeGreaterThan(0);
    await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
    const onPaper = shown();
    await cdp().send('Emulation.setEmulatedMedia', { media: '' });
    expect(onPaper).toBe(0);
    window.dispatchEvent(new Event('afterprint'));
    expect(document.querySelectorAll('[role=tabpanel]')).toHaveLength(1);
  });
});

test('[X69] the list violates no rule of axe', async () => {
  open('/office');
  await until(() => rows().length > 5);
  expect(await violations(document.body)).toEqual([]);
});

function open(address: string): ReturnType<typeof createMemoryHistory> {
  const history = createMemoryHistory();
  history.set({ value: address });
  const root = document.createElement('div');
  document.body.append(root);
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route path="/office" component={OfficeListScreen} />
        <Route path="/office/assessments/:id" component={OfficeAssessmentScreen} />
      </MemoryRouter>
    ),
    root,
  );
  leave = () => {
    dispose();
    root.remove();
    leave = () => undefined;
  };
  return history;
}

function answer(path: string): Promise<Response> {
  if (offline) return Promise.reject(new TypeError('Failed to fetch'));
  asked.push(path);
  const address = new URL(path, 'http://desk.test');
  const reply = (body: unknown, status = 200): Promise<Response> =>
    Promise.resolve(Response.json(body, { status, headers: { 'x-sync-proto': '1' } }));
  if (signedOut) return reply({ problem: { code: 'auth.signed-out', detail: {} } }, 401);
  switch (address.pathname) {
    case '/api/session':
      return reply({
        person: { id: 'p', account: 'a', name: '李强', role: 'reviewer', region: '420100', regionName: '武汉市', demo: false },
        secondFactor: 'shown',
        serverPublicKey: '',
        recoveryPublicKey: '',
        rescuePublicKey: '',
        serverTime: '2026-11-21T00:00:00.000Z',
        epoch: 'e',
      });
    case '/api/office/facets':
      return reply({
        regions: [
          { code: '420100', name: '武汉市', parent: '420000', depth: 0 },
          { code: '420115', name: '江夏区', parent: '420100', depth: 1 },
        ],
        definitions: [
          { id: 'two-integration', title: '两化融合评估诊断', levels: [{ id: 'single', name: '单项覆盖' }] },
          { id: 'gansu', title: '制造业数字化转型促进中心评价（甘肃）', levels: [] },
        ],
      });
    case '/api/office/assessments': {
      const { query } = readQuery(address.searchParams);
      const to = Math.min(total, query.offset + query.limit);
      return reply({ total, rows: Array.from({ length: to - query.offset }, (_, at) => listed(query.offset + at)) });
    }
    case '/api/office/assessments/absent':
      return reply({ problem: { code: 'access.not-found', detail: {} } }, 404);
    default:
      return reply(shown(address.pathname.split('/').at(-1) ?? ''));
  }
}

function listed(index: number): OfficeRow {
  return buildRow({
    assessmentId: `a${String(index)}`,
    enterpriseName: `湖北第${String(index)}家机械有限公司`,
    conflicts: index % 3,
  });
}

function shown(id: string): OfficeDetail {
  const head = { author: '王芳', person: 'p1', wallTime: '2026-11-20T01:00:00.000Z', device: 'd1' };
  const disputed = buildAnswer({
    path: 'jc03',
    question: 'jc03',
    label: '谁牵头管数字化？',
    value: null,
    text: null,
    conflict: [
      { ...head, value: 'a', text: '没人专门管' },
      { ...head, value: 'c', text: '独立的一级部门', author: '李强', person: 'p2' },
    ],
  });
  return buildDetail({
    assessmentId: id,
    sections: [
      {
        name: 'jc',
        label: '基础建设',
        relevant: true,
        answered: 1,
        total: 2,
        parts: [
          { kind: 'answer', answer: buildAnswer() },
          { kind: 'answer', answer: disputed },
        ],
      },
    ],
    history: [
      {
        hash: 'h1',
        kind: 'set',
        entity: 'assessment',
        register: 'self/jc03',
        subject: '谁牵头管数字化？',
        value: '没人专门管',
        author: '王芳',
        device: 'd1',
        wallTime: '2026-11-20T01:00:00.000Z',
        serverTime: '2026-11-20T02:00:00.000Z',
        reason: null,
        quarantined: null,
      },
    ],
  });
}

function rows(): readonly Element[] {
  return [...document.querySelectorAll('.desk-table tbody tr')].filter((row) => row.querySelector('a') !== null);
}

function names(): readonly string[] {
  return rows().map((row) => row.textContent ?? '');
}

function scroller(): Element {
  const found = document.querySelector('.table-scroll');
  if (found === null) throw new Error('there is no table');
  return found;
}
