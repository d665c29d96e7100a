/**
 * The terms of every vocabulary, as rows. A slug is for ever: resources carry
 * it. A term that falls out of use keeps its row; a new sense gets a new slug.
 */
export type Row = readonly [
  slug: string,
  zhCN: string,
  en: string,
  more?: {
    /** The broader term, as `<vocabulary>/<slug>`. */
    readonly broader?: string;
    /** The same thing elsewhere on the web. */
    readonly sameAs?: string;
  },
];

/** Source: docs/domain.md, "Resource types". */
export const learningStage = [
  ['preschool', '学前教育', 'Preschool education'],
  ['primary', '小学', 'Primary school'],
  ['junior-secondary', '初中', 'Junior secondary school'],
  ['senior-secondary', '高中', 'Senior secondary school'],
  ['secondary-vocational', '中等职业教育', 'Secondary vocational education'],
  ['higher-vocational', '高等职业教育', 'Higher vocational education'],
  ['special-education', '特殊教育', 'Special education'],
  ['teacher-training', '教师培训', 'Teacher training'],
] as const satisfies readonly Row[];

const preschool = { broader: 'learning-stage/preschool' };
const primary = { broader: 'learning-stage/primary' };
const junior = { broader: 'learning-stage/junior-secondary' };
const senior = { broader: 'learning-stage/senior-secondary' };
const secondaryVocational = { broader: 'learning-stage/secondary-vocational' };
const higherVocational = { broader: 'learning-stage/higher-vocational' };
const special = { broader: 'learning-stage/special-education' };

/**
 * Years of each stage in the six-three system. Where a district runs five-four,
 * its sixth year is still `grade-6`. Special education counts by thirds, as
 * 培智学校义务教育课程标准（2016年版） does.
 */
export const grade = [
  ['nursery-class', '托班', 'Nursery class', preschool],
  ['lower-kindergarten', '小班', 'Lower kindergarten class', preschool],
  ['middle-kindergarten', '中班', 'Middle kindergarten class', preschool],
  ['upper-kindergarten', '大班', 'Upper kindergarten class', preschool],
  ['grade-1', '一年级', 'Grade 1', primary],
  ['grade-2', '二年级', 'Grade 2', primary],
  ['grade-3', '三年级', 'Grade 3', primary],
  ['grade-4', '四年级', 'Grade 4', primary],
  ['grade-5', '五年级', 'Grade 5', primary],
  ['grade-6', '六年级', 'Grade 6', primary],
  ['grade-7', '七年级', 'Grade 7', junior],
  ['grade-8', '八年级', 'Grade 8', junior],
  ['grade-9', '九年级', 'Grade 9', junior],
  ['grade-10', '高一', 'Grade 10', senior],
  ['grade-11', '高二', 'Grade 11', senior],
  ['grade-12', '高三', 'Grade 12', senior],
  [
    'secondary-vocational-1',
    '中职一年级',
    'Secondary vocational, year 1',
    secondaryVocational,
  ],
  [
    'secondary-vocational-2',
    '中职二年级',
    'Secondary vocational, year 2',
    secondaryVocational,
  ],
  [
    'secondary-vocational-3',
    '中职三年级',
    'Secondary vocational, year 3',
    secondaryVocational,
  ],
  [
    'higher-vocational-1',
    '高职一年级',
    'Higher vocational, year 1',
    higherVocational,
  ],
  [
    'higher-vocational-2',
    '高职二年级',
    'Higher vocational, year 2',
    higherVocational,
  ],
  [
    'higher-vocational-3',
    '高职三年级',
    'Higher vocational, year 3',
    higherVocational,
  ],
  ['special-lower', '特教低年级', 'Special education, lower years', special],
  ['special-middle', '特教中年级', 'Special education, middle years', special],
  ['special-upper', '特教高年级', 'Special education, upper years', special],
] as const satisfies readonly Row[];

const foreign = { broader: 'subject/foreign-language' };
const arts = { broader: 'subject/arts' };
const technology = { broader: 'subject/technology' };
const early = { broader: 'subject/early-learning' };
const specialSubject = { broader: 'subject/special-education-course' };
const training = { broader: 'subject/teacher-development' };

/**
 * Subjects of 义务教育课程方案（2022年版） and 普通高中课程方案（2017年版
 * 2020年修订）; the five areas of 3—6岁儿童学习与发展指南; the courses of
 * the three special-school standards of 2016 that differ from the general ones;
 * the fields of 中小学教师培训课程指导标准. A vocational school's common
 * courses have the general subjects; its others are `speciality-course`, with a
 * vocational field.
 */
