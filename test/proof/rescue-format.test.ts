import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashLines, packRecord, recordBinding, unpackRecord } from '#proof/rescue-format.ts';

test('[B90] a rescue record unpacks to the same text and bytes', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ maxLength: 200 }), (text, file) => {
      const json = new TextEncoder().encode(text);
      const back = unpackRecord(packRecord(json, file));
      expect(new TextDecoder().decode(back?.json)).toBe(new TextDecoder().decode(json));
      expect([...(back?.file ?? [])]).toEqual([...file]);
    }),
  );
});

test('[B91] bytes that are no record are refused', () => {
  expect(unpackRecord(new Uint8Array([0, 0]))).toBeNull();
  expect(unpackRecord(new Uint8Array([0, 0, 1, 0, 65]))).toBeNull();
});

test('[B92] the final hash sees every changed, moved or missing line, and seals are bound to bundle and place', () => {
  const lines = ['XUNZHEN-RESCUE-1', '{}', 'aaa', 'bbb'];
  const hash = hashLines(lines);
  for (const other of [
    ['XUNZHEN-RESCUE-1', '{}', 'bbb', 'aaa'],
    ['XUNZHEN-RESCUE-1', '{}', 'aaa'],
    ['XUNZHEN-RESCUE-1', '{}', 'aaab', 'bb'],
    ['XUNZHEN-RESCUE-1', '{ }', 'aaa', 'bbb'],
  ]) {
    expect(hashLines(other)).not.toBe(hash);
  }
  expect(recordBinding('b1', 0)).not.toBe(recordBinding('b1', 1));
});
