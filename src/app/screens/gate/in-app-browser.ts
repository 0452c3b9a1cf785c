/**
 * Browsers inside chat apps. They may lack service workers, get a seventh of the space and are cleared at the app's will, so field
 * work is handed over to a real browser. `other` is any Android WebView.
 */
export type InAppBrowser = 'wechat' | 'dingtalk' | 'feishu' | 'qq' | 'weibo' | 'other';

const hints: readonly (readonly [InAppBrowser, RegExp])[] = [
  ['wechat', /MicroMessenger|wxwork/i],
  ['dingtalk', /DingTalk/i],
  ['feishu', /Lark\/|Feishu/i],
  // `MQQBrowser` is a browser of its own; `QQ/8.9` is the chat app.
  ['qq', /(?:^|[^M])QQ\/[\d.]+/],
  ['weibo', /Weibo/i],
  ['other', /; wv\)|AlipayClient|BytedanceWebview|NewsArticle|baiduboxapp/i],
];

/** Which in-app browser this is by its own account, null for a real browser. */
export function inAppBrowser(userAgent: string): InAppBrowser | null {
  return hints.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null;
}
