import type { Catalogue } from './en.ts';

/** 本机平台对启动者说的话（简体中文）。 */
export const zhCn: Catalogue = {
  title: '学源 · 本机平台',
  install: '已安装 AWS 模拟器与 OpenSearch',
  startServers: '模拟器已运行，OpenSearch 正在启动',
  build: '已构建各栈及其函数',
  deploy: '已部署各栈',
  unchanged: '无变化',
  stacks: '共 {count} 个栈',
  engineReady: 'OpenSearch 已就绪',
  testStackReady:
    '测试栈已就绪。运行：XUEYUAN_TEST_STACK={file} npx vitest run --project e2e',
  testStackStopped: '测试栈已停止。',
};
