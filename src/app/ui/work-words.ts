import { t } from '#app/i18n/t.ts';

/** `12 处修改、3 张照片`; empty when there is neither. */
export function workWords({ ops, photos }: { readonly ops: number; readonly photos: number }): string {
  const parts = [
    ...(ops > 0 ? [t('shell.today.changes', { count: ops })] : []),
    ...(photos > 0 ? [t('shell.today.photos', { count: photos })] : []),
  ];
  return parts.join(t('shell.today.and'));
}
