import type { OfficeAnswer, OfficeDetail, OfficeRow } from '#protocol/office-wire.ts';

export function buildRow(changes: Partial<OfficeRow> = {}): OfficeRow {
  return {
    assessmentId: '0123456789abcdefghjkmnpqrs',
    enterpriseCode: '91420100MA4KXY1A2B',
    enterpriseName: '湖北省某某高新技术产业开发区智能装备制造有限责任公司',
    region: '420115',
    regionName: '江夏区',
    definition: 'two-integration',
    definitionTitle: '两化融合评估诊断',
    edition: '2013-1',
    state: 'submitted',
    level: 'single',
    levelName: '单项覆盖',
    ladder: { reached: 2, of: 4 },
    measures: { JC: 51.25, DX: 55, JG: 48.2, XT: null, L: 50.123456, B: 61 },
    L: 50.123456,
    B: 61,
    completeness: 0.5,
    photos: { committed: 2, expected: 3 },
    conflicts: 0,
    phoneDiffers: false,
    verified: null,
    author: '王芳',
    submittedAt: '2026-11-20T16:30:00.000Z',
    updatedAt: '2026-11-21T03:04:05.000Z',
    demo: true,
    followUp: false,
    ...changes,
  };
}

export function buildAnswer(changes: Partial<OfficeAnswer> = {}): OfficeAnswer {
  return {
    path: 'jc01',
    question: 'jc01',
    label: '近三年平均,数字化投入占营业收入的比例是多少?',
    unit: '%',
    guidance: null,
    relevant: true,
    required: false,
    computed: false,
    value: 1.5,
    text: '1.5',
    problem: null,
    conflict: [],
    items: [{ name: 'jc01', label: '数字化投入占比', measure: 'JC', group: 'g1', weight: 6, score: 90, state: 'answered' }],
    evidenceNeed: 'optional',
    evidence: [],
    ...changes,
  };
}

export function buildDetail(changes: Partial<OfficeDetail> = {}): OfficeDetail {
  return {
    ...buildRow(),
    definitionHash: 'a'.repeat(64),
    caution: '诊断工具默认口径',
    method: [],
    enterprise: { industry: 'C34', headcount: 230, revenue: 18_000, address: null, contact: null, phone: null },
    score: {
      measures: [],
      levels: [],
      level: 'single',
      nextLevel: null,
      blocking: [],
      standing: null,
      phoneLevel: null,
      phoneLevelName: null,
      phoneSent: false,
      scoredAt: null,
      groups: [],
    },
    sections: [
      {
        name: 'jc',
        label: '基础建设',
        relevant: true,
        answered: 1,
        total: 2,
        parts: [{ kind: 'answer', answer: buildAnswer() }],
      },
    ],
    evidence: [],
    history: [],
    voidReason: null,
    verification: null,
    ...changes,
  };
}
