/** A beacon: the server's time with a MAC. What carries it was written after that time; nobody but the server can make one. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Beacons = {
  readonly make: () => string;
  /** The time it was made at in milliseconds, null when it is not ours. */
  readonly read: (beacon: string) => number | null;
};

export function beacons(key: string, now: () => number): Beacons {
  const mac = (body: string) => createHmac('sha256', Buffer.from(key, 'hex')).update(body).digest('base64url');
  return {
    make: () => {
      const body = `${now().toString(36)}.${randomBytes(6).toString('base64url')}`;
      return `${body}.${mac(body)}`;
    },
    read: (beacon) => {
      const at = beacon.lastIndexOf('.');
      if (at < 0) return null;
      const body = beacon.slice(0, at);
      const given = Buffer.from(beacon.slice(at + 1));
      const wanted = Buffer.from(mac(body));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const time = Number.parseInt(body.split('.')[0] ?? '', 36);
      return Number.isFinite(time) ? time : null;
    },
  };
}
