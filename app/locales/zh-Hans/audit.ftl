# 审计
nav-audit = 审计日志
audit-event = 审计日志
audit-event-action = 操作
audit-event-about = 内容
audit-event-object = 对象
audit-event-device = 设备号
audit-event-before-hash = 操作前指纹
audit-event-after-hash = 操作后指纹
audit-action-view = 查看
audit-action-change = 修改
audit-action-approval = 审批
audit-action-export = 导出
audit-action-print = 打印
audit-action-sign-in = 登录
audit-action-wipe = 擦除设备
reason-audit-append-only = 审计日志只追加，不能改。
reason-audit-concluded = 这一条由系统按操作记下，不能自己写。
