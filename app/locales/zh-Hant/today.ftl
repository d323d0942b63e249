# 今日
today-heading = { $date }，{ $weekday }
today-day = { $weekday } { $date }
today-comma = ，
today-some-late = { $count } 件已逾期，先辦它們。
today-none-due = 今天沒有到期的事。
today-some-due = 今天有 { $count } 件事到期。
today-some-due-noon = 今天有 { $count } 件事到期，其中 { $noon } 件在中午前。
today-next-is = 最近的一件是{ $day }。
today-group-late = 已逾期
today-group-today = 今天
today-group-next = 接下來三個工作日
today-group-later = 以後
today-at = 今天 { $time }
today-closing = 下班前
today-late-minutes = 逾期 { $count } 分
today-late-hours = 逾期 { $count } 小時
today-late-days = 逾期 { $count } 天
today-minutes-left = 還有 { $count } 分
today-hours-left = 還有 { $count } 小時
today-working-days-left = { $count ->
     [0] 中間都是休息日
    *[other] 還有 { $count } 個工作日
  }
today-bundle = { $count ->
     [0] 不急的提醒合在一起給，下一次是 { $time }。
    *[other] 不急的提醒合在一起給，下一次是 { $time }，有 { $count } 件。
  }
today-matter = { $matter }：{ $about }
today-sent-by = { $who }發來
today-owner = 責任人{ $who }
today-nobody = 還沒有責任人
today-escalated = 已上報{ $who }
today-do-decide = 審批
today-do-open = 打開
today-calm = 沒有要辦的了
today-calm-text = 沒有逾期，也沒有等著你的。新的事到了會自己出現在這裡。
today-all = 全部任務
today-more = 還有 { $count } 件，看全部任務
today-beside = 審批、收件箱與日程
today-all-approvals = 全部
today-day-line = 今天的日程
today-now = 現在

# 為什麼是這個時間
today-why = 為什麼是 { $time }
today-parameter = 參數 { $no }
today-why-typed = 這個時間是{ $who }填的，不是按制度算的。
today-provisional = 暫定：{ $year } 年的放假安排還沒公布，公布後會重算。
today-step-start = 開始計時，{ $span }
today-step-elapsed = 按鐘點數到這裡
today-step-moved = 到這一天為止
today-step-clamped = 那個月沒有這一天，取月末
today-step-holiday = { $name }放假，不算
today-step-weekend = 週末，不算
today-step-after-hours = 已過下班時間，不算
today-step-same-day = 當天
today-step-day = 第 { $no } 個工作日
today-step-made-up = { $name }調休上班
today-step-provisional = 暫定
today-step-closes = { $time } 下班截止
today-step-ran = { $from }–{ $to }，{ $count } 分鐘

# 待補
today-gaps = 待補
today-gaps-more = 還有 { $count } 條
today-lacks = 缺{ $what }
today-gap-contact = 聯絡人
today-do-list = 填檢查表
