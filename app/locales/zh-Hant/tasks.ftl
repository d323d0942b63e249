# 任務
task = 任務
task-title = 事項
task-source = 來源單據
task-rule = 依據規則
task-owner = 責任人
task-due-at = 截止
task-escalated-to = 升級至
task-done-at = 完成時間
task-result = 結果
task-state-open = 待辦
task-state-doing = 進行中
task-state-done = 完成
task-state-cancelled = 取消

# 附件
attachment = 附件
attachment-of = 所屬記錄
attachment-sha256 = 指紋
attachment-attachment-kind = 類別
attachment-caption = 說明
attachment-file-name = 檔名
attachment-media-type = 格式
attachment-size = 大小
attachment-taken-at = 拍攝時間
attachment-kind-photo = 照片
attachment-kind-scan = 掃描件
attachment-kind-mail = 郵件
attachment-kind-recording = 錄音
attachment-kind-signature = 簽名
attachment-kind-document = 檔案
task-late = 逾期 · { $time }
tasks-none = 沒有要辦的了。
