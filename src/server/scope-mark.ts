/**
 * What a person's phone was given with a page of pulls: the region subtree it could see and the number up to which. The phone brings it
 * back, and the MAC says that it was really so: nobody learns what lies in a region by claiming to have seen it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PersonId, RegionCode } from '#shared/ids.ts';

export type ScopeMark = { readonly region: RegionCode; readonly gsn: number };

export type ScopeMarks = {
  readonly make: (person: PersonId, mark: ScopeMark) => string;
  /** Null when it was not made here, or for another person. */
  readonly read: (person: PersonId, text: string) => ScopeMark | null;
};

export function scopeMarks(key: string): ScopeMarks {
  const mac = (person: PersonId, body: string): Buffer =>
    createHmac('sha256', Buffer.from(key, 'hex')).update(`scope ${person} ${body}`).digest();
  return {
    make: (person, { region, gsn }) => {
      const body = `${region}.${gsn}`;
      return `${body}.${mac(person, body).toString('base64url')}`;
    },
    read: (person, text) => {
      const [region, gsn, given] = text.split('.');
      if (region === undefined || gsn === undefined || given === undefined) return null;
      const bytes = Buffer.from(given, 'base64url');
      const wanted = mac(person, `${region}.${gsn}`);
      if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return null;
      return { region: region as RegionCode, gsn: Number(gsn) };
    },
  };
}
