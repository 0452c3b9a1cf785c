/** Sign-in and enrolment of a device. */
import * as z from 'zod/mini';

const text = z.string();

export const signInRequestSchema = z.strictObject({
  account: z.string().check(z.minLength(1), z.maxLength(64)),
  password: z.string().check(z.minLength(1), z.maxLength(256)),
});

export const roles = ['surveyor', 'reviewer'] as const;

/** Who is signed in, what they may see, and the keys their phone needs to begin. */
export const sessionReplySchema = z.strictObject({
  person: z.strictObject({
    id: text,
    account: text,
    name: text,
    role: z.enum(roles),
    region: text,
    regionName: text,
    demo: z.boolean(),
  }),
  /** RSA-OAEP-256 public key (JWK, as text) of the organisation: each phone wraps its data key to it once more. */
  recoveryPublicKey: text,
  /** RSA-OAEP-256 public key (JWK, as text) of this server: rescue bundles are sealed to it too, so that the office can take them in. */
  rescuePublicKey: text,
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
export const personalKeyReplySchema = z.strictObject({ key: z.string().check(z.regex(/^[0-9A-Za-z_-]{43}$/)) });

export type SessionReply = z.infer<typeof sessionReplySchema>;
export type Person = SessionReply['person'];
export type Role = (typeof roles)[number];
