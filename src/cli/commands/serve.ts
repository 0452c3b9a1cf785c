import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';

const oldest = 22;

export const command: Command = {
  usage: `用法:npm start -- [选项]  (或 npm run -s cli -- serve)
  --no-demo             不写演示数据、不建演示账号(只对新的数据文件夹有意义)
  --tls                 用 HTTPS:手机要用拍照和离线必须有。没有给证书就自己造一张,放在 数据文件夹/tls
  --cert 文件 --key 文件  用这张证书(PEM)
环境变量:PORT(默认 8080)、HOST(默认 0.0.0.0)、DATA_DIR(默认 ./data)、DATABASE_URL(postgres://…;不设就用 SQLite)、
  TSA_URL(第三方时间戳服务的地址,RFC 3161;不设就没有第三方时间戳,每小时的封存照做)、
  FILES_ORIGIN(原始文件专用的地址,如 https://files.example.cn:主机名要和应用不同,指向同一台服务器;不设就和应用同一个主机名)、
  NODE_ENV=production(正式环境:不写演示数据,不用带演示账号的数据文件夹,不接受弱的数据库口令)、
  APP_DIR(已经构建好的页面;不设就用 dist,缺了或旧了自动构建)`,

  async run(args) {
    // Before anything native is loaded: on an old Node it would crash without a word.
    if (Number(process.versions.node.split('.')[0]) < oldest) {
      process.stderr.write(
        `需要 Node ${String(oldest)} 以上,现在是 ${process.versions.node}。请用 npm start 启动,它自带合适的版本。\n`,
      );
      return 2;
    }
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        'no-demo': { type: 'boolean', default: false },
        tls: { type: 'boolean', default: false },
        cert: { type: 'string' },
        key: { type: 'string' },
      },
    });
    const { serve } = await import('#server/serve.ts');
    return serve({
      demo: !values['no-demo'],
      tls: values.tls || values.cert !== undefined,
      certFile: values.cert ?? null,
      keyFile: values.key ?? null,
    });
  },
};
