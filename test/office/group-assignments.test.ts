import { expect, test } from 'vitest';
import { groupAssignments } from '#app/office/group-assignments.ts';
import type { AssignmentRow } from '#protocol/assignments-wire.ts';

const row = (person: string, firm: string, until: string | null = null): AssignmentRow => ({
  person,
  account: `${person}01`,
  name: `名${person}`,
  role: 'deputy-gm',
  enterprise: firm,
  enterpriseName: `企业${firm}`,
  since: '2026-11-01T00:00:00.000Z',
  madeBy: '审',
  until,
  endedBy: until === null ? null : '审',
});
const rows = [row('a', 'X'), row('b', 'X'), row('a', 'Y'), row('c', 'Z', '2026-11-02T00:00:00.000Z')];

test('[X72] assignments stand by person or by firm, those that ended apart and people without one last', () => {
  const people = groupAssignments(rows, 'person', '');
  expect(people.map(({ id, standing, ended }) => [id, standing.length, ended.length])).toEqual([
    ['a', 2, 0],
    ['b', 1, 0],
    ['c', 0, 1],
  ]);
  expect(people[0]).toMatchObject({ code: 'a01', role: 'deputy-gm' });
  const firms = groupAssignments(rows, 'firm', '');
  expect(firms.map(({ id, standing }) => [id, standing.length])).toEqual([
    ['X', 2],
    ['Y', 1],
    ['Z', 0],
  ]);
  expect(firms[0]?.role).toBeNull();
});

test('[X72] a search finds either side and keeps the whole group', () => {
  expect(groupAssignments(rows, 'person', ' 企业y ').map(({ id, standing }) => [id, standing.length])).toEqual([['a', 2]]);
  expect(groupAssignments(rows, 'firm', 'B01').map(({ id }) => id)).toEqual(['X']);
  expect(groupAssignments(rows, 'firm', '没有')).toEqual([]);
});
