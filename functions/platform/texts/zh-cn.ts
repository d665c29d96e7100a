import type { Catalogue } from './en.ts';

/** 面向用户的全部中文文本；`{name}` 处填入具体内容。 */
export const zhCn = {
  problems: {
    malformed: {
      title: '请求格式有误',
      detail: '请求内容不符合规定的格式，具体字段见 errors，请改正后重新发送。',
    },
    'cursor-invalid': {
      title: '翻页标记无效',
      detail:
        '该翻页标记属于其他查询，或已过期。请去掉 cursor，从第一页重新开始。',
    },
    'token-missing': {
      title: '请先登录',
      detail:
        '此操作需要登录。请在请求头中带上访问令牌：Authorization: Bearer …',
    },
    'token-invalid': {
      title: '令牌无效',
      detail: '访问令牌未被接受（{reason}）。请重新登录，使用新的访问令牌。',
    },
    forbidden: { title: '没有权限', detail: '{reason}' },
    unknown: {
      title: '未找到',
      detail: '此处没有内容，或您无权查看。请核对编号，或换用其他账号登录。',
    },
    'route-unknown': {
      title: '没有这个地址',
      detail: '不存在 {method} {path}。全部地址见 /v1/docs。',
    },
    state: {
      title: '当前状态不允许此操作',
      detail: '当前状态为 {state}，可以进行的操作：{possible}。',
    },
    'idempotency-key-reused': {
      title: '幂等键已被使用',
      detail:
        '这个 Idempotency-Key 曾用于内容不同的请求。新的请求请换用新的键。',
    },
    withdrawn: {
      title: '已撤回',
      detail:
        '该资源已于 {at} 撤回（{kind}）。如有疑问请联系责任单位：{holder}。',
    },
    changed: {
      title: '内容已被更改',
      detail:
        '在您读取之后，内容已被更改。请重新读取，并在 If-Match 中带上新的 ETag 再试。',
    },
    'too-large': {
      title: '请求过大',
      detail:
        '请求体为 {sizeBytes} 字节，最多允许 {limitBytes} 字节。文件请通过 POST /v1/uploads 上传。',
    },
    'media-type': {
      title: '不支持的内容类型',
      detail:
        '请求体类型为“{mediaType}”，请发送 UTF-8 编码的 application/json。',
    },
    'rule-broken': {
      title: '不符合规则',
      detail: '请求格式正确，但不符合规则，具体见 errors，请改正后重新发送。',
    },
    'precondition-missing': {
      title: '缺少 If-Match',
      detail: '请在请求头 If-Match 中带上您读取时得到的 ETag。',
    },
    'too-many': {
      title: '请求过于频繁',
      detail: '请按 Retry-After 等待后再试。',
    },
    internal: {
      title: '系统内部出错',
      detail:
        '这是系统的问题，已被记录。请重试；如仍失败，请提供请求编号 {requestId}。',
    },
    unavailable: {
      title: '暂时无法使用',
      detail: '所依赖的服务没有响应。请按 Retry-After 等待后再试。',
    },
  },
  rules: {
    'no-person': '本区域中没有您的账号信息，请联系所在单位为您添加。',
  },
} as const satisfies Catalogue;
