import { expect, test } from 'vitest';
import { secretFault } from '#vault/secret-rules.ts';
import { chooseCost, leastCost } from '#vault/stretch-cost.ts';
import { afterWrong, noTries, secondsToWait, triesAllowed } from '#vault/wrong-tries.ts';

test.each(['', '12345', '73916', 'abcdefg', '口令口令口令口'])('[K17] %j is too short', (secret) => {
  expect(secretFault(secret, 'zhangsan')).toBe('short');
});

test.each([
  '123456',
  '987654',
  '111111',
  '121212',
  '123123',
  '１２３４５６',
  '520131',
  '19800101',
  '800101',
  '010180',
  'abcdefgh',
  'zhangsan',
  'zhangsan99',
  'password',
  'aaaaaaaa',
])('[K17] %j is too easy', (secret) => {
  expect(secretFault(secret, 'zhangsan')).toBe('easy');
});

test.each(['739164', '908172', '40817263', '湖上春来似画图画', 'correct horse'])('[K17] %j is taken', (secret) => {
  expect(secretFault(secret, 'zhangsan')).toBeNull();
});

test('[K11] the cost grows with the phone and never falls below OWASP’s least', () => {
  for (const milliseconds of [0, 5, 40, 120, 250, 399, 400, 900, 5000]) {
    const { memory, passes, lanes } = chooseCost(milliseconds);
    expect(memory).toBeGreaterThanOrEqual(19 * 1024);
    expect(passes).toBeGreaterThanOrEqual(2);
    expect(lanes).toBe(1);
    const expected = (milliseconds * memory * passes) / (leastCost.memory * leastCost.passes);
    if (milliseconds <= 400) expect(expected).toBeLessThanOrEqual(500);
  }
  expect(chooseCost(900)).toEqual(leastCost);
  expect(chooseCost(40).memory).toBe(64 * 1024);
});

test('[K13] three tries are free, then each waits longer; a clock that is set back lengthens no wait', () => {
  let tries = noTries;
  const waits: number[] = [];
  for (let wrong = 1; wrong < triesAllowed; wrong += 1) {
    tries = afterWrong(tries, 1000);
    waits.push(secondsToWait(tries, 1000));
  }
  expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
  expect(waits.slice(3).every((wait, n) => wait > (waits[n + 2] ?? 0))).toBe(true);
  expect(secondsToWait(tries, 1000 + 300_000)).toBe(0);
  expect(secondsToWait(tries, -1e12)).toBe(300);
});
