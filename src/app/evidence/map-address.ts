import type { Position } from '#domain/evidence.ts';

/**
 * A link that shows a position in the country's maps, which want GCJ-02. The conversion is for this link alone: what is stored, signed
 * and exported stays WGS-84.
 */
export async function mapAddress(position: Pick<Position, 'latitude' | 'longitude'>): Promise<string> {
  const { default: gcoord } = await import('gcoord');
  const [longitude, latitude] = gcoord.transform([position.longitude, position.latitude], gcoord.WGS84, gcoord.GCJ02);
  return `https://uri.amap.com/marker?position=${longitude.toFixed(6)},${latitude.toFixed(6)}&coordinate=gaode&src=xunzhen`;
}
