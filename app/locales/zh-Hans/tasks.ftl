# 任务
task = 任务
task-title = 事项
task-source = 来源单据
task-rule = 依据规则
task-owner = 责任人
task-due-at = 截止
task-escalated-to = 升级至
task-done-at = 完成时间
task-result = 结果
task-state-open = 待办
task-state-doing = 进行中
task-state-done = 完成
task-state-cancelled = 取消

# 附件
attachment = 附件
attachment-of = 所属记录
attachment-sha256 = 指纹
attachment-attachment-kind = 类别
attachment-caption = 说明
attachment-file-name = 文件名
attachment-media-type = 格式
attachment-size = 大小
attachment-taken-at = 拍摄时间
attachment-kind-photo = 照片
attachment-kind-scan = 扫描件
attachment-kind-mail = 邮件
attachment-kind-recording = 录音
attachment-kind-signature = 签名
attachment-kind-document = 文件
task-late = 逾期 · { $time }
tasks-none = 没有要办的了。
