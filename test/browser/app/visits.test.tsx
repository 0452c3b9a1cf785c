import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { dayKey } from '#app/i18n/format.ts';
import { monthsLater } from '#domain/visit-plan.ts';
import type { Position } from '#domain/evidence.ts';
import type { PersonId } from '#shared/ids.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { keepPeople } from '#store/commands/keep-people.ts';
import { addParticipant, checkIn, checkOut, giveSection } from '#store/commands/plan-visit.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import { listVisits, readVisit } from '#store/queries/read-visit.ts';
import type { Store } from '#store/store.ts';
import { compiled } from '../form/form-fixture.ts';
import { definitionHash, enterprise, newStore, value } from '../store/test-store.ts';
import { until, violations } from './mount.ts';
import { mountScreen, unmountAll } from './mount-screen.tsx';
import { plannedVisit } from './planned-visit.ts';

const longName = '湖北省某某高新技术产业开发区智能装备制造有限责任公司';
const today = dayKey(Date.now());
const realGeolocation = navigator.geolocation;

beforeEach(() => page.viewport(390, 844));
afterEach(() => {
  unmountAll();
  Object.defineProperty(navigator, 'geolocation', { configurable: true, value: realGeolocation });
});

/** What the phone answers when it is asked where it is. */
function standAt(answer: Partial<Position> | 'refused' | 'unavailable'): void {
  const getCurrentPosition: Geolocation['getCurrentPosition'] = (found, failed) => {
    if (typeof answer === 'string') {
      failed?.({ code: answer === 'refused' ? 1 : 2, message: '' } as GeolocationPositionError);
      return;
    }
    const coords = { latitude: 30.5, longitude: 114.3, accuracy: 12, ...answer } as GeolocationCoordinates;
    found({ coords, timestamp: Date.now() } as GeolocationPosition);
  };
  Object.defineProperty(navigator, 'geolocation', {
    configurable: true,
    value: { getCurrentPosition, watchPosition: () => 0, clearWatch: () => undefined },
  });
}

async function storeWithFirm(): Promise<Store> {
  const store = await newStore();
  await store.db.definitions.put({
    hash: definitionHash,
    id: compiled.id,
    edition: compiled.edition,
    title: compiled.title,
    latest: 1,
    minutes: compiled.minutes,
    body: JSON.stringify(compiled),
  });
  value(await addEnterprise(store, enterprise({ name: longName })));
  return store;
}

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('[V46] the tab lists today and the days to come with address and contact, the past below, assessments beside', async () => {
  const store = await storeWithFirm();
  const next = monthsLater(today, 1);
  await plannedVisit(store);
  await plannedVisit(store, { date: next, time: null });
  await plannedVisit(store, { date: '2026-01-05' });
  value(await startAssessment(store, { enterprise: enterprise().code, definition: definitionHash, visit: null }));
  const { root } = await mountScreen(store, '/visits');
  await until(() => root.querySelectorAll('.visit-row').length === 3);
  await until(() => root.textContent.includes('江夏区藏龙岛某路九号'));
  expect([...root.querySelectorAll('h2')].map(({ textContent }) => textContent)[0]).toContain('今天');
  expect(root.textContent).toContain('李主任 13900001111');
  expect(root.textContent).toContain('已过期，没去成');
  expect(await violations(root)).toEqual([]);
  await page.getByText('评估', { exact: true }).click();
  await until(() => root.querySelector('.assessment-row') !== null);
  expect(root.querySelector('.visit-row')).toBeNull();
});

test('[V6] [V46] by distance the nearest firm stands first, with how far it is in a straight line', async () => {
  const store = await storeWithFirm();
  const second = '91420100MA4KABCE1M';
  const far = enterprise({ code: second, name: '远处的厂' });
  const added = await addEnterprise(store, far);
  if (added.kind === 'refused') throw new Error(added.problem.code);
  const at = (latitude: number) => ({
    at: '2026-01-05T01:00:00.000Z',
    position: { crs: 'WGS-84', latitude, longitude: 114.3, accuracy: 15, at: '2026-01-05T01:00:00.000Z' } as const,
    reason: null,
  });
  for (const [code, latitude] of [
    [enterprise().code, 30.53],
    [second, 30.9],
  ] as const) {
    const past = await plannedVisit(store, { enterprise: code, date: '2026-01-05' });
    value(await checkIn(store, past, at(latitude)));
    value(await checkOut(store, past, at(latitude)));
  }
  await plannedVisit(store, { enterprise: second, time: '08:00' });
  await plannedVisit(store, { time: '15:00' });
  standAt({});
  const { root } = await mountScreen(store, '/visits');
  await until(() => root.querySelectorAll('.visit-row').length === 4);
  const names = (): readonly string[] => [...root.querySelectorAll('.visit-row-name')].map(({ textContent }) => textContent);
  expect(names()[0]).toBe('远处的厂');
  await page.getByText('按远近', { exact: true }).click();
  await until(() => root.textContent.includes('直线约 3.3 公里'));
  expect(names()[0]).toBe(longName);
});

