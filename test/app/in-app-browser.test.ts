import { describe, expect, test } from 'vitest';
import { inAppBrowser } from '#app/screens/gate/in-app-browser.ts';

const android = 'Mozilla/5.0 (Linux; Android 13; V2183A Build/TP1A) AppleWebKit/537.36 (KHTML, like Gecko)';

describe('in-app browsers', () => {
  test.each([
    ['wechat', `${android} Version/4.0 Chrome/116.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47`],
    ['wechat', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.42'],
    ['wechat', `${android} Chrome/116.0 Mobile Safari/537.36 wxwork/4.1.10`],
    ['dingtalk', `${android} Version/4.0 Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.0.50) com.alibaba.android.rimet`],
    ['feishu', `${android} Chrome/110 Mobile Safari/537.36 Lark/7.10.5 LarkLocale/zh_CN`],
    ['qq', `${android} Version/4.0 Chrome/89.0 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_8.9.28 QQ/8.9.28.10155`],
    ['weibo', `${android} Chrome/100 Mobile Safari/537.36 Weibo (Xiaomi-13__weibo__13.4.2__android)`],
    ['other', `Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Version/4.0 Chrome/110.0 Mobile Safari/537.36`],
  ])('[U8] %s is handed over', (name, userAgent) => {
    expect(inAppBrowser(userAgent)).toBe(name);
  });

  test.each([
    ['Chrome', `${android} Chrome/120.0.0.0 Mobile Safari/537.36`],
    ['QQ browser', `${android} Version/4.0 Chrome/98.0 MQQBrowser/13.7 Mobile Safari/537.36`],
    ['Huawei', `${android} Chrome/114.0 HuaweiBrowser/14.0 Mobile Safari/537.36`],
    ['Xiaomi', `${android} Version/4.0 Chrome/112.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.2`],
    ['UC', `${android} Version/4.0 Chrome/100.0 UCBrowser/16.3 Mobile Safari/537.36`],
    [
      'Safari',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1',
    ],
  ])('[U8] %s is a browser of its own', (_, userAgent) => {
    expect(inAppBrowser(userAgent)).toBeNull();
  });
});
