declare const __APP_VERSION__: string;

/** Version of this build, put in by the bundler; `dev` where nothing was built. */
export const appVersion: string = typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : 'dev';
