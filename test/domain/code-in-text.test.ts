import { expect, test } from 'vitest';
import { creditCodeIn } from '#domain/code-in-text.ts';
import { demoCreditCode } from '#domain/credit-code.ts';

const code = demoCreditCode('420115', 17);

test('[C29] the credit code is found in what licences say: an address, an escaped one, lines of text', () => {
  for (const text of [
    code,
    ` ${code.toLowerCase()}\n`,
    `http://www.gsxt.gov.cn/indeximage.html?uniscid=${code}&name=%E6%B9%96%E5%8C%97`,
    `https://zzapp.gsxt.gov.cn/%7B%22uniscid%22%3A%22${code}%22%7D`,
    `统一社会信用代码：${code}；企业名称：湖北省某某高新技术产业开发区智能装备制造有限责任公司；`,
    `企业${code}ABC`,
  ])
    expect(creditCodeIn(text)).toBe(code);
});

test('[C29] a wrong check character, a hash and plain words are no code', () => {
  const wrong = code.slice(0, 17) + (code.endsWith('0') ? '1' : '0');
  for (const text of [
    wrong,
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '设备编号 SB-2026-001',
    '',
    '%E6%',
  ])
    expect(creditCodeIn(text)).toBeNull();
});
