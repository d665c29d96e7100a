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
    standby: {
      title: '目前只读',
      detail:
        '本区域为备用区域，不接受更改；没有写入任何内容。请向平台的正式地址重新发送。',
    },
    unavailable: {
      title: '暂时无法使用',
      detail: '所依赖的服务没有响应。请按 Retry-After 等待后再试。',
    },
  },
  reference: {
    title: '学源接口参考',
    noScript: '接口参考需要启用 JavaScript。相同内容见 /v1/openapi.json。',
  },
  /** 通知：主题与正文。 */
  notices: {
    'resource-accepted': {
      title: '已通过：{title}',
      text: '《{title}》已通过评审，将在设定的日期发布。',
    },
    'resource-published': {
      title: '已发布：{title}',
      text: '《{title}》已发布，读者现在可以看到。',
    },
    'resource-rejected': {
      title: '未通过：{title}',
      text: '《{title}》未通过评审。',
    },
    'resource-changes-requested': {
      title: '需要修改：{title}',
      text: '《{title}》需要修改后才能发布，已为您打开一份草稿。',
    },
    'resource-withdrawn': {
      title: '已撤下：{title}',
      text: '《{title}》已撤下，读者不再看到它，理由见溯源记录。',
    },
    'resource-restored': {
      title: '已恢复：{title}',
      text: '《{title}》已恢复，读者重新可以看到。',
    },
    'resource-due': {
      title: '即将到期复审：{title}',
      text: '《{title}》将于 {due} 到期复审。请检查内容是否仍然适用；提交新版本或申请复审后可继续发布。',
    },
    'resource-overdue': {
      title: '待复审：{title}',
      text: '《{title}》已于 {due} 到期，读者会看到“待复审”；若不复审，将作为过时内容撤下。',
    },
    'resource-renewed': {
      title: '已通过复审：{title}',
      text: '《{title}》已通过复审，继续发布；下次复审日期为 {due}。',
    },
    'review-assigned': {
      title: '请您评审：{title}',
      text: '您已被列入《{title}》的评审组，评分截止日期为 {due}。',
    },
    'review-due': {
      title: '请尽快评分：{title}',
      text: '您尚未给《{title}》评分，截止日期为 {due}；逾期后席位将由他人接替。',
    },
    'review-left': {
      title: '不再由您评审：{title}',
      text: '您已不在《{title}》的评审组，无需再评分。',
    },
    'review-seat-empty': {
      title: '评审组有空缺：{title}',
      text: '《{title}》的评审组中有一位成员逾期未评分，平台未能找到可接替的专家。请为该评审另行指定评审人，或直接作出决定。',
    },
    'review-ended': {
      title: '评审已结束：{title}',
      text: '《{title}》的评审已有结论，无需您再评分。',
    },
  },
  /** 邮件：通知之外的文字。 */
  mail: {
    reason: '理由：{why}',
    foot: '本邮件由平台自动发送。您可以在个人设置中选择不再接收哪些通知的邮件。',
  },
  rules: {
    'no-person': '本区域中没有您的账号信息，请联系所在单位为您添加。',
    'second-factor-waits':
      '您的角色本可以这样做，但尚未完成两步验证，暂不生效。请先通过 POST /v1/me/second-factor 设置验证器，再用验证码重新登录后重试。如果您的账号是在灾难恢复后重新开通的，请先请所在单位的管理员批准。',
    'factor-of-another-issuer':
      '该成员通过其他身份提供方登录，请在那里重置两步验证；此处未作任何更改。',
    'organisation-open': '该机构没有撤销，无需恢复。',
    'factor-elsewhere':
      '您通过其他身份提供方登录，请在那里设置两步验证；此处未作任何更改。',
    'account-scope-needed':
      '此令牌不能代表您的账号。请重新登录，并同时申请 aws.cognito.signin.user.admin 权限范围。',
    'token-refused': '您的账号已在别处退出登录，请重新登录后重试。',
    'code-refused':
      '验证码不正确，或已过半分钟有效期。请输入验证器当前显示的验证码。',
    'issuer-unknown':
      '本区域不信任该身份提供方。请填写本区域认可的外部身份提供方，写法须与其令牌一致。',
    'identity-taken': '该身份已有人使用，请在身份提供方处核对其标识。',
    'one-sign-in':
      '每个人需要且只能有一种登录方式：请填写登录名，或外部身份提供方的身份。',
    'no-accounts-here':
      '本区域没有自己的账号体系，请在 identity 中填写外部身份提供方的登录身份。',
    'people-only': '此操作只能由人员进行，任何权限集的机器客户端都不可以。',
    'operators-assign':
      '只有平台运维可以授予或收回“平台运维”和“督导”角色，请联系平台运维。',
    'erasure-lost': '这项请求随区域一并丢失，请重新提出删除。',
    'last-operator': '这是最后一位平台运维，请先将此角色授予其他人。',
    'not-oneself': '任何人都不能对自己进行此操作。请联系所在机构的其他管理员。',
    'organisation-unknown': '没有这个机构。全部机构见 GET /v1/organisations。',
    'organisation-closed':
      '机构 {organisation} 已撤销，不再接收新的成员、资源和下属机构。请选择未撤销的机构。',
    'organisation-merged': '该机构已并入 {mergedInto}，请对后者进行操作。',
    'top-stays':
      '区域的最高机构不能移动、合并或撤销。可以更名，或移动其下属机构。',
    'under-itself': '机构不能移到自身或其下属机构之下。请选择其他机构。',
    'open-below':
      '其下还有 {count} 个未撤销的机构，请先撤销、移动或合并这些机构。',
    'tree-full':
      '加上此名称后，区域内的机构数量超出上限。请缩短名称，或撤销不再需要的机构。',
    'operator-undated':
      '“平台运维”角色不设起止日期，以保证始终有人担任。请不带日期授予，到期时收回。',
    'role-ended':
      '该角色的截止日期为 {until}，早于今天 {today}（UTC）。请填写更晚的日期，或直接收回该角色。',
    'dates-reversed': '截止日期 {until} 早于起始日期 {from}，请更正其中一项。',
    'specialities-of-experts':
      '只有评审专家可以设置评审专长，此处的角色为 {role}。请去掉此项。',
    'username-taken': '该登录名已被他人使用，请换一个。',
    'public-for-everyone': '已公开发布：任何人都可以阅读。',
    'district-for-members': '已向全区发布：区域内各机构的成员都可以阅读。',
    'organisation-for-members':
      '已在机构内发布：该机构及其下属机构的成员可以阅读。',
    'reviewer-reads-work': '受指派的评审人可以阅读所评审的内容。',
    'reviewer-scores': '受指派的评审人可以评分并提出意见。',
    'institute-reads-agreement':
      '教研室的资源管理员、督导和评审专家可以查看评审一致性，请联系其中一位。',
    'reviewers-only':
      '只有该评审小组的成员可以进行此操作。请联系负责组织评审的资源管理员。',
    'institute-only':
      '只有教研室的资源管理员、督导和评审专家，以及其上级机构的资源管理员和督导，可以查看评审一致性，请联系其中一位。',
    'district-librarians-only':
      '只有区域最上级机构的资源管理员可以编写评价量表，请联系其中一位。',
    'contributor-reads-own': '贡献者可以阅读自己的资源及其溯源记录。',
    'auditor-reads-all': '督导可以阅读本机构及其下属机构的全部记录。',
    'librarian-manages': '资源管理员管理本机构及其下属机构的资源。',
    'contributor-works-on-own': '贡献者可以修改、提交和撤回自己的资源。',
    'contributor-contributes':
      '教师、评审专家和资源管理员可以代表其任职的机构贡献资源。',
    'contributor-uploads': '教师、评审专家和资源管理员可以上传文件。',
    'keeper-explains':
      '资源管理员、机构管理员和督导可以查询他人在本机构及其下属机构的权限。',
    'keepers-only':
      '只有该机构或其上级机构的资源管理员、机构管理员和督导可以查询他人的权限。请查询本人的权限，或请他们代为查询。',
    'resource-or-organisation': '资源和机构须且只能指定一个，请更正。',
    'operator-operates': '平台运维负责平台的运行，并管理各机构及其成员。',
    'administrator-administers': '机构管理员管理本机构及其下属机构。',
    'own-contribution':
      '任何人都不能评审或发布自己现在或曾经参与贡献的资源，请由其他资源管理员处理。',
    'teachers-only': '此内容仅供教师使用。请使用学生以外的账号登录。',
    'not-published':
      '尚未发布，只有贡献者、评审人和负责管理的资源管理员可以查看。请等待发布，或请贡献者将您加入。',
    withdrawn: '该资源已下架，读者不能再查看。如需使用，请联系责任单位。',
    'readers-only': '只有其可见范围内的用户可以阅读。请登录，或联系责任单位。',
    'record-closed':
      '只有贡献者、评审人以及责任单位的资源管理员和督导可以查看。如需查看，请联系其中一位。',
    'contributing-role-needed':
      '只有教师、评审专家和资源管理员可以代表其任职且未撤销的机构贡献资源。如需此角色，请联系本机构管理员。',
    'contributors-only':
      '只有该资源的贡献者可以进行此操作。请联系其中一位将您加入。',
    'librarians-only':
      '只有责任单位或其上级机构的资源管理员可以进行此操作，请联系其中一位。',
    'administrators-only':
      '只有该机构或其上级机构的管理员可以进行此操作，请联系其中一位。',
    'auditors-only':
      '只有该机构或其上级机构的管理员和督导可以查看其人员变动记录，请联系其中一位。',
    'operators-only': '只有平台运维可以进行此操作，请联系平台运维。',
    'file-name-unsafe':
      '文件名不能含有斜杠、控制字符或改变书写方向的字符。请去掉后重新登记上传。',
    'file-name-long':
      '文件名以 UTF-8 计为 {bytes} 字节，最多 {limitBytes} 字节。请缩短文件名。',
    'file-name-ending':
      '文件名“{name}”的扩展名与 {mediaType} 不符，应为：{endings}。请更正文件名或类型。',
    'file-large':
      '文件为 {sizeBytes} 字节，最多允许 {limitBytes} 字节。请压缩或拆分后再上传。',
    'file-bytes-differ':
      '文件登记为 {declared}，实际内容为 {found}。请按实际类型重新登记，或选择其他文件。',
    'file-bytes-unrecognised':
      '文件登记为 {declared}，但内容与该类型不符。请确认文件能够打开，另存后重新登记上传。',
    'file-bytes-changed':
      '收到的内容与登记的 {declared} 文件不一致：大小或 SHA-256 不同。请重新登记并上传原文件。',
    needed: '提交前须填写此项。',
    'description-too-short':
      '简介为 {characters} 字，至少需要 {least} 字。请写明教学内容和用法。',
    'files-or-links': '既没有文件，也没有链接。请添加文件或填写链接。',
    'consent-needed': '提交学生作品须有同意记录，请在此填写记录编号。',
    'teacher-submits':
      '学生作品由教师提交，系统接口不能提交。请将一位教师列为贡献者，由其提交。',
    'students-needed':
      '学生作品须列出完成作品的每位学生，请在此添加，并填写其人员编号。',
    'student-work-person':
      '学生作品的作者须以人员编号（per_…）关联，注销时才能找到其作品。请填写 person。',
    'nothing-to-change': '请求没有作任何修改，请至少填写一项。',
    'contributor-unknown':
      '本区域没有 {person} 这个人，请移除，或将其列为作者。',
    'holder-already': '责任单位已经是 {holder}，请填写其他机构。',
    'nothing-to-correct': '草稿与已发布的版本相同，请先修改，或放弃草稿。',
    'correction-not-minor': '修改此项须经评审，请恢复原值，或提交草稿。',
    'corrections-need-review': '本区域的更正均须评审，请提交草稿。',
    'relation-cycle':
      '{target} 又指回本资源，会形成循环。请选择其他资源，或先解除那条关系。',
    'relation-already': '与 {target} 已有这一关系，无需更改。',
    'relation-unknown': '没有您可以看到的资源 {target}，请核对编号。',
    'relation-line-long':
      '该资源之上已超过 {most} 个资源，请选择更靠近起点的资源。',
    'too-many-relations': '一个资源最多关联 {most} 个资源，请先解除一条关系。',
    'source-unpublished':
      '{target} 尚未发布，其许可协议还不生效，请等待其发布。',
    'licence-incompatible':
      '本资源改编自 {source}，其许可协议 {sourceLicence} 不允许以 {licence} 发布改编作品。请改用其允许的协议，或联系来源资源的责任单位。',
    'too-many-files': '一个版本最多有 {most} 个文件，请先移除一个。',
    'too-many-former':
      '一个资源最多记录 {most} 位曾经的贡献者，请保留其中一部分人。',
    'upload-unknown':
      '您没有上传 {upload}。请先用 POST /v1/uploads 登记并上传文件。',
    'upload-not-ready': '该上传的状态为 {state}。请完成上传，或重新上传文件。',
    'upload-of-another-file':
      '该上传的文件是 {sha256}。请在地址中使用它，或选择其他上传。',
    'roster-file-missing':
      '没有收到这份名单的文件。请用 POST /v1/rosters/files 取得地址并上传文件，再重新检查。',
    'roster-expired': '检查结果已不再保留，请重新检查该文件。',
    'roster-moved': '检查之后，本机构又导入了其他名单。请重新检查该文件。',
    'roster-not-csv':
      '这是压缩包或工作簿，不是 CSV 文件。请按 xlsx 登记，或另存为 CSV。',
    'roster-not-xlsx':
      '这不是可以读取的 XLSX 工作簿。请打开后另存为“Excel 工作簿 (.xlsx)”再上传。',
    'roster-too-much':
      '工作簿解压后超过 {most} MB，或压缩方式异常，因此没有打开。请将各行复制到新的工作簿。',
    'roster-encoding':
      '文件不是 UTF-8 或 GB18030 编码的文本。请在 Excel 中另存为“CSV UTF-8”。',
    'roster-csv-broken':
      'CSV 第 {row} 行无法读取，常见原因是引号没有成对。请在该处改正。',
    'roster-empty': '文件中没有人员。请在标题行下每行填写一人。',
    'roster-too-many-rows':
      '文件超过 {most} 行。请按身份分成几份，并检查下方有没有空行。',
    'roster-too-many-columns':
      '第 {row} 行超过 {most} 列。请只保留模板中的列。',
    'roster-cell-long': '第 {row} 行有单元格超过 {most} 个字符，请缩短。',
    'roster-column-unknown':
      '没有“{heading}”这一列，请删除：系统不保存用不到的信息。',
    'roster-column-twice': '“{heading}”列出现了两次，请只保留一列。',
    'roster-column-missing': '缺少一列，标题应为其中之一：{headings}。',
    'roster-cell-without-heading': '有单元格不在任何标题之下，请清空。',
    'roster-formula': '“{value}”以公式符号开头，请填写普通文本。',
    'roster-name': '“{value}”不是有效的姓名，应为 1 至 50 个字符。',
    'roster-number':
      '“{value}”不是有效的学工号：最多 32 个字母、数字或连字符，以字母或数字开头。',
    'roster-number-twice':
      '学工号 {value} 已出现在第 {first} 行。一个学工号只属于一个人。',
    'roster-number-of-another':
      '学工号 {value} 曾属于另一位姓名不同的人，请为此人换一个学工号。',
    'roster-role':
      '“{value}”不是名单可以填写的身份。请填学生或教师；其他角色须逐个授予。',
    'roster-role-not-listed':
      '身份 {value} 不在这份名单所列的身份之内。请加入，或删除此行。',
    'roster-class-needed': '学生须填写班级。',
    'roster-class-long': '班级超过 {most} 个字符，请缩短。',
    'roster-username':
      '“{value}”不是有效的登录名：4 至 64 个 a-z、0-9、点、连字符或下划线。',
    'roster-username-needed':
      '没有填写登录名，也无法由学工号生成。请在此填写登录名，或为名单指定 usernamePrefix。',
    'roster-username-twice': '登录名 {value} 已出现在第 {first} 行。',
    'roster-username-taken': '登录名 {value} 已被他人使用，请换一个。',
    'roster-left-out-many':
      '无法添加的人过多，已停止。usernamePrefix 是否属于其他学校？请改正后重新检查。',
    'reason-needed':
      '不予通过或要求修改时须说明理由，贡献者可以看到。请填写理由。',
    'date-of-renewal': '已发布的版本没有新的发布日期，请去掉此项。',
    'date-of-accepted': '只有评审通过时才能指定发布日期，请去掉此项。',
    'date-not-later':
      '{publishOn} 不晚于今天 {today}（UTC）。请填写更晚的日期，或去掉此项以立即发布。',
    'weights-sum': '各指标权重之和为 {sum}，应为 {wanted}。请调整权重。',
    'criterion-twice': '有两个名为“{id}”的指标，请更改其中一个。',
    'levels-rise': '同一指标各等级的分值须依次递增，请调整顺序。',
    'veto-is-a-level':
      '{vetoAt} 不是该指标最高等级以下的分值。请填写触发一票否决的分值。',
    'criterion-unknown': '量表中没有指标“{id}”，请去掉。',
    'score-needed': '该指标尚未评分，请评分。',
    'score-out-of-range': '{score} 不是该指标的分值，可选：{allowed}。',
    'candidate-fits': '具有相应评审专长；目前有 {load} 项待完成的评审。',
    'conflict-own-contribution': '该人员是这个资源的贡献者，请另选他人。',
    'conflict-co-author': '该人员是这个版本的作者之一，请另选他人。',
    'conflict-same-school': '该人员与责任单位或某位贡献者同校，请另选他人。',
    'conflict-recent-collaboration':
      '该人员两年内曾与某位贡献者合作贡献资源，请另选他人。',
    'reviewer-unknown': '区域中没有 {person} 这个人，请从候选人中选择。',
    'reviewer-role': '该人员没有此类评审小组所需的角色，请另选他人。',
    'reviewer-speciality':
      '该人员没有此评审所需的专长。请从候选人中选择，或指定其他专长。',
    'reviewer-twice': '该评审人被重复填写，请去掉一个。',
    'rubric-unknown': '没有这个评价量表。不填写即使用本区域的量表。',
    'panel-size':
      '评审小组有 {size} 人，此类小组应为 {least} 至 {most} 人。请增减人员。',
    'panel-full':
      '一次评审最多有 {most} 个席位（含已更换的评审人）。请依据现有评审人的意见作出结论。',
    'panel-begun': '已有评审人评分，不能再更改小组类型和量表。请去掉这些更改。',
    'scored-stays': '已评分的评审人不能移出小组，请保留。',
    'due-out-of-range': '{due} 不在现在至 {last} 之间，请填写其他截止时间。',
    'deadline-passed':
      '评分截止时间为 {due}，已过期。请联系负责组织评审的资源管理员延期。',
    'comments-full':
      '本次评审已有 {most} 条意见，达到上限。其余意见请通过评分或向资源管理员反映。',
    'reason-of-panel':
      '对小组评审作出结论须说明理由，贡献者可以看到。请填写理由。',
    'ruled-accept':
      '按评审规则通过：{scored} 位评审人的平均得分为 {mean}%，合格线为 {passPercent}%。',
    'ruled-request-changes':
      '按评审规则退回修改：{scored} 位评审人的平均得分为 {mean}%，合格线为 {passPercent}%。请参阅评审意见。',
    'ruled-reject':
      '按评审规则不予通过：评审人对 {vetoes} 的评分触发一票否决。请参阅评审意见。',
    'accepted-as-it-is': '资源管理员审核通过。',
    'reason-erased': '审核人已注销，其填写的理由已一并删除。',
  },
} as const satisfies Catalogue;
