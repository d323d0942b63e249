# 每条记录都有的
field-doc-no = 单号
field-unit = 组织单元
field-creator = 创建人
field-created-at = 创建时间
field-state = 状态
field-void-reason = 作废原因
field-provisional-no = 离线号
field-merged-into = 并入
field-anonymous = 未登录采集
field-shares = 借给
field-late = 迟到的决定
state-void = 作废

# 值
untitled = 未命名
not-visible = 无权查看
yes = 是
no = 否
list-comma = 、
file-one = 有文件
none-chosen = 未选
required-later = 以后要补
error-number = 这里填数字，小数点用 .
error-money = 写成「12.50 USD」
error-day = 写成「2026-10-19」
error-moment = 写成「2026-10-19 14:00」
error-choice = 请从列表里选

# 历史与冲突
history = 历史
history-none = 还没有改过
history-contested = 两人同时改的，这个值没有留用
conflict-two-values = { $field }改成了两个值。都留着，请选一个
conflict-use = 用「{ $value }」
device-no = 设备 { $no }

# 为什么不行
reason-gap = 补上「{ $field }」。
reason-who = 补上姓名、公司或名片照片。
reason-no-contact-way = 补上一种联系方式，或点「未留」。
reason-no-contact = 加一位有姓名和电话或邮箱的联系人。
reason-no-outcome = 写上结果。
reason-merge-target = 选出要并入的那一条。
reason-two-values = 「{ $field }」有两个值，先选一个。
reason-not-yours = 请负责人或经理来做。
reason-later-edit-stands = 「{ $field }」后改的为准，你的值在历史里。
reason-decided-already = 已经有人先决定了，你的意见和签字都留着。
reason-content-changed = 内容在你决定之后改了，请再看一遍。
reason-grant-ended = 做的时候有权限，现在没有了。等经理确认。
reason-not-permitted = 你的岗位不能改这个。请有权限的同事来改。
reason-sign-in-first = 先登录再改。
reason-forged-actor = 这条写的不是登录的人。重新登录后再存一次。
reason-wrong-type = 「{ $field }」的内容不对，改好再存。
reason-too-long = 「{ $field }」太长，缩短再存。
reason-too-many = 「{ $field }」太多项，减少再存。
reason-computed = 「{ $field }」由系统判定，不能手工改。
reason-not-settable = 「{ $field }」要用它自己的步骤来改。
reason-unknown-record = 服务器没有这条记录，另存一条新的。
reason-merged-away = 这条已并入另一条，请改那一条。
reason-group = 同一次操作里另一项没被接受，整组都没生效。
reason-over-quota = 超出这台设备的额度，等审批。
reason-failed-inside = 服务器处理这条时出错，已留存。请联系管理员。
reason-id-taken = 这个编号已有记录，另存一条新的。
reason-unknown-kind = 服务器还不认识这类记录，更新后会再送。
reason-unknown-step = 没有这一步，请刷新再看。
reason-kept-although-removed = 另一人删除时你在改，所以留下了。

# 步骤
lead-do-assign = 分配
lead-do-reassign = 换人
lead-do-follow = 开始跟进
lead-do-convert = 转客户
lead-do-merge = 合并
lead-do-invalidate = 标为无效
task-do-start = 开始
task-do-complete = 完成
task-do-cancel = 取消任务
exhibition-do-submit = 提交审批
exhibition-do-approve = 同意
exhibition-do-return = 退回
exhibition-do-move-in = 开始布展
exhibition-do-cancel = 取消参展
exhibition-do-open = 开展
exhibition-do-close = 闭展
exhibition-do-sum-up = 总结
customer-do-merge = 并入另一客户
duplicate-do-same = 是同一个
duplicate-do-group = 同一集团
duplicate-do-distinct = 不是同一个
