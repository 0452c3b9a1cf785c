/** RFC 3161: what is asked of a timestamp authority, and what its answer proves. Needs no network and no secret. */
import { Integer, Null, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  CryptoEngine,
  MessageImprint,
  PKIStatus,
  setEngine,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';

setEngine('node', new CryptoEngine({ name: 'node', crypto: globalThis.crypto }));

/** What is stamped is the text of a root, so that `openssl ts -verify -data` can be given it as a file. */
export async function timestampRequest(text: string, nonce: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Id, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: digest }),
    }),
    nonce: new Integer({ valueHex: positive(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

export type Stamped =
  | {
      readonly kind: 'stamped';
      /** The authority's time, ISO. */
      readonly at: string;
      /** Common name of the certificate that signed. */
      readonly signer: string;
      /** Whether the certificate leads to one of the given roots. */
      readonly trusted: boolean;
      readonly nonce: string | null;
    }
  /** Not an answer that stamps this text: refused, of another text, or its signature does not hold. */
  | { readonly kind: 'bad'; readonly reason: 'format' | 'refused' | 'text' | 'signature' };

/** Checks an answer (DER of TimeStampResp) against the text. `roots`: DER certificates of authorities that are believed. */
export async function checkTimestamp(
  response: Uint8Array<ArrayBuffer>,
  text: string,
  roots: readonly Uint8Array<ArrayBuffer>[] = [],
): Promise<Stamped> {
  try {
    const answer = TimeStampResp.fromBER(response);
    if (!granted.has(answer.status.status) || answer.timeStampToken === undefined) return { kind: 'bad', reason: 'refused' };
    const signed = new SignedData({ schema: answer.timeStampToken.content });
    const content = signed.encapContentInfo.eContent?.getValue();
    if (content === undefined) return { kind: 'bad', reason: 'format' };
    const info = TSTInfo.fromBER(content);
    const data = new TextEncoder().encode(text).buffer;
    const digest = await crypto.subtle.digest('SHA-256', data);
    const imprint = info.messageImprint;
    if (imprint.hashAlgorithm.algorithmId !== sha256Id || hex(imprint.hashedMessage.getValue()) !== hex(digest))
      return { kind: 'bad', reason: 'text' };
    if (!(await holds(signed, data, [], info.genTime))) return { kind: 'bad', reason: 'signature' };
    const trustedCerts = roots.map((root) => Certificate.fromBER(root));
    return {
      kind: 'stamped',
      at: info.genTime.toISOString(),
      signer: signerName(signed),
      trusted: trustedCerts.length > 0 && (await holds(signed, data, trustedCerts, info.genTime)),
      nonce: info.nonce === undefined ? null : hex(info.nonce.valueBlock.valueHexView),
    };
  } catch {
    // The parser's only word for a file that is none is an exception.
    return { kind: 'bad', reason: 'format' };
  }
}

/** The nonce as an answer gives it back. */
export function nonceText(nonce: Uint8Array<ArrayBuffer>): string {
  return hex(positive(nonce));
}

async function holds(signed: SignedData, data: ArrayBuffer, trustedCerts: Certificate[], checkDate: Date): Promise<boolean> {
  try {
    return await signed.verify({ signer: 0, data, trustedCerts, checkChain: trustedCerts.length > 0, checkDate });
  } catch {
    return false;
  }
}

function signerName(signed: SignedData): string {
  const serial = signed.signerInfos[0]?.sid.serialNumber;
  const certificates = (signed.certificates ?? []).filter((entry) => entry instanceof Certificate);
  const signer = certificates.find(({ serialNumber }) => serial !== undefined && serialNumber.isEqual(serial));
  const name = signer?.subject.typesAndValues.find(({ type }) => type === '2.5.4.3');
  return name === undefined ? '' : name.value.valueBlock.value;
}

/** A leading one bit would read as a negative number. */
function positive(nonce: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = nonce.slice();
  copy[0] = ((copy[0] ?? 0) & 0x7f) | 0x40;
  return copy;
}

function hex(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex');
}

const granted: ReadonlySet<number> = new Set([PKIStatus.granted, PKIStatus.grantedWithMods]);

const sha256Id = '2.16.840.1.101.3.4.2.1';
