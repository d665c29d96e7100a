import type { Catalogue } from './en.ts';

/** 运维命令面向用户的中文文本。 */
export const zhCn = {
  commands: '命令：',
  usage: '用法：npm run ops -- {usage}',
  unknownCommand: '没有“{command}”这个命令。',
  firstOperatorSummary: '在新部署上创建区域的教育局和第一位平台运维',
  missing: '缺少 {option}。',
  failed: '{reason}',
  malformed: '以下内容不符合要求：{problems}。',
  operatorExists:
    '{stage} 环境已有平台运维。可由现有运维通过接口添加：PUT /v1/organisations/{id}/members/{personId}/roles/operator。',
  usernameTaken: '{stage} 环境中登录名“{username}”已被他人使用，请换一个。',
  noFunction:
    '{stage} 环境在 {region} 没有函数 {name}。请先部署该环境，并使用其账户的凭证。',
  made: '已创建机构 {organisation} 和第一位平台运维 {person}。',
  username: '登录名：{username}',
  password: '首次登录密码（仅显示这一次，登录时须更改）：{password}',
  secondFactor:
    '其角色须经两步验证登录后才生效：请先登录并更改密码，再用带有 aws.cognito.signin.user.admin 权限范围的令牌调用 POST /v1/me/second-factor 设置验证器，用 PUT 提交验证码，然后重新登录（见 docs/sign-in.md）。',
  outsideFactor:
    '其角色须经外部身份提供方认定的两步验证登录后才生效（见 docs/sign-in.md）。',
  issuerUnknown:
    '{stage} 环境不信任身份提供方 {issuer}。请填写其配置 identity.issuers 中的一个。',
  madeSummary: '{stage} 环境的第一位平台运维已可登录。',
} as const satisfies Catalogue;
