/** People enrolled on this phone and the keys that open their stores. */
import type { PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Chance, Clock } from '#replica/ports.ts';
import type { Profile, Store } from '#store/store.ts';

/** The part of the server's session that enrolment needs (`SessionReply` of the protocol fits). */
export type EnrolSession = {
  readonly person: {
    readonly id: string;
    readonly account: string;
    readonly name: string;
    readonly role: 'surveyor' | 'reviewer';
    readonly region: string;
    readonly regionName: string;
    readonly demo: boolean;
  };
  readonly recoveryPublicKey: string;
};

export type EnrolPorts = {
  readonly clock: Clock;
  readonly random: Chance;
  readonly registerDevice: (request: {
    readonly device: string;
    readonly publicKey: string;
    readonly successorOf: string | null;
    readonly recoveryEnvelope: string | null;
  }) => Promise<Outcome<null>>;
};

/** Last opened first. */
export function listProfiles(): Promise<readonly Profile[]> {
  throw new Error('not built yet');
}

/** Makes keys and store for a person on this phone, or renews the profile of one who has them. Needs the network once. */
export function enrol(session: EnrolSession, ports: EnrolPorts): Promise<Outcome<Profile>> {
  throw new Error(`not built yet ${session.person.id} ${ports.clock.now()}`);
}

/** Works offline. The same store is handed out until it is locked. */
export function openProfile(personId: PersonId): Promise<Outcome<Store>> {
  throw new Error(`not built yet ${personId}`);
}

export function lock(store: Store): Promise<void> {
  throw new Error(`not built yet ${store.profile.personId}`);
}
