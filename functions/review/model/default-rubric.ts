import type { Text } from '../../platform/contract.ts';
import {
  type Criterion,
  defaultRubric,
  type Rubric,
} from '../rubric/contract.ts';

/** A text in both languages; the order is that of `languages`. */
function said(zh: string, en: string): Text {
  return { 'zh-CN': zh, en };
}

/** Scores rise from 1, the first descriptor's. */
function levels(...descriptors: readonly Text[]): Criterion['levels'] {
  return descriptors.map((descriptor, at) => ({ score: at + 1, descriptor }));
}

/**
 * The rubric that every district begins with: version 1 of `default`. A
 * district's librarians write their own versions over it. Errors of science
 * and breaches of law reject by themselves.
 */
export const firstRubric: Rubric = {
  id: defaultRubric,
  version: 1,
  name: said('教学资源评审量表', 'Review of teaching resources'),
  criteria: [
    {
      id: 'scientific-soundness',
      label: said('科学性', 'Scientific soundness'),
      weight: 30,
      vetoAt: 1,
      levels: levels(
        said(
          '有知识性或科学性错误，会误导学生。',
          'It has errors of fact or science that mislead learners.',
        ),
        said(
          '有表述不准确之处，须改正后才能使用。',
          'Some statements are inexact and must be put right before use.',
        ),
        said(
          '内容正确，个别表述不够严谨。',
          'The content is right; a few statements could be stricter.',
        ),
        said(
          '内容正确严谨，概念、术语、数据使用规范。',
          'The content is right and strict; concepts, terms and figures are used well.',
        ),
        said(
          '内容正确严谨，来源可查，能体现学科思想方法。',
          'Right, strict and sourced; it shows how the discipline thinks.',
        ),
      ),
    },
    {
      id: 'currency',
      label: said('先进性', 'Currency'),
      weight: 15,
      levels: levels(
        said('内容或理念已经过时。', 'Content or approach is out of date.'),
        said(
          '部分内容陈旧，与现行课程标准不完全一致。',
          'Some of it is old and does not fit the present curriculum.',
        ),
        said(
          '符合现行课程标准和教材。',
          'It fits the present curriculum and textbooks.',
        ),
        said(
          '符合现行课程标准，吸收了近年的教学研究成果。',
          'It fits the curriculum and takes up recent findings on teaching.',
        ),
        said(
          '理念和方法领先，值得在全区推广。',
          'Its approach leads the field and deserves to be spread.',
        ),
      ),
    },
    {
      id: 'usefulness',
      label: said('实用性', 'Usefulness'),
      weight: 25,
      levels: levels(
        said('难以用于教学。', 'It can hardly be used in teaching.'),
        said(
          '须大幅修改才能用于教学。',
          'It must be changed a good deal before it can be used.',
        ),
        said(
          '可以用于教学，须作少量调整。',
          'It can be used with small changes.',
        ),
        said(
          '可以直接使用，用法说明清楚。',
          'It can be used as it is, and says how.',
        ),
        said(
          '可以直接使用，适应不同学情，效果有依据。',
          'It can be used as it is by different classes, and its effect is shown.',
        ),
      ),
    },
    {
      id: 'conformity',
      label: said('规范性', 'Conformity'),
      weight: 15,
      vetoAt: 1,
      levels: levels(
        said(
          '违反法律法规、侵犯版权或泄露个人信息。',
          'It breaks the law, infringes copyright or tells of persons.',
        ),
        said(
          '来源、授权或署名不完整。',
          'Source, licence or attribution is incomplete.',
        ),
        said(
          '来源、授权和署名完整，格式基本规范。',
          'Source, licence and attribution are complete; the form is mostly right.',
        ),
        said(
          '著录完整，文字、符号、格式规范。',
          'The record is complete; text, symbols and form follow the standards.',
        ),
        said(
          '著录完整规范，可作为同类资源的范例。',
          'A complete and exemplary record.',
        ),
      ),
    },
    {
      id: 'technical-quality',
      label: said('技术性', 'Technical quality'),
      weight: 15,
      levels: levels(
        said('文件无法打开或无法使用。', 'Files do not open or do not work.'),
        said(
          '能打开，但画面、声音或操作影响使用。',
          'It opens, but picture, sound or operation get in the way.',
        ),
        said(
          '能正常使用，制作质量一般。',
          'It works; the making is of middling quality.',
        ),
        said(
          '运行稳定，画面、声音清晰，操作方便。',
          'It works well, is clear to see and hear, and easy to handle.',
        ),
        said(
          '制作精良，多种设备可用，具备无障碍特性。',
          'Well made, works on many devices, and is accessible.',
        ),
      ),
    },
  ],
};
