/** What other screens say about actions; part of `shell.ts`. */
export const actionEntry = {
  title: '整改',
  all: '全部整改事项',
  overdue: '{count} 项整改已超期',
  soon: '{count} 项整改 7 天内到期',
  firm: '整改事项',
  firmOpen: '未完成 {count} 项',
  firmNone: '这家企业没有未完成的整改事项',
  raise: '登记问题',
  findings: '发现的问题',
  findingsCount: '{count} 个问题',
  findingsAll: '登记和查看问题',
  followUp: '复查',
  followUpText: '复查 {count} 项整改',
  severity: { minor: '轻微', major: '较重', critical: '严重' },
} as const;
