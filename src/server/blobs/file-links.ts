/**
 * Addresses under which one file may be fetched for five minutes without a session. Who may see it was decided when the address was
 * made, and for whom stands in it; the MAC says that it was made here.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PersonId } from '#shared/ids.ts';

export const linkLife = 5 * 60 * 1000;

export type FileLink = {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly person: PersonId;
  readonly expires: number;
};

export type FileLinks = {
  /** One segment of a path. */
  readonly make: (link: FileLink) => string;
  /** Null when it was not made here, was changed, or has run out. */
  readonly read: (token: string, now: number) => FileLink | null;
};

export function fileLinks(key: string): FileLinks {
  const mac = (body: string): Buffer => createHmac('sha256', Buffer.from(key, 'hex')).update(`file ${body}`).digest();
  return {
    make: ({ evidenceId, sha256, person, expires }) => {
      const body = [evidenceId, sha256, person, String(expires)].join('.');
      return `${body}.${mac(body).toString('base64url')}`;
    },
    read: (token, now) => {
      const parts = token.split('.');
      const [evidenceId = '', sha256 = '', person = '', expires = '', given = ''] = parts;
      const bytes = Buffer.from(given, 'base64url');
      const wanted = mac(parts.slice(0, 4).join('.'));
      if (parts.length !== 5 || bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return null;
      return Number(expires) > now ? { evidenceId, sha256, person: person as PersonId, expires: Number(expires) } : null;
    },
  };
}
