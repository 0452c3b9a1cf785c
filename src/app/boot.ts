/** When this page began, milliseconds since 1970: tells what an earlier run left behind from what this one does. */
export const bootedAt = Date.now();
