import type { Position } from '#domain/evidence.ts';

export type Located =
  | { readonly kind: 'got'; readonly position: Position }
  /** `refused`: the person or the phone forbids it. `absent`: this browser has none. `unavailable`: no fix in time. */
  | { readonly kind: 'refused' | 'unavailable' | 'absent' };

const patienceMs = 15_000;
/** A fix of half a minute ago is where somebody at a gate stands now. */
const freshMs = 30_000;

/** One position, as the browser gives it (WGS-84). Never fails, and never takes longer than a person waits at a gate. */
export function locate(): Promise<Located> {
  if (!('geolocation' in navigator)) return Promise.resolve({ kind: 'absent' });
  return new Promise((resolve) => {
    // Some browsers answer neither way while their permission question stands open.
    const timer = setTimeout(() => resolve({ kind: 'unavailable' }), patienceMs + 2_000);
    const done = (located: Located): void => {
      clearTimeout(timer);
      resolve(located);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy }, timestamp }) =>
        done({
          kind: 'got',
          position: { crs: 'WGS-84', latitude, longitude, accuracy, at: new Date(timestamp).toISOString() },
        }),
      ({ code }) => done({ kind: code === 1 ? 'refused' : 'unavailable' }),
      { enableHighAccuracy: true, maximumAge: freshMs, timeout: patienceMs },
    );
  });
}
