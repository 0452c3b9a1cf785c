import { expect, test } from 'vitest';
import { navigationAddress, searchAddress } from '#app/evidence/map-address.ts';

test('[V5] the way leads to the place as the country’s maps count it, with a name that no comma breaks', async () => {
  const address = new URL(await navigationAddress({ latitude: 30.3752, longitude: 114.3213 }, '某某,机械&厂'));
  expect(address.host + address.pathname).toBe('uri.amap.com/navigation');
  const [longitude, latitude, ...name] = (address.searchParams.get('to') ?? '').split(',');
  // WGS-84 and GCJ-02 lie some hundred metres apart there.
  expect(Math.abs(Number(longitude) - 114.3213)).toBeGreaterThan(0.003);
  expect(Math.abs(Number(longitude) - 114.3213)).toBeLessThan(0.008);
  expect(Math.abs(Number(latitude) - 30.3752)).toBeGreaterThan(0.001);
  expect(Math.abs(Number(latitude) - 30.3752)).toBeLessThan(0.005);
  expect(name).toEqual(['某某 机械&厂']);
  expect(address.searchParams.get('coordinate')).toBe('gaode');
});

test('[V5] where nobody knows the place the name is looked up', () => {
  expect(new URL(searchAddress('某某&厂')).searchParams.get('keyword')).toBe('某某&厂');
});
