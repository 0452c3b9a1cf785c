import type { Position } from '#domain/evidence.ts';

/** A fix older than this says where the person was, not where the photo was taken. */
const freshMs = 120_000;

export type PositionWatch = {
  /** The newest fix if it is fresh; never waits. */
  readonly current: () => Position | null;
  /** Milliseconds since that fix; null without one. */
  readonly age: () => number | null;
  readonly stop: () => void;
};

/**
 * Follows the position while a camera is open. It is an extra: refused, slow or absent positions are null and hold nothing up.
 * Coordinates stay as the browser gave them (WGS-84).
 */
export function watchPosition(now: () => number): PositionWatch {
  let latest: Position | null = null;
  let seenAt = 0;
  const geolocation = 'geolocation' in navigator ? navigator.geolocation : null;
  const id = geolocation?.watchPosition(
    ({ coords, timestamp }) => {
      seenAt = now();
      latest = {
        crs: 'WGS-84',
        latitude: coords.latitude,
        longitude: coords.longitude,
        accuracy: coords.accuracy,
        at: new Date(timestamp).toISOString(),
      };
    },
    () => undefined,
    { enableHighAccuracy: true, maximumAge: 60_000, timeout: 15_000 },
  );
  return {
    current: () => (now() - seenAt <= freshMs ? latest : null),
    age: () => (latest === null || now() - seenAt > freshMs ? null : Math.max(0, now() - Date.parse(latest.at))),
    stop: () => {
      if (id !== undefined) geolocation?.clearWatch(id);
    },
  };
}