export const subject = [
  ['chinese', '语文', 'Chinese'],
  ['mathematics', '数学', 'Mathematics'],
  ['foreign-language', '外语', 'Foreign language'],
  ['english', '英语', 'English', foreign],
  ['japanese', '日语', 'Japanese', foreign],
  ['russian', '俄语', 'Russian', foreign],
  ['german', '德语', 'German', foreign],
  ['french', '法语', 'French', foreign],
  ['spanish', '西班牙语', 'Spanish', foreign],
  ['morality-and-law', '道德与法治', 'Morality and law'],
  ['ideology-and-politics', '思想政治', 'Ideology and politics'],
  ['history', '历史', 'History'],
  ['geography', '地理', 'Geography'],
  ['science', '科学', 'Science'],
  ['physics', '物理', 'Physics'],
  ['chemistry', '化学', 'Chemistry'],
  ['biology', '生物学', 'Biology'],
  [
    'information-science',
    '信息科技',
    'Information science and technology',
    technology,
  ],
  ['technology', '技术', 'Technology'],
  ['information-technology', '信息技术', 'Information technology', technology],
  ['general-technology', '通用技术', 'General technology', technology],
  [
    'physical-education-and-health',
    '体育与健康',
    'Physical education and health',
  ],
  ['arts', '艺术', 'Arts'],
  ['music', '音乐', 'Music', arts],
  ['fine-art', '美术', 'Fine art', arts],
  ['dance', '舞蹈', 'Dance', arts],
  ['drama', '戏剧（含戏曲）', 'Drama and Chinese opera', arts],
  [
    'film-and-digital-media',
    '影视（含数字媒体艺术）',
    'Film and digital media arts',
    arts,
  ],
  ['labour', '劳动', 'Labour education'],
  ['integrated-practice', '综合实践活动', 'Integrated practical activities'],
  ['local-course', '地方课程', 'Local course'],
  ['school-based-course', '校本课程', 'School-based course'],
  ['mental-health', '心理健康教育', 'Mental health education'],
  ['speciality-course', '专业课程', 'Vocational speciality course'],
  ['early-learning', '学前五大领域', 'Areas of early learning'],
  ['early-health', '健康领域', 'Early learning: health', early],
  ['early-language', '语言领域', 'Early learning: language', early],
  ['early-society', '社会领域', 'Early learning: society', early],
  ['early-science', '科学领域', 'Early learning: science', early],
  ['early-arts', '艺术领域', 'Early learning: arts', early],
  ['special-education-course', '特殊教育课程', 'Special education course'],
  ['life-chinese', '生活语文', 'Chinese for life', specialSubject],
  ['life-mathematics', '生活数学', 'Mathematics for life', specialSubject],
  ['life-adaptation', '生活适应', 'Adaptation to life', specialSubject],
  ['labour-skills', '劳动技能', 'Labour skills', specialSubject],
  [
    'singing-games-and-rhythm',
    '唱游与律动',
    'Singing games and rhythm',
    specialSubject,
  ],
  [
    'drawing-and-handicraft',
    '绘画与手工',
    'Drawing and handicraft',
    specialSubject,
  ],
  [
    'exercise-and-health-care',
    '运动与保健',
    'Exercise and health care',
    specialSubject,
  ],
  ['rehabilitation', '康复训练', 'Rehabilitation', specialSubject],
  [
    'comprehensive-rehabilitation',
    '综合康复',
    'Comprehensive rehabilitation',
    specialSubject,
  ],
  [
    'orientation-and-mobility',
    '定向行走',
    'Orientation and mobility',
    specialSubject,
  ],
  ['social-adaptation', '社会适应', 'Social adaptation', specialSubject],
  [
    'communication-and-interaction',
    '沟通与交往',
    'Communication and interaction',
    specialSubject,
  ],
  ['eurhythmics', '律动', 'Eurhythmics', specialSubject],
  ['teacher-development', '教师发展', 'Teacher development'],
  ['teaching-ethics', '师德修养', 'Ethics of teaching', training],
  ['class-management', '班级管理', 'Class management', training],
  ['subject-teaching', '学科教学', 'Subject teaching', training],
  ['professional-growth', '专业发展', 'Professional growth', training],
] as const satisfies readonly Row[];

