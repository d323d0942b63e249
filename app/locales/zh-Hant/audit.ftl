# 審計
nav-audit = 審計日誌
audit-event = 審計日誌
audit-event-action = 操作
audit-event-about = 內容
audit-event-object = 對象
audit-event-device = 裝置號
audit-event-before-hash = 操作前指紋
audit-event-after-hash = 操作後指紋
audit-action-view = 查看
audit-action-change = 修改
audit-action-approval = 審批
audit-action-export = 匯出
audit-action-print = 列印
audit-action-sign-in = 登入
audit-action-wipe = 擦除裝置
reason-audit-append-only = 審計日誌只追加，不能改。
reason-audit-concluded = 這一條由系統按操作記下，不能自己寫。
