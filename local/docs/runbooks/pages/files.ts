import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const files: Page = {
  title: { 'zh-CN': '文件', en: 'Files' },
  sections: sectionsOf('files', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/uploads`', en: 'answers `/v1/uploads`' },
      users: {
        'zh-CN': '无法上传。库中已有的文件照常可读。',
        en: 'Nobody can upload. Files that the library has are read as before.',
      },
      errors: {
        check: {
          'zh-CN':
            '`UPLOAD_REFUSED` 不是错误：上传的内容与声明不符。S3 或 KMS 拒绝访问时会指明权限：核对存储桶的策略，以及密钥的状态（KMS，别名 `xueyuan-<stage>-files` 必须为 Enabled）。',
          en: "`UPLOAD_REFUSED` is no error: the bytes were not what was announced. Access denied by S3 or KMS names the permission: compare the bucket's policy, and the key's state (KMS, alias `xueyuan-<stage>-files` must be Enabled).",
        },
        act: {
          'zh-CN':
            '密钥被停用：启用它。数据没有丢失，只是停用期间文件不能读写。',
          en: 'A key that is disabled: enable it; nothing was lost, no file can be read or written while it is disabled.',
        },
        afterwards: {
          'zh-CN': '完成上传这一步可以重复：已入库的文件只有一份。',
          en: 'Completing an upload may be repeated: what was promoted is there once.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '把最大的文件（5 GiB）从 `intake` 复制到 `library`，要用去 29 秒中的大部分：是否只有完成上传慢，这些上传的 `sizeBytes` 是多少？',
          en: 'Copying the largest files (5 GiB) from `intake` to `library` takes most of the 29 s: are only completions slow, and what is `sizeBytes` of their uploads?',
        },
        act: {
          'zh-CN':
            '若大文件很常见，调低本环境配置中的 `files.maxBytes`，直到入库不再在请求中完成为止。若小文件也慢，等 S3 恢复。',
          en: "If large files are common, lower `files.maxBytes` in the stage's configuration until promotion is taken out of the request. If S3 is slow for small files too, wait.",
        },
      },
    },
    {
      entry: 'on-file-promoted',
      trigger: 'queue',
      does: { 'zh-CN': '读取新文件的文字', en: 'reads the text of new files' },
      users: {
        'zh-CN': '新文件已安全保存，也可打开，但只能按元数据检索到。',
        en: 'New files are safe and can be read; they are found by their metadata only.',
      },
      errors: {
        check: {
          'zh-CN':
            '`FILE_UNREAD` 不是错误：有些文件没有文字。同一文件反复崩溃，是有毒文件，最终进入死信。REPORT 行中 `Max Memory Used` 接近上限，表示文件太大，读不了。',
          en: '`FILE_UNREAD` is no error: some files have no text. A crash on one file over and over is a poison file: it ends among the dead letters. `Max Memory Used` near the limit in the REPORT line means a file that is too large to read.',
        },
        act: {
          'zh-CN':
            '内存不足时，在 `lib/capabilities/files.ts` 中提高 `memoryMib` 并部署。',
          en: 'For want of memory raise `memoryMib` in `lib/capabilities/files.ts` and deploy.',
        },
      },
      duration: {
        check: {
          'zh-CN': '通常是几千页的 PDF。',
          en: 'A PDF with thousands of pages is the usual one.',
        },
        act: {
          'zh-CN': '个别慢文件会过去：系统放弃它，它进入死信。',
          en: 'One slow file passes: it is given up and ends among the dead letters.',
        },
      },
      'dead-letters': {
        check: {
          'zh-CN':
            '在死信中找到文件的 SHA-256：`library` 中有该对象吗，能打开吗？',
          en: "Find the file's SHA-256 in the letter: is its object in `library`, and does it open?",
        },
        afterwards: {
          'zh-CN':
            '无论如何都读不了的文件，应记为 `FILE_UNREAD` 而不是错误：报告它的类型。',
          en: 'A file that cannot be read by any means should be `FILE_UNREAD` and no error: report its kind.',
        },
      },
    },
  ]),
};
