# 日曆
nav-calendar = 日曆
calendar-month = 月
calendar-week = 週
calendar-day = 日
calendar-today = 今天
calendar-previous = 往前
calendar-next = 往後
calendar-ics = 匯出 ICS
calendar-more = 還有 { $count } 項
calendar-none = 這一天沒有安排。
calendar-make-up = { $name }調休上班
calendar-provisional = { $year } 年的放假安排還沒有公布，按暫定計算。
