/**
 * What a person was, and where, when their phone was given a page of pulls, and the number up to which. The phone brings it back, and the
 * MAC says that it was really so: nobody learns what lies in a region by claiming to have seen it. Which firms were assigned to them at
 * that number is on record.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { actorRoles } from '#domain/person.ts';
import type { ActorRole } from '#domain/person.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';

export type ScopeMark = { readonly region: RegionCode; readonly gsn: number; readonly role: ActorRole };

export type ScopeMarks = {
  readonly make: (person: PersonId, mark: ScopeMark) => string;
  /** Null when it was not made here, or for another person. */
  readonly read: (person: PersonId, text: string) => ScopeMark | null;
};

export function scopeMarks(key: string): ScopeMarks {
  const mac = (person: PersonId, body: string): Buffer =>
    createHmac('sha256', Buffer.from(key, 'hex')).update(`scope ${person} ${body}`).digest();
  return {
    make: (person, { region, gsn, role }) => {
      const body = `${region}.${gsn}.${role}`;
      return `${body}.${mac(person, body).toString('base64url')}`;
    },
    read: (person, text) => {
      const at = text.lastIndexOf('.');
      const [region, gsn, named] = text.slice(0, Math.max(0, at)).split('.');
      const role = actorRoles.find((known): known is ActorRole => known === named);
      if (region === undefined || gsn === undefined || role === undefined) return null;
      const bytes = Buffer.from(text.slice(at + 1), 'base64url');
      const wanted = mac(person, `${region}.${gsn}.${role}`);
      if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return null;
      return { region: region as RegionCode, gsn: Number(gsn), role };
    },
  };
}