test('[V46] a visit is planned from the firm and stands on the first screen; now means plan and gate in one go', async () => {
  const store = await storeWithFirm();
  standAt({});
  const { root, history, unmount } = await mountScreen(store, `/enterprises/${enterprise().code}`);
  await page.getByRole('link', { name: '安排走访' }).click();
  await page.getByText('3 个月', { exact: true }).click();
  await page.getByText(compiled.title, { exact: true }).click();
  await page.getByLabelText(/备注/).fill('带上去年的报告');
  await button('保存计划').click();
  await until(() => /^\/visits\/\w/u.test(history.get()) && root.textContent.includes('到达签到'));
  const [made] = await listVisits(store);
  expect(made?.record).toMatchObject({ date: today, every: 3, note: '带上去年的报告', instruments: [compiled.id], time: null });
  expect(await violations(root)).toEqual([]);
  unmount();
  const first = await mountScreen(store, '/');
  await until(() => first.root.querySelector('.visit-row') !== null);
  first.unmount();
  const firm = await mountScreen(store, `/enterprises/${enterprise().code}`);
  await button('现在走访').click();
  await until(() => firm.root.textContent.includes('已定位，误差约 12 米'));
  await button('签到').click();
  await until(() => firm.root.textContent.includes('走访中'));
  expect((await listVisits(store)).map(({ state, record }) => [state, record.unplanned])).toContainEqual(['under-way', true]);
});

test.each([
  ['refused', '没有定位权限'],
  ['unavailable', '没有拿到位置'],
  [{ accuracy: 500 }, '定位太粗：误差约 500 米'],
] as const)('[V47] position %j: said, a reason asked for, and on it goes', async (answer, said) => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store);
  standAt(answer);
  const { root } = await mountScreen(store, `/visits/${id}`);
  await button('到达签到').click();
  await until(() => root.textContent.includes(said));
  await button('签到').click();
  await until(() => root.textContent.includes('请写明原因'));
  expect((await readVisit(store, id))?.state).toBe('planned');
  await button('厂房里收不到信号').click();
  await button('签到').click();
  await until(() => root.textContent.includes('离开签退'));
  const checked = (await readVisit(store, id))?.checkIn;
  expect(checked?.reason).toBe('厂房里收不到信号');
  expect(checked?.position?.accuracy ?? null).toBe(typeof answer === 'string' ? null : 500);
});

test('[V8] [V48] who is missing is named, people are added one after the other, and taken out with a way back', async () => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store);
  value(await checkIn(store, id, { at: new Date().toISOString(), position: null, reason: '没有信号' }));
  const { root } = await mountScreen(store, `/visits/${id}`);
  await until(() => root.textContent.includes('还缺：管理层、业务部门、一线'));
  await button('登记一人').click();
  for (const [name, post] of [
    ['李主任', '副总经理'],
    ['王科长', '生产部'],
    ['赵师傅', '机加工'],
  ] as const) {
    await page.getByLabelText('姓名').fill(name);
    await page.getByLabelText(/职务或部门/).fill(post);
    await button('登记').click();
    await until(() => root.querySelector('.participant-list')?.textContent.includes(name) === true);
  }
  await until(() => root.textContent.includes('管理层、业务部门、一线都有人了'));
  expect((await readVisit(store, id))?.participants.map(({ role }) => role)).toEqual(['management', 'department', 'front-line']);
  await button('移除王科长').click();
  await until(() => root.textContent.includes('还缺：业务部门'));
  await button('撤销').click();
  await until(() => root.textContent.includes('管理层、业务部门、一线都有人了'));
  expect(await violations(root)).toEqual([]);
});

test('[V7] [V48] leaving a visit that recurs offers the next one with its day filled in', async () => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store, { date: '2026-11-30', every: 3 });
  value(await addParticipant(store, id, { name: '李主任', role: 'management', post: null }));
  value(await checkIn(store, id, { at: '2026-11-30T01:00:00.000Z', position: null, reason: '没有信号' }));
  standAt({ accuracy: 9 });
  const { root, history } = await mountScreen(store, `/visits/${id}`);
  await button('离开签退').click();
  await until(() => root.textContent.includes('误差约 9 米'));
  await button('签退').click();
  await page.getByRole('link', { name: '安排 2027-02-28 再来' }).click();
  await until(() => history.get().startsWith('/visits/new'));
  await button('保存计划').click();
  await until(() => history.get().startsWith('/visits/') && !history.get().includes('new'));
  const next = (await listVisits(store)).find(({ record }) => record.followUpOf === id);
  expect(next?.record).toMatchObject({ date: '2027-02-28', every: 3, instruments: [compiled.id] });
});

