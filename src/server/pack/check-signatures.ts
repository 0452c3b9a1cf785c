import { verifyDeviceSignature } from '../device-signature.ts';
import { packFiles } from './pack-format.ts';
import type { PackDevice, PackOp, PackPushSignature } from './pack-format.ts';

/**
 * Each signature is its device's over an op of this pack. By the chain it is also over the ops before that one, as far back as they are
 * neighbours here. Returns how many ops stand under one.
 */
export async function checkSignatures(
  signatures: readonly PackPushSignature[],
  entries: readonly PackOp[],
  devices: readonly PackDevice[],
  fault: (member: string, words: string) => void,
): Promise<number> {
  const keys = new Map(devices.map(({ device, publicKey }) => [device, publicKey]));
  const places = new Map(entries.map(({ op }) => [`${op.device} ${String(op.seq)}`, op]));
  const under = new Set<string>();
  for (const { device, seq, hash, signature } of signatures) {
    const op = places.get(`${device} ${String(seq)}`);
    if (op?.hash !== hash || !verifyDeviceSignature(keys.get(device) ?? '', signature, hash)) {
      fault(packFiles.signatures, `设备 ${device} 第 ${String(seq)} 条的设备签名不对`);
      continue;
    }
    let at: typeof op | undefined = op;
    while (at !== undefined && !under.has(at.hash)) {
      under.add(at.hash);
      const before = places.get(`${device} ${String(at.seq - 1)}`);
      at = before?.hash === at.prev ? before : undefined;
    }
  }
  return under.size;
}
