/** What this installation is: made once, kept in the database, so that several processes on one database agree. */
import { generateKeyPair, generateKeyPairSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { serverPersonId } from '#domain/person.ts';
import { newId } from '#shared/ids.ts';
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { grant } from '../auth/rights.ts';
import type { Database } from './schema.ts';

export type Settings = {
  /** Random; another one tells phones that this server was restored or is another. */
  readonly epoch: string;
  /** Hex key of HMACs that only this server reads: scope marks, and beacons from before they were signed. */
  readonly beaconKey: string;
  /** RSA-OAEP-256 public key (JWK text) to which every phone wraps its data key. */
  readonly recoveryPublicKey: string;
  /** RSA-OAEP-256: rescue bundles are sealed to it as well; what they hold would have come here anyway. Public JWK text, private PEM. */
  readonly rescueKey: { readonly public: string; readonly private: string };
  /** The server's own person and device: it writes imports and demo data as ops of this chain. */
  readonly serverPerson: PersonId;
  readonly serverDevice: DeviceId;
  /** P-256 private key (JWK text) of the server's device. */
  readonly serverKey: string;
};

export type FreshSettings = {
  readonly settings: Settings;
  /** The private half of a recovery key made just now (PEM), null when there was one already. It is not kept in the database. */
  readonly newRecoveryKey: string | null;
};

/** Reads the settings, making what is missing. Two processes that begin together agree: the first row written stays. */
export async function ensureSettings(db: Database, now: string): Promise<FreshSettings> {
  let newRecoveryKey: string | null = null;
  if ((await readSetting(db, 'recoveryPublicKey')) === null) {
    const pair = await sealingKeyPair();
    await keepSetting(db, 'recoveryPublicKey', pair.public);
    if ((await readSetting(db, 'recoveryPublicKey')) === pair.public) newRecoveryKey = pair.private;
  }
  if ((await readSetting(db, 'rescueKey')) === null) await keepSetting(db, 'rescueKey', JSON.stringify(await sealingKeyPair()));
  await keepSetting(db, 'epoch', newId(bytes));
  await keepSetting(db, 'beaconKey', randomBytes(32).toString('hex'));
  const device = newId<DeviceId>(bytes);
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await keepSetting(db, 'server', JSON.stringify({ device, key: JSON.stringify(key.privateKey.export({ format: 'jwk' })) }));
  const server = JSON.parse((await readSetting(db, 'server')) ?? '{}') as { device: DeviceId; key: string };
  const settings: Settings = {
    epoch: (await readSetting(db, 'epoch')) ?? '',
    beaconKey: (await readSetting(db, 'beaconKey')) ?? '',
    recoveryPublicKey: (await readSetting(db, 'recoveryPublicKey')) ?? '',
    rescueKey: JSON.parse((await readSetting(db, 'rescueKey')) ?? '{}') as Settings['rescueKey'],
    serverPerson: serverPersonId,
    serverDevice: server.device,
    serverKey: server.key,
  };
  await keepServerPerson(db, settings, now);
  return { settings, newRecoveryKey };
}

/** A restored database is another server to the phones: they offer everything again. */
export async function renewEpoch(db: Database): Promise<void> {
  await db
    .updateTable('settings')
    .set({ value: newId(bytes) })
    .where('key', '=', 'epoch')
    .execute();
}

export async function readSetting(db: Database, key: string): Promise<string | null> {
  const row = await settingQuery(db, key).executeTakeFirst();
  return row?.value ?? null;
}

export function settingQuery(db: Database, key: string) {
  return db.selectFrom('settings').select('value').where('key', '=', key);
}

async function sealingKeyPair(): Promise<Settings['rescueKey']> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 3072, publicExponent: 65537 });
  return {
    public: JSON.stringify({ ...pair.publicKey.export({ format: 'jwk' }), alg: 'RSA-OAEP-256', use: 'enc', ext: true }),
    private: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const bytes = (count: number): Uint8Array => randomBytes(count);

async function keepSetting(db: Database, key: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

async function keepServerPerson(db: Database, settings: Settings, now: string): Promise<void> {
  await db
    .insertInto('people')
    .values({
      id: settings.serverPerson,
      account: '@server',
      name: '系统',
      role: 'server',
      region: '420000',
      password_hash: null,
      demo: 0,
      created_at: now,
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  // Whatever its clock says: the server writes at all times.
  await grant(db, settings.serverPerson, { role: 'server', region: '420000' }, '1970-01-01T00:00:00.000Z');
  const { kty, crv, x, y } = JSON.parse(settings.serverKey) as Record<string, string>;
  await db
    .insertInto('devices')
    .values({
      id: settings.serverDevice,
      person: settings.serverPerson,
      public_key: JSON.stringify({ kty, crv, x, y }),
      successor_of: null,
      recovery_envelope: null,
      enrolled_at: now,
      last: 0,
      last_hash: null,
      revoked_at: null,
      revoke_mode: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