test('[V49] assessments begun on the way belong to the visit, and it shows the result and what is missing of each', async () => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store);
  const { root, history, unmount } = await mountScreen(store, `/visits/${id}`);
  await until(() => root.textContent.includes('要用的问卷都在本机'));
  await button(`开始 ${compiled.title}`).click();
  await until(() => history.get().startsWith('/assessments/'));
  unmount();
  value(await startAssessment(store, { enterprise: enterprise().code, definition: definitionHash }));
  expect((await listAssessments(store)).map(({ visit }) => visit)).toEqual([id, id]);
  const again = await mountScreen(store, `/visits/${id}`);
  await until(() => again.root.querySelectorAll('.work-row').length === 2 && again.root.textContent.includes('必答未答'));
  expect(again.root.textContent).toContain('等级还定不下来');
  again.unmount();
});

test('[V49] sections are given to the people of the visit; the list and the jump menu show whose each is, and only mine', async () => {
  const store = await storeWithFirm();
  await keepPeople(store, [{ person: 'colleague', name: '王工' }]);
  const people = [store.profile.personId, 'colleague' as PersonId];
  const id = await plannedVisit(store, { people });
  const { assessmentId } = value(await startAssessment(store, { enterprise: enterprise().code, definition: definitionHash }));
  const [first, second] = compiled.sections;
  if (first === undefined || second === undefined) throw new Error('the definition has no sections');
  value(await giveSection(store, id, { assessment: assessmentId, section: first.name }, 'colleague' as PersonId));
  const { root, unmount } = await mountScreen(store, `/assessments/${assessmentId}`);
  await until(() => root.textContent.includes('王工问'));
  await button('分工').click();
  await page.getByRole('combobox', { name: second.label }).selectOptions(store.profile.personId);
  await until(() => root.textContent.includes('我来问'));
  await page.getByRole('button', { name: '关闭' }).click();
  await page.getByText('我的部分 1', { exact: true }).click();
  await until(() => root.querySelectorAll('.section-row').length === 1);
  expect(root.querySelector('.section-row')?.textContent).toContain(second.label);
  unmount();
  const asked = await mountScreen(store, `/assessments/${assessmentId}/q/${second.name}`);
  await page.getByRole('button', { name: '目录与跳转' }).click();
  await until(() => asked.root.querySelectorAll('.jump-row').length > 1);
  await page.getByText('我的部分 1', { exact: true }).click();
  await until(() => asked.root.querySelectorAll('.jump-row').length === 1);
  expect(asked.root.querySelector('.jump-row')?.textContent).toContain('我来问');
});

test('[V45] a clock that is set back during a visit is said there, and written beside its end', async () => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store);
  value(await checkIn(store, id, { at: new Date().toISOString(), position: null, reason: '没有信号' }));
  standAt({});
  const { root } = await mountScreen(store, `/visits/${id}`);
  await until(() => root.textContent.includes('离开签退'));
  const realNow = Date.now;
  Date.now = () => realNow() - 3 * 3_600_000;
  try {
    document.dispatchEvent(new Event('visibilitychange'));
    await until(() => root.textContent.includes('慢了约 3 小时 0 分钟'));
    await button('离开签退').click();
    await until(() => root.textContent.includes('误差约 12 米'));
    await button('签退').click();
    await until(() => root.textContent.includes('已结束'));
  } finally {
    Date.now = realNow;
    document.dispatchEvent(new Event('visibilitychange'));
  }
  expect((await readVisit(store, id))?.checkOut?.reason).toBe('手机时钟在走访中拨慢约 3 小时 0 分钟');
});

test('[V2] a visit is cancelled with a reason alone', async () => {
  const store = await storeWithFirm();
  const id = await plannedVisit(store);
  const { root } = await mountScreen(store, `/visits/${id}`);
  await button('取消这次走访').click();
  await button('取消走访').click();
  expect((await readVisit(store, id))?.state).toBe('planned');
  await page.getByLabelText('为什么不去了').fill('企业停产检修');
  await button('取消走访').click();
  await until(() => root.textContent.includes('原因：企业停产检修'));
});
