import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import '#app/ui/tokens.css';
import '#app/ui/base.css';
import { loadArea } from '#app/i18n/t.ts';
import { officeClient } from '#app/office/office-client.ts';
import { QuarantineScreen } from '#app/office/quarantine-screen.tsx';
import type { QuarantinedStep } from '#protocol/quarantine-wire.ts';
import { protocolHeader } from '#protocol/sync-wire.ts';
import { until } from '../app/mount.ts';
import { reviewerSession } from './reviewer-session.ts';

const realFetch = window.fetch;
const words = '已向本人核实，当天确在现场';
let released: unknown[] = [];
let steps: QuarantinedStep[] = [];
let person = 'r1';
let offline = false;
let leave: () => void = () => undefined;

const step = (name: string, enterpriseName: string): QuarantinedStep => ({
  device: 'd1',
  step: name,
  author: '欧阳建国',
  receivedAt: '2026-11-21T06:00:00.000Z',
  region: '420115',
  assessment: 'a1',
  enterpriseName,
  problem: 'access.denied',
  releasable: true,
  changes: [{ hash: 'h', kind: 'set', entity: 'assessment', subject: '两化融合规划', value: '有', problem: 'access.denied' }],
});

beforeEach(async () => {
  await page.viewport(1440, 900);
  await loadArea('office');
  officeClient.clear();
  released = [];
  person = 'r1';
  offline = false;
  steps = [step('s1', '武汉甲厂'), step('s2', '武汉乙厂')];
  window.fetch = (input, init) => {
    const path = input instanceof Request ? input.url : String(input);
    if (init?.method === 'POST' && offline) return Promise.reject(new TypeError('Failed to fetch'));
    if (init?.method === 'POST' && typeof init.body === 'string') {
      const asked = JSON.parse(init.body) as { readonly step: string };
      released.push(asked);
      steps = steps.filter((each) => each.step !== asked.step);
    }
    const headers = { [protocolHeader]: '1', 'content-type': 'application/json' };
    return Promise.resolve(new Response(JSON.stringify(answer(path)), { headers }));
  };
});
afterEach(() => {
  leave();
  window.fetch = realFetch;
});

function answer(path: string): object {
  if (path.includes('/release')) return { problem: null };
  if (path.includes('quarantine')) return { steps, differences: [] };
  if (path.startsWith('/api/session')) return reviewerSession(person);
  return {};
}

async function open(): Promise<HTMLElement> {
  leave();
  const root = document.createElement('div');
  document.body.append(root);
  const history = createMemoryHistory();
  history.set({ value: '/office/quarantine' });
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route path="/office/quarantine" component={QuarantineScreen} />
      </MemoryRouter>
    ),
    root,
  );
  leave = () => {
    dispose();
    root.remove();
  };
  await until(() => root.querySelectorAll('.quarantine-open').length === steps.length);
  return root;
}

const box = (root: HTMLElement): string | undefined => root.querySelector<HTMLInputElement>('.quarantine-release input')?.value;

/** The form of the first card that is still closed. */
async function unfold(root: HTMLElement, at = 0): Promise<void> {
  root.querySelectorAll<HTMLElement>('.quarantine-open')[at]?.click();
  await until(() => box(root) !== undefined);
}

test('[U114] why a step is released is kept for that step and for who typed it, until it is released', async () => {
  let root = await open();
  await unfold(root);
  await page.getByLabelText('采纳的理由').fill(words);
  offline = true;
  await page.getByRole('button', { name: '确认采纳' }).click();
  await until(() => root.querySelector('.quarantine-release .field-problem') !== null);
  expect(box(root)).toBe(words);
  offline = false;
  // Another screen in between.
  root = await open();
  await unfold(root, 1);
  expect(box(root)).toBe('');
  root = await open();
  await unfold(root);
  expect(box(root)).toBe(words);
  // The session ended, and somebody else signs in on the same page.
  person = 'r2';
  await officeClient.invalidateQueries({ queryKey: ['office', 'session'] });
  await until(() => box(root) === '');
  person = 'r1';
  await officeClient.invalidateQueries({ queryKey: ['office', 'session'] });
  await until(() => box(root) === words);
  await page.getByRole('button', { name: '确认采纳' }).click();
  await until(() => !root.textContent.includes('武汉甲厂'));
  expect(released).toEqual([{ device: 'd1', step: 's1', reason: words }]);
  // Set aside again, it begins blank.
  steps = [step('s1', '武汉甲厂')];
  officeClient.clear();
  root = await open();
  await unfold(root);
  expect(box(root)).toBe('');
});
