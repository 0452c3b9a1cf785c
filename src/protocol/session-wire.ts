/** Sign-in and enrolment of a device. Requests are taken as written here and no other way; replies may say more than an older page knows. */
import * as z from 'zod/mini';
import { roles } from '#domain/person.ts';

const text = z.string();

const account = z.string().check(z.minLength(1), z.maxLength(64));
const password = z.string().check(z.minLength(1), z.maxLength(256));
const code = z.string().check(z.regex(/^\d{6}$/));

export const signInRequestSchema = z.strictObject({
  account,
  password,
  /** Of the authenticator app, for accounts that have one. */
  code: z.optional(z.nullable(code)),
});

/** Sets the first password of an account, or a new one, with the one-time code that an administrator gave. */
export const activateRequestSchema = z.strictObject({
  account,
  activation: z.string().check(z.minLength(1), z.maxLength(32)),
  password,
});

/** The secret of an authenticator app, shown once; `uri` is what its QR code says. */
export const factorReplySchema = z.object({ secret: text, uri: text });
export const factorConfirmSchema = z.strictObject({ code });

/** Until when a phone may begin new work without a network: ECDSA P-256 of the server over `lease|<person>|<at>|<until>`. */
export const leaseSchema = z.object({ at: text, until: text, signature: text });

/** Who is signed in, what they may see, and the keys their phone needs to begin. */
export const sessionReplySchema = z.object({
  person: z.object({
    id: text,
    account: text,
    name: text,
    role: z.enum(roles),
    region: text,
    regionName: text,
    demo: z.boolean(),
  }),
  /** `setup`: the role asks for a second factor and there is none yet; nothing else is open before. */
  secondFactor: z.enum(['none', 'setup', 'shown']),
  /** P-256 public key (JWK, as text) of the server's device: signs orders to devices that were taken out of use. */
  serverPublicKey: text,
  /** RSA-OAEP-256 public key (JWK, as text) of the organisation: each phone wraps its data key to it once more. */
  recoveryPublicKey: text,
  /** RSA-OAEP-256 public key (JWK, as text) of this server: rescue bundles are sealed to it too, so that the office can take them in. */
  rescuePublicKey: text,
  lease: leaseSchema,
  serverTime: text,
  epoch: text,
});

export const enrolDeviceRequestSchema = z.strictObject({
  device: z.string().check(z.regex(/^[0-9a-z]{26}$/)),
  /** P-256 public key as JWK text. */
  publicKey: z.string().check(z.maxLength(1024)),
  /** The earlier device of the same person that this one continues, null for a first one. */
  successorOf: z.nullable(text),
  /** The data key wrapped to the recovery key, base64url. */
  recoveryEnvelope: z.nullable(text),
});

/** AES-256 key, base64url, that only a signed-in session of the person is given: their phone wraps its data key to it once more. */
export const personalKeyReplySchema = z.object({ key: z.string().check(z.regex(/^[0-9A-Za-z_-]{43}$/)) });

export type SessionReply = z.infer<typeof sessionReplySchema>;
export type Person = SessionReply['person'];

/** What a device that was taken out of use must do; see `#server/auth/devices.ts` for what is signed. */
export const revokeOrderSchema = z.object({
  device: text,
  mode: z.enum(['lost', 'transfer']),
  at: text,
  signature: text,
});
export const deviceOrderReplySchema = z.object({ order: z.nullable(revokeOrderSchema) });

const deviceRowSchema = z.object({
  id: text,
  enrolledAt: text,
  keyProtection: z.enum(['hard', 'soft']),
  revokedAt: z.nullable(text),
});
/** A person's devices in use. */
export const ownDevicesSchema = z.object({ devices: z.array(deviceRowSchema) });

/** Accounts as an administrator sees them. */
export const personRowSchema = z.object({
  id: text,
  account: text,
  name: text,
  role: z.enum(roles),
  region: text,
  regionName: text,
  demo: z.boolean(),
  /** Has set a password. */
  active: z.boolean(),
  disabledAt: z.nullable(text),
  secondFactor: z.boolean(),
  devices: z.array(deviceRowSchema),
});
export const peopleReplySchema = z.object({ people: z.array(personRowSchema) });
export const newPersonSchema = z.strictObject({
  account: z.string().check(z.regex(/^[\p{L}\p{N}._-]{2,64}$/u)),
  name: z.string().check(z.minLength(1), z.maxLength(64)),
  role: z.enum(roles),
  region: z.string().check(z.regex(/^\d{6,12}$/)),
});
export const changePersonSchema = z.strictObject({
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  role: z.optional(z.enum(roles)),
  region: z.optional(z.string().check(z.regex(/^\d{6,12}$/))),
  disabled: z.optional(z.boolean()),
});
/** `code` is shown once; `expiresAt` 15 minutes on. */
export const activationReplySchema = z.object({ id: text, code: text, expiresAt: text });
export const revokeRequestSchema = z.strictObject({ mode: z.enum(['lost', 'transfer']) });

export type FactorReply = z.infer<typeof factorReplySchema>;
export type OwnDevice = z.infer<typeof deviceRowSchema>;
export type PersonRow = z.infer<typeof personRowSchema>;
export type RevokeOrder = z.infer<typeof revokeOrderSchema>;
