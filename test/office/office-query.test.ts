import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultSort,
  emptyFilter,
  largestPageSize,
  officeSortKeys,
  officeStates,
  readFilter,
  readQuery,
  readSort,
  writeFilter,
  writeQuery,
  type OfficeQuery,
} from '#protocol/office-query.ts';

const day = fc
  .date({ min: new Date('2013-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const query: fc.Arbitrary<OfficeQuery> = fc.record({
  region: orNull(fc.constantFrom('420000', '420100', '420115')),
  stages: fc.uniqueArray(fc.constantFrom('start', 'single', 'integration', 'none')),
  states: fc.uniqueArray(fc.constantFrom(...officeStates)),
  definition: orNull(fc.constantFrom('two-integration', 'smart-factory')),
  q: orNull(fc.string({ minLength: 1, maxLength: 50 }).filter((text) => text.trim() === text)),
  from: orNull(day),
  to: orNull(day),
  conflicts: fc.boolean(),
  sort: fc.record({ key: fc.constantFrom(...officeSortKeys), descending: fc.boolean() }),
  offset: fc.nat(20_000),
  limit: fc.integer({ min: 1, max: largestPageSize }),
});

describe('filter in the address', () => {
  test('[X20] a query written into an address and read back is the same query', () => {
    fc.assert(
      fc.property(query, (wanted) => {
        const address = new URLSearchParams(writeQuery(wanted)).toString();
        expect(readQuery(new URLSearchParams(address))).toEqual({ query: wanted, bad: [] });
      }),
    );
  });

  test('[X21] an empty filter leaves no trace in the address', () => {
    expect(writeFilter(emptyFilter)).toEqual([]);
    expect(readFilter(new URLSearchParams('')).filter).toEqual(emptyFilter);
  });

  test.each([
    ['region', '42; drop table'],
    ['stage', 'a b'],
    ['state', 'open'],
    ['definition', '../etc'],
    ['from', '2026-13-01'],
    ['to', 'yesterday'],
    ['q', 'x'.repeat(101)],
    ['sort', 'password'],
    ['offset', '-1'],
    ['limit', String(largestPageSize + 1)],
    ['limit', '0'],
  ])('[X22] %s=%s is named as bad and leaves the rest in force', (name, value) => {
    const { query: read, bad } = readQuery(new URLSearchParams({ region: '420100', [name]: value }));
    expect(bad).toEqual([name]);
    expect(read.region).toBe(name === 'region' ? null : '420100');
  });

  test('[X23] a minus before the sort key means descending', () => {
    expect(readSort('-L')).toEqual({ key: 'L', descending: true });
    expect(readSort('name')).toEqual({ key: 'name', descending: false });
    expect(readQuery(new URLSearchParams('')).query.sort).toEqual(defaultSort);
  });
});
