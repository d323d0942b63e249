# 今日
today-heading = { $date }，{ $weekday }
today-day = { $weekday } { $date }
today-comma = ，
today-some-late = { $count } 件已逾期，先办它们。
today-none-due = 今天没有到期的事。
today-some-due = 今天有 { $count } 件事到期。
today-some-due-noon = 今天有 { $count } 件事到期，其中 { $noon } 件在中午前。
today-next-is = 最近的一件是{ $day }。
today-group-late = 已逾期
today-group-today = 今天
today-group-next = 接下来三个工作日
today-group-later = 以后
today-at = 今天 { $time }
today-closing = 下班前
today-late-minutes = 逾期 { $count } 分
today-late-hours = 逾期 { $count } 小时
today-late-days = 逾期 { $count } 天
today-minutes-left = 还有 { $count } 分
today-hours-left = 还有 { $count } 小时
today-working-days-left = { $count ->
     [0] 中间都是休息日
    *[other] 还有 { $count } 个工作日
  }
today-bundle = { $count ->
     [0] 不急的提醒合在一起给，下一次是 { $time }。
    *[other] 不急的提醒合在一起给，下一次是 { $time }，有 { $count } 件。
  }
today-matter = { $matter }：{ $about }
today-sent-by = { $who }发来
today-owner = 责任人{ $who }
today-nobody = 还没有责任人
today-escalated = 已上报{ $who }
today-do-decide = 审批
today-do-open = 打开
today-calm = 没有要办的了
today-calm-text = 没有逾期，也没有等着你的。新的事到了会自己出现在这里。
today-all = 全部任务
today-more = 还有 { $count } 件，看全部任务
today-beside = 审批、收件箱与日程
today-all-approvals = 全部
today-day-line = 今天的日程
today-now = 现在

# 为什么是这个时间
today-why = 为什么是 { $time }
today-parameter = 参数 { $no }
today-why-typed = 这个时间是{ $who }填的，不是按制度算的。
today-provisional = 暂定：{ $year } 年的放假安排还没公布，公布后会重算。
today-step-start = 开始计时，{ $span }
today-step-elapsed = 按钟点数到这里
today-step-moved = 到这一天为止
today-step-clamped = 那个月没有这一天，取月末
today-step-holiday = { $name }放假，不算
today-step-weekend = 周末，不算
today-step-after-hours = 已过下班时间，不算
today-step-same-day = 当天
today-step-day = 第 { $no } 个工作日
today-step-made-up = { $name }调休上班
today-step-provisional = 暂定
today-step-closes = { $time } 下班截止
today-step-ran = { $from }–{ $to }，{ $count } 分钟

# 待补
today-gaps = 待补
today-gaps-more = 还有 { $count } 条
today-lacks = 缺{ $what }
today-gap-contact = 联系人
today-do-list = 填检查表
