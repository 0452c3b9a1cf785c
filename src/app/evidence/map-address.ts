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

/** A link that leads there by car; the map is told the name as well. */
export async function navigationAddress(to: Pick<Position, 'latitude' | 'longitude'>, name: string): Promise<string> {
  const { default: gcoord } = await import('gcoord');
  const [longitude, latitude] = gcoord.transform([to.longitude, to.latitude], gcoord.WGS84, gcoord.GCJ02);
  const place = `${longitude.toFixed(6)},${latitude.toFixed(6)},${encodeURIComponent(name.replaceAll(',', ' '))}`;
  return `https://uri.amap.com/navigation?to=${place}&mode=car&coordinate=gaode&src=xunzhen&callnative=1`;
}

/** A link that looks for a name, where nobody knows the position. */
export function searchAddress(name: string): string {
  return `https://uri.amap.com/search?keyword=${encodeURIComponent(name)}&src=xunzhen&callnative=1`;
}