/** The 19 fields of 职业教育专业目录（2021年）, in its order. */
export const vocationalField = [
  [
    'agriculture-forestry-husbandry-fishery',
    '农林牧渔大类',
    'Agriculture, forestry, animal husbandry and fishery',
  ],
  [
    'resources-environment-safety',
    '资源环境与安全大类',
    'Resources, environment and safety',
  ],
  [
    'energy-power-materials',
    '能源动力与材料大类',
    'Energy, power and materials',
  ],
  [
    'civil-engineering-architecture',
    '土木建筑大类',
    'Civil engineering and architecture',
  ],
  ['water-conservancy', '水利大类', 'Water conservancy'],
  ['equipment-manufacturing', '装备制造大类', 'Equipment manufacturing'],
  [
    'biological-chemical-engineering',
    '生物与化工大类',
    'Biological and chemical engineering',
  ],
  ['light-industry-textiles', '轻工纺织大类', 'Light industry and textiles'],
  ['food-medicine-grain', '食品药品与粮食大类', 'Food, medicines and grain'],
  ['transport', '交通运输大类', 'Transport'],
  ['electronics-information', '电子与信息大类', 'Electronics and information'],
  ['medicine-health', '医药卫生大类', 'Medicine and health care'],
  ['finance-economics-trade', '财经商贸大类', 'Finance, economics and trade'],
  ['tourism', '旅游大类', 'Tourism'],
  ['culture-arts', '文化艺术大类', 'Culture and arts'],
  ['news-communication', '新闻传播大类', 'News and communication'],
  ['education-sports', '教育与体育大类', 'Education and sports'],
  ['public-security-justice', '公安与司法大类', 'Public security and justice'],
  [
    'public-administration-services',
    '公共管理与服务大类',
    'Public administration and services',
  ],
] as const satisfies readonly Row[];

/** Source: docs/domain.md, "Resource types". */
export const resourceType = [
  ['course', '课程资源', 'Course'],
  ['teaching-case', '教学案例', 'Teaching case'],
  ['experiment-data', '实验数据', 'Experiment data'],
  ['e-book', '电子图书', 'E-book'],
  ['audio', '音频', 'Audio'],
  ['video', '视频', 'Video'],
  ['school-based-textbook', '校本教材', 'School-based textbook'],
  ['master-teacher-course', '名师课程', 'Master-teacher course'],
  ['feature-experiment', '特色实验', 'Feature experiment'],
  ['innovation-project', '创新项目', 'Innovation project'],
  ['student-work', '学生作品', 'Student work'],
  ['courseware', '课件', 'Courseware'],
  ['lesson-plan', '教学设计', 'Lesson plan'],
  ['assessment-item', '试题', 'Assessment item'],
  ['teaching-material', '素材', 'Teaching material'],
  ['simulation-or-tool', '工具与仿真', 'Simulation or tool'],
] as const satisfies readonly Row[];

const commons = 'https://creativecommons.org';

/**
 * The Creative Commons set in its version 4.0 and the two others of
 * docs/domain.md, "Metadata". A later version of a licence is a licence of its
 * own.
 */
export const licence = [
  [
    'cc0-1-0',
    'CC0 1.0 公共领域贡献',
    'CC0 1.0 Public Domain Dedication',
    { sameAs: `${commons}/publicdomain/zero/1.0/` },
  ],
  [
    'cc-by-4-0',
    'CC BY 4.0 署名',
    'CC BY 4.0 Attribution',
    { sameAs: `${commons}/licenses/by/4.0/` },
  ],
  [
    'cc-by-sa-4-0',
    'CC BY-SA 4.0 署名—相同方式共享',
    'CC BY-SA 4.0 Attribution-ShareAlike',
    { sameAs: `${commons}/licenses/by-sa/4.0/` },
  ],
  [
    'cc-by-nc-4-0',
    'CC BY-NC 4.0 署名—非商业性使用',
    'CC BY-NC 4.0 Attribution-NonCommercial',
    { sameAs: `${commons}/licenses/by-nc/4.0/` },
  ],
  [
    'cc-by-nc-sa-4-0',
    'CC BY-NC-SA 4.0 署名—非商业性使用—相同方式共享',
    'CC BY-NC-SA 4.0 Attribution-NonCommercial-ShareAlike',
    { sameAs: `${commons}/licenses/by-nc-sa/4.0/` },
  ],
  [
    'cc-by-nd-4-0',
    'CC BY-ND 4.0 署名—禁止演绎',
    'CC BY-ND 4.0 Attribution-NoDerivatives',
    { sameAs: `${commons}/licenses/by-nd/4.0/` },
  ],
  [
    'cc-by-nc-nd-4-0',
    'CC BY-NC-ND 4.0 署名—非商业性使用—禁止演绎',
    'CC BY-NC-ND 4.0 Attribution-NonCommercial-NoDerivatives',
    { sameAs: `${commons}/licenses/by-nc-nd/4.0/` },
  ],
  ['teaching-use-only', '仅供教学使用', 'Teaching use only'],
  [
    'all-rights-reserved',
    '保留所有权利（许可在档）',
    'All rights reserved, permission on file',
  ],
] as const satisfies readonly Row[];
