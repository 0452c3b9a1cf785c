import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateText } from '#app/office/gate-text.ts';
import { actOf } from '#app/office/history-act.ts';
import { pagesOf, scrollToRow, virtualWindow } from '#app/office/virtual-window.ts';
import { fitted, panBy, zoomBy } from '#app/office/zoom-state.ts';
import { historyKinds } from '#protocol/office-wire.ts';

describe('long list', () => {
  test('[X50] every row in sight is in the window, and the window never grows with the list', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.integer({ min: 100, max: 2000 }), fc.nat(40_000), (scrollTop, height, total) => {
        const row = 64;
        const { from, to } = virtualWindow(scrollTop, height, row, total, 8);
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(total);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / row) + 18);
        const first = Math.floor(scrollTop / row);
        for (let index = first; index * row < scrollTop + height && index < total; index += 1) {
          expect(index >= from && index < to).toBe(true);
        }
      }),
    );
  });

  test('[X51] the pages asked for are those that the window touches', () => {
    expect(pagesOf({ from: 0, to: 0 }, 100)).toEqual([]);
    expect(pagesOf({ from: 95, to: 100 }, 100)).toEqual([0]);
    expect(pagesOf({ from: 95, to: 101 }, 100)).toEqual([0, 1]);
    expect(pagesOf({ from: 12_000, to: 12_030 }, 100)).toEqual([120]);
  });

  test('[X52] moving to a row scrolls no further than it must, and clear of the head', () => {
    const [view, row, head] = [700, 64, 44];
    expect(scrollToRow(3, 0, view, row, head)).toBe(0);
    expect(scrollToRow(3, 640, view, row, head)).toBe(192);
    const down = scrollToRow(50, 0, view, row, head);
    expect(down + view - head).toBe(51 * row);
  });
});

describe('viewer', () => {
  test('[X53] zooming keeps the point under the pointer in its place, and back out fits again', () => {
    const point = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(point, point, fc.double({ min: 1.01, max: 4, noNaN: true }), (px, py, factor) => {
        const zoomed = zoomBy(panBy(zoomBy(fitted, 2, 0, 0), 30, -20), factor, px, py);
        const before = { x: (px - 30) / 2, y: (py + 20) / 2 };
        expect((px - zoomed.x) / zoomed.scale).toBeCloseTo(before.x, 6);
        expect((py - zoomed.y) / zoomed.scale).toBeCloseTo(before.y, 6);
        expect(zoomBy(zoomed, 1 / zoomed.scale, 0, 0)).toEqual(fitted);
      }),
    );
  });

  test('[X54] a picture that fits cannot be dragged out of sight', () => {
    expect(panBy(fitted, 300, 300)).toEqual(fitted);
  });
});

describe('words', () => {
  test('[X55] a missed gate never looks reached', () => {
    expect(gateText(48.2, 50)).toBe('48.2');
    expect(gateText(49.97, 50)).toBe('49.97');
    expect(gateText(49.9999, 50)).toBe('49.9999');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 49.999_99, noNaN: true }), (actual) => {
        expect(Number(gateText(actual, 50))).toBeLessThan(50);
      }),
    );
  });

  test('[X56] every kind of change to an assessment has a word of its own', () => {
    for (const kind of historyKinds) expect(actOf({ kind, entity: 'assessment', register: 'self/jc01' })).not.toBe('other');
    expect(actOf({ kind: 'set', entity: 'evidence', register: 'caption' })).toBe('setCaption');
    expect(actOf({ kind: 'void', entity: 'row', register: '@void' })).toBe('voidRow');
    expect(actOf({ kind: 'set', entity: 'assessment', register: 'review/jc01' })).toBe('remark');
    expect(actOf({ kind: 'create', entity: 'visit', register: '@create' })).toBe('other');
  });
});
