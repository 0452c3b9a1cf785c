import { describe, expect, test } from 'vitest';
import { radarShape } from '#app/screens/result/radar-shape.ts';

describe('radar', () => {
  test('[U40] a dimension with too little answered leaves a gap, its neighbours are not bridged', () => {
    const shape = radarShape([50, 60, null, 40, 30, 20], [40, 100], 360, 300);
    expect(shape.axes[2]?.at).toBeNull();
    expect(shape.edges).toHaveLength(4);
    expect(shape.areas).toHaveLength(4);
  });

  test('[U40] the first axis points up and 100 lies on its end', () => {
    const shape = radarShape([100, 100, 100], [100], 360, 300);
    expect(shape.axes[0]?.at).toEqual(shape.axes[0]?.end);
    expect(shape.axes[0]?.end.x).toBe(shape.centre.x);
    expect(shape.axes[0]?.end.y).toBeLessThan(shape.centre.y);
  });
});
