/** Words of the exported files. The server has no dictionary of the screens; these few are its own. */
import type { ClauseStanding } from '#diagnosis/verification.ts';
import type { AssessmentState } from '#domain/assessment.ts';
import type { ItemState } from '#scoring/score-result.ts';

export type ExportLanguage = 'zh-CN' | 'en';

export type ExportTexts = {
  readonly listSheet: string;
  readonly answersSheet: string;
  readonly fileList: string;
  readonly fileAnswers: string;
  readonly yes: string;
  readonly no: string;
  readonly conflict: string;
  readonly noLevel: string;
  readonly states: Readonly<Record<AssessmentState, string>>;
  readonly itemStates: Readonly<Record<ItemState, string>>;
  readonly standings: Readonly<Record<ClauseStanding, string>>;
  readonly list: Readonly<Record<ListHeading, string>>;
  readonly answers: Readonly<Record<AnswersHeading, string>>;
};

type ListHeading =
  | 'assessment'
  | 'firm'
  | 'code'
  | 'regionCode'
  | 'region'
  | 'definition'
  | 'edition'
  | 'state'
  | 'level'
  | 'B'
  | 'L'
  | 'verifiedLevel'
  | 'verifiedL'
  | 'verifiedB'
  | 'verifiedLooked'
  | 'verifiedDiffering'
  | 'completeness'
  | 'photosCommitted'
  | 'photosExpected'
  | 'conflicts'
  | 'phoneDiffers'
  | 'author'
  | 'submittedAt'
  | 'updatedAt'
  | 'demo';

type AnswersHeading =
  | 'assessment'
  | 'firm'
  | 'code'
  | 'definition'
  | 'edition'
  | 'section'
  | 'question'
  | 'label'
  | 'row'
  | 'text'
  | 'value'
  | 'unit'
  | 'score'
  | 'state'
  | 'conflict'
  | 'evidence'
  | 'standing'
  | 'found'
  | 'reason';

const chinese: ExportTexts = {
  listSheet: '评估列表',
  answersSheet: '全部答案',
  fileList: '评估列表',
  fileAnswers: '评估答案',
  yes: '是',
  no: '否',
  conflict: '有冲突，未计分',
  noLevel: '未定',
  states: {
    draft: '进行中',
    finished: '已完成，待提交',
    submitted: '已提交',
    returned: '已退回',
    approved: '已批准',
    sealed: '已封存',
    voided: '已作废',
  },
  standings: { blank: '未填', claimed: '仅自评', seen: '已核实，无证据', proven: '已核实，有证据' },
  itemStates: { answered: '已答', unanswered: '未答', 'not-applicable': '不适用', 'not-relevant': '不涉及' },
  list: {
    assessment: '评估编号',
    firm: '企业名称',
    code: '统一社会信用代码',
    regionCode: '行政区划代码',
    region: '所在地区',
    definition: '评估类型',
    edition: '版本',
    state: '状态',
    level: '发展阶段',
    B: '效能效益得分',
    L: '水平与能力得分',
    verifiedLevel: '核实后发展阶段',
    verifiedL: '核实后水平与能力得分',
    verifiedB: '核实后效能效益得分',
    verifiedLooked: '已核实题数',
    verifiedDiffering: '与自评不一致题数',
    completeness: '完成度',
    photosCommitted: '已核对照片',
    photosExpected: '照片总数',
    conflicts: '冲突题数',
    phoneDiffers: '手机得分与服务器不一致',
    author: '填报人',
    submittedAt: '提交到达时间',
    updatedAt: '最近到达时间',
    demo: '演示数据',
  },
  answers: {
    assessment: '评估编号',
    firm: '企业名称',
    code: '统一社会信用代码',
    definition: '评估类型',
    edition: '版本',
    section: '章节',
    question: '题号',
    label: '题目',
    row: '行号',
    text: '回答',
    value: '原始值',
    unit: '单位',
    score: '得分',
    state: '计分状态',
    conflict: '冲突',
    evidence: '证据数',
    standing: '核实情况',
    found: '核实为',
    reason: '更正理由',
  },
};

const english: ExportTexts = {
  listSheet: 'Assessments',
  answersSheet: 'Answers',
  fileList: 'assessments',
  fileAnswers: 'answers',
  yes: 'yes',
  no: 'no',
  conflict: 'conflict, not scored',
  noLevel: 'undecided',
  states: {
    draft: 'draft',
    finished: 'finished, not submitted',
    submitted: 'submitted',
    returned: 'returned',
    approved: 'approved',
    sealed: 'sealed',
    voided: 'void',
  },
  standings: { blank: 'blank', claimed: 'claimed', seen: 'verified, no evidence', proven: 'verified, with evidence' },
  itemStates: {
    answered: 'answered',
    unanswered: 'unanswered',
    'not-applicable': 'not applicable',
    'not-relevant': 'not relevant',
  },
  list: {
    assessment: 'Assessment',
    firm: 'Firm',
    code: 'Credit code',
    regionCode: 'Region code',
    region: 'Region',
    definition: 'Instrument',
    edition: 'Edition',
    state: 'State',
    level: 'Stage',
    B: 'Benefit score',
    L: 'Level and capability score',
    verifiedLevel: 'Stage, verified',
    verifiedL: 'Level and capability score, verified',
    verifiedB: 'Benefit score, verified',
    verifiedLooked: 'Questions verified',
    verifiedDiffering: 'Questions that differ',
    completeness: 'Completeness',
    photosCommitted: 'Photos verified',
    photosExpected: 'Photos',
    conflicts: 'Conflicts',
    phoneDiffers: 'Phone score differs',
    author: 'Author',
    submittedAt: 'Submission arrived',
    updatedAt: 'Last arrival',
    demo: 'Demo data',
  },
  answers: {
    assessment: 'Assessment',
    firm: 'Firm',
    code: 'Credit code',
    definition: 'Instrument',
    edition: 'Edition',
    section: 'Section',
    question: 'Question',
    label: 'Wording',
    row: 'Row',
    text: 'Answer',
    value: 'Raw value',
    unit: 'Unit',
    score: 'Score',
    state: 'Scoring state',
    conflict: 'Conflict',
    evidence: 'Pieces of evidence',
    standing: 'Verification',
    found: 'Found',
    reason: 'Reason',
  },
};

export function exportTexts(language: ExportLanguage): ExportTexts {
  return language === 'en' ? english : chinese;
}
